"""How the console looks: the agent's theme, chosen from the settings or here."""

import os
from typing import TYPE_CHECKING

from supportdesk.console.access import Access
from supportdesk.widgets.choices import Choice
from supportdesk.widgets.palettes import PALETTES

if TYPE_CHECKING:
    from supportdesk.screens.desk import DeskScreen


class Theming:
    """Changes the palette of the whole console at once."""

    def __init__(self, access: Access, screen: "DeskScreen") -> None:
        self.access, self.screen = access, screen

    async def do(self, action: str) -> bool:
        """Let a theme be chosen."""
        if action != "theme":
            return False
        from supportdesk.screens.pick import PickScreen

        standing = self.access.habits.theme
        choices = [
            Choice(name, f"{name}: {palette.about}", "as now" if name == standing else "")
            for name, palette in PALETTES.items()
        ]
        self.screen.app.push_screen(PickScreen("theme", choices), lambda name: self.choose(name) if name else None)
        return True

    def choose(self, name: str) -> None:
        """Look like this from now; where NO_COLOR is set, colours stay away."""
        if os.environ.get("NO_COLOR"):
            self.screen.remark("NO_COLOR is set, so that there are no colours")
            return
        self.access.habits.theme = name
        self.screen.app.theme = PALETTES[name].theme.name
        self.screen.tell(f"theme: {name}; {self.access.habits.keep('theme', name)}")
