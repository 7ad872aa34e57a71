"""What the agent has done since the console was opened, and the note of it that can be handed over."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from supportdesk.domain.changes import Outcome
from supportdesk.domain.verb_words import Word

MOST_NAMED = 12
"""Tickets that a line names before it only counts them."""

HEADINGS = ("answered", "solved", "closed", "handed on", "put off", "taken")
"""What is counted, in the order of the summary."""


@dataclass(frozen=True, slots=True)
class Done:
    """One thing that was done: its heading, its tickets, and to whom they went."""

    heading: str
    tickets: tuple[int, ...]
    to: str = ""


class Session:
    """Counts what is done, and takes out what is undone. What one change did stands together."""

    def __init__(self, login: str = "") -> None:
        self.login = login
        self.changes: list[tuple[Done, ...]] = []

    def note(self, outcome: Outcome, words: Mapping[str, Word]) -> None:
        """Take down what a verb did."""
        if not outcome.changed:
            return
        if outcome.verb == "undo":
            self._take_out(frozenset(outcome.changed))
            return
        headings = (_heading(verb, with_, self.login) for verb, with_ in outcome.did or ((outcome.verb, words),))
        self.changes.append(tuple(Done(heading, outcome.changed, to) for heading, to in headings))

    def _take_out(self, tickets: frozenset[int]) -> None:
        """Undo takes the last change back: of what was done to these tickets, that is the last."""
        for place in range(len(self.changes) - 1, -1, -1):
            if any(frozenset(one.tickets) == tickets for one in self.changes[place]):
                del self.changes[place]
                return

    def _under(self, heading: str) -> list[Done]:
        return [one for change in self.changes for one in change if one.heading == heading]

    def tickets(self, heading: str) -> tuple[int, ...]:
        """The tickets under a heading, each once, in the order of the work."""
        return tuple(dict.fromkeys(number for one in self._under(heading) for number in one.tickets))

    @property
    def lines(self) -> list[tuple[str, int, str]]:
        """Heading, number of tickets, and which they are; nothing that did not happen."""
        return [
            (heading, len(tickets), self._named(heading, tickets))
            for heading in HEADINGS
            if (tickets := self.tickets(heading))
        ]

    def _named(self, heading: str, tickets: tuple[int, ...]) -> str:
        whom = {number: one.to for one in self._under(heading) for number in one.tickets}
        named = [f"#{number} → {whom[number]}" if whom[number] else f"#{number}" for number in tickets[:MOST_NAMED]]
        more = len(tickets) - len(named)
        return ", ".join(named) + (f" and {more:,} more" if more else "")

    def text(self, begun: datetime, now: datetime) -> str:
        """The hand-over note: who, when, and what was done to which tickets."""
        head = f"{self.login}, {begun.astimezone():%Y-%m-%d %H:%M}-{now.astimezone():%H:%M}"
        return "\n".join([head, *(f"{heading}: {number:,} ({named})" for heading, number, named in self.lines)])


COUNTED = {
    "reply": "answered",
    "solve": "solved",
    "close": "closed",
    "snooze": "put off",
    "pend": "put off",
    "hold": "put off",
    "next": "taken",
    "status solved": "solved",
    "status closed": "closed",
    "status pending": "put off",
    "status hold": "put off",
}
"""The heading of each verb; what is not here is not counted."""


def _heading(verb: str, words: Mapping[str, Word], login: str) -> tuple[str, str]:
    """Under which heading a verb counts, and to whom tickets went."""
    if verb != "assign":
        return COUNTED.get(f"{verb} {words.get('to')}" if verb == "status" else verb, ""), ""
    whom = words.get("team") or words.get("to")
    return ("taken", "") if whom in ("me", login) else ("handed on", str(whom)) if whom else ("", "")
