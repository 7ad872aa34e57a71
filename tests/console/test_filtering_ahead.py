"""What is likely to be asked for next is read ahead, and what is shown of it is how things are."""

from supportdesk.desk import Desk
from supportdesk.domain.ticket import MessageKind
from supportdesk.services import conversation, select, tickets
from tests.console.hands import Hands, at


async def read_ahead(hands: Hands, text: str) -> None:
    """Type a filter and wait until its rows are here, before enter."""
    await hands.press("/")
    await hands.type(text)
    await hands.until(lambda: hands.app.desk_screen.inbox.ahead._slice is not None)


async def test_enter_shows_what_was_read_ahead(busy: Desk) -> None:
    async with at(busy) as hands:
        await read_ahead(hands, "priority:normal")
        await hands.press("enter")
        shown = hands.listed
        assert "priority:normal" in hands.screen
        assert hands.app.desk_screen.focused is hands.app.desk_screen.rows
        await hands.press("F5")
        assert hands.listed == shown


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
