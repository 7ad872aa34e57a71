"""What is seen before the desk is open, and what is kept for the next time."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from threading import Event

import pytest

from supportdesk.app import Console
from supportdesk.console.last_page import Memory, glance
from supportdesk.desk import Desk
from supportdesk.domain.filters import parse
from supportdesk.domain.models import TicketRow
from supportdesk.services import select, snoozing, tickets, views
from supportdesk.store import memory, queries
from tests.console.conftest import drafts
from tests.console.hands import Hands, at
from tests.console.terminal import console
from tests.console.test_triage import bodies, row
from tests.templates import Clock

NOWHERE = ("postgresql:///desk?host=/nowhere", "postgres://[half/desk", "postgresql://127.0.0.1:1/desk")
"""Servers that are not there, or no address of one."""


async def test_a_console_that_is_opened_without_focus_has_its_keys_in_the_list_with_the_first_one(busy: Desk) -> None:
    app = Console(lambda: busy)
    app.set_reactive(Console.app_focus, False)
    async with app.run_test(size=(120, 36)) as pilot:
        hands = Hands(app, pilot)
        await hands.settle()
        assert app.focused is None
        await hands.press("j")
        assert hands.number == 4
    app.release()


async def test_the_next_start_shows_the_inbox_as_it_was_until_the_desk_is_open(busy: Desk, tmp_path: Path) -> None:
    memory = Memory(tmp_path / "cache" / "inbox.json")
    async with at(busy, memory=memory):
        assert memory.path.stat().st_mode & 0o777 == 0o600
    async with late(busy, memory) as (hands, opened):
        assert hands.listed == [5, 4, 3, 2, 1]
        assert "opening the desk" in hands.screen
        await hands.pilot.press("j", "e")
        await hands.pilot.pause()
        assert "the desk is being opened; a moment · esc drops what is typed" in hands.said
        assert row(busy, 4).status == "new"
        await hands.pilot.press("escape")
        opened.set()
        await hands.settle()
        assert "opening the desk" not in hands.screen
        assert hands.number == 4
        assert "Please help: Cannot log in" in hands.screen
        assert row(busy, 4).status == "new"


@asynccontextmanager
async def late(desk: Desk, memory: Memory) -> AsyncIterator[tuple[Hands, Event]]:
    """A console whose desk is open only once the event is set."""
    opened = Event()

    def open_late() -> Desk:
        opened.wait(30)
        return desk

    app = Console(open_late, memory=memory)
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        yield Hands(app, pilot), opened
    app.release()


@asynccontextmanager
async def early(desk: Desk, memory: Memory, *keys: str, meanwhile: Callable[[], None]) -> AsyncIterator[Hands]:
    """A console in which these keys were pressed before its desk was open, and something was done meanwhile."""
    async with at(desk, memory=memory):
        pass
    async with late(desk, memory) as (hands, opened):
        await hands.pilot.press(*keys)
        await hands.pilot.pause()
        meanwhile()
        opened.set()
        await hands.settle()
        yield hands


@pytest.mark.parametrize("first", [("r",), ("enter", "r")])
async def test_words_typed_behind_a_key_that_comes_before_the_desk_are_words_and_never_commands(
    busy: Desk, tmp_path: Path, first: tuple[str, ...]
) -> None:
    memory = Memory(tmp_path / "inbox.json")
    async with early(busy, memory, "j", *first, *"close", meanwhile=lambda: None) as hands:
        composer = hands.app.desk_screen.writing.composer
        assert composer is not None
        assert (composer.ticket, composer.page.text) == (4, "close")
        assert "being opened" not in hands.said
        assert row(busy, 4).status == "new"


async def test_a_filter_typed_before_the_desk_is_open_is_a_filter(busy: Desk, tmp_path: Path) -> None:
    async with early(busy, Memory(tmp_path / "none.json"), "slash", *"vpn", meanwhile=lambda: None) as hands:
        assert hands.listed == [2]


async def test_what_was_asked_for_a_ticket_that_is_another_once_the_desk_is_open_is_not_done(
    busy: Desk, tmp_path: Path
) -> None:
    def solve() -> None:
        with busy.change("solve") as change:
            tickets.solve(change, select.tickets(change, numbers=[5]))

    async with early(busy, Memory(tmp_path / "inbox.json"), "e", "c", meanwhile=solve) as hands:
        assert "the list is not what it was before the desk was open; nothing was done" in hands.said
        assert [row(busy, number).status for number in (4, 5)] == ["new", "solved"]


@pytest.mark.both
async def test_the_very_first_start_shows_what_stands_in_the_store_before_the_desk_is_open(
    each_desk: Desk, place: str, tmp_path: Path
) -> None:
    with each_desk.read() as reading:
        rows = queries.page(reading, parse("is:open")).rows
    page = glance(place, "anna")
    assert page is not None
    assert page.view == "default"
    for seen, read in zip(page.rows, rows, strict=True):
        assert (seen.number, seen.subject, seen.priority) == (read.number, read.subject, read.priority)
        assert (seen.customer, seen.assignee, seen.tags) == (read.customer, read.assignee, read.tags)
        assert (seen.next_due, seen.updated_at) == (read.next_due, read.updated_at)
    async with late(each_desk, Memory(tmp_path / "none.json", place, "anna")) as (hands, opened):
        await hands.until(lambda: hands.listed == [5, 4, 3, 2, 1])
        assert "opening the desk" in hands.screen
        opened.set()
        await hands.settle()
        assert "opening the desk" not in hands.screen


@pytest.mark.both
def test_a_glance_leaves_out_what_is_put_off_where_the_view_does(each_desk: Desk, place: str, clock: Clock) -> None:
    with each_desk.change("snooze") as change:
        snoozing.snooze(change, select.tickets(change, numbers=[2]), until=clock() + timedelta(days=30_000))
    assert [row.number for row in glanced(place)] == [2, 5, 4, 3, 1]
    with each_desk.change("view edit") as change:
        views.edit_view(change, "default", filter="is:open -is:snoozed")
    assert [row.number for row in glanced(place)] == [5, 4, 3, 1]


@pytest.mark.both
def test_a_glance_shows_nothing_of_a_view_that_asks_for_more_or_of_a_store_that_cannot_be_read(
    each_desk: Desk, place: str, tmp_path: Path
) -> None:
    with each_desk.change("view edit") as change:
        views.edit_view(change, "default", filter="is:open tag:refund")
    (tmp_path / "text.db").write_text("no store")
    for store in (place, str(tmp_path / "text.db"), str(tmp_path / "none.db"), *NOWHERE):
        assert glance(store, "anna") is None


def glanced(store: str) -> tuple[TicketRow, ...]:
    """The rows of a glance."""
    page = glance(store, "anna")
    assert page is not None
    return page.rows


async def test_a_broken_memory_is_no_memory(busy: Desk, tmp_path: Path) -> None:
    memory = Memory(tmp_path / "inbox.json")
    memory.path.write_text('{"view": "default", "at": "yesterday", "rows": [[]]}')
    assert memory.recall() is None
    async with at(busy, memory=memory) as hands:
        assert hands.listed == [5, 4, 3, 2, 1]


def test_each_agent_of_each_store_has_a_memory_of_their_own(tmp_path: Path) -> None:
    environment = {"XDG_CACHE_HOME": str(tmp_path)}
    places = {Memory.of(environment, store, login).path for store in ("a.db", "b.db") for login in ("anna", "boris")}
    assert len(places) == 4
    assert all(place.parent == tmp_path / "supportdesk" for place in places)


async def test_a_desk_that_cannot_be_opened_ends_the_console_with_its_reason(busy: Desk) -> None:
    from supportdesk.errors import Unavailable

    def refuse() -> Desk:
        raise Unavailable("cannot reach the store")

    app = Console(refuse)
    async with app.run_test() as pilot:
        for _ in range(2_000):
            await pilot.pause()
            if app.failure is not None:
                break
    assert isinstance(app.failure, Unavailable)
    app.release()


async def test_a_console_leaves_sqlite_little_memory_for_the_hours_that_it_is_open(busy: Desk) -> None:
    async with at(busy):
        with busy.read() as reading:
            assert reading.connection.exec_driver_sql("PRAGMA soft_heap_limit").scalar() == memory.SMALL


def test_enter_typed_before_the_console_has_the_terminal_is_a_line_of_the_reply_and_does_not_send_it(
    busy: Desk, sqlite_place: str, tmp_path: Path
) -> None:
    with console(sqlite_place, tmp_path / "home") as terminal:
        terminal.press("rHello,\rit works.")
        terminal.until(lambda: drafts(busy) == {(5, False): "Hello,\nit works."})
        assert len(bodies(busy, 5)) == 1
