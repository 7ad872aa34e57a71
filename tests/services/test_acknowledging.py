"""Automatic mail: who gets an acknowledgement, in which language, and where it ends; and what bounces do."""

from collections.abc import Iterator
from typing import Any

import pytest

from supportdesk.desk import Desk
from supportdesk.domain import filters
from supportdesk.domain.letters import Bounce, Failed
from supportdesk.domain.models import Person
from supportdesk.mail.bounces import read_bounce
from supportdesk.mail.deliver import Worker
from supportdesk.services import acknowledging, bouncing, outbox, people, records, silencing
from supportdesk.store import queries, replay
from tests.conftest import opened
from tests.mail.letters import multipart, part
from tests.mail.posting import answer, delivery, mailbox, send
from tests.mail.smtp_server import Inbox, serving
from tests.services.acting import kinds, messages, row, run

IVAN = Person("Ivan Petrov", "ivan@example.org")


@pytest.fixture
def server() -> Iterator[Inbox]:
    with serving() as inbox:
        yield inbox


def greeting(desk: Desk, name: str = "hello", body: str = "We have it: #{{ ticket.number }}.") -> None:
    run(desk, records.add_template, name=name, body=body)


def acknowledge(desk: Desk, number: int, box: int, *, to: Person = IVAN, **more: Any) -> int | None:
    with desk.change("mail fetch") as change:
        return acknowledging.acknowledge(change, number, box=box, to=to, **more)


def bounced(desk: Desk, bounce: Bounce) -> bouncing.Bounced | None:
    with desk.change("mail fetch") as change:
        return bouncing.bounced(change, bounce)


def test_a_new_ticket_is_acknowledged_at_once_and_nobody_counts_as_having_answered(
    desk: Desk, ticket: int, server: Inbox
) -> None:
    greeting(desk)
    entry = acknowledge(desk, ticket, mailbox(desk, server.port, auto_reply="hello"))
    send(desk)

    (mail,) = server.mails
    asked, sent = messages(desk, ticket)
    assert (sent.id, sent.delivery, sent.automatic) == (entry, "sent", "auto-reply")
    assert (mail.text.strip(), mail.automatic, mail.in_reply_to) == (
        "We have it: #1.",
        "auto-reply",
        (asked.message_id,),
    )
    assert dict(mail.headers)["Auto-Submitted"] == "auto-replied"
    assert (row(desk, ticket).status, row(desk, ticket).first_reply_at) == ("new", None)
    assert kinds(desk, ticket)[-2:] == ["acknowledged", "sent"]


@pytest.mark.parametrize(("subject", "name"), [("Принтер горит", "hello-ru"), ("The printer burns", "hello")])
def test_the_customer_is_answered_in_their_language_where_there_is_a_response_in_it(
    sqlite_desk: Desk, server: Inbox, subject: str, name: str
) -> None:
    greeting(sqlite_desk)
    greeting(sqlite_desk, "hello-ru", "Получили.")
    number = opened(sqlite_desk, subject=subject, body=subject)

    acknowledge(sqlite_desk, number, mailbox(sqlite_desk, server.port, auto_reply="hello"))

    assert messages(sqlite_desk, number)[-1].body == {"hello-ru": "Получили.", "hello": "We have it: #1."}[name]


@pytest.mark.parametrize(
    ("language", "subject", "name"),
    [
        ("de", "The printer burns", "hello-de"),
        ("de-AT", "The printer burns", "hello-de"),
        ("EN", "Принтер горит", "hello"),
        ("fr", "Принтер горит", "hello-ru"),
        ("fr", "The printer burns", "hello"),
    ],
)
def test_the_language_that_the_desk_knows_of_a_customer_goes_before_that_of_the_question(
    sqlite_desk: Desk, server: Inbox, language: str, subject: str, name: str
) -> None:
    run(sqlite_desk, people.add_customer, name="Ivan", emails=["ivan@example.org"], language=language)
    run(sqlite_desk, records.add_template, name="hello", body="hello", language="en")
    for one in ("hello-de", "hello-ru"):
        greeting(sqlite_desk, one, one)
    number = opened(sqlite_desk, subject=subject, body=subject)

    acknowledge(sqlite_desk, number, mailbox(sqlite_desk, server.port, auto_reply="hello"))

    assert messages(sqlite_desk, number)[-1].body == name


@pytest.mark.parametrize(
    "address",
    [
        "no-reply@shop.example",
        "DoNotReply@shop.example",
        "MAILER-DAEMON@mx.example",
        "postmaster@mx.example",
        "bounces+ivan=example.org@list.example",
        "owner-users@list.example",
        "users-request@list.example",
        "support@acme.example",
        "Billing@Acme.Example",
        "",
        "nobody",
        '"a b"@example.org',
    ],
)
def test_machines_and_ourselves_are_never_answered(sqlite_desk: Desk, server: Inbox, address: str) -> None:
    greeting(sqlite_desk)
    box = mailbox(sqlite_desk, server.port, auto_reply="hello")
    mailbox(sqlite_desk, server.port, name="billing", address="billing@acme.example")
    number = opened(sqlite_desk)

    assert acknowledge(sqlite_desk, number, box, to=Person("", address)) is None


def test_automatic_mail_and_mailboxes_without_a_response_answer_nothing(desk: Desk, ticket: int, server: Inbox) -> None:
    greeting(desk)
    silent = mailbox(desk, server.port)
    loud = mailbox(desk, server.port, name="billing", address="billing@acme.example", auto_reply="hello")

    assert acknowledge(desk, ticket, silent) is None
    assert acknowledge(desk, ticket, loud, automatic="auto-reply") is None


def test_a_storm_ends_at_the_caps(desk: Desk, server: Inbox) -> None:
    greeting(desk)
    box = mailbox(desk, server.port, auto_reply="hello")

    def tries(number: int) -> int:
        return sum(acknowledge(desk, opened(desk), box) is not None for _ in range(number))

    assert tries(12) == 10, "ten in ten minutes"
    desk.clock.advance(minutes=10)  # type: ignore[attr-defined]
    assert tries(7) == 5, "fifteen in thirty"
    desk.clock.advance(minutes=30)  # type: ignore[attr-defined]
    assert tries(11) == 10, "ten in ten minutes, twenty-five in an hour"


def test_a_response_that_cannot_be_used_is_told_and_stops_nothing(desk: Desk, ticket: int, server: Inbox) -> None:
    box = mailbox(desk, server.port, auto_reply="gone")

    assert acknowledge(desk, ticket, box) is None
    assert messages(desk, ticket)[-1].body == "No acknowledgement was sent: no template 'gone'"


RUSSIAN, AS_SERVERS_NAME_IT = Person("", "info@пример.рф"), "info@xn--e1afmkfd.xn--p1ai"


def test_an_international_domain_is_acknowledged_by_the_name_that_servers_know_and_counted_by_it(
    desk: Desk, server: Inbox
) -> None:
    greeting(desk)
    box = mailbox(desk, server.port, auto_reply="hello")
    server.faults, server.times = {"mail": "450 later"}, 1

    for number in (opened(desk, customer=RUSSIAN) for _ in range(12)):
        acknowledge(desk, number, box, to=RUSSIAN)
        send(desk)
    desk.clock.advance(minutes=2)  # type: ignore[attr-defined]
    send(desk)

    assert {reached for reached, _ in server.taken} == {(AS_SERVERS_NAME_IT,)}
    assert len(server.taken) == 10, "a letter that was put off counts as well"


def test_what_comes_back_from_an_international_domain_silences_it_and_is_sent_again_to_it_alone(
    desk: Desk, server: Inbox
) -> None:
    greeting(desk)
    box = mailbox(desk, server.port, auto_reply="hello")
    number = opened(desk, customer=RUSSIAN)
    entry = answer(desk, number, cc=["olga@example.org"])
    send(desk)
    (sent,) = [one.message_id for one in messages(desk, number) if one.id == entry]

    bounced(desk, Bounce((sent,), (Failed(AS_SERVERS_NAME_IT, "5.1.1", "gone"),)))
    assert acknowledge(desk, opened(desk, customer=RUSSIAN), box, to=RUSSIAN) is None
    run(desk, outbox.retry, [entry])
    desk.clock.advance(seconds=1)  # type: ignore[attr-defined]
    send(desk)

    assert server.taken[-1][0] == (AS_SERVERS_NAME_IT,)


def test_a_server_that_refuses_an_international_domain_silences_it(desk: Desk, server: Inbox) -> None:
    greeting(desk)
    box = mailbox(desk, server.port, auto_reply="hello")
    server.faults[AS_SERVERS_NAME_IT] = "550 5.1.1 no such user"
    answer(desk, opened(desk, customer=RUSSIAN))
    send(desk)

    assert acknowledge(desk, opened(desk, customer=RUSSIAN), box, to=RUSSIAN) is None


def test_a_bounce_marks_its_letter_and_silences_the_dead_address_for_sixty_days(
    desk: Desk, ticket: int, server: Inbox
) -> None:
    greeting(desk)
    box = mailbox(desk, server.port, auto_reply="hello")
    number = answer(desk, ticket)
    send(desk)
    returned = f"Message-ID: {dict(server.mails[0].headers)['Message-ID']}\n\n".encode()
    fields = (
        b"Final-Recipient: rfc822; IVAN@example.org\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 gone"
    )
    status = part(b"Reporting-MTA: dns; mx\n\n" + fields, "message/delivery-status")
    raw = multipart(
        part(b"Sorry"), status, part(returned, "message/rfc822"), kind="report; report-type=delivery-status"
    )

    for _ in range(3):
        assert bounced(desk, read_bounce(raw)) == bouncing.Bounced(ticket, number)

    thread = messages(desk, ticket)
    assert [one.delivery for one in thread if one.kind == "reply"] == ["failed"]
    assert [one.body for one in thread if one.kind == "system"] == ["Not delivered to ivan@example.org: 550 gone"]
    with desk.read() as reading:
        assert [one.number for one in queries.page(reading, filters.parse("has:failed")).rows] == [ticket]
        assert silencing.is_silent(reading, "ivan@example.org")
        assert replay.check(reading, deep=True) == ()
    assert acknowledge(desk, opened(desk), box) is None
    desk.clock.advance(days=61)  # type: ignore[attr-defined]
    assert acknowledge(desk, opened(desk), box)


def test_a_letter_that_came_back_is_sent_again_to_whom_it_did_not_reach(desk: Desk, ticket: int, server: Inbox) -> None:
    mailbox(desk, server.port)
    number = answer(desk, ticket, cc=["ann@example.org"])
    send(desk)
    full = Failed("ann@example.org", "5.2.2", "552 mailbox full")
    bounced(desk, Bounce((server.mails[0].message_id,), (full,)))

    run(desk, outbox.retry, [number])
    Worker(desk).send_due()

    assert [envelope for envelope, _ in server.taken] == [("ivan@example.org", "ann@example.org"), ("ann@example.org",)]
    assert delivery(desk, number).state == "sent"


def test_a_bounce_of_no_letter_of_ours_changes_nothing(desk: Desk, ticket: int) -> None:
    victim = Failed("victim@example.org", "5.1.1", "550 gone")

    assert bounced(desk, Bounce((messages(desk, ticket)[0].message_id, "made@up"), (victim,))) is None
    with desk.read() as reading:
        assert not silencing.is_silent(reading, "victim@example.org")


def test_a_made_up_bounce_silences_nobody_else(desk: Desk, ticket: int, server: Inbox) -> None:
    mailbox(desk, server.port)
    answer(desk, ticket)
    send(desk)

    bounced(desk, Bounce((server.mails[0].message_id,), (Failed("victim@example.org", "5.1.1", "550 gone"),)))

    with desk.read() as reading:
        assert not silencing.is_silent(reading, "victim@example.org")


def test_an_address_that_the_server_does_not_know_is_silenced_too(desk: Desk, ticket: int, server: Inbox) -> None:
    mailbox(desk, server.port)
    answer(desk, ticket)
    server.faults = {"rcpt": "550 5.1.1 no such user"}

    send(desk)

    with desk.read() as reading:
        assert silencing.is_silent(reading, "ivan@example.org")
