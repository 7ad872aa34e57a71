"""Views and the filter bar."""

import pytest
from textual.events import Paste
from textual.widget import Widget

from supportdesk.desk import Desk
from supportdesk.screens.desk_layout import Pane
from tests.console.hands import at


async def test_the_list_narrows_while_the_filter_is_typed_and_enter_keeps_it(team_desk: Desk) -> None:
    async with at(team_desk) as hands:
        await hands.press("/")
        await hands.type("vpn")
        assert hands.listed == [2]
        await hands.press("enter")
        assert "default · 1 · vpn" in hands.screen
        assert hands.app.desk_screen.focused is hands.app.desk_screen.rows


async def test_escape_leaves_the_filter_as_it_was_with_the_cursor_on_its_ticket(busy: Desk) -> None:
    async with at(busy) as hands:
        await hands.press("j", "/")
        await hands.type("vpn")
        await hands.press("escape")
        assert hands.listed == [5, 4, 3, 2, 1]
        assert hands.number == 4


async def test_escape_in_the_list_clears_the_filter(busy: Desk) -> None:
    async with at(busy) as hands:
        await hands.press("/")
        await hands.type("nothing-has-this-word")
        await hands.press("enter")
        assert "No tickets match. esc clears the filter." in hands.screen
        await hands.press("escape")
        assert len(hands.listed) == 5


async def test_a_fault_stands_under_the_filter_with_what_was_probably_meant(busy: Desk) -> None:
    async with at(busy) as hands:
        await hands.press("/")
        await hands.type("vpn stauts:open")
        lines = hands.screen.splitlines()
        typed = next(index for index, line in enumerate(lines) if "vpn stauts:open" in line)
        assert lines[typed + 1].index("^^^^^^") == lines[typed].index("stauts")
        assert "did you mean status" in lines[typed + 2]
        await hands.press("enter")
        assert hands.app.desk_screen.viewing.bar is not None


async def test_what_only_the_store_can_refuse_is_told_in_the_bar(busy: Desk) -> None:
    async with at(busy) as hands:
        await hands.press("/")
        await hands.type("assignee:zorro")
        await hands.press("enter")
        if hands.app.desk_screen.viewing.bar is not None:
            assert "zorro" in hands.screen
        else:
            assert hands.listed == []


async def test_keys_typed_behind_enter_are_for_the_list_that_it_brings(team_desk: Desk) -> None:
    async with at(team_desk) as hands:
        await hands.press("/")
        await hands.hurry(*"number:1,2,3", "enter", "j")
        assert hands.app.desk_screen.inbox.typed == "number:1,2,3"
        assert (hands.listed, hands.number) == ([3, 2, 1], 2)


async def test_keys_typed_behind_a_filter_that_the_store_refuses_are_nobodys(busy: Desk) -> None:
    async with at(busy) as hands:
        await hands.press("/")
        await hands.hurry(*"assignee:zorro", "enter", "e", "e")
        bar = hands.app.desk_screen.viewing.bar
        assert bar is not None
        assert bar.field.value == "assignee:zorro"
        assert len(hands.listed) == 5


async def test_tab_completes_a_key_and_then_its_value(busy: Desk) -> None:
    async with at(busy) as hands:
        await hands.press("/")
        await hands.type("assi")
        await hands.press("tab")
        await hands.type("bo")
        await hands.press("tab")
        assert hands.app.desk_screen.viewing.bar is not None
        assert hands.app.desk_screen.viewing.bar.field.value == "assignee:boris "


async def test_a_half_typed_key_is_not_looked_for_as_a_word(busy: Desk) -> None:
    async with at(busy) as hands:
        await hands.press("/")
        await hands.type("stat")
        assert len(hands.listed) == 5


async def test_letters_typed_ahead_of_the_bar_are_a_filter_and_never_commands(busy: Desk) -> None:
    async with at(busy) as hands:
        await hands.hurry("/", *"vec")
        assert hands.app.desk_screen.viewing.bar is not None
        assert hands.app.desk_screen.viewing.bar.field.value == "vec"
        assert "solved" not in hands.said


async def test_a_digit_shows_a_view_and_the_views_count_their_tickets(busy: Desk) -> None:
    async with at(busy, size=(160, 48)) as hands:
        await hands.press("a", "2")
        assert hands.app.desk_screen.inbox.view.name == "mine"
        assert hands.listed == [5]
        assert "2 mine" in hands.screen


async def test_a_view_is_chosen_in_its_pane(busy: Desk) -> None:
    async with at(busy) as hands:
        await hands.press("h", "j", "j", "enter")
        assert hands.app.desk_screen.inbox.view.name == "unassigned"
        assert hands.app.desk_screen.focused is hands.app.desk_screen.rows


async def test_an_or_in_the_filter_bar_stays_within_the_view(busy: Desk) -> None:
    async with at(busy) as hands:
        await hands.press("e", "/")
        await hands.type("number:5 or number:4 ")
        await hands.press("enter")
        assert hands.listed == [4]


async def test_the_filter_bar_sorts_the_list(busy: Desk) -> None:
    async with at(busy) as hands:
        await hands.press("/")
        await hands.type("sort:number ")
        await hands.press("enter")
        assert hands.listed == [1, 2, 3, 4, 5]


async def test_lines_that_are_pasted_into_a_field_stand_one_behind_the_other(busy: Desk) -> None:
    async with at(busy) as hands:
        await hands.press("/")
        await hands.type("number:1,2 ")
        hands.app.post_message(Paste("\n  is:open\r\nvpn\n\n"))
        await hands.settle()
        bar = hands.app.desk_screen.viewing.bar
        assert bar is not None
        assert bar.field.value == "number:1,2 is:open vpn"
        bar.field.select_all()
        hands.app.post_message(Paste("vpn"))
        await hands.settle()
        assert bar.field.value == "vpn"
        assert bar.field.cursor_position == 3


async def test_rows_that_come_while_a_filter_is_typed_are_painted_with_their_title_and_heading(
    busy: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with at(busy) as hands:
        app, screen = hands.app, hands.app.desk_screen
        end, frames = app._end_batch, list[set[Widget]]()

        def ended() -> None:
            end()
            if not app._batch_count:
                frames.append(set(screen._dirty_widgets))

        monkeypatch.setattr(app, "_end_batch", ended)
        await hands.press("/", *"number:1")
        together = {screen.rows, screen.titles[Pane.INBOX], screen.heading}
        assert [frame & together for frame in frames if screen.rows in frame][-1:] == [together]


async def test_the_filter_bar_lies_over_the_end_of_the_list_and_moves_no_line(busy: Desk) -> None:
    async with at(busy, size=(80, 12)) as hands:
        before = [line[1:] for line in hands.screen.splitlines()]
        await hands.press("/")
        during = [line[1:] for line in hands.screen.splitlines()]
        assert during[:-4] == before[:-4]
        assert during[-4].startswith("/ ")
        await hands.press("escape")
        assert [line[1:] for line in hands.screen.splitlines()] == before


async def test_a_count_or_a_block_that_is_read_draws_no_line_that_stays_as_it_was(
    busy: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with at(busy) as hands:
        rows, drawn = hands.app.desk_screen.rows, list[object]()
        monkeypatch.setattr(rows, "refresh", lambda *regions, **_how: drawn.append(regions))
        rows.count(5)
        rows.fill(0, lambda _cache: None)
        rows.update_rows([row for row in [rows.current] if row is not None])
        assert drawn == []
        rows.update_rows([row._replace(subject="Changed") for row in [rows.current] if row is not None])
        assert len(drawn) == 1
        rows.count(3)
        assert len(drawn) == 3
