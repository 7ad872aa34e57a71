"""Macros on both databases: a canned response whose actions are done in the change that sends its text."""

from datetime import timedelta

import pytest

from supportdesk.desk import Desk
from supportdesk.domain.ticket import Status
from supportdesk.errors import IllegalMove, NotFound, NotPermitted, UsageError
from supportdesk.services import conversation, macros, people, records, select, tickets, undo
from tests.conftest import opened
from tests.services.acting import act, messages, row, run
from tests.templates import Clock


@pytest.fixture
def refund(desk: Desk) -> str:
    """A response that tags, raises and solves."""
    with desk.change("setup") as change:
        people.add_team(change, name="billing")
        actions = {"solve": "", "tag": "+refund", "priority": "high", "assign": "billing"}
        records.add_template(change, name="refund", body="Dear {{ customer.first_name }}.", actions=actions)
    return "refund"


def test_a_response_is_sent_and_its_actions_are_done_in_one_change(desk: Desk, ticket: int, refund: str) -> None:
    outcome = act(desk, conversation.reply, ticket, template=refund)

    after = row(desk, ticket)
    assert (after.status, after.tags, after.priority, after.team) == ("solved", ("refund",), "high", "billing")
    assert messages(desk, ticket)[-1].body == "Dear Ivan."
    assert outcome.change is not None


def test_undo_takes_the_answer_and_its_actions_back(desk: Desk, ticket: int, refund: str) -> None:
    before = row(desk, ticket)
    act(desk, conversation.reply, ticket, template=refund)

    run(desk, undo.undo)

    after = row(desk, ticket)
    assert (after.status, after.tags, after.priority, after.team) == (
        before.status,
        before.tags,
        before.priority,
        before.team,
    )


def test_a_status_that_is_asked_for_takes_the_place_of_the_response_s_own(desk: Desk, ticket: int, refund: str) -> None:
    act(desk, conversation.reply, ticket, template=refund, status=Status.PENDING)

    assert (row(desk, ticket).status, row(desk, ticket).tags) == ("pending", ("refund",))


def test_the_words_may_go_out_alone(desk: Desk, ticket: int, refund: str) -> None:
    act(desk, conversation.reply, ticket, template=refund, actions={})

    assert (row(desk, ticket).status, row(desk, ticket).tags) == ("open", ())


def test_one_without_a_text_is_done_and_sends_nothing(desk: Desk, ticket: int) -> None:
    run(desk, records.add_template, name="spam", body="", actions={"tag": "+spam", "close": ""})

    act(desk, macros.run, ticket, name="spam")

    assert (row(desk, ticket).status, row(desk, ticket).tags) == ("closed", ("spam",))
    assert len(messages(desk, ticket)) == 1


def test_a_note_is_filled_in_for_each_ticket_and_a_time_counts_from_now(desk: Desk, clock: Clock) -> None:
    numbers = [opened(desk), opened(desk)]
    actions = {"note": "Call {{ customer.first_name }} about #{{ ticket.number }}", "pend": "2h"}
    run(desk, records.add_template, name="call", body="", actions=actions)

    act(desk, macros.run, numbers, name="call")

    assert [messages(desk, number)[-1].body for number in numbers] == [f"Call Ivan about #{n}" for n in numbers]
    assert row(desk, numbers[0]).snoozed_until == clock() + timedelta(hours=2)


def test_an_action_that_is_refused_refuses_the_answer_too(desk: Desk, refund: str) -> None:
    number = opened(desk)
    with desk.change("setup") as change:
        people.add_agent(change, login="boris")
        records.add_template(change, name="later", body="Soon.", actions={"assign": "boris"})
        people.edit_agent(change, "boris", active=False)

    with pytest.raises(Exception, match="the action assign: agent boris is no longer active"):
        act(desk, conversation.reply, number, template="later")

    assert len(messages(desk, number)) == 1


def test_a_move_that_is_not_legal_is_named(desk: Desk, ticket: int) -> None:
    run(desk, records.add_template, name="wait", body="", actions={"pend": "3d"})
    act(desk, tickets.close, ticket)

    with pytest.raises(IllegalMove, match="the action pend: "):
        act(desk, macros.run, ticket, name="wait")


def test_actions_that_name_who_is_not_there_are_refused_when_they_are_written(desk: Desk) -> None:
    with pytest.raises(NotFound, match="no agent 'boris'"):
        run(desk, records.add_template, name="x", body="", actions={"assign": "boris"})
    with pytest.raises(UsageError, match="has passed"):
        run(desk, records.add_template, name="x", body="", actions={"pend": "2001-01-01"})
    with pytest.raises(UsageError, match="needs a text, or actions"):
        run(desk, records.add_template, name="x", body=" ", actions={})


def test_one_that_has_actions_keeps_them_while_its_text_is_changed(desk: Desk, ticket: int, refund: str) -> None:
    run(desk, records.edit_template, refund, body="Other words.")
    act(desk, conversation.reply, ticket, template=refund)

    assert (messages(desk, ticket)[-1].body, row(desk, ticket).tags) == ("Other words.", ("refund",))


def test_a_viewer_runs_no_macro(desk: Desk, ticket: int) -> None:
    with desk.change("setup") as change:
        people.add_agent(change, login="vera", role="viewer")
        records.add_template(change, name="spam", body="", actions={"tag": "+spam"})
    viewers = Desk(desk.store, "vera", desk.clock)

    with pytest.raises(NotPermitted), viewers.change("macro") as change:
        macros.run(change, select.tickets(change, numbers=[ticket]), name="spam")
