"""Words as they will stand before somebody, wrapped to the room that there is: canned responses, filled in."""

from textual.events import Resize

from supportdesk.domain.safe import shown
from supportdesk.widgets.fitting import wrap
from supportdesk.widgets.ink import Ink
from supportdesk.widgets.panel import Panel

MARGIN = 2
NARROWEST = 20


class Preview(Panel):
    """Passages in different inks, one below the other; they are read and never have the keys."""

    can_focus = False

    def __init__(self) -> None:
        super().__init__()
        self._passages: tuple[tuple[str, Ink], ...] = ()

    def say(self, *passages: tuple[str, Ink]) -> None:
        """Show other passages; an empty one is an empty line."""
        self._passages = passages
        self._wrap()

    def on_resize(self, _event: Resize) -> None:
        """Other room: wrap anew."""
        self._wrap()

    def _wrap(self) -> None:
        width = max(self.size.width - 2 * MARGIN, NARROWEST)
        margin = " " * MARGIN
        self.write([((f"{margin}{line}", ink),) for text, ink in self._passages for line in wrap(shown(text), width)])
