"""Tickets of hundreds of messages: opened by their newest, the rest follows, and nothing that is read moves."""

import pytest

from supportdesk.desk import Desk
from supportdesk.domain.ticket import MessageKind
from supportdesk.services import conversation, select
from tests.console.conftest import furnish, write_from
from tests.console.hands import Hands, at
from tests.templates import Beginning

LAST = 120


def write_much(desk: Desk) -> None:
    """The furnished desk, on whose ticket 5 so many more messages stand."""
    furnish(desk)
    with desk.change("import") as change:
        held = select.tickets(change, numbers=[5])
        for number in range(1, LAST + 1):
            conversation.add(change, held, MessageKind.CUSTOMER, bodies={5: f"Message {number}.\n\nIt goes on."})


@pytest.fixture
def beginning() -> Beginning:
    """Consoles open on a desk with a long ticket."""
    return Beginning("long_ticket", write_much)


async def whole(hands: Hands) -> None:
    """Wait until all of the thread is laid out."""
    thread = hands.app.desk_screen.thread
    await hands.until(lambda: len(thread.thread) == LAST + 1 and thread.laid_out)
    await hands.settle()


async def test_the_newest_message_is_seen_and_stays_where_it_is_when_the_rest_has_come(busy: Desk) -> None:
    async with at(busy, size=(160, 48)) as hands:
        seen = hands.screen
        assert f"Message {LAST}." in seen
        await whole(hands)
        assert hands.screen == seen


async def test_the_top_is_the_first_message_also_for_who_goes_there_at_once(busy: Desk) -> None:
    async with at(busy, size=(160, 48)) as hands:
        await hands.press("enter", "g", "g")
        await whole(hands)
        await hands.press("g", "g")
        assert "Please help: Export to CSV fails." in hands.screen
        assert f"Message {LAST}." not in hands.screen


async def test_what_stands_far_above_is_found(busy: Desk) -> None:
    async with at(busy, size=(160, 48)) as hands:
        await whole(hands)
        await hands.press("enter", "/")
        await hands.type("Message 3.")
        await hands.press("enter")
        assert "Message 3." in hands.screen


async def test_a_new_message_is_seen_below_by_who_reads_the_end(busy: Desk) -> None:
    async with at(busy, size=(160, 48)) as hands:
        await whole(hands)
        write_from(busy, 5, "One more.")
        await hands.hear()
        assert "One more." in hands.screen


async def test_a_new_message_does_not_move_who_reads_above(busy: Desk) -> None:
    async with at(busy, size=(160, 48)) as hands:
        await whole(hands)
        await hands.press("enter", "g", "g")
        write_from(busy, 5, "One more.")
        await hands.hear()
        assert "Please help: Export to CSV fails." in hands.screen


async def test_the_rest_of_a_long_thread_is_laid_out_without_drawing_anything_anew(busy: Desk) -> None:
    async with at(busy, size=(160, 48)) as hands:
        thread = hands.app.desk_screen.thread
        await hands.until(lambda: len(thread.thread) == LAST + 1)
        painted = [thread.render_line(y) for y in range(thread.size.height)]
        await whole(hands)
        again = [thread.render_line(y) for y in range(thread.size.height)]
        assert all(one is other for one, other in zip(painted, again, strict=True))


async def test_where_a_message_is_longer_than_all_that_is_laid_out_it_is_said_where_the_rest_is(busy: Desk) -> None:
    with busy.change("import") as change:
        held = select.tickets(change, numbers=[4])
        conversation.add(change, held, MessageKind.CUSTOMER, bodies={4: "one line of a log\n" * 30_000 + "the last"})
    async with at(busy, size=(160, 48)) as hands:
        await hands.press("enter", "f", "G")
        assert "the rest is neither shown nor searched here" in hands.screen
