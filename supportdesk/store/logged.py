"""Which columns of a ticket events keep, as what, and how the derived ones follow them.

A derived column exists for the order and speed of lists; it can always be made again from the others.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from enum import Enum
from typing import Any

from sqlalchemy import JSON, Text, case, cast, func, literal
from sqlalchemy.sql.elements import ColumnElement

from supportdesk.domain.ticket import OPEN_STATUSES
from supportdesk.store.columns import FAR, Instant
from supportdesk.store.tables import ticket


class Shape(Enum):
    """What a column holds, and so how an event shows it."""

    PLAIN = "plain"
    INSTANT = "instant"
    JSON = "json"


LOGGED: dict[str, Shape] = {
    "subject": Shape.PLAIN,
    "status": Shape.PLAIN,
    "priority": Shape.PLAIN,
    "type": Shape.PLAIN,
    "channel": Shape.PLAIN,
    "customer_id": Shape.PLAIN,
    "assignee_id": Shape.PLAIN,
    "team_id": Shape.PLAIN,
    "tags": Shape.JSON,
    "followers": Shape.JSON,
    "fields": Shape.JSON,
    "created_at": Shape.INSTANT,
    "first_reply_at": Shape.INSTANT,
    "first_reply_due": Shape.INSTANT,
    "next_reply_due": Shape.INSTANT,
    "due_at": Shape.INSTANT,
    "solved_at": Shape.INSTANT,
    "closed_at": Shape.INSTANT,
    "waiting_since": Shape.INSTANT,
    "snoozed_until": Shape.INSTANT,
    "reopened": Shape.PLAIN,
    "minutes_spent": Shape.PLAIN,
    "rating": Shape.PLAIN,
    "rating_comment": Shape.PLAIN,
    "rated_at": Shape.INSTANT,
    "merged_into": Shape.PLAIN,
    "deleted_at": Shape.INSTANT,
}
"""Every column that a change may set; replaying a ticket's events gives exactly these."""

DUE_COLUMNS = frozenset({"priority", "first_reply_at", "first_reply_due", "next_reply_due", "due_at"})


def instant_json(column: ColumnElement[Any], *, sqlite: bool) -> ColumnElement[Any]:
    """An instant column as events keep it."""
    if sqlite:
        return column
    return func.to_char(func.timezone("UTC", column), 'YYYY-MM-DD"T"HH24:MI:SS"Z"')


def as_json(value: ColumnElement[Any], shape: Shape, *, sqlite: bool) -> ColumnElement[Any]:
    """A column's value as a JSON value."""
    if shape is Shape.INSTANT:
        return instant_json(value, sqlite=sqlite)
    if shape is Shape.JSON:
        return func.json(value, type_=Text()) if sqlite else cast(value, JSON)
    return value


def new_value(name: str, value: object) -> ColumnElement[Any]:
    """What a column is to become, as an expression over the row as it is."""
    column = ticket.c[name]
    if isinstance(value, ColumnElement):
        return value
    return cast(literal(value, column.type), column.type) if not isinstance(column.type, Instant) else _instant(value)


def _instant(value: object) -> ColumnElement[Any]:
    typed = literal(value, Instant())
    return cast(typed, Instant())


def difference(name: str, value: object, *, sqlite: bool, certain: bool) -> ColumnElement[Any]:
    """`[old, new]` of one column, or SQL null where they are equal (`certain`: they are known to differ)."""
    shape, column, new = LOGGED[name], ticket.c[name], new_value(name, value)
    array = func.json_array if sqlite else func.json_build_array
    pair: ColumnElement[Any] = array(
        as_json(column, shape, sqlite=sqlite), as_json(new, shape, sqlite=sqlite), type_=Text()
    )
    if not certain:
        pair = case((column.is_distinct_from(new), pair))
        pair = func.json(pair, type_=Text()) if sqlite else pair
    return pair


def differences(values: Mapping[str, object], *, sqlite: bool) -> ColumnElement[Any]:
    """The `changes` of an event: a JSON object that names only the columns that differ."""
    certain = len(values) == 1
    pairs: list[Any] = []
    for name, value in values.items():
        pairs += [literal(name, Text()), difference(name, value, sqlite=sqlite, certain=certain)]
    if sqlite:
        made = func.json_object(*pairs, type_=Text())
        return made if certain else func.json_patch("{}", made, type_=Text())
    made = func.json_build_object(*pairs, type_=JSON())
    return cast(made if certain else func.json_strip_nulls(made, type_=JSON()), Text())


def derived(values: Mapping[str, object], now: datetime, *, sqlite: bool) -> dict[str, Any]:
    """The derived columns that follow when `values` are set."""
    after = {name: new_value(name, value) for name, value in values.items()}
    follow: dict[str, Any] = {"updated_at": now, "upd_neg": -int(now.timestamp())}
    if {"status", "deleted_at"} & after.keys():
        follow["is_open"] = open_expression(after)
    if DUE_COLUMNS & after.keys():
        follow["due_key"] = due_expression(after, sqlite=sqlite)
    return follow


def open_expression(after: Mapping[str, ColumnElement[Any]]) -> ColumnElement[Any]:
    """Whether the desk still owes something: 1 or 0."""
    status, deleted = after.get("status", ticket.c.status), after.get("deleted_at", ticket.c.deleted_at)
    return case((status.in_([str(word) for word in OPEN_STATUSES]) & deleted.is_(None), 1), else_=0)


def due_expression(after: Mapping[str, ColumnElement[Any]], *, sqlite: bool) -> ColumnElement[Any]:
    """The earliest outstanding due time; without one, a day so far off that it only orders by priority and VIP."""

    def column(name: str) -> ColumnElement[Any]:
        return after.get(name, ticket.c[name])

    far = _instant(FAR)
    unanswered = case((column("first_reply_at").is_(None), column("first_reply_due")))
    candidates = [func.coalesce(part, far) for part in (unanswered, column("next_reply_due"), column("due_at"))]
    earliest = func.min(*candidates, type_=Instant()) if sqlite else func.least(*candidates, type_=Instant())
    rank = column("priority") * 2 + after.get("vip", ticket.c.vip)
    bands = case({value: _instant(no_due(value)) for value in range(2, 10)}, value=rank, else_=far)
    return case((earliest < far, earliest), else_=bands)


def no_due(rank: int) -> datetime:
    """Where a ticket without a due time sorts: rank is twice its priority, plus one for a VIP."""
    return datetime(9999, 12, 31 - rank, tzinfo=UTC)


NO_DUE = datetime(9999, 1, 1, tzinfo=UTC)
"""From here on, a `due_key` is no due time but an order."""


def due_key(row: Mapping[str, Any]) -> datetime:
    """`due_expression` in Python, for rows that are built before they are inserted."""
    dues = [row.get("next_reply_due"), row.get("due_at")]
    if row.get("first_reply_at") is None:
        dues.append(row.get("first_reply_due"))
    known = [due for due in dues if due is not None]
    return min(known) if known else no_due(row["priority"] * 2 + row.get("vip", 0))


def is_open(row: Mapping[str, Any]) -> int:
    """`open_expression` in Python."""
    return int(row["status"] in OPEN_STATUSES and row.get("deleted_at") is None)
