"""Reads for exports: every record in a settled order, streamed, as the shape that formats write.

Small tables come by name, the others by number; threads and histories are merged into their tickets while the
database hands them out, so that memory holds one ticket and a few hundred rows. Not here: how a file looks.
"""

import json
from array import array
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.sql.elements import ColumnElement

from supportdesk.domain import followers
from supportdesk.domain.filters import parse
from supportdesk.domain.models import Person
from supportdesk.domain.rating import ImportedRating
from supportdesk.domain.shape import (
    CustomerKey,
    ImportedAttachment,
    ImportedEvent,
    ImportedMessage,
    ImportedTicket,
)
from supportdesk.store import bulk
from supportdesk.store.outgoing_past import Past, at_text, names_of, stream
from supportdesk.store.reading import AnyRow, Reading, among
from supportdesk.store.tables import (
    address,
    attachment,
    customer,
    event,
    mail_reference,
    message,
    organization,
    ticket,
)
from supportdesk.store.where import matching

TICKETS_AT_ONCE = 400


@dataclass(frozen=True, slots=True)
class ShownTicket:
    """A ticket with what files show of its customer beside the reference."""

    ticket: ImportedTicket
    customer_name: str = ""
    customer_email: str = ""
    organization: str | None = None


def numbers(reading: Reading, filter: str) -> "array[int]":
    """The numbers of the tickets that a filter matches, ascending; all, deleted ones too, for an empty filter."""
    statement = select(ticket.c.id).order_by(ticket.c.id).execution_options(yield_per=10_000)
    if filter.strip():
        statement = statement.where(matching_filter(reading, filter))
    return array("q", reading.connection.execute(statement).scalars())


def matching_filter(reading: Reading, filter: str) -> ColumnElement[bool]:
    """What a filter means, as a condition on tickets."""
    return matching(reading, parse(filter))


# Tickets -------------------------------------------------------------------------------------------------------------


def tickets(reading: Reading, wanted: Sequence[int], *, history: bool = True) -> Iterator[ShownTicket]:
    """These tickets in the order of the numbers, each with its thread and, unless told not to, its events."""
    names = _Everybody(names_of(reading, "agent"), names_of(reading, "team"))
    for first in range(0, len(wanted), TICKETS_AT_ONCE):
        yield from _some(reading, wanted[first : first + TICKETS_AT_ONCE], names, history=history)


@dataclass(slots=True)
class _Everybody:
    agents: dict[int, str]
    teams: dict[int, str]
    customers: dict[int, str] = field(default_factory=dict)


def _some(reading: Reading, wanted: Sequence[int], names: _Everybody, *, history: bool) -> Iterator[ShownTicket]:
    held = select(ticket).where(among(ticket.c.id, wanted, sqlite=reading.sqlite)).order_by(ticket.c.id)
    heads = reading.rows(held)
    people = _people(reading, [row.customer_id for row in heads if row.customer_id])
    names.customers = {number: row.uid for number, row in people.items()}
    events = _events(reading, wanted) if history else {}
    references = _references(reading, wanted)
    threads = _Threads(reading, wanted, names)
    for row in heads:
        thread = threads.of(row.id)
        known = {one.message_id for one in thread}
        more = tuple(mail for mail in references[row.id] if mail not in known)
        person = people.get(row.customer_id)
        past = tuple(events.get(row.id, ())) if history else None
        made = _ticket(row, names, person)._replace(thread=thread, events=past, references=more)
        yield ShownTicket(made, person.name, person.email or "", person.company) if person else ShownTicket(made)


def _people(reading: Reading, ids: Sequence[int]) -> dict[int, AnyRow]:
    email = (
        select(address.c.value)
        .where(address.c.customer_id == customer.c.id, address.c.kind == "email")
        .order_by(address.c.id)
        .limit(1)
        .scalar_subquery()
    )
    columns = (
        customer.c.id,
        customer.c.uid,
        customer.c.name,
        organization.c.name.label("company"),
        email.label("email"),
    )
    joined = customer.outerjoin(organization, organization.c.id == customer.c.organization_id)
    held = select(*columns).select_from(joined).where(among(customer.c.id, ids, sqlite=reading.sqlite))
    return {row.id: row for row in reading.rows(held)}


def _events(reading: Reading, wanted: Sequence[int]) -> dict[int, tuple[ImportedEvent, ...]]:
    held = select(event).where(among(event.c.ticket_id, wanted, sqlite=reading.sqlite)).order_by(event.c.id)
    rows = reading.rows(held)
    past = Past(reading, rows)
    found: dict[int, list[ImportedEvent]] = defaultdict(list)
    for row in rows:
        found[row.ticket_id].append(past.event(row))
    return {number: tuple(events) for number, events in found.items()}


def _references(reading: Reading, wanted: Sequence[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    held = select(mail_reference).where(among(mail_reference.c.ticket_id, wanted, sqlite=reading.sqlite))
    for row in reading.rows(held):
        found[row.ticket_id].append(row.reference)
    for listed in found.values():
        listed.sort()
    return found


class _Threads:
    """The messages of tickets as the database hands them out, ticket by ticket."""

    def __init__(self, reading: Reading, wanted: Sequence[int], names: _Everybody) -> None:
        self.reading = reading
        self.names = names
        held = select(message).where(among(message.c.ticket_id, wanted, sqlite=reading.sqlite))
        self.rows = stream(reading, held.order_by(message.c.ticket_id, message.c.id))
        self.next: AnyRow | None = next(self.rows, None)

    def of(self, number: int) -> tuple[ImportedMessage, ...]:
        """The thread of the next ticket, oldest row first."""
        found: list[AnyRow] = []
        while self.next is not None and self.next.ticket_id == number:
            found.append(self.next)
            self.next = next(self.rows, None)
        if not found:
            return ()
        files = _files(self.reading, [row.id for row in found])
        strangers = {row.customer_id for row in found if row.customer_id} - self.names.customers.keys()
        self.names.customers |= names_of(self.reading, "customer", strangers) if strangers else {}
        return tuple(_message(row, self.names, files.get(row.id, ())) for row in found)


def _files(reading: Reading, ids: Sequence[int]) -> dict[int, list[ImportedAttachment]]:
    columns = ("message_id", "id", "name", "type", "size", "sha256", "inline")
    found: dict[int, list[ImportedAttachment]] = defaultdict(list)
    for row in sorted(bulk.matching(reading, attachment, columns, "message_id", ids)):
        found[row[0]].append(ImportedAttachment(row[2], row[3], row[4], row[5], bool(row[6])))
    return found


def _message(row: AnyRow, names: _Everybody, files: Sequence[ImportedAttachment]) -> ImportedMessage:
    return ImportedMessage(
        kind=row.kind,
        at=at_text(row.at),
        message_id=row.message_id,
        body=row.body,
        author=Person(row.author_name, row.author_email),
        to=_listed(row.recipients),
        cc=_listed(row.copies),
        subject=row.subject,
        in_reply_to=row.in_reply_to,
        text=row.text,
        quoted=row.quoted,
        agent=names.agents.get(row.agent_id),
        customer=names.customers.get(row.customer_id),
        automatic=row.automatic,
        delivery=row.delivery,
        deliver_at=at_text(row.deliver_at),
        raw=row.raw,
        withdrawn=bool(row.withdrawn),
        attachments=tuple(files),
        id=row.id,
    )


def _listed(people: str) -> tuple[Person, ...]:
    return tuple(Person(name, email) for name, email in json.loads(people)) if people != "[]" else ()


def _rating(row: AnyRow) -> ImportedRating | None:
    at = at_text(row.rated_at)
    return None if row.rating is None or at is None else ImportedRating(row.rating, row.rating_comment, at)


def _ticket(row: AnyRow, names: _Everybody, person: AnyRow | None) -> ImportedTicket:
    """The ticket's own columns."""
    return ImportedTicket(
        uid=row.uid,
        subject=row.subject,
        created_at=at_text(row.created_at),
        updated_at=at_text(row.updated_at),
        number=row.id,
        status=row.status,
        priority=row.priority,
        type=row.type,
        channel=row.channel,
        customer=CustomerKey(person.uid) if person else None,
        vip=bool(row.vip),
        assignee=names.agents.get(row.assignee_id),
        team=names.teams.get(row.team_id),
        tags=tuple(json.loads(row.tags)) if row.tags != "[]" else (),
        fields=json.loads(row.fields) if row.fields != "{}" else {},
        first_reply_at=at_text(row.first_reply_at),
        first_reply_due=at_text(row.first_reply_due),
        next_reply_due=at_text(row.next_reply_due),
        due_at=at_text(row.due_at),
        solved_at=at_text(row.solved_at),
        closed_at=at_text(row.closed_at),
        waiting_since=at_text(row.waiting_since),
        snoozed_until=at_text(row.snoozed_until),
        reopened=row.reopened,
        minutes_spent=row.minutes_spent,
        merged_into=row.merged_into,
        deleted_at=at_text(row.deleted_at),
        source=row.source,
        external_id=row.external_id,
        followers=followers.read(row.followers),
        rating=_rating(row),
    )
