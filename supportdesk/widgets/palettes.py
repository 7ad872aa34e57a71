"""Palettes: the styles that a theme gives to each role of ink, and the theme of Textual that goes with them.

Everything that a palette says by colour, a glyph or a letter says too: the plain one has none at all.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from textual.theme import BUILTIN_THEMES, Theme

from supportdesk.widgets.ink import Ground, Ink

Role = TypeVar("Role")


@dataclass(frozen=True, slots=True)
class Palette:
    """One look of the console; `about` says it to whoever chooses."""

    name: str
    about: str
    theme: Theme
    inks: Mapping[Ink, str]
    grounds: Mapping[Ground, str]


# dark, light, contrast: white on black, seven to one; terminal: its own sixteen colours; plain: attributes alone.
_INKS: Mapping[Ink, tuple[str, ...]] = {
    Ink.TEXT: ("#c8d0e0", "#2c3240", "#ffffff", "none", "none"),
    Ink.STRONG: ("bold #eef2fa", "bold #10131a", "bold #ffffff", "bold", "bold"),
    Ink.DIM: ("#8f9ab0", "#5d677c", "#d0d0d0", "bright_black", "dim"),
    Ink.FAINT: ("#5c667d", "#7f889c", "#b8b8b8", "bright_black", "dim"),
    Ink.ACCENT: ("#7aa2f7", "#2f5fd0", "#6cc6ff", "blue", "none"),
    Ink.KEY: ("bold #7aa2f7", "bold #2f5fd0", "bold #6cc6ff", "bold blue", "bold"),
    Ink.RULE: ("#2d3446", "#d3d8e2", "#808080", "bright_black", "dim"),
    Ink.GOOD: ("#9ece6a", "#34691a", "#66ff66", "green", "none"),
    Ink.WARN: ("#e0af68", "#855400", "#ffd83d", "yellow", "none"),
    Ink.BAD: ("#f7768e", "#c2294a", "bold #ff8080", "red", "bold"),
    Ink.VIP: ("bold #e6c15c", "bold #7d5a00", "bold #ffe600", "bold yellow", "bold"),
    Ink.MARK: ("bold #e6c15c", "bold #7d5a00", "bold #ffe600", "bold yellow", "bold"),
    Ink.NEW: ("bold #7dcfff", "bold #0b7285", "bold #66ffff", "bold cyan", "bold"),
    Ink.OPEN: ("#9ece6a", "#34691a", "#66ff66", "green", "none"),
    Ink.PENDING: ("#bb9af7", "#7b3fb5", "#e0a8ff", "magenta", "none"),
    Ink.SOLVED: ("#6b7690", "#7b8496", "#c0c0c0", "bright_black", "dim"),
    Ink.URGENT: ("bold #f7768e", "bold #c2294a", "bold #ff8080", "bold red", "bold"),
    Ink.HIGH: ("#ff9e64", "#a34a08", "bold #ffb366", "yellow", "none"),
    Ink.LATE: ("bold #f7768e", "bold #c2294a", "bold #ff8080", "bold red", "bold"),
    Ink.SOON: ("#e0af68", "#855400", "#ffd83d", "yellow", "none"),
    Ink.CUSTOMER: ("bold #7aa2f7", "bold #2f5fd0", "bold #6cc6ff", "bold blue", "bold"),
    Ink.REPLY: ("bold #73c9b9", "bold #11665c", "bold #66ffd9", "bold cyan", "bold"),
    Ink.NOTE: ("bold #e0af68", "bold #855400", "bold #ffd83d", "bold yellow", "bold italic"),
    Ink.NOTE_TEXT: ("#e6d3ad", "#5f4a1c", "#ffeeb0", "yellow", "italic"),
    Ink.QUOTE: ("#5c667d", "#7f889c", "#b8b8b8", "bright_black", "dim"),
    Ink.TAG: ("#7d9bc9", "#3d5f96", "#a8d4ff", "cyan", "none"),
    Ink.HIT: (
        "bold #12151c on #e0af68",
        "bold #10131a on #ffd479",
        "bold #000000 on #ffe600",
        "reverse yellow",
        "reverse",
    ),
    Ink.FOUND: (
        "bold #12151c on #9ece6a",
        "bold #ffffff on #34691a",
        "bold #000000 on #66ff66",
        "bold reverse green",
        "bold underline reverse",
    ),
}

_GROUNDS: Mapping[Ground, tuple[str, ...]] = {
    Ground.PLAIN: ("on #12151c", "on #fbfbfd", "on #000000", "none", "none"),
    Ground.CURSOR: ("on #2b3654", "on #d5e1fb", "on #0b4fb3", "reverse", "reverse"),
    Ground.BLURRED: ("on #1d2331", "on #e9edf5", "on #333333", "underline", "underline"),
    Ground.MARKED: ("on #232230", "on #fbf3da", "on #3d3a00", "none", "none"),
    Ground.NOTE: ("on #221d14", "on #fdf4dc", "on #332b00", "none", "none"),
    Ground.BAR: ("on #181c25", "on #eef0f5", "on #1c1c1c", "none", "none"),
    Ground.TITLE: ("on #181c25", "on #eef0f5", "on #1c1c1c", "none", "none"),
    Ground.FOCUSED: ("on #26304a", "on #dbe4f7", "on #003e8f", "reverse", "reverse"),
    Ground.ALERT: ("on #4a2630", "on #fbdde3", "on #8f0020", "reverse red", "reverse"),
}

_THEMES: Mapping[str, tuple[str, ...]] = {
    "primary": ("#7aa2f7", "#2f5fd0", "#6cc6ff"),
    "secondary": ("#73c9b9", "#11665c", "#66ffd9"),
    "warning": ("#e0af68", "#855400", "#ffd83d"),
    "error": ("#f7768e", "#c2294a", "#ff8080"),
    "success": ("#9ece6a", "#34691a", "#66ff66"),
    "foreground": ("#c8d0e0", "#2c3240", "#ffffff"),
    "background": ("#12151c", "#fbfbfd", "#000000"),
    "surface": ("#181c25", "#f2f4f8", "#000000"),
    "panel": ("#1f2430", "#d3d8e2", "#808080"),
}
"""What Textual draws itself, in the first three palettes: text fields and borders."""

_BARS: Mapping[str, tuple[str, ...]] = {
    "thumb": ("#2d3446", "#c3cad8", "#808080"),
    "hover": ("#3b445c", "#a9b3c6", "#b8b8b8"),
}
"""The scroll bars."""


def _theme(name: str, place: int) -> Theme:
    colours: dict[str, Any] = {role: row[place] for role, row in _THEMES.items()}
    bars = {
        "scrollbar": _BARS["thumb"][place],
        "scrollbar-background": colours["background"],
        "scrollbar-hover": _BARS["hover"][place],
        "scrollbar-active": colours["primary"],
    }
    said = {"text-disabled": _INKS[Ink.DIM][place]}  # what stands in an empty field says something, too
    return Theme(
        name=f"supportdesk-{name}", dark=name != "light", variables=bars | said, accent=colours["secondary"], **colours
    )


def _own_colours(name: str, _place: int) -> Theme:
    """The terminal's, whatever they are."""
    return Theme(**{**vars(BUILTIN_THEMES["ansi-dark"]), "name": f"supportdesk-{name}"})


def _column(rows: Mapping[Role, tuple[str, ...]], place: int) -> dict[Role, str]:
    return {role: row[place] for role, row in rows.items()}


_LOOKS = {
    "dark": ("soft colours on near black", _theme),
    "light": ("ink on white, for bright rooms", _theme),
    "contrast": ("white on black, the strongest there is", _theme),
    "terminal": ("the sixteen colours of your terminal", _own_colours),
    "plain": ("no colours", _own_colours),
}

PALETTES: Mapping[str, Palette] = {
    name: Palette(name, about, theme(name, place), _column(_INKS, place), _column(_GROUNDS, place))
    for place, (name, (about, theme)) in enumerate(_LOOKS.items())
}
"""The looks that the console has, by name."""

DARK, PLAIN = PALETTES["dark"], PALETTES["plain"]
