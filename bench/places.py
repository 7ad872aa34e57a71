"""Where stores stand while they are measured, and the bare drivers that the desk is measured against.

A bare driver has the store's own pragmas and settings, and nothing else of ours.
"""

import shutil
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

import psycopg

from supportdesk.desk import Desk
from supportdesk.store import schema
from supportdesk.store.engine import connect
from tests.postgres import OwnServer, Server

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
"""The instant at which everything is measured, so that both sides write the same rows."""

AGENT = "bench"


class Bare(Protocol):
    """A driver's connection; statements have `?` for their values on either database."""

    def begin(self) -> None:
        """Start a transaction that will write."""

    def commit(self) -> None:
        """End it."""

    def run(self, statement: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """All rows of a statement."""

    def insert(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        """Ready-made rows by the driver's own fastest way: executemany or COPY."""

    def close(self) -> None:
        """Give it back."""


class BareSqlite:
    """The `sqlite3` module."""

    def __init__(self, path: str) -> None:
        self.connection = sqlite3.connect(path, timeout=30, isolation_level=None)
        for pragma in ("journal_mode = WAL", "foreign_keys = ON", "synchronous = NORMAL"):
            self.connection.execute(f"PRAGMA {pragma}")
        for pragma in ("cache_size = -65536", "temp_store = MEMORY"):
            self.connection.execute(f"PRAGMA {pragma}")

    def begin(self) -> None:
        """Take the write lock at once, as the desk does."""
        self.connection.execute("BEGIN IMMEDIATE")

    def commit(self) -> None:
        """End it."""
        self.connection.execute("COMMIT")

    def run(self, statement: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """All rows of a statement."""
        return self.connection.execute(statement, values).fetchall()

    def insert(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        """`executemany`."""
        marks = ", ".join("?" * len(columns))
        self.connection.executemany(f"INSERT INTO {table} ({_listed(columns)}) VALUES ({marks})", rows)

    def close(self) -> None:
        """Give it back."""
        self.connection.close()


class BarePostgres:
    """psycopg."""

    def __init__(self, url: str) -> None:
        self.connection = psycopg.connect(url, autocommit=True)
        self.connection.execute("SET TIME ZONE 'UTC'")
        self.cursor = self.connection.cursor()

    def begin(self) -> None:
        """Start a transaction."""
        self.cursor.execute("BEGIN")

    def commit(self) -> None:
        """End it."""
        self.cursor.execute("COMMIT")

    def run(self, statement: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """All rows of a statement."""
        self.cursor.execute(statement.replace("?", "%s"), values)
        return self.cursor.fetchall() if self.cursor.description else []

    def insert(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        """`COPY`."""
        with self.cursor.copy(f"COPY {table} ({_listed(columns)}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)

    def close(self) -> None:
        """Give it back."""
        self.connection.close()


def _listed(columns: Sequence[str]) -> str:
    return ", ".join(f'"{column}"' for column in columns)


class Place(Protocol):
    """Makes, copies and removes stores of one database."""

    name: str

    def new(self, name: str) -> str:
        """A new store; its address."""

    def copy(self, address: str, name: str) -> str:
        """A copy of a store that nobody is connected to."""

    def remove(self, address: str) -> None:
        """Take a store away."""

    def bare(self, address: str) -> Bare:
        """The bare driver on a store."""


class Sqlite:
    """Stores in files of one folder."""

    name = "SQLite"

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def new(self, name: str) -> str:
        """A new store."""
        address = str(self.folder / f"{name}.db")
        self.remove(address)
        _create(address)
        return address

    def copy(self, address: str, name: str) -> str:
        """The file, once what is in its log has been put into it."""
        with sqlite3.connect(address) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()
        copied = str(self.folder / f"{name}.db")
        self.remove(copied)
        shutil.copyfile(address, copied)
        return copied

    def remove(self, address: str) -> None:
        """The file and what SQLite lays beside it."""
        for ending in ("", "-wal", "-shm"):
            Path(address + ending).unlink(missing_ok=True)

    def bare(self, address: str) -> Bare:
        """The bare driver."""
        return BareSqlite(address)


class Postgres:
    """Stores in databases of one server."""

    name = "PostgreSQL"

    def __init__(self, server: Server) -> None:
        self.server = server

    def new(self, name: str) -> str:
        """A new store."""
        self._drop(name)
        self.server.run(f"CREATE DATABASE bench_{name} TEMPLATE template0 ENCODING 'UTF8'")
        address = self.server.database(f"bench_{name}")
        _create(address)
        return address

    def copy(self, address: str, name: str) -> str:
        """The server copies the files."""
        self._drop(name)
        source = urlsplit(address).path.rpartition("/")[2]
        self.server.run(f"CREATE DATABASE bench_{name} TEMPLATE {source} STRATEGY FILE_COPY")
        return self.server.database(f"bench_{name}")

    def remove(self, address: str) -> None:
        """Whoever is still connected."""
        self.server.run(f"DROP DATABASE IF EXISTS {urlsplit(address).path.rpartition('/')[2]} WITH (FORCE)")

    def _drop(self, name: str) -> None:
        self.server.run(f"DROP DATABASE IF EXISTS bench_{name} WITH (FORCE)")

    def bare(self, address: str) -> Bare:
        """The bare driver."""
        return BarePostgres(address)


def _create(address: str) -> None:
    store = connect(address)
    schema.create(store, login=AGENT, now=NOW)
    store.close()


@contextmanager
def desk(address: str) -> Iterator[Desk]:
    """The desk of a store, its clock standing still."""
    store = connect(address)
    try:
        yield Desk(store, AGENT, lambda: NOW)
    finally:
        store.close()


@contextmanager
def bare(place: Place, address: str) -> Iterator[Bare]:
    """The bare driver on a store."""
    connection = place.bare(address)
    try:
        yield connection
    finally:
        connection.close()


@contextmanager
def postgres(url: str | None) -> Iterator[Postgres]:
    """The server at a URL, or one of our own with its files on the disk."""
    server = Server(url) if url else OwnServer(durable=True)
    server.strategy = "FILE_COPY"
    try:
        yield Postgres(server)
    finally:
        server.close()
