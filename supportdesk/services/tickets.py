"""The verbs of a ticket's own columns: opening, assigning, moving, marking and deleting."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import case, func, literal, select

from supportdesk.domain.changes import Outcome
from supportdesk.domain.models import Person
from supportdesk.domain.ticket import Channel, MessageKind, Priority, Role, Status, TicketType
from supportdesk.errors import UsageError
from supportdesk.services import conversation, customers, lookup, records
from supportdesk.store import rows, tables
from supportdesk.store.change import Change
from supportdesk.store.reading import among
from supportdesk.store.selection import Selection
from supportdesk.store.tables import ticket

LONGEST_SUBJECT = 1000


def open_ticket(
    change: Change,
    *,
    subject: str,
    customer: Person,
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
    """Open a ticket for what a customer asked; one whose external id is known already is returned as it stands."""
    change.require(Role.AGENT, what="opening tickets")
    source = (source or "desk") if external_id else source
    if standing := _known(change, source, external_id):
        return change.outcome(Selection((standing,)), number=standing)
    customer_id = customers.of_person(change, customer, phone=phone)
    assignee_id = lookup.assignable(change, assignee).id if assignee else None
    number = change.open(
        subject=tidy_subject(subject),
        status=str(Status.OPEN if assignee_id else Status.NEW),
        priority=int(priority),
        type=str(type),
        channel=str(channel),
        customer_id=customer_id,
        vip=customers.is_vip(change, customer_id),
        team_id=lookup.team(change, team).id if team else None,
        assignee_id=assignee_id,
        tags=rows.tags_json(records.known_tags(change, tags)),
        fields=rows.object_json(records.field_values(change, fields or {})),
        waiting_since=change.now,
        due_at=due,
        source=source,
        external_id=external_id,
    )
    if body.strip() or files:
        conversation.add(change, Selection((number,)), MessageKind.CUSTOMER, bodies={number: body}, files=files)
    return change.outcome(number=number)


def _known(change: Change, source: str | None, external_id: str | None) -> int | None:
    if not external_id:
        return None
    known = select(ticket.c.id).where(ticket.c.source == source, ticket.c.external_id == external_id)
    found: int | None = change.value(known)
    return found


def tidy_subject(subject: str) -> str:
    """A subject is one line that says something."""
    line = " ".join(subject.replace("\x00", "").split())
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
    """Give each ticket to the agent of its team who has the fewest open ones; away and full agents get none."""
    held = among(ticket.c.id, tickets.ids, sqlite=change.sqlite)
    wanting = change.rows(select(ticket.c.id, ticket.c.team_id).where(held).order_by(ticket.c.id))
    loads = _loads(change)
    members = _members(change)
    chosen: dict[int, list[int]] = {}
    for number, team_id in wanting:
        able = [agent for agent in loads if team_id is None or agent in members.get(team_id, ())]
        if not able:
            raise UsageError(f"nobody can take ticket {number}: its team has no agent who is here and has room")
        agent = min(able, key=lambda one: (loads[one], one))
        loads[agent] += 1
        chosen.setdefault(agent, []).append(number)
    for agent, numbers in sorted(chosen.items()):
        _give(change, Selection(tuple(numbers)), agent)
    return change.outcome(tickets)


def _loads(change: Change) -> dict[int, int]:
    agents = tables.agent.c
    mine = select(func.count()).select_from(ticket).where(ticket.c.assignee_id == agents.id, ticket.c.is_open == 1)
    load = mine.scalar_subquery()
    here = (agents.away_from.is_(None)) | (agents.away_from > change.now) | (agents.away_to < change.now)
    room = (agents.capacity == 0) | (load < agents.capacity)
    able = select(agents.id, load).where(agents.active == 1, agents.role >= int(Role.AGENT), here, room)
    return {row[0]: row[1] for row in change.rows(able.order_by(agents.id))}


def _members(change: Change) -> dict[int, set[int]]:
    members: dict[int, set[int]] = {}
    for row in change.rows(select(tables.membership.c.team_id, tables.membership.c.agent_id)):
        members.setdefault(row.team_id, set()).add(row.agent_id)
    return members


def move(
    change: Change, tickets: Selection, *, to: Status, note: str = "", until: datetime | None = None, skip: bool = False
) -> Outcome:
    """Move tickets to a status; all of them or, if one may not go there, none. Being there already changes nothing."""
    moving = change.move(tickets, to, skip=skip)
    moved = _set_status(change, moving, to, until)
    if note.strip() and moved:
        conversation.note(change, moved, body=note)
    return change.outcome(moving)


def _set_status(change: Change, moving: Selection, to: Status, until: datetime | None) -> Selection:
    match to:
        case Status.SOLVED:
            return change.set(moving, "solved", status=to, **_ended(solved_at=_once("status", to, "solved_at", change)))
        case Status.CLOSED:
            solved = func.coalesce(ticket.c.solved_at, literal(change.now, ticket.c.solved_at.type))
            return change.set(
                moving,
                "closed",
                status=to,
                **_ended(solved_at=solved, closed_at=_once("status", to, "closed_at", change)),
            )
        case Status.PENDING | Status.HOLD:
            kind = "pended" if to == Status.PENDING else "held"
            return change.set(moving, kind, status=to, snoozed_until=until)
        case _:
            return _open(change, moving)


def _ended(**stamps: object) -> dict[str, object]:
    """What ends with a ticket: nobody waits, no clock for the next answer runs, nothing is snoozed."""
    return {"waiting_since": None, "next_reply_due": None, "snoozed_until": None, **stamps}


def _once(column: str, to: Status, stamp: str, change: Change) -> object:
    """Now, but the old instant where the ticket is there already."""
    now = literal(change.now, ticket.c[stamp].type)
    return case((ticket.c[column] == str(to), ticket.c[stamp]), else_=now)


def _open(change: Change, moving: Selection) -> Selection:
    held = among(ticket.c.id, moving.ids, sqlite=change.sqlite)
    ended = change.ids(select(ticket.c.id).where(held, ticket.c.status.in_([Status.SOLVED, Status.CLOSED])))
    reopened = Selection(ended)
    rest = moving.without(ended)
    back = change.set(
        reopened, "reopened", status=Status.OPEN, solved_at=None, closed_at=None, reopened=ticket.c.reopened + 1
    )
    moved = change.set(rest, "moved", status=Status.OPEN, snoozed_until=None)
    return Selection(tuple(sorted((*back.ids, *moved.ids))))


def solve(change: Change, tickets: Selection, *, note: str = "", skip: bool = False) -> Outcome:
    """Mark tickets as answered. Solving a solved ticket changes nothing."""
    return move(change, tickets, to=Status.SOLVED, note=note, skip=skip)


def close(change: Change, tickets: Selection, *, note: str = "", skip: bool = False) -> Outcome:
    """Close tickets. Closing a closed ticket changes nothing."""
    return move(change, tickets, to=Status.CLOSED, note=note, skip=skip)


def reopen(change: Change, tickets: Selection, *, note: str = "", skip: bool = False) -> Outcome:
    """Open tickets again; only a lead reopens closed ones."""
    return move(change, tickets, to=Status.OPEN, note=note, skip=skip)


def pend(
    change: Change, tickets: Selection, *, until: datetime | None = None, note: str = "", skip: bool = False
) -> Outcome:
    """Leave tickets to the customer's turn, until their next message or an instant."""
    return move(change, tickets, to=Status.PENDING, note=note, until=until, skip=skip)


def hold(
    change: Change, tickets: Selection, *, until: datetime | None = None, note: str = "", skip: bool = False
) -> Outcome:
    """Leave tickets to a third party's turn, until an instant if one is given."""
    return move(change, tickets, to=Status.HOLD, note=note, until=until, skip=skip)


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
    added, removed = set(records.known_tags(change, add)), {records.tidy_tag(name) for name in remove}
    held = among(ticket.c.id, tickets.ids, sqlite=change.sqlite)
    by_tags: dict[str, list[int]] = {}
    for number, listed in change.rows(select(ticket.c.id, ticket.c.tags).where(held).order_by(ticket.c.id)):
        by_tags.setdefault(listed, []).append(number)
    for listed, numbers in by_tags.items():
        wanted = rows.tags_json((set(json.loads(listed)) | added) - removed)
        change.set(Selection(tuple(numbers)), "tagged", tags=wanted)
    return change.outcome(tickets)


def delete(change: Change, tickets: Selection) -> Outcome:
    """Put tickets into the bin; undo brings them back."""
    change.set(tickets, "deleted", deleted_at=change.now)
    return change.outcome(tickets)
