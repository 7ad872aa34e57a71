"""The feed: every event is told once, however late its transaction ends."""

from dataclasses import replace

from sqlalchemy import insert

from supportdesk.desk import Desk
from supportdesk.services import select, tickets
from supportdesk.store import history, tables
from supportdesk.store.feed import Feed, pulse
from tests.conftest import opened


def told(desk: Desk, feed: Feed) -> list[int]:
    with desk.read() as reading:
        return [entry.id for entry in feed.read(reading)]


def test_each_event_is_told_once(desk: Desk, ticket: int) -> None:
    with desk.read() as reading:
        feed = Feed(history.latest(reading))
    assert told(desk, feed) == []

    with desk.change("close") as change:
        tickets.close(change, select.tickets(change, numbers=[ticket]))

    assert len(told(desk, feed)) == 1
    assert told(desk, feed) == []


def test_an_event_that_comes_late_with_an_earlier_id_is_told_too(desk: Desk, ticket: int) -> None:
    with desk.read() as reading:
        last = history.latest(reading)
        change_id = history.changes(reading)[0].id
    feed = Feed(last)
    write(desk, last + 2, change_id)
    write(desk, last + 5, change_id)

    assert told(desk, feed) == [last + 2, last + 5]
    write(desk, last + 1, change_id)
    assert told(desk, feed) == [last + 1]
    write(desk, last + 3, change_id)
    write(desk, last + 6, change_id)
    assert told(desk, feed) == [last + 3, last + 6]
    assert [(gap.first, gap.last) for gap in feed.gaps] == [(last + 4, last + 4)]


def test_a_gap_is_given_up_when_it_is_old(desk: Desk, ticket: int) -> None:
    with desk.read() as reading:
        last = history.latest(reading)
        change_id = history.changes(reading)[0].id
    feed = Feed(last)
    write(desk, last + 2, change_id)
    told(desk, feed)

    later = replace(desk, clock=lambda: desk.clock().replace(hour=10))
    told(later, feed)

    assert feed.gaps == []


def write(desk: Desk, number: int, change_id: int) -> None:
    """An event with an id of its own, as a transaction that ended late leaves it."""
    with desk.store.writing() as connection:
        connection.execute(
            insert(tables.event).values(
                id=number, change_id=change_id, ticket_id=1, kind="noted", at=desk.clock(), actor="anna"
            )
        )


def test_a_store_has_a_pulse_when_somebody_writes(desk: Desk) -> None:
    with pulse(desk.store) as beating:
        assert beating.beats()
        assert beating.beats() == (not desk.store.sqlite)
        opened(desk)
        assert beating.beats()
