"""The same console in a large, a middling and a small terminal, in colour and without."""

import re

import pytest

from supportdesk.desk import Desk
from tests.console.hands import at


@pytest.mark.parametrize(
    ("size", "panes"), [((160, 48), "views inbox ticket"), ((120, 36), "inbox ticket"), ((80, 24), "inbox")]
)
async def test_as_many_panes_stand_side_by_side_as_there_is_room_for(
    busy: Desk, size: tuple[int, int], panes: str
) -> None:
    async with at(busy, size=size) as hands:
        seen = [pane.name.lower() for pane, box in hands.app.desk_screen.panes.items() if box.display]
        assert " ".join(seen) == panes
        assert all(len(line) <= size[0] for line in hands.screen.splitlines())


async def test_in_a_small_terminal_enter_shows_the_ticket_and_escape_the_list(busy: Desk) -> None:
    async with at(busy, size=(80, 24)) as hands:
        await hands.press("j", "enter")
        assert "#4 Cannot log in after a password reset" in hands.screen
        assert "Please help" in hands.screen
        assert "subject" not in hands.screen
        await hands.press("escape")
        assert "subject" in hands.screen


async def test_a_whole_task_fits_into_a_small_terminal(busy: Desk) -> None:
    from tests.console.test_triage import bodies, row

    async with at(busy, size=(80, 24)) as hands:
        await hands.press("/")
        await hands.type("invoice")
        await hands.press("enter", "r")
        assert "reply to Lee Chen" in hands.screen
        await hands.type("Attached.")
        await hands.press("ctrl+j", "e")
        assert bodies(busy, 3)[-1] == ("reply", "Attached.")
        assert row(busy, 3).status == "solved"


async def test_the_ticket_shows_in_the_next_one_and_previous_one_from_its_pane(busy: Desk) -> None:
    async with at(busy, size=(80, 24)) as hands:
        await hands.press("enter", "]", "J")
        assert hands.number == 3
        assert "Invoice copy" in hands.screen
        await hands.press("[")
        assert hands.number == 4


async def test_a_terminal_that_shrinks_and_grows_keeps_cursor_and_words(busy: Desk) -> None:
    async with at(busy) as hands:
        await hands.press("j", "r")
        await hands.type("Half")
        await hands.pilot.resize_terminal(80, 24)
        await hands.settle()
        await hands.pilot.resize_terminal(160, 48)
        await hands.settle()
        assert hands.number == 4
        assert hands.app.desk_screen.writing.composer is not None
        assert hands.app.desk_screen.writing.composer.page.text == "Half"


async def test_help_names_the_keys_of_the_pane_it_was_asked_from(busy: Desk) -> None:
    async with at(busy, size=(120, 48)) as hands:
        await hands.press("?")
        assert "write to the customer" in hands.screen
        assert "narrow the list with the filter language" in hands.screen
        await hands.press("escape", "enter", "?")
        assert "unfold or fold quoted text" in hands.screen
        assert "narrow the list" not in hands.screen


async def test_the_footer_names_the_keys_of_the_pane(busy: Desk) -> None:
    async with at(busy) as hands:
        assert "enter open" in hands.screen.splitlines()[-1]
        await hands.press("r")
        assert "ctrl+j send" in hands.screen.splitlines()[-1]


async def test_without_colour_no_colour_is_drawn_and_the_letters_still_tell(
    busy: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with at(busy, plain=True) as hands:
        rows = hands.app.desk_screen.rows
        styles = [segment.style for y in range(6) for segment in rows.render_line(y) if segment.style]
        assert all(style.color is None and style.bgcolor is None for style in styles)
        assert re.search(r" 5 N · ", hands.screen)


async def test_a_view_without_tickets_says_so(busy: Desk) -> None:
    async with at(busy) as hands:
        await hands.press("2")
        assert "This view has no tickets. h shows the views." in hands.screen
