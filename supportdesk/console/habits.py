"""How an agent likes to work: the keys, the look, what calls them, what comes after a ticket is done.

It comes from the settings; what is chosen in the console is written where they stand.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path

from supportdesk import config_file
from supportdesk.config import THEMES, Setting, Settings
from supportdesk.console.arrangement import Arrangement
from supportdesk.errors import DeskError
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


NOTICES = {
    "off": "nothing",
    "bell": "the terminal's bell",
    "desktop": "a notice on the desktop, where terminals show it",
}
"""What calls the agent when a ticket is given to them, they are mentioned, or a clock is about to run out."""


OWN_COLOURS = "terminal"
"""The look of the terminal's own sixteen colours."""


@dataclass(slots=True)
class Habits:
    """What an agent has chosen. `settings` are those of the start, `config` is the file that holds what is kept."""

    keymap: Keymap = field(default_factory=Keymap)
    after: After = After.STAY
    editor: str = ""
    theme: str = THEMES[0]
    arrangement: Arrangement = field(default_factory=Arrangement)
    notify: str = "off"
    ascii: bool = False
    browser: bool = False
    settings: Settings | None = None
    config: Path | None = None

    def __post_init__(self) -> None:
        self.keymap = replace(self.keymap, ascii=self.ascii, browser=self.browser)

    def keep(self, name: str, value: str) -> str:
        """Write a choice where it will be found next time: in the profile's table if one is in force. What can be said
        of that.
        """
        if self.config is None or self.settings is None:
            return "for this console"
        origin = self.settings.origins[name]
        if "environment" in origin or origin == "flag":
            return f"for this console: {origin} says otherwise"
        try:
            config_file.write(self.config, name, value, profile=self.settings.profile)
        except DeskError as error:
            return f"for this console: {error.message}"
        return f"kept in {self.config}"

    def listed(self) -> list[Setting]:
        """The settings of the start, each with where it comes from."""
        return self.settings.listed() if self.settings else []


def habits_of(settings: Settings, config: Path, environment: Mapping[str, str], *, browser: bool = False) -> Habits:
    """What the settings say; UsageError names the line of a key that cannot be."""
    default = settings.origins["theme"] == "default"
    return Habits(
        read_keymap(settings.keys),
        After(settings.after),
        settings.editor,
        theme=OWN_COLOURS if default and not browser and has_few_colours(environment) else settings.theme,
        notify=settings.notify,
        ascii=settings.signs == "ascii" or (settings.signs == "auto" and not speaks_unicode(environment)),
        browser=browser,
        settings=settings,
        config=config,
    )


def has_few_colours(environment: Mapping[str, str]) -> bool:
    """Whether the terminal has sixteen colours, by the names that libraries know more by. A look of many would be
    rounded to them, and lose what then has the colour of its ground.
    """
    term = environment.get("TERM", "")
    many = term.rpartition("-")[2] in ("256color", "kitty", "direct")
    return bool(term) and not many and environment.get("COLORTERM") not in ("truecolor", "24bit")


def speaks_unicode(environment: Mapping[str, str]) -> bool:
    """Whether the terminal shows more than ASCII, by the locale (POSIX.1-2024, 8.2) and the console of Linux, whose
    fonts have few signs. Where no locale is set at all, it does: containers set none. Beside a LANG of C, an LC_CTYPE
    of C.UTF-8 is Python's own doing (PEP 538).
    """
    ours = environment.get("LANG") in ("C", "POSIX") and environment.get("LC_CTYPE") in ("C.UTF-8", "C.utf8", "UTF-8")
    names = ("LC_ALL", "LANG") if ours else ("LC_ALL", "LC_CTYPE", "LANG")
    locale = next((environment[name] for name in names if environment.get(name)), "")
    return environment.get("TERM") != "linux" and (not locale or "utf" in locale.lower())
