"""Canned responses at the console: listed, previewed for the ticket at hand, written, changed and thrown away."""

import pytest

from supportdesk.desk import Desk
from supportdesk.domain.models import TicketRow
from supportdesk.services import records as records_service
from supportdesk.store import queries, records
from tests.console.hands import at


def bodies(desk: Desk) -> dict[str, str]:
    """The canned responses of a desk: text by name."""
    with desk.read() as reading:
        return {one.name: one.body for one in records.templates(reading)}


async def test_they_are_listed_and_previewed_for_the_ticket_under_the_cursor(team_desk: Desk) -> None:
    async with at(team_desk) as hands:
        await hands.press("g", "r")
        assert "Greeting" in hands.screen
        assert "Hello Lee Chen, about #5: we are on it." in hands.screen
        await hands.type("thank")
        assert "Thank you, Lee." in hands.screen
        await hands.press("escape")
        assert hands.number == 5


async def test_a_new_one_is_written_with_a_live_preview_and_saved(team_desk: Desk) -> None:
    async with at(team_desk) as hands:
        await hands.press("g", "r", "ctrl+t")
        await hands.type("late")
        await hands.press("tab")
        await hands.type("Running late")
        await hands.press("tab", "tab", "tab")
        await hands.type("Dear {{ customer.first_name }},\nsoon.")
        assert "Dear Lee," in hands.screen
        await hands.press("ctrl+j")
        assert "Running late" in hands.screen
        assert "saved late · ctrl+z undo" in hands.screen
        assert bodies(team_desk)["late"] == "Dear {{ customer.first_name }},\nsoon."
        await hands.press("ctrl+z")
        assert "late" not in bodies(team_desk)


async def test_an_unknown_placeholder_is_told_with_its_line_while_it_is_typed(busy: Desk) -> None:
    async with at(busy) as hands:
        await hands.press("g", "r", "enter")
        await hands.type("\n{{ customer.nme }}")
        assert "line 2: no placeholder 'customer.nme'; did you mean customer.name?" in hands.screen
        await hands.press("ctrl+j")
        assert "line 2: no placeholder 'customer.nme'" in hands.screen
        await hands.press(*["backspace"] * len("nme }}"))
        await hands.type("name }}")
        assert "as it goes out on #5" in hands.screen
        assert "no placeholder" not in hands.screen


async def test_one_is_changed_and_renamed(busy: Desk) -> None:
    async with at(busy) as hands:
        await hands.press("g", "r")
        await hands.type("thank")
        await hands.press("enter")
        await hands.type(" Bye.")
        await hands.press("shift+tab", "shift+tab", "shift+tab", "shift+tab", "ctrl+u")
        await hands.type("bye")
        await hands.press("ctrl+j")
        assert bodies(busy)["bye"] == "Thank you, {{ customer.first_name }}. Bye."
        assert "thanks" not in bodies(busy)


async def test_a_name_that_is_taken_or_no_name_is_told_at_the_name(busy: Desk) -> None:
    async with at(busy) as hands:
        await hands.press("g", "r", "ctrl+t", "tab", "tab", "tab", "tab")
        await hands.type("Hello")
        await hands.press("ctrl+j")
        assert "a canned response needs a name" in hands.screen
        await hands.type("thanks")
        await hands.press("ctrl+j")
        assert "there is a template 'thanks' already" in hands.screen
        await hands.press("tab", "tab", "tab")
        await hands.type("nobody")
        await hands.press("ctrl+j")
        assert "no team 'nobody'" in hands.screen


async def test_what_is_not_saved_is_not_left_by_one_escape(busy: Desk) -> None:
    async with at(busy) as hands:
        await hands.press("g", "r", "enter")
        await hands.type("!")
        await hands.press("escape")
        assert "not saved yet: esc again leaves it, ctrl+j saves" in hands.screen
        await hands.press("escape")
        assert "not saved yet" not in hands.screen
        assert bodies(busy)["greeting"].endswith("on it.")


async def test_one_is_thrown_away_and_brought_back(team_desk: Desk) -> None:
    async with at(team_desk) as hands:
        await hands.press("g", "r", "ctrl+x")
        assert "greeting" not in bodies(team_desk)
        assert "threw greeting away" in hands.screen
        await hands.press("ctrl+z")
        assert "greeting" in bodies(team_desk)
        assert "Greeting" in hands.screen


async def test_a_desk_without_any_says_how_the_first_is_written(busy: Desk) -> None:
    async with at(busy, size=(80, 24)) as hands:
        await hands.press("g", "r", "ctrl+x", "ctrl+x")
        assert "There are no canned responses yet. ctrl+t writes the first." in hands.screen


async def test_whoever_wants_one_where_there_is_none_is_told_where_it_is_written(busy: Desk) -> None:
    async with at(busy) as hands:
        await hands.press("g", "r", "ctrl+x", "ctrl+x", "escape", "m")
        assert "There are no canned responses yet. In the list, g r writes one." in " ".join(hands.screen.split())


def add_macro(desk: Desk, name: str, body: str, actions: dict[str, str]) -> None:
    """A canned response that does something."""
    with desk.change("setup") as change:
        records_service.add_template(change, name=name, body=body, actions=actions)


async def test_the_actions_of_a_response_are_shown_before_and_done_when_it_is_sent(team_desk: Desk) -> None:
    add_macro(team_desk, "refund", "Paid.", {"tag": "+refund", "solve": ""})
    async with at(team_desk) as hands:
        await hands.press("m")
        await hands.type("refund")
        assert "then tag +refund; solve" in hands.screen
        await hands.press("enter")
        assert "then tag +refund; solve" in hands.screen
        assert ticket(team_desk, 5).tags == ()
        await hands.press("ctrl+j")
        assert (ticket(team_desk, 5).tags, ticket(team_desk, 5).status) == (("refund",), "solved")
        await hands.press("u")
        assert (ticket(team_desk, 5).tags, ticket(team_desk, 5).status) == ((), "new")
        await hands.press("r")
        assert "then tag +refund; solve" in hands.screen


async def test_the_words_alone_can_be_sent(busy: Desk) -> None:
    add_macro(busy, "refund", "Paid.", {"tag": "+refund", "solve": ""})
    async with at(busy) as hands:
        await hands.press("m")
        await hands.type("refund")
        await hands.press("enter", "ctrl+n")
        assert "then tag" not in hands.screen
        await hands.press("ctrl+j")
        assert (ticket(busy, 5).tags, ticket(busy, 5).status) == ((), "open")


async def test_a_draft_keeps_what_it_will_do(team_desk: Desk) -> None:
    add_macro(team_desk, "refund", "Paid.", {"tag": "+refund"})
    async with at(team_desk) as hands:
        await hands.press("m")
        await hands.type("refund")
        await hands.press("enter", "escape")
    async with at(team_desk) as hands:
        await hands.press("r")
        assert "then tag +refund" in hands.screen
        await hands.press("ctrl+j")
    assert ticket(team_desk, 5).tags == ("refund",)


async def test_one_that_says_nothing_is_done_at_once_and_undone_by_a_key(team_desk: Desk) -> None:
    add_macro(team_desk, "spam", "", {"tag": "+spam", "close": ""})
    async with at(team_desk) as hands:
        await hands.press("m")
        await hands.type("spam")
        assert "does tag +spam; close · sends nothing" in hands.screen
        await hands.press("enter")
        assert (ticket(team_desk, 5).tags, ticket(team_desk, 5).status) == (("spam",), "closed")
        await hands.press("u")
        assert (ticket(team_desk, 5).tags, ticket(team_desk, 5).status) == ((), "new")


async def test_what_is_done_to_marked_tickets_is_said_before(busy: Desk) -> None:
    add_macro(busy, "spam", "", {"tag": "+spam", "close": ""})
    async with at(busy) as hands:
        await hands.press("x", "x", "m")
        await hands.type("spam")
        await hands.press("enter")
        assert "act on 2 tickets with “spam”?" in hands.screen
        assert "then tag +spam; close; u undoes it" in hands.screen
        await hands.press("y")
    assert [number for number in range(1, 6) if ticket(busy, number).status == "closed"] == [4, 5]


async def test_the_session_knows_what_a_canned_response_did_and_who_was_answered(team_desk: Desk) -> None:
    add_macro(team_desk, "spam", "", {"tag": "+spam", "close": ""})
    add_macro(team_desk, "refund", "Paid.", {"tag": "+refund", "solve": ""})
    async with at(team_desk) as hands:
        await hands.press("m")
        await hands.type("spam")
        await hands.press("enter")
        assert "tagged and closed #5 · u undo" in hands.said
        await hands.press("g", "n", "x", "x", "m")
        await hands.type("refund")
        await hands.press("enter", "y")
        assert "answered, tagged and solved 2 tickets · u undo" in hands.said
        await hands.press("g", "n", "r")
        await hands.type("Look at this.")
        await hands.press("ctrl+r", "g", "s")
        assert "answered      3  #3, #4, #2" in hands.screen
        assert "solved        3  #3, #4, #2" in hands.screen
        assert "closed        1  #5" in hands.screen


async def test_actions_are_written_in_the_form_and_faults_told_while_they_are_typed(busy: Desk) -> None:
    async with at(busy) as hands:
        await hands.press("g", "r", "ctrl+t")
        await hands.type("spam")
        await hands.press("tab", "tab", "tab", "tab", "tab")
        await hands.type("tag +spam; clos")
        assert "no action 'clos'; did you mean close?" in hands.screen
        await hands.press("ctrl+j")
        assert "spam" not in bodies(busy)
        await hands.type("e")
        assert "no action" not in hands.screen
        await hands.press("ctrl+j")
    with busy.read() as reading:
        assert {one.name: one.actions for one in records.templates(reading)}["spam"] == {"close": "", "tag": "+spam"}


async def test_the_command_line_of_the_console_runs_a_macro(busy: Desk) -> None:
    add_macro(busy, "spam", "", {"tag": "+spam", "close": ""})
    async with at(busy) as hands:
        await hands.press(":")
        await hands.type("macro spam")
        await hands.press("enter")
    assert ticket(busy, 5).status == "closed"


def ticket(desk: Desk, number: int) -> TicketRow:
    """A ticket as it stands."""
    with desk.read() as reading:
        return queries.rows(reading, [number])[0]


@pytest.mark.parametrize("keys", [("m",), ("r", ";"), ("g", "r")])
async def test_a_response_longer_than_its_preview_is_read_to_its_end(busy: Desk, keys: tuple[str, ...]) -> None:
    with busy.change("template") as change:
        body = "\n".join(f"line {number}" for number in range(1, 41))
        records_service.add_template(change, name="aaa", title="Long", body=body)
    async with at(busy, size=(80, 24)) as hands:
        await hands.press(*keys)
        await hands.type("long")
        assert "more lines · pgdn goes on" in hands.screen
        assert "line 40" not in hands.screen
        await hands.press(*["pagedown"] * 12)
        assert "line 40" in hands.screen
        assert "more line" not in hands.screen
        await hands.press(*["pageup"] * 12)
        assert "line 1 " in hands.screen


async def test_a_list_to_choose_from_goes_by_pages(busy: Desk) -> None:
    with busy.change("tags") as change:
        for number in range(60):
            records_service.add_tag(change, name=f"tag{number:02}")
    async with at(busy, size=(80, 24)) as hands:
        await hands.press("t", "pagedown", "pagedown")
        assert "tag00" not in hands.screen
        await hands.press("pageup", "pageup")
        assert "tag00" in hands.screen


async def test_below_each_other_text_and_preview_are_as_wide_as_the_box(busy: Desk) -> None:
    async with at(busy, size=(80, 24)) as hands:
        await hands.press("g", "r", "enter")
        edges = [line.count("▔") for line in hands.screen.splitlines() if "▔" in line]
        assert len(edges) == 2
        assert len(set(edges)) == 1
