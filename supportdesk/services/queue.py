"""Who takes the next ticket: the most pressing one that nobody has, claimed so that two never get the same."""

from typing import Any

from sqlalchemy import Select, select

from supportdesk.domain import filters
from supportdesk.domain.changes import Outcome
from supportdesk.domain.ticket import Role, Status
from supportdesk.services import tickets
from supportdesk.store import tables
from supportdesk.store.change import Change
from supportdesk.store.reading import Reading
from supportdesk.store.selection import Selection
from supportdesk.store.tables import ticket
from supportdesk.store.where import matching


def claim_next(change: Change, *, filter: str = "") -> Outcome:
    """Take the most pressing unassigned ticket; the outcome's number is None where there is none."""
    change.require(Role.AGENT, what="taking tickets")
    wanted = _pressing(change, filter)
    if not change.sqlite:
        wanted = wanted.with_for_update(skip_locked=True)
    number = change.value(wanted)
    if number is None:
        return change.outcome()
    held = Selection((int(number),))
    tickets.assign(change, held, to="me")
    return change.outcome(held, number=int(number))


def peek_next(reading: Reading, *, filter: str = "") -> int | None:
    """The ticket that `claim_next` would take now, left where it is."""
    number: int | None = reading.value(_pressing(reading, filter))
    return number


def _pressing(reading: Reading, filter: str) -> Select[Any]:
    """Open, with nobody, not asleep, and of one of the agent's teams or of none."""
    waiting = (
        (ticket.c.is_open == 1)
        & ticket.c.assignee_id.is_(None)
        & ticket.c.status.in_([Status.NEW, Status.OPEN])
        & (ticket.c.snoozed_until.is_(None) | (ticket.c.snoozed_until <= reading.now))
        & matching(reading, filters.parse(filter))
    )
    member = tables.membership
    teams = reading.ids(select(member.c.team_id).where(member.c.agent_id == reading.actor.id))
    if teams:
        waiting &= ticket.c.team_id.is_(None) | ticket.c.team_id.in_(teams)
    return select(ticket.c.id).where(waiting).order_by(ticket.c.due_key, ticket.c.upd_neg, ticket.c.id).limit(1)
