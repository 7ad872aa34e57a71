"""What every screen in front of the desk has: the key that shows its keys."""

from collections.abc import Sequence
from typing import ClassVar, TypeVar

from textual.binding import BindingType
from textual.screen import ModalScreen

from supportdesk.actions import Scope, bindings_of
from supportdesk.widgets.in_force import keymap_of

Answer = TypeVar("Answer")


class Helped(ModalScreen[Answer]):
    """A screen that can say which keys it hears. Where letters are text, the key for help is one that is none."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings_of("help", "help")]

    def heard(self) -> Sequence[Scope]:
        """Whose keys are heard here; the first scope is the screen's own."""
        raise NotImplementedError

    def action_help(self) -> None:
        """Show the keys of this screen."""
        from supportdesk.screens.help import HelpScreen

        self.app.push_screen(HelpScreen(self.heard(), keymap_of(self)))
