"""The console's verbs, each one the service function that the command line calls by the same name."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from supportdesk.console import answering
from supportdesk.console.orders import Target, Word
from supportdesk.console.record_verbs import RECORD_VERBS
from supportdesk.domain.changes import Outcome
from supportdesk.domain.ticket import Priority, Status, TicketType
from supportdesk.domain.times import parse_time
from supportdesk.errors import Refused, UsageError

if TYPE_CHECKING:
    from supportdesk.desk import Desk
    from supportdesk.store.change import Change
    from supportdesk.store.selection import Selection


def carry_out(desk: "Desk", verb: str, target: Target, words: Mapping[str, Word]) -> Outcome:
    """Run a verb in a change of its own: all of it or, if it is refused, nothing."""
    with desk.change(verb) as change:
        if verb in RECORD_VERBS:
            return RECORD_VERBS[verb](change, **words)
        if verb in WITHOUT_TICKETS:
            return WITHOUT_TICKETS[verb](change, **words)
        return VERBS[verb](change, _held(change, target), **words)


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


def _assign(change: "Change", tickets: "Selection", *, to: str | None = None, team: str | None = None) -> Outcome:
    from supportdesk.services import tickets as services

    if team is not None:
        return services.assign_team(change, tickets, team=team)
    return services.assign(change, tickets, to=to)


def _solve(change: "Change", tickets: "Selection") -> Outcome:
    from supportdesk.services import tickets as services

    return services.solve(change, tickets)


def _close(change: "Change", tickets: "Selection") -> Outcome:
    from supportdesk.services import tickets as services

    return services.close(change, tickets)


def _reopen(change: "Change", tickets: "Selection") -> Outcome:
    from supportdesk.services import tickets as services

    return services.reopen(change, tickets)


def _status(change: "Change", tickets: "Selection", *, to: str) -> Outcome:
    from supportdesk.services import tickets as services

    return services.move(change, tickets, to=Status(to))


def _pend(change: "Change", tickets: "Selection", *, until: str | None = None) -> Outcome:
    from supportdesk.services import tickets as services

    return services.pend(change, tickets, until=_coming(change, until) if until else None)


def _hold(change: "Change", tickets: "Selection", *, until: str | None = None) -> Outcome:
    from supportdesk.services import tickets as services

    return services.hold(change, tickets, until=_coming(change, until) if until else None)


def _snooze(change: "Change", tickets: "Selection", *, until: str) -> Outcome:
    from supportdesk.services import snoozing

    return snoozing.snooze(change, tickets, until=_coming(change, until))


def _unsnooze(change: "Change", tickets: "Selection") -> Outcome:
    from supportdesk.services import snoozing

    return snoozing.unsnooze(change, tickets)


def _coming(change: "Change", text: str) -> datetime:
    """An instant to come, by the clock of the change."""
    instant = parse_time(text, change.now)
    if instant <= change.now:
        raise UsageError(f"{text[:40]!r} has passed; give a time to come, such as 2h, 3d or monday")
    return instant


def _priority(change: "Change", tickets: "Selection", *, to: str) -> Outcome:
    from supportdesk.services import tickets as services

    return services.prioritise(change, tickets, to=Priority.of(to))


def _tag(change: "Change", tickets: "Selection", *, add: tuple[str, ...] = (), remove: tuple[str, ...] = ()) -> Outcome:
    from supportdesk.services import tickets as services

    return services.tag(change, tickets, add=add, remove=remove)


def _type(change: "Change", tickets: "Selection", *, to: str) -> Outcome:
    from supportdesk.services import tickets as services

    return services.classify(change, tickets, type=TicketType(to))


def _set(change: "Change", tickets: "Selection", *, values: tuple[str, ...]) -> Outcome:
    from supportdesk.services import editing

    return editing.set_fields(change, tickets, values=dict(pair.split("=", 1) for pair in values))


def _delete(change: "Change", tickets: "Selection") -> Outcome:
    from supportdesk.services import tickets as services

    return services.delete(change, tickets)


def _next(change: "Change", *, filter: str = "") -> Outcome:
    from supportdesk.services import queue

    return queue.claim_next(change, filter=filter)


def _undo(change: "Change") -> Outcome:
    from supportdesk.services import undo

    return undo.undo(change)


VERBS: Mapping[str, Callable[..., Outcome]] = {
    "reply": answering.reply,
    "note": answering.note,
    "assign": _assign,
    "solve": _solve,
    "close": _close,
    "reopen": _reopen,
    "status": _status,
    "pend": _pend,
    "hold": _hold,
    "snooze": _snooze,
    "unsnooze": _unsnooze,
    "priority": _priority,
    "type": _type,
    "tag": _tag,
    "set": _set,
    "delete": _delete,
}
"""The verbs that act on tickets."""

WITHOUT_TICKETS: Mapping[str, Callable[..., Outcome]] = {"next": _next, "undo": _undo}
"""The verbs that find their tickets themselves."""
