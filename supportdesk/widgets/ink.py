"""Roles of ink: what a piece of text is. The styles that a theme gives them are in `palettes.py`.

Widgets name what a text is, never a colour. Everything that a role says by colour, a glyph or a letter says too.
"""

import re
from collections.abc import Iterable
from enum import StrEnum

from rich.cells import cell_len


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
    FOUND = "found"


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


_EMOJI = "\u2190-\u2bff\ufe0f\U0001f000-\U0001faff"
_DISPUTED = re.compile(
    f"[\ufe0e\ufe0f]|(?<=[{_EMOJI}])[\U0001f3fb-\U0001f3ff]|(?<=[{_EMOJI}])\u200d.?|(?<=\ufe0f)\u20e3"
)


def agreed(text: str) -> str:
    """A text as it is painted: of an emoji that is put together, the first part alone.

    A sign made colourful, a tone of skin, a family: terminals disagree on how many cells these take, and a row of which
    one thinks otherwise would end in the pane beside it.
    """
    return text if text.isascii() else _DISPUTED.sub("", text)


def cells(text: str) -> int:
    """How many cells a text takes where it is painted."""
    return len(text) if text.isascii() else cell_len(agreed(text))


def length(line: Iterable[Span]) -> int:
    """How many cells a line takes."""
    return sum(cells(text) for text, _ in line)
