"""Reads of what happened: changes and events, with the names that machine values stand for."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.sql.elements import ColumnElement

from supportdesk.domain.changes import ChangeEntry, Difference, HistoryEntry, Machine
from supportdesk.domain.ticket import Priority
from supportdesk.errors import NotFound
from supportdesk.store.reading import AnyRow, Reading, among
from supportdesk.store.tables import address, agent, change, customer, event, organization, team, ticket

FIELDS = {
    "customer_id": "customer",
    "assignee_id": "assignee",
    "team_id": "team",
    "organization_id": "organization",
    "owner_id": "owner",
}
"""Columns whose value is another row's number, by the word that people use."""


class Labels:
    """Machine values as people read them; names are fetched once and only when an event needs them."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.names: dict[str, dict[Any, str]] = {}
        self.customers: dict[int, str] = {}

    def shown(self, column: str, value: Machine) -> str:
        """One value of one column; nothing is the empty string."""
        if value is None:
            return ""
        if column == "priority" and isinstance(value, int):
            return Priority(value).word
        if column == "customer_id" and isinstance(value, int):
            return self._customer(value)
        if column in _NAMED:
            return self._named(column).get(value, str(_as_it_was(value)))
        return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)

    def _named(self, column: str) -> dict[Any, str]:
        if column not in self.names:
            self.names[column] = {row[0]: row[1] for row in self.reading.rows(_NAMED[column])}
        return self.names[column]

    def _customer(self, number: int) -> str:
        """By name, else by the first address, a mail address before a telephone; whoever is gone by their number."""
        if number not in self.customers:
            reached = select(address.c.value).where(address.c.customer_id == number)
            name = self.reading.value(select(customer.c.name).where(customer.c.id == number))
            first = name or self.reading.value(reached.order_by(address.c.kind != "email", address.c.id).limit(1))
            self.customers[number] = first or f"customer {_as_it_was(number)}"
        return self.customers[number]


def _as_it_was(number: Machine) -> Machine:
    """The number of a row that is gone; a desk that was restored keeps it below nothing, where no row can be."""
    return abs(number) if isinstance(number, int) else number


_NAMED: dict[str, Any] = {
    "assignee_id": select(agent.c.id, agent.c.login),
    "owner_id": select(agent.c.id, agent.c.login),
    "agent_id": select(agent.c.id, agent.c.login),
    "team_id": select(team.c.id, team.c.name),
    "organization_id": select(organization.c.id, organization.c.name),
}


def of_ticket(reading: Reading, number: int) -> tuple[HistoryEntry, ...]:
    """Everything that happened to a ticket, oldest first; NotFound for an unknown number."""
    if reading.value(select(ticket.c.id).where(among(ticket.c.id, [number], sqlite=reading.sqlite))) is None:
        raise NotFound(f"no ticket {number}")
    return _entries(reading, reading.rows(select(event).where(event.c.ticket_id == number).order_by(event.c.id)))


def matching(reading: Reading, wanted: ColumnElement[bool]) -> tuple[HistoryEntry, ...]:
    """The events that a condition on them holds for, oldest first."""
    return _entries(reading, reading.rows(select(event).where(wanted).order_by(event.c.id)))


def latest(reading: Reading) -> int:
    """The id of the newest event, 0 in an empty desk."""
    return int(reading.value(select(func.max(event.c.id))) or 0)


def changes(reading: Reading, *, limit: int = 20, mine: bool = False) -> tuple[ChangeEntry, ...]:
    """The newest changes, newest first; `mine` leaves out what others did."""
    tickets = select(func.count(event.c.ticket_id.distinct())).where(event.c.change_id == change.c.id).scalar_subquery()
    statement = select(change, tickets.label("tickets")).order_by(change.c.id.desc()).limit(max(limit, 0))
    if mine:
        statement = statement.where(change.c.agent_id == reading.actor.id)
    return tuple(
        ChangeEntry(row.id, row.at, row.actor, row.verb, row.tickets, row.undoes, row.undone_by)
        for row in reading.rows(statement)
    )


def differences(reading: Reading, change_id: int, *, limit: int | None = None) -> tuple[Difference, ...]:
    """What a change altered, field by field, tickets in order."""
    mine = select(event).where(event.c.change_id == change_id)
    statement = mine.order_by(event.c.ticket_id.nulls_first(), event.c.id)
    labels, found = Labels(reading), []
    for row in reading.rows(statement.limit(limit) if limit else statement):
        for column, (old, new) in json.loads(row.changes).items():
            field = FIELDS.get(column, column)
            found.append(Difference(row.ticket_id, field, labels.shown(column, old), labels.shown(column, new)))
        if row.message_id is not None:
            found.append(Difference(row.ticket_id, "message", "", row.kind))
    return tuple(found)


def _entries(reading: Reading, rows: Iterable[AnyRow]) -> tuple[HistoryEntry, ...]:
    labels = Labels(reading)
    return tuple(_entry(labels, row) for row in rows)


def _entry(labels: Labels, row: AnyRow) -> HistoryEntry:
    return HistoryEntry(
        id=row.id,
        change=row.change_id,
        ticket=row.ticket_id,
        record=row.record,
        kind=row.kind,
        at=row.at,
        actor=row.actor,
        changes=tuple(_shown(labels, json.loads(row.changes))),
        message=row.message_id,
    )


def _shown(labels: Labels, changes: dict[str, Sequence[Machine]]) -> Iterable[tuple[str, str, str]]:
    for column, (old, new) in changes.items():
        yield FIELDS.get(column, column), labels.shown(column, old), labels.shown(column, new)
