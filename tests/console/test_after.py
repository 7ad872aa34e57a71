"""After a ticket: where the console goes, what the session was, and what leaves by the clipboard."""

import pytest

from supportdesk.console import clipboard
from supportdesk.console.habits import After, Habits
from supportdesk.desk import Desk
from supportdesk.domain.changes import Outcome
from supportdesk.screens import copying
from supportdesk.screens.desk_layout import Pane
from supportdesk.screens.session import Session
from tests.console.conftest import write_from
from tests.console.hands import Hands, at
from tests.console.test_triage import row


def place(hands: Hands) -> tuple[Pane, int | None]:
    """The pane that is worked in and the ticket under the cursor."""
    return hands.app.desk_screen.navigation.pane, hands.number


async def test_the_ticket_stays_where_that_is_the_way(team_desk: Desk) -> None:
    async with at(team_desk) as hands:
        await hands.press("j", "enter", "e")
        assert row(team_desk, 4).status == "solved"
        assert place(hands) == (Pane.TICKET, 4)


async def test_the_list_comes_back_where_that_is_the_way(busy: Desk) -> None:
    async with at(busy, habits=Habits(after=After.LIST)) as hands:
        await hands.press("j", "enter", "e")
        assert place(hands) == (Pane.INBOX, 3)


async def test_the_next_ticket_comes_where_that_is_the_way(team_desk: Desk) -> None:
    async with at(team_desk, habits=Habits(after=After.NEXT)) as hands:
        await hands.press("j", "enter", "e")
        assert place(hands) == (Pane.TICKET, 3)
        assert "Invoice copy for July" in hands.app.desk_screen.facts.text


async def test_after_the_last_ticket_the_list_comes_back(busy: Desk) -> None:
    async with at(busy, habits=Habits(after=After.NEXT)) as hands:
        await hands.press("G", "enter", "e")
        assert place(hands)[0] == Pane.INBOX


async def test_in_the_list_the_list_goes_on_whatever_the_way(busy: Desk) -> None:
    async with at(busy, habits=Habits(after=After.STAY)) as hands:
        await hands.press("j", "e")
        assert place(hands) == (Pane.INBOX, 3)


async def test_the_way_is_chosen_in_the_console(busy: Desk) -> None:
    async with at(busy) as hands:
        await hands.press("g", "a")
        await hands.type("next")
        await hands.press("enter")
        assert hands.app.habits.after == After.NEXT
        await hands.press(":")
        await hands.type("after list")
        await hands.press("enter")
        assert hands.app.habits.after == After.LIST


# The session


def test_a_session_counts_each_ticket_once_under_each_heading_in_order() -> None:
    session = Session("anna")
    session.note(Outcome("reply", changed=(3,)), {})
    session.note(Outcome("reply", changed=(3,)), {})
    session.note(Outcome("solve", changed=(3, 4)), {})
    session.note(Outcome("assign", changed=(5,)), {"to": "boris"})
    session.note(Outcome("assign", changed=(6,)), {"to": "me"})
    session.note(Outcome("priority", changed=(7,)), {"to": "high"})
    assert session.lines == [
        ("answered", 1, "#3"),
        ("solved", 2, "#3, #4"),
        ("handed on", 1, "#5 → boris"),
        ("taken", 1, "#6"),
    ]


def test_what_is_undone_was_not_done() -> None:
    session = Session("anna")
    session.note(Outcome("solve", changed=(3,)), {})
    session.note(Outcome("close", changed=(4,)), {})
    session.note(Outcome("undo", changed=(4,)), {})
    assert session.lines == [("solved", 1, "#3")]


def test_all_that_one_change_did_is_counted_and_taken_out_together() -> None:
    session = Session("anna")
    solving = (("reply", {}), ("tag", {"add": ("refund",)}), ("status", {"to": "solved"}))
    session.note(Outcome("reply", changed=(3,), did=solving), {})
    session.note(Outcome("macro", changed=(4,), did=(("tag", {}), ("close", {}))), {"name": "spam"})
    session.note(Outcome("macro", changed=(5,), did=(("assign", {"to": "boris"}),)), {"name": "hand on"})
    assert session.lines == [
        ("answered", 1, "#3"),
        ("solved", 1, "#3"),
        ("closed", 1, "#4"),
        ("handed on", 1, "#5 → boris"),
    ]
    session.note(Outcome("undo", changed=(3,)), {})
    assert [heading for heading, _, _ in session.lines] == ["closed", "handed on"]


def test_what_changed_nothing_is_not_counted() -> None:
    session = Session("anna")
    session.note(Outcome("solve", unchanged=(3,)), {})
    assert session.lines == []


def test_a_long_line_names_some_tickets_and_counts_the_rest() -> None:
    session = Session("anna")
    session.note(Outcome("close", changed=tuple(range(1, 1001))), {})
    assert session.lines[0][1] == 1000
    assert session.lines[0][2].endswith("#12 and 988 more")


async def test_leaving_sums_up_what_was_done_and_copies_it_as_a_note(busy: Desk) -> None:
    async with at(busy) as hands:
        await hands.press("e", "A")
        await hands.type("bor")
        await hands.press("enter", "q")
        assert "solved        1  #5" in hands.screen
        assert "handed on     1  #4 → boris" in hands.screen
        await hands.press("y")
        assert "the hand-over note" in hands.screen
        note = hands.app.clipboard
        assert note.startswith("anna, ")
        assert "handed on: 1 (#4 → boris)" in note
        await hands.press("escape")
        assert hands.app.is_running
        await hands.pilot.press("q")
        await hands.pilot.press("enter")
        await hands.pilot.pause()
        await hands.pilot.pause()
        assert not hands.app.is_running


async def test_the_session_is_shown_while_it_goes_on(busy: Desk) -> None:
    async with at(busy) as hands:
        await hands.press("g", "s")
        assert "Nothing was done yet." in hands.screen
        await hands.press("escape", "c", "g", "s")
        assert "closed        1  #5" in hands.screen


# The clipboard


def test_the_sequence_is_osc_52_and_in_tmux_wrapped_as_well() -> None:
    assert clipboard.sequences("#5", {}) == "\x1b]52;c;IzU=\x07"
    wrapped = clipboard.sequences("#5", {"TMUX": "/tmp/tmux-0/default,1,0"})
    assert wrapped == "\x1b]52;c;IzU=\x07\x1bPtmux;\x1b\x1b]52;c;IzU=\x07\x1b\\"


async def test_number_and_address_and_message_are_copied(busy: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TMUX", raising=False)
    async with at(busy) as hands:
        await hands.press("y", "enter")
        assert hands.app.clipboard == "#5"
        assert "sent number #5 to your terminal's clipboard" in hands.said
        for sought, copied in (("addr", "lee@example.org"), ("newest", "Please help: Export to CSV fails.")):
            await hands.press("y")
            await hands.type(sought)
            await hands.press("enter")
            assert hands.app.clipboard == copied


async def test_links_of_the_thread_are_offered(busy: Desk) -> None:
    write_from(busy, 5, "See https://example.org/pay/8841, please.")
    async with at(busy) as hands:
        await hands.press("y")
        await hands.type("link 1")
        await hands.press("enter")
        assert hands.app.clipboard == "https://example.org/pay/8841"


async def test_marked_tickets_are_copied_as_lines(busy: Desk) -> None:
    async with at(busy) as hands:
        await hands.press("x", "x", "y", "enter")
        assert hands.app.clipboard.split("\n") == [
            "#4\tnew\tnormal\tivan@example.org\tCannot log in after a password reset",
            "#5\tnew\tnormal\tlee@example.org\tExport to CSV fails",
        ]
        assert "sent 2 lines" in hands.said


async def test_all_that_match_but_one_are_copied_as_lines_of_their_numbers(busy: Desk) -> None:
    async with at(busy) as hands:
        await hands.press("/")
        await hands.type("subject:vpn,invoice,export or number:4")
        await hands.press("enter", "*", "j", "x", "y", "enter")
        assert [line.partition("\t")[0] for line in hands.app.clipboard.split("\n")] == ["#2", "#3", "#5"]
        assert "sent 3 lines" in hands.said


async def test_more_lines_than_a_clipboard_takes_are_refused(busy: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(copying, "MOST_LINES", 4)
    async with at(busy) as hands:
        await hands.press("*", "y", "enter")
        assert "5 tickets are too many for a clipboard" in hands.said


async def test_what_no_terminal_would_take_is_not_said_to_be_copied(busy: Desk) -> None:
    write_from(busy, 5, "long " * 20_000)
    async with at(busy) as hands:
        await hands.press("y")
        await hands.type("newest")
        await hands.press("enter")
        assert "too long for a terminal's clipboard; nothing was copied" in hands.said


# Searching a thread


async def test_a_thread_is_searched_while_it_is_typed_and_n_goes_on_from_place_to_place(busy: Desk) -> None:
    write_from(busy, 5, "The EXPORT stops.\nAgain: export.")
    async with at(busy) as hands:
        await hands.press("enter", "/")
        await hands.type("export")
        thread = hands.app.desk_screen.thread
        assert len(thread.places) == 3
        assert "“export” 3 of 3" in hands.said
        await hands.press("enter", "n")
        assert "1 of 3" in hands.said
        await hands.press("N", "N")
        assert "2 of 3" in hands.said
        assert hands.app.desk_screen.writing.composer is None


async def test_escape_ends_the_search_before_it_leaves_the_ticket_and_n_is_a_note_again(busy: Desk) -> None:
    async with at(busy) as hands:
        await hands.press("enter", "/")
        await hands.type("help")
        await hands.press("enter", "escape")
        assert hands.app.desk_screen.thread.sought == ""
        assert hands.app.desk_screen.navigation.pane == Pane.TICKET
        await hands.press("n")
        assert hands.app.desk_screen.writing.composer is not None


async def test_what_is_folded_is_found_too_and_what_is_not_there_is_said(busy: Desk) -> None:
    write_from(busy, 5, "Здесь ёлка.\n\nOn Monday you wrote:\n> the old quotation")
    async with at(busy) as hands:
        await hands.press("enter", "/")
        await hands.type("quotation")
        assert len(hands.app.desk_screen.thread.places) == 1
        await hands.press("escape", "/")
        await hands.type("елка")
        assert len(hands.app.desk_screen.thread.places) == 1
        await hands.press("escape", "/")
        await hands.type("zebra")
        assert "does not hold “zebra”" in hands.said
