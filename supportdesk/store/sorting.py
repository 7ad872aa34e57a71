"""The orders that lists know, and the cursors that continue them.

Every order is a row of ascending keys that ends in the ticket's number, so that a page starts with one row-value
comparison at any depth. "Pressing" runs over the open tickets first, then over the others: two index ranges.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import bindparam, select, tuple_
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import FromClause

from supportdesk.domain.filter_keys import State
from supportdesk.domain.filter_operators import Operator
from supportdesk.domain.filter_tree import And, Node, Term, mentions
from supportdesk.domain.models import Cursor
from supportdesk.domain.ticket import OPEN_STATUSES
from supportdesk.errors import UsageError
from supportdesk.store.columns import Instant, instant_text
from supportdesk.store.reading import LARGEST
from supportdesk.store.tables import ticket
from supportdesk.store.ticket_rows import PlainRow, sort_key

SORTS: dict[str, tuple[str, ...]] = {
    "pressing": ("due_key", "upd_neg", "id"),
    "due": ("due_key", "id"),
    "updated": ("upd_neg", "id"),
    "created": ("created_at", "id"),
    "number": ("id",),
    "priority": ("-priority", "due_key", "id"),
}
"""The columns of each order. A minus before a number column turns it round."""


@dataclass(frozen=True, slots=True)
class Order:
    """A sort as it is run: its columns, whether it is turned round, and the halves of the desk it runs through."""

    name: str
    columns: tuple[str, ...]
    reverse: bool
    segments: tuple[int | None, ...]

    def keys(self, number: ColumnElement[Any], held: FromClause = ticket) -> list[ColumnElement[Any]]:
        """The expressions that are compared and ordered by; `number` is the column that holds a ticket's, `held` what
        holds the others."""
        columns = {**held.c, "id": number}
        return [-columns[name[1:]] if name.startswith("-") else columns[name] for name in self.columns]

    def by(self, number: ColumnElement[Any], held: FromClause = ticket, *, backwards: bool) -> list[ColumnElement[Any]]:
        """What ORDER BY takes."""
        down = self.reverse != backwards
        return [key.desc() if down else key.asc() for key in self.keys(number, held)]

    def beyond(self, number: ColumnElement[Any], *, backwards: bool, unseen: bool = False) -> ColumnElement[bool]:
        """Rows that stand after (or before) the row whose keys are bound to `places`.

        Where they are `unseen`, PostgreSQL plans for a place anywhere in the list, and keeps the plan: for a place near
        the end, of which it expects a few rows alone, it would make one anew each time.
        """
        places = zip(self.columns, self.places(), strict=True)
        bound = [bindparam(place, None, _type(name)) for name, place in places]
        here: list[Any] = [select(one).scalar_subquery() for one in bound] if unseen else list(bound)
        keys = self.keys(number)
        row, other = (tuple_(*keys), tuple_(*here)) if len(keys) > 1 else (keys[0], here[0])
        return row < other if self.reverse != backwards else row > other

    def places(self) -> list[str]:
        """The parameters of `beyond`, one a column."""
        return [f"key_{name.removeprefix('-')}" for name in self.columns]


def order(sort: str, node: Node | None) -> Order:
    """The order that a name means; `-created` is turned round. UsageError for an unknown name."""
    name = sort.removeprefix("-")
    if name not in SORTS:
        from supportdesk.near import nearest_of

        near = nearest_of(name, SORTS)
        meant = f"; did you mean {near[0]}?" if near else f"; sorts are {', '.join(SORTS)}"
        raise UsageError(f"cannot sort by {name!r}{meant}")
    segments: tuple[int | None, ...] = (None,)
    if name in ("pressing", "due"):
        known = implied_open(node)
        halves = (0, 1) if sort.startswith("-") else (1, 0)
        segments = halves if known is None else (int(known),)
    return Order(name, SORTS[name], sort.startswith("-"), segments)


def implied_open(node: Node | None) -> bool | None:
    """Whether a filter can only match open tickets, only others, or (None) both: half of the index need not be read.

    A filter that asks for deleted tickets asks for both: they are never counted as open.
    """
    if mentions(node, "is", State.DELETED):
        return None
    for term in node.parts if isinstance(node, And) else (node,):
        if isinstance(term, Term) and term.operator is Operator.IS:
            halves = {_half(term.key, value) for value in term.values}
            if len(halves) == 1 and (half := halves.pop()) is not None:
                return half
    return None


def _half(key: str, value: object) -> bool | None:
    if key == "is":
        return True if value in (State.OPEN, State.OVERDUE) else False if value == State.CLOSED else None
    return value in OPEN_STATUSES if key == "status" else None


def _type(name: str) -> Any:
    return ticket.c[name.removeprefix("-")].type


def cursor(order: Order, segment: int, row: PlainRow) -> Cursor:
    """The cursor that continues after a row."""
    values = [-sort_key(row, name[1:]) if name.startswith("-") else sort_key(row, name) for name in order.columns]
    shown = [instant_text(value) if isinstance(value, datetime) else str(value) for value in values]
    return Cursor("/".join([order.name, str(segment), *shown]))


def position(order: Order, cursor: Cursor) -> tuple[int, list[object]]:
    """The segment and key values that a cursor holds. UsageError for one of another sort or none of ours."""
    name, *parts = cursor.text.split("/")
    try:
        if name != order.name:
            raise ValueError(name)
        segment, values = int(parts[0]), parts[1:]
        read = [_read(column, value) for column, value in zip(order.columns, values, strict=True)]
        if not 0 <= segment < len(order.segments):
            raise ValueError(segment)
    except (ValueError, IndexError, OverflowError):
        raise UsageError("that cursor does not belong to this list") from None
    return segment, read


def _read(column: str, value: str) -> object:
    kind = _type(column)
    if isinstance(kind, Instant):
        instant = datetime.fromisoformat(value)
        if instant.tzinfo is None:
            raise ValueError(value)
        return instant.astimezone(UTC)
    if abs(number := int(value)) > LARGEST:
        raise ValueError(value)
    return number
