"""What would take a change back, read from its events: columns, messages and records. `services/undo.py` applies it."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKeyConstraint, Table, UniqueConstraint, select

from supportdesk.errors import Refused
from supportdesk.near import alike_in
from supportdesk.store import tables
from supportdesk.store.columns import Instant
from supportdesk.store.logged import LOGGED, Shape
from supportdesk.store.reading import AnyRow, Reading
from supportdesk.store.tables import event

OPENED = "opened"
ADDED, REMOVED = "added", "removed"
WITHDRAWN, REINSTATED = "withdrawn", "reinstated"
FATES = ("sent", "failed", "bounced", "retried")
"""Events of a message that stands already: what became of it on its way."""

Values = dict[str, Any]


@dataclass(slots=True)
class Inverse:
    """The desk as it was: old values by ticket, tickets to delete, messages to withdraw or reinstate, records."""

    columns: dict[int, Values] = field(default_factory=dict)
    opened: list[int] = field(default_factory=list)
    withdraw: list[int] = field(default_factory=list)
    reinstate: list[int] = field(default_factory=list)
    records: list[AnyRow] = field(default_factory=list)
    keeps_added: bool = False
    """What was added for tickets, a customer or a tag, stays; it is others' to use by now."""

    def returning(self) -> Iterator[AnyRow]:
        """Events of records to bring or set back, the last one first: tickets may refer to them again."""
        return (row for row in reversed(self.records) if row.kind != ADDED)

    def leaving(self, *, first: bool) -> Iterator[AnyRow]:
        """Events of records to take away, the last one first: tickets refer to them no more.

        What nothing ever refers to leaves `first`: an address may stand in the way of one that it took the place of.
        """
        leaves = () if self.keeps_added else reversed(self.records)
        return (row for row in leaves if row.kind == ADDED and is_referred_to(row.record) is not first)


def of_change(reading: Reading, number: int, *, is_undo: bool) -> Inverse:
    """The inverse of a change's events; of several events on one field the oldest value wins."""
    found = Inverse()
    with reading.connection.execute(select(event).where(event.c.change_id == number).order_by(event.c.id)) as rows:
        for row in rows:
            _take(found, row)
    born = set(found.opened)
    found.columns = {ticket: olds for ticket, olds in found.columns.items() if ticket not in born}
    touches_tickets = bool(found.columns or found.opened or found.withdraw or found.reinstate)
    found.keeps_added = touches_tickets and not is_undo
    return found


def _take(found: Inverse, row: AnyRow) -> None:
    if row.record is not None:
        found.records.append(row)
    elif row.kind == OPENED:
        found.opened.append(row.ticket_id)
    elif row.kind in FATES:
        return
    elif row.message_id is not None:
        (found.reinstate if row.kind == WITHDRAWN else found.withdraw).append(row.message_id)
    else:
        held = found.columns.setdefault(row.ticket_id, {})
        for name, (old, _) in json.loads(row.changes).items():
            held.setdefault(name, _column_value(name, old))


def _column_value(name: str, value: Any) -> Any:
    """A machine value of an event as the column holds it."""
    if value is None or LOGGED[name] is not Shape.JSON:
        return value
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def olds(row: AnyRow) -> Values:
    """The old values of a record's event, as its columns take them."""
    table = tables.metadata.tables[row.record]
    return {name: _record_value(table, name, pair[0]) for name, pair in json.loads(row.changes).items()}


def _record_value(table: Table, name: str, value: Any) -> Any:
    return datetime.fromisoformat(value) if value is not None and isinstance(table.c[name].type, Instant) else value


def is_referred_to(name: str) -> bool:
    """Whether rows of some table name rows of this one."""
    return any(key.column.table.name == name for other in tables.metadata.sorted_tables for key in other.foreign_keys)


def refuse_used(reading: Reading, table: Table, number: int) -> None:
    """What others refer to by now stays: a customer who has tickets, an agent who wrote something."""
    for other in tables.metadata.sorted_tables:
        for column in other.columns:
            refers = any(key.column is table.c.id for key in column.foreign_keys)
            if refers and reading.row(select(column).where(column == number).limit(1)) is not None:
                raise Refused(f"{table.name} {number} is in use by now ({other.name}) and stays")


def refuse_taken(reading: Reading, table: Table, number: int, values: Values) -> None:
    """What another record is called by now, or what belonged to one that is gone, cannot come back."""
    for constraint in table.constraints:
        if isinstance(constraint, UniqueConstraint):
            names = [column.name for column in constraint.columns]
            if _taken(reading, table, number, names, values):
                shown = " ".join(str(values.get(name)) for name in names)
                raise Refused(f"there is another {table.name} {shown!r} by now")
        if isinstance(constraint, ForeignKeyConstraint):
            _refuse_lost(reading, table, constraint, values)


def _taken(reading: Reading, table: Table, number: int, names: Sequence[str], values: Values) -> bool:
    if not values.keys() & set(names):
        return False
    standing = reading.row(select(*(table.c[name] for name in names)).where(table.c.id == number))
    whole: dict[str, Any] = {**(dict(standing._mapping) if standing else {}), **values}
    if any(whole.get(name) is None for name in names):
        return False
    if names in (["name"], ["login"]):
        others = reading.rows(select(table.c[names[0]]).where(table.c.id != number))
        return bool(alike_in((row[0] for row in others), whole[names[0]]))
    same = [table.c[name] == whole[name] for name in names]
    return reading.row(select(table.c.id).where(*same, table.c.id != number)) is not None


def _refuse_lost(reading: Reading, table: Table, constraint: ForeignKeyConstraint, values: Values) -> None:
    key = constraint.elements[0]
    value, target = values.get(key.parent.name), key.column
    if value is not None and reading.row(select(target).where(target == value)) is None:
        raise Refused(f"the {table.name} belonged to {target.table.name} {value}, which is gone by now")
