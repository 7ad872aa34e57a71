"""Answers and notes: who gets them, what they stamp, and what stays with the agents."""

from datetime import timedelta

import pytest

from supportdesk.desk import Desk
from supportdesk.domain.mail_ids import ticket_of_id
from supportdesk.domain.models import Person
from supportdesk.domain.ticket import Status
from supportdesk.errors import IllegalMove, NotFound, UsageError
from supportdesk.services import conversation, mailboxes, people, records, select, templating, tickets
from supportdesk.services.mail_key import mail_key
from supportdesk.store import tables, thread
from tests.conftest import opened
from tests.services.acting import act, kinds, messages, row, run


def test_the_first_answer_is_stamped_once_and_the_customer_waits_no_more(desk: Desk, ticket: int) -> None:
    desk.clock.advance(minutes=20)  # type: ignore[attr-defined]
    act(desk, conversation.reply, ticket, body="We are on our way.")
    first = desk.clock()
    desk.clock.advance(minutes=20)  # type: ignore[attr-defined]

    act(desk, conversation.reply, ticket, body="Nearly there.")

    answered = row(desk, ticket)
    assert (answered.first_reply_at, answered.waiting_since) == (first, None)


def test_answering_a_new_ticket_takes_it(desk: Desk, ticket: int) -> None:
    act(desk, conversation.reply, ticket, body="Hello")

    assert (row(desk, ticket).status, row(desk, ticket).assignee) == ("open", "anna")


def test_answering_a_colleagues_ticket_leaves_it_theirs(agents: dict[str, Desk], desk: Desk, ticket: int) -> None:
    act(desk, tickets.assign, ticket, to="boris")

    act(desk, conversation.reply, ticket, body="Hello")

    assert row(desk, ticket).assignee == "boris"


def test_a_reply_is_queued_to_the_customer_and_held_for_the_undo_window(desk: Desk, ticket: int) -> None:
    act(desk, conversation.reply, ticket, body="Hello", cc=["Ann <ann@example.org>"])

    asked, reply = messages(desk, ticket)
    assert (reply.delivery, reply.to, reply.cc) == (
        "queued",
        (Person("Ivan Petrov", "ivan@example.org"),),
        (Person("Ann", "ann@example.org"),),
    )
    assert reply.subject == "Re: The printer is on fire"
    assert reply.message_id != asked.message_id


def test_a_customer_without_an_address_is_answered_without_a_mail(desk: Desk) -> None:
    number = opened(desk, customer=Person("Ivan", ""), phone="+7 495 1234567")

    act(desk, conversation.reply, number, body="Told him on the phone.")

    assert messages(desk, number)[-1].delivery is None
    assert row(desk, number).first_reply_at is not None


def test_reply_and_status_are_one_change(desk: Desk, ticket: int) -> None:
    outcome = act(desk, conversation.reply, ticket, body="Done?", status=Status.PENDING)

    assert outcome.change is not None
    assert kinds(desk, ticket) == ["opened", "received", "replied", "answered", "pended"]


def test_a_closed_ticket_is_not_answered(desk: Desk, ticket: int) -> None:
    act(desk, tickets.close, ticket)

    with pytest.raises(IllegalMove, match="is closed and cannot be answered"):
        act(desk, conversation.reply, ticket, body="Hello")


def test_an_empty_answer_sends_nothing(desk: Desk, ticket: int) -> None:
    with pytest.raises(UsageError, match="the message is empty"):
        act(desk, conversation.reply, ticket, body=" \n ")

    assert len(messages(desk, ticket)) == 1


def test_a_template_is_rendered_for_each_ticket(desk: Desk) -> None:
    numbers = [opened(desk, customer=Person(name, f"{name.split()[0]}@example.org")) for name in ("Ann Lee", "Bob Ray")]
    run(desk, records.add_template, name="hello", body="Dear {{ customer.first_name }}, about #{{ ticket.number }}.")

    act(desk, conversation.reply, numbers, template="hello")

    assert [messages(desk, number)[-1].body for number in numbers] == [
        f"Dear Ann, about #{numbers[0]}.",
        f"Dear Bob, about #{numbers[1]}.",
    ]


def test_an_unknown_template_is_named_with_the_nearest(desk: Desk, ticket: int) -> None:
    run(desk, records.add_template, name="hello", body="Hello")

    with pytest.raises(NotFound, match="no template 'helo'; did you mean hello"):
        act(desk, conversation.reply, ticket, template="helo")


def test_a_note_is_not_an_answer(desk: Desk, ticket: int) -> None:
    act(desk, conversation.note, ticket, body="He sounds angry.")

    assert (row(desk, ticket).first_reply_at, row(desk, ticket).status) == (None, "new")
    assert (messages(desk, ticket)[-1].kind, messages(desk, ticket)[-1].delivery) == ("note", None)


def test_files_stay_with_their_message_and_equal_content_is_kept_once(desk: Desk, ticket: int) -> None:
    file = conversation.File("../../отчёт.pdf", b"%PDF same", "application/pdf")

    act(desk, conversation.reply, ticket, body="See the file", files=[file, file])

    attached = messages(desk, ticket)[-1].attachments
    assert [one.name for one in attached] == [".._.._отчёт.pdf", ".._.._отчёт.pdf"]
    assert len({one.sha256 for one in attached}) == 1
    with desk.read() as reading:
        assert thread.content(reading, attached[0].sha256) == b"%PDF same"


def test_a_reply_for_later_waits_until_then(desk: Desk, ticket: int) -> None:
    act(desk, conversation.reply, ticket, body="Good morning", at=desk.clock() + timedelta(days=1))

    assert messages(desk, ticket)[-1].delivery == "queued"


def test_the_id_of_an_answer_is_one_that_only_this_desk_can_have_made(desk: Desk, ticket: int) -> None:
    with desk.change("reply") as change:
        key = mail_key(change)
        conversation.reply(change, select.tickets(change, numbers=[ticket]), body="Hello")

    written = messages(desk, ticket)[-1].message_id
    assert ticket_of_id(key, written) == ticket
    assert ticket_of_id(b"another desk's", written) is None


def test_all_answers_are_made_with_one_key(desk: Desk) -> None:
    found = []
    for _ in range(2):
        with desk.change("reply") as change:
            found.append(mail_key(change))
            change.touched = True

    assert len(set(found)) == 1


def test_a_ticket_is_answered_from_the_mailbox_of_its_team(desk: Desk, ticket: int) -> None:
    with desk.change("mailboxes") as change:
        team = people.add_team(change, name="billing").change
        assert team
        for name, number in (("support", None), ("billing", 1)):
            place = {"target": "smtp://mail.example", "created_at": change.now, "updated_at": change.now}
            change.add(tables.mailbox, name=name, address=f"{name}@acme.example", team_id=number, **place)
    act(desk, conversation.reply, ticket, body="Hello")
    act(desk, tickets.assign_team, ticket, team="billing")
    act(desk, conversation.reply, ticket, body="Hello again")

    assert [one.author.email for one in messages(desk, ticket)[1:]] == ["support@acme.example", "billing@acme.example"]


def test_the_desks_address_in_a_canned_response_is_the_one_that_the_answer_comes_from(desk: Desk, ticket: int) -> None:
    with desk.change("template add") as change:
        records.add_template(change, name="where", body="Write to {{ desk.address }}.")
    with desk.read() as reading:
        assert templating.render_for(reading, "where", ticket) == f"Write to {desk.address}."
    with desk.change("mailbox add") as change:
        wanted = mailboxes.Wanted(address="help@acme.example", target="sendmail:/usr/sbin/sendmail")
        mailboxes.add_mailbox(change, name="help", wanted=wanted)
    with desk.read() as reading:
        assert templating.render_for(reading, "where", ticket) == "Write to help@acme.example."
