"""The proof that `db check` gives: replaying the events gives the rows, and what is derived follows from the rest.

Tickets are read in spans, so a million of them need no more memory than a thousand. Nothing is repaired here. What is
derived is compared in `derivation.py`, the full text in `text_check.py`, the database itself in `integrity.py`.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, groupby, islice
from operator import itemgetter
from typing import Any

from sqlalchemy import Text, func, select, type_coerce
from sqlalchemy.sql.elements import ColumnElement

from supportdesk.store import derivation, integrity, text_check
from supportdesk.store.fault import Fault, fault
from supportdesk.store.logged import LOGGED, Shape, instant_json
from supportdesk.store.reading import Reading
from supportdesk.store.span import Span, spans
from supportdesk.store.tables import event, ticket

LIMIT = 1000
"""Faults that are told; a store with more is broken as a whole, and the first thousand say how."""

Progress = Callable[[int, int], None]
"""Told how many tickets were looked at, of how many."""

Logged = tuple[int, int, str, str]
"""An event as it is replayed: ticket, id, kind, changes."""

NOTHING: dict[str, Any] = {
    name: {"tags": [], "followers": [], "fields": {}, "reopened": 0, "minutes_spent": 0}.get(name) for name in LOGGED
}
"""A ticket before its first event."""

EMPTY: dict[str, Any] = {"[]": [], "{}": {}}


def check(
    reading: Reading, *, deep: bool = False, limit: int = LIMIT, progress: Progress | None = None
) -> tuple[Fault, ...]:
    """Everything in the store that does not follow from its events and messages, up to `limit` faults.

    `deep` also makes every full text anew from its words and every attachment's hash from its bytes.
    """
    broken = tuple(islice(integrity.damage(reading), limit))
    if broken:
        return broken
    found = chain(integrity.faults(reading, deep=deep), _each_span(reading, deep=deep, progress=progress))
    return tuple(islice(found, limit))


def _each_span(reading: Reading, *, deep: bool, progress: Progress | None) -> Iterator[Fault]:
    total = int(reading.value(select(func.count()).select_from(ticket)))
    words = text_check.words(total, deep=deep)
    done = 0
    for span in spans(reading):
        yield from _replayed(reading, span)
        yield from derivation.faults(reading, span)
        yield from text_check.faults(reading, span, words)
        done += span.tickets
        if progress is not None:
            progress(done, total)
    yield from text_check.index_faults(reading, words)


def _replayed(reading: Reading, span: Span) -> Iterator[Fault]:
    rows = dict(_rows(reading, span))
    for number, events in groupby(_events(reading, span), key=itemgetter(0)):
        yield from _compared(number, rows.pop(number, None), events)
    for number in rows:
        yield fault(number, "events", "an event that opened it", "none")


def _compared(number: int, row: list[Any] | None, events: Iterable[Logged]) -> Iterator[Fault]:
    state = dict(NOTHING)
    for position, (_, event_id, kind, changes) in enumerate(events):
        if (kind == "opened") is not (position == 0):
            yield fault(number, "events", "opened, once and first", f"{kind} as event {event_id}")
        if changes != "{}":
            yield from _step(number, event_id, state, json.loads(changes))
    if row is None:
        yield fault(number, "ticket", "the ticket of its events", "none")
        return
    if row == list(state.values()):
        return
    for (name, value), found in zip(state.items(), row, strict=True):
        if value != found:
            yield fault(number, name, value, found)


def _step(number: int, event_id: int, state: dict[str, Any], changes: dict[str, Any]) -> Iterator[Fault]:
    """Apply one event; an old value must be what the events before it left (an opening one starts from nothing)."""
    for name, (old, new) in changes.items():
        if name not in state:
            yield fault(number, f"event {event_id}", "a field of a ticket", name)
            continue
        if old != state[name] and not (old is None and state[name] == NOTHING[name]):
            yield fault(number, f"{name} before event {event_id}", state[name], old)
        state[name] = new


def _rows(reading: Reading, span: Span) -> Iterator[tuple[int, list[Any]]]:
    """Each ticket's logged columns as events write them."""
    documents = [place for place, shape in enumerate(LOGGED.values()) if shape is Shape.JSON]
    columns = [_machine(ticket.c[name], shape, sqlite=reading.sqlite) for name, shape in LOGGED.items()]
    statement = select(ticket.c.id, *columns).where(span.holds(ticket.c.id))
    for number, *values in reading.rows(statement):
        for place in documents:
            values[place] = EMPTY[values[place]] if values[place] in EMPTY else json.loads(values[place])
        yield number, values


def _machine(column: ColumnElement[Any], shape: Shape, *, sqlite: bool) -> ColumnElement[Any]:
    if shape is not Shape.INSTANT:
        return column
    return type_coerce(instant_json(column, sqlite=sqlite), Text())


def _events(reading: Reading, span: Span) -> Iterator[Logged]:
    statement = select(event.c.ticket_id, event.c.id, event.c.kind, event.c.changes).where(
        span.holds(event.c.ticket_id)
    )
    ordered = statement.order_by(event.c.ticket_id, event.c.id)
    with reading.connection.execute(ordered, execution_options={"yield_per": 2000}) as result:
        yield from map(tuple, result)
