"""Putting tickets out of the way until an instant, and having them back; a customer's message ends it (`conversation`).

Nothing has to happen when the instant comes: whoever reads the desk compares it with the clock.
"""

from datetime import datetime

from supportdesk.domain.changes import Outcome
from supportdesk.domain.ticket import Role, Status
from supportdesk.errors import IllegalMove, UsageError
from supportdesk.store.change import Change
from supportdesk.store.reading import of_tickets
from supportdesk.store.selection import Selection, named
from supportdesk.store.tables import ticket

LEFT_ALONE = (str(Status.SOLVED), str(Status.CLOSED))


def snooze(change: Change, tickets: Selection, *, until: datetime, skip: bool = False) -> Outcome:
    """Put open tickets out of the way until an instant to come; their status and their clocks stay as they are.

    A solved or closed one refuses all, or is left out with `skip`. Snoozing until the same instant changes nothing.
    """
    change.require(Role.AGENT, what="changing tickets")
    if until <= change.now:
        raise UsageError("that time has passed; give one to come, such as 2h, 3d or monday")
    held = still_open(change, tickets, skip=skip)
    change.set(held, "snoozed", snoozed_until=until)
    return change.outcome(held)


def unsnooze(change: Change, tickets: Selection) -> Outcome:
    """Have tickets back at once. One that is not snoozed is left as it is."""
    change.require(Role.AGENT, what="changing tickets")
    change.set(tickets, "woken", snoozed_until=None)
    return change.outcome(tickets)


def still_open(change: Change, tickets: Selection, *, skip: bool) -> Selection:
    """The tickets that are neither solved nor closed; one that is refuses all, or is left out with `skip`."""
    those = of_tickets(tickets.ids, ticket.c.id, sqlite=change.sqlite)
    ended = change.ids(those.where(ticket.c.status.in_(LEFT_ALONE)))
    if ended and not skip:
        verb = "is" if len(ended) == 1 else "are"
        raise IllegalMove(f"{named(ended)} {verb} solved or closed and cannot be snoozed")
    return tickets.without(ended) if ended else tickets
