"""The console's verbs, each one the service function that the command line calls by the same name."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from supportdesk.console import answering
from supportdesk.console.mail_verbs import MAIL_VERBS, OF_THE_DESK
from supportdesk.console.orders import Target, Unsure
from supportdesk.console.record_verbs import RECORD_VERBS
from supportdesk.domain.changes import Outcome
from supportdesk.domain.verb_words import Word
from supportdesk.errors import Refused

if TYPE_CHECKING:
    from supportdesk.desk import Desk
    from supportdesk.store.change import Change
    from supportdesk.store.selection import Selection


def carry_out(desk: "Desk", verb: str, target: Target, words: Mapping[str, Word]) -> Outcome:
    """Run a verb in a change of its own: all of it or, if it is refused, nothing."""
    if verb in OF_THE_DESK:
        return OF_THE_DESK[verb](desk, **words)
    with desk.change(verb) as change:
        if (alone := RECORD_VERBS.get(verb) or MAIL_VERBS.get(verb)) is not None:
            return alone(change, **words)
        if verb in WITHOUT_TICKETS:
            return WITHOUT_TICKETS[verb](change, **words)
        return _of_tickets(verb)(change, _held(change, target), **words)


def _of_tickets(verb: str) -> Callable[..., Outcome]:
    """What acts on tickets by this name."""
    if verb in WITH_WORDS:
        return WITH_WORDS[verb]
    from supportdesk.services.by_verb import TICKET_VERBS

    return TICKET_VERBS[verb]


def _held(change: "Change", target: Target) -> "Selection":
    from supportdesk.services import select

    if target.filter is None:
        return select.tickets(change, numbers=target.numbers)
    held = select.tickets(change, filter=target.filter)
    if target.expected is not None and len(held) != target.expected:
        raise Refused(
            f"meanwhile {len(held):,} tickets match, not {target.expected:,}; nothing was changed, look again"
        )
    return held


def _next(change: "Change", *, filter: str = "") -> Outcome:
    from supportdesk.services import queue

    return queue.claim_next(change, filter=filter)


UNASKED = 50
"""Tickets that one key takes a change back on; more are asked for, as nothing in the console does it again."""


def _undo(change: "Change", *, sure: int | None = None) -> Outcome:
    """Take back the agent's last change, or the one that they are sure of."""
    from supportdesk.services import undo

    if sure is None:
        number, verb, tickets = undo.last(change)
        if tickets > UNASKED:
            raise Unsure(number, verb, tickets)
        sure = number
    return undo.undo(change, number=sure)


WITH_WORDS: Mapping[str, Callable[..., Outcome]] = {
    "reply": answering.reply,
    "note": answering.note,
    "macro": answering.macro,
}
"""The verbs that write to a ticket: with them goes the draft that it was."""

WITHOUT_TICKETS: Mapping[str, Callable[..., Outcome]] = {"next": _next, "undo": _undo}
"""The verbs that find their tickets themselves."""
