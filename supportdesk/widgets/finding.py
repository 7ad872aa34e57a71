"""Finding words in lines that are laid out, and lighting the places where they stand. Pure; nothing is drawn here."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from supportdesk.domain.words import fold
from supportdesk.widgets.ink import Ink, Line, Span


@dataclass(frozen=True, slots=True)
class Place:
    """Where something was found: a line, and from which character to which."""

    line: int
    start: int
    end: int


def find(lines: Iterable[Line], sought: str) -> list[Place]:
    """Every place where the words stand as they are written, in any case, `ё` as `е`, from the top."""
    needle = _folded(sought.strip())
    if not needle:
        return []
    return [place for number, line in enumerate(lines) for place in _in_line(number, line, needle)]


def _in_line(number: int, line: Line, needle: str) -> Iterable[Place]:
    text = _folded("".join(part for part, _ in line))
    at = text.find(needle)
    while at >= 0:
        yield Place(number, at, at + len(needle))
        at = text.find(needle, at + len(needle))


def _folded(text: str) -> str:
    """A text folded letter by letter, so that places in it are places in the text."""
    return text.lower() if text.isascii() else "".join(map(_letter, text))


@lru_cache(4096)
def _letter(letter: str) -> str:
    return fold(letter)[:1] or letter


def lit(line: Line, places: Sequence[Place], current: Place | None) -> Line:
    """A line with the places lit, the one that is looked at most."""
    spans: list[Span] = []
    at = 0
    for text, ink in line:
        cuts = {0, len(text)}
        for place in places:
            cuts |= {edge - at for edge in (place.start, place.end) if at < edge < at + len(text)}
        edges = sorted(cuts)
        for start, end in pairwise(edges):
            holding = next((place for place in places if place.start <= at + start < place.end), None)
            lighted = Ink.FOUND if holding == current else Ink.HIT
            spans.append((text[start:end], lighted if holding else ink))
        at += len(text)
    return tuple(spans)
