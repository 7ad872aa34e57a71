"""What the objects of a JSON lines file may hold: the keys of a kind of object and what each of them may be.

Objects come by the hundred thousand, but they differ little in their keys and in the types of their values: what was
found right once is right ever after, and only an object whose like has not been seen is checked key by key. Not here:
what a value means, and rules that its type does not settle (lengths, ranges, closed sets of words); those stand where
the value is used.
"""

from collections.abc import Callable, Mapping
from enum import Enum, StrEnum
from operator import itemgetter
from typing import Any, Final, TypeAlias

from supportdesk.exchange import fields
from supportdesk.exchange.fields import Object

REMEMBERED = 5000
"""Likenesses of objects that a form keeps; a file of honest records has a few dozen."""


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
        self._blank: dict[str, Absence | None] = {key: ABSENT if key in telling else None for key in keys}
        self._places: dict[tuple[object, ...], Callable[[tuple[object, ...]], tuple[Any, ...]]] = {}

    def values(self, found: Object) -> tuple[Any, ...]:
        """The values of an object in the order of the form's keys, None or ABSENT for those that it lacks.

        Unfit for an unknown key, or a value of a type that its key does not take.
        """
        values = (*found.values(), None, ABSENT)
        likeness = (*found, *map(type, values))
        pick = self._places.get(likeness)
        if pick is None:
            self._check(found)
            pick = self._pick(list(found))
            if len(self._places) < REMEMBERED:
                self._places[likeness] = pick
        return pick(values)

    def _pick(self, keys: list[str]) -> Callable[[tuple[object, ...]], tuple[Any, ...]]:
        """What takes the values of an object with these keys, and then None and ABSENT, into the form's order."""
        absent = {None: len(keys), ABSENT: len(keys) + 1}
        places = {key: place for place, key in enumerate(keys)}
        return itemgetter(*(places.get(key, absent[blank]) for key, blank in self._blank.items()))

    def _check(self, found: Object) -> None:
        fields.refuse_unknown(found, frozenset(self._checks), what=self._what)
        for key, check in self._checks.items():
            check(found, key)
