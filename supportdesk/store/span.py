"""A stretch of tickets by their numbers, so that work over all of them takes bounded memory."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.sql.elements import ColumnElement

from supportdesk.store.reading import Reading
from supportdesk.store.tables import ticket

TICKETS = 2000


@dataclass(frozen=True, slots=True)
class Span:
    """The tickets whose numbers lie between two, both included, and how many stand there."""

    first: int
    last: int
    tickets: int

    def holds(self, number: ColumnElement[Any]) -> ColumnElement[bool]:
        """Whether a ticket's number lies in this span."""
        return number.between(self.first, self.last)


def spans(reading: Reading, tickets: int = TICKETS) -> Iterator[Span]:
    """All tickets in spans of so many; numbers that no ticket bears belong to the span before the next one."""
    before = 0
    while True:
        some = select(ticket.c.id).where(ticket.c.id > before).order_by(ticket.c.id).limit(tickets).subquery()
        last, number = reading.rows(select(func.max(some.c.id), func.count()).select_from(some))[0]
        if last is None:
            return
        yield Span(before + 1, last, number)
        before = last
