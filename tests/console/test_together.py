"""Several agents at one desk, and a desk that goes away for a while."""

from dataclasses import replace

import pytest

from supportdesk.desk import Desk
from supportdesk.domain.models import Person
from supportdesk.domain.ticket import Priority
from supportdesk.services import select, tickets
from tests import postgres
from tests.console.conftest import desk_on
from tests.console.hands import at
from tests.console.test_triage import bodies, row
from tests.templates import Clock


def solve(desk: Desk, number: int) -> None:
    """A colleague solves a ticket."""
    with desk.change("solve") as change:
        tickets.solve(change, select.tickets(change, numbers=[number]))


def open_another(desk: Desk, subject: str) -> None:
    """A customer writes about something new."""
    with desk.change("new") as change:
        tickets.open_ticket(change, subject=subject, customer=Person("Mia", "mia@example.org"), body="Hello?")


@pytest.fixture
def boris(each_desk: Desk) -> Desk:
    """The same desk with a colleague at it."""
    return replace(each_desk, login="boris")


async def test_a_colleagues_change_shows_in_place_and_moves_nothing(each_desk: Desk, boris: Desk) -> None:
    async with at(each_desk) as hands:
        await hands.press("j", "j")
        with boris.change("priority") as change:
            tickets.prioritise(change, select.tickets(change, numbers=[5]), to=Priority.URGENT)
        await hands.hear()
        assert hands.listed == [5, 4, 3, 2, 1]
        assert hands.number == 3
        assert next(line for line in hands.screen.splitlines() if "Export to CSV" in line).split()[2] == "U"


async def test_a_ticket_that_a_colleague_solved_stays_in_its_place_until_the_list_is_read_anew(
    each_desk: Desk, boris: Desk
) -> None:
    async with at(each_desk) as hands:
        await hands.press("j")
        solve(boris, 4)
        await hands.hear()
        assert hands.listed == [5, 4, 3, 2, 1]
        assert hands.number == 4
        assert "S solved" in hands.screen
        await hands.press("R")
        assert hands.listed == [5, 3, 2, 1]
        assert hands.number == 3


async def test_new_tickets_wait_behind_a_banner_until_they_are_let_in(each_desk: Desk, boris: Desk) -> None:
    async with at(each_desk) as hands:
        await hands.press("j")
        open_another(boris, "A brand new thing")
        open_another(boris, "Another one")
        await hands.hear()
        assert "2 new · g n" in hands.screen
        assert hands.listed == [5, 4, 3, 2, 1]
        assert hands.number == 4
        await hands.press("g", "n")
        assert hands.listed == [6, 7, 5, 4, 3, 2, 1]
        assert "2 new" not in hands.screen
        assert hands.app.desk_screen.writing.composer is None


async def test_g_n_is_no_note_even_when_nothing_waits(busy: Desk) -> None:
    async with at(busy) as hands:
        await hands.press("g", "n")
        assert hands.app.desk_screen.writing.composer is None


async def test_own_changes_are_no_news(busy: Desk) -> None:
    async with at(busy) as hands:
        await hands.press("a")
        await hands.hear()
        assert "new · g n" not in hands.screen


async def test_letting_new_tickets_in_keeps_the_cursor_on_its_ticket_and_its_line(busy: Desk) -> None:
    async with at(busy) as hands:
        await hands.press("j", "j")
        open_another(busy, "On top")
        await hands.hear()
        await hands.press("R")
        assert hands.listed == [6, 5, 4, 3, 2, 1]
        assert hands.number == 3


async def test_the_console_looks_for_news_by_itself(busy: Desk) -> None:
    async with at(busy) as hands:
        open_another(busy, "Unheard")
        await hands.until(lambda: "1 new" in hands.screen)


async def test_however_long_the_reason_is_it_is_seen_that_the_desk_is_lost_and_drafts_are_kept(busy: Desk) -> None:
    async with at(busy, size=(80, 24)) as hands:
        hands.app.desk_screen.lose(f"cannot reach postgresql://desk@{'far.' * 20}example.org/desk: no route to host")
        assert "the desk does not answer · drafts are kept, trying again" in hands.screen


async def test_a_lost_server_is_announced_drafts_stay_and_work_goes_on_when_it_is_back(
    server: postgres.OwnServer, clock: Clock
) -> None:
    desk = desk_on(server, clock)
    async with at(desk) as hands:
        await hands.press("r")
        await hands.type("Dear Lee")
        server.crash()
        await hands.hear()
        assert "drafts are kept, trying again" in hands.said
        assert "Export to CSV fails" in hands.screen
        await hands.press("ctrl+j")
        assert hands.draft(5) == "Dear Lee"
        await hands.press("escape", "j", "e")
        server.start()
        await hands.hear()
        assert "trying again" not in hands.said
        assert row(desk, 4).status == "new"
        await hands.press("e")
        assert row(desk, 4).status == "solved"


async def test_the_composer_stays_while_its_ticket_leaves_the_list(each_desk: Desk, boris: Desk) -> None:
    async with at(each_desk) as hands:
        await hands.press("j", "r")
        await hands.type("Dear")
        solve(boris, 4)
        await hands.hear()
        hands.app.desk_screen.reload(hold=False)
        await hands.settle()
        await hands.type(" eve")
        assert hands.listed == [5, 3, 2, 1]
        assert hands.app.desk_screen.writing.composer is not None
        assert hands.app.desk_screen.writing.composer.page.text == "Dear eve"
        await hands.press("ctrl+j")
        assert bodies(each_desk, 4)[-1] == ("reply", "Dear eve")
        assert row(each_desk, 3).status == "new"


async def test_the_times_of_a_thread_go_on_while_it_is_looked_at(busy: Desk, clock: Clock) -> None:
    async with at(busy) as hands:
        await hands.press("r")
        await hands.type("Hello")
        await hands.press("ctrl+j")
        assert "held till" in hands.screen
        clock.advance(minutes=2)
        await hands.hear()
        head = next(line for line in hands.screen.splitlines() if "  reply  " in line)
        assert "queued" in head
        assert "2m ago" in head
