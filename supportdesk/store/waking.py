"""Snoozed tickets and the clock: which ones came back since an instant, and when the next one will."""

from datetime import datetime

from sqlalchemy import func, select

from supportdesk.store.reading import Reading
from supportdesk.store.tables import ticket


def woken(reading: Reading, since: datetime) -> tuple[int, ...]:
    """Open tickets that came back by themselves after `since`, until now."""
    until = ticket.c.snoozed_until
    return reading.ids(select(ticket.c.id).where(ticket.c.is_open == 1, until > since, until <= reading.now))


def next_wake(reading: Reading) -> datetime | None:
    """The instant at which the next open ticket comes back; None where none is snoozed."""
    until = ticket.c.snoozed_until
    found: datetime | None = reading.value(select(func.min(until)).where(ticket.c.is_open == 1, until > reading.now))
    return found
