"""The words of ticket verbs: what stands behind a verb on the command line of the console or in a macro, read.

Pure: words and the names of the desk give what the verb's service takes, or a UsageError that says what is wrong.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from supportdesk.domain.desk_names import DeskNames
from supportdesk.domain.rating import WRITTEN, score_of
from supportdesk.domain.ticket import Priority, Status, TicketType
from supportdesk.errors import UsageError
from supportdesk.near import nearest_of

Word = str | int | bool | None | tuple[str, ...]
"""One argument of a verb."""

Reader = Callable[[Sequence[str], DeskNames], Mapping[str, Word]]

LEVELS = tuple(level.word for level in reversed(Priority))
STATUSES = tuple(str(status) for status in Status if status != Status.NEW)
TYPES = tuple(str(kind) for kind in TicketType)


def _nothing(words: Sequence[str], _names: DeskNames) -> Mapping[str, Word]:
    if words:
        raise UsageError(f"{words[0][:40]!r} is too much here; name tickets by their numbers, or none")
    return {}


def _assign(words: Sequence[str], names: DeskNames) -> Mapping[str, Word]:
    """An agent, `me`, a team, or nobody; `--to`, `--team` and `--none` as in the shell."""
    kind, name = _one_of(words)
    if kind == "team" or (not kind and name in names.teams and name not in [login for login, _ in names.agents]):
        return {"team": name}
    return {"to": None if name.casefold() in ("none", "nobody") else name}


def _one_of(words: Sequence[str]) -> tuple[str, str]:
    given = [word.removeprefix("--") for word in words]
    if given == ["none"]:
        return "to", "none"
    if len(given) >= 2 and given[0] in ("to", "team"):
        return given[0], " ".join(given[1:])
    if not given:
        raise UsageError("assign to whom? give an agent, me, a team, or none")
    return "", " ".join(given)


def _until(words: Sequence[str], _names: DeskNames) -> Mapping[str, Word]:
    return {"until": " ".join(words).removeprefix("--until").strip() or None}


def _snooze(words: Sequence[str], names: DeskNames) -> Mapping[str, Word]:
    found = _until(words, names)
    if not found["until"]:
        raise UsageError("snooze until when? give a time to come: 2h, tomorrow, monday, 2026-12-01")
    return found


def _one(what: str, listed: tuple[str, ...]) -> Reader:
    def read(words: Sequence[str], _names: DeskNames) -> Mapping[str, Word]:
        if len(words) != 1:
            raise UsageError(f"which {what}? there are {', '.join(listed)}")
        return {"to": known(what, words[0], listed)}

    return read


def _rate(words: Sequence[str], _names: DeskNames) -> Mapping[str, Word]:
    """A score or `none`, and what the customer said with it."""
    if not words:
        raise UsageError(f"how was it? write {', '.join(WRITTEN)} or none, and what the customer said")
    score_of(words[0])
    return {"score": words[0], "comment": " ".join(words[1:])}


def _tag(words: Sequence[str], _names: DeskNames) -> Mapping[str, Word]:
    on = tuple(word[1:] for word in words if word.startswith("+") and len(word) > 1)
    off = tuple(word[1:] for word in words if word.startswith("-") and len(word) > 1)
    if wrong := [word for word in words if word[0] not in "+-" or len(word) == 1]:
        raise UsageError(f"{wrong[0][:40]!r} is no tag to put on or take off; write +{wrong[0].lstrip('+-')[:40]}")
    if not words:
        raise UsageError("which tags? write +TAG to put one on, -TAG to take one off")
    return {"add": on, "remove": off}


def _follow(words: Sequence[str], _names: DeskNames) -> Mapping[str, Word]:
    """`+Ada <ada@x.example> -bob@x.example`; a name may have several words, and `-all` takes everybody off."""
    found: list[str] = []
    for word in words:
        if word[:1] in "+-" and len(word) > 1:
            found.append(word)
        elif found:
            found[-1] += f" {word}"
        else:
            raise UsageError(f"{word[:40]!r}: write +ADDRESS for who is to follow, -ADDRESS for who no more")
    if not found:
        raise UsageError("who is to follow? write +ADDRESS; -ADDRESS ends it")
    return {
        "add": tuple(one[1:] for one in found if one[0] == "+"),
        "remove": tuple(one[1:] for one in found if one[0] == "-"),
    }


def _set(words: Sequence[str], _names: DeskNames) -> Mapping[str, Word]:
    """`KEY=VALUE`; words without a key belong to the value before them."""
    pairs: list[str] = []
    for word in words:
        if re.match(r"[\w.]+=", word):
            pairs.append(word)
        elif pairs:
            pairs[-1] += f" {word}"
        else:
            raise UsageError("set what? write KEY=VALUE, such as due=2d")
    if not pairs:
        raise UsageError("set what? write KEY=VALUE, such as due=2d")
    return {"values": tuple(pairs)}


def known(what: str, word: str, listed: tuple[str, ...]) -> str:
    """A word of a closed list, in any case; UsageError names the nearest."""
    if word.casefold() in listed:
        return word.casefold()
    raise UsageError(unknown(what, word, listed))


def unknown(what: str, word: str, listed: Iterable[str]) -> str:
    """How to say that there is no such thing: with the nearest, or with all there are."""
    near = nearest_of(word.casefold(), list(listed))
    meant = f"did you mean {near[0]}?" if near else f"there are {', '.join(listed)}"
    return f"no {what} {word[:40]!r}; {meant}"


VERB_WORDS: Mapping[str, Reader] = {
    "assign": _assign,
    "solve": _nothing,
    "close": _nothing,
    "reopen": _nothing,
    "status": _one("status", STATUSES),
    "pend": _until,
    "hold": _until,
    "snooze": _snooze,
    "unsnooze": _nothing,
    "priority": _one("priority", LEVELS),
    "type": _one("type", TYPES),
    "rate": _rate,
    "tag": _tag,
    "set": _set,
    "follow": _follow,
    "delete": _nothing,
}
"""How the words of each verb that acts on tickets are read."""
