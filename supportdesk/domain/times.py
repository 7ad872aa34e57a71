"""Times and durations as people type them, and the span of instants that each means.

Everything is UTC in whole seconds, and nothing here reads a clock: a time stays as it was typed until `span` or
`parse_time` is given the instant that counts as now. Business hours do not belong here.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TypeAlias

from supportdesk.domain.filter_operators import Operator
from supportdesk.errors import UsageError

DAY = 86_400
UNITS = {"s": 1, "m": 60, "h": 3_600, "d": DAY, "w": 7 * DAY}
"""Seconds in a unit of a duration."""

LONGEST = 100 * 366 * DAY
"""A longer duration is a slip of the finger."""

YEARS = range(1900, 3000)
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
DAY_WORDS = ("today", "yesterday", "tomorrow", *WEEKDAYS)
HINT = "write 2026-11-01, 2026-11-01T09:30, today, yesterday, tomorrow, monday, 30m, 2h, 3d or 1w"

_DURATION = re.compile(r"(\d{1,15})([smhdw])", re.ASCII)
_CALENDAR = re.compile(r"(\d{4}-\d{2}-\d{2})(?:t(\d{2}:\d{2})(:\d{2})?(z|[+-]\d{2}:\d{2})?)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A day, a minute or a second of the calendar: from `start` for `seconds`."""

    start: datetime
    seconds: int

    def __str__(self) -> str:
        if self.seconds == DAY:
            return f"{self.start:%Y-%m-%d}"
        return f"{self.start:%Y-%m-%dT%H:%M}" if self.seconds == 60 else f"{self.start:%Y-%m-%dT%H:%M:%S}"


@dataclass(frozen=True, slots=True)
class DayWord:
    """A day by its name, such as `today` or `monday`."""

    name: str

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class Duration:
    """An age for what has happened, the time left for what is to come; `text` is how it was typed."""

    seconds: int
    text: str

    def __str__(self) -> str:
        return self.text


Time: TypeAlias = Stretch | DayWord | Duration


@dataclass(frozen=True, slots=True)
class Span:
    """The instants from `start` to just before `end`; None leaves that side open."""

    start: datetime | None = None
    end: datetime | None = None

    def __contains__(self, instant: datetime) -> bool:
        return (self.start is None or self.start <= instant) and (self.end is None or instant < self.end)


def read_time(text: str) -> Time:
    """A time as typed; UsageError for anything else and for what no calendar of ours holds."""
    word = text.strip().casefold()
    if word in DAY_WORDS:
        return DayWord(word)
    if duration := _DURATION.fullmatch(word):
        return _duration(duration)
    if calendar := _CALENDAR.fullmatch(word):
        return _stretch(calendar)
    raise UsageError(f"{shortened(text)} is no time" if word else "the time is empty", hint=HINT)


def parse_time(text: str, now: datetime) -> datetime:
    """The instant that a flag such as `--until` names: a duration counts from now, a day is its first second.

    A weekday is the next one after today. UsageError for what is no time.
    """
    time = read_time(text)
    if isinstance(time, Duration):
        return _whole(now) + timedelta(seconds=time.seconds)
    if isinstance(time, DayWord) and time.name == WEEKDAYS[now.astimezone(UTC).weekday()]:
        return _midnight(now) + timedelta(days=7)
    return _bounds(time, now, coming=True)[0]


def coming_time(text: str, now: datetime) -> datetime:
    """`parse_time` for an instant that must be to come; UsageError for one that has passed."""
    instant = parse_time(text, now)
    if instant <= now:
        raise UsageError(f"{text[:40]!r} has passed; give a time to come, such as 2h, 3d or monday")
    return instant


def span(operator: Operator, time: Time, *, now: datetime, coming: bool) -> Span:
    """The instants that stand in this relation to a time; `!=` gives the span to be left out.

    `coming` tells what a duration measures: the age of a past instant (`updated<2h`: later than two hours ago), or
    what is left before a coming one (`due<2h`: before two hours from now, or overdue). A weekday is the last one
    (today counts) for a past instant and the next one for a coming one.
    """
    start, end = _bounds(time, now, coming=coming)
    if isinstance(time, Duration) and not coming:
        operator = _MIRRORED.get(operator, operator)
    match operator:
        case Operator.LESS:
            return Span(None, start)
        case Operator.AT_MOST:
            return Span(None, end)
        case Operator.MORE:
            return Span(end, None)
        case Operator.AT_LEAST:
            return Span(start, None)
        case _:
            return Span(start, end)


def span_between(low: Time | None, high: Time | None, *, now: datetime, coming: bool) -> Span:
    """The instants from one time to another, both included; an open side is None.

    Ages run backwards (`created:1d..3d` is from three days ago to one day ago), so two durations of a past instant
    change places, and so does an open side with the age that it borders.
    """
    if not coming and not isinstance(low, Stretch | DayWord) and not isinstance(high, Stretch | DayWord):
        low, high = high, low
    return Span(
        None if low is None else _bounds(low, now, coming=coming)[0],
        None if high is None else _bounds(high, now, coming=coming)[1],
    )


_MIRRORED = {
    Operator.LESS: Operator.MORE,
    Operator.AT_MOST: Operator.AT_LEAST,
    Operator.MORE: Operator.LESS,
    Operator.AT_LEAST: Operator.AT_MOST,
}


def _bounds(time: Time, now: datetime, *, coming: bool) -> tuple[datetime, datetime]:
    match time:
        case Stretch():
            return time.start, time.start + timedelta(seconds=time.seconds)
        case DayWord():
            midnight = _midnight(now) + timedelta(days=_days_away(time.name, now, coming=coming))
            return midnight, midnight + timedelta(days=1)
        case Duration():
            instant = _whole(now) + timedelta(seconds=time.seconds if coming else -time.seconds)
            return instant, instant + timedelta(seconds=1)


def _days_away(name: str, now: datetime, *, coming: bool) -> int:
    if name not in WEEKDAYS:
        return {"yesterday": -1, "today": 0, "tomorrow": 1}[name]
    ahead = (WEEKDAYS.index(name) - now.astimezone(UTC).weekday()) % 7
    return ahead if coming or ahead == 0 else ahead - 7


def _duration(found: re.Match[str]) -> Duration:
    seconds = int(found[1]) * UNITS[found[2]]
    if seconds > LONGEST:
        raise UsageError(f"{found[0]} is longer than a hundred years", hint="write 30m, 2h, 3d or 1w")
    return Duration(seconds, f"{int(found[1])}{found[2]}")


def _stretch(found: re.Match[str]) -> Stretch:
    day, minute, second, zone = found.groups()
    try:
        start = datetime.fromisoformat(f"{day}T{minute or '00:00'}{second or ''}{(zone or '+00:00').upper()}")
        start = start.astimezone(UTC)
    except (ValueError, OverflowError):
        raise UsageError(f"{found[0].upper()} is on no calendar", hint=HINT) from None
    if start.year not in YEARS:
        raise UsageError(f"{day} is out of reach: years go from {YEARS[0]} to {YEARS[-1]}")
    return Stretch(start, 1 if second else 60 if minute else DAY)


def _whole(now: datetime) -> datetime:
    return now.astimezone(UTC).replace(microsecond=0)


def _midnight(now: datetime) -> datetime:
    return now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)


def shortened(text: str) -> str:
    """A user's word as an error repeats it: one line, never long."""
    shown = "".join(letter if letter.isprintable() else " " for letter in text[:41])
    return shown if len(text) <= 40 else shown[:40] + "…"
