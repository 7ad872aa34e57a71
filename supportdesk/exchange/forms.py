"""What the objects of a JSON lines file may hold: the keys of a kind of object and what each of them may be.

Objects come by the hundred thousand, but the mixes of types in them are few: a mix that was found right once is right
ever after, and only an object whose like has not been seen is checked key by key. Not here: what a value means, and
rules that its type does not settle (lengths, ranges, closed sets of words); those stand where the value is used.
"""

from collections.abc import Callable, Mapping
from enum import Enum, StrEnum
from typing import Any, Final, TypeAlias

from supportdesk.exchange import fields
from supportdesk.exchange.fields import Object

REMEMBERED = 5000
"""Mixes of types that a form keeps; a file of honest records has a few dozen."""


class Absence(Enum):
    """What stands for a key that an object lacks, where that says something else than null."""

    ABSENT = 0


ABSENT: Final = Absence.ABSENT

Check: TypeAlias = Callable[[Object, str], object]
"""Raises `Unfit` where the value under a key is of a wrong type."""


def anything(_found: Object, _key: str) -> None:
    """For values that are looked at one by one, or only by people."""


def one_of(words: type[StrEnum]) -> Check:
    """For words of a closed set."""
    default = next(iter(words))

    def check(found: Object, key: str) -> object:
        return fields.word(found, key, words, default)

    return check


class Form:
    """A kind of object: its keys in their order, each with its check; `telling` are those whose absence says more."""

    def __init__(self, what: str, keys: Mapping[str, Check], *, telling: frozenset[str] = frozenset()) -> None:
        self._what = what
        self._checks = dict(keys)
        self._blank: dict[str, object] = {key: ABSENT if key in telling else None for key in keys}
        self._right: set[tuple[type, ...]] = set()

    def values(self, found: Object) -> tuple[Any, ...]:
        """The values of an object in the order of the form's keys, None or ABSENT for those that it lacks.

        Unfit for an unknown key, or a value of a type that its key does not take.
        """
        values = (*{**self._blank, **found}.values(),)
        types = (*map(type, values),)
        if types not in self._right:
            self._check(found)
            if len(self._right) < REMEMBERED:
                self._right.add(types)
        return values

    def _check(self, found: Object) -> None:
        fields.refuse_unknown(found, frozenset(self._checks), what=self._what)
        for key, check in self._checks.items():
            check(found, key)
