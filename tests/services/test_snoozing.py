"""Snoozing: out of the way until a time or the customer's next word, and back again without anybody's doing."""

from datetime import timedelta

import pytest

from supportdesk.desk import Desk
from supportdesk.domain.filters import parse
from supportdesk.domain.ticket import MessageKind
from supportdesk.errors import IllegalMove, NotPermitted, UsageError
from supportdesk.services import conversation, queue, select, snoozing, tickets, undo
from supportdesk.store import queries, waking
from tests.conftest import opened
from tests.services.acting import act, events, kinds, row, run
from tests.templates import Clock


def listed(desk: Desk, filter: str) -> set[int]:
    """The tickets that a filter matches now."""
    with desk.read() as reading:
        return {found.number for found in queries.page(reading, parse(filter), limit=100).rows}


def hear(desk: Desk, ticket: int) -> None:
    """Let the customer write."""
    with desk.change("received") as change:
        held = select.tickets(change, numbers=[ticket])
        conversation.add(change, held, MessageKind.CUSTOMER, bodies={ticket: "Any news?"})


def test_a_snoozed_ticket_keeps_its_status_and_says_until_when(desk: Desk, ticket: int) -> None:
    until = desk.clock() + timedelta(hours=2)

    act(desk, snoozing.snooze, ticket, until=until)

    assert (row(desk, ticket).status, row(desk, ticket).snoozed_until) == ("new", until)
    assert kinds(desk, ticket)[-1] == "snoozed"
    assert [(field, new) for field, _, new in events(desk, ticket)[-1].changes] == [
        ("snoozed_until", f"{until:%Y-%m-%dT%H:%M:%SZ}")
    ]


def test_snoozing_again_until_the_same_time_changes_nothing(desk: Desk, ticket: int) -> None:
    until = desk.clock() + timedelta(hours=2)
    act(desk, snoozing.snooze, ticket, until=until)

    again = act(desk, snoozing.snooze, ticket, until=until)

    assert (again.changed, again.change) == ((), None)
    assert kinds(desk, ticket).count("snoozed") == 1


def test_views_that_hide_what_is_snoozed_show_it_again_when_the_time_comes(desk: Desk, clock: Clock) -> None:
    first, second = opened(desk), opened(desk)
    act(desk, snoozing.snooze, first, until=clock() + timedelta(hours=2))

    assert listed(desk, "is:open -is:snoozed") == {second}
    assert listed(desk, "is:open") == {first, second}
    clock.advance(hours=2)
    assert listed(desk, "is:open -is:snoozed") == {first, second}


def test_the_next_ticket_to_take_is_none_that_is_snoozed(desk: Desk, ticket: int) -> None:
    act(desk, snoozing.snooze, ticket, until=desk.clock() + timedelta(hours=2))

    assert run(desk, queue.claim_next).number is None


@pytest.mark.parametrize("rest", [tickets.pend, tickets.hold])
def test_a_message_of_the_customer_ends_snooze_and_pending_and_hold(desk: Desk, ticket: int, rest: object) -> None:
    act(desk, rest, ticket)  # type: ignore[arg-type]
    act(desk, snoozing.snooze, ticket, until=desk.clock() + timedelta(days=2))

    hear(desk, ticket)

    assert (row(desk, ticket).status, row(desk, ticket).snoozed_until) == ("open", None)


def test_a_message_to_a_ticket_that_does_not_rest_leaves_no_trace_but_itself(desk: Desk, ticket: int) -> None:
    hear(desk, ticket)

    assert kinds(desk, ticket)[-1] == "received"
    assert row(desk, ticket).status == "new"


def test_waking_ends_it_and_a_second_time_changes_nothing(desk: Desk, ticket: int) -> None:
    act(desk, snoozing.snooze, ticket, until=desk.clock() + timedelta(hours=2))

    woken, again = act(desk, snoozing.unsnooze, ticket), act(desk, snoozing.unsnooze, ticket)

    assert (woken.changed, again.changed) == ((ticket,), ())
    assert row(desk, ticket).snoozed_until is None


def test_undo_brings_the_former_time_back(desk: Desk, ticket: int) -> None:
    first = desk.clock() + timedelta(hours=2)
    act(desk, snoozing.snooze, ticket, until=first)
    act(desk, snoozing.snooze, ticket, until=first + timedelta(days=1))

    run(desk, undo.undo)

    assert row(desk, ticket).snoozed_until == first


def test_what_is_solved_refuses_all_or_is_left_out(desk: Desk) -> None:
    first, second = opened(desk), opened(desk)
    act(desk, tickets.solve, first)
    until = desk.clock() + timedelta(hours=2)

    with pytest.raises(IllegalMove, match="solved or closed and cannot be snoozed"):
        act(desk, snoozing.snooze, [first, second], until=until)
    assert row(desk, second).snoozed_until is None
    assert act(desk, snoozing.snooze, [first, second], until=until, skip=True).skipped == (first,)


def test_a_time_that_has_passed_is_refused(desk: Desk, ticket: int) -> None:
    with pytest.raises(UsageError, match="has passed"):
        act(desk, snoozing.snooze, ticket, until=desk.clock())


def test_a_viewer_snoozes_nothing(agents: dict[str, Desk], ticket: int) -> None:
    with pytest.raises(NotPermitted):
        act(agents["vera"], snoozing.snooze, ticket, until=agents["vera"].clock() + timedelta(hours=1))


def test_the_desk_tells_when_the_next_one_comes_back_and_which_did(desk: Desk, clock: Clock) -> None:
    first, second = opened(desk), opened(desk)
    start = clock()
    act(desk, snoozing.snooze, first, until=start + timedelta(hours=1))
    act(desk, snoozing.snooze, second, until=start + timedelta(hours=3))

    clock.advance(hours=2)

    with desk.read() as reading:
        assert waking.woken(reading, start) == (first,)
        assert waking.next_wake(reading) == start + timedelta(hours=3)
