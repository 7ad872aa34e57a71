"""Replies, notes, drafts and canned responses at the console."""

from textual.events import Paste

from supportdesk.desk import Desk
from supportdesk.services import select, tickets
from tests.console.conftest import drafts, write_from
from tests.console.hands import at
from tests.console.test_triage import bodies, row


async def test_a_reply_is_written_under_the_thread_and_sent(team_desk: Desk) -> None:
    async with at(team_desk) as hands:
        await hands.press("r")
        await hands.type("We are\non it.")
        assert "reply to Lee Chen · #5" in hands.screen
        await hands.press("ctrl+j")
        assert bodies(team_desk, 5)[-1] == ("reply", "We are\non it.")
        assert "answered #5 · u takes it back" in hands.said
        assert "We are" in hands.screen


async def test_the_newest_message_stays_in_sight_when_the_composer_opens(busy: Desk) -> None:
    write_from(busy, 5, "\n".join(f"line {number}" for number in range(12)))
    write_from(busy, 5, "It is urgent.")
    async with at(busy, size=(120, 30)) as hands:
        await hands.press("enter")
        assert "It is urgent." in hands.screen
        await hands.press("r")
        assert "It is urgent." in hands.screen


async def test_undo_takes_a_reply_back(busy: Desk) -> None:
    async with at(busy) as hands:
        await hands.press("r")
        await hands.type("Sorry")
        await hands.press("ctrl+s", "escape", "u")
        assert len(bodies(busy, 5)) == 1


async def test_a_note_is_for_agents_only_and_looks_it(busy: Desk) -> None:
    async with at(busy) as hands:
        await hands.press("n")
        await hands.type("Ask payments.")
        assert "NOTE · agents only" in hands.screen
        await hands.press("ctrl+s")
        assert bodies(busy, 5)[-1] == ("note", "Ask payments.")
        assert "NOTE · agents only" in hands.screen


async def test_letters_typed_ahead_of_the_composer_are_words_and_never_commands(busy: Desk) -> None:
    async with at(busy) as hands:
        await hands.hurry("r", *"close")
        assert hands.app.desk_screen.writing.composer is not None
        assert hands.app.desk_screen.writing.composer.page.text == "close"
        assert row(busy, 5).status == "new"


async def test_escape_keeps_what_is_half_written_and_shows_that_it_is_there(busy: Desk) -> None:
    async with at(busy) as hands:
        await hands.press("r")
        await hands.type("Half")
        await hands.press("escape", "escape", "j", "k")
        assert "✎ Export to CSV fails" in hands.screen
        assert "a draft waits · r goes on with it" in hands.screen
        await hands.press("r")
        assert hands.app.desk_screen.writing.composer is not None
        assert hands.app.desk_screen.writing.composer.page.text == "Half"
        assert "a draft waits" not in hands.screen


async def test_a_half_written_reply_is_never_opened_as_a_note_nor_the_other_way_round(busy: Desk) -> None:
    async with at(busy) as hands:
        await hands.press("r")
        await hands.type("Dear Lee")
        await hands.press("escape", "n")
        assert hands.app.desk_screen.writing.composer is not None
        assert hands.app.desk_screen.writing.composer.page.text == ""


async def test_going_to_another_ticket_keeps_the_draft_of_this_one(busy: Desk) -> None:
    async with at(busy) as hands:
        await hands.press("r")
        await hands.type("Half")
        await hands.press("shift+tab", "j")
        assert hands.app.desk_screen.writing.composer is None
        assert "draft kept for #5" in hands.said


async def test_leaving_loses_no_draft_and_asks_nothing(team_desk: Desk) -> None:
    async with at(team_desk) as hands:
        await hands.press("r")
        await hands.type("Half")
        await hands.press("shift+tab")
        await hands.pilot.press("q")
        await hands.pilot.pause()
    assert drafts(team_desk) == {(5, False): "Half"}


async def test_a_refused_reply_stays_a_draft(busy: Desk) -> None:
    async with at(busy) as hands:
        await hands.press("r")
        await hands.type("Too late")
        with busy.change("close") as change:
            tickets.close(change, select.tickets(change, numbers=[5]))
        await hands.press("ctrl+j")
        assert "closed and cannot be answered; it is kept as a draft" in hands.said
        assert len(bodies(busy, 5)) == 1
        assert drafts(busy) == {(5, False): "Too late"}


async def test_an_empty_reply_is_not_sent(busy: Desk) -> None:
    async with at(busy) as hands:
        await hands.press("r", "ctrl+j")
        assert "nothing is written yet" in hands.said
        assert len(bodies(busy, 5)) == 1


async def test_a_canned_response_is_previewed_for_this_customer_and_inserted(team_desk: Desk) -> None:
    async with at(team_desk) as hands:
        await hands.press("m")
        await hands.type("gre")
        assert "Hello Lee Chen, about #5: we are on it." in hands.screen
        await hands.press("enter")
        assert hands.app.desk_screen.writing.composer is not None
        assert hands.app.desk_screen.writing.composer.page.text == "Hello Lee Chen, about #5: we are on it."
        await hands.press("ctrl+j")
        assert bodies(team_desk, 5)[-1] == ("reply", "Hello Lee Chen, about #5: we are on it.")


async def test_a_canned_response_taken_before_its_preview_came_is_filled_in_all_the_same(busy: Desk) -> None:
    async with at(busy) as hands:
        await hands.hurry("m", "t", "h", "a", "enter")
        composer = hands.app.desk_screen.writing.composer
        assert composer is None or composer.page.text == "Thank you, Lee."


async def test_a_canned_response_goes_in_at_the_cursor_while_writing(busy: Desk) -> None:
    async with at(busy) as hands:
        await hands.press("r")
        await hands.type("Hi! ")
        await hands.press("ctrl+t", "t", "h", "a", "enter")
        assert hands.app.desk_screen.writing.composer is not None
        assert hands.app.desk_screen.writing.composer.page.text == "Hi! Thank you, Lee."


async def test_marked_tickets_are_each_answered_with_their_own_text(busy: Desk) -> None:
    async with at(busy) as hands:
        await hands.press("x", "x", "m", "g", "r", "enter", "y")
        assert bodies(busy, 5)[-1] == ("reply", "Hello Lee Chen, about #5: we are on it.")
        assert bodies(busy, 4)[-1] == ("reply", "Hello Иван Петров, about #4: we are on it.")


async def test_a_note_on_marked_tickets_says_on_how_many_and_reaches_each(busy: Desk) -> None:
    async with at(busy) as hands:
        await hands.press("x", "x", "n")
        assert "2 marked tickets" in hands.screen
        await hands.type("Same cause.")
        await hands.press("ctrl+s")
        assert bodies(busy, 5)[-1] == bodies(busy, 4)[-1] == ("note", "Same cause.")


async def test_a_customer_who_writes_meanwhile_is_announced_and_the_words_stay(team_desk: Desk) -> None:
    async with at(team_desk) as hands:
        await hands.press("r")
        await hands.type("I think")
        write_from(team_desk, 5, "Never mind, it works.")
        await hands.hear()
        assert "Lee Chen wrote meanwhile" in hands.screen
        assert "Never mind, it works." in hands.screen
        assert hands.app.desk_screen.writing.composer is not None
        assert hands.app.desk_screen.writing.composer.page.text == "I think"


async def test_a_frame_between_the_composers_going_and_the_next_layout_has_nothing_of_it(busy: Desk) -> None:
    async with at(busy) as hands:
        await hands.press("r")
        await hands.type("Half a word")
        composer, screen = hands.app.desk_screen.writing.composer, hands.app.desk_screen
        assert composer is not None
        await composer.remove()
        assert composer.page in screen._compositor.visible_widgets
        assert "Half a word" not in hands.screen
        assert "Please help: Export to CSV fails." in hands.screen


async def test_what_was_pasted_beyond_the_height_of_the_page_is_taken_back_and_put_there_again(busy: Desk) -> None:
    async with at(busy, size=(100, 30)) as hands:
        await hands.press("r")
        await hands.type("Hello")
        composer = hands.app.desk_screen.writing.composer
        assert composer is not None
        pasted = "\n".join(f"line {number}" for number in range(40))
        hands.app.post_message(Paste(pasted))
        await hands.settle()
        await hands.press("ctrl+z")
        assert composer.page.text == "Hello"
        await hands.press("ctrl+y")
        assert composer.page.text == f"Hello{pasted}"
        assert "line 39" in hands.screen
        composer.page.select_all()
        await hands.press("delete", "ctrl+z", "ctrl+y")
        assert composer.page.text == ""
        await hands.press("ctrl+z", "ctrl+z")
        await hands.type(" again")
        assert composer.page.text == "Hello again"
