"""Records other than tickets as events keep them: whole rows, what differs, and what tickets derive from them.

Only `change.py` writes; this module says what it is to write down.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Table, select

from supportdesk.store import indexes, tables
from supportdesk.store.columns import instant_text
from supportdesk.store.reading import Reading, among
from supportdesk.store.tables import ticket

Columns = Mapping[str, Any]


def whole(reading: Reading, table: Table, number: int) -> dict[str, Any]:
    """All columns of a row but its number, as events write them; held, so that nobody sets them meanwhile."""
    statement = select(table).where(table.c.id == number)
    row = reading.row(statement if reading.sqlite else statement.with_for_update())
    return {} if row is None else {name: _machine(value) for name, value in row._mapping.items() if name != "id"}


def _machine(value: object) -> object:
    return instant_text(value) if isinstance(value, datetime) else value


def differing(before: Columns | None, after: Columns | None) -> dict[str, list[Any]]:
    """The columns that differ as [old, new]; all of them where a record comes or goes."""
    names = (before or after or {}).keys()
    pairs = {name: [(before or {}).get(name), (after or {}).get(name)] for name in names}
    comes_or_goes = before is None or after is None
    return {name: pair for name, pair in pairs.items() if comes_or_goes or pair[0] != pair[1]}


def event_row(table: Table, number: int, kind: str, changes: Mapping[str, list[Any]]) -> dict[str, Any]:
    """The event that keeps what became of a record."""
    listed = json.dumps(changes, ensure_ascii=False)
    return {"record": table.name, "record_id": number, "kind": kind, "changes": listed}


def follow(reading: Reading, table: Table, number: int, changes: Mapping[str, list[Any]]) -> None:
    """Keep what tickets derive from customers, their addresses and their companies."""
    if table is tables.customer and {"vip", "organization_id"} & changes.keys():
        indexes.revip(reading, ticket.c.customer_id == number)
    if table is tables.customer and "name" in changes:
        _reindex(reading, {number})
    elif table is tables.address:
        _reindex(reading, {owner for owner in changes.get("customer_id", []) if owner is not None})
        if "customer_id" not in changes:
            _reindex(reading, {reading.value(select(table.c.customer_id).where(table.c.id == number))})
    elif table is tables.organization and "vip" in changes:
        members = select(tables.customer.c.id).where(tables.customer.c.organization_id == number)
        indexes.revip(reading, ticket.c.customer_id.in_(members))


def _reindex(reading: Reading, customers: set[int]) -> None:
    theirs = among(ticket.c.customer_id, customers, sqlite=reading.sqlite)
    indexes.reindex(reading, reading.ids(select(ticket.c.id).where(theirs).order_by(ticket.c.id)))
