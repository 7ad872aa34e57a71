"""Settings: what can be chosen here, and what else is in force with where it comes from."""

from collections.abc import Awaitable, Callable
from typing import ClassVar

from textual.binding import BindingType

from supportdesk.actions import Scope, bindings
from supportdesk.console.access import Access
from supportdesk.console.habits import AFTERS, NOTICES
from supportdesk.domain.safe import shown_line
from supportdesk.screens.list_box import ListBox
from supportdesk.widgets.choices import Choice, Choices
from supportdesk.widgets.column import USUAL
from supportdesk.widgets.palettes import PALETTES

CHOSEN_HERE = ("theme", "after", "notify")
"""Settings that the console chooses, by the actions of the same names; columns are the fourth."""


class SettingsScreen(ListBox):
    """A line for each setting; those above are chosen with enter, those below are told."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Scope.SETTINGS)]

    def __init__(self, access: Access, *, do: Callable[[str], Awaitable[None]]) -> None:
        super().__init__("settings", "settings", Scope.SETTINGS, access.habits.keymap)
        self.habits, self.do = access.habits, do

    def on_mount(self) -> None:
        """Show them."""
        super().on_mount()
        self._write()

    def on_screen_resume(self) -> None:
        """Something was chosen: show it."""
        self._write()

    async def on_choices_chosen(self, event: Choices.Chosen) -> None:
        """A click chooses."""
        await self._choose(event.choice)

    async def action_do(self, action: str) -> None:
        """Choose another value, or go back."""
        if action == "choose_setting":
            await self._choose(self.list.current)
        else:
            self.dismiss()

    async def _choose(self, choice: Choice | None) -> None:
        if choice is None or choice.key not in (*CHOSEN_HERE, "columns"):
            self.app.bell()
            return
        await self.do(choice.key)

    def _write(self) -> None:
        under = self.list.current.key if self.list.current else "theme"
        self.list.show([*self._chosen(), *self._told()], at=under)

    def _chosen(self) -> list[Choice]:
        habits, shown = self.habits, self.habits.arrangement.columns or USUAL
        return [
            Choice("", "chosen here"),
            Choice("theme", f"{'colours':<16}{habits.theme}", PALETTES[habits.theme].about),
            Choice("after", f"{'after a ticket':<16}{habits.after}", AFTERS[habits.after]),
            Choice("notify", f"{'call me by':<16}{habits.notify}", NOTICES[habits.notify]),
            Choice("columns", f"{'columns':<16}{len(shown)}", " ".join(shown)),
        ]

    def _told(self) -> list[Choice]:
        listed = [one for one in self.habits.listed() if one.name not in CHOSEN_HERE and one.value]
        if not listed:
            return []
        told = [Choice(f"told {one.name}", f"{one.name:<16}{shown_line(one.value)}", one.origin) for one in listed]
        return [Choice("", "in the config file: supportdesk config edit"), *told]
