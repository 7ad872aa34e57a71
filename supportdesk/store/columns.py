"""Column types that mean the same on SQLite and on PostgreSQL."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import DateTime, Dialect, String, Text
from sqlalchemy.types import TypeDecorator, TypeEngine

from supportdesk.domain.plain import plain

FAR = datetime(9999, 12, 31, tzinfo=UTC)
"""Stands for "no due time" in columns that must sort and are never null (psycopg cannot load infinity)."""


@lru_cache(1000)
def instant_text(value: datetime) -> str:
    """An instant as all machine output shows it: ISO 8601, UTC, whole seconds."""
    moment = value if value.tzinfo is UTC else value.astimezone(UTC)
    return f"{moment.replace(microsecond=0, tzinfo=None).isoformat()}Z"


def machine_value(value: Any) -> Any:
    """A value as events write it and drivers take it: an instant as text, all others as they are."""
    return instant_text(value) if isinstance(value, datetime) else value


class Instant(TypeDecorator[datetime]):
    """An aware UTC datetime of whole seconds: `timestamptz` on PostgreSQL, sortable ISO 8601 text on SQLite."""

    impl = DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[datetime] | TypeEngine[str]:
        """The column that stands in the database."""
        if dialect.name == "sqlite":
            return dialect.type_descriptor(String(20))
        return dialect.type_descriptor(DateTime(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> object:
        """Cut to whole seconds; a naive datetime is a bug and raises."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        return instant_text(value) if dialect.name == "sqlite" else value.astimezone(UTC).replace(microsecond=0)

    def result_processor(self, dialect: Dialect, _coltype: object) -> Callable[[Any], datetime | None]:
        """Always aware and in UTC. One call a value: a page of tickets has six hundred."""
        read: Callable[[Any], datetime] = read_text if dialect.name == "sqlite" else read_instant
        return lambda value: None if value is None else read(value)


read_text: Callable[[str], datetime] = datetime.fromisoformat
"""An instant as SQLite keeps it."""


def read_instant(value: datetime) -> datetime:
    """An instant as PostgreSQL's driver gives it, in whatever zone the connection speaks."""
    return value.astimezone(UTC)


class PlainText(TypeDecorator[str]):
    """Text that can be stored and looked for on both databases, whatever characters were given."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Without NUL characters and halves of characters."""
        return None if value is None else plain(value)
