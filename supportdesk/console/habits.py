"""How an agent likes to work: the keys, and what comes after a ticket is done. It comes from the settings."""

from dataclasses import dataclass, field
from enum import StrEnum

from supportdesk.config import THEMES, Settings
from supportdesk.console.arrangement import Arrangement
from supportdesk.keymap import Keymap, read_keymap


class After(StrEnum):
    """Where the console goes when the ticket that is worked in has been answered, solved or closed."""

    STAY = "stay"
    LIST = "list"
    NEXT = "next"


AFTERS = {
    After.STAY: "stay with the ticket",
    After.LIST: "go back to the list",
    After.NEXT: "go on to the next ticket",
}
"""What each means."""


@dataclass(slots=True)
class Habits:
    """What an agent has chosen; `after` may be chosen anew in the console."""

    keymap: Keymap = field(default_factory=Keymap)
    after: After = After.STAY
    editor: str = ""
    theme: str = THEMES[0]
    arrangement: Arrangement = field(default_factory=Arrangement)


def habits_of(settings: Settings) -> Habits:
    """What the settings say; UsageError names the line of a key that cannot be."""
    return Habits(read_keymap(settings.keys), After(settings.after), settings.editor, theme=settings.theme)
