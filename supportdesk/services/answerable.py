"""Which tickets of a selection can be answered, and acted upon, as it is asked: the others refuse it or are skipped."""

from collections.abc import Collection

from sqlalchemy import select

from supportdesk.domain import macro
from supportdesk.domain.macro import LEADS_TO, MOVES, Actions, without_moves
from supportdesk.domain.ticket import Status
from supportdesk.errors import IllegalMove
from supportdesk.services import snoozing
from supportdesk.store.change import Change
from supportdesk.store.desk_names import desk_names
from supportdesk.store.reading import of_tickets
from supportdesk.store.selection import Selection, named
from supportdesk.store.tables import address, ticket


def answerable(change: Change, tickets: Selection, *, skip: bool) -> Selection:
    """The tickets that can be answered; a closed one refuses all, or is left out with `skip`."""
    those = of_tickets(tickets.ids, ticket.c.id, sqlite=change.sqlite)
    closed = change.ids(those.where(ticket.c.status == str(Status.CLOSED)))
    if closed and not skip:
        verb = "is" if len(closed) == 1 else "are"
        raise IllegalMove(
            f"{named(closed)} {verb} closed and cannot be answered", hint=f"supportdesk reopen {closed[0]}"
        )
    return tickets.without(closed) if closed else tickets


def left_by(
    change: Change, tickets: Selection, actions: Actions, *, status: Status | None = None, cc: Collection[str] = ()
) -> Selection:
    """The tickets that neither actions, nor the status in the place of their move, nor a copy would be refused for."""
    kept = _moving(change, tickets, actions if status is None else {**without_moves(actions), "status": str(status)})
    return kept.without(_without_mail(change, kept)) if cc else kept


def _moving(change: Change, tickets: Selection, actions: Actions) -> Selection:
    for step in macro.steps(actions, desk_names(change)) if actions else ():
        if step.verb == "snooze":
            tickets = snoozing.still_open(change, tickets, skip=True)
        elif step.verb in MOVES:
            to = LEADS_TO.get(step.verb) or Status(str(step.words["to"]))
            tickets = change.move(tickets, to, skip=True)
    return tickets


def _without_mail(change: Change, tickets: Selection) -> tuple[int, ...]:
    theirs = select(address.c.id).where(address.c.customer_id == ticket.c.customer_id, address.c.kind == "email")
    return change.ids(of_tickets(tickets.ids, ticket.c.id, sqlite=change.sqlite).where(~theirs.exists()))
