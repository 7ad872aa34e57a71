"""Typed values out of JSON objects that anybody may have written: the right value or a reason why not."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from enum import StrEnum
from functools import lru_cache
from typing import TypeVar

from supportdesk.domain.changes import Machine
from supportdesk.domain.identity import LONGEST_IDENTITY, clean
from supportdesk.domain.models import Person
from supportdesk.domain.shape import NOBODY
from supportdesk.services.intake import Unfit
from supportdesk.services.naming import person_of

Object = Mapping[str, Machine]

HIGHEST_NUMBER = 10**12
HIGHEST_COUNT = 2**31 - 1


def known_by(found: Object, key: str) -> str:
    """A text that a record is known by, at most `LONGEST_IDENTITY` bytes."""
    value = text(found, key)
    refuse_long(value, key)
    return value


def refuse_long(value: str, key: str) -> None:
    """Unfit for what is longer than anything may be that a record is known or listed by."""
    if len(value) > SURELY_SHORT and len(value.encode("utf-8")) > LONGEST_IDENTITY:
        raise Unfit(f"{key} is longer than {LONGEST_IDENTITY} bytes")


SURELY_SHORT = LONGEST_IDENTITY // 4
"""Characters that are never more bytes than `LONGEST_IDENTITY`."""


def clean_all(value: Machine) -> Machine:
    """`clean` for every text in a JSON value, keys too."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, list):
        return [clean_all(one) for one in value]
    if isinstance(value, dict):
        return {clean(key): clean_all(one) for key, one in value.items()}
    return value


def refuse_unknown(found: Object, known: frozenset[str], *, what: str = "") -> None:
    """Unfit for a key that means nothing here: it may be a slip of the pen."""
    if not found.keys() <= known:
        from supportdesk.near import nearest_of

        key = next(key for key in found if key not in known)
        near = nearest_of(key, sorted(known))
        raise Unfit(
            f"unknown key {key!r}{f' in {what}' if what else ''}" + (f"; did you mean {near[0]}?" if near else "")
        )


def text(found: Object, key: str, default: str = "") -> str:
    """A text; the default where it is missing or null."""
    value = found.get(key)
    if value.__class__ is str:
        return value
    if value is None:
        return default
    raise _wrong(key, value, "text")


def needed(found: Object, key: str) -> str:
    """A short text that must be there and say something."""
    value = known_by(found, key)
    if not value.strip():
        raise Unfit(f"{key} is missing")
    return value


def optional(found: Object, key: str) -> str | None:
    """A text, or None."""
    value = found.get(key)
    if value is None or value.__class__ is str:
        return value
    raise _wrong(key, value, "text")


def whole(found: Object, key: str, default: int = 0) -> int:
    """A whole number; true and 1.0 are none."""
    value = found.get(key)
    if value.__class__ is int:
        if abs(value) > HIGHEST_NUMBER:
            raise Unfit(f"{key} is {value!r}, which is too large")
        return value
    if value is None:
        return default
    raise _wrong(key, value, "a whole number")


def count(found: Object, key: str) -> int:
    """A whole number from 0, as both databases keep it where it counts something."""
    value = whole(found, key)
    if not 0 <= value <= HIGHEST_COUNT:
        raise Unfit(f"{key} is {value}; it is a number from 0 to {HIGHEST_COUNT:,}")
    return value


def number(found: Object, key: str) -> int | None:
    """A whole number from 1, or None."""
    if found.get(key) is None:
        return None
    value = whole(found, key)
    if value < 1:
        raise Unfit(f"{key} is {value}; numbers begin with 1")
    return value


def truth(found: Object, key: str, *, default: bool = False) -> bool:
    """True or false."""
    value = found.get(key)
    if value is None:
        return default
    if value.__class__ is bool:
        return bool(value)
    raise _wrong(key, value, "true or false")


def instant(found: Object, key: str) -> str | None:
    """An instant as text in UTC, or None; one without a zone is UTC."""
    value = found.get(key)
    if value is None:
        return None
    if value.__class__ is not str:
        raise _wrong(key, value, "a time such as 2026-11-21T09:00:00Z")
    return canonical(value, key)


def canonical(value: str, key: str = "a time") -> str:
    """ISO 8601 in UTC with whole seconds; Unfit for what is no time between the years 1 and 9998."""
    try:
        moment = datetime.fromisoformat(value)
        if len(value) == 20 and value[19] == "Z" and value[10] == "T" and value[7] == "-" and value < "9999":
            return value
        moment = moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        raise Unfit(f"{key} is {value[:60]!r}, not a time such as 2026-11-21T09:00:00Z") from None
    if moment.year >= 9999:
        raise Unfit(f"{key} is {value[:60]!r}; times end with the year 9998")
    return moment.isoformat()[:19] + "Z"


def names(found: Object, key: str) -> tuple[str, ...]:
    """A list of texts that something is known by."""
    listed = texts(found, key)
    for one in listed:
        if len(one) > SURELY_SHORT and len(one.encode("utf-8")) > LONGEST_IDENTITY:
            raise Unfit(f"{key} holds a text longer than {LONGEST_IDENTITY} bytes")
    return listed


def texts(found: Object, key: str) -> tuple[str, ...]:
    """A list of texts."""
    value = found.get(key)
    if not value:
        return ()
    if not isinstance(value, list):
        raise _wrong(key, value, "a list of texts")
    listed = tuple([one for one in value if isinstance(one, str)])
    if len(listed) < len(value):
        raise _wrong(key, value, "a list of texts")
    return listed


def objects(found: Object, key: str) -> Sequence[Object]:
    """A list of objects."""
    value = found.get(key)
    if not value:
        return ()
    if not isinstance(value, list):
        raise _wrong(key, value, "a list of objects")
    listed = [one for one in value if isinstance(one, dict)]
    if len(listed) < len(value):
        raise _wrong(key, value, "a list of objects")
    return listed


def mapping(found: Object, key: str) -> dict[str, str]:
    """An object of texts; numbers and truth values in it become text, null is left out."""
    value = found.get(key)
    if not value:
        return {}
    if not isinstance(value, dict):
        raise _wrong(key, value, "an object")
    if any(isinstance(one, (list, dict)) for one in value.values()):
        raise Unfit(f"{key} holds a list or an object; only texts and numbers fit")
    return {name: one if isinstance(one, str) else _word(one) for name, one in value.items() if one is not None}


def _word(value: Machine) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


E = TypeVar("E", bound=StrEnum)


def word(found: Object, key: str, words: type[E], default: E) -> str:
    """One of a closed set of words."""
    value = found.get(key)
    if value is None:
        return default.value
    if not isinstance(value, str) or value not in words._value2member_map_:
        raise Unfit(f"{key} is {str(value)[:60]!r}; it is one of {', '.join(words)}")
    return value


def person(value: Machine, *, what: str) -> Person:
    """A person as an object of name and email, or as text: `Ivan <ivan@example.org>`."""
    if isinstance(value, dict):
        name, email = value.get("name"), value.get("email")
        if isinstance(name, str) and isinstance(email, str) and len(value) == 2:
            return _person(name, email) if len(name) + len(email) < SURELY_SHORT else Person(name, email)
        refuse_unknown(value, frozenset({"name", "email"}), what=what)
        return Person(text(value, "name"), text(value, "email"))
    if value is None:
        return NOBODY
    if isinstance(value, str):
        return person_of(value)
    raise _wrong(what, value, "a name and an email")


_person = lru_cache(4096)(Person)
"""The same few people write most of a desk's messages."""


def people(found: Object, key: str) -> tuple[Person, ...]:
    """A list of people."""
    value = found.get(key)
    if not value:
        return ()
    if not isinstance(value, list):
        raise _wrong(key, value, "a list of people")
    return tuple([person(one, what=key) for one in value])


def _wrong(key: str, value: object, wanted: str) -> Unfit:
    shown = repr(value)
    return Unfit(f"{key} is {shown if len(shown) <= 60 else shown[:60] + '…'}, not {wanted}")
