"""Snoozed tickets that come back by the clock alone: no event tells of them, so the console watches the time itself."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from supportdesk.console.asking import Line, Question
from supportdesk.domain.changes import HistoryEntry
from supportdesk.domain.filters import Filter

if TYPE_CHECKING:
    from supportdesk.store.reading import Reading


@dataclass(frozen=True, slots=True)
class Woken:
    """Tickets that came back, which of them the list's filter matches, and when the next one will come."""

    now: datetime
    numbers: frozenset[int] = frozenset()
    matching: frozenset[int] = frozenset()
    next: datetime | None = None


@dataclass(frozen=True, slots=True)
class Wakes(Question[Woken]):
    """What came back after `since`; with None only when the next one will."""

    filter: Filter
    since: datetime | None = None
    line = Line.SLOW

    def answer(self, reading: "Reading") -> Woken:
        from supportdesk.store import queries, waking

        numbers = frozenset(waking.woken(reading, self.since) if self.since is not None else ())
        listed = queries.those(reading, numbers, self.filter) if numbers else frozenset()
        return Woken(reading.now, numbers, listed, waking.next_wake(reading))


def wakes_at(entry: HistoryEntry) -> datetime | None:
    """The instant until which an event snoozes its ticket."""
    new = next((new for field, _, new in entry.changes if field == "snoozed_until"), "")
    try:
        return datetime.fromisoformat(new) if new else None
    except ValueError:
        return None
