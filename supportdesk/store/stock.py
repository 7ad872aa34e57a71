"""What PostgreSQL knows of how much its tables hold, after an import has filled them."""

from contextlib import suppress

from supportdesk.errors import DeskError
from supportdesk.store import tables
from supportdesk.store.engine import Store

FEW = 1_000
"""So few rows need no plan."""

MANY = 0.1
"""What share of the rows that it knew PostgreSQL itself calls many."""

KNOWN = "SELECT sum(greatest(reltuples, 0)) FROM pg_class WHERE oid IN (to_regclass('ticket'), to_regclass('message'))"


def take(store: Store, rows: int) -> None:
    """Have PostgreSQL look at its tables where `rows` tickets and messages that came are many to it.

    It looks by itself within a minute or two; until then it takes what was filled for empty, and sorts all closed
    tickets for a page of them. Where it may not look, or not now, the import has come to its end all the same.
    """
    if store.sqlite or rows < FEW:
        return
    with suppress(DeskError), store.writing() as connection:
        if rows > MANY * connection.exec_driver_sql(KNOWN).scalar_one():
            names = ", ".join(table.name for table in tables.metadata.sorted_tables)
            connection.exec_driver_sql(f"ANALYZE (SKIP_LOCKED) {names}")
