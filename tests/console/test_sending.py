"""Sending: with what becomes of the ticket, stopped where it should not go yet, and taken back."""

from dataclasses import replace
from pathlib import Path

import pytest

from supportdesk.desk import Desk
from supportdesk.domain.changes import Outcome
from supportdesk.domain.models import Person
from supportdesk.domain.ticket import MessageKind
from supportdesk.screens.stop import StopScreen
from supportdesk.services import conversation, select, tickets
from supportdesk.store import thread
from tests.console.conftest import drafts, write_from
from tests.console.hands import Hands, at
from tests.console.test_commands import say
from tests.console.test_triage import bodies, row


async def answer(hands: Hands, text: str, *keys: str) -> None:
    """Write a reply and press keys."""
    await hands.press("r")
    await hands.type(text)
    await hands.press(*keys)


def say_as_boris(desk: Desk, number: int, body: str) -> None:
    """A colleague writes a note on a ticket."""
    with replace(desk, login="boris").change("note") as change:
        chosen = select.tickets(change, numbers=[number])
        conversation.add(change, chosen, MessageKind.NOTE, bodies={number: body})


# What becomes of the ticket ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("key", "status"), [("ctrl+j", "open"), ("ctrl+r", "solved"), ("ctrl+l", "pending")])
async def test_an_answer_is_sent_and_the_ticket_moved_in_one_change_that_one_undo_takes_back(
    team_desk: Desk, key: str, status: str
) -> None:
    async with at(team_desk) as hands:
        await answer(hands, "It works now.", key)
        assert bodies(team_desk, 5)[-1] == ("reply", "It works now.")
        assert row(team_desk, 5).status == status
        assert ("and solved it" in hands.said) == (status == "solved")
        await hands.press("escape", "u")
        assert len(bodies(team_desk, 5)) == 1
        assert row(team_desk, 5).status == "new"


async def test_a_note_can_move_the_ticket_too(busy: Desk) -> None:
    async with at(busy) as hands:
        await hands.press("n")
        await hands.type("Done by phone.")
        await hands.press("ctrl+r")
        assert bodies(busy, 5)[-1] == ("note", "Done by phone.")
        assert row(busy, 5).status == "solved"


# Taking back ---------------------------------------------------------------------------------------------------------


async def test_the_seconds_are_counted_in_which_an_answer_can_be_taken_back(busy: Desk) -> None:
    async with at(busy) as hands:
        await answer(hands, "Hello", "ctrl+j")
        assert "answered #5 · u takes it back · 10 s" in hands.said
        await hands.until(lambda: "u takes it back · 9 s" in hands.said)
        for _ in range(9):
            hands.app.desk_screen.writing.sending.taking_back.tick()
        assert "answered #5 · it is on its way" in hands.said


async def test_who_says_something_else_meanwhile_has_the_line(busy: Desk) -> None:
    async with at(busy) as hands:
        await answer(hands, "Hello", "ctrl+j")
        await hands.press("escape", "j", "a")
        hands.app.desk_screen.writing.sending.taking_back.tick()
        assert "assigned #4" in hands.said


async def test_what_is_taken_back_is_a_draft_again(team_desk: Desk) -> None:
    async with at(team_desk) as hands:
        await answer(hands, "Too early", "ctrl+j")
        assert drafts(team_desk) == {}
        await hands.press("escape", "u")
        assert "taken back; it is a draft again · r goes on with it" in hands.said
        assert drafts(team_desk) == {(5, False): "Too early"}
        await hands.press("r")
        assert hands.written == "Too early"


async def test_what_was_sent_before_the_console_was_left_is_a_draft_again_too(team_desk: Desk) -> None:
    async with at(team_desk) as hands:
        await answer(hands, "Too early", "ctrl+j")
    async with at(team_desk) as hands:
        await hands.press("u")
        assert "taken back; it is a draft again · r goes on with it" in hands.said
        assert drafts(team_desk) == {(5, False): "Too early"}
        assert bodies(team_desk, 5)[-1][1] != "Too early"


async def test_undoing_something_else_brings_no_draft_back(busy: Desk) -> None:
    async with at(busy) as hands:
        await answer(hands, "Hello", "ctrl+j")
        await hands.press("escape", "p", "u", "r", "enter", "u")
        assert drafts(busy) == {}
        assert bodies(busy, 5)[-1] == ("reply", "Hello")


async def test_an_answer_and_its_draft_go_together_or_not_at_all(team_desk: Desk) -> None:
    async with at(team_desk) as hands:
        await answer(hands, "Hello", "escape")
        assert drafts(team_desk) == {(5, False): "Hello"}
        await hands.press("r", "ctrl+j")
        assert drafts(team_desk) == {}
        assert hands.draft(5) is None


async def test_what_a_verb_did_is_said_though_the_seconds_go_on_until_the_list_shows_it(team_desk: Desk) -> None:
    async with at(team_desk) as hands:
        await answer(hands, "Hello", "ctrl+j")
        screen = hands.app.desk_screen
        assert "takes it back" in hands.said
        screen.inbox.restart(keep=True)
        screen.triage.finished(Outcome("priority", (5,), change=None), {"to": "low"})
        screen.writing.sending.taking_back.tick()
        await hands.settle()
        assert "prioritised #5" in hands.said


# Stops ---------------------------------------------------------------------------------------------------------------


async def test_a_customer_who_wrote_meanwhile_stops_the_answer_and_is_shown_beside_it(team_desk: Desk) -> None:
    async with at(team_desk) as hands:
        await hands.press("r")
        await hands.type("I think it is the cable")
        write_from(team_desk, 5, "Never mind, it works.")
        await hands.press("ctrl+j")
        assert "Lee Chen wrote while you were writing" in hands.screen
        assert "Never mind, it works." in hands.screen
        assert "I think it is the cable" in hands.screen
        assert bodies(team_desk, 5)[-1][0] == "customer"


async def test_after_a_look_at_what_they_wrote_the_answer_is_edited_and_goes_out(team_desk: Desk) -> None:
    async with at(team_desk) as hands:
        await hands.press("r")
        await hands.type("I think")
        write_from(team_desk, 5, "Never mind.")
        await hands.press("ctrl+j", "escape")
        assert hands.written == "I think"
        await hands.type(" so")
        await hands.press("ctrl+j")
        assert bodies(team_desk, 5)[-1] == ("reply", "I think so")


async def test_the_answer_can_be_sent_all_the_same(team_desk: Desk) -> None:
    async with at(team_desk) as hands:
        await hands.press("r")
        await hands.type("I think")
        write_from(team_desk, 5, "Never mind.")
        await hands.press("ctrl+j", "ctrl+y")
        assert bodies(team_desk, 5)[-1] == ("reply", "I think")


async def test_the_answer_can_be_dropped(team_desk: Desk) -> None:
    async with at(team_desk) as hands:
        await hands.press("r")
        await hands.type("I think")
        write_from(team_desk, 5, "Never mind.")
        await hands.press("ctrl+j", "ctrl+g")
        assert bodies(team_desk, 5)[-1][0] == "customer"
    assert drafts(team_desk) == {}


async def test_a_colleague_who_wrote_meanwhile_stops_the_answer_too(team_desk: Desk) -> None:
    async with at(team_desk) as hands:
        await hands.press("r")
        await hands.type("I think")
        say_as_boris(team_desk, 5, "I have called them.")
        await hands.hear()
        await hands.press("ctrl+j")
        assert "Boris Agent wrote while you were writing" in hands.screen
        assert "I have called them." in hands.screen


async def test_a_note_is_never_stopped(team_desk: Desk) -> None:
    async with at(team_desk) as hands:
        await hands.press("n")
        await hands.type("Dear Ivan, see the attachment [NAME]")
        write_from(team_desk, 5, "Never mind.")
        await hands.press("ctrl+j")
        assert bodies(team_desk, 5)[-1][0] == "note"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Hello [NAME], we are on it", "something is not filled in"),
        ("I have attached the invoice.", "it speaks of an attachment, and none is attached"),
        ("Dear Ivan, we are on it", "it greets somebody else"),
        ("Write to ivan@other.net please", "it holds an address that is neither"),
    ],
)
async def test_an_answer_that_is_not_ready_is_stopped_with_the_reason(busy: Desk, text: str, why: str) -> None:
    async with at(busy) as hands:
        await answer(hands, text, "ctrl+j")
        assert why in hands.screen
        assert len(bodies(busy, 5)) == 1
        await hands.press("escape")
        assert hands.written == text


async def test_a_canned_response_for_a_customer_without_a_name_is_stopped_until_it_is_filled_in(busy: Desk) -> None:
    with busy.change("new") as change:
        tickets.open_ticket(change, subject="No name", customer=Person("", "somebody@example.org"), body="Hello")
    async with at(busy) as hands:
        await hands.press("g", "g", "m")
        await hands.type("thank")
        assert "Thank you, {{ customer.first_name }}." in hands.screen
        await hands.press("enter", "ctrl+j")
        assert "something is not filled in" in hands.screen
        assert "{{ customer.first_name }}" in hands.screen
        assert len(bodies(busy, 6)) == 1


async def test_the_key_that_sends_pressed_twice_in_a_hurry_approves_nothing(busy: Desk) -> None:
    async with at(busy) as hands:
        await answer(hands, "Dear Ivan, see [NAME]", "ctrl+j", "ctrl+j", "ctrl+s")
        assert isinstance(hands.app.screen, StopScreen)
        assert len(bodies(busy, 5)) == 1


async def test_a_stop_fits_a_small_terminal(busy: Desk) -> None:
    async with at(busy, size=(80, 24)) as hands:
        await answer(hands, "Dear Ivan, see [NAME]", "ctrl+j")
        assert "it greets somebody else" in hands.screen
        assert "ctrl+y send it all the same" in hands.screen


# Files ---------------------------------------------------------------------------------------------------------------


async def test_a_file_is_found_by_its_path_and_goes_with_the_answer(
    team_desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "papers"
    folder.mkdir()
    (folder / "invoice.txt").write_bytes(b"42 euro")
    monkeypatch.chdir(tmp_path)
    async with at(team_desk) as hands:
        await answer(hands, "I have attached the invoice.", "ctrl+f")
        await hands.type("pap")
        await hands.press("tab")
        await hands.type("inv")
        await hands.press("enter")
        assert "+ invoice.txt" in hands.screen
        await hands.press("ctrl+j")
    with team_desk.read() as reading:
        [file] = thread.detail(reading, 5).thread[-1].attachments
        assert (file.name, thread.content(reading, file.sha256)) == ("invoice.txt", b"42 euro")


async def test_a_file_is_kept_with_the_draft_and_can_be_taken_off(
    busy: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").write_text("x")
    monkeypatch.chdir(tmp_path)
    async with at(busy) as hands:
        await answer(hands, "Hello", "ctrl+f")
        await hands.type("a.t")
        await hands.press("enter", "escape", "r")
        assert "+ a.txt" in hands.screen
        await hands.press("ctrl+f", "enter")
        assert "+ a.txt" not in hands.screen


async def test_a_file_that_is_gone_by_then_keeps_the_answer_a_draft(
    busy: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").write_text("x")
    monkeypatch.chdir(tmp_path)
    async with at(busy) as hands:
        await answer(hands, "Hello", "ctrl+f")
        await hands.type("a.t")
        await hands.press("enter")
        (tmp_path / "a.txt").unlink()
        await hands.press("ctrl+j")
        assert "no file" in hands.said
        assert "it is kept as a draft" in hands.said
    assert drafts(busy) == {(5, False): "Hello"}


# Canned responses in the text ----------------------------------------------------------------------------------------


async def test_a_semicolon_where_a_word_begins_offers_canned_responses(busy: Desk) -> None:
    async with at(busy) as hands:
        await answer(hands, "Hi! ;", "t", "h", "a", "enter")
        assert hands.written == "Hi! Thank you, Lee."


async def test_a_semicolon_after_a_word_is_a_semicolon(busy: Desk) -> None:
    async with at(busy) as hands:
        await answer(hands, "One; two")
        assert hands.written == "One; two"


async def test_without_a_choice_the_semicolon_stands_with_what_followed(busy: Desk) -> None:
    async with at(busy) as hands:
        await answer(hands, "Well ;")
        await hands.type(")")
        await hands.press("escape")
        assert hands.written == "Well ;)"


async def test_whoever_wrote_on_any_of_several_tickets_stops_the_answer_and_is_named(team_desk: Desk) -> None:
    async with at(team_desk, size=(160, 48)) as hands:
        await say(hands, "filter number:3,4,5")
        await hands.press("x", "x", "x", "r")
        await hands.type("To all of you.")
        write_from(team_desk, 3, "The invoice has come.")
        say_as_boris(team_desk, 4, "I am on this one.")
        await hands.press("ctrl+j")
        assert isinstance(hands.app.screen, StopScreen)
        assert "Lee Chen wrote on #3 while you were writing" in hands.screen
        assert "Boris Agent wrote on #4 while you were writing" in hands.screen
        assert "The invoice has come." in hands.screen
        assert len(bodies(team_desk, 5)) == 1
        await hands.press("ctrl+y")
        assert [bodies(team_desk, number)[-1] for number in (3, 4, 5)] == [("reply", "To all of you.")] * 3


async def test_what_was_written_on_several_tickets_before_is_no_reason_to_stop(busy: Desk) -> None:
    write_from(busy, 3, "Long ago.")
    async with at(busy) as hands:
        await say(hands, "filter number:3,5")
        await hands.press("x", "x", "r")
        await hands.type("To both.")
        await hands.press("ctrl+j")
        assert bodies(busy, 3)[-1] == ("reply", "To both.")
