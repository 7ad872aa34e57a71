"""What all changing verbs share: the selection, the question before many, the dry run, and the line that tells.

A verb hands `act` a function over the open change and the tickets it holds; nothing about the desk is decided here.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated, Self

import typer

from supportdesk.cli import call as calls
from supportdesk.cli.call import Call
from supportdesk.cli.completions import ticket_numbers
from supportdesk.cli.kinds import DIFFERENCES, TICKETS
from supportdesk.cli.output import DryRun, Form, JsonFields, check, emit, only_help
from supportdesk.cli.prompts import confirm
from supportdesk.cli.selections import Chosen, chosen, is_selection
from supportdesk.errors import Refused, UsageError

if TYPE_CHECKING:
    from supportdesk.domain.changes import Difference, Outcome
    from supportdesk.domain.models import TicketRow
    from supportdesk.store.change import Change
    from supportdesk.store.selection import Selection

Perform = Callable[["Change", "Selection"], "Outcome"]

Words = Annotated[
    list[str] | None,
    typer.Argument(metavar="SEL", help="numbers and ranges: 12 15 20-25; - reads them", autocompletion=ticket_numbers),
]
Query = Annotated[str | None, typer.Option("--query", metavar="FILTER", help="every ticket that the filter matches")]
Skip = Annotated[bool, typer.Option("--skip", help="leave out what is unknown or refused")]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="do not ask")]
NoteText = Annotated[str, typer.Option("--note-text", "-m", metavar="TEXT", help="an internal note that goes with it")]


@dataclass(frozen=True)
class Bulk:
    """The selection and the ways of a changing verb."""

    words: Words = None
    query: Query = None
    skip: Skip = False
    dry_run: DryRun = False
    yes: Yes = False
    json: JsonFields = None

    @property
    def given(self) -> list[str]:
        """The words of the selection."""
        return self.words or []

    def split_last(self, what: str) -> tuple[Self, str]:
        """The selection without its last word, and that word, which is a value such as a status."""
        if not self.given or (self.query is None and len(self.given) < 2) or is_selection(self.given[-1]):
            raise UsageError(f"{what} is missing; it comes after the tickets")
        return replace(self, words=self.given[:-1]), self.given[-1]


@dataclass(frozen=True)
class Noted(Bulk):
    """The same for verbs that take a note along."""

    note: NoteText = ""


@dataclass(frozen=True, slots=True)
class Told:
    """What a run did, with what is to be printed of it."""

    outcome: "Outcome"
    rows: tuple["TicketRow", ...] = ()
    differences: tuple["Difference", ...] = ()


def act(context: typer.Context, bulk: Bulk, verb: str, perform: Perform, *, said: str) -> None:
    """Run a verb on a selection, all of it or nothing, and tell what became of it; `said` is its past tense."""
    call = calls.of(context)
    form = Form(json=bulk.json)
    if bulk.dry_run:
        check(DIFFERENCES, form)
    elif only_help(call, TICKETS, form):
        return
    told = _Run(call, bulk, verb, chosen(call, bulk.given, bulk.query)).perform(perform)
    if bulk.dry_run:
        emit(call, DIFFERENCES, told.differences, form)
    elif bulk.json is not None:
        emit(call, TICKETS, told.rows, form)
    call.say(sentence(told.outcome, said, dry_run=bulk.dry_run))


@dataclass(frozen=True, slots=True)
class _Run:
    """One run of a verb on what was chosen."""

    call: Call
    bulk: Bulk
    verb: str
    wanted: Chosen

    def perform(self, perform: Perform) -> Told:
        """Hold the tickets and do it, in one transaction."""
        from supportdesk.services import select

        wanted, most = self.wanted, self._agreed()
        with self.call.desk.change(self.verb, dry_run=self.bulk.dry_run) as change:
            again = self.verb == "delete"  # deleting what is deleted changes nothing
            held = select.tickets(
                change, numbers=wanted.numbers, filter=wanted.filter, skip=self.bulk.skip, deleted=again
            )
            if most is not None and len(held) > most:
                raise Refused(f"the filter matches {len(held)} tickets by now, not {most}; nothing was changed")
            outcome = perform(change, held)
            if isinstance(self.bulk, Noted):
                _add_note(change, outcome, self.bulk.note)
            return _read_back(change, self.bulk, outcome, held)

    def _agreed(self) -> int | None:
        """How many tickets a filter may at most match: as many as somebody agreed to, None where none is asked."""
        if self.wanted.filter is None or self.bulk.yes or self.bulk.dry_run:
            return None
        from supportdesk.domain.filters import parse
        from supportdesk.store import queries

        with self.call.desk.read() as reading:
            number = queries.count(reading, parse(self.wanted.filter)).number
        if number > 1:
            refusal = f"the filter matches {number} tickets; to {self.verb} them all without a question takes --yes"
            confirm(self.call, f"{self.verb} {number} tickets?", refusal=refusal)
        return max(number, 1)


def _add_note(change: "Change", outcome: "Outcome", note: str) -> None:
    if note:
        from supportdesk.services import conversation  # most runs of a verb say nothing

        conversation.note_along(change, outcome, body=note)


def _read_back(change: "Change", bulk: Bulk, outcome: "Outcome", held: "Selection") -> Told:
    """What is printed, read in the change's own transaction: its dry run is gone afterwards."""
    if bulk.dry_run:
        from supportdesk.store import history

        differences = history.differences(change, outcome.change) if outcome.change else ()
        return Told(outcome, differences=differences)
    if bulk.json is None:
        return Told(outcome)
    from supportdesk.store import queries

    return Told(outcome, rows=queries.rows(change, held.without(outcome.skipped).ids))


def sentence(outcome: "Outcome", said: str, *, dry_run: bool = False) -> str:
    """The line that tells what changed, how many, and the change's id."""
    parts = []
    if outcome.changed:
        parts.append(f"{'would have ' if dry_run else ''}{said} {_tickets(outcome.changed)}")
    else:
        parts.append("nothing to change")
    if outcome.changed and outcome.unchanged:
        parts.append(f"{len(outcome.unchanged)} already so")
    if outcome.skipped:
        parts.append(f"{len(outcome.skipped)} skipped")
    line = ", ".join(parts)
    return line if dry_run or outcome.change is None else f"{line} (change {outcome.change})"


def _tickets(numbers: tuple[int, ...]) -> str:
    return f"ticket {numbers[0]}" if len(numbers) == 1 else f"{len(numbers)} tickets"
