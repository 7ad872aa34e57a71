"""How an import writes the log: many events in one statement, each in the columns of the event table."""

from collections.abc import Sequence

from sqlalchemy import Table

from supportdesk.services.intake.notation import changes_text
from supportdesk.store import bulk, tables
from supportdesk.store.change import Change
from supportdesk.store.columns import instant_text

EVENT = ("change_id", "ticket_id", "record", "record_id", "kind", "at", "actor", "changes", "message_id")
"""The columns of an event that a row of events gives, in their order."""


def added_events(change: Change, table: Table, names: Sequence[str], rows: Sequence[bulk.Cells]) -> None:
    """Log new records as `Change.add` does; each row is its number and then the cells of `names`."""
    if not rows:
        return
    same = (change.id, None, table.name)
    tail = ("added", instant_text(change.now), change.actor.login)
    listed: list[bulk.Cells] = []
    for row in rows:
        changes = {name: [None, cell] for name, cell in zip(names, row[1:], strict=True)}
        listed.append((*same, row[0], *tail, changes_text(changes), None))
    bulk.insert(change, tables.event, EVENT, listed)
    change.touched = True


def insert_events(change: Change, rows: Sequence[bulk.Cells], brought: Sequence[int | None] = ()) -> None:
    """Insert events (the cells of `EVENT`) in their order; `brought` are the numbers that they had, where kept."""
    if brought:
        ids = bulk.kept_ids(change, tables.event, brought)
        bulk.insert(
            change, tables.event, ("id", *EVENT), [(number, *row) for number, row in zip(ids, rows, strict=True)]
        )
    else:
        bulk.insert(change, tables.event, EVENT, rows)
    change.touched = change.touched or bool(rows)
