"""Roles of ink and the styles that a theme gives them; lines of inked text become strips here and nowhere else.

Widgets name what a text is, never a colour. Everything that a role says by colour, a glyph or a letter says too.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import cache

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.theme import Theme
from textual.widget import Widget


class Ink(StrEnum):
    """What a piece of text is."""

    TEXT = "text"
    STRONG = "strong"
    DIM = "dim"
    FAINT = "faint"
    ACCENT = "accent"
    KEY = "key"
    RULE = "rule"
    GOOD = "good"
    WARN = "warn"
    BAD = "bad"
    VIP = "vip"
    MARK = "mark"
    NEW = "new"
    OPEN = "open"
    PENDING = "pending"
    SOLVED = "solved"
    URGENT = "urgent"
    HIGH = "high"
    LATE = "late"
    SOON = "soon"
    CUSTOMER = "customer"
    REPLY = "reply"
    NOTE = "note"
    NOTE_TEXT = "note-text"
    QUOTE = "quote"
    TAG = "tag"
    HIT = "hit"


class Ground(StrEnum):
    """What a line lies on."""

    PLAIN = "plain"
    CURSOR = "cursor"
    BLURRED = "blurred"
    MARKED = "marked"
    NOTE = "note"
    BAR = "bar"
    TITLE = "title"
    FOCUSED = "focused"
    ALERT = "alert"


Span = tuple[str, Ink]
Line = tuple[Span, ...]
"""One line of text, piece by piece; outside text in it has been made safe by whoever wrote the line."""

DARK = Theme(
    name="supportdesk-dark",
    primary="#7aa2f7",
    secondary="#73c9b9",
    warning="#e0af68",
    error="#f7768e",
    success="#9ece6a",
    accent="#73c9b9",
    foreground="#c8d0e0",
    background="#12151c",
    surface="#181c25",
    panel="#1f2430",
    dark=True,
    variables={
        "scrollbar": "#2d3446",
        "scrollbar-background": "#12151c",
        "scrollbar-hover": "#3b445c",
        "scrollbar-active": "#7aa2f7",
    },
)

_COLOURS: Mapping[Ink, str] = {
    Ink.TEXT: "#c8d0e0",
    Ink.STRONG: "bold #eef2fa",
    Ink.DIM: "#8f9ab0",
    Ink.FAINT: "#5c667d",
    Ink.ACCENT: "#7aa2f7",
    Ink.KEY: "bold #7aa2f7",
    Ink.RULE: "#2d3446",
    Ink.GOOD: "#9ece6a",
    Ink.WARN: "#e0af68",
    Ink.BAD: "#f7768e",
    Ink.VIP: "bold #e6c15c",
    Ink.MARK: "bold #e6c15c",
    Ink.NEW: "bold #7dcfff",
    Ink.OPEN: "#9ece6a",
    Ink.PENDING: "#bb9af7",
    Ink.SOLVED: "#6b7690",
    Ink.URGENT: "bold #f7768e",
    Ink.HIGH: "#ff9e64",
    Ink.LATE: "bold #f7768e",
    Ink.SOON: "#e0af68",
    Ink.CUSTOMER: "bold #7aa2f7",
    Ink.REPLY: "bold #73c9b9",
    Ink.NOTE: "bold #e0af68",
    Ink.NOTE_TEXT: "#e6d3ad",
    Ink.QUOTE: "#5c667d",
    Ink.TAG: "#7d9bc9",
    Ink.HIT: "bold #12151c on #e0af68",
}
_GROUNDS: Mapping[Ground, str] = {
    Ground.PLAIN: "on #12151c",
    Ground.CURSOR: "on #2b3654",
    Ground.BLURRED: "on #1d2331",
    Ground.MARKED: "on #232230",
    Ground.NOTE: "on #221d14",
    Ground.BAR: "on #181c25",
    Ground.TITLE: "on #181c25",
    Ground.FOCUSED: "on #26304a",
    Ground.ALERT: "on #4a2630",
}
_PLAIN_INKS: Mapping[Ink, str] = {
    Ink.STRONG: "bold",
    Ink.DIM: "dim",
    Ink.FAINT: "dim",
    Ink.KEY: "bold",
    Ink.RULE: "dim",
    Ink.BAD: "bold",
    Ink.VIP: "bold",
    Ink.MARK: "bold",
    Ink.NEW: "bold",
    Ink.SOLVED: "dim",
    Ink.URGENT: "bold",
    Ink.LATE: "bold",
    Ink.CUSTOMER: "bold",
    Ink.REPLY: "bold",
    Ink.NOTE: "bold italic",
    Ink.NOTE_TEXT: "italic",
    Ink.QUOTE: "dim",
    Ink.HIT: "reverse",
}
_PLAIN_GROUNDS: Mapping[Ground, str] = {
    Ground.CURSOR: "reverse",
    Ground.FOCUSED: "reverse",
    Ground.ALERT: "reverse",
    Ground.BLURRED: "underline",
}


@cache
def style(ink: Ink, ground: Ground, *, ansi: bool) -> Style:
    """The style of an ink on a ground; `ansi` has attributes alone and no colour, for NO_COLOR."""
    if ansi:
        return Style.parse(_PLAIN_GROUNDS.get(ground, "none")) + Style.parse(_PLAIN_INKS.get(ink, "none"))
    return Style.parse(_GROUNDS[ground]) + Style.parse(_COLOURS[ink])


def strip(line: Iterable[Span], width: int, *, ground: Ground = Ground.PLAIN, ansi: bool = False) -> Strip:
    """A line as a strip of exactly `width` cells."""
    segments = [Segment(text, style(ink, ground, ansi=ansi)) for text, ink in line if text]
    return Strip(segments).adjust_cell_length(width, style(Ink.TEXT, ground, ansi=ansi))


def plain(widget: Widget) -> bool:
    """Whether a widget's application draws without colour, as it was told when it was made."""
    return widget.app.ansi_color is True


def cells(text: str) -> int:
    """How many cells a text takes."""
    return len(text) if text.isascii() else cell_len(text)


def length(line: Iterable[Span]) -> int:
    """How many cells a line takes."""
    return sum(cells(text) for text, _ in line)
