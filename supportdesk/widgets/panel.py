"""Lines of text to read, longer than the screen perhaps: help, previews."""

from collections.abc import Sequence

from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from supportdesk.widgets.fitting import cut_line
from supportdesk.widgets.ink import Line
from supportdesk.widgets.moving import Moving
from supportdesk.widgets.painting import palette_of, strip


class Panel(Moving, ScrollView):
    """Some lines that scroll."""

    DEFAULT_CSS = "Panel { height: 1fr; width: 1fr; overflow: hidden; }"
    can_focus = True

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._lines: Sequence[Line] = ()

    @property
    def text(self) -> str:
        """What it says, without inks."""
        return "\n".join("".join(part for part, _ in line) for line in self._lines)

    def write(self, lines: Sequence[Line]) -> None:
        """Show other lines, from the first."""
        self._lines = lines
        self.virtual_size = Size(max(self.size.width, 1), len(lines))
        self.scroll_to(y=0, animate=False, force=True, immediate=True)
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """One of the lines."""
        index = self.scroll_offset.y + y
        line = self._lines[index] if index < len(self._lines) else ()
        return strip(cut_line(line, self.size.width), self.size.width, palette=palette_of(self))
