"""Writes of custom fields, and what tickets may hold in them."""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import NoReturn

from supportdesk.domain.changes import Outcome
from supportdesk.domain.field_order import NUMBER
from supportdesk.domain.models import FieldRow
from supportdesk.domain.plain import plain
from supportdesk.domain.ticket import Role
from supportdesk.errors import NotFound, UsageError
from supportdesk.near import spelled
from supportdesk.services import lookup
from supportdesk.services.naming import refuse_taken, tidy_name, tidy_title
from supportdesk.store import records
from supportdesk.store.change import Change
from supportdesk.store.reading import Reading
from supportdesk.store.tables import field

FIELD_KINDS = ("text", "number", "date", "choice")
LONGEST_VALUE = 10_000
"""Characters of a field."""


def add_field(
    change: Change, *, name: str, label: str = "", kind: str = "text", choices: Iterable[str] = ()
) -> Outcome:
    """Give tickets a field of the desk's own: text, number, date or one of some choices."""
    change.require(Role.ADMIN, what="adding fields")
    refuse_taken(change, field, tidy_name(name, "field"))
    listed = _choices(kind, choices)
    change.add(field, name=name, label=tidy_title(label, "label") or name, kind=kind, choices=listed)
    return change.outcome()


def edit_field(change: Change, name: str, *, label: str | None = None, choices: Iterable[str] | None = None) -> Outcome:
    """Change a field's label or choices; what tickets hold already stays."""
    change.require(Role.ADMIN, what="changing fields")
    row = lookup.record(change, field, name)
    values: dict[str, object] = {}
    if label is not None and label != row.label:
        values["label"] = tidy_title(label, "label")
    if choices is not None:
        values["choices"] = _choices(row.kind, choices)
    if values:
        change.edit(field, row.id, **values)
    return change.outcome()


def remove_field(change: Change, name: str) -> Outcome:
    """Forget a field; values that tickets hold stay in their history and in exports."""
    change.require(Role.ADMIN, what="removing fields")
    change.remove(field, lookup.record(change, field, name).id)
    return change.outcome()


def _choices(kind: str, choices: Iterable[str]) -> str:
    """The choices of a field, each once and as they were written."""
    listed = list(dict.fromkeys(tidy_title(choice, "choice") for choice in choices if choice.strip()))
    _check(kind, listed)
    return json.dumps(listed, ensure_ascii=False)


def _check(kind: str, choices: list[str]) -> None:
    if kind not in FIELD_KINDS:
        raise UsageError(f"no kind of field {kind!r}; there are {', '.join(FIELD_KINDS)}")
    if (kind == "choice") != bool(choices):
        raise UsageError("a field of kind choice needs its choices, and no other kind has any")


def field_values(change: Reading, values: Mapping[str, str]) -> dict[str, str | None]:
    """Custom fields as tickets keep them, each checked against its kind; `none` and nothing empty one."""
    known = {row.name: row for row in records.fields(change)}
    named = [(spelled(known, name) or _unknown(known, name), value) for name, value in values.items()]
    return {name: _field_value(known, name, value) for name, value in named}


def _unknown(known: Iterable[str], name: str) -> NoReturn:
    there = f"; there are {', '.join(known)}" if known else ""
    raise NotFound(f"no field {name!r}{there}", hint=f"supportdesk field add {name}")


def _field_value(known: Mapping[str, FieldRow], name: str, value: str) -> str | None:
    if value in ("", "none"):
        return None
    try:
        return _read(known[name], plain(value))
    except ValueError:
        raise UsageError(f"field {name} is a {known[name].kind}, not {value[:60]!r}") from None


def _read(row: FieldRow, value: str) -> str:
    """A value as its kind writes it. ValueError for one of another kind."""
    if row.kind == "number" and not NUMBER.fullmatch(value):
        raise ValueError(value)
    if row.kind == "date":
        return date.fromisoformat(value).isoformat()
    if row.kind == "choice" and value not in row.choices:
        raise UsageError(f"field {row.name} is one of {', '.join(row.choices)}, not {value[:60]!r}")
    if len(value) > LONGEST_VALUE:
        raise UsageError(f"a field has at most {LONGEST_VALUE:,} characters, not {len(value):,}")
    return value
