"""Records other than tickets as events keep them: whole rows, what differs, and what tickets derive from them.

Only `change.py` writes; this module says what it is to write down.
"""

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Table, select

from supportdesk.store import tables
from supportdesk.store.columns import machine_value
from supportdesk.store.reading import Reading

Columns = Mapping[str, Any]


def whole(reading: Reading, table: Table, number: int) -> dict[str, Any]:
    """All columns of a row but its number, as events write them; held, so that nobody sets them meanwhile.

    Rows that refer to it may still come: a reply needs its customer to stand, not to stay the same.
    """
    statement = select(table).where(table.c.id == number)
    row = reading.row(statement if reading.sqlite else statement.with_for_update(key_share=True))
    return {} if row is None else {name: machine_value(value) for name, value in row._mapping.items() if name != "id"}


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
    from supportdesk.store import indexes

    if table is tables.customer and {"name", "vip", "organization_id"} & changes.keys():
        indexes.follow_customers(reading, [number], renamed="name" in changes)
    elif table is tables.address:
        owners = changes.get("customer_id") or [reading.value(select(table.c.customer_id).where(table.c.id == number))]
        indexes.follow_customers(reading, [owner for owner in owners if owner is not None], renamed=True)
    elif table is tables.organization and "vip" in changes:
        members = select(tables.customer.c.id).where(tables.customer.c.organization_id == number)
        indexes.follow_customers(reading, reading.ids(members), renamed=False)
