"""Statuses: which moves are legal, what they stamp, and that repeating one is harmless."""

from datetime import timedelta

import pytest

from supportdesk.desk import Desk
from supportdesk.domain.ticket import Status
from supportdesk.errors import IllegalMove, NotFound, NotPermitted, Refused
from supportdesk.services import tickets
from supportdesk.store import replay
from tests.conftest import opened
from tests.services.acting import act, events, kinds, noted, opened_at_once, row


def test_closing_stamps_when_it_was_solved_and_closed(desk: Desk, ticket: int) -> None:
    act(desk, tickets.close, ticket)

    closed = row(desk, ticket)
    assert (closed.status, closed.solved_at, closed.closed_at) == ("closed", desk.clock(), desk.clock())
    assert closed.waiting_since is None


def test_closing_a_closed_ticket_changes_nothing_and_leaves_no_event(desk: Desk, ticket: int) -> None:
    act(desk, noted(tickets.close), ticket, note="done")
    before = events(desk, ticket)
    desk.clock.advance(hours=1)  # type: ignore[attr-defined]

    again = act(desk, noted(tickets.close), ticket, note="done")

    assert (again.changed, again.unchanged, again.change) == ((), (ticket,), None)
    assert events(desk, ticket) == before


def test_solving_and_then_closing_keeps_the_instant_of_the_solution(desk: Desk, ticket: int) -> None:
    act(desk, tickets.solve, ticket)
    solved = desk.clock()
    desk.clock.advance(days=1)  # type: ignore[attr-defined]

    act(desk, tickets.close, ticket)

    assert (row(desk, ticket).solved_at, row(desk, ticket).closed_at) == (solved, desk.clock())


def test_reopening_clears_the_stamps_and_is_counted(desk: Desk, ticket: int) -> None:
    act(desk, tickets.solve, ticket)

    act(desk, tickets.reopen, ticket)

    back = row(desk, ticket)
    assert (back.status, back.solved_at, back.closed_at, back.reopened) == ("open", None, None, 1)


def test_only_a_lead_reopens_what_is_closed(agents: dict[str, Desk], desk: Desk, ticket: int) -> None:
    act(desk, tickets.close, ticket)

    with pytest.raises(IllegalMove, match="only a lead may reopen"):
        act(agents["boris"], tickets.reopen, ticket)
    assert act(agents["lena"], tickets.reopen, ticket).changed == (ticket,)


def test_a_viewer_changes_nothing(agents: dict[str, Desk], ticket: int) -> None:
    with pytest.raises(NotPermitted, match="takes an agent, and vera is a viewer"):
        act(agents["vera"], tickets.close, ticket)


def test_one_illegal_move_refuses_them_all(desk: Desk) -> None:
    first, second, third = opened(desk), opened(desk), opened(desk)
    act(desk, tickets.close, second)

    with pytest.raises(IllegalMove, match=f"ticket {second} is closed and cannot become pending"):
        act(desk, tickets.pend, [first, second, third])

    assert [row(desk, number).status for number in (first, second, third)] == ["new", "closed", "new"]


def test_skipping_leaves_the_refused_ones_out(desk: Desk) -> None:
    first, second = opened(desk), opened(desk)
    act(desk, tickets.close, second)

    outcome = act(desk, tickets.pend, [first, second], skip=True)

    assert (outcome.changed, outcome.skipped) == ((first,), (second,))


def test_an_unknown_number_refuses_all_and_is_named(desk: Desk, ticket: int) -> None:
    with pytest.raises(NotFound, match="no ticket 4711"):
        act(desk, tickets.close, [ticket, 4711])

    assert row(desk, ticket).status == "new"


def test_pending_until_a_time_snoozes_and_opening_wakes(desk: Desk, ticket: int) -> None:
    tomorrow = desk.clock() + timedelta(days=1)
    act(desk, tickets.pend, ticket, until=tomorrow)
    assert row(desk, ticket).snoozed_until == tomorrow

    act(desk, tickets.move, ticket, to=Status.OPEN)

    assert (row(desk, ticket).status, row(desk, ticket).snoozed_until) == ("open", None)


def test_a_note_goes_only_to_the_tickets_that_moved(desk: Desk) -> None:
    first, second = opened(desk), opened(desk)
    act(desk, tickets.close, first)

    act(desk, noted(tickets.close), [first, second], note="The printer was replaced.")

    assert kinds(desk, first) == ["opened", "received", "closed"]
    assert kinds(desk, second) == ["opened", "received", "closed", "noted"]


def test_a_deleted_ticket_is_in_the_bin_and_refuses_verbs(desk: Desk, ticket: int) -> None:
    act(desk, tickets.delete, ticket)

    with pytest.raises(Refused, match=f"ticket {ticket} is deleted"):
        act(desk, tickets.close, ticket)


def test_a_filter_selects_every_ticket_that_it_matches(desk: Desk) -> None:
    numbers = opened_at_once(desk, 120, subject="Invoice")
    opened(desk, subject="Something else", body="Nothing to do with it")

    outcome = act(desk, tickets.close, "invoice")

    assert outcome.changed == tuple(numbers)


def test_after_all_this_every_row_is_explained_by_its_events(desk: Desk) -> None:
    numbers = [opened(desk) for _ in range(5)]
    act(desk, tickets.solve, numbers[:3])
    act(desk, tickets.reopen, numbers[1])
    act(desk, tickets.hold, numbers[3], until=desk.clock() + timedelta(hours=3))
    act(desk, tickets.delete, numbers[4])

    with desk.read() as reading:
        assert tuple(replay.check(reading)) == ()
