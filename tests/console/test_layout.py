"""The same console in a large, a middling and a small terminal, in colour and without."""

import re
from pathlib import Path

import pytest

from supportdesk.console.arrangement import Arrangement, recall
from supportdesk.console.habits import Habits
from supportdesk.desk import Desk
from tests.console.hands import Hands, at


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
        await hands.resize(80, 24)
        await hands.resize(160, 48)
        assert hands.number == 4
        assert hands.app.desk_screen.writing.composer is not None
        assert hands.app.desk_screen.writing.composer.page.text == "Half"


async def test_a_terminal_that_is_squeezed_while_something_is_written_comes_back_with_the_words(busy: Desk) -> None:
    async with at(busy) as hands:
        await hands.press("r")
        await hands.type("Half a reply")
        for width, height in ((2, 24), (1, 1), (100, 30)):
            await hands.resize(width, height)
        assert "Half a reply" in hands.screen


async def test_who_asks_is_told_as_soon_as_there_is_room_for_it_and_no_longer(busy: Desk) -> None:
    async with at(busy, size=(160, 48)) as hands:
        assert "3 tickets · 3 open" in hands.screen
        for size, told in (((120, 36), False), ((160, 48), True)):
            await hands.resize(*size)
            assert ("3 tickets · 3 open" in hands.screen) is told


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
        assert "No tickets here. h shows the views, N opens one." in hands.screen


def panes(hands: Hands) -> dict[str, int]:
    """The panes on the screen, each with its columns."""
    return {pane.name.lower(): box.size.width for pane, box in hands.app.desk_screen.panes.items() if box.display}


async def test_a_pane_takes_the_whole_screen_and_gives_it_back(busy: Desk) -> None:
    async with at(busy, size=(160, 48)) as hands:
        before = panes(hands)
        await hands.press("Z")
        assert panes(hands) == {"inbox": 160}
        await hands.press("enter")
        assert panes(hands) == {"ticket": 160}
        await hands.press("escape", "Z")
        assert panes(hands) == before


async def test_the_views_are_hidden_and_shown_while_they_are_worked_in(busy: Desk) -> None:
    async with at(busy, size=(160, 48)) as hands:
        await hands.press("b")
        assert list(panes(hands)) == ["inbox", "ticket"]
        assert "b brings them back" in hands.said
        await hands.press("h")
        assert list(panes(hands)) == ["views", "inbox", "ticket"]
        await hands.press("b")
        assert list(panes(hands)) == ["views", "inbox", "ticket"]
        await hands.press("b")
        assert list(panes(hands)) == ["inbox", "ticket"]
        assert hands.app.desk_screen.focused is hands.app.desk_screen.rows


@pytest.mark.parametrize("size", [(160, 48), (120, 36)])
async def test_the_edge_between_inbox_and_ticket_moves_and_stops(busy: Desk, size: tuple[int, int]) -> None:
    async with at(busy, size=size) as hands:
        before = panes(hands)
        await hands.press(">")
        assert panes(hands)["inbox"] > before["inbox"]
        await hands.press("<", "<")
        assert panes(hands)["inbox"] < before["inbox"]
        await hands.press(*["<"] * 9)
        assert 3.5 > panes(hands)["ticket"] / panes(hands)["inbox"] > 2.5
        await hands.press("enter", "<")
        narrower = panes(hands)
        assert panes(hands)["ticket"] < 3 * narrower["inbox"]
        assert all(len(line) <= size[0] for line in hands.screen.splitlines())


async def test_where_one_pane_is_all_there_is_no_edge_to_move(busy: Desk) -> None:
    async with at(busy, size=(80, 24)) as hands:
        await hands.press(">")
        assert "do not stand side by side" in hands.said


async def test_panes_stand_as_they_were_left(busy: Desk, tmp_path: Path) -> None:
    environment = {"XDG_STATE_HOME": str(tmp_path)}
    async with at(busy, size=(160, 48), habits=Habits(arrangement=recall(environment))) as hands:
        await hands.press("b", ">", ">", "Z")
    left = recall(environment)
    assert (left.views, left.inbox, left.zoomed) == (False, 60, False)
    async with at(busy, size=(160, 48), habits=Habits(arrangement=left)) as hands:
        assert list(panes(hands)) == ["inbox", "ticket"]


@pytest.mark.parametrize("text", ["", "[]", '{"views": true}', '{"views": 1, "inbox": "much"}'])
def test_an_arrangement_that_cannot_be_read_is_the_first_one(tmp_path: Path, text: str) -> None:
    path = tmp_path / "supportdesk" / "panes.json"
    path.parent.mkdir()
    path.write_text(text)
    found = recall({"XDG_STATE_HOME": str(tmp_path)})
    assert (found.views, found.inbox) == (True, 50)


def test_an_arrangement_beyond_the_edges_is_brought_within_them(tmp_path: Path) -> None:
    Arrangement(inbox=99, path=tmp_path / "supportdesk" / "panes.json").keep()
    assert recall({"XDG_STATE_HOME": str(tmp_path)}).inbox == 75
