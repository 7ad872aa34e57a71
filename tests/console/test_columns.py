"""The columns of the inbox are the agent's to choose."""

from pathlib import Path

import pytest
from textual.geometry import Size

from supportdesk.console.arrangement import Arrangement, recall
from supportdesk.console.habits import Habits
from supportdesk.desk import Desk
from supportdesk.widgets.column import USUAL, Column, chosen
from supportdesk.widgets.columns import Columns, Looks, heading, ticket_line
from tests.console.conftest import write_from
from tests.console.hands import at
from tests.console.test_drawing import NOW, text
from tests.console.test_row_cache import ticket

WIDE = (160, 48)


async def test_a_column_is_hidden_and_shown_and_the_list_behind_follows(busy: Desk) -> None:
    async with at(busy) as hands:
        assert "age   due" in hands.screen
        await hands.press("g", "c", "G")
        assert "team" in hands.screen
        await hands.press("g", "g", "j", "j", "x")
        assert "✓ priority" not in hands.screen
        await hands.press("escape")
        assert "   # s   subject" in hands.screen


async def test_columns_change_places_and_are_kept_for_the_next_console(busy: Desk, tmp_path: Path) -> None:
    environment = {"XDG_STATE_HOME": str(tmp_path)}
    async with at(busy, habits=Habits(arrangement=recall(environment))) as hands:
        await hands.press("g", "c", "G")
        for _ in range(40):
            if hands.app.screen.list.current.key == "due":  # type: ignore[attr-defined]
                break
            await hands.press("k")
        for _ in range(7):
            await hands.press("K")
        await hands.press("escape")
        assert "due    # s p" in hands.screen
    async with at(busy, habits=Habits(arrangement=recall(environment))) as hands:
        assert "due    # s p" in hands.screen
        await hands.press("g", "c", "ctrl+g", "escape")
    assert recall(environment).columns == ()


async def test_what_is_painted_before_the_list_hears_of_its_width_has_the_columns_of_that_width(busy: Desk) -> None:
    async with at(busy) as hands:
        desk = hands.app.desk_screen
        for width in (80, 140):
            desk._refresh_layout(Size(width, 36))
            over, first = (widget.render_line(0).text for widget in (desk.heading, desk.rows))
            assert len(over) == width // 2
            assert over.rstrip() == text(heading(Columns.within(width // 2, widest=9999)))
            assert ("Lee Chen" in first) is (width == 140)


async def test_the_subject_cannot_be_hidden(busy: Desk) -> None:
    async with at(busy) as hands:
        await hands.press("g", "c", "j", "j", "j", "x", "escape")
        assert "subject" in hands.screen


async def test_a_snippet_tells_how_the_last_message_begins_and_follows_the_news(each_desk: Desk) -> None:
    habits = Habits(arrangement=Arrangement(columns=("number", "subject", "snippet")))
    async with at(each_desk, size=WIDE, habits=habits) as hands:
        await hands.press("b", "Z")
        assert "Export to CSV fails — Please help: Export to CSV" in hands.screen
        write_from(each_desk, 5, "Any news?\n\nLee")
        await hands.hear()
        assert "Export to CSV fails — Any news? Lee" in hands.screen


async def test_snippets_that_are_shown_again_are_those_of_now(busy: Desk) -> None:
    habits = Habits(arrangement=Arrangement(columns=("number", "subject", "snippet")))
    async with at(busy, size=WIDE, habits=habits) as hands:
        await hands.press("Z", "g", "c", "j", "j", "x", "escape")
        assert "Please help: Export" not in hands.screen
        write_from(busy, 5, "Any news?")
        await hands.hear()
        await hands.press("g", "c", "home", "j", "j")
        for _ in range(20):
            if hands.app.screen.list.current.key == "snippet":  # type: ignore[attr-defined]
                break
            await hands.press("j")
        await hands.press("x", "escape")
        assert "Export to CSV fails — Any news?" in hands.screen


def test_what_no_column_is_called_is_left_out_and_the_subject_never() -> None:
    assert chosen(["due", "due", "colour", "number"]) == (Column.DUE, Column.NUMBER, Column.SUBJECT)


@pytest.mark.parametrize("width", [30, 50, 80, 120, 200])
@pytest.mark.parametrize("shown", [USUAL, tuple(Column), (Column.SUBJECT,), (Column.DUE, Column.TEAM, Column.SUBJECT)])
def test_any_columns_fill_the_width_and_stand_under_their_names(width: int, shown: tuple[Column, ...]) -> None:
    columns = Columns.within(width, widest=1_000_000, chosen=shown)
    line = text(ticket_line(ticket(7), columns, NOW, Looks(snippet="how it begins")))
    assert len(line) == len(text(heading(columns)))
    assert len(line) <= max(width, 40)
