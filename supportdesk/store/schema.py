"""Whether a database is a store of ours, and of which version; making and upgrading one.

Alembic is imported only where tables are made or changed.
"""

import os
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import OperationalError

from supportdesk.errors import DeskError, NotFound, Refused
from supportdesk.store.engine import APPLICATION, Store

HEAD = "0012"
"""The schema that this program reads and writes; a test holds it equal to the newest migration."""


class State(StrEnum):
    """What stands at a store's address."""

    EMPTY = "empty"
    CURRENT = "current"
    OLDER = "older"
    NEWER = "newer"
    FOREIGN = "foreign"


def state(connection: Connection) -> State:
    """What the database is; an empty one may become a store, a foreign one never."""
    if connection.dialect.name == "sqlite":
        application = connection.exec_driver_sql("PRAGMA application_id").scalar()
        if application != APPLICATION:
            used = connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar()
            return State.FOREIGN if used else State.EMPTY
    if not inspect(connection).has_table("meta"):
        used = bool(inspect(connection).get_table_names())
        return State.FOREIGN if used else State.EMPTY
    return _version_state(connection)


def _version_state(connection: Connection) -> State:
    if not inspect(connection).has_table("alembic_version"):
        return State.FOREIGN
    found = version(connection)
    if found == HEAD:
        return State.CURRENT
    return State.OLDER if found < HEAD else State.NEWER


def version(connection: Connection) -> str:
    """The schema version that the store bears."""
    return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar() or "")


def is_empty(store: Store) -> bool:
    """Whether a store is to be made at a path: nothing is there, or a file in which nobody has put anything yet.

    Somebody else may be making the store right now, or was stopped while at it.
    """
    assert store.path is not None
    if not store.path.exists() or store.path.stat().st_size == 0:
        return True
    with store.reading() as connection:
        return not _known_current(connection) and state(connection) == State.EMPTY


def check(store: Store) -> None:
    """Refuse what is not a store of this version, and name the command that helps."""
    with store.reading() as connection:
        found = _known_current(connection) or state(connection)
    error = refusal(store, found)
    if error:
        raise error


def _known_current(connection: Connection) -> State | None:
    """The usual case in one statement; anything else takes the careful way."""
    if connection.dialect.name != "sqlite":
        return None
    if connection.exec_driver_sql("PRAGMA application_id").scalar() != APPLICATION:
        return None
    try:
        return State.CURRENT if version(connection) == HEAD else None
    except OperationalError:
        return None


def refusal(store: Store, found: State) -> DeskError | None:
    """Why a database in this state cannot be used, or None."""
    match found:
        case State.CURRENT:
            return None
        case State.EMPTY:
            return NotFound(f"no store at {store.place}", hint="supportdesk init")
        case State.OLDER:
            return Refused(f"the store {store.place} is of an older version", hint="supportdesk db migrate")
        case State.NEWER:
            return Refused(f"the store {store.place} is of a newer version; upgrade supportdesk")
        case State.FOREIGN:
            return Refused(f"{store.place} is not a supportdesk store")


def create(store: Store, *, login: str, now: datetime) -> bool:
    """Make the store where there is none, with `login` as its first agent and admin; False if it stands already."""
    if store.path is not None:
        _touch(store)
    with store.reading() as connection:
        found = state(connection)
    if found == State.CURRENT:
        return False
    if found != State.EMPTY:
        error = refusal(store, found)
        assert error is not None
        raise error
    from supportdesk.store.migrations.run import upgrade

    with store.writing() as connection:
        _wait_for_others(connection)
        if state(connection) != State.EMPTY:
            return False
        upgrade(connection)
        _found(connection, login=login, now=now)
    return True


def _wait_for_others(connection: Connection) -> None:
    """One process at a time makes or changes tables; on SQLite the write lock sees to that."""
    if connection.dialect.name != "sqlite":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": APPLICATION})


def _touch(store: Store) -> None:
    """A store's file is private from its first instant."""
    assert store.path is not None
    try:
        os.close(os.open(store.path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError:
        return
    except OSError as error:
        raise Refused(f"cannot create the store {store.place}: {error.strerror}") from error


def _found(connection: Connection, *, login: str, now: datetime) -> None:
    from uuid import uuid4

    from supportdesk.domain.ticket import Role
    from supportdesk.store import tables
    from supportdesk.store.columns import instant_text

    said = {"desk": uuid4().hex, "created": instant_text(now)}
    connection.execute(tables.meta.insert(), [{"key": key, "value": value} for key, value in said.items()])
    connection.execute(tables.agent.insert().values(login=login, name=login, role=int(Role.ADMIN)))
    connection.execute(tables.view.insert(), DEFAULT_VIEWS)


DEFAULT_VIEWS = [
    {"name": "default", "filter": "is:open", "position": 0},
    {"name": "mine", "filter": "is:open assignee:me", "position": 1},
    {"name": "unassigned", "filter": "is:open is:unassigned", "position": 2},
    {"name": "overdue", "filter": "is:overdue", "position": 3},
    {"name": "pending", "filter": "status:pending,hold", "position": 4},
    {"name": "solved", "filter": "status:solved", "position": 5},
]
"""The views that a new desk starts with; `default` is what `list` shows when nothing is asked."""


def migrate(store: Store) -> tuple[str, str]:
    """Bring an older store to this version in one transaction; the versions before and after."""
    with store.writing() as connection:
        _wait_for_others(connection)
        found = state(connection)
        if found not in (State.OLDER, State.CURRENT):
            error = refusal(store, found)
            assert error is not None
            raise error
        before = version(connection)
        if found == State.OLDER:
            from supportdesk.store.migrations.run import upgrade

            upgrade(connection)
        return before, version(connection)
