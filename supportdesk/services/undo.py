"""Taking a change back: the inverse of its events, in one change of its own; all of it or nothing."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Table, select, update

from supportdesk.domain.changes import Outcome
from supportdesk.domain.ticket import Delivery, Role
from supportdesk.errors import NotFound, NotPermitted, Refused
from supportdesk.store import built_upon, indexes, tables
from supportdesk.store.change import Change
from supportdesk.store.columns import Instant
from supportdesk.store.logged import LOGGED, Shape
from supportdesk.store.reading import AnyRow, Reading, among
from supportdesk.store.selection import Selection
from supportdesk.store.tables import event, message

OPENED = "opened"
WITHDRAWN, REINSTATED = "withdrawn", "reinstated"

Inverse = dict[str, Any]


@dataclass(slots=True)
class Plan:
    """What would bring back the desk as it was: old values by ticket, messages to withdraw or reinstate, records."""

    columns: dict[int, Inverse] = field(default_factory=dict)
    opened: list[int] = field(default_factory=list)
    withdraw: list[int] = field(default_factory=list)
    reinstate: list[int] = field(default_factory=list)
    records: list[AnyRow] = field(default_factory=list)

    @property
    def tickets(self) -> bool:
        """Whether tickets were touched: what was added for them, a customer or a tag, stays then."""
        return bool(self.columns or self.opened or self.withdraw or self.reinstate)


def undo(change: Change, *, number: int | None = None) -> Outcome:
    """Reverse a change, or the acting agent's last one; refused where somebody has built upon it since.

    Undoing an undone change changes nothing; undoing an undo does the change again.
    """
    change.require(Role.AGENT, what="undoing")
    row = _wanted(change, number)
    if row.undone_by is not None:
        return change.outcome()
    if row.agent_id != change.actor.id and change.actor.role < Role.LEAD:
        raise NotPermitted(f"change {row.id} is {row.actor}'s; only a lead takes back what others did")
    tickets = _lock(change, row.id)
    built_upon.refuse(change, row.id)
    plan = _plan(change, row.id)
    _refuse_sent(change, plan.withdraw)
    _apply(change, plan)
    _mark(change, row)
    return change.outcome(Selection(tickets))


def _wanted(change: Change, number: int | None) -> AnyRow:
    changes = tables.change
    if number is not None:
        found = change.row(select(changes).where(changes.c.id == number))
        if found is None:
            raise NotFound(f"no change {number}", hint="supportdesk changes")
        return found
    mine = select(changes).where(
        changes.c.agent_id == change.actor.id, changes.c.undone_by.is_(None), changes.c.undoes.is_(None)
    )
    last = change.row(mine.order_by(changes.c.id.desc()).limit(1))
    if last is None:
        raise NotFound("nothing of yours to undo", hint="supportdesk changes")
    return last


def _lock(change: Change, number: int) -> tuple[int, ...]:
    """Hold every ticket that the change touched, in order."""
    touched = select(event.c.ticket_id).where(event.c.change_id == number, event.c.ticket_id.is_not(None))
    held = select(tables.ticket.c.id).where(tables.ticket.c.id.in_(touched)).order_by(tables.ticket.c.id)
    return change.ids(held if change.sqlite else held.with_for_update())


def _plan(change: Reading, number: int) -> Plan:
    """The inverse of the change's events; of several events on one field the oldest value wins."""
    plan = Plan()
    listed = select(event).where(event.c.change_id == number).order_by(event.c.id)
    for row in change.connection.execute(listed):
        if row.record is not None:
            plan.records.append(row)
        elif row.kind == OPENED:
            plan.opened.append(row.ticket_id)
        elif row.message_id is not None:
            (plan.reinstate if row.kind == WITHDRAWN else plan.withdraw).append(row.message_id)
        else:
            olds = {name: pair[0] for name, pair in json.loads(row.changes).items()}
            plan.columns[row.ticket_id] = {**olds, **plan.columns.get(row.ticket_id, {})}
    born = set(plan.opened)
    plan.columns = {ticket: olds for ticket, olds in plan.columns.items() if ticket not in born}
    return plan


def _refuse_sent(change: Change, ids: Sequence[int]) -> None:
    gone = (str(Delivery.SENT), str(Delivery.SENDING))
    sent = select(message.c.ticket_id).where(
        among(message.c.id, ids, sqlite=change.sqlite), message.c.delivery.in_(gone)
    )
    if numbers := change.ids(sent.order_by(message.c.ticket_id)):
        raise Refused(f"the answer on ticket {numbers[0]} has been sent and cannot be taken back")


def _apply(change: Change, plan: Plan) -> None:
    for olds, numbers in _grouped(plan.columns):
        change.set(Selection(tuple(sorted(numbers))), "undone", **_typed(olds))
    if plan.opened:
        change.set(Selection(tuple(sorted(plan.opened))), "deleted", deleted_at=change.now)
    _speak(change, plan.withdraw, WITHDRAWN)
    _speak(change, plan.reinstate, REINSTATED)
    for row in reversed(plan.records):
        if row.kind != "added" or not plan.tickets:
            _restore(change, row)


def _grouped(columns: Mapping[int, Inverse]) -> list[tuple[Inverse, list[int]]]:
    """Tickets that get the same values back are set together."""
    groups: dict[str, tuple[Inverse, list[int]]] = {}
    for number, olds in columns.items():
        groups.setdefault(json.dumps(olds, sort_keys=True), (olds, []))[1].append(number)
    return list(groups.values())


def _typed(olds: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _column_value(name, value) for name, value in olds.items()}


def _column_value(name: str, value: Any) -> Any:
    """A machine value of an event as the column takes it."""
    if value is None:
        return None
    match LOGGED[name]:
        case Shape.INSTANT:
            return datetime.fromisoformat(value)
        case Shape.JSON:
            return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        case Shape.PLAIN:
            return value


def _speak(change: Change, ids: Sequence[int], kind: str) -> None:
    """Take messages out of their threads, or put them back."""
    if not ids:
        return
    held = among(message.c.id, ids, sqlite=change.sqlite)
    change.connection.execute(update(message).where(held).values(withdrawn=int(kind == WITHDRAWN)))
    rows = change.rows(select(message.c.id, message.c.ticket_id).where(held).order_by(message.c.id))
    change.events([{"ticket_id": row.ticket_id, "kind": kind, "message_id": row.id, "changes": "{}"} for row in rows])
    numbers = sorted({row.ticket_id for row in rows})
    indexes.recount(change, numbers)
    indexes.reindex(change, numbers)


def _restore(change: Change, row: AnyRow) -> None:
    """Give a record that is not a ticket its old values back, bring it back, or take it away."""
    table = tables.metadata.tables[row.record]
    pairs = json.loads(row.changes)
    olds = {name: _record_value(table, name, pair[0]) for name, pair in pairs.items()}
    match row.kind:
        case "added":
            _refuse_used(change, table, row.record_id)
            change.remove(table, row.record_id)
        case "removed":
            change.add(table, id=row.record_id, **olds)
        case _:
            change.edit(table, row.record_id, **olds)


def _record_value(table: Table, name: str, value: Any) -> Any:
    return datetime.fromisoformat(value) if value is not None and isinstance(table.c[name].type, Instant) else value


def _refuse_used(change: Change, table: Table, number: int) -> None:
    """What others refer to by now stays: a customer who has tickets, an agent who wrote something."""
    for other in tables.metadata.sorted_tables:
        for column in other.columns:
            refers = any(key.column is table.c.id for key in column.foreign_keys)
            if refers and change.row(select(column).where(column == number).limit(1)) is not None:
                raise Refused(f"{table.name} {number} is in use by now ({other.name}) and stays")


def _mark(change: Change, row: AnyRow) -> None:
    changes = tables.change
    change.connection.execute(update(changes).where(changes.c.id == change.id).values(undoes=row.id))
    change.connection.execute(update(changes).where(changes.c.id == row.id).values(undone_by=change.id))
    if row.undoes is not None:
        change.connection.execute(update(changes).where(changes.c.id == row.undoes).values(undone_by=None))
