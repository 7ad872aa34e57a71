"""The one door to every write: one event a differing ticket, all or nothing, and nothing that is not needed."""

import json
from collections.abc import Callable

import pytest
from sqlalchemy import event as on
from sqlalchemy import func, select

from supportdesk.desk import Desk
from supportdesk.domain.ticket import Status
from supportdesk.errors import IllegalMove, NotFound, NotPermitted, Refused
from supportdesk.services import conversation, tickets
from supportdesk.store import replay, tables
from supportdesk.store.change import Change
from supportdesk.store.selection import Selection, hold_matching, hold_numbers
from tests.conftest import ONE_TICKET, opened
from tests.services.acting import opened_at_once
from tests.templates import NEW, Beginning


def column(desk: Desk, name: str, *numbers: int) -> list[object]:
    """One column of tickets, in the order of their numbers."""
    with desk.read() as reading:
        chosen = select(tables.ticket.c[name]).where(tables.ticket.c.id.in_(numbers)).order_by(tables.ticket.c.id)
        return [row[0] for row in reading.rows(chosen)]


def logged(desk: Desk, kind: str) -> list[tuple[int, dict[str, list[object]]]]:
    """The events of a kind: ticket and changes."""
    events = tables.event
    with desk.read() as reading:
        rows = reading.rows(
            select(events.c.ticket_id, events.c.changes).where(events.c.kind == kind).order_by(events.c.id)
        )
    return [(row[0], json.loads(row[1])) for row in rows]


def rows_of(desk: Desk) -> dict[str, int]:
    """How many rows each table has."""
    with desk.read() as reading:
        return {
            name: reading.value(select(func.count()).select_from(table))
            for name, table in tables.metadata.tables.items()
        }


def request_three(desk: Desk) -> None:
    for number in range(3):
        opened(desk, subject=f"Request {number}")


@pytest.fixture
def beginning(request: pytest.FixtureRequest) -> Beginning:
    """Many tests begin with three tickets, some with one."""
    if "three" in request.fixturenames:
        return Beginning("three_requests", request_three)
    return ONE_TICKET if "ticket" in request.fixturenames else NEW


@pytest.fixture
def three(desk: Desk) -> Selection:
    """Three tickets."""
    return Selection((1, 2, 3))


def test_setting_writes_one_event_for_each_ticket_that_differs(desk: Desk, three: Selection) -> None:
    first, second, third = three.ids
    with desk.change("priority") as change:
        change.set(Selection((second,)), "prioritised", priority=4)
    with desk.change("priority") as change:
        assert change.set(three, "prioritised", priority=4).ids == (first, third)
    assert logged(desk, "prioritised") == [
        (second, {"priority": [2, 4]}),
        (first, {"priority": [2, 4]}),
        (third, {"priority": [2, 4]}),
    ]
    assert column(desk, "priority", *three.ids) == [4, 4, 4]


def test_setting_what_is_so_already_writes_nothing_at_all(desk: Desk, three: Selection) -> None:
    with desk.change("priority") as change:
        change.set(three, "prioritised", priority=4)
    before, stamps = rows_of(desk), column(desk, "updated_at", *three.ids)
    desk.clock.advance(hours=1)  # type: ignore[attr-defined]
    with desk.change("priority") as change:
        assert change.set(three, "prioritised", priority=4).ids == ()
        assert change.outcome(three).change is None
    assert rows_of(desk) == before
    assert column(desk, "updated_at", *three.ids) == stamps


def test_an_event_names_only_the_columns_that_differ(desk: Desk, three: Selection) -> None:
    with desk.change("edit") as change:
        change.set(three, "edited", subject="Request 1", due_at=change.now, type="question")
    due = {"due_at": [None, "2026-11-21T09:00:00Z"]}
    assert [changes for _, changes in logged(desk, "edited")] == [
        {"subject": ["Request 0", "Request 1"], **due},
        due,
        {"subject": ["Request 2", "Request 1"], **due},
    ]


def test_emptying_a_column_is_told_as_null(desk: Desk, three: Selection) -> None:
    with desk.change("edit") as change:
        change.set(three, "edited", due_at=change.now, subject="")
    with desk.change("edit") as change:
        change.set(three, "edited", due_at=None)
    assert logged(desk, "edited")[-1] == (three.ids[-1], {"due_at": ["2026-11-21T09:00:00Z", None]})
    assert column(desk, "due_at", *three.ids) == [None] * 3


@pytest.mark.parametrize(
    "subject", ["a'b\"c\\d", "{}", "[null]", "null", "\N{PILE OF POO} \u202e \x1b[31m", "%s %(x)s :x $1 ?", "е\u0308"]
)
def test_any_text_comes_back_from_its_event_as_it_was(desk: Desk, ticket: int, subject: str) -> None:
    with desk.change("edit") as change:
        change.set(Selection((ticket,)), "edited", subject=subject)
    assert logged(desk, "edited") == [(ticket, {"subject": ["The printer is on fire", subject]})]
    assert column(desk, "subject", ticket) == [subject]
    with desk.read() as reading:
        assert replay.check(reading, deep=True) == ()


def test_a_dry_run_runs_the_same_code_and_leaves_nothing(desk: Desk, three: Selection) -> None:
    before = rows_of(desk)
    with desk.change("close", dry_run=True) as change:
        tickets.close(change, three)
        conversation.note(change, three, body="done")
        assert change.outcome(three).changed == three.ids
    assert rows_of(desk) == before
    assert column(desk, "status", *three.ids) == ["new"] * 3


def test_a_verb_that_raises_half_way_leaves_nothing(desk: Desk, three: Selection) -> None:
    before = rows_of(desk)
    with pytest.raises(ZeroDivisionError):
        _close_and_fail(desk, three)
    assert rows_of(desk) == before
    assert column(desk, "status", *three.ids) == ["new"] * 3


def _close_and_fail(desk: Desk, selection: Selection) -> None:
    with desk.change("close") as change:
        tickets.close(change, selection)
        raise ZeroDivisionError


def test_one_illegal_move_refuses_all(desk: Desk, agents: dict[str, Desk], three: Selection) -> None:
    with desk.change("close") as change:
        tickets.close(change, Selection(three.ids[1:2]))
    with pytest.raises(IllegalMove, match="ticket 2 is closed"), agents["boris"].change("reopen") as change:
        tickets.reopen(change, three)
    assert column(desk, "status", *three.ids) == ["new", "closed", "new"]


def test_a_refused_move_can_be_left_out(desk: Desk, agents: dict[str, Desk], three: Selection) -> None:
    with desk.change("close") as change:
        tickets.close(change, Selection(three.ids[1:2]))
    with agents["boris"].change("status") as change:
        moved = change.move(three, Status.HOLD, skip=True)
    assert (moved.ids, moved.skipped) == ((1, 3), (2,))


def test_a_viewer_writes_nothing(agents: dict[str, Desk], three: Selection) -> None:
    with (
        pytest.raises(NotPermitted, match="vera is a viewer"),
        agents["vera"].change("x") as change,
    ):
        change.set(three, "prioritised", priority=4)


def test_the_statements_are_as_many_for_one_ticket_as_for_hundreds(sqlite_desk: Desk) -> None:
    numbers = opened_at_once(sqlite_desk, 120)
    few = _statements(sqlite_desk, lambda change: tickets.close(change, Selection(tuple(numbers[:1]))))
    many = _statements(sqlite_desk, lambda change: tickets.close(change, Selection(tuple(numbers[1:]))))
    assert many == few <= 10


def _statements(desk: Desk, act: Callable[[Change], object]) -> int:
    """How many statements a verb takes."""
    seen: list[str] = []

    def listen(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        seen.append(statement)

    on.listen(desk.store.engine, "before_cursor_execute", listen)
    with desk.change("verb") as change:
        del seen[:]
        act(change)
        count = len(seen)
    on.remove(desk.store.engine, "before_cursor_execute", listen)
    return count


def test_an_events_instant_is_the_changes(desk: Desk, three: Selection) -> None:
    desk.clock.advance(minutes=7)  # type: ignore[attr-defined]
    with desk.change("close") as change:
        tickets.close(change, three)
    with desk.read() as reading:
        instants = {row[0] for row in reading.rows(select(tables.event.c.at).where(tables.event.c.kind == "closed"))}
    assert instants == {desk.clock()} == set(column(desk, "closed_at", *three.ids))


def test_a_change_that_goes_on_keeps_its_number(desk: Desk, three: Selection) -> None:
    with desk.change("close") as change:
        tickets.close(change, Selection(three.ids[:1]))
        number = change.number
    with desk.change("close", number=number) as change:
        tickets.close(change, Selection(three.ids[1:]))
    with desk.read() as reading:
        closing = select(tables.event.c.change_id).distinct().where(tables.event.c.kind == "closed")
        assert reading.ids(closing) == (number,)


# Which tickets a verb holds ------------------------------------------------------------------------------------------


def test_numbers_are_held_in_order_and_once(desk: Desk, three: Selection) -> None:
    with desk.change("x") as change:
        assert hold_numbers(change, [3, 1, 3, 2]).ids == (1, 2, 3)


@pytest.mark.parametrize("number", [0, -1, 99, 2**31, 2**63, 10**30])
def test_a_number_that_no_ticket_bears_refuses_all(desk: Desk, three: Selection, number: int) -> None:
    with pytest.raises(NotFound, match=f"no ticket {number}$"), desk.change("x") as change:
        hold_numbers(change, [1, number])


def test_unknown_numbers_can_be_left_out(desk: Desk, three: Selection) -> None:
    with desk.change("x") as change:
        held = hold_numbers(change, [2, 2**70, 99], skip=True)
    assert (held.ids, held.skipped) == ((2,), (99, 2**70))


def test_many_unknown_numbers_are_told_in_short(desk: Desk) -> None:
    with pytest.raises(NotFound, match=r"no tickets 1, 2, 3, 4, 5 and 15 more"), desk.change("x") as change:
        hold_numbers(change, range(1, 21))


def test_a_deleted_ticket_refuses_all_and_names_undo(desk: Desk, three: Selection) -> None:
    with desk.change("delete") as change:
        tickets.delete(change, Selection((2,)))
    with pytest.raises(Refused, match="ticket 2 is deleted") as told, desk.change("x") as change:
        hold_numbers(change, [1, 2])
    assert "undo" in told.value.hint
    with desk.change("x") as change:
        assert hold_numbers(change, [1, 2], skip=True).skipped == (2,)


def test_a_condition_holds_what_it_matches(desk: Desk, three: Selection) -> None:
    with desk.change("x") as change:
        assert hold_matching(change, tables.ticket.c.id >= 2).ids == (2, 3)
        assert hold_matching(change, tables.ticket.c.id > 5).ids == ()
