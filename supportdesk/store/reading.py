"""One moment of the desk: an open transaction, its instant, and who looks. Queries take it first."""

from collections.abc import Iterable, Mapping, Sequence, Set
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any, TypeAlias

from sqlalchemy import (
    ARRAY,
    BigInteger,
    BindParameter,
    Connection,
    Dialect,
    Executable,
    Row,
    Select,
    Text,
    bindparam,
    cast,
    func,
    select,
)
from sqlalchemy.sql.elements import ColumnElement

from supportdesk.domain.ticket import Role
from supportdesk.errors import NotFound, NotPermitted
from supportdesk.store import tables
from supportdesk.store.later import Later
from supportdesk.store.prepared import Prepared

AnyRow: TypeAlias = Row[*tuple[Any, ...]]
"""A row of a statement whose columns are read by name."""

LONGEST_TELLING = 2.0
"""Seconds in which a server can be told that nobody waits for what it does."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: an agent of the desk, with the role that decides what is allowed."""

    id: int
    login: str
    role: Role
    name: str = ""


@dataclass(slots=True)
class Reading:
    """A transaction as the readers see it; `now` is one instant for all of it.

    In a series of changes, what is derived from tickets waits in `later` for the end of the series.
    """

    connection: Connection
    now: datetime
    actor: Actor
    address: str = "support@supportdesk.invalid"
    later: Later | None = field(default=None, kw_only=True)
    sqlite: bool = field(init=False)
    """Whether the store is a local file."""
    driver: Any = field(init=False, repr=False)
    """The driver's own connection, inside the transaction: asked for at every statement that goes to it as it is."""

    def __post_init__(self) -> None:
        self.sqlite = self.connection.dialect.name == "sqlite"
        self.driver = self.connection.connection.driver_connection

    def rows(self, statement: Executable) -> Sequence[AnyRow]:
        """All rows of a statement."""
        return self.connection.execute(statement).fetchall()

    def row(self, statement: Executable) -> AnyRow | None:
        """The first row of a statement, or None."""
        return self.connection.execute(statement).first()

    def value(self, statement: Executable) -> Any:
        """The first column of the first row of a statement, or None."""
        return self.connection.execute(statement).scalar()

    def ids(self, statement: Select[Any], given: Mapping[str, object] | None = None) -> tuple[int, ...]:
        """The first column of all rows; `given` are the values of the parameters that the statement names."""
        return tuple(self.connection.execute(statement, given).scalars())

    def interrupt(self) -> None:
        """Have the statement that runs fail, from another thread; to tell a server takes a connection and its time.

        The connection may serve others as soon as this returns: what is told between two statements is not heard.
        """
        if self.sqlite:
            self.driver.interrupt()
            return
        from psycopg import Error

        with suppress(Error):
            self.driver.cancel_safe(timeout=LONGEST_TELLING)

    def require(self, role: Role, *, what: str) -> None:
        """Refuse with exit 5 unless the actor has at least this role."""
        if self.actor.role < role:
            raise NotPermitted(f"{what} takes {role.phrase}, and {self.actor.login} is {self.actor.role.phrase}")


def find_actor(connection: Connection, login: str) -> Actor:
    """The agent who acts; NotFound for an unknown login, NotPermitted for one who has left."""
    found = _actor(connection.dialect).rows(connection, {"login": login})
    if not found:
        raise NotFound(
            f"no agent {login!r} at this desk",
            hint="supportdesk --as LOGIN …, or let an admin run: supportdesk agent add",
        )
    number, name, role, active, full_name = found[0]
    if not active:
        raise NotPermitted(f"agent {login} is no longer active")
    return Actor(number, name, Role(role), full_name)


@lru_cache(maxsize=8)
def _actor(dialect: Dialect) -> Prepared:
    columns = tables.agent.c
    wanted = select(columns.id, columns.login, columns.role, columns.active, columns.name)
    return Prepared(wanted.where(columns.login == bindparam("login", None, columns.login.type)), dialect)


BY_NUMBER = "NOT INDEXED"
"""How SQLite is left the primary key alone: the numbers of the tickets are known, or found first."""


def of_tickets(ids: Iterable[int], *columns: ColumnElement[Any], sqlite: bool) -> Select[Any]:
    """Columns of some tickets, in the order of their numbers; what else they must be is asked of these alone.

    Left alone, SQLite takes a status for rarer than a list of numbers, and walks all the tickets that have it.
    """
    number = tables.ticket.c.id
    held = select(*columns).where(among(number, ids, sqlite=sqlite)).order_by(number)
    return held.with_hint(tables.ticket, BY_NUMBER, "sqlite")


def among(column: ColumnElement[Any], ids: Iterable[int], *, sqlite: bool) -> ColumnElement[bool]:
    """Whether a column is one of `ids`; a million of them are still one statement and one parameter."""
    return _listed(column, bindparam(None, listing(ids, sqlite=sqlite), type_=Text(), unique=True), sqlite=sqlite)


def among_given(column: ColumnElement[Any], name: str, *, sqlite: bool) -> ColumnElement[bool]:
    """Whether a column is one of the ids that a run of the statement binds to `name`, written by `listing`."""
    return _listed(column, bindparam(name, None, Text()), sqlite=sqlite)


def listing(ids: Iterable[int], *, sqlite: bool) -> str:
    """Ids as one parameter."""
    numbers = ",".join(map(str, _possible(ids)))
    return f"[{numbers}]" if sqlite else f"{{{numbers}}}"


def _listed(column: ColumnElement[Any], listed: BindParameter[str], *, sqlite: bool) -> ColumnElement[bool]:
    if sqlite:
        return column.in_(select(func.json_each(listed).table_valued("value").c.value))
    # A subselect is read once; the bare array would be parsed anew for every row, as reading one is no constant.
    return column.in_(select(func.unnest(cast(listed, ARRAY(BigInteger)))))


def _possible(ids: Iterable[int]) -> Iterable[int]:
    """Without numbers of more than 64 bits: no row has one, and no driver takes it."""
    numbers = ids if isinstance(ids, Sequence | Set) else list(ids)
    if not numbers or (min(numbers) >= -LARGEST and max(numbers) <= LARGEST):
        return numbers
    return [number for number in numbers if -LARGEST <= number <= LARGEST]


LARGEST = (1 << 63) - 1
"""The largest number of a row."""
