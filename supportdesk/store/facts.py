"""What a store says of itself: where it is, its version, and how much it holds. `db info` prints it."""

from sqlalchemy import func, select, text

from supportdesk.store import schema, tables
from supportdesk.store.engine import Store
from supportdesk.store.reading import Reading

COUNTED = {
    "tickets": tables.ticket,
    "messages": tables.message,
    "attachments": tables.attachment,
    "customers": tables.customer,
    "agents": tables.agent,
    "changes": tables.change,
    "events": tables.event,
}


def of_store(reading: Reading, store: Store) -> list[tuple[str, str]]:
    """Facts as names and values, sizes in bytes."""
    facts = [("store", store.place), ("database", _database(reading)), ("version", schema.version(reading.connection))]
    facts += [("size", f"{_size(reading)} bytes")]
    facts += [(name, str(reading.value(select(func.count()).select_from(table)))) for name, table in COUNTED.items()]
    return facts


def _database(reading: Reading) -> str:
    if reading.sqlite:
        return f"SQLite {reading.value(text('SELECT sqlite_version()'))}"
    return f"PostgreSQL {reading.value(text('SHOW server_version'))}"


def _size(reading: Reading) -> int:
    if reading.sqlite:
        return int(reading.value(text("PRAGMA page_count"))) * int(reading.value(text("PRAGMA page_size")))
    return int(reading.value(text("SELECT pg_database_size(current_database())")))
