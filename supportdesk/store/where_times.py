"""What a filter's times mean in the database: instants that are past, and when the desk must act next."""

import math
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import and_, not_
from sqlalchemy.sql.elements import ColumnElement

from supportdesk.domain.filter_operators import Mark, Operator
from supportdesk.domain.filter_tree import Term
from supportdesk.domain.filter_values import Range, Value
from supportdesk.domain.times import DayWord, Duration, Span, Stretch, span, span_between
from supportdesk.store.alternatives import any_of
from supportdesk.store.logged import NO_DUE
from supportdesk.store.reading import Reading
from supportdesk.store.tables import ticket

Condition = ColumnElement[bool]
Meaning = Callable[[Term, Reading], Condition]
"""What the terms of a key ask of a ticket."""


def passed(instant: ColumnElement[Any]) -> Meaning:
    """An instant that is past, where there is one."""

    def holds(term: Term, reading: Reading) -> Condition:
        return any_of(*(_at(instant, value, term.operator, reading.now, coming=False) for value in term.values))

    return holds


def due(term: Term, reading: Reading) -> Condition:
    """When the desk must act next; a ticket that is answered or has no clock running is never due."""
    runs = and_(ticket.c.is_open == 1, ticket.c.due_key < NO_DUE)
    marks = [runs if value is Mark.ANY else not_(runs) for value in term.values if isinstance(value, Mark)]
    times = [value for value in term.values if not isinstance(value, Mark)]
    spans = [_at(ticket.c.due_key, value, term.operator, reading.now, coming=True) for value in times]
    return any_of(*marks, *(and_(runs, within) for within in spans))


def _at(instant: ColumnElement[Any], value: Value, operator: Operator, now: datetime, *, coming: bool) -> Condition:
    match value:
        case Mark():
            return instant.is_(None) if value is Mark.NONE else instant.is_not(None)
        case Range():
            low, high = (
                end if isinstance(end, Stretch | DayWord | Duration) else None for end in (value.low, value.high)
            )
            return _within(instant, span_between(low, high, now=now, coming=coming))
        case Stretch() | DayWord() | Duration():
            return _within(instant, span(operator, value, now=now, coming=coming))
        case _:
            raise TypeError(f"{value!r} is no time")


def _within(instant: ColumnElement[Any], span: Span) -> Condition:
    start = [] if span.start is None else [instant >= span.start]
    end = [] if span.end is None else [instant < span.end]
    return and_(instant.is_not(None), *start, *end, *(_indexed(span) if instant is ticket.c.updated_at else ()))


def _indexed(span: Span) -> Iterator[Condition]:
    """What a span of last changes asks of the column that has an index: whole seconds, turned round."""
    if span.start is not None:
        yield ticket.c.upd_neg <= -math.floor(span.start.timestamp())
    if span.end is not None:
        yield ticket.c.upd_neg >= -math.floor(span.end.timestamp())
