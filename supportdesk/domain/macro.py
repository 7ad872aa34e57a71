"""What a canned response does besides its words: ticket verbs with their words, as on the command line.

Actions are kept as verb and words, `{"tag": "+refund", "pend": "3d"}`, each verb once, and written `tag +refund; pend
3d`. They are done in the order of the table below, whatever order they were written in. How they are carried out is in
`services/macros.py`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from supportdesk.domain.desk_names import DeskNames
from supportdesk.domain.ticket import Status
from supportdesk.domain.verb_words import VERB_WORDS, Word, unknown
from supportdesk.errors import UsageError

LEADS_TO = {"solve": Status.SOLVED, "close": Status.CLOSED, "pend": Status.PENDING, "hold": Status.HOLD}
"""Where the verbs lead that move a ticket and name no status."""

MOVES = ("status", *LEADS_TO)
"""What moves a ticket; a canned response does one of them at most, and sending with a status takes its place."""

ACTION_VERBS = ("tag", "type", "priority", "set", "assign", "note", *MOVES, "snooze")
"""What a canned response can do, in the order in which it is done."""

NONE = "none"
LONGEST = 2_000
"""Characters that the words of one action have at most."""

Actions = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Step:
    """One action, read: its verb and what the verb's service takes."""

    verb: str
    words: Mapping[str, Word]


def read_actions(lines: Iterable[str]) -> dict[str, str]:
    """Actions as they are written, one a line or several with `;` between; `none` alone stands for no action.

    >>> read_actions(["tag +refund; pend 3d"])
    {'tag': '+refund', 'pend': '3d'}
    """
    found: dict[str, str] = {}
    written = _parted(lines)
    if written == [NONE]:
        return {}
    for part in written:
        verb, _, words = part.partition(" ")
        if verb.casefold() in found:
            raise UsageError(f"{verb.casefold()} stands twice; write all its words behind one")
        found[verb.casefold()] = words.strip()
    check_actions(found)
    return found


def _parted(lines: Iterable[str]) -> list[str]:
    """Each action as it is written. The `;` of a note are its own, unless an action follows."""
    parts: list[str] = []
    for part in (part.strip() for line in lines for part in line.split(";")):
        if parts and parts[-1].startswith("note ") and part.partition(" ")[0].casefold() not in ACTION_VERBS:
            parts[-1] += f"; {part}" if part else ""
        elif part:
            parts.append(part)
    return parts


def write_actions(actions: Actions) -> str:
    """Actions in one line, in the order in which they are done."""
    return "; ".join(f"{verb} {actions[verb]}".rstrip() for verb in _ordered(actions))


def check_actions(actions: Actions) -> None:
    """Refuse actions that cannot be read, whatever the names of the desk are."""
    steps(actions, DeskNames())


def steps(actions: Actions, names: DeskNames) -> tuple[Step, ...]:
    """Actions read, in the order in which they are done; UsageError says which one is wrong."""
    for verb in actions:
        if verb not in ACTION_VERBS:
            raise UsageError(unknown("action", verb, ACTION_VERBS), hint="supportdesk help templates")
    if len(moves := [verb for verb in MOVES if verb in actions]) > 1:
        raise UsageError(f"{moves[0]} and {moves[1]} both move the ticket; keep one of them")
    return tuple(Step(verb, _words(verb, actions[verb], names)) for verb in _ordered(actions))


def without_moves(actions: Actions) -> dict[str, str]:
    """The actions that leave a ticket's status as it is."""
    return {verb: words for verb, words in actions.items() if verb not in MOVES}


def joined_actions(first: Actions, then: Actions) -> dict[str, str]:
    """The actions of two canned responses in one answer: tags of both, else the later one's word and its one move."""
    kept = without_moves(first) if any(verb in MOVES for verb in then) else dict(first)
    tags = " ".join(filter(None, (first.get("tag"), then.get("tag"))))
    return kept | dict(then) | ({"tag": tags} if tags else {})


def joined_lines(first: str, then: str) -> str:
    """The same for actions in one line each."""
    both = joined_actions(read_actions([first]), read_actions([then])) if first and then else {}
    return write_actions(both) or first or then


def _ordered(actions: Actions) -> list[str]:
    rank = {verb: place for place, verb in enumerate(ACTION_VERBS)}
    return sorted(actions, key=lambda verb: rank.get(verb, len(rank)))


def _words(verb: str, words: str, names: DeskNames) -> Mapping[str, Word]:
    if len(words) > LONGEST:
        raise UsageError(f"the words of {verb} have at most {LONGEST:,} characters, not {len(words):,}")
    if verb == "note":
        if not words:
            raise UsageError("note what? write the text after it")
        from supportdesk.domain import template  # brings jinja2, which few actions need

        template.check(words)
        return {"body": words}
    return VERB_WORDS[verb](words.split(), names)
