"""Widgets of many lines that are strips of their whole width already: a style sheet has nothing to add to a line.

A line that is painted again as it was is the same strip, with all that has been made of it on its way to the terminal.
What stands in a line is the widget's.
"""

from collections.abc import Callable, Hashable, Iterable

from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

KEPT = 200
"""Strips that are kept: more than a screen of them."""


class Painted(Widget):
    """Its lines reach the screen as they are, and are made again when it is to be drawn anew."""

    def __init__(self, *, id: str | None = None) -> None:
        self._ready: dict[int, Strip] = {}
        super().__init__(id=id)

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines of a region; a widget with a border, which is drawn around its lines, goes the usual way."""
        if self.gutter:
            return super().render_lines(crop)
        if missing := [y for y in crop.line_range if y not in self._ready]:
            self._make_ready(missing)
        strips = [self._ready[y] for y in crop.line_range]
        if crop.column_span == (0, self.size.width):
            return strips
        return [strip.crop(*crop.column_span) for strip in strips]

    def _make_ready(self, lines: Iterable[int]) -> None:
        filters, background = self.get_line_filters(), self.background_colors[1]
        for y in lines:
            strip = self.render_line(y)
            for one in filters:
                strip = strip.apply_filter(one, background)
            self._ready[y] = strip

    def _set_dirty(self, *regions: Region) -> None:
        """Some regions, or all of it, are to be drawn anew: Textual says so here."""
        for y in [y for region in regions for y in region.line_range] if regions else [*self._ready]:
            self._ready.pop(y, None)
        super()._set_dirty(*regions)


class Strips:
    """The strips of lines that were painted lately: by what is in a line, or by whose it is and how it looked then."""

    def __init__(self) -> None:
        self._kept: dict[Hashable, tuple[object, Strip]] = {}

    def take(self, whose: Hashable, looks: object, paint: Callable[[], Strip]) -> Strip:
        """The strip of a line, painted anew if it looks different from the last time."""
        kept = self._kept.get(whose)
        if kept is not None and kept[0] == looks:
            return kept[1]
        if len(self._kept) >= KEPT:
            del self._kept[next(iter(self._kept))]
        strip = paint()
        self._kept[whose] = looks, strip
        return strip
