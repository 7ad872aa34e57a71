"""What an agent is called for: a ticket that was given to them, a note that names them, a clock about to run out."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from supportdesk.console.asking import Line, Question
from supportdesk.domain.changes import HistoryEntry
from supportdesk.domain.safe import shown_line

if TYPE_CHECKING:
    from supportdesk.store.reading import Reading

RUNNING_OUT = "is:open assignee:me due<15m -is:overdue"
"""Tickets of the agent whose clock is about to run out."""

MOST = 20


class Why(StrEnum):
    """What an agent is called for, as they read it."""

    GIVEN = "assigned to you"
    NAMED = "you are mentioned"
    RUNNING_OUT = "about to be overdue"


@dataclass(frozen=True, slots=True)
class Alert:
    """One thing to call the agent for."""

    number: int
    subject: str
    why: Why

    @property
    def text(self) -> str:
        """It in one line, safe to show."""
        return f"{self.why}: #{self.number} {shown_line(self.subject)}"


@dataclass(frozen=True, slots=True)
class Alerts(Question[tuple[Alert, ...]]):
    """What of some events concerns the agent, and with `clocks` whose time is about to run out."""

    given: tuple[int, ...] = ()
    notes: tuple[int, ...] = ()
    clocks: bool = False
    line = Line.SLOW

    def answer(self, reading: "Reading") -> tuple[Alert, ...]:
        from supportdesk.domain.filters import parse
        from supportdesk.store import queries, thread

        named = thread.naming(reading, self.notes, reading.actor.login) if self.notes else ()
        found = [Alert(row.number, row.subject, Why.GIVEN) for row in queries.rows(reading, self.given)]
        found += [Alert(row.number, row.subject, Why.NAMED) for row in queries.rows(reading, named)]
        if self.clocks:
            pressing = queries.page(reading, parse(RUNNING_OUT), limit=MOST).rows
            found += [Alert(row.number, row.subject, Why.RUNNING_OUT) for row in pressing]
        return tuple(found)


def given_to(login: str, entries: Iterable[HistoryEntry]) -> tuple[int, ...]:
    """Tickets that somebody else has given to an agent."""
    return tuple(
        dict.fromkeys(
            entry.ticket
            for entry in entries
            if entry.ticket is not None and entry.actor != login
            if any(field == "assignee" and new == login for field, _, new in entry.changes)
        )
    )


def notes_of_others(login: str, entries: Iterable[HistoryEntry]) -> tuple[int, ...]:
    """The messages that somebody else has written as notes."""
    return tuple(entry.message for entry in entries if entry.kind == "noted" and entry.message and entry.actor != login)


def notice(text: str, environment: Mapping[str, str]) -> str:
    """What to write to the terminal so that the desktop shows a notice.

    OSC 777 where it is known (urxvt, foot, Ghostty, WezTerm), else OSC 9 (iTerm2, kitty, Windows Terminal); tmux hands
    it on where `allow-passthrough` is on. A terminal that knows neither shows nothing.
    """
    safe = re.sub(r"[\x00-\x1f\x7f-\x9f;]", " ", text)
    program = f"{environment.get('TERM', '')} {environment.get('TERM_PROGRAM', '')}".lower()
    known = any(name in program for name in ("rxvt", "foot", "ghostty", "wezterm"))
    plain = f"\x1b]777;notify;supportdesk;{safe}\x07" if known else f"\x1b]9;{safe}\x07"
    if not environment.get("TMUX"):
        return plain
    doubled = plain.replace("\x1b", "\x1b\x1b")
    return f"\x1bPtmux;{doubled}\x1b\\"


def call(text: str, how: str, write: Callable[[str], None] | None, environment: Mapping[str, str]) -> None:
    """Call the agent: the bell, with a notice on the desktop where that is wanted."""
    if write is not None and how != "off":
        write("\x07" if how == "bell" else notice(text, environment))
