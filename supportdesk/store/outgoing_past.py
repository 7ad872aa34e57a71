"""Reads for exports: what happened, with names for row numbers."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Select, select

from supportdesk.domain.changes import Machine
from supportdesk.domain.shape import (
    Gone,
    ImportedEvent,
)
from supportdesk.domain.ticket import Priority, Role
from supportdesk.store import bulk
from supportdesk.store.columns import instant_text
from supportdesk.store.reading import AnyRow, Reading, among
from supportdesk.store.tables import (
    address,
    agent,
    customer,
    event,
    membership,
    message,
    organization,
    tag,
    team,
    template,
    view,
)
from supportdesk.store.tables import field as custom_field

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


def at_text(value: Any) -> Any:
    """An instant as text, whatever the driver gave."""
    return instant_text(value) if value is not None else None


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
        self.names = {table: names_of(self.reading, table, ids) for table, ids in wanted.items()}
        ids = [row.message_id for row in self.rows if row.message_id is not None]
        self.mails = dict(bulk.matching(self.reading, message, ("id", "message_id"), "id", ids))

    def event(self, row: AnyRow) -> ImportedEvent:
        """A row of `event` with names for numbers."""
        return ImportedEvent(
            kind=row.kind,
            at=at_text(row.at),
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


def names_of(reading: Reading, table: str, ids: Iterable[int] | None = None) -> dict[int, str]:
    """The names of the rows of a table, or of those with some ids."""
    if table not in _LABELS:
        return {}
    statement = _LABELS[table]
    if ids is not None:
        statement = statement.where(among(statement.selected_columns[0], ids, sqlite=reading.sqlite))
    return {row[0]: row[1] for row in reading.rows(statement)}


def stream(reading: Reading, statement: Select[Any]) -> Iterator[AnyRow]:
    """Rows as they come, a few hundred at a time."""
    yield from reading.connection.execute(statement.execution_options(yield_per=ROWS_AT_ONCE))


def record_events(reading: Reading) -> Iterator[ImportedEvent]:
    """What happened to records other than tickets, in order."""
    held = select(event).where(event.c.ticket_id.is_(None)).order_by(event.c.id)
    last = 0
    while rows := reading.rows(held.where(event.c.id > last).limit(1000)):
        last = rows[-1].id
        past = Past(reading, rows)
        yield from (past.event(row) for row in rows)
