"""The statements that set columns of many tickets: which differ, the events that say so, and the update.

Two that write, however many tickets: `change.py` alone runs them, and in this order.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import JSON, Text, Update, bindparam, cast, column, func, insert, literal, or_, select
from sqlalchemy.sql.dml import Insert
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import FromClause

from supportdesk.store import rows
from supportdesk.store.columns import Instant, machine_value
from supportdesk.store.logged import derived, differences, new_value
from supportdesk.store.reading import Reading, among
from supportdesk.store.tables import Key, event, ticket

Values = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Setting:
    """What columns of some tickets become: the same for all or, from a `source` of rows, each ticket's own."""

    ids: tuple[int, ...]
    columns: Values
    source: FromClause | None = None

    def tickets(self) -> FromClause:
        """Where the tickets and their values are read from."""
        return ticket if self.source is None else self.source.join(ticket, self.holds(sqlite=False))

    def holds(self, *, sqlite: bool) -> ColumnElement[bool]:
        """Whether a ticket is one of these."""
        if self.source is None:
            return among(ticket.c.id, self.ids, sqlite=sqlite)
        return ticket.c.id == self.source.c.ticket_id


def same(ids: Iterable[int], values: Values) -> Setting:
    """The same values for all tickets. UsageError for an instant without a time zone."""
    return Setting(tuple(ids), rows.tidy(values))


def each(values: Mapping[int, Values], *, sqlite: bool) -> Iterator[Setting]:
    """Tickets with values of their own, together where the same columns are set; one parameter holds all values."""
    groups: dict[tuple[str, ...], list[int]] = {}
    for number in sorted(values):
        groups.setdefault(tuple(sorted(values[number])), []).append(number)
    for names, numbers in groups.items():
        listed = [[number, *(machine_value(values[number][name]) for name in names)] for number in numbers]
        source = _rows(names, json.dumps(listed, ensure_ascii=False), sqlite=sqlite)
        yield Setting(tuple(numbers), {name: source.c[name] for name in names}, source)


def _rows(names: Sequence[str], listed: str, *, sqlite: bool) -> FromClause:
    """A JSON array of [ticket, value, …] as rows."""
    types = {"ticket_id": Key, **{name: ticket.c[name].type for name in names}}
    text = bindparam(None, listed, type_=Text(), unique=True)
    if sqlite:
        row = func.json_each(text).table_valued(column("value"))
        values = [
            func.json_extract(row.c.value, f"$[{place}]", type_=kind).label(name)
            for place, (name, kind) in enumerate(types.items())
        ]
    else:
        row = func.json_array_elements(cast(text, JSON)).table_valued(column("value", JSON)).render_derived()
        values = [
            cast(func.json_array_element_text(row.c.value, place), kind).label(name)
            for place, (name, kind) in enumerate(types.items())
        ]
    return select(*values).select_from(row).subquery("given")


def differing(reading: Reading, setting: Setting) -> tuple[int, ...]:
    """The tickets of which a column is not yet what it is to become, in order."""
    pairs = ((ticket.c[name], new_value(name, value)) for name, value in setting.columns.items())
    distinct = or_(*(column.is_distinct_from(new) for column, new in pairs))
    found = select(ticket.c.id).select_from(setting.tickets()).where(distinct)
    if setting.source is None:
        found = found.where(setting.holds(sqlite=reading.sqlite))
    return tuple(sorted(reading.ids(found)))


def events(reading: Reading, change_id: int, kind: str, setting: Setting) -> Insert:
    """An event for each ticket, with old and new values of the columns that differ; tickets in order."""
    names = ["change_id", "ticket_id", "kind", "at", "actor", "changes"]
    values = (
        literal(change_id, Key),
        ticket.c.id,
        literal(kind),
        literal(reading.now, Instant()),
        literal(reading.actor.login),
        differences(setting.columns, sqlite=reading.sqlite),
    )
    listed = select(*values).select_from(setting.tickets())
    if setting.source is None:
        listed = listed.where(setting.holds(sqlite=reading.sqlite))
    ordered = listed if reading.sqlite else listed.order_by(ticket.c.id)  # SQLite goes through the ids in their order
    return insert(event).from_select(names, ordered, include_defaults=False)


def update(reading: Reading, setting: Setting) -> Update:
    """The update itself, and what the lists' order derives from it."""
    values = {**setting.columns, **derived(setting.columns, reading.now, sqlite=reading.sqlite)}
    return ticket.update().where(setting.holds(sqlite=reading.sqlite)).values(values)
