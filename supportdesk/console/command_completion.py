"""What can be typed next on the console's command line: a command, then an agent, a team, a tag, a view, a status."""

from collections.abc import Iterable, Sequence

from supportdesk.config import THEMES
from supportdesk.console.commands import ALIASES, COMMANDS, HELP
from supportdesk.console.habits import AFTERS
from supportdesk.domain import filter_completion
from supportdesk.domain.desk_names import DeskNames
from supportdesk.domain.filter_completion import Completion
from supportdesk.domain.rating import TAKEN_BACK, WRITTEN
from supportdesk.domain.verb_words import LEVELS, STATUSES, TYPES

TIMES = ("30m", "2h", "4h", "tomorrow", "monday", "1w")
FIELDS = ("subject=", "due=", "channel=", "customer=", "type=", "priority=", "team=")
RATES = (*reversed(WRITTEN), TAKEN_BACK)
MAIL = {"mail": ("quarantine", "outbox", "list", "retry", "discard", "cancel"), "rethread": ("--to", "--new")}
FIXED = {
    "status": STATUSES,
    "priority": LEVELS,
    "type": TYPES,
    "rate": RATES,
    "snooze": TIMES,
    "pend": TIMES,
    "hold": TIMES,
    **MAIL,
}


def complete(text: str, cursor: int, names: DeskNames, views: Sequence[str]) -> list[Completion]:
    """The commands or words that continue the one before the cursor."""
    before = text[:cursor]
    verb, space, rest = before.partition(" ")
    if not space:
        sought = verb.casefold()
        return [Completion(name, 0, len(verb), HELP[name]) for name in COMMANDS if name.startswith(sought)]
    verb, at = ALIASES.get(verb, verb), len(verb) + 1
    if verb == "filter":
        return [
            Completion(one.text, one.at + at, one.length, one.help)
            for one in filter_completion.complete(rest, len(rest), names.by_key)
        ]
    if verb == "view":
        return _starting(rest.lstrip(), at + len(rest) - len(rest.lstrip()), [(view, "") for view in views])
    word = rest.rpartition(" ")[2]
    return _starting(word, cursor - len(word), _words(verb, word, names))


def _words(verb: str, word: str, names: DeskNames) -> Iterable[tuple[str, str]]:
    if verb == "assign":
        yield from (("me", "you"), *names.agents, *((team, "team") for team in names.teams), ("none", "nobody"))
    elif verb == "tag":
        sign = word[:1] if word[:1] in ("+", "-") else "+"
        yield from ((f"{sign}{tag}", "") for tag in names.tags)
    elif verb == "set":
        yield from ((field, "") for field in (*FIELDS, *(f"{name}=" for name in names.fields)))
    elif verb == "after":
        yield from ((str(way), what) for way, what in AFTERS.items())
    elif verb == "theme":
        yield from ((name, "") for name in THEMES)
    else:
        yield from ((each, "") for each in FIXED.get(verb, ()))


def _starting(word: str, at: int, offered: Iterable[tuple[str, str]]) -> list[Completion]:
    sought = word.casefold()
    return [
        Completion(text, at, len(word), "" if more == text else more)
        for text, more in offered
        if text.casefold().startswith(sought) and text != word
    ]
