"""A verb on one ticket costs as much on a large desk as on a small one: the steps that SQLite takes are counted.

PostgreSQL knows how many tickets share a status; SQLite does not, and has to be told where to begin.
"""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from supportdesk.desk import Desk
from supportdesk.domain import filters
from supportdesk.domain.models import Person
from supportdesk.domain.ticket import Priority
from supportdesk.services import conversation, editing, macros, queue, rating, select, snoozing, tickets
from supportdesk.services.intake import threads
from supportdesk.store import around, queries, rarity, rows
from supportdesk.store.change import Change
from supportdesk.store.engine import connect
from supportdesk.store.tables import ticket
from tests.store.test_plans import filled
from tests.templates import MORNING, Clock, make

Do = Callable[[Change], object]

SMALL, LARGE = 500, 4_000
OPEN, UNASSIGNED, SOLVED, CLOSED = 27, 17, 5, 11
"""Tickets that are on both desks."""


def on(number: int, verb: Callable[..., object], **more: Any) -> Do:
    """A verb on one ticket."""
    return lambda change: verb(change, select.tickets(change, numbers=[number]), **more)


def those(text: str) -> Do:
    """Which of some tickets a filter matches."""
    return lambda change: queries.those(change, range(1, 51), filters.parse(text))


ONE: dict[str, Do] = {
    "assign": on(UNASSIGNED, tickets.assign, to="anna"),
    "take from the agent": on(OPEN, tickets.assign, to=None),
    "reply": on(OPEN, conversation.reply, body="It is on its way."),
    "note": on(OPEN, conversation.note, body="Look at this."),
    "solve": on(OPEN, tickets.solve),
    "close": on(SOLVED, tickets.close),
    "reopen": on(SOLVED, tickets.reopen),
    "pend": on(OPEN, tickets.pend, until=MORNING + timedelta(days=2)),
    "hold": on(OPEN, tickets.hold),
    "priority": on(OPEN, tickets.prioritise, to=Priority.HIGH),
    "tag": on(OPEN, tickets.tag, add=["rare"]),
    "set a subject": on(OPEN, editing.set_fields, values={"subject": "Another"}),
    "set a customer": on(OPEN, editing.set_fields, values={"customer": "c3@example.org"}),
    "snooze": on(OPEN, snoozing.snooze, until=MORNING + timedelta(days=2)),
    "rate": on(CLOSED, rating.rate, score=4),
    "delete": on(CLOSED, tickets.delete),
    "new": lambda change: tickets.open_ticket(change, subject="Lamp", customer=Person("Ivan", "ivan@new.example")),
    "mail goes on": lambda change: threads.wait(change, [OPEN]),
    "a macro": on(OPEN, macros.act, actions={"priority": "high", "tag": "+rare"}),
    "what is unread": lambda change: around.unread_among(change, range(1, 51)),
    "what is still open": those("is:open"),
    "what is still closed": those("status:closed priority:low"),
    "what I have": those("is:open assignee:me"),
}


@pytest.fixture(scope="module")
def desks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Desk, Desk]]:
    """A small and a large desk."""
    both = [_made(tmp_path_factory.mktemp("steps"), number) for number in (SMALL, LARGE)]
    yield both[0], both[1]
    for desk in both:
        desk.close()


def _made(folder: Path, number: int) -> Desk:
    make(str(folder / "desk.db"))
    return filled(connect(str(folder / "desk.db")), number)


def steps(desk: Desk, do: Do) -> int:
    """How many steps of its machine SQLite takes."""
    counted = 0

    def count() -> int:
        nonlocal counted
        counted += 1
        return 0

    with desk.change("try", dry_run=True) as change:
        driver: Any = change.connection.connection.driver_connection
        driver.set_progress_handler(count, 1)
        try:
            do(change)
        finally:
            driver.set_progress_handler(None, 1)
    return counted


@pytest.mark.parametrize("name", ONE)
def test_what_is_done_to_one_ticket_costs_no_more_on_a_larger_desk(desks: tuple[Desk, Desk], name: str) -> None:
    small, large = desks
    steps(small, ONE[name])  # what is asked for once is asked here
    few, many = steps(small, ONE[name]), steps(large, ONE[name])
    assert few
    assert many < 1.2 * few + 50


@pytest.mark.parametrize("text", ["is:open tag:common", "is:open (tag:common or tag:rare)"])
def test_a_list_is_walked_to_its_first_page_however_many_tickets_bear_a_tag(
    desks: tuple[Desk, Desk], monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    monkeypatch.setattr(rarity, "FEW", 20)
    monkeypatch.setattr(rarity, "MANY", 50)
    few, many = (steps(desk, lambda change: queries.page(change, filters.parse(text), limit=10)) for desk in desks)
    assert many < 1.2 * few + 50


def test_the_next_ticket_is_found_however_many_pressing_ones_others_have(tmp_path: Path) -> None:
    few, many = (_busy(tmp_path / f"{number}.db", number) for number in (10, 1_000))
    assert steps(many, queue.peek_next) == steps(few, queue.peek_next)


def _busy(path: Path, number: int) -> Desk:
    """A desk of which anna has so many overdue tickets, and nobody a last one that may wait."""
    make(str(path))
    desk = Desk(connect(str(path)), "anna", Clock())
    late = rows.ticket_row({"status": "open", "assignee_id": 1, "due_at": MORNING - timedelta(days=1)}, MORNING)
    with desk.store.writing() as connection:
        connection.execute(ticket.insert(), [{**late, "uid": str(one)} for one in range(number)])
        connection.execute(ticket.insert(), [rows.ticket_row({"status": "open"}, MORNING)])
    with desk.read() as reading:
        assert queue.peek_next(reading) == number + 1
    return desk


def test_what_walks_through_all_that_share_a_status_would_be_seen(desks: tuple[Desk, Desk]) -> None:
    few, many = (steps(desk, lambda change: queries.count(change, filters.parse("status:closed"))) for desk in desks)
    assert many > 4 * few
