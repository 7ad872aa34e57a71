"""Values of read models as text: for a person's eyes (`2h ago`), for a pipe (`2026-11-21T09:00:00Z`), for JSON.

Everything that comes out is safe to show. How cells become lines is in `formats.py`.
"""

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import datetime, timedelta

from supportdesk.domain.models import Person, TicketCustomer
from supportdesk.domain.safe import shown_line

Json = str | int | float | bool | None | list["Json"] | dict[str, "Json"]


def as_json(value: object) -> Json:
    """A value of a read model as JSON holds it: times in UTC with a Z, tuples as lists, models as objects."""
    if value is None or isinstance(value, str | int | float | bool):
        return value
    if isinstance(value, datetime):
        return instant(value)
    if isinstance(value, Mapping):
        return {str(key): as_json(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [as_json(item) for item in value]
    if is_dataclass(value) and not isinstance(value, type):
        return {item.name: as_json(getattr(value, item.name)) for item in fields(value)}
    return str(value)


def as_cell(value: object, *, now: datetime | None = None) -> str:
    """A value as one cell of a table; with `now`, times are told relative to it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return instant(value) if now is None else relative(value, now)
    return shown_line(_words(value))


def _words(value: object) -> str:
    if isinstance(value, TicketCustomer):
        return value.name or value.email
    if isinstance(value, Person):
        return str(value)
    if isinstance(value, Mapping) and not any(map(_has_parts, value.values())):
        return ", ".join(f"{key}={item}" for key, item in value.items())
    if isinstance(value, list | tuple) and not any(map(_has_parts, value)):
        return ", ".join(_words(item) for item in value)
    return json.dumps(as_json(value), ensure_ascii=False) if _has_parts(value) else str(value)


def _has_parts(value: object) -> bool:
    """Whether words cannot tell it: a message, an event. Its cell holds what JSON says of it."""
    if isinstance(value, TicketCustomer) or type(value).__str__ is not object.__str__:
        return False  # it says itself how it is told: a person, a rating
    return is_dataclass(value) or isinstance(value, Mapping | list | tuple)


def instant(value: datetime) -> str:
    """An instant in ISO 8601, UTC, whole seconds: `2026-11-21T09:00:00Z`."""
    return f"{value:%Y-%m-%dT%H:%M:%S}Z" if value.year > 999 else f"{value.year:04d}{value:-%m-%dT%H:%M:%S}Z"


def relative(value: datetime, now: datetime) -> str:
    """How long ago, or in how long: `now`, `5m`, `3h`, `2d`, `in 4h`; beyond a month the day itself."""
    gap = now - value
    if abs(gap) >= timedelta(days=30):
        return f"{value:%Y-%m-%d}"
    seconds = int(abs(gap).total_seconds())
    for size, unit in ((86_400, "d"), (3_600, "h"), (60, "m")):
        if seconds >= size:
            count = f"{seconds // size}{unit}"
            return count if gap > timedelta(0) else f"in {count}"
    return "now"
