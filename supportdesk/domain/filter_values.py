"""The values of a filter: from the text after a key to a typed value, and back to text."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from supportdesk.domain.addresses import EMAIL
from supportdesk.domain.filter_keys import FIELD, PLANNED_VALUES, Key, Kind, Part, State, nearest
from supportdesk.domain.filter_operators import Mark
from supportdesk.domain.search import seek
from supportdesk.domain.ticket import Channel, Priority, Status, TicketType
from supportdesk.domain.times import DayWord, Duration, Stretch, Time, read_time, shortened
from supportdesk.errors import UsageError

GREATEST_NUMBER = 2**63 - 1

MOST_WORDS = 100
"""Words of one phrase."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words to be found side by side; with `prefix` the last is only a beginning, `quoted` is how it was typed."""

    text: str
    quoted: bool = False
    prefix: bool = False


Point: TypeAlias = str | int | Time
"""One value: text, a member of a closed set (a StrEnum or a Priority), a number, a time."""


@dataclass(frozen=True, slots=True)
class Range:
    """From one value to another, both included; None leaves that side open."""

    low: Point | None
    high: Point | None


Value: TypeAlias = Point | Phrase | Range | Mark


@dataclass(frozen=True, slots=True)
class Written:
    """A value as typed: its text without quotes and the star of a prefix, and where it stands."""

    text: str
    quoted: bool
    prefix: bool
    at: int
    length: int


def asks_alone(key: Key, value: Value) -> bool:
    """Whether a database is asked for this value of a list by itself; the others it looks up all at once."""
    match value:
        case Phrase():
            return "@" not in value.text or value.prefix
        case Range() | Stretch() | DayWord() | Duration():
            return True
        case _:
            return key.kind is Kind.ADDRESS or key.name == "org"


def read_value(key: Key, written: Written) -> Value:
    """The value that a key is given; UsageError names the valid ones or the nearest."""
    if mark := _mark(key, written):
        return mark
    if key.ordered and not written.quoted:
        _refuse_second_sign(key, written.text)
    if key.ordered and not written.quoted and ".." in written.text:
        return _range(key, written.text)
    if key.kind is Kind.TEXT:
        return read_phrase(written)
    if written.prefix:
        raise UsageError(f"{key.name} takes whole values, so no star")
    return _point(key, written.text)


def _refuse_second_sign(key: Key, text: str) -> None:
    """A comparison that stands after another sign, as in `created:>3d`, is no value."""
    bare = text.lstrip("<>=")
    if bare == text:
        return
    sign, name = text[: len(text) - len(bare)], f"{FIELD.name}NAME" if key is FIELD else key.name
    ways = [":"] if sign == "=" else [sign] if sign not in ("<", ">") else [sign, f"{sign}="]
    ways = ways if set(ways) <= {":", *key.operators} else [":"]
    hint = f"write {' or '.join(f'{name}{way}{shortened(bare)}' for way in ways)}" if bare else f"write {key.example}"
    raise UsageError(f"{shortened(sign)} is one sign too many: a comparison has one alone", hint=hint)


def read_phrase(written: Written) -> Phrase:
    """Words to be found; UsageError where no letter or digit is in them, or too many words."""
    sought = seek(written.text, prefix=written.prefix)
    if len(sought) > MOST_WORDS:
        raise UsageError(f"a phrase has at most {MOST_WORDS} words")
    if not sought:
        raise UsageError(f"there is no letter or digit to look for in {shortened(written.text) or 'this'}")
    return Phrase(written.text, written.quoted, written.prefix)


def _mark(key: Key, written: Written) -> Mark | None:
    if written.quoted or written.prefix:
        return None
    return next((mark for mark in key.marks if mark.value == written.text.casefold()), None)


def _range(key: Key, text: str) -> Range:
    low_text, _, high_text = text.partition("..")
    if not low_text and not high_text:
        raise UsageError("a range needs at least one end", hint=f"for example {key.example}")
    low = _point(key, low_text) if low_text else None
    high = _point(key, high_text) if high_text else None
    if _backwards(low, high):
        raise UsageError(f"the range {shortened(text)} runs backwards", hint=f"write {high_text}..{low_text}")
    return Range(low, high)


def _backwards(low: Point | None, high: Point | None) -> bool:
    if isinstance(low, Stretch) and isinstance(high, Stretch):
        return low.start > high.start
    return isinstance(low, int) and isinstance(high, int) and low > high


def _point(key: Key, text: str) -> Point:
    match key.kind:
        case Kind.NUMBER:
            return _number(text)
        case Kind.PAST | Kind.COMING:
            return read_time(text)
        case Kind.ADDRESS:
            return _address(key, text)
        case Kind.NAME | Kind.TEXT:
            return text
        case _:
            return _member(key, text)


def _number(text: str) -> int:
    if not re.fullmatch(r"#?[0-9]{1,19}", text) or int(text.removeprefix("#")) > GREATEST_NUMBER:
        raise UsageError(f"{shortened(text)} is no ticket number", hint="write number:12 or number:12,20..25")
    return int(text.removeprefix("#"))


def _address(key: Key, text: str) -> str:
    if not EMAIL.fullmatch(text):
        raise UsageError(f"{shortened(text)} is no mail address", hint=f"write {key.example}")
    return text


def _member(key: Key, text: str) -> Point:
    word = text.casefold()
    if word in PLANNED_VALUES.get(key.kind, ()):
        raise UsageError(f"{key.name}:{word} is not available yet", hint=f"{key.name} can be {listed(key.values)}")
    if word not in key.values:
        meant = nearest(word, key.values)
        did_you_mean = f"did you mean {meant}? " if meant else ""
        raise UsageError(
            f"no {key.name} is {shortened(text)}", hint=f"{did_you_mean}{key.name} can be {listed(key.values)}"
        )
    return _MEMBERS[key.kind](word)


_MEMBERS: dict[Kind, Callable[[str], Point]] = {
    Kind.STATUS: Status,
    Kind.PRIORITY: Priority.of,
    Kind.TYPE: TicketType,
    Kind.CHANNEL: Channel,
    Kind.RATING: int,
    Kind.STATE: State,
    Kind.PART: Part,
    Kind.YES_NO: str,
    Kind.ORDER: str,
}


def listed(words: Iterable[str]) -> str:
    """Words as a sentence names them: a, b or c."""
    *most, last = words
    return f"{', '.join(most)} or {last}" if most else last


def write_value(value: Value, *, ordered: bool = False) -> str:
    """A value as text that reads as the same value again; `ordered` is whether its key takes ranges."""
    match value:
        case Mark():
            return value.value
        case Range():
            return "..".join("" if end is None else write_end(end) for end in (value.low, value.high))
        case Phrase():
            return write_phrase(value)
        case Priority():
            return value.word
        case str() if not isinstance(value, StrEnum) and not ordered:
            plain = _BARE_VALUE.fullmatch(value) and value.casefold() not in _MARK_WORDS and ".." not in value
            return value if plain else quoted(value)
        case _:
            return str(value)


def write_end(end: Point) -> str:
    """One end of a range, which is never quoted."""
    return end if type(end) is str else write_value(end)


def write_phrase(phrase: Phrase) -> str:
    """Words as they were typed; a star ends a prefix."""
    return (quoted(phrase.text) if phrase.quoted else phrase.text) + ("*" if phrase.prefix else "")


def quoted(text: str) -> str:
    """Text between double quotes; a backslash keeps a quote or a backslash in it."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


_BARE_VALUE = re.compile(r'[^\s()",\\]*[^\s()",\\*]')
_MARK_WORDS = frozenset(mark.value for mark in Mark)
