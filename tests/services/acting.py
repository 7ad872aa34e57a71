"""How the tests of verbs act: each call is one change."""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any, Concatenate

from supportdesk.desk import Desk
from supportdesk.domain.changes import HistoryEntry, Outcome
from supportdesk.domain.models import Person, ThreadMessage, TicketRow
from supportdesk.services import conversation, select, tickets
from supportdesk.store import history, queries, thread
from supportdesk.store.change import Change

Verb = Callable[Concatenate[Change, ...], Outcome]


def act(desk: Desk, verb: Verb, numbers: int | Sequence[int] | str, **more: Any) -> Outcome:
    """Run a verb on tickets by number or by filter."""
    with desk.change(verb.__name__) as change:
        if isinstance(numbers, str):
            return verb(change, select.tickets(change, filter=numbers), **more)
        wanted = [numbers] if isinstance(numbers, int) else numbers
        return verb(change, select.tickets(change, numbers=wanted), **more)


def noted(verb: Verb) -> Verb:
    """A verb with a note that goes along."""

    @wraps(verb)
    def run_with_note(change: Change, held: select.Selection, *, note: str, **more: Any) -> Outcome:
        outcome = verb(change, held, **more)
        conversation.note_along(change, outcome, body=note)
        return outcome

    return run_with_note


def opened_at_once(desk: Desk, number: int, *, subject: str = "Request") -> list[int]:
    """So many tickets of Ivan's, all opened by one change."""
    with desk.change("new") as change:
        ivan = Person("Ivan Petrov", "ivan@example.org")
        made = [tickets.open_ticket(change, subject=f"{subject} {at}", customer=ivan).number for at in range(number)]
    assert all(made)
    return [one for one in made if one]


def run(desk: Desk, verb: Verb, *subject: Any, **more: Any) -> Outcome:
    """Run a verb that acts on something else than a selection."""
    with desk.change(verb.__name__) as change:
        return verb(change, *subject, **more)


def row(desk: Desk, number: int) -> TicketRow:
    """A ticket as it stands."""
    with desk.read() as reading:
        return queries.rows(reading, [number])[0]


def messages(desk: Desk, number: int) -> tuple[ThreadMessage, ...]:
    """What was said on a ticket."""
    with desk.read() as reading:
        return thread.detail(reading, number).thread


def events(desk: Desk, number: int) -> tuple[HistoryEntry, ...]:
    """What happened to a ticket."""
    with desk.read() as reading:
        return history.of_ticket(reading, number)


def kinds(desk: Desk, number: int) -> list[str]:
    """The kinds of what happened to a ticket."""
    return [event.kind for event in events(desk, number)]
