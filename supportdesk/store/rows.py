"""Rows built in Python before they are inserted: defaults, derived columns and the opening event."""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any
from uuid import uuid4

from sqlalchemy import Table
from sqlalchemy.sql.schema import ScalarElementColumnDefault

from supportdesk.domain.plain import plain
from supportdesk.errors import UsageError
from supportdesk.store import tables
from supportdesk.store.bulk import Cell, Cells
from supportdesk.store.columns import instant_text, machine_value
from supportdesk.store.logged import LOGGED, Shape, due_key, is_open

EMPTY = {"tags": "[]", "followers": "[]", "fields": "{}", "reopened": 0, "minutes_spent": 0}


@cache
def _defaults(table: Table) -> Mapping[str, Any]:
    return {
        column.name: column.default.arg if isinstance(column.default, ScalarElementColumnDefault) else None
        for column in table.columns
        if column.name != "id"
    }


@cache
def columns(table: Table, *, numbered: bool) -> tuple[str, ...]:
    """The columns of a table in the order of `cells`; `numbered` where the rows bring their own numbers."""
    return tuple(column.name for column in table.columns if numbered or column.name != "id")


def tidy(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values of columns as both databases can keep them. UsageError for an instant without a time zone."""
    return {name: plain(value) if isinstance(value, str) else _in_zone(name, value) for name, value in values.items()}


def _in_zone(name: str, value: Any) -> Any:
    if isinstance(value, datetime) and value.tzinfo is None:
        raise UsageError(f"{name} needs a time zone: {value.isoformat()} is another instant in each")
    return value


def message_row(values: Mapping[str, Any]) -> dict[str, Any]:
    """All columns of a message; what is not given is its default."""
    return {**_defaults(tables.message), **tidy(values)}


def cells(row: Mapping[str, Any], names: Sequence[str]) -> Cells:
    """Some columns of a row as drivers take them; what the row lacks is null."""
    return tuple([machine_value(row.get(name)) for name in names])


def record_row(table: Table, values: Mapping[str, Any]) -> dict[str, Cell]:
    """All columns of a new record but its number, as drivers take them and events write them."""
    return {name: machine_value(value) for name, value in {**_defaults(table), **tidy(values)}.items()}


def ticket_row(values: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    """All columns of a new ticket but its number; what is not given is its default."""
    row = {**_defaults(tables.ticket), **values}
    row["uid"] = row["uid"] or uuid4().hex
    row["created_at"] = row["created_at"] or now
    row["updated_at"] = row["updated_at"] or max(row["created_at"], now)
    row["due_key"], row["is_open"] = due_key(row), is_open(row)
    row["upd_neg"] = -int(row["updated_at"].timestamp())
    return row


def opening(row: Mapping[str, Any]) -> str:
    """The changes of a ticket's first event: every logged column that is not empty, from nothing to its value."""
    changes: dict[str, list[Any]] = {}
    for name, shape in LOGGED.items():
        value = row[name]
        if value is None or EMPTY.get(name) == value:
            continue
        changes[name] = [None, _json_value(value, shape)]
    return json.dumps(changes, ensure_ascii=False, separators=(",", ":"))


def _json_value(value: Any, shape: Shape) -> Any:
    if shape is Shape.JSON:
        return json.loads(value)
    return instant_text(value) if shape is Shape.INSTANT else value


def shown(name: str) -> str:
    """An attachment's name as data: no separators or control characters, never empty."""
    cleaned = re.sub(r"[\x00-\x1f\x7f/\\]", "_", name).strip()
    return "attachment" if cleaned in ("", ".", "..") else cleaned


def tags_json(tags: list[str] | set[str]) -> str:
    """Tags as the column keeps them: sorted, each once."""
    return json.dumps(sorted(set(tags)), ensure_ascii=False, separators=(",", ":"))


def object_json(value: Mapping[str, Any]) -> str:
    """Custom fields as the column keeps them: keys sorted, nothing empty."""
    kept = {key: value[key] for key in sorted(value) if value[key] is not None}
    return json.dumps(kept, ensure_ascii=False, separators=(",", ":"))
