"""Widgets that are a few lines of text and nothing else: titles, facts, status, hints."""

from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget

from supportdesk.widgets.fitting import cut_line
from supportdesk.widgets.ink import Ground, Ink, Line, length
from supportdesk.widgets.painting import palette_of, strip


class Lines(Widget):
    """Some lines on a ground each; `write` replaces them."""

    DEFAULT_CSS = "Lines { height: auto; width: 1fr; }"

    def __init__(
        self, *lines: Line, ground: Ground = Ground.PLAIN, id: str | None = None, classes: str | None = None
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._lines: tuple[Line, ...] = lines or ((),)
        self.ground = ground

    @property
    def lines(self) -> tuple[Line, ...]:
        """What it says."""
        return self._lines

    @property
    def text(self) -> str:
        """What it says, without inks."""
        return "\n".join("".join(part for part, _ in line) for line in self._lines)

    def write(self, *lines: Line, ground: Ground | None = None) -> None:
        """Say something else."""
        taller = len(lines) != len(self._lines)
        changed = taller or lines != self._lines or (ground or self.ground) != self.ground
        self._lines, self.ground = lines, ground or self.ground
        if changed:
            self.refresh(layout=taller)

    def get_content_height(self, _container: Size, _viewport: Size, _width: int) -> int:
        """As many rows as there are lines."""
        return len(self._lines)

    def render_line(self, y: int) -> Strip:
        """One of the lines."""
        line = self._lines[y] if y < len(self._lines) else ()
        line = cut_line(line, self.size.width)
        return strip(line, self.size.width, ground=self.ground, palette=palette_of(self))


class Bar(Lines):
    """One line with something at its left and something at its right, where there is room for it."""

    DEFAULT_CSS = "Bar { height: 1; }"

    def __init__(self, *, ground: Ground = Ground.BAR, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(ground=ground, id=id, classes=classes)
        self._parts: tuple[Line, Line] = ((), ())

    @property
    def text(self) -> str:
        """What it says, without inks."""
        return " ".join("".join(part for part, _ in line) for line in self._parts)

    def say(self, left: Line, right: Line = (), *, ground: Ground | None = None) -> None:
        """Write both ends."""
        if (left, right) == self._parts and (ground or self.ground) == self.ground:
            return
        self._parts, self.ground = (left, right), ground or self.ground
        self.refresh()

    def render_line(self, _y: int) -> Strip:
        """Both ends, the right one only where the left one leaves room."""
        left, right = self._parts
        gap = self.size.width - length(left) - length(right)
        line = (*left, (" " * gap, Ink.TEXT), *right) if gap > 0 else cut_line(left, self.size.width)
        return strip(line, self.size.width, ground=self.ground, palette=palette_of(self))
