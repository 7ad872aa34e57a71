"""Taking changes back: all of it, only what nobody has built upon, and again."""

import pytest

from supportdesk.desk import Desk
from supportdesk.domain.ticket import Priority
from supportdesk.errors import NotFound, NotPermitted, Refused
from supportdesk.services import conversation, people, records, tickets, undo
from supportdesk.store import records as reads
from supportdesk.store import replay, thread
from tests.conftest import opened
from tests.services.acting import act, row, run


def clean(desk: Desk) -> bool:
    with desk.read() as reading:
        return tuple(replay.check(reading)) == ()


def test_undo_brings_every_field_back(desk: Desk) -> None:
    numbers = [opened(desk), opened(desk), opened(desk)]
    act(desk, tickets.solve, numbers[0])
    before = [row(desk, number) for number in numbers]
    act(desk, tickets.close, numbers)

    run(desk, undo.undo)

    again = [row(desk, number) for number in numbers]
    assert [(one.status, one.solved_at, one.closed_at, one.waiting_since) for one in again] == [
        (one.status, one.solved_at, one.closed_at, one.waiting_since) for one in before
    ]
    assert clean(desk)


def test_undoing_a_reply_takes_the_message_out_of_the_thread(desk: Desk, ticket: int) -> None:
    act(desk, conversation.reply, ticket, body="Oops")

    run(desk, undo.undo)

    with desk.read() as reading:
        assert [message.kind for message in thread.detail(reading, ticket).thread] == ["customer"]
    assert (row(desk, ticket).status, row(desk, ticket).first_reply_at, row(desk, ticket).messages) == ("new", None, 1)
    assert clean(desk)


def test_undoing_the_undo_does_it_again(desk: Desk, ticket: int) -> None:
    act(desk, conversation.reply, ticket, body="Hello")
    taken_back = run(desk, undo.undo).change

    run(desk, undo.undo, number=taken_back)

    assert (row(desk, ticket).status, row(desk, ticket).messages) == ("open", 2)
    assert clean(desk)


def test_undo_is_refused_where_somebody_has_built_upon_it(desk: Desk) -> None:
    first, second = opened(desk), opened(desk)
    change = act(desk, tickets.prioritise, [first, second], to=Priority.HIGH).change
    act(desk, tickets.prioritise, second, to=Priority.URGENT)

    with pytest.raises(Refused, match=f"ticket {second}: priority"):
        run(desk, undo.undo, number=change)

    assert row(desk, first).priority == "high"


def test_a_field_changed_there_and_back_is_built_upon_all_the_same(desk: Desk, ticket: int) -> None:
    change = act(desk, tickets.prioritise, ticket, to=Priority.HIGH).change
    act(desk, tickets.prioritise, ticket, to=Priority.LOW)
    act(desk, tickets.prioritise, ticket, to=Priority.HIGH)

    with pytest.raises(Refused, match="priority"):
        run(desk, undo.undo, number=change)


def test_other_fields_of_the_same_ticket_do_not_stand_in_the_way(desk: Desk, ticket: int) -> None:
    change = act(desk, tickets.prioritise, ticket, to=Priority.HIGH).change
    act(desk, tickets.tag, ticket, add=["fire"])

    run(desk, undo.undo, number=change)

    assert (row(desk, ticket).priority, row(desk, ticket).tags) == ("normal", ("fire",))


def test_changes_can_be_taken_back_one_after_the_other(desk: Desk, ticket: int) -> None:
    for level in (Priority.HIGH, Priority.URGENT, Priority.LOW):
        act(desk, tickets.prioritise, ticket, to=level)

    for expected in ("urgent", "high", "normal"):
        run(desk, undo.undo)
        assert row(desk, ticket).priority == expected


def test_undoing_twice_changes_nothing(desk: Desk, ticket: int) -> None:
    change = act(desk, tickets.close, ticket).change
    run(desk, undo.undo, number=change)

    again = run(desk, undo.undo, number=change)

    assert (again.changed, again.change) == ((), None)


def test_undoing_a_new_ticket_puts_it_into_the_bin(desk: Desk, ticket: int) -> None:
    run(desk, undo.undo)

    with pytest.raises(Refused, match="deleted"):
        act(desk, tickets.close, ticket)
    assert clean(desk)


def test_a_ticket_that_was_worked_on_is_not_unmade(desk: Desk, ticket: int) -> None:
    act(desk, conversation.note, ticket, body="Interesting")

    with pytest.raises(Refused, match=f"ticket {ticket}: thread"):
        run(desk, undo.undo, number=1)


def test_deleting_can_be_taken_back(desk: Desk, ticket: int) -> None:
    act(desk, tickets.delete, ticket)

    run(desk, undo.undo)

    assert row(desk, ticket).status == "new"


def test_an_agent_takes_back_only_their_own(agents: dict[str, Desk], desk: Desk, ticket: int) -> None:
    change = act(desk, tickets.close, ticket).change

    with pytest.raises(NotPermitted, match="anna's"):
        run(agents["boris"], undo.undo, number=change)
    assert run(agents["lena"], undo.undo, number=change).changed == (ticket,)


def test_records_come_back_too(desk: Desk) -> None:
    run(desk, records.add_template, name="hello", body="Hello")
    run(desk, records.edit_template, "hello", body="Good morning")
    run(desk, records.remove_template, "hello")

    run(desk, undo.undo)
    run(desk, undo.undo)

    with desk.read() as reading:
        assert [template.body for template in reads.templates(reading)] == ["Hello"]


def test_a_team_dissolved_by_mistake_gets_its_tickets_back(desk: Desk, ticket: int) -> None:
    run(desk, people.add_team, name="first", agents=["anna"])
    act(desk, tickets.assign_team, ticket, team="first")
    run(desk, people.remove_team, "first")
    assert row(desk, ticket).team is None

    run(desk, undo.undo)

    assert row(desk, ticket).team == "first"


def test_an_unknown_change_is_named(desk: Desk) -> None:
    with pytest.raises(NotFound, match="no change 99"):
        run(desk, undo.undo, number=99)


def test_nothing_to_undo_is_said(desk: Desk) -> None:
    with pytest.raises(NotFound, match="nothing of yours"):
        run(desk, undo.undo)
