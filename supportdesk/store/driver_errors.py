"""The drivers' errors made ours: what is true of the store, for people, and the exit code that goes with it.

Connections are made in `engine.py`; which rule a verb breaks is said where the rule is.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import disk_usage

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from supportdesk.errors import DeskError, NotFound, Refused, Unavailable
from supportdesk.passwords import without_password


@contextmanager
def mapped_errors(place: str, path: Path | None) -> Iterator[None]:
    """A driver's errors as ours: unreachable, locked and full are exit 6, a store that is not ours is exit 5."""
    try:
        yield
    except DBAPIError as error:
        raise _ours(place, path, error.orig or error) from error
    except sqlite3.Error as error:
        raise _ours(place, path, error) from error
    except PoolTimeout as error:
        raise Unavailable(f"too many connections to {place}; try again") from error
    except Exception as error:
        if _is_psycopg(error):  # of a statement that went to the driver as it was
            raise _postgres_error(place, error) from error
        raise


def _is_psycopg(error: Exception) -> bool:
    """Without loading the driver, which a local desk does without."""
    return any(kind.__module__.startswith("psycopg") for kind in type(error).__mro__)


SQLITE_MESSAGES: tuple[tuple[str, type[DeskError], str], ...] = (
    ("database is locked", Unavailable, "another process holds the store {place}; try again"),
    ("database table is locked", Unavailable, "another process holds the store {place}; try again"),
    ("disk is full", Unavailable, "the disk that holds {place} is full; nothing was changed"),
    ("disk I/O error", Unavailable, "the disk that holds {place} does not answer; nothing was changed"),
    ("readonly database", Refused, "the store {place} is read-only"),
    ("unable to open database file", Unavailable, "cannot open the store {place}"),
    ("file is not a database", Refused, "{place} is not a supportdesk store"),
    ("malformed", Refused, "the store {place} is damaged"),
    ("UNIQUE constraint failed", Refused, "another record has that name or address already; nothing was changed"),
    ("FOREIGN KEY constraint failed", Refused, "other records refer to that, or it is gone; nothing was changed"),
)


def _ours(place: str, path: Path | None, error: BaseException) -> BaseException:
    text = str(error)
    if isinstance(error, sqlite3.Error):
        if path is not None and not path.exists():
            return NotFound(f"no store at {place}", hint="supportdesk init")
        if "disk I/O error" in text and path is not None and _is_full(path):
            text = "disk is full"
        for part, kind, message in SQLITE_MESSAGES:
            if part in text:
                return kind(message.format(place=place))
        return error
    return _postgres_error(place, error)


def _is_full(path: Path) -> bool:
    """Whether there is no room for the file that SQLite keeps beside a store, even to read it: it does not say so."""
    try:
        return disk_usage(path.parent).free < SMALLEST_ROOM
    except OSError:
        return False


SMALLEST_ROOM = 1 << 16
"""Bytes of a file of shared memory, and some."""

POSTGRES_STATES: tuple[tuple[str, type[DeskError], str], ...] = (
    ("55P03 40P01 40001 57014", Unavailable, "another agent holds what you asked for in {place}; try again"),
    ("23505", Refused, "another agent added the same at this moment; look again, nothing was changed"),
    ("23503", Refused, "other records refer to that, or it is gone; nothing was changed"),
    ("53100", Unavailable, "the disk of {place} is full; nothing was changed"),
    ("25006", Refused, "{place} does not let you write"),
    ("42501", Refused, "{place} does not let you: {reason}"),
)


def _postgres_error(place: str, error: BaseException) -> BaseException:
    state = getattr(error, "sqlstate", None) or ""
    for states, kind, message in POSTGRES_STATES:
        if state and state in states.split():
            return kind(message.format(place=place, reason=without_password(reason(error))))
    if state.startswith(("08", "57P", "28", "3D", "53")) or (not state and _lost(error)):
        return Unavailable(f"cannot reach {place}: {without_password(reason(error))}")
    return error


def reason(error: BaseException) -> str:
    """What the driver says of the last server that it tried, without its advice on the lines below."""
    lines = [line for line in str(error).splitlines() if line.strip() and not line.startswith(("\t", " "))]
    return lines[-1].removeprefix("connection failed: ").strip() if lines else "no answer"


def _lost(error: BaseException) -> bool:
    """Whether the driver says that there is no connection, by any of the kinds that it has for it."""
    return any(kind.__name__ == "OperationalError" for kind in type(error).__mro__)
