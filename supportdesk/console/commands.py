"""The command line of the console: the verbs and words of the one in the shell, read into orders.

Pure: a line and the names of the desk give an order or a UsageError. Which tickets are meant where none are named,
and how an order is carried out, is not known here. Completion is in `command_completion.py`.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from supportdesk.config import THEMES
from supportdesk.console import mail_commands
from supportdesk.console.habits import AFTERS
from supportdesk.domain.desk_names import DeskNames
from supportdesk.domain.verb_words import VERB_WORDS, Reader, Word, known, unknown
from supportdesk.errors import UsageError

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


def read_order(line: str, names: DeskNames) -> Order:
    """What a line means; UsageError says what is wrong with it. A number alone goes to that ticket."""
    verb, _, rest = line.strip().lstrip(":").strip().partition(" ")
    verb, rest = ALIASES.get(verb.casefold(), verb.casefold()), rest.strip()
    if not rest and (alone := _TICKETS.fullmatch(verb)) and not alone[2]:
        return Order("goto", text=alone[1])
    if verb == "goto" and "--raw" in rest.split():
        verb = "source"
    if verb in mail_commands.READ:
        return Order(*mail_commands.READ[verb](rest.split()))
    if verb in ALONE:
        return _alone(verb, rest)
    if verb == "note":
        return _note(rest)
    if verb not in READERS:
        raise UsageError(unknown("command", verb, COMMANDS))
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
        return Order(verb, text=known("way", rest, tuple(AFTERS)))
    if verb == "theme" and rest:
        return Order(verb, text=known("theme", rest, THEMES))
    if verb == "view" and not rest:
        raise UsageError("which view? give its name: view mine")
    if rest and verb in WORDLESS:
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


def _reply(words: Sequence[str], _names: DeskNames) -> Mapping[str, Word]:
    """The composer, or a canned response at once."""
    if not words:
        return {}
    if words[0] not in ("--template", "-t") or len(words) != 2:
        raise UsageError("reply opens the composer; reply --template NAME answers with a canned response")
    return {"template": words[1]}


def _macro(words: Sequence[str], _names: DeskNames) -> Mapping[str, Word]:
    """A canned response by its name."""
    if len(words) != 1:
        raise UsageError("which canned response? give its name: macro refund")
    return {"name": words[0]}


READERS: Mapping[str, Reader] = {"reply": _reply, "macro": _macro, **VERB_WORDS}
"""How the words of each verb that acts on tickets are read; those of a note stand as they are."""

ALONE: Mapping[str, str] = {
    "goto": "N: go to a ticket by its number",
    "filter": "FILTER: narrow the list; nothing shows it whole",
    "view": "NAME: show a view",
    "next": "take the most pressing ticket that nobody has",
    "undo": "undo your last change",
    "after": "WAY: what comes after a ticket is done",
    "theme": "NAME: how the console looks",
    "session": "what was done since the console was opened",
    "mail": "quarantine or outbox: what could not be taken in, what was not delivered; retry, discard, cancel",
    "why": "MESSAGE: which rule put it here; without one, how each message came and went",
    "rethread": "MESSAGE --to N or --new: move a message to where it belongs",
    "source": "N: the newest mail of a ticket as it came, as show N --raw",
    "refresh": "read the list again and let new tickets in",
    "help": "the keys of this screen",
    "quit": "leave the console",
}
"""What takes no tickets."""

WORDLESS = frozenset({"quit", "help", "refresh", "session", "next", "undo"})

HELP: Mapping[str, str] = {
    "reply": "write to the customer; --template NAME answers with a canned response",
    "note": "TEXT: a note that only agents see",
    "macro": "NAME: send a canned response and do its actions, or do those alone",
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
    "rate": "4/5 and what the customer said: how it went for them; none takes it back",
    "tag": "+TAG -TAG: put on, take off",
    "set": "KEY=VALUE: write a field",
    "follow": "+ADDRESS -ADDRESS: who gets a copy of answers, -all ends it for everybody",
    "delete": "into the bin",
    **ALONE,
}
"""What each command takes and does."""

ALIASES = {"q": "quit", "/": "filter", "list": "filter", "search": "filter", "show": "goto", "g": "goto", "?": "help"}
COMMANDS = tuple(HELP)
