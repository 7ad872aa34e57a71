"""When things happen at the demo desk: how old tickets are, how they stand, when they are due. All relative to now."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from supportdesk.domain.ticket import Priority, Status

SMALL = 2_000
"""Up to so many tickets the desk is a busy young one, whose every ticket is told whole; beyond, one with a history."""

CLOSED_AFTER = timedelta(days=5)
"""How long a solved ticket stays solved before it is closed."""


@dataclass(frozen=True, slots=True)
class Clocks:
    """The due times of a ticket; None where nothing is promised."""

    first_reply: datetime | None
    next_reply: datetime | None
    resolution: datetime | None
    snoozed_until: datetime | None


def created(place: float, tickets: int, now: datetime) -> datetime:
    """When the ticket at a place between 0 (oldest) and 1 (newest) was opened: most of them lately."""
    days = 60 if tickets <= SMALL else 400
    seconds = max(60.0, days * 86_400 * (1 - place) ** 2.2)
    return now - timedelta(seconds=int(seconds))


def status(place: float, tickets: int, age: timedelta, random: Random) -> Status:
    """How a ticket stands: the newest are new or open; of a large desk one in ten is still open."""
    share = min(0.58, max(0.10, 180 / tickets))
    rise = min(5.0, 1 / share - 1)
    if random.random() > share * (rise + 1) * place**rise:
        return Status.SOLVED if age < CLOSED_AFTER * 3 else Status.CLOSED
    if place > 0.8 and random.random() < (place - 0.8) * 4:
        return Status.NEW
    return random.choices((Status.OPEN, Status.PENDING, Status.HOLD), (60, 28, 12))[0]


def next_gap(kind: str, random: Random) -> timedelta:
    """How long the next message of a kind takes: notes come at once, answers within hours, customers when they can."""
    typical = {"note": 20, "reply": 90, "customer": 240}.get(kind, 60)
    return timedelta(minutes=max(2, int(typical * random.lognormvariate(0, 0.9))))


def clocks(stands: Status, priority: Priority, opened: datetime, now: datetime, random: Random) -> Clocks:
    """What is due and when. Of the open ones some are overdue, some due within the hour, some have no clock at all."""
    if stands in (Status.SOLVED, Status.CLOSED):
        aim = opened + timedelta(hours=AIMED[priority] * 6)
        return Clocks(None, None, aim if random.random() < 0.6 else None, None)
    due = _due(now, random)
    if stands in (Status.PENDING, Status.HOLD):
        asleep = now + timedelta(hours=random.randrange(3, 120)) if random.random() < 0.3 else None
        return Clocks(None, None, due if due and due > now else None, asleep)
    if stands == Status.NEW:
        first = max(opened + timedelta(minutes=5), due) if due else None
        return Clocks(first, None, None, None)
    waiting = random.random() < 0.5
    return Clocks(None, due if waiting else None, None if waiting else due, None)


AIMED = {Priority.URGENT: 2, Priority.HIGH: 8, Priority.NORMAL: 24, Priority.LOW: 72}
"""Hours to the solution that the shop aims at, before pauses."""


def _due(now: datetime, random: Random) -> datetime | None:
    chance = random.random()
    if chance < 0.30:
        return None
    if chance < 0.42:
        return now - timedelta(minutes=random.randrange(4, 2_000))
    if chance < 0.52:
        return now + timedelta(minutes=random.randrange(3, 59))
    return now + timedelta(minutes=random.randrange(70, 8_000))
