"""Whole tasks at the console, from the key to the store."""

from dataclasses import replace

import pytest

from supportdesk.desk import Desk
from supportdesk.domain.models import TicketRow
from supportdesk.services import people, select, tickets
from supportdesk.store import queries, thread
from tests.console.hands import at


def row(desk: Desk, number: int) -> TicketRow:
    """A ticket as the store has it."""
    with desk.read() as reading:
        return queries.rows(reading, [number])[0]


def bodies(desk: Desk, number: int) -> list[tuple[str, str]]:
    """The messages of a ticket: kind and text."""
    with desk.read() as reading:
        return [(message.kind, message.body) for message in thread.messages(reading, number)]


async def test_the_console_opens_on_the_inbox_with_the_newest_ticket_under_the_cursor(team_desk: Desk) -> None:
    async with at(team_desk) as hands:
        assert "default · 5" in hands.screen
        assert hands.listed == [5, 4, 3, 2, 1]
        assert "Export to CSV fails" in hands.screen
        assert hands.number == 5


async def test_moving_down_shows_the_thread_of_each_ticket(busy: Desk) -> None:
    async with at(busy) as hands:
        await hands.press("j", "down")
        assert hands.number == 3
        assert "Please help: Invoice copy for July." in hands.screen


async def test_solving_takes_the_ticket_out_of_the_open_ones_and_goes_on_to_the_next(team_desk: Desk) -> None:
    async with at(team_desk) as hands:
        await hands.press("j", "e")
        assert row(team_desk, 4).status == "solved"
        assert hands.listed == [5, 3, 2, 1]
        assert hands.number == 3
        assert "solved #4 · u undo" in hands.said


async def test_undo_brings_a_solved_ticket_back(team_desk: Desk) -> None:
    async with at(team_desk) as hands:
        await hands.press("e", "u")
        assert row(team_desk, 5).status == "new"
        assert hands.listed == [5, 4, 3, 2, 1]


async def test_assigning_to_me_opens_a_new_ticket(busy: Desk) -> None:
    async with at(busy) as hands:
        await hands.press("a")
        assert (row(busy, 5).assignee, row(busy, 5).status) == ("anna", "open")
        assert "assigned #5" in hands.said


async def test_a_ticket_goes_to_a_colleague_by_a_few_letters_of_the_name(busy: Desk) -> None:
    async with at(busy) as hands:
        await hands.press("A")
        await hands.type("bor")
        await hands.press("enter")
        assert row(busy, 5).assignee == "boris"
        assert "assigned #5 to boris · u undo" in hands.said


async def test_a_ticket_goes_to_a_team(busy: Desk) -> None:
    async with at(busy) as hands:
        await hands.press("A")
        await hands.type("bill")
        await hands.press("enter")
        assert row(busy, 5).team == "billing"
        assert "assigned #5 to billing · u undo" in hands.said


async def test_status_and_priority_are_chosen_from_a_list(busy: Desk) -> None:
    async with at(busy) as hands:
        await hands.press("s")
        await hands.type("pend")
        await hands.press("enter")
        assert "moved #5 to pending · u undo" in hands.said
        await hands.press("p", "enter")
        assert (row(busy, 5).status, row(busy, 5).priority) == ("pending", "urgent")
        assert "prioritised #5 as urgent · u undo" in hands.said


async def test_a_tag_is_put_on_and_taken_off_by_the_same_keys(busy: Desk) -> None:
    async with at(busy) as hands:
        await hands.press("t")
        await hands.type("ref")
        await hands.press("enter")
        assert row(busy, 5).tags == ("refund",)
        assert "tagged #5 +refund · u undo" in hands.said
        await hands.press("t", "enter")
        assert row(busy, 5).tags == ()
        assert "tagged #5 -refund · u undo" in hands.said


async def test_closing_a_closed_ticket_says_that_nothing_changes(busy: Desk) -> None:
    async with at(busy) as hands:
        await hands.press("1", "/")
        await hands.type("number:5 ")
        await hands.press("enter", "c")
        assert row(busy, 5).status == "closed"
        await hands.press("c")
        assert "there is no ticket here" in hands.said


async def test_a_refused_verb_says_why_in_one_line_and_changes_nothing(busy: Desk) -> None:
    vera = replace(busy, login="vera")
    with busy.change("setup") as change:
        people.add_agent(change, login="vera", name="Vera", role="viewer")
    async with at(vera) as hands:
        await hands.press("e")
        assert "vera is a viewer" in hands.said
        assert row(busy, 5).status == "new"


async def test_marked_tickets_are_solved_together_and_come_back_together(team_desk: Desk) -> None:
    async with at(team_desk) as hands:
        await hands.press("x", "space", "j", "x")
        assert "3 marked" in hands.said
        await hands.press("e")
        assert [row(team_desk, number).status for number in (5, 4, 2)] == ["solved"] * 3
        assert hands.listed == [3, 1]
        assert "solved 3 tickets" in hands.said
        assert "marked" not in hands.said
        await hands.press("u")
        assert sorted(hands.listed) == [1, 2, 3, 4, 5]


async def test_a_mark_is_taken_off_by_the_same_key_and_all_by_escape(busy: Desk) -> None:
    async with at(busy) as hands:
        await hands.press("x", "k", "x", "x")
        assert "1 marked" in hands.said
        await hands.press("escape")
        assert "marked" not in hands.said


async def test_all_that_match_are_closed_only_after_their_number_was_said_and_agreed_to(team_desk: Desk) -> None:
    async with at(team_desk) as hands:
        await hands.press("/")
        await hands.type("lee")
        await hands.press("enter", "*")
        assert "all 3 tickets that match" in hands.said
        await hands.press("c")
        assert "close 3 tickets?" in hands.screen
        await hands.press("escape")
        assert row(team_desk, 5).status == "new"
        await hands.press("c", "y")
        assert [row(team_desk, number).status for number in range(1, 6)] == ["new", "closed", "closed", "new", "closed"]


@pytest.mark.parametrize("key", ["x", "*"])
async def test_that_all_are_marked_is_said_no_longer_than_it_is_so(busy: Desk, key: str) -> None:
    async with at(busy) as hands:
        await hands.press("*")
        assert "all 5 tickets that match are marked" in hands.said
        await hands.press(key)
        assert "all 5" not in hands.said


async def test_where_one_ticket_matches_all_of_them_is_that_one_and_it_can_be_answered(busy: Desk) -> None:
    async with at(busy) as hands:
        await hands.press("/")
        await hands.type("number:3")
        await hands.press("enter", "*")
        assert "the one ticket that matches is marked" in hands.said
        await hands.press("r")
        assert hands.written == ""


async def test_where_nothing_matches_nothing_is_marked(busy: Desk) -> None:
    async with at(busy) as hands:
        await hands.press("/")
        await hands.type("number:77")
        await hands.press("enter", "*")
        assert "no ticket matches; nothing is marked" in hands.said


@pytest.mark.parametrize(
    ("key", "asked"),
    [
        ("s", "change the status of 5 tickets?"),
        ("p", "change the priority of 5 tickets?"),
        ("a", "assign 5 tickets?"),
        ("z", "snooze 5 tickets?"),
    ],
)
async def test_the_question_before_all_that_match_says_in_words_what_will_happen(
    busy: Desk, key: str, asked: str
) -> None:
    async with at(busy) as hands:
        await hands.press("*", key)
        assert asked in hands.screen


async def test_all_but_some_leaves_those_out(busy: Desk) -> None:
    async with at(busy) as hands:
        await hands.press("*", "x", "e", "y")
        assert row(busy, 5).status == "new"
        assert hands.listed == [5]


async def test_a_verb_on_all_that_match_is_refused_when_their_number_has_changed(busy: Desk) -> None:
    async with at(busy) as hands:
        await hands.press("*", "e")
        with busy.change("close") as change:
            tickets.close(change, select.tickets(change, numbers=[1]))
        await hands.press("y")
        assert "meanwhile 4 tickets match, not 5" in hands.said
        assert row(busy, 5).status == "new"


async def test_no_verb_acts_while_it_is_counted_how_many_match(busy: Desk) -> None:
    async with at(busy) as hands:
        await hands.hurry("*", "e")
        assert row(busy, 5).status == "new"


async def test_the_most_pressing_ticket_is_taken_and_shown_among_mine(team_desk: Desk) -> None:
    async with at(team_desk) as hands:
        await hands.press("T")
        taken = hands.number
        assert taken is not None
        assert row(team_desk, taken).assignee == "anna"
        assert f"took #{taken}" in hands.said
        assert hands.app.desk_screen.inbox.view.name == "mine"


@pytest.mark.parametrize("key", ["escape", "q"])
async def test_neither_escape_nor_q_leaves_the_console_from_a_ticket(busy: Desk, key: str) -> None:
    async with at(busy) as hands:
        await hands.press("enter", key)
        assert hands.app.is_running
        assert hands.app.desk_screen.focused is hands.app.desk_screen.rows


async def test_q_leaves_from_the_list(busy: Desk) -> None:
    async with at(busy) as hands:
        await hands.pilot.press("q")
        await hands.pilot.pause()
        assert not hands.app.is_running


async def test_the_letters_of_a_russian_layout_do_the_same(busy: Desk) -> None:
    async with at(busy) as hands:
        await hands.press("о", "у")
        assert row(busy, 4).status == "solved"
        await hands.press("г")
        assert row(busy, 4).status == "new"
