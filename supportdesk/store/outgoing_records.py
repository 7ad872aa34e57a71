"""Reads for exports: every record beside the tickets, small tables by name, the others by number."""

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence

from sqlalchemy import or_, select

from supportdesk.domain.shape import (
    ImportedAgent,
    ImportedChange,
    ImportedCustomer,
    ImportedField,
    ImportedOrganization,
    ImportedTag,
    ImportedTeam,
    ImportedTemplate,
    ImportedView,
)
from supportdesk.store.blobs import unpacked
from supportdesk.store.outgoing import matching_filter
from supportdesk.store.outgoing_past import at_text, names_of, stream
from supportdesk.store.reading import AnyRow, Reading, among
from supportdesk.store.tables import (
    address,
    agent,
    attachment,
    blob,
    change,
    customer,
    event,
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

# Records beside tickets ----------------------------------------------------------------------------------------------


def organizations(reading: Reading) -> Iterator[ImportedOrganization]:
    """Every organization."""
    for row in stream(reading, select(organization).order_by(organization.c.id)):
        domains = tuple(json.loads(row.domains))
        head = (row.name, at_text(row.created_at), domains, bool(row.vip), row.note)
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
        yield ImportedAgent(
            *head, row.capacity, tuple(json.loads(row.skills)), at_text(row.away_from), at_text(row.away_to)
        )


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
    names = names_of(reading, "team")
    for row in sorted(reading.rows(select(template)), key=lambda row: row.name):
        yield ImportedTemplate(
            name=row.name,
            created_at=at_text(row.created_at),
            updated_at=at_text(row.updated_at),
            title=row.title,
            body=row.body,
            language=row.language,
            team=names.get(row.team_id),
            actions=json.loads(row.actions),
        )


def views(reading: Reading) -> Iterator[ImportedView]:
    """Every saved view, by name."""
    names = names_of(reading, "agent")
    for row in sorted(reading.rows(select(view)), key=lambda row: row.name):
        yield ImportedView(row.name, row.filter, row.sort, row.position, names.get(row.owner_id))


def customers(reading: Reading, filter: str = "") -> Iterator[ImportedCustomer]:
    """Every customer with their addresses; with a filter, those of the tickets that it matches."""
    statement = select(customer, organization.c.name.label("company")).select_from(
        customer.outerjoin(organization, organization.c.id == customer.c.organization_id)
    )
    if filter.strip():
        matching = matching_filter(reading, filter)
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
        created_at=at_text(row.created_at),
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
    logins = names_of(reading, "agent")
    statement = select(change).order_by(change.c.id)
    if filter.strip():
        joined = event.join(ticket, ticket.c.id == event.c.ticket_id)
        touched = select(event.c.change_id).select_from(joined).where(matching_filter(reading, filter))
        statement = statement.where(change.c.id.in_(touched))
    for row in stream(reading, statement):
        head = (row.id, at_text(row.at), row.actor, row.verb, logins.get(row.agent_id))
        yield ImportedChange(*head, row.undoes, row.undone_by)


def contents(reading: Reading, filter: str = "") -> Iterator[tuple[str, bytes]]:
    """Every stored content by its hash; with a filter, those of the tickets that it matches."""
    statement = select(blob.c.sha256).order_by(blob.c.sha256)
    if filter.strip():
        joined = message.join(ticket, ticket.c.id == message.c.ticket_id)
        matching = matching_filter(reading, filter)
        raw = select(message.c.raw).select_from(joined).where(matching, message.c.raw.is_not(None))
        files = joined.join(attachment, attachment.c.message_id == message.c.id)
        attached = select(attachment.c.sha256).select_from(files).where(matching)
        statement = statement.where(or_(blob.c.sha256.in_(raw), blob.c.sha256.in_(attached)))
    last = ""
    while hashes := reading.rows(statement.where(blob.c.sha256 > last).limit(1000)):
        last = hashes[-1].sha256
        for row in hashes:
            data = reading.value(select(blob.c.data).where(blob.c.sha256 == row.sha256))
            yield row.sha256, unpacked(data)
