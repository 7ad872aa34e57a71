"""Words as they will stand before somebody, wrapped to the room that there is: canned responses, filled in."""

from textual.events import Resize
from textual.strip import Strip

from supportdesk.domain.counted import counted
from supportdesk.domain.safe import shown
from supportdesk.widgets.fitting import cut_line, wrap
from supportdesk.widgets.in_force import key_and
from supportdesk.widgets.ink import Ink, Line
from supportdesk.widgets.painting import palette_of, strip
from supportdesk.widgets.panel import Panel

MARGIN = 2
NARROWEST = 20


class Preview(Panel):
    """Passages in different inks, one below the other; they are read and never have the keys."""

    can_focus = False

    def __init__(self, scrolled_by: str = "") -> None:
        """`scrolled_by` is the action that goes a page on, where there is one."""
        super().__init__()
        self._scrolled_by = scrolled_by
        self._passages: tuple[tuple[str, Ink], ...] = ()

    def say(self, *passages: tuple[str, Ink]) -> None:
        """Show other passages; an empty one is an empty line."""
        self._passages = passages
        self._wrap()

    def render_line(self, y: int) -> Strip:
        """One of the lines; the last one in sight says how many are below it."""
        below = len(self._lines) - self.scroll_offset.y - self.size.height
        if below <= 0 or y < self.size.height - 1:
            return super().render_line(y)
        goes_on = key_and(self, self._scrolled_by, "goes on") if self._scrolled_by else ""
        said = " · ".join(filter(None, (f"▾ {counted(below + 1, 'more line')}", goes_on)))
        line: Line = ((f"{' ' * MARGIN}{said}", Ink.FAINT),)
        return strip(cut_line(line, self.size.width), self.size.width, palette=palette_of(self))

    def on_resize(self, _event: Resize) -> None:
        """Other room: wrap anew."""
        self._wrap()

    def _wrap(self) -> None:
        width = max(self.size.width - 2 * MARGIN, NARROWEST)
        margin = " " * MARGIN
        self.write([((f"{margin}{line}", ink),) for text, ink in self._passages for line in wrap(shown(text), width)])
