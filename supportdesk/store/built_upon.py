"""Whether somebody has built upon a change: set a field again that it set, or worked on a ticket that it opened."""

import json
from typing import Any

from sqlalchemy import ColumnElement, or_, select

from supportdesk.errors import Refused
from supportdesk.store.history import FIELDS
from supportdesk.store.reading import AnyRow, Reading
from supportdesk.store.tables import change, event

SHOWN = 5

Touched = dict[tuple[str | None, int], set[str]]
"""Fields by the record they are of: (None, ticket number) or (table, row number); `*` is all of it."""


def refuse(reading: Reading, number: int, *, keeps_added: bool = False) -> None:
    """Refuse with the tickets and fields that later changes set; changes that were themselves undone do not count.

    `keeps_added`: records that the change added stay, so nobody can have built upon them.
    """
    clashes = _clashes(reading, number, keeps_added=keeps_added)
    if not clashes:
        return
    listed = "; ".join(f"{who}: {', '.join(sorted(fields))}" for who, fields in clashes[:SHOWN])
    more = f"; and {len(clashes) - SHOWN} more" if len(clashes) > SHOWN else ""
    raise Refused(f"somebody has built upon change {number} since: {listed}{more}", hint="supportdesk changes")


def _clashes(reading: Reading, number: int, *, keeps_added: bool) -> list[tuple[str, set[str]]]:
    later = list(reading.connection.execute(_later(number)))
    if not later:
        return []
    mine = _touched(reading, number, keeps_added=keeps_added)
    found: dict[str, set[str]] = {}
    for row in later:
        held = mine.get(_key(row), set())
        fields = _set_by(row)
        both = fields if "*" in held else held & fields
        if both:
            found.setdefault(_named(row), set()).update(FIELDS.get(name, name) for name in both)
    return sorted(found.items())


def _set_by(row: AnyRow) -> set[str]:
    """What an event set. A later answer stands on the instant of the first one, though it leaves it as it is."""
    if row.message_id is None:
        return set(json.loads(row.changes))
    return {"thread", "first_reply_at"} if row.kind == "replied" else {"thread"}


def _later(number: int) -> Any:
    """Events on the same tickets and records by later changes that still stand."""
    first = select(event.c.id).where(event.c.change_id == number).order_by(event.c.id).limit(1).scalar_subquery()
    tickets = select(event.c.ticket_id).where(event.c.change_id == number, event.c.ticket_id.is_not(None))
    ours = event.alias()
    records = select(ours.c.id).where(
        ours.c.change_id == number, ours.c.record == event.c.record, ours.c.record_id == event.c.record_id
    )
    same = or_(event.c.ticket_id.in_(tickets), event.c.record.is_not(None) & records.exists())
    return select(event).where(
        event.c.id > first, event.c.change_id != number, same, event.c.change_id.not_in(_cancelled(number))
    )


def _cancelled(number: int) -> Any:
    """Later changes that were undone, and the undos that did it: together they come to nothing."""
    undone = change.alias()
    later_undone = select(undone.c.id).where(undone.c.id > number)
    cancelling = change.c.undoes.in_(later_undone)
    condition: ColumnElement[bool] = (change.c.id > number) & (change.c.undone_by.is_not(None) | cancelling)
    return select(change.c.id).where(condition)


def _touched(reading: Reading, number: int, *, keeps_added: bool) -> Touched:
    touched: Touched = {}
    for row in reading.connection.execute(select(event).where(event.c.change_id == number)):
        if row.kind == "added" and keeps_added:
            continue
        whole = row.kind in ("opened", "added", "removed")
        touched.setdefault(_key(row), set()).update({"*"} if whole else json.loads(row.changes))
    return touched


def _key(row: AnyRow) -> tuple[str | None, int]:
    return (row.record, row.record_id) if row.record is not None else (None, row.ticket_id)


def _named(row: AnyRow) -> str:
    return f"{row.record} {row.record_id}" if row.record is not None else f"ticket {row.ticket_id}"
