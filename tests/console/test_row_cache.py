"""The cache under the inbox: blocks, what is missing, and rows that change in place."""

from dataclasses import replace
from datetime import UTC, datetime

from supportdesk.domain.models import Cursor, Page, TicketRow
from supportdesk.widgets.row_cache import BLOCK, MOST_BLOCKS, RowCache, Wanted

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)


def ticket(number: int) -> TicketRow:
    """A ticket as plain as can be."""
    return TicketRow(
        number=number,
        subject=f"Ticket {number}",
        status="open",
        priority="normal",
        type="question",
        channel="mail",
        customer=None,
        assignee=None,
        team=None,
        tags=(),
        created_at=NOW,
        updated_at=NOW,
        first_reply_at=None,
        first_reply_due=None,
        next_reply_due=None,
        due_at=None,
        solved_at=None,
        closed_at=None,
        waiting_since=None,
        snoozed_until=None,
        reopened=0,
        minutes_spent=0,
        messages=1,
        attachments=0,
        merged_into=None,
        external_id=None,
        source=None,
        fields={},
    )


def page(first: int, count: int = BLOCK, after: str | None = "on") -> Page:
    """Rows numbered from `first`."""
    return Page(tuple(ticket(number) for number in range(first, first + count)), Cursor(after) if after else None)


def test_a_short_list_is_complete_with_its_first_page() -> None:
    cache = RowCache()
    cache.put(0, page(1, 7, after=None))
    assert (cache.height, cache.total, cache.complete) == (7, 7, True)
    assert cache.index_of(3) == 2
    assert cache.row(7) is None


def test_before_the_count_there_is_room_for_one_more_block() -> None:
    cache = RowCache()
    cache.put(0, page(1))
    assert cache.height == 2 * BLOCK
    assert not cache.complete


def test_the_next_block_is_asked_for_by_the_cursor_of_the_one_before() -> None:
    cache = RowCache(total=1_000)
    cache.put(0, page(1))
    assert cache.wanted(90, 130) == Wanted(BLOCK, BLOCK, after=Cursor("on"), total=1_000)


def test_the_block_before_one_that_was_read_backwards_is_asked_for_by_its_cursor() -> None:
    cache = RowCache(total=1_000)
    cache.put(900, page(901), backwards=True)
    assert cache.wanted(880, 890) == Wanted(800, BLOCK, before=Cursor("on"), total=1_000)


def test_around_a_jump_both_neighbours_are_asked_for_by_cursors() -> None:
    cache = RowCache(total=1_000)
    cache.put(500, replace(page(501), back=Cursor("back")))
    assert cache.wanted(480, 490) == Wanted(400, BLOCK, before=Cursor("back"), total=1_000)
    assert cache.wanted(610, 620) == Wanted(600, BLOCK, after=Cursor("on"), total=1_000)


def test_nothing_is_wanted_beyond_the_end() -> None:
    cache = RowCache()
    cache.put(0, page(1, 30, after=None))
    assert cache.wanted(0, 500) is None


def test_a_read_of_several_blocks_fills_them_all() -> None:
    cache = RowCache(total=1_000)
    cache.put(0, page(1, 3 * BLOCK))
    assert sorted(cache.blocks) == [0, 1, 2]
    assert cache.blocks[1].after is None
    assert cache.blocks[2].after == Cursor("on")


def test_blocks_that_were_not_looked_at_are_forgotten_with_their_tickets() -> None:
    cache = RowCache(total=10**6)
    for block in range(MOST_BLOCKS + 5):
        cache.put(block * BLOCK, page(block * BLOCK + 1))
    assert len(cache.blocks) == MOST_BLOCKS
    assert cache.index_of(1) is None
    assert len(list(cache.known())) == MOST_BLOCKS * BLOCK


def test_new_values_stand_where_the_old_ones_stood() -> None:
    cache = RowCache()
    cache.put(0, page(1, 5, after=None))
    changed = cache.update([ticket(3)._replace(subject="Changed"), ticket(4), ticket(99)])
    assert changed == [2]
    assert [row.subject for index in range(5) if (row := cache.row(index))][2] == "Changed"
