"""The palette: a few letters find an action, a view or an agent; a number finds a ticket."""

from supportdesk.screens.pick import PickScreen
from supportdesk.widgets.choices import Choice
from supportdesk.widgets.fuzzy import matching


class PaletteScreen(PickScreen):
    """Everything that can be done or gone to; the answer is the key of the line."""

    def __init__(self, choices: list[Choice]) -> None:
        super().__init__("go anywhere, do anything", choices)
        self.field.placeholder = "an action, a view, an agent, or the number of a ticket"

    def offer(self, typed: str) -> None:
        """Show what fits, a ticket first where a number is written."""
        number = typed.strip().removeprefix("#")
        found = matching(typed, self.all)
        if number.isdecimal() and number.isascii() and len(number) < 19:
            found.insert(0, Choice(f"ticket {int(number)}", f"ticket #{int(number)}", "open it"))
        self.list.show(found)
