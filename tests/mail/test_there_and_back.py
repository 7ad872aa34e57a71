"""Mail there and back: what arrives is acknowledged and answered, answers come back, and so do bounces."""

import base64
from collections.abc import Iterator
from datetime import timedelta

import pytest

from supportdesk.desk import Desk
from supportdesk.domain.arriving import State
from supportdesk.domain.models import Person
from supportdesk.mail.receive import receive
from supportdesk.services import conversation, records, tickets
from supportdesk.services.mailboxes import Wanted, add_mailbox
from supportdesk.store import mailboxes
from tests.mail.arriving import answer, mail
from tests.mail.posting import mailbox, send
from tests.mail.smtp_server import Inbox, serving
from tests.services.acting import act, messages, row, run


@pytest.fixture
def server() -> Iterator[Inbox]:
    with serving() as inbox:
        yield inbox


def arrive(desk: Desk, raw: bytes) -> tuple[State, int | None]:
    """Take a mail in by the desk's mailbox."""
    with desk.read() as reading:
        box = mailboxes.mailboxes(reading)[0]
    got = receive(desk, raw, mailbox=box)
    return got.state, got.ticket


def test_a_customer_is_acknowledged_answered_and_found_again_when_they_answer(desk: Desk, server: Inbox) -> None:
    run(desk, records.add_template, name="hello", body="We have it: #{{ ticket.number }}.")
    mailbox(desk, server.port, auto_reply="hello")

    assert arrive(desk, mail("Please help.")) == (State.NEW, 1)
    act(desk, conversation.reply, 1, body="Switch it off.")
    desk.clock.advance(minutes=1)  # type: ignore[attr-defined]
    send(desk)

    assert [one.text.strip() for one in server.mails] == ["We have it: #1.", "Switch it off."]
    sent = server.mails[1].message_id
    assert arrive(desk, answer(sent, body="It is off.")) == (State.THREADED, 1)
    assert [one.body.strip() for one in messages(desk, 1) if one.kind == "customer"] == ["Please help.", "It is off."]


def test_outlook_finds_every_letter_of_the_ticket_in_its_own_conversation(desk: Desk, server: Inbox) -> None:
    run(desk, records.add_template, name="hello", body="We have it.")
    mailbox(desk, server.port, auto_reply="hello")
    theirs = base64.b64encode(b"\x01\x01\xdc\x5b\x00\x00" + bytes(range(16))).decode()

    arrive(desk, mail("Please help.", headers=f"Thread-Topic: Fire\nThread-Index: {theirs}"))
    act(desk, conversation.reply, 1, body="Switch it off.")
    desk.clock.advance(minutes=1)  # type: ignore[attr-defined]
    send(desk)

    indexes = [base64.b64decode(one.written("thread-index")) for one in server.mails]
    assert [one.written("thread-topic") for one in server.mails] == ["Fire", "Fire"]
    assert {index[:22] for index in indexes} == {base64.b64decode(theirs)}
    assert len(set(indexes)) == 2


def test_a_thread_that_the_desk_began_keeps_its_beginning_however_late_the_letter_left(
    desk: Desk, server: Inbox
) -> None:
    mailbox(desk, server.port)
    run(desk, tickets.open_ticket, subject="Your order", customer=Person("", "ivan@example.org"))
    act(desk, conversation.reply, 1, body="It is on its way.", at=desk.clock() + timedelta(hours=2))
    desk.clock.advance(hours=3)  # type: ignore[attr-defined]
    send(desk)
    arrive(desk, answer(server.mails[0].message_id, body="When?"))
    act(desk, conversation.reply, 1, body="Today.")
    desk.clock.advance(minutes=1)  # type: ignore[attr-defined]
    send(desk)

    first, second = (base64.b64decode(one.written("thread-index")) for one in server.mails)
    assert (len(first), second[:22]) == (22, first)


def test_a_machine_is_not_acknowledged(desk: Desk, server: Inbox) -> None:
    run(desk, records.add_template, name="hello", body="We have it.")
    mailbox(desk, server.port, auto_reply="hello")

    arrive(desk, mail("I am away.", headers="Auto-Submitted: auto-replied"))
    desk.clock.advance(minutes=1)  # type: ignore[attr-defined]
    send(desk)

    assert server.mails == []


BOUNCE = """\
From: MAILER-DAEMON@mx.example
To: support@acme.example
Subject: Undelivered Mail Returned to Sender
Message-ID: <bounce1@mx.example>
Return-Path: <>
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

It could not be delivered.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; ivan@example.org
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 no such user

--b
Content-Type: message/rfc822

From: support@acme.example
To: ivan@example.org
Message-ID: <ID>
Subject: Re: The printer is on fire

Switch it off.

--b--
"""


def test_a_bounce_marks_the_letter_that_came_back_and_wakes_nothing(desk: Desk, server: Inbox) -> None:
    mailbox(desk, server.port)
    arrive(desk, mail("Please help."))
    act(desk, conversation.reply, 1, body="Switch it off.")
    desk.clock.advance(minutes=1)  # type: ignore[attr-defined]
    send(desk)
    before = row(desk, 1)

    state, _ = arrive(desk, BOUNCE.replace("<ID>", f"<{server.mails[0].message_id}>").encode())

    assert state == State.AUTOMATIC
    assert next(one.delivery for one in messages(desk, 1) if one.kind == "reply") == "failed"
    assert (row(desk, 1).status, row(desk, 1).waiting_since) == (before.status, before.waiting_since)


@pytest.mark.parametrize("kind", ["bounce", "absence"])
def test_an_answer_names_and_quotes_the_customer_and_no_machine_that_wrote_after_them(
    desk: Desk, server: Inbox, kind: str
) -> None:
    mailbox(desk, server.port, html=1)
    arrive(desk, mail("Please help.", id="asked@example.org"))
    act(desk, conversation.reply, 1, body="Switch it off.", cc=("boss@example.org",))
    desk.clock.advance(minutes=1)  # type: ignore[attr-defined]
    send(desk)
    sent = server.mails[0].message_id
    absence = answer(sent, body="I am on holiday.", headers=f"Auto-Submitted: auto-replied\nIn-Reply-To: <{sent}>")
    came = {"bounce": BOUNCE.replace("ivan@", "boss@").replace("<ID>", f"<{sent}>").encode(), "absence": absence}

    assert arrive(desk, came[kind]) == (State.AUTOMATIC, 1)
    act(desk, conversation.reply, 1, body="Is it off?")
    desk.clock.advance(minutes=1)  # type: ignore[attr-defined]
    send(desk)

    last = server.mails[-1]
    assert last.text.strip() == "Is it off?"
    assert last.in_reply_to == ("asked@example.org",)
    assert "Please help." in last.quoted
    assert not any(words in server.taken[-1][1].decode() for words in ("could not be delivered", "on holiday"))


def test_an_absence_note_with_a_telephone_number_leaves_the_letter_that_it_answers_sent(
    desk: Desk, server: Inbox
) -> None:
    mailbox(desk, server.port)
    arrive(desk, mail("Please help."))
    act(desk, conversation.reply, 1, body="Switch it off.")
    desk.clock.advance(minutes=1)  # type: ignore[attr-defined]
    send(desk)

    said = "I am away until 5.1.27. In urgent cases call 030 550 1234 or write to anna@example.org."
    sent = server.mails[0].message_id
    note = answer(sent, body=said, headers=f"Auto-Submitted: auto-replied\nIn-Reply-To: <{sent}>")

    assert arrive(desk, note) == (State.AUTOMATIC, 1)
    assert [one.delivery for one in messages(desk, 1) if one.kind == "reply"] == ["sent"]


def test_a_mailbox_under_an_international_domain_speaks_to_any_server_by_the_name_that_it_knows(desk: Desk) -> None:
    run(desk, records.add_template, name="hello", body="We have it.")
    known = "support@xn--e1afmkfd.xn--p1ai"
    with serving(enable_SMTPUTF8=False) as server:
        with desk.change("mailbox add") as change:
            target = f"smtp://127.0.0.1:{server.port}"
            wanted = Wanted(address=known, target=target, without_tls=True, auto_reply="hello")
            add_mailbox(change, name="support", wanted=wanted)
        number = arrive(desk, mail("Please help.", to=known))[1]
        assert number
        act(desk, conversation.reply, number, body="Switch it off.")
        desk.clock.advance(minutes=1)  # type: ignore[attr-defined]
        send(desk)

    greeted, letters = [one.text.strip() for one in server.mails], server.mails
    assert greeted == ["We have it.", "Switch it off."]
    assert {one.sender.email for one in letters} == {"support@пример.рф"}, "written in ASCII, known in letters"
    assert all(one.message_id.isascii() and one.message_id.endswith("@xn--e1afmkfd.xn--p1ai") for one in letters)
    assert arrive(desk, answer(letters[1].message_id, body="It is off.")) == (State.THREADED, number)
