"""Events as they happen: what a reader has not seen yet, none lost and none told twice.

On PostgreSQL ids commit out of order, so an id that is skipped may still come: such gaps are asked for again until
they are old. On SQLite there is one writer, and a counter of the file tells whether anything was written at all.
Waiting between two looks is the caller's.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.engine.interfaces import DBAPICursor

from supportdesk.domain.changes import HistoryEntry
from supportdesk.store import history
from supportdesk.store.driver_errors import mapped_errors
from supportdesk.store.engine import Store
from supportdesk.store.reading import Reading, among
from supportdesk.store.tables import event, ticket

PATIENCE = timedelta(minutes=10)
"""How long a skipped id may still be somebody's open transaction."""

BLOCK = 500


@dataclass(frozen=True, slots=True)
class Gap:
    """Ids from `first` to `last` that were skipped when they were looked past."""

    first: int
    last: int
    since: datetime


@dataclass(slots=True)
class Feed:
    """Where a reader stands: everything up to `seen` was looked at, but for the gaps."""

    seen: int
    gaps: list[Gap] = field(default_factory=list)

    def read(self, reading: Reading, *, condition: ColumnElement[bool] | None = None) -> tuple[HistoryEntry, ...]:
        """Events that came since the last look, up to a block, those of matching tickets where there is a condition."""
        late = [event.c.id.between(gap.first, gap.last) for gap in self.gaps]
        wanted = or_(event.c.id > self.seen, *late)
        ids = reading.ids(select(event.c.id).where(wanted).order_by(event.c.id).limit(BLOCK))
        self._step(ids, reading.now)
        if not ids:
            return ()
        # The bounds tell PostgreSQL that these are few: of a list it knows nothing.
        chosen = among(event.c.id, ids, sqlite=reading.sqlite) & event.c.id.between(ids[0], ids[-1])
        if condition is not None:
            chosen &= event.c.ticket_id.in_(select(ticket.c.id).where(condition))
        return history.matching(reading, chosen)

    def _step(self, ids: tuple[int, ...], now: datetime) -> None:
        """Move on, and keep in mind what was skipped."""
        gaps = [gap for gap in self.gaps if now - gap.since < PATIENCE]
        kept: list[Gap] = [part for gap in gaps for part in _without(gap, ids)]
        at = self.seen
        for number in ids:
            if number <= self.seen:
                continue
            if number > at + 1 and at:
                kept.append(Gap(at + 1, number - 1, now))
            at = number
        self.seen, self.gaps = at, kept


def _without(gap: Gap, ids: tuple[int, ...]) -> Iterator[Gap]:
    """What is left of a gap when some of its ids came."""
    first = gap.first
    for number in ids:
        if first <= number <= gap.last:
            if number > first:
                yield Gap(first, number - 1, gap.since)
            first = number + 1
    if first <= gap.last:
        yield Gap(first, gap.last, gap.since)


class Pulse:
    """Whether a store was written to since the last look: cheap on SQLite, always perhaps where it cannot be told."""

    def __init__(self, cursor: DBAPICursor | None) -> None:
        self.cursor = cursor
        self.version: int | None = None

    def beats(self) -> bool:
        """Whether there may be something new; the first look always says so."""
        if self.cursor is None:
            return True
        self.cursor.execute("PRAGMA data_version")
        ((version,),) = self.cursor.fetchall()
        changed = bool(version != self.version)
        self.version = version
        return changed


@contextmanager
def pulse(store: Store) -> Iterator[Pulse]:
    """A pulse over a connection of its own, outside any transaction: inside one nothing would ever change."""
    if not store.sqlite or not store.kept:
        yield Pulse(None)
        return
    with mapped_errors(store.place, store.path):
        connection = store.engine.raw_connection()
        try:
            yield Pulse(connection.cursor())
        finally:
            connection.close()
