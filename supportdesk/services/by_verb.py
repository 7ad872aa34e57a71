"""The ticket verbs by their names, with the words that `domain/verb_words.py` reads: for whoever has a verb as text.

The console runs its orders through this table, and macros their actions.
"""

from collections.abc import Callable, Mapping

from supportdesk.domain.changes import Outcome
from supportdesk.domain.rating import score_of
from supportdesk.domain.ticket import Priority, Status, TicketType
from supportdesk.domain.times import coming_time
from supportdesk.services import editing, following, rating, snoozing, tickets
from supportdesk.store.change import Change
from supportdesk.store.selection import Selection


def _assign(change: Change, held: Selection, *, to: str | None = None, team: str | None = None) -> Outcome:
    return tickets.assign_team(change, held, team=team) if team is not None else tickets.assign(change, held, to=to)


def _status(change: Change, held: Selection, *, to: str) -> Outcome:
    return tickets.move(change, held, to=Status(to))


def _pend(change: Change, held: Selection, *, until: str | None = None) -> Outcome:
    return tickets.pend(change, held, until=coming_time(until, change.now) if until else None)


def _hold(change: Change, held: Selection, *, until: str | None = None) -> Outcome:
    return tickets.hold(change, held, until=coming_time(until, change.now) if until else None)


def _snooze(change: Change, held: Selection, *, until: str) -> Outcome:
    return snoozing.snooze(change, held, until=coming_time(until, change.now))


def _priority(change: Change, held: Selection, *, to: str) -> Outcome:
    return tickets.prioritise(change, held, to=Priority.of(to))


def _type(change: Change, held: Selection, *, to: str) -> Outcome:
    return tickets.classify(change, held, type=TicketType(to))


def _rate(change: Change, held: Selection, *, score: str, comment: str = "") -> Outcome:
    return rating.rate(change, held, score=score_of(score), comment=comment)


def _set(change: Change, held: Selection, *, values: tuple[str, ...]) -> Outcome:
    return editing.set_fields(change, held, values=dict(pair.split("=", 1) for pair in values))


TICKET_VERBS: Mapping[str, Callable[..., Outcome]] = {
    "assign": _assign,
    "solve": tickets.solve,
    "close": tickets.close,
    "reopen": tickets.reopen,
    "status": _status,
    "pend": _pend,
    "hold": _hold,
    "snooze": _snooze,
    "unsnooze": snoozing.unsnooze,
    "priority": _priority,
    "type": _type,
    "rate": _rate,
    "tag": tickets.tag,
    "set": _set,
    "follow": following.follow,
    "delete": tickets.delete,
}
"""What each verb calls, by its name on the command line."""
