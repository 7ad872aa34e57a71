"""What the console says about verbs: one line each, in the words of the trade."""

from collections.abc import Mapping

from supportdesk.console.orders import Target
from supportdesk.domain.changes import Outcome
from supportdesk.domain.counted import counted
from supportdesk.domain.safe import shown_line
from supportdesk.domain.verb_words import Word
from supportdesk.errors import DeskError, Unavailable

DONE = {
    "reply": "answered",
    "note": "noted on",
    "assign": "assigned",
    "solve": "solved",
    "close": "closed",
    "reopen": "reopened",
    "status": "moved",
    "pend": "left to the customer's turn",
    "hold": "put on hold",
    "snooze": "snoozed",
    "unsnooze": "woke",
    "type": "classified",
    "set": "edited",
    "delete": "put into the bin",
    "priority": "prioritised",
    "tag": "tagged",
    "rate": "rated",
    "follow": "changed who follows",
    "next": "took",
    "undo": "undid your last change to",
}
"""The past of each verb."""

MOVING = {"solved": "solve", "closed": "close", "pending": "pend", "hold": "hold"}
"""The verb that moves tickets to a status."""


def parted(*parts: str) -> str:
    """The parts of a message that there are, with a dot between them: a key that is unbound leaves its part out."""
    return " · ".join(filter(None, parts))


def tickets(numbers: tuple[int, ...]) -> str:
    """Tickets by their number, or by how many they are."""
    return f"#{numbers[0]}" if len(numbers) == 1 else f"{len(numbers):,} tickets"


ASKED = {
    "status": "change the status of",
    "priority": "change the priority of",
    "type": "change the type of",
    "set": "edit",
    "follow": "change who follows",
    "delete": "put into the bin:",
}
"""How a question before a verb names it, where the verb alone is no sentence."""


def amount(target: Target) -> str:
    """What a verb is about to act on."""
    if target.filter is None:
        return tickets(target.numbers)
    return counted(len(target), "ticket")


def order(verb: str, target: Target) -> str:
    """What was asked for: a verb, and what it is to act on."""
    return f"{verb} {amount(target)}" if target else verb


def question(verb: str, target: Target) -> str:
    """What is asked before a verb acts on all that match."""
    return f"{ASKED.get(verb, verb)} {amount(target)}?"


def marked(number: int) -> str:
    """What is said when all that match have been marked."""
    if number <= 1:
        return "the one ticket that matches is marked" if number else "no ticket matches; nothing is marked"
    return f"all {number:,} tickets that match are marked; a verb acts on every one of them"


def report(outcome: Outcome, undo: str, words: Mapping[str, Word] | None = None) -> str:
    """What a verb did with its words, and by which key it is undone."""
    if not outcome.changed and outcome.change is not None and outcome.verb == "undo":
        return "undid your last change"
    if not outcome.changed:
        return nothing_to(outcome.verb)
    back = f"{undo} undo" if undo and outcome.verb != "undo" else ""
    skipped = f"{len(outcome.skipped)} left out" if outcome.skipped else ""
    return parted(f"{done(outcome)} {tickets(outcome.changed)}{_with(outcome.verb, words or {})}", skipped, back)


def _with(verb: str, words: Mapping[str, Word]) -> str:
    """To whom, to what or with which tags: a choice that was made by mistake is seen where it is reported."""
    to, team = words.get("to"), words.get("team")
    if verb == "assign" and ("to" in words or team):
        return "" if to == "me" else f" to {shown_line(str(team or to or 'nobody'))}"
    if verb in ("status", "priority", "type") and to:
        return f" {'to' if verb == 'status' else 'as'} {to}"
    if verb == "tag":
        signed = ((sign, words.get(key)) for sign, key in (("+", "add"), ("-", "remove")))
        each = (f" {sign}{shown_line(tag)}" for sign, tags in signed if isinstance(tags, tuple) for tag in tags)
        return "".join(each)
    return ""


def done(outcome: Outcome) -> str:
    """The past of a verb; of a canned response that of all that it does."""
    if outcome.verb != "macro" or not outcome.did:
        return DONE.get(outcome.verb, outcome.verb)
    verbs = (MOVING.get(str(words.get("to")), verb) if verb == "status" else verb for verb, words in outcome.did)
    *first, last = dict.fromkeys(DONE.get(verb, verb) for verb in verbs)
    return f"{', '.join(first)} and {last}" if first else last


def nothing_to(verb: str) -> str:
    """What is said where a verb changed nothing; the verb is named, so that each key is seen to be answered."""
    return "there is nothing to undo" if verb == "undo" else f"{verb}: nothing to change, it is so already"


def failure(error: DeskError) -> str:
    """Why a verb did nothing, and what is possible all the same while the desk is away; safe to show."""
    told = shown_line(error.message)
    return f"not now; reading and drafts go on · {told}" if isinstance(error, Unavailable) else told
