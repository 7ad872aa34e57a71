"""Reads for exports: every record in a settled order, streamed, as the shape that formats write.

Small tables come by name, the others by number; threads and histories are merged into their tickets while the
database hands them out, so that memory holds one ticket and a few hundred rows. Not here: how a file looks.
"""

import json
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.sql.elements import ColumnElement

from supportdesk.domain.changes import Machine
from supportdesk.domain.filters import parse
from supportdesk.domain.models import Person
from supportdesk.domain.shape import (
    CustomerKey,
    Gone,
    ImportedAgent,
    ImportedAttachment,
    ImportedChange,
    ImportedCustomer,
    ImportedEvent,
    ImportedField,
    ImportedMessage,
    ImportedOrganization,
    ImportedTag,
    ImportedTeam,
    ImportedTemplate,
    ImportedTicket,
    ImportedView,
)
from supportdesk.domain.ticket import Priority, Role
from supportdesk.store import bulk, queries
from supportdesk.store.columns import instant_text
from supportdesk.store.reading import AnyRow, Reading, among
from supportdesk.store.rows import blob_content
from supportdesk.store.tables import (
    address,
    agent,
    attachment,
    blob,
    change,
    customer,
    event,
    mail_reference,
    membership,
    message,
    organization,
    tag,
    team,
    template,
    ticket,
    view,
)
from supportdesk.store.tables import field as custom_field

TICKETS_AT_ONCE = 400
ROWS_AT_ONCE = 200

WORDS = {
    "customer_id": ("customer", "customer"),
    "assignee_id": ("assignee", "agent"),
    "agent_id": ("agent", "agent"),
    "owner_id": ("owner", "agent"),
    "team_id": ("team", "team"),
    "organization_id": ("organization", "organization"),
    "merged_into": ("merged_into", "ticket"),
}
"""Columns that hold another row's number: the word for them in files, and whose number it is."""

RANKS: Mapping[str, type[Priority] | type[Role]] = {"priority": Priority, "role": Role}


@dataclass(frozen=True, slots=True)
class ShownTicket:
    """A ticket with what files show of its customer beside the reference."""

    ticket: ImportedTicket
    customer_name: str = ""
    customer_email: str = ""
    organization: str | None = None


def _at(value: Any) -> Any:
    """An instant as text, whatever the driver gave."""
    return instant_text(value) if value is not None else None


def numbers(reading: Reading, filter: str) -> "array[int]":
    """The numbers of the tickets that a filter matches, ascending; all, deleted ones too, for an empty filter."""
    statement = select(ticket.c.id).order_by(ticket.c.id).execution_options(yield_per=10_000)
    if filter.strip():
        statement = statement.where(_matching(reading, filter))
    return array("q", reading.connection.execute(statement).scalars())


def _matching(reading: Reading, filter: str) -> ColumnElement[bool]:
    return queries.condition(reading, parse(filter))


# Records beside tickets ----------------------------------------------------------------------------------------------


def organizations(reading: Reading) -> Iterator[ImportedOrganization]:
    """Every organization."""
    for row in _stream(reading, select(organization).order_by(organization.c.id)):
        domains = tuple(json.loads(row.domains))
        head = (row.name, _at(row.created_at), domains, bool(row.vip), row.note)
        yield ImportedOrganization(*head, row.source, row.external_id)


def teams(reading: Reading) -> Iterator[ImportedTeam]:
    """Every team, by name."""
    for row in sorted(reading.rows(select(team)), key=lambda row: row.name):
        yield ImportedTeam(row.name, row.line, row.note)


def agents(reading: Reading) -> Iterator[ImportedAgent]:
    """Every agent, by login, with the names of their teams."""
    joined = membership.join(team, team.c.id == membership.c.team_id)
    joins: dict[int, list[str]] = defaultdict(list)
    for number, name in reading.rows(select(membership.c.agent_id, team.c.name).select_from(joined)):
        joins[number].append(name)
    for row in sorted(reading.rows(select(agent)), key=lambda row: row.login):
        head = (row.login, row.name, row.email, row.role, bool(row.active), tuple(sorted(joins[row.id])))
        yield ImportedAgent(*head, row.capacity, tuple(json.loads(row.skills)), _at(row.away_from), _at(row.away_to))


def tags(reading: Reading) -> Iterator[ImportedTag]:
    """Every tag of the desk's list, by name."""
    for row in sorted(reading.rows(select(tag)), key=lambda row: row.name):
        yield ImportedTag(row.name, row.note)


def fields(reading: Reading) -> Iterator[ImportedField]:
    """Every custom field, by name."""
    for row in sorted(reading.rows(select(custom_field)), key=lambda row: row.name):
        yield ImportedField(row.name, row.label, row.kind, tuple(json.loads(row.choices)))


def templates(reading: Reading) -> Iterator[ImportedTemplate]:
    """Every canned response, by name."""
    names = _names(reading, "team")
    for row in sorted(reading.rows(select(template)), key=lambda row: row.name):
        yield ImportedTemplate(
            name=row.name,
            created_at=_at(row.created_at),
            updated_at=_at(row.updated_at),
            title=row.title,
            body=row.body,
            language=row.language,
            team=names.get(row.team_id),
            actions=json.loads(row.actions),
        )


def views(reading: Reading) -> Iterator[ImportedView]:
    """Every saved view, by name."""
    names = _names(reading, "agent")
    for row in sorted(reading.rows(select(view)), key=lambda row: row.name):
        yield ImportedView(row.name, row.filter, row.sort, row.position, names.get(row.owner_id))


def customers(reading: Reading, filter: str = "") -> Iterator[ImportedCustomer]:
    """Every customer with their addresses; with a filter, those of the tickets that it matches."""
    statement = select(customer, organization.c.name.label("company")).select_from(
        customer.outerjoin(organization, organization.c.id == customer.c.organization_id)
    )
    if filter.strip():
        matching = _matching(reading, filter)
        asking = select(ticket.c.customer_id).where(matching, ticket.c.customer_id.is_not(None))
        joined = message.join(ticket, ticket.c.id == message.c.ticket_id)
        writing = select(message.c.customer_id).select_from(joined).where(matching, message.c.customer_id.is_not(None))
        statement = statement.where(or_(customer.c.id.in_(asking), customer.c.id.in_(writing)))
    last = 0
    while rows := reading.rows(statement.where(customer.c.id > last).order_by(customer.c.id).limit(1000)):
        last = rows[-1].id
        reached = _addresses(reading, [row.id for row in rows])
        yield from (_customer(row, reached[row.id]) for row in rows)


def _addresses(reading: Reading, ids: Sequence[int]) -> dict[int, list[tuple[str, str]]]:
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    held = select(address).where(among(address.c.customer_id, ids, sqlite=reading.sqlite)).order_by(address.c.id)
    for row in reading.rows(held):
        found[row.customer_id].append((row.kind, row.value))
    return found


def _customer(row: AnyRow, reached: Sequence[tuple[str, str]]) -> ImportedCustomer:
    return ImportedCustomer(
        uid=row.uid,
        name=row.name,
        created_at=_at(row.created_at),
        id=row.id,
        emails=tuple(value for kind, value in reached if kind == "email"),
        phones=tuple(value for kind, value in reached if kind != "email"),
        vip=bool(row.vip),
        organization=row.company,
        language=row.language,
        note=row.note,
        source=row.source,
        external_id=row.external_id,
    )


def changes(reading: Reading, filter: str = "") -> Iterator[ImportedChange]:
    """Every change; with a filter, those that touched the tickets that it matches."""
    logins = _names(reading, "agent")
    statement = select(change).order_by(change.c.id)
    if filter.strip():
        joined = event.join(ticket, ticket.c.id == event.c.ticket_id)
        touched = select(event.c.change_id).select_from(joined).where(_matching(reading, filter))
        statement = statement.where(change.c.id.in_(touched))
    for row in _stream(reading, statement):
        head = (row.id, _at(row.at), row.actor, row.verb, logins.get(row.agent_id))
        yield ImportedChange(*head, row.undoes, row.undone_by)


def contents(reading: Reading, filter: str = "") -> Iterator[tuple[str, bytes]]:
    """Every stored content by its hash; with a filter, those of the tickets that it matches."""
    statement = select(blob.c.sha256).order_by(blob.c.sha256)
    if filter.strip():
        joined = message.join(ticket, ticket.c.id == message.c.ticket_id)
        matching = _matching(reading, filter)
        raw = select(message.c.raw).select_from(joined).where(matching, message.c.raw.is_not(None))
        files = joined.join(attachment, attachment.c.message_id == message.c.id)
        attached = select(attachment.c.sha256).select_from(files).where(matching)
        statement = statement.where(or_(blob.c.sha256.in_(raw), blob.c.sha256.in_(attached)))
    last = ""
    while hashes := reading.rows(statement.where(blob.c.sha256 > last).limit(1000)):
        last = hashes[-1].sha256
        for row in hashes:
            data = reading.value(select(blob.c.data).where(blob.c.sha256 == row.sha256))
            yield row.sha256, blob_content(data)


def record_events(reading: Reading) -> Iterator[ImportedEvent]:
    """What happened to records other than tickets, in order."""
    held = select(event).where(event.c.ticket_id.is_(None)).order_by(event.c.id)
    last = 0
    while rows := reading.rows(held.where(event.c.id > last).limit(1000)):
        last = rows[-1].id
        past = Past(reading, rows)
        yield from (past.event(row) for row in rows)


# Histories -----------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Past:
    """The names that the events of a few hundred rows refer to."""

    reading: Reading
    rows: Sequence[AnyRow]
    parsed: dict[int, dict[str, list[Machine]]] = field(default_factory=dict)
    names: dict[str, dict[int, str]] = field(default_factory=dict)
    mails: dict[int, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        wanted: dict[str, set[int]] = defaultdict(set)
        for row in self.rows:
            self.parsed[row.id] = json.loads(row.changes) if row.changes != "{}" else {}
            for column, pair in self.parsed[row.id].items():
                if column in WORDS:
                    wanted[WORDS[column][1]].update(value for value in pair if isinstance(value, int))
            if row.record is not None and row.record_id is not None:
                wanted[row.record].add(row.record_id)
        self.names = {table: _names(self.reading, table, ids) for table, ids in wanted.items()}
        ids = [row.message_id for row in self.rows if row.message_id is not None]
        self.mails = dict(bulk.matching(self.reading, message, ("id", "message_id"), "id", ids))

    def event(self, row: AnyRow) -> ImportedEvent:
        """A row of `event` with names for numbers."""
        return ImportedEvent(
            kind=row.kind,
            at=_at(row.at),
            actor=row.actor,
            change=row.change_id,
            changes=dict(self._change(column, pair) for column, pair in self.parsed[row.id].items()),
            message=self.mails.get(row.message_id),
            record=row.record,
            key=None if row.record is None else self.names[row.record].get(row.record_id) or Gone(abs(row.record_id)),
            id=row.id,
        )

    def _change(self, column: str, pair: Sequence[Machine]) -> tuple[str, tuple[Machine, Machine]]:
        old, new = pair
        if column in WORDS:
            word, table = WORDS[column]
            return word, (self._named(table, old), self._named(table, new))
        if column in RANKS:
            return column, (_rank(column, old), _rank(column, new))
        return column, (old, new)

    def _named(self, table: str, value: Machine) -> Machine:
        if not isinstance(value, int):
            return value
        if table == "ticket":
            return value
        return self.names[table].get(value) or {"gone": abs(value)}


def _rank(column: str, value: Machine) -> Machine:
    return RANKS[column](value).word if isinstance(value, int) else value


_LABELS: dict[str, Select[Any]] = {
    "customer": select(customer.c.id, customer.c.uid),
    "agent": select(agent.c.id, agent.c.login),
    "team": select(team.c.id, team.c.name),
    "organization": select(organization.c.id, organization.c.name),
    "template": select(template.c.id, template.c.name),
    "view": select(view.c.id, view.c.name),
    "tag": select(tag.c.id, tag.c.name),
    "field": select(custom_field.c.id, custom_field.c.name),
    "address": select(address.c.id, address.c.kind + ":" + address.c.value),
    "membership": select(membership.c.id, team.c.name + "/" + agent.c.login).select_from(
        membership.join(team, team.c.id == membership.c.team_id).join(agent, agent.c.id == membership.c.agent_id)
    ),
}
"""What files call each record by."""


def _names(reading: Reading, table: str, ids: Iterable[int] | None = None) -> dict[int, str]:
    """The names of the rows of a table, or of those with some ids."""
    if table not in _LABELS:
        return {}
    statement = _LABELS[table]
    if ids is not None:
        statement = statement.where(among(statement.selected_columns[0], ids, sqlite=reading.sqlite))
    return {row[0]: row[1] for row in reading.rows(statement)}


# Tickets -------------------------------------------------------------------------------------------------------------


def tickets(reading: Reading, wanted: Sequence[int], *, history: bool = True) -> Iterator[ShownTicket]:
    """These tickets in the order of the numbers, each with its thread and, unless told not to, its events."""
    names = _Everybody(_names(reading, "agent"), _names(reading, "team"))
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
        made = replace(_ticket(row, names, person), thread=thread, events=past, references=more)
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
        self.rows = _stream(reading, held.order_by(message.c.ticket_id, message.c.id))
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
        self.names.customers |= _names(self.reading, "customer", strangers) if strangers else {}
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
        at=_at(row.at),
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
        deliver_at=_at(row.deliver_at),
        raw=row.raw,
        withdrawn=bool(row.withdrawn),
        attachments=tuple(files),
        id=row.id,
    )


def _listed(people: str) -> tuple[Person, ...]:
    return tuple(Person(name, email) for name, email in json.loads(people)) if people != "[]" else ()


def _ticket(row: AnyRow, names: _Everybody, person: AnyRow | None) -> ImportedTicket:
    """The ticket's own columns."""
    return ImportedTicket(
        uid=row.uid,
        subject=row.subject,
        created_at=_at(row.created_at),
        updated_at=_at(row.updated_at),
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
        first_reply_at=_at(row.first_reply_at),
        first_reply_due=_at(row.first_reply_due),
        next_reply_due=_at(row.next_reply_due),
        due_at=_at(row.due_at),
        solved_at=_at(row.solved_at),
        closed_at=_at(row.closed_at),
        waiting_since=_at(row.waiting_since),
        snoozed_until=_at(row.snoozed_until),
        reopened=row.reopened,
        minutes_spent=row.minutes_spent,
        merged_into=row.merged_into,
        deleted_at=_at(row.deleted_at),
        source=row.source,
        external_id=row.external_id,
    )


def _stream(reading: Reading, statement: Select[Any]) -> Iterator[AnyRow]:
    """Rows as they come, a few hundred at a time."""
    yield from reading.connection.execute(statement.execution_options(yield_per=ROWS_AT_ONCE))
