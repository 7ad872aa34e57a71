"""What all tables share: the metadata that they are made in, and the kinds of columns they have.

Small sets of words are strings, ranks small integers: an enum column would compare the alphabet.
There are no relationships: reads and writes are set-based expressions over the tables.
"""

from typing import Any

from sqlalchemy import BigInteger, Column, Integer, MetaData, SmallInteger, Table
from sqlmodel import Field, SQLModel

from supportdesk.store.columns import Instant, PlainText

metadata = MetaData(
    naming_convention={
        "pk": "%(table_name)s_pkey",
        "uq": "%(table_name)s_%(column_0_N_name)s_key",
        "fk": "%(table_name)s_%(column_0_N_name)s_fkey",
        "ix": "%(table_name)s_%(column_0_N_name)s",
    }
)
"""PostgreSQL's own names, so that both databases and every migration call a constraint the same.

It holds the tables made so far; `supportdesk.store.tables.metadata` is the same with all of them.
"""

Key = BigInteger().with_variant(Integer(), "sqlite")
"""A row's number: 64 bits on both (SQLite gives row numbers to INTEGER keys alone)."""

COUNTED = {"sqlite_autoincrement": True}
"""Of tables whose numbers events keep: SQLite would give a removed row's number again, PostgreSQL never does."""


class Row(SQLModel):
    """A row of a table. It is never validated, so what validates it is not built unless asked for."""

    model_config = {"defer_build": True}
    metadata = metadata


def table_of(model: type[Row]) -> Table:
    """The table of a model, for statements."""
    table: Table = metadata.tables[str(model.__tablename__)]
    return table


def key_field() -> Any:
    """The number that a row gets when it is inserted."""
    return Field(default=None, sa_column=Column(Key, primary_key=True, autoincrement=True))


def reference_field(target: str, *, primary: bool = False, null: bool = True) -> Any:
    """The number of a row of another table."""
    if primary:
        return Field(foreign_key=target, primary_key=True, sa_type=Key)
    return Field(default=None, foreign_key=target, nullable=null, sa_type=Key)


def instant_field(*, null: bool = True) -> Any:
    """An instant in UTC."""
    return Field(default=None, nullable=null, sa_type=Instant)


def text_field(default: str = "") -> Any:
    """Text that is never null."""
    return Field(default=default, nullable=False, sa_type=PlainText)


def later_field(default: str = "") -> Any:
    """Text that is never null, in a column that came later: rows that stood then have the default from the database."""
    return Field(default=default, nullable=False, sa_type=PlainText, sa_column_kwargs={"server_default": default})


def number_field(default: int = 0) -> Any:
    """A number that is never null."""
    return Field(default=default, nullable=False, sa_type=Integer)


def rank_field(default: int = 0) -> Any:
    """A small number: a rank of few, or whether something is so."""
    return Field(default=default, nullable=False, sa_type=SmallInteger)
