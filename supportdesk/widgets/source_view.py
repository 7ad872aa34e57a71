"""A mail as it came, on the screen: so many lines as there is room for, found and made safe when they are drawn.

How many lines it has is never counted: where it stands is a place in its bytes, as in a pager.
"""

from bisect import bisect_left
from functools import lru_cache

from textual.events import Event
from textual.message import Message
from textual.strip import Strip

from supportdesk.domain.source_text import SourceText
from supportdesk.widgets.finding import find, lit
from supportdesk.widgets.fitting import pieces
from supportdesk.widgets.ink import Ink, Line, cells
from supportdesk.widgets.moving import Moving
from supportdesk.widgets.painting import palette_of, strip

Row = tuple[int, int]
"""A row of the screen: the offset at which its line begins, and which part of that line it is."""


class SourceView(Moving):
    """Lines that scroll, cut where the room ends, and words found among them."""

    DEFAULT_CSS = "SourceView { height: 1fr; width: 1fr; }"
    can_focus = True

    class Scrolled(Message):
        """Another place is looked at."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.source = SourceText(b"")
        self.top: Row = (0, 0)
        self.sought = ""
        self.places: tuple[int, ...] = ()
        self.at = 0
        self._parts = lru_cache(500)(self._cut)

    def show(self, source: SourceText) -> None:
        """Show another source from its beginning, seeking what was sought."""
        self.source, self.top = source, (0, 0)
        self._parts.cache_clear()
        self.search(self.sought)

    @property
    def share(self) -> int:
        """How much of it has been passed, in percent."""
        end = self._rows(self.top, self.size.height)[-1][0] if len(self.source) else 0
        if not len(self.source) or self.source.after(end) is None:
            return 100
        return 100 * end // len(self.source)

    # Rows ----------------------------------------------------------------------------------------------------------

    def _cut(self, start: int, width: int) -> tuple[str, ...]:
        text = self.source.text(start)
        if cells(text) == len(text):
            return tuple(text[at : at + width] for at in range(0, len(text), width)) or ("",)
        return tuple(pieces(text, width))

    def _of(self, start: int) -> tuple[str, ...]:
        return self._parts(start, max(self.size.width - 2, 8))

    def _rows(self, first: Row, number: int) -> list[Row]:
        """So many rows from one on, fewer at the end."""
        start, part = first
        found: list[Row] = []
        following: int | None = start
        while following is not None and len(found) < max(number, 1):
            parts = len(self._of(following))
            found += [(following, place) for place in range(part if following == start else 0, parts)]
            following = self.source.after(following)
        return found[: max(number, 1)]

    def _before(self, first: Row, number: int) -> Row:
        """The row so many before one, or the first of all."""
        start, part = first
        while number > part:
            before = self.source.before(start)
            if before is None:
                return 0, 0
            number -= part + 1
            start, part = before, len(self._of(before)) - 1
        return start, part - number

    def _lowest(self) -> Row:
        """The row at the top when the last one is at the bottom."""
        last = self.source.last()
        return self._before((last, len(self._of(last)) - 1), self.size.height - 1)

    # Moving --------------------------------------------------------------------------------------------------------

    def _go(self, row: Row) -> None:
        self.top = min(row, self._lowest())
        self.refresh()
        self.post_message(self.Scrolled())

    def action_do(self, action: str) -> None:
        """Move as an action of the table says."""
        page = max(self.size.height - 1, 1)
        if action in ("top", "bottom"):
            self._go((0, 0) if action == "top" else self._lowest())
        else:
            size = {"half": page // 2, "page": page}.get(action.partition("_")[0], 1)
            self._step(size if action.endswith("down") else -size)

    def _step(self, rows: int) -> None:
        if rows < 0:
            self._go(self._before(self.top, -rows))
        else:
            self._go(self._rows(self.top, rows + 1)[-1])

    def _roll(self, event: Event, lines: int) -> None:
        event.stop()
        event.prevent_default()
        self._step(lines)

    def on_resize(self) -> None:
        """Cut anew for another width."""
        self._go((self.top[0], 0))

    # Finding -------------------------------------------------------------------------------------------------------

    def search(self, sought: str) -> None:
        """Light every place where words stand, and go to the first from here on; nothing ends it."""
        self.sought = sought.strip()
        self.places = self.source.found(self.sought)
        self.at = bisect_left(self.places, self.top[0])
        self.find(0)

    def find(self, step: int) -> None:
        """Go to the next place, or the one before, and from the last to the first."""
        if not self.places:
            self.refresh()
            return
        self.at = (self.at + step) % len(self.places)
        line = self.source.line_at(self.places[self.at])
        if all(start != line for start, _ in self._rows(self.top, self.size.height)):
            self._go(self._before((line, 0), self.size.height // 3))
        self.refresh()

    # Drawing -------------------------------------------------------------------------------------------------------

    def render_line(self, y: int) -> Strip:
        """One row."""
        width, palette = self.size.width, palette_of(self)
        rows = self._rows(self.top, y + 1)
        if y >= len(rows) or not len(self.source):
            return strip((), width, palette=palette)
        start, part = rows[y]
        line: Line = ((f" {self._of(start)[part]}", Ink.TEXT),)
        if self.sought:
            here = find([line], self.sought)
            at = self.source.line_at(self.places[self.at]) if self.places else -1
            line = lit(line, here, here[0] if here and at == start else None)
        return strip(line, width, palette=palette)
