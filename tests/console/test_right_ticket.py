"""A key acts on the ticket that is seen, whatever happens to the list between two keys."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from threading import Event

from supportdesk.console.asking import Line
from supportdesk.console.orders import Target
from supportdesk.desk import Desk
from supportdesk.domain.models import Person
from supportdesk.screens.desk_layout import Pane
from supportdesk.services import tickets
from tests.console.hands import Hands, at
from tests.console.test_together import solve
from tests.console.test_triage import row


@contextmanager
def a_slow_store(hands: Hands, line: Line = Line.QUICK) -> Iterator[Event]:
    """Nothing is read on one of its lines until the event is set."""
    goes_on = Event()
    hands.app._lines[line].submit(goes_on.wait)
    try:
        yield goes_on
    finally:
        goes_on.set()


def heading(hands: Hands) -> int | None:
    """The ticket that its pane shows."""
    shown = hands.app.desk_screen.attending.ticket
    return shown.number if shown else None


async def test_a_ticket_that_is_worked_in_stays_though_a_colleague_takes_it_out_of_the_list(team_desk: Desk) -> None:
    async with at(team_desk) as hands:
        await hands.press("j", "enter")
        solve(replace(team_desk, login="boris"), 4)
        await hands.press("t")
        await hands.type("refund")
        await hands.press("enter", "a")
        assert (hands.number, heading(hands)) == (4, 4)
        assert row(team_desk, 4).assignee == "anna"
        assert row(team_desk, 3).assignee is None
        await hands.press("]")
        assert (hands.number, heading(hands)) == (3, 3)


async def test_a_ticket_that_is_worked_in_stays_though_its_own_verb_takes_it_out_of_the_list(team_desk: Desk) -> None:
    async with at(team_desk) as hands:
        await hands.press("g", "u", "enter", "a", "p", "enter")
        assert (row(team_desk, 5).assignee, row(team_desk, 5).priority) == ("anna", "urgent")
        assert row(team_desk, 4).priority == "normal"
        await hands.press("escape", "R")
        assert hands.listed == [4, 3, 2, 1]


async def test_what_came_to_match_meanwhile_waits_while_a_ticket_is_worked_in(team_desk: Desk) -> None:
    async with at(team_desk) as hands:
        await hands.press("g", "u", "enter")
        with replace(team_desk, login="boris").change("new") as change:
            tickets.open_ticket(change, subject="New", customer=Person("Mia", "mia@example.org"), body="Hello?")
        await hands.press("a")
        assert "1 new" in hands.screen
        await hands.press("g", "n")
        assert hands.listed == [6, 4, 3, 2, 1]


async def test_a_ticket_that_was_taken_is_opened_however_far_down_the_own_list_it_stands(team_desk: Desk) -> None:
    later = team_desk.clock() + timedelta(days=30)
    with team_desk.change("new") as change:
        for _ in range(100):
            lee = Person("Lee Chen", "lee@example.org")
            tickets.open_ticket(change, subject="Mine", customer=lee, body="Please.", assignee="anna", due=later)
    async with at(team_desk) as hands:
        await hands.press("T")
        assert "took #5" in hands.said
        assert (hands.number, heading(hands)) == (5, 5)
        assert hands.app.desk_screen.navigation.pane == Pane.TICKET


async def test_keys_typed_behind_taking_a_ticket_wait_for_it_and_are_for_it(team_desk: Desk) -> None:
    async with at(team_desk) as hands:
        await hands.press("j", "j")
        with a_slow_store(hands) as goes_on:
            await hands.pilot.press("T")
            await hands.until(lambda: "took #5" in hands.said)
            await hands.pilot.press("p", "enter")
            goes_on.set()
            await hands.settle()
        assert row(team_desk, 3).priority == "normal"
        assert row(team_desk, 5).priority == "urgent"


async def test_keys_typed_behind_a_view_wait_for_its_list(team_desk: Desk) -> None:
    async with at(team_desk) as hands:
        before = hands.listed
        with a_slow_store(hands) as goes_on:
            await hands.pilot.press("g", "o", "j", "x")
            assert (hands.listed, hands.app.desk_screen.inbox.target()) == (before, Target())
            await hands.until(lambda: "the list is being read; a moment · esc drops what is typed" in hands.said)
            goes_on.set()
            await hands.settle()
        assert hands.listed != before
        assert "the list is being read" not in hands.said


async def test_a_move_typed_behind_a_view_waits_for_its_list_too(team_desk: Desk) -> None:
    """Were it made in the list before, the key behind it would be heard on another ticket than the one it led to."""
    async with at(team_desk) as hands:
        await hands.press("g", "u")
        with a_slow_store(hands) as goes_on:
            before = hands.number
            await hands.pilot.press("1", "j", "enter")
            assert hands.number == before
            goes_on.set()
            await hands.settle()
        assert hands.number == heading(hands) == hands.listed[1]
        assert hands.app.desk_screen.navigation.pane == Pane.TICKET


async def test_escape_drops_what_was_typed_behind_a_view(team_desk: Desk) -> None:
    async with at(team_desk) as hands:
        await hands.press("g", "i")
        with a_slow_store(hands) as goes_on:
            await hands.app._press_keys(["g", "u", "e", "escape"])
            goes_on.set()
            await hands.settle()
        assert [number for number in range(1, 6) if row(team_desk, number).status == "solved"] == []


async def test_another_view_is_shown_before_the_list_of_the_one_before_has_come(team_desk: Desk) -> None:
    async with at(team_desk) as hands:
        with a_slow_store(hands) as goes_on:
            await hands.pilot.press("g", "o", "g", "u")
            await hands.until(lambda: hands.app.desk_screen.inbox.view.name == "unassigned")
            goes_on.set()
            await hands.settle()


async def test_keys_typed_behind_a_ticket_that_is_not_listed_are_for_it(team_desk: Desk) -> None:
    async with at(team_desk) as hands:
        await hands.press("/")
        await hands.hurry(*"number:3", "enter")
        await hands.hurry(*":goto 1", "enter", "e")
        assert row(team_desk, 1).status == "solved"
        assert row(team_desk, 3).status == "new"


async def test_keys_typed_behind_a_number_that_nobody_has_are_nobodys(team_desk: Desk) -> None:
    async with at(team_desk) as hands:
        await hands.hurry(*":goto 77", "enter", "e")
        assert "no ticket 77" in hands.said
        assert row(team_desk, 5).status == "new"
        await hands.press("e")
        assert row(team_desk, 5).status == "solved"


async def test_keys_typed_behind_a_find_are_for_the_ticket_that_it_opens(team_desk: Desk) -> None:
    async with at(team_desk) as hands:
        await hands.press("F")
        await hands.hurry(*"invoice", "enter", "e")
        assert row(team_desk, 3).status == "solved"
        assert row(team_desk, 5).status == "new"


async def test_a_verb_typed_behind_marking_all_waits_until_they_are_counted(team_desk: Desk) -> None:
    async with at(team_desk) as hands:
        with a_slow_store(hands, Line.SLOW) as goes_on:
            await hands.pilot.press("*", "e")
            await hands.until(lambda: "it is being counted how many match · esc drops what is typed" in hands.said)
            goes_on.set()
            await hands.settle()
        assert "5 tickets" in hands.screen
        assert "every ticket that matches" in hands.screen
        await hands.press("escape", "escape")
        assert row(team_desk, 5).status == "new"


async def test_a_canned_response_goes_to_the_ticket_that_it_was_filled_in_for(team_desk: Desk) -> None:
    async with at(team_desk) as hands:
        await hands.press("j")
        await hands.hurry("e", "m")
        assert "canned response for #4" in hands.screen
        await hands.press("enter")
        composer = hands.app.desk_screen.writing.composer
        assert composer is None or (composer.ticket, "#4" in composer.page.text) == (4, True)


async def test_a_canned_response_is_filled_in_for_the_one_that_is_marked(team_desk: Desk) -> None:
    async with at(team_desk) as hands:
        await hands.press("x", "m")
        assert "canned response for #5" in hands.screen
        assert "Hello Lee Chen, about #5" in hands.screen
        await hands.press("enter")
        composer = hands.app.desk_screen.writing.composer
        assert composer is not None
        assert (composer.ticket, composer.numbers) == (5, (5,))
        assert "#5" in composer.page.text


async def test_what_a_verb_did_is_said_when_the_list_shows_it(team_desk: Desk) -> None:
    async with at(team_desk) as hands:
        await hands.press("j")
        goes_on = Event()
        hands.app._lines[Line.QUICK].submit(goes_on.wait)
        await hands.pilot.press("e")
        await hands.until(lambda: row(team_desk, 4).status == "solved" and hands.app._performing.idle)
        await hands.pilot.pause()
        assert hands.number == 4
        assert "solved" not in hands.said
        goes_on.set()
        await hands.settle()
        assert hands.number == 3
        assert "solved #4 · u undo" in hands.said
