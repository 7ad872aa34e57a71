"""Text cut, padded and wrapped to cells: Cyrillic takes one, a Chinese character two, an emoji two."""

import re
from collections.abc import Iterator, Sequence

from rich.cells import set_cell_size

from supportdesk.widgets.ink import Ink, Line, Span, agreed, cells, length

_WORDS = re.compile(r"\s*\S+|\s+$")
STOP = 8
"""Cells from one tab stop to the next."""

_NARROW = re.compile("[ -~\u00a1-\u02ff\u0370-\u0377\u0384-\u0482\u048a-\u052f]*")
"""Latin, Greek and Cyrillic: each letter takes one cell, and none of them stands above another."""


def cut(text: str, width: int) -> str:
    """A text of at most `width` cells; what was cut away leaves an ellipsis."""
    if width <= 0:
        return ""
    if cells(text) <= width:
        return text
    return set_cell_size(agreed(text[: width * 4]), width - 1).rstrip() + "…"


def cut_line(line: Line, width: int) -> Line:
    """A line of at most `width` cells; what was cut away leaves an ellipsis."""
    if length(line) <= width:
        return line
    fitted: list[Span] = []
    for text, ink in line:
        room = width - length(fitted)
        if cells(text) >= room:
            return (*fitted, (cut(f"{text} …", room), ink))
        fitted.append((text, ink))
    return tuple(fitted)


def whole(first: Line, parts: Sequence[Line], width: int) -> Line:
    """A line of at most `width` cells with as many of the parts, each whole, as fit; an ellipsis says that there are
    more.
    """
    fitted, room = list(first), width - length(first)
    for place, part in enumerate(parts):
        last = place == len(parts) - 1
        if length(part) + (0 if last else 1) > room:
            return (*fitted, ("…", Ink.FAINT))
        fitted += part
        room -= length(part)
    return tuple(fitted)


def left(text: str, width: int) -> str:
    """A text at the left of exactly `width` cells."""
    short, room = _fitted(text, width)
    return short + " " * room


def right(text: str, width: int) -> str:
    """A text at the right of exactly `width` cells."""
    short, room = _fitted(text, width)
    return " " * room + short


def _fitted(text: str, width: int) -> tuple[str, int]:
    """A text of at most `width` cells, and how many it leaves; most fit as they are, and are measured once."""
    room = width - cells(text)
    if room >= 0:
        return text, room
    short = cut(text, width)
    return short, width - cells(short)


def wrap(text: str, width: int) -> Iterator[str]:
    """Lines of at most `width` cells: broken at spaces where there are any, within words where there are none."""
    width = max(width, 2)
    for line in text.split("\n"):
        whole = _tabbed(line).rstrip()
        if cells(whole) <= width:
            yield whole
        elif _NARROW.fullmatch(whole):
            yield from _broken_narrow(whole, width)
        else:
            yield from _broken(whole, width)


def _tabbed(line: str) -> str:
    """A line whose tabs lead to the next stop, as on a terminal: columns of a table stand below each other."""
    if "\t" not in line:
        return line
    *parts, last = line.split("\t")
    return "".join(part + " " * (STOP - cells(part) % STOP) for part in parts) + last


def _broken_narrow(line: str, width: int) -> Iterator[str]:
    """The same as `_broken` for letters of one cell each, line by line instead of word by word."""
    indent = " " * min(len(line) - len(line.lstrip()), width // 2)
    at, before = 0, ""
    while len(line) - at > width - len(before):
        room = at + width - len(before)
        end = line.rfind(" ", at, room + 1)
        if end < 0 or not line[at:end].strip():
            end = room
        yield (before + line[at:end]).rstrip()
        at, before = end, indent
        while line[at] == " ":
            at += 1
    yield before + line[at:]


def _broken(line: str, width: int) -> Iterator[str]:
    """A line over the width; the indent of its first part is kept for the parts below, up to half of the width."""
    indent = " " * min(len(line) - len(line.lstrip()), width // 2)
    current, room = "", width
    for found in _WORDS.findall(line):
        size = cells(found)
        if size <= room:
            current, room = current + found, room - size
            continue
        word = found
        if current:
            yield current
            word = indent + found.lstrip()
            size = cells(word)
        if size > width:
            *heads, word = pieces(word, width)
            yield from heads
            size = cells(word)
        current, room = word, width - size
    if current.strip():
        yield current


def pieces(word: str, width: int) -> Iterator[str]:
    """A word that is wider than a line in parts that fill it; linear in the word."""
    at = 0
    while at < len(word):
        head = word[at : at + width]
        while len(head) > 1 and cells(head) > width:
            head = head[:-1]
        yield head
        at += len(head)
