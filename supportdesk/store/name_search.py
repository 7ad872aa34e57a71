"""Whether a name holds a word, so that case, accents and `ё` make no difference: a desk may have a million names."""

from functools import cache

from sqlalchemy import LargeBinary, Text, case, cast, func, literal, literal_column
from sqlalchemy.sql.elements import ColumnElement

from supportdesk.domain.words import fold


def holds(name: ColumnElement[str], word: str, *, sqlite: bool) -> ColumnElement[bool]:
    """Whether a name, as `fold` gives it, has a word in it, as `fold` gives that."""
    folded = fold(word)
    if not sqlite:
        return func.translate(func.lower(name), *_letters(), type_=Text()).contains(folded, autoescape=True)
    beyond = (func.length(name) != func.length(cast(name, LargeBinary))) & name.op("GLOB")(_BEYOND)
    unusual = func.instr(func.desk_fold(name), folded) > 0
    return case((name.op("GLOB")(_pattern(folded)), literal(True)), (beyond, unusual), else_=literal(False))


_BEYOND: ColumnElement[str] = literal_column("'*[^' || char(1) || '-~А-яЁё]*'")
"""A name with letters that are neither Latin without accents nor Russian: only those are folded one by one."""


def _pattern(folded: str) -> str:
    """What SQLite itself compares with: each letter in either case, and `ё` for `е`."""
    return f"*{''.join(map(_either, folded))}*"


def _either(letter: str) -> str:
    if letter == "е":
        return "[еЕёЁ]"
    if letter in "*?[":
        return f"[{letter}]"
    return f"[{letter}{letter.upper()}]" if letter.isalpha() and len(letter.upper()) == 1 else letter


@cache
def _letters() -> tuple[str, str]:
    """Letters of Latin, Greek and Cyrillic that fold to another one, and those others.

    PostgreSQL's `lower` leaves them in the C locale.
    """
    pairs = [(letter, fold(letter)) for letter in map(chr, range(0xC0, 0x530))]
    found = [(letter, folded) for letter, folded in pairs if len(folded) == 1 and folded != letter]
    return "".join(letter for letter, _ in found), "".join(folded for _, folded in found)
