"""The verbs of a ticket's own columns: opening, assigning, moving, marking and deleting."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import case, func, literal, select

from supportdesk.domain.changes import Outcome
from supportdesk.domain.plain import one_line
from supportdesk.domain.ticket import Channel, MessageKind, Priority, Role, Status, TicketType
from supportdesk.errors import Refused, UsageError
from supportdesk.services import duty, lookup
from supportdesk.store import rows
from supportdesk.store.change import Change
from supportdesk.store.reading import of_tickets
from supportdesk.store.selection import Selection
from supportdesk.store.tables import ticket

if TYPE_CHECKING:
    from supportdesk.domain.models import Person
    from supportdesk.services import conversation

LONGEST_SUBJECT = 1000
"""Characters of a subject."""

LONGEST_ID = 255
"""Characters of an external id, and of the name of the system that gave it."""


def open_ticket(
    change: Change,
    *,
    subject: str,
    customer: "Person",
    known: int | None = None,
    phone: str = "",
    body: str = "",
    channel: Channel = Channel.OTHER,
    priority: Priority = Priority.NORMAL,
    type: TicketType = TicketType.QUESTION,
    team: str | None = None,
    assignee: str | None = None,
    tags: Sequence[str] = (),
    fields: Mapping[str, str] | None = None,
    files: Sequence["conversation.File"] = (),
    external_id: str | None = None,
    source: str | None = None,
    due: datetime | None = None,
) -> Outcome:
    """Open a ticket for what a customer asked; one whose external id is known already is returned as it stands.

    `known` is the id of the customer where it was looked up; else `customer` and `phone` say who asks.
    """
    change.require(Role.AGENT, what="opening tickets")
    source = (source or "desk") if external_id else source
    from supportdesk.services import conversation, customers
    from supportdesk.services.fields import field_values
    from supportdesk.services.tags import known_tags

    assignee_id = lookup.assignable(change, assignee).id if assignee else None
    columns = {
        "subject": tidy_subject(subject),
        "status": str(Status.OPEN if assignee_id else Status.NEW),
        "priority": int(priority),
        "type": str(type),
        "channel": str(channel),
        "team_id": lookup.team(change, team).id if team else None,
        "assignee_id": assignee_id,
        "fields": rows.object_json(field_values(change, fields or {})),
        "waiting_since": change.now,
        "due_at": due,
        "source": source,
        "external_id": external_id,
    }
    made: list[int] = []

    def make() -> int:
        customer_id = customers.caller(change, customer, phone=phone, known=known)
        worn = rows.tags_json(known_tags(change, tags))
        vip = customers.is_vip(change, customer_id)
        made.append(change.open(**columns, customer_id=customer_id, vip=vip, tags=worn))
        return made[-1]

    number = change.found_or_made(lambda: _known(change, source, external_id), make) if external_id else make()
    if number not in made:
        return change.outcome(Selection((number,)), number=number)
    if body.strip() or files:
        conversation.add(change, Selection((number,)), MessageKind.CUSTOMER, bodies={number: body}, files=files)
    return change.outcome(number=number)


def _known(change: Change, source: str | None, external_id: str | None) -> int | None:
    """The ticket that stands under an external id."""
    if not external_id:
        return None
    if len(external_id) > LONGEST_ID or len(source or "") > LONGEST_ID:
        raise UsageError(f"a source and an external id have at most {LONGEST_ID} characters")
    known = select(ticket.c.id, ticket.c.deleted_at).where(
        ticket.c.source == source, ticket.c.external_id == external_id
    )
    found = change.row(known)
    if found is not None and found.deleted_at is not None:
        raise Refused(f"ticket {found.id} has the external id {external_id!r} and is deleted", hint="supportdesk undo")
    return None if found is None else int(found.id)


def tidy_subject(subject: str) -> str:
    """A subject is one line that says something."""
    line = one_line(subject)
    if not line:
        raise UsageError("a ticket needs a subject")
    if len(line) > LONGEST_SUBJECT:
        raise UsageError(f"a subject has at most {LONGEST_SUBJECT:,} characters, not {len(line):,}")
    return line


def assign(change: Change, tickets: Selection, *, to: str | None) -> Outcome:
    """Give tickets to an agent, or to nobody; a new ticket that is given to somebody is open."""
    if to is None:
        change.set(tickets, "assigned", assignee=None)
        return change.outcome(tickets)
    _give(change, tickets, lookup.assignable(change, to).id)
    return change.outcome(tickets)


def _give(change: Change, tickets: Selection, agent_id: int) -> None:
    taken = case((ticket.c.status == str(Status.NEW), str(Status.OPEN)), else_=ticket.c.status)
    change.set(tickets, "assigned", assignee=agent_id, status=taken)


def assign_team(change: Change, tickets: Selection, *, team: str | None) -> Outcome:
    """Give tickets to a team, or to none; who is responsible does not change."""
    change.set(tickets, "assigned", team=lookup.team(change, team).id if team else None)
    return change.outcome(tickets)


def assign_auto(change: Change, tickets: Selection) -> Outcome:
    """Give each ticket that nobody has to the agent of its team with the fewest; the away and the full get none."""
    those = of_tickets(tickets.ids, ticket.c.id, ticket.c.team_id, sqlite=change.sqlite)
    nobodys = change.rows(those.where(ticket.c.assignee_id.is_(None)))
    for agent_id, numbers in duty.shared_out(change, [(row[0], row[1]) for row in nobodys]).items():
        _give(change, Selection(numbers), agent_id)
    return change.outcome(tickets)


def move(
    change: Change, tickets: Selection, *, to: Status, until: datetime | None = None, skip: bool = False
) -> Outcome:
    """Move tickets to a status; all of them or, if one may not go there, none. Being there already changes nothing."""
    if to == Status.NEW:
        return _keep_new(change, tickets, skip=skip)
    moving = change.move(tickets, to, skip=skip)
    _set_status(change, moving, to, until)
    return change.outcome(moving)


def _keep_new(change: Change, tickets: Selection, *, skip: bool) -> Outcome:
    """Nothing becomes new again; tickets that are new stay so."""
    return change.outcome(change.move(tickets, Status.NEW, skip=skip))


def _set_status(change: Change, moving: Selection, to: Status, until: datetime | None) -> None:
    match to:
        case Status.SOLVED:
            change.set(moving, "solved", status=to, **_ended(solved_at=_once(to, "solved_at", change)))
        case Status.CLOSED:
            solved = func.coalesce(ticket.c.solved_at, literal(change.now, ticket.c.solved_at.type))
            change.set(
                moving,
                "closed",
                status=to,
                **_ended(solved_at=solved, closed_at=_once(to, "closed_at", change)),
            )
        case Status.PENDING | Status.HOLD:
            kind = "pended" if to == Status.PENDING else "held"
            change.set(moving, kind, status=to, snoozed_until=until)
        case _:
            _open(change, moving)


def _ended(**stamps: object) -> dict[str, object]:
    """What ends with a ticket: nobody waits, no clock for the next answer runs, nothing is snoozed."""
    return {"waiting_since": None, "next_reply_due": None, "snoozed_until": None, **stamps}


def _once(to: Status, stamp: str, change: Change) -> object:
    """Now, but the old instant where the ticket is there already."""
    now = literal(change.now, ticket.c[stamp].type)
    return case((ticket.c.status == str(to), ticket.c[stamp]), else_=now)


def _open(change: Change, moving: Selection) -> None:
    those = of_tickets(moving.ids, ticket.c.id, sqlite=change.sqlite)
    ended = change.ids(those.where(ticket.c.status.in_([Status.SOLVED, Status.CLOSED])))
    again = {"solved_at": None, "closed_at": None, "reopened": ticket.c.reopened + 1}
    change.set(Selection(ended), "reopened", status=Status.OPEN, **again)
    change.set(moving.without(ended), "moved", status=Status.OPEN, snoozed_until=None)


def solve(change: Change, tickets: Selection, *, skip: bool = False) -> Outcome:
    """Mark tickets as answered. Solving a solved ticket changes nothing."""
    return move(change, tickets, to=Status.SOLVED, skip=skip)


def close(change: Change, tickets: Selection, *, skip: bool = False) -> Outcome:
    """Close tickets. Closing a closed ticket changes nothing."""
    return move(change, tickets, to=Status.CLOSED, skip=skip)


def reopen(change: Change, tickets: Selection, *, skip: bool = False) -> Outcome:
    """Open tickets again; only a lead reopens closed ones."""
    return move(change, tickets, to=Status.OPEN, skip=skip)


def pend(change: Change, tickets: Selection, *, until: datetime | None = None, skip: bool = False) -> Outcome:
    """Leave tickets to the customer's turn, until their next message or an instant."""
    return move(change, tickets, to=Status.PENDING, until=until, skip=skip)


def hold(change: Change, tickets: Selection, *, until: datetime | None = None, skip: bool = False) -> Outcome:
    """Leave tickets to a third party's turn, until an instant if one is given."""
    return move(change, tickets, to=Status.HOLD, until=until, skip=skip)


def prioritise(change: Change, tickets: Selection, *, to: Priority) -> Outcome:
    """Say how much tickets press."""
    change.set(tickets, "prioritised", priority=int(to))
    return change.outcome(tickets)


def classify(change: Change, tickets: Selection, *, type: TicketType) -> Outcome:
    """Say what tickets are: question, incident, problem or task."""
    change.set(tickets, "classified", type=str(type))
    return change.outcome(tickets)


def tag(change: Change, tickets: Selection, *, add: Iterable[str] = (), remove: Iterable[str] = ()) -> Outcome:
    """Put tags on tickets and take others off."""
    if not tickets:
        return change.outcome(tickets)
    from supportdesk.services.tags import known_tags, tidy_tag

    added, removed = set(known_tags(change, add)), {tidy_tag(name) for name in remove}
    those = of_tickets(tickets.ids, ticket.c.id, ticket.c.tags, sqlite=change.sqlite)
    standing: dict[int, str] = {row[0]: row[1] for row in change.rows(those)}
    wanted = {
        listed: {"tags": rows.tags_json((set(json.loads(listed)) | added) - removed)}
        for listed in set(standing.values())
    }
    change.set_each("tagged", {number: wanted[listed] for number, listed in standing.items()})
    return change.outcome(tickets)


def delete(change: Change, tickets: Selection) -> Outcome:
    """Put tickets into the bin; undo brings them back."""
    now = literal(change.now, ticket.c.deleted_at.type)
    change.set(tickets, "deleted", deleted_at=func.coalesce(ticket.c.deleted_at, now))
    return change.outcome(tickets)
