"""How much of a local store is held in memory. PostgreSQL holds its own, in its own process."""

from supportdesk.store.reading import Reading

SMALL = 10 << 20
"""Bytes that a program which stays open for hours leaves SQLite for pages, of all its connections together."""


def release(reading: Reading) -> None:
    """Give back the pages that SQLite keeps for later, where as much memory is wanted for what comes next."""
    if reading.sqlite:
        reading.driver.execute("PRAGMA shrink_memory")


def stay_small(reading: Reading) -> None:
    """Have SQLite take the room of old pages for new ones from `SMALL` on, in this whole process."""
    if reading.sqlite:
        reading.driver.execute(f"PRAGMA soft_heap_limit = {SMALL}").fetchall()
