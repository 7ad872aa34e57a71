"""What can be typed next in a filter: keys, then the values of a key. Drawing the list belongs to the edges."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from supportdesk.domain.filter_keys import FIELD, KEYS, Key, Kind, find_key
from supportdesk.domain.filter_values import quoted
from supportdesk.domain.times import DAY_WORDS

Names = Mapping[str, Sequence[str]]
"""The values of this desk by key: logins under `assignee`, teams under `team`, the fields' names under `field`, …"""


@dataclass(frozen=True, slots=True)
class Completion:
    """One thing that could stand at `at` in place of the `length` characters there; `help` says what it is."""

    text: str
    at: int
    length: int
    help: str = ""


def foreseen(text: str, cursor: int, hints: Sequence[Completion]) -> str | None:
    """What a filter becomes if its last word is the only value that continues it; None where that is open."""
    if len(hints) != 1 or hints[0].text.endswith(":") or not hints[0].length:
        return None
    return text[: hints[0].at] + hints[0].text + text[cursor:]


_HALF_TYPED = re.compile(
    r'-?(?:([^\s()":=<>!]+)(?:!=|<=|>=|[:=<>])(?:(?:"[^"]*"|[^\s()",]*),)*)?("[^"]*|[^\s()",:=<>!]*)$'
)
_BREAK = re.compile(r'"(?:[^"\\]|\\.)*"|"|[\s(]+', re.DOTALL)
_BARE = re.compile(r'[^\s()",\\]+')


def complete(text: str, cursor: int, names: Names | None = None) -> list[Completion]:
    """The keys or values that continue the word before the cursor, in the order of the table of keys.

    What follows the cursor stays as it is. Inside the text of a phrase there is nothing to offer.
    """
    start = _start_of_word(text[:cursor])
    found = _HALF_TYPED.match(text[:cursor], start)
    if found is None:
        return []
    names, typed, at = names or {}, found[2], found.start(2)
    if found[1]:
        return _values(found[1], typed, at, names)
    return [] if typed.startswith('"') else _keys(typed, at, names)


def _start_of_word(before: str) -> int:
    """Where the word before the cursor begins: after a space or parenthesis; an open quote holds the rest."""
    start = at = 0
    while (found := _BREAK.search(before, at)) and found[0] != '"':
        at = found.end()
        if not found[0].startswith('"'):
            start = at
    return start


def _keys(typed: str, at: int, names: Names) -> list[Completion]:
    fields = [(f"{FIELD.name}{name}:", FIELD.help) for name in names.get("field", ())]
    known = [(f"{key.name}:", key.help) for key in KEYS.values()] + fields
    return [Completion(text, at, len(typed), line) for text, line in known if text.startswith(typed.casefold())]


def _values(name: str, typed: str, at: int, names: Names) -> list[Completion]:
    key = find_key(name)
    if key is None:
        return []
    sought = typed.removeprefix('"').casefold()
    own = [value if _BARE.fullmatch(value) else quoted(value) for value in names.get(name.casefold(), ())]
    offered = dict.fromkeys([*_words(key), *own])
    return [
        Completion(str(value), at, len(typed))
        for value in offered
        if value.removeprefix('"').casefold().startswith(sought)
    ]


def _words(key: Key) -> Iterable[str]:
    if key.kind in (Kind.PAST, Kind.COMING):
        yield from DAY_WORDS
    yield from key.values
    yield from (mark.value for mark in key.marks)
