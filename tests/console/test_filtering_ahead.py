"""What is likely to be asked for next is read ahead, and what is shown of it is how things are."""

import asyncio

import pytest
from textual.widget import Widget

from supportdesk.desk import Desk
from supportdesk.domain.filters import parse
from supportdesk.domain.ticket import MessageKind
from supportdesk.screens.ahead import is_quick
from supportdesk.services import conversation, select, tickets
from tests.console.hands import Hands, at


async def read_ahead(hands: Hands, text: str, *, meant: str = "") -> None:
    """Type a filter and wait until the rows of what it means are here, before enter; those of its beginning go by."""
    ahead = hands.app.desk_screen.inbox.ahead

    def is_here() -> bool:
        asked = ahead._asked
        return ahead._slice is not None and asked is not None and asked.filter.text == (meant or text)

    await hands.press("/")
    await hands.type(text)
    await hands.until(is_here)


async def test_enter_shows_what_was_read_ahead(busy: Desk) -> None:
    async with at(busy) as hands:
        await read_ahead(hands, "priority:normal")
        await hands.press("enter")
        shown = hands.listed
        assert "priority:normal" in hands.screen
        assert hands.app.desk_screen.focused is hands.app.desk_screen.rows
        await hands.press("F5")
        assert hands.listed == shown


@pytest.mark.parametrize(
    ("typed", "rest", "meant"),
    [("priority:n", "ormal", "priority:normal"), ('assignee:"ann', 'a"', "assignee:anna"), ("status:pen", "", None)],
)
async def test_what_a_word_can_only_become_is_read_before_it_is_typed_whole(
    busy: Desk, typed: str, rest: str, meant: str | None
) -> None:
    async with at(busy) as hands:
        await read_ahead(hands, typed, meant=meant or "status:pending")
        await hands.type(rest)
        await hands.press("enter")
        assert (meant is None) == ("no status is pen" in hands.screen)


async def test_the_letter_that_asks_for_what_was_read_ahead_is_painted_with_it(
    busy: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with at(busy) as hands:
        app, screen, frames = hands.app, hands.app.desk_screen, list[set[Widget]]()

        def paint_at_once() -> None:
            if not app._batch_count:
                frames.append(set(screen._dirty_widgets))
                screen._dirty_widgets.clear()

        await read_ahead(hands, 'assignee:"anna', meant="assignee:anna")
        loop = asyncio.get_running_loop()
        monkeypatch.setattr(screen._update_timer, "resume", lambda: loop.call_soon(paint_at_once))
        await hands.give('"')
        assert screen.viewing.bar is not None
        together = {screen.rows, screen.viewing.bar.field}
        assert next(frame & together for frame in frames if frame & together) == together


async def test_what_a_colleague_did_since_it_was_read_ahead_is_seen(busy: Desk) -> None:
    async with at(busy) as hands:
        await read_ahead(hands, "is:open")
        with busy.change("solve") as change:
            tickets.close(change, select.tickets(change, numbers=[4]))
        await hands.hear()
        await hands.press("enter")
        assert hands.listed == [5, 3, 2, 1]


async def test_the_bar_opens_with_the_filter_in_force_each_time(busy: Desk) -> None:
    async with at(busy) as hands:
        for text in ("vpn", "mouse"):
            await hands.press("/")
            await hands.type(text)
            await hands.press("enter", "/")
            bar = hands.app.desk_screen.viewing.bar
            assert bar is not None
            assert bar.field.value == text
            await hands.press("escape", "escape")
        assert len(hands.listed) == 5


async def test_a_message_that_came_since_the_thread_was_read_ahead_is_seen(busy: Desk) -> None:
    async with at(busy) as hands:
        screen = hands.app.desk_screen
        await hands.until(lambda: (row := screen.rows.cache.row(1)) and screen.attending.near.take(row) is not None)
        with busy.change("note") as change:
            held = select.tickets(change, numbers=[4])
            conversation.add(change, held, MessageKind.CUSTOMER, bodies={4: "Came a moment ago."})
        await hands.press("j")
        assert hands.number == 4
        assert "Came a moment ago." in hands.screen


@pytest.mark.parametrize(
    ("typed", "quick"),
    [
        ("status:new", True),
        ("is:open -tag:refund team:billing", True),
        ("number:5..9 priority>=high", True),
        ("printer", False),
        ("status:new printer", False),
        ("customer:ivan", False),
        ("created>3d", False),
        ("field.invoice:7", False),
    ],
)
def test_what_is_soon_found_is_read_ahead_with_each_letter_and_words_when_the_keys_rest(
    typed: str, *, quick: bool
) -> None:
    assert is_quick(parse(typed)) is quick


async def test_enter_waits_for_the_reading_that_is_under_way_and_asks_no_other(busy: Desk) -> None:
    async with at(busy) as hands:
        await hands.press("/")
        await hands.type("priority:normal")
        ahead = hands.app.desk_screen.inbox.ahead
        asked = ahead._asked
        assert asked is not None
        await hands.press("enter")
        assert "priority:normal" in hands.screen
        assert hands.listed == [5, 4, 3, 2, 1]


async def test_a_ticket_that_changed_since_its_thread_was_kept_is_read_before_it_is_shown(busy: Desk) -> None:
    async with at(busy) as hands:
        screen = hands.app.desk_screen
        near, row = screen.attending.near, screen.rows.cache.row(0)
        assert row is not None
        await hands.until(lambda: near.take(row) is not None)
        assert near.take(row._replace(status="pending")) is None
