"""Connections to a store: pragmas, transactions, and who waits for whom.

Nothing here knows what a ticket is; what the drivers' errors mean stands in `driver_errors.py`. A `Store` is one
database, a local SQLite file or a PostgreSQL server.
"""

import errno
import os
import random
import re
import sqlite3
import stat
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy
from sqlalchemy import Connection, Engine, event

from supportdesk.domain.field_order import rank
from supportdesk.errors import NotFound, Refused, UsageError
from supportdesk.homes import at_home
from supportdesk.passwords import without_password
from supportdesk.store import hints, plans
from supportdesk.store.driver_errors import mapped_errors, reason
from supportdesk.store.servers import conninfo, is_server

LOCK_WAIT = 30.0
"""Seconds that a write waits for others before it gives up with exit 6."""

LOOKS = (0.001, 0.006)
"""Seconds between two looks at a write lock that somebody holds, by chance, so that nobody is always late."""

CROWD = 0.5
"""Seconds of waiting after which there must be many: from then on looks are as much rarer as the wait is longer, or a
hundred processes would leave no time to the one that works."""

RAREST = 12.0
"""No look comes so many times later than a first one."""

APPLICATION = 0x5344534B
"""SQLite's application id of our files: the letters SDSK."""


@dataclass(frozen=True, slots=True)
class Store:
    """One open database: `engine` for this module's neighbours, `place` for people (never with a password).

    Connections are `kept` for the next transaction, but to a file that others alone may write: how it can be read
    changes with what they do.
    """

    engine: Engine
    place: str
    path: Path | None = None
    kept: bool = True

    @property
    def sqlite(self) -> bool:
        """Whether this is a local file."""
        return self.path is not None

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees one moment and can write nothing."""
        with mapped_errors(self.place, self.path), self._connection(writing=False) as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that holds SQLite's one write lock from its first statement; rolled back if its body raises."""
        with mapped_errors(self.place, self.path), self._connection(writing=True) as connection, connection.begin():
            yield connection

    @contextmanager
    def _connection(self, *, writing: bool) -> Iterator[Connection]:
        with self.engine.connect() as connection:
            if self.sqlite:
                yield connection.execution_options(desk_writing=writing)
            elif writing:
                yield connection
            else:
                yield connection.execution_options(postgresql_readonly=True, isolation_level="REPEATABLE READ")

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()


def connect(url: str, *, lock_wait: float = LOCK_WAIT, full_sync: bool = False) -> Store:
    """The store at a URL or path; nothing is opened or created yet (`schema.create` and `schema.check` do that)."""
    if is_server(url):
        return _postgres(url, lock_wait)
    if re.match(r"(?!sqlite:///)[a-z][a-z0-9+.-]+://", url):
        raise UsageError("a store is the path of a file or a postgresql:// address")
    if "\0" in url:
        raise UsageError("the path of a store holds no NUL character")
    return _sqlite(at_home(url.removeprefix("sqlite:///")), lock_wait, full_sync=full_sync)


def _sqlite(path: Path, lock_wait: float, *, full_sync: bool) -> Store:
    writable = _is_writable(path)
    if writable:
        _follow_mode(path)

    def open_file() -> sqlite3.Connection:
        uri = f"file:{_quoted(path)}?mode={'rw' if writable else _reading_mode(path)}"
        return sqlite3.connect(uri, uri=True, timeout=lock_wait, isolation_level=None, check_same_thread=False)

    engine = sqlalchemy.create_engine(
        "sqlite+pysqlite://",
        creator=open_file,
        hide_parameters=True,
        poolclass=sqlalchemy.QueuePool if writable else sqlalchemy.NullPool,
    )
    hints.heed(engine)
    event.listen(engine, "connect", _pragmas(lock_wait, writable=writable, full_sync=full_sync))
    event.listen(engine, "begin", _begin(lock_wait))
    return Store(engine, str(path), path, kept=writable)


def _is_writable(path: Path) -> bool:
    """Whether the file may be written, with those that SQLite puts beside it; refused where it can be no store."""
    try:
        if path.is_dir():
            raise Refused(f"{path} is a folder, not a store")
        if not path.parent.is_dir():
            raise NotFound(f"no folder {path.parent} for the store")
        if not path.exists():
            return True
        if not path.is_file():
            raise Refused(f"{path} is not a supportdesk store")
        if not os.access(path, os.R_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    except OSError as error:
        raise Refused(f"cannot open the store {path}: {error.strerror}") from error
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def _follow_mode(path: Path) -> None:
    """Side files that a reader made while the store was read-only are no longer so; SQLite would refuse to write."""
    for side in (Path(f"{path}-wal"), Path(f"{path}-shm")):
        with suppress(OSError):  # somebody else's: the driver tells
            if not os.access(side, os.W_OK):
                side.chmod(stat.S_IMODE(path.stat().st_mode))


def _reading_mode(path: Path) -> str:
    """SQLite needs its side files for reading too; where it may not make them, the file is read as it lies.

    What somebody else has just written lies beside it: then the side files are there, and are read.
    """
    log = Path(f"{path}-wal")
    as_it_lies = not os.access(path.parent, os.W_OK) and not (log.exists() and log.stat().st_size)
    return "ro&immutable=1" if as_it_lies else "ro"


def _quoted(path: Path) -> str:
    from urllib.parse import quote

    return quote(str(path.absolute()))


def _pragmas(lock_wait: float, *, writable: bool, full_sync: bool) -> Callable[[sqlite3.Connection, object], None]:
    def configure(connection: sqlite3.Connection, _record: object) -> None:
        connection.create_function("desk_fold", 1, _fold, deterministic=True)
        connection.create_function("desk_rank", 2, rank, deterministic=True)
        cursor = connection.cursor()
        if writable:
            _keep_a_log(cursor, lock_wait)
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.execute(f"PRAGMA synchronous = {'FULL' if full_sync else 'NORMAL'}")
        cursor.execute("PRAGMA cache_size = -65536")
        cursor.execute("PRAGMA temp_store = MEMORY")
        cursor.close()

    return configure


def _keep_a_log(cursor: sqlite3.Cursor, lock_wait: float) -> None:
    """Put the file into the mode in which readers and a writer do not wait for each other.

    SQLite changes the mode only while nobody else is at the file, and does not wait for that by itself.
    """
    deadline = time.monotonic() + lock_wait
    while _is_to_be_wal(cursor):
        try:
            cursor.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() >= deadline:
                raise
            time.sleep(random.uniform(*LOOKS))  # noqa: S311 - who comes next is no secret


def _is_to_be_wal(cursor: sqlite3.Cursor) -> bool:
    """Whether the file is a store, or about to become one, that keeps no log yet; what is not ours stays as it is."""
    if cursor.execute("PRAGMA journal_mode").fetchone()[0] == "wal":
        return False
    if cursor.execute("PRAGMA application_id").fetchone()[0] == APPLICATION:
        return True
    return bool(cursor.execute("SELECT count(*) = 0 FROM sqlite_master").fetchone()[0])


def _fold(text: str | None) -> str | None:
    from supportdesk.domain.words import fold

    return None if text is None else fold(text)


def _begin(lock_wait: float) -> Callable[[Connection], None]:
    def begin(connection: Connection) -> None:
        writing = connection.get_execution_options().get("desk_writing", False)
        connection.exec_driver_sql(f"PRAGMA query_only = {'OFF' if writing else 'ON'}")
        if writing:
            _take_write_lock(connection.connection.driver_connection, lock_wait)
        else:
            connection.exec_driver_sql("BEGIN")

    return begin


def _take_write_lock(connection: Any, lock_wait: float) -> None:
    """Try every few milliseconds until it is free or the wait is over.

    SQLite's own wait sleeps up to 100 ms between two looks, so that whoever writes without a pause starves the others.
    """
    began = time.monotonic()
    deadline = began + lock_wait
    connection.execute("PRAGMA busy_timeout = 0")
    try:
        while True:
            try:
                connection.execute("BEGIN IMMEDIATE")
                return
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() >= deadline:
                    raise
            crowd = min(RAREST, max(1.0, (time.monotonic() - began) / CROWD))
            time.sleep(crowd * random.uniform(*LOOKS))  # noqa: S311 - who comes next is no secret
    finally:
        connection.execute(f"PRAGMA busy_timeout = {int(lock_wait * 1000)}")


def _postgres(url: str, lock_wait: float) -> Store:
    """A team's store: whatever libpq reads in the URL (several hosts, `service=`, options) passes through to it."""
    place = without_password(url)

    def open_connection() -> object:
        import psycopg

        try:
            connection = psycopg.connect(conninfo(url), connect_timeout=10, application_name="supportdesk")
        except psycopg.ProgrammingError as error:  # libpq could not read it, and has asked nobody
            raise UsageError(f"{place} is no address of a database: {without_password(reason(error))}") from error
        with connection.cursor() as cursor:
            cursor.execute(f"SET lock_timeout = {int(lock_wait * 1000)}")
            cursor.execute("SET TIME ZONE 'UTC'")
        connection.commit()
        return connection

    engine = sqlalchemy.create_engine(
        "postgresql+psycopg://", creator=open_connection, hide_parameters=True, pool_pre_ping=True, pool_size=4
    )
    plans.for_each(engine)
    return Store(engine, place)
