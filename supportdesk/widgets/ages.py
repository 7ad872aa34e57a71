"""How long ago and how long until, in the few cells that a list has for it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from supportdesk.widgets.ink import Ink

SOON = timedelta(hours=2)
"""A clock that ends within this time is shown as pressing."""

UNITS = ((365 * 86_400, "y"), (7 * 86_400, "w"), (86_400, "d"), (3_600, "h"), (60, "m"))


def span(seconds: int) -> str:
    """A length of time in its largest unit: `40m`, `3h`, `2d`, `5w`; weeks up to a year."""
    for size, unit in UNITS:
        if seconds >= size and not (unit == "w" and seconds < 2 * size):
            return f"{seconds // size}{unit}"
    return "now"


def age(now: datetime, at: datetime) -> str:
    """How long ago an instant was; `now` within a minute, also for one that is yet to come."""
    return span(int((now - at).total_seconds()))


@dataclass(frozen=True, slots=True)
class Countdown:
    """What is left of a clock: text with its glyph, so that colour is never alone, and its ink."""

    text: str
    ink: Ink


def countdown(now: datetime, due: datetime | None) -> Countdown:
    """What is left until an instant: `!2h` for two hours late, `~40m` for soon, `3d` for calm."""
    if due is None:
        return Countdown("", Ink.FAINT)
    left = due - now
    if left <= timedelta(0):
        late = span(int(-left.total_seconds()))
        return Countdown(f"!{'0m' if late == 'now' else late}", Ink.LATE)
    text = span(int(left.total_seconds()))
    if left <= SOON:
        return Countdown(f"~{'<1m' if text == 'now' else text}", Ink.SOON)
    return Countdown(text, Ink.DIM)


def moment(now: datetime, at: datetime) -> str:
    """An instant in the agent's own time zone, as short as can be told apart, with its age."""
    local, today = at.astimezone(), now.astimezone()
    if local.date() == today.date():
        written = f"{local:%H:%M}"
    elif local.year == today.year:
        written = f"{local:%d %b %H:%M}"
    else:
        written = f"{local:%Y-%m-%d %H:%M}"
    ago = age(now, at)
    return f"{written} · {ago if ago == 'now' else f'{ago} ago'}"
