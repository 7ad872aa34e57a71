"""What a filter asks of the desk's own fields: a value as it stands or, of numbers and dates, its place in an order.

The order is `domain/field_order.py`, which SQLite is lent as a function; PostgreSQL has numbers without end itself.
"""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, Numeric, Text, and_, case, cast, column, false, func, literal, select
from sqlalchemy.sql.elements import ColumnElement

from supportdesk.domain.field_order import ORDERED, rank
from supportdesk.domain.filter_operators import Operator
from supportdesk.domain.filter_tree import Term
from supportdesk.domain.filter_values import Range
from supportdesk.domain.times import Stretch, parse_time, read_time, shortened
from supportdesk.errors import UsageError
from supportdesk.store.reading import Reading
from supportdesk.store.tables import ticket
from supportdesk.store.where_tags import spellings

Condition = ColumnElement[bool]

SURE_DAYS = ("today", "yesterday", "tomorrow")
"""Words for days that are the same day whether a date is past or to come."""

COMPARED: dict[Operator, Callable[[Any, Any], Any]] = {
    Operator.LESS: lambda place, other: place < other,
    Operator.AT_MOST: lambda place, other: place <= other,
    Operator.MORE: lambda place, other: place > other,
    Operator.AT_LEAST: lambda place, other: place >= other,
}


def field_text(name: str, *, sqlite: bool) -> ColumnElement[Any]:
    """A field's value as text, or NULL."""
    if not sqlite:
        return func.json_extract_path_text(cast(ticket.c.fields, JSON), name)
    entries = func.json_each(ticket.c.fields).table_valued(column("key"), column("value"))
    return select(cast(entries.c.value, Text)).where(entries.c.key == literal(name)).scalar_subquery()


def named(term: Term, value: ColumnElement[Any], *, name: str, kind: str, reading: Reading) -> list[Condition]:
    """What is asked of a field's value besides `none` and `any`; UsageError for an order where there is none."""
    texts = [str(one) for one in term.values if isinstance(one, str)]
    ranges = [one for one in term.values if isinstance(one, Range)]
    compares = term.operator not in (Operator.IS, Operator.IS_NOT)
    if kind not in ORDERED and compares:
        raise UsageError(f"field {name} is a {kind}, and {term.operator} compares numbers and dates")
    if kind not in ORDERED:
        texts += [f"{one.low or ''}..{one.high or ''}" for one in ranges]
        return [value.in_(spellings(texts))] if texts else []
    if kind == "date":
        texts = [_day(text, name, reading.now) for text in texts]
    place = _place(value, kind, sqlite=reading.sqlite)

    def at(text: object) -> str | Decimal:
        named = _day(str(text), name, reading.now) if kind == "date" else str(text)
        return _placed(named, name, kind, sqlite=reading.sqlite)

    if compares:
        return [func.coalesce(COMPARED[term.operator](place, at(texts[0])), false())]
    same = [at(text) for text in texts if rank(kind, text)]
    placed = [*(_within(place, one, at) for one in ranges), *([place.in_(same)] if same else [])]
    as_it_stands = [value.in_(spellings(texts))] if texts else []
    return [*as_it_stands, *(func.coalesce(one, false()) for one in placed)]


def _within(place: ColumnElement[Any], range_: Range, at: Callable[[object], str | Decimal]) -> Condition:
    low = [] if range_.low is None else [place >= at(range_.low)]
    high = [] if range_.high is None else [place <= at(range_.high)]
    return and_(*low, *high)


def _day(text: str, name: str, now: datetime) -> str:
    """A day by its word as the calendar names it, any other text as it stands.

    UsageError for an age or a weekday: the dates of a field may be past or to come, so nobody knows which is meant.
    """
    try:
        time = read_time(text)
    except UsageError:
        return text
    if isinstance(time, Stretch):
        return text
    if str(time) not in SURE_DAYS:
        raise UsageError(
            f"field {name} is a date, past or to come, and {shortened(text)} may be either",
            hint=f"write {', '.join(SURE_DAYS)} or 2026-11-01",
        )
    return f"{parse_time(text, now):%Y-%m-%d}"


def _place(value: ColumnElement[Any], kind: str, *, sqlite: bool) -> ColumnElement[Any]:
    """Where a value stands among others of its kind; NULL for what is none."""
    if sqlite:
        return func.desk_rank(kind, value)
    number = cast(value, Numeric) if kind == "number" else value.collate("C")
    return case((value.op("~")(f"^{ORDERED[kind].pattern}$"), number))


def _placed(text: str, name: str, kind: str, *, sqlite: bool) -> str | Decimal:
    """The same of a value that a filter names."""
    found = rank(kind, text)
    if found is None:
        raise UsageError(f"field {name} is a {kind}, not {text[:60]!r}")
    return found if sqlite or kind == "date" else Decimal(text)
