"""The command line of the console: the verbs and words of the one in the shell, read into orders.

Pure: a line and the names of the desk give an order or a UsageError. Which tickets are meant where none are named,
and how an order is carried out, is not known here. Completion is in `command_completion.py`.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from supportdesk.config import THEMES
from supportdesk.console.habits import AFTERS
from supportdesk.console.orders import Word
from supportdesk.console.questions import Names
from supportdesk.domain.ticket import Priority, Status, TicketType
from supportdesk.errors import UsageError
from supportdesk.near import nearest_of

LEVELS = tuple(level.word for level in reversed(Priority))
STATUSES = tuple(str(status) for status in Status if status != Status.NEW)
TYPES = tuple(str(kind) for kind in TicketType)
MOST_IN_A_RANGE = 10_000

_TICKETS = re.compile(r"#?(\d{1,18})(?:-#?(\d{1,18}))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Order:
    """What a line asks for: a verb with its words and tickets (none named means those that are marked or under the
    cursor), or something that the console alone does, with its text.
    """

    verb: str
    numbers: tuple[int, ...] = ()
    words: Mapping[str, Word] = field(default_factory=dict)
    text: str = ""


Reader = Callable[[Sequence[str], Names], Mapping[str, Word]]


def read_order(line: str, names: Names) -> Order:
    """What a line means; UsageError says what is wrong with it. A number alone goes to that ticket."""
    verb, _, rest = line.strip().lstrip(":").strip().partition(" ")
    verb, rest = ALIASES.get(verb.casefold(), verb.casefold()), rest.strip()
    if not rest and (alone := _TICKETS.fullmatch(verb)) and not alone[2]:
        return Order("goto", text=alone[1])
    if verb in ALONE:
        return _alone(verb, rest)
    if verb == "note":
        return _note(rest)
    if verb not in READERS:
        raise UsageError(_unknown("command", verb, COMMANDS))
    numbers, words = _split(rest.split())
    return Order(verb, numbers, READERS[verb](words, names))


def _alone(verb: str, rest: str) -> Order:
    """What the console does by itself."""
    if verb == "goto":
        found = _TICKETS.fullmatch(rest)
        if found is None or found[2]:
            raise UsageError("go to which ticket? give its number: goto 12")
        return Order(verb, text=found[1])
    if verb == "after" and rest:
        return Order(verb, text=_known("way", rest, tuple(AFTERS)))
    if verb == "theme" and rest:
        return Order(verb, text=_known("theme", rest, THEMES))
    if verb == "view" and not rest:
        raise UsageError("which view? give its name: view mine")
    if rest and verb in ("quit", "help", "refresh", "session", "next", "undo"):
        raise UsageError(f"{verb} takes no words here")
    return Order(verb, text=rest)


def _note(rest: str) -> Order:
    """A note's text stands as it is written; tickets are named before `-m`."""
    before, dash, after = rest.partition("-m ")
    numbers, words = _split(before.split())
    if dash and not words:
        return Order("note", numbers, {"body": after.strip()}, text=after.strip())
    return Order("note", (), {"body": rest}, text=rest)


def _split(words: Sequence[str]) -> tuple[tuple[int, ...], list[str]]:
    """The tickets that are named first, and the words after them."""
    numbers: dict[int, None] = {}
    left = list(words)
    while left and (found := _TICKETS.fullmatch(left[0])):
        first, last = int(found[1]), int(found[2] or found[1])
        if not first <= last < first + MOST_IN_A_RANGE:
            raise UsageError(f"{left[0]} is no range of at most {MOST_IN_A_RANGE:,} tickets")
        numbers.update(dict.fromkeys(range(first, last + 1)))
        del left[0]
    return tuple(sorted(numbers)), left


def _nothing(words: Sequence[str], _names: Names) -> Mapping[str, Word]:
    if words:
        raise UsageError(f"{words[0][:40]!r} is too much here; name tickets by their numbers, or none")
    return {}


def _assign(words: Sequence[str], names: Names) -> Mapping[str, Word]:
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


def _until(words: Sequence[str], _names: Names) -> Mapping[str, Word]:
    return {"until": " ".join(words).removeprefix("--until").strip() or None}


def _snooze(words: Sequence[str], names: Names) -> Mapping[str, Word]:
    found = _until(words, names)
    if not found["until"]:
        raise UsageError("snooze until when? give a time to come: 2h, tomorrow, monday, 2026-12-01")
    return found


def _one(what: str, listed: tuple[str, ...]) -> Reader:
    def read(words: Sequence[str], _names: Names) -> Mapping[str, Word]:
        if len(words) != 1:
            raise UsageError(f"which {what}? there are {', '.join(listed)}")
        return {"to": _known(what, words[0], listed)}

    return read


def _tag(words: Sequence[str], _names: Names) -> Mapping[str, Word]:
    on = tuple(word[1:] for word in words if word.startswith("+") and len(word) > 1)
    off = tuple(word[1:] for word in words if word.startswith("-") and len(word) > 1)
    if wrong := [word for word in words if word[0] not in "+-" or len(word) == 1]:
        raise UsageError(f"{wrong[0][:40]!r} is no tag to put on or take off; write +{wrong[0].lstrip('+-')[:40]}")
    if not words:
        raise UsageError("which tags? write +TAG to put one on, -TAG to take one off")
    return {"add": on, "remove": off}


def _set(words: Sequence[str], _names: Names) -> Mapping[str, Word]:
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


def _reply(words: Sequence[str], _names: Names) -> Mapping[str, Word]:
    """The composer, or a canned response at once."""
    if not words:
        return {}
    if words[0] not in ("--template", "-t") or len(words) != 2:
        raise UsageError("reply opens the composer; reply --template NAME answers with a canned response")
    return {"template": words[1]}


def _known(what: str, word: str, listed: tuple[str, ...]) -> str:
    if word.casefold() in listed:
        return word.casefold()
    raise UsageError(_unknown(what, word, listed))


def _unknown(what: str, word: str, listed: Iterable[str]) -> str:
    near = nearest_of(word.casefold(), list(listed))
    meant = f"did you mean {near[0]}?" if near else f"there are {', '.join(listed)}"
    return f"no {what} {word[:40]!r}; {meant}"


READERS: Mapping[str, Reader] = {
    "reply": _reply,
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
    "tag": _tag,
    "set": _set,
    "delete": _nothing,
}
"""How the words of each verb that acts on tickets are read."""

ALONE: Mapping[str, str] = {
    "goto": "N: go to a ticket by its number",
    "filter": "FILTER: narrow the list; nothing shows it whole",
    "view": "NAME: show a view",
    "next": "take the most pressing ticket that nobody has",
    "undo": "undo your last change",
    "after": "WAY: what comes after a ticket is done",
    "theme": "NAME: how the console looks",
    "session": "what was done since the console was opened",
    "refresh": "read the list again and let new tickets in",
    "help": "the keys of this screen",
    "quit": "leave the console",
}
"""What takes no tickets."""

HELP: Mapping[str, str] = {
    "reply": "write to the customer; --template NAME answers with a canned response",
    "note": "TEXT: a note that only agents see",
    "assign": "LOGIN, me, TEAM or none",
    "solve": "mark as solved",
    "close": "close for good",
    "reopen": "open again",
    "status": "STATUS: move to a status",
    "pend": "the customer's turn; TIME: until then",
    "hold": "a third party's turn; TIME: until then",
    "snooze": "TIME: out of the way until then",
    "unsnooze": "back at once",
    "priority": "LEVEL: how much it presses",
    "type": "TYPE: what it is",
    "tag": "+TAG -TAG: put on, take off",
    "set": "KEY=VALUE: write a field",
    "delete": "into the bin",
    **ALONE,
}
"""What each command takes and does."""

ALIASES = {"q": "quit", "/": "filter", "list": "filter", "search": "filter", "show": "goto", "g": "goto", "?": "help"}
COMMANDS = tuple(HELP)
