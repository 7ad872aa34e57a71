"""Mail of agents, of forms and of machines: who speaks in it, and what that does."""

import pytest

from supportdesk.desk import Desk
from supportdesk.domain.arriving import State
from supportdesk.domain.models import Person
from supportdesk.domain.ticket import Status
from supportdesk.mail.receive import retry
from supportdesk.services import agents as agents_of_desk
from supportdesk.services import conversation, customers, tickets
from supportdesk.store import ledger, people, tables
from tests.mail.arriving import Take, answer, balance, mail, written
from tests.mail.letters import multipart, part
from tests.services.acting import act, kinds, messages, row

OURS = "Authentication-Results: mx.acme.example; dmarc=pass header.from=acme.example"
FIRST_ANSWERED = f"In-Reply-To: <first@example.org>\n{OURS}"


def test_an_agent_who_answers_the_customer_from_outside_has_answered(
    desk: Desk, take: Take, first: int, boris: str
) -> None:
    take(mail("Fixed", sender=boris, to="ivan@example.org", headers=FIRST_ANSWERED))

    ticket, said = row(desk, first), messages(desk, first)[-1]
    assert (said.kind, said.delivery, ticket.assignee, ticket.waiting_since) == ("reply", "sent", "boris", None)
    assert ticket.status == "open"


def test_an_agents_mail_that_only_the_desk_got_is_a_note(desk: Desk, take: Take, first: int, boris: str) -> None:
    take(answer("first@example.org", sender=boris, headers=FIRST_ANSWERED))

    assert (messages(desk, first)[-1].kind, row(desk, first).status) == ("note", "new")


@pytest.mark.parametrize(
    "headers",
    [
        "",
        "Authentication-Results: mx.acme.example; dmarc=fail header.from=acme.example",
        f"Authentication-Results: mx.acme.example; dmarc=none header.from=acme.example\n{OURS}",
        OURS.replace("mx.acme.example", "mx.evil.example"),
        OURS.replace("=acme.example", "=evil.example"),
    ],
)
@pytest.mark.usefixtures("boris")
def test_a_forged_agent_has_no_powers_and_is_told(desk: Desk, take: Take, first: int, headers: str) -> None:
    for at, sender in enumerate(("Boris <boris@acme.example>", "Support <support@acme.example>")):
        top = f"In-Reply-To: <first@example.org>\n{headers}"
        take(mail(f"Fixed {at}", sender=sender, to="ivan@example.org", headers=top))

    ticket, (claimed, told) = row(desk, first), messages(desk, first)[-2:]
    assert (ticket.assignee, ticket.status, ticket.waiting_since) == (None, "new", desk.clock())
    assert (claimed.kind, told.kind, told.body[:12]) == ("customer", "system", "Not verified")
    with desk.read() as reading:
        kept = reading.value(tables.ticket.select().with_only_columns(tables.ticket.c.first_reply_at))
    assert kept is None


def test_an_agent_who_writes_to_a_customer_opens_the_customers_ticket(desk: Desk, take: Take, boris: str) -> None:
    got = take(mail("Hello Olga", sender=boris, to="olga@example.org", headers=f"Cc: support@acme.example\n{OURS}"))

    assert got.ticket is not None
    ticket = row(desk, got.ticket)
    assert ticket.customer is not None
    assert (ticket.customer.email, ticket.assignee, ticket.status) == ("olga@example.org", "boris", "open")
    assert ticket.waiting_since is None


def test_a_form_on_the_web_writes_for_whom_its_answer_goes_to(desk: Desk, take: Take) -> None:
    got = take(mail(sender="support@acme.example", headers="Reply-To: Olga <olga@example.org>"))

    assert got.ticket is not None
    ticket = row(desk, got.ticket)
    assert ticket.customer is not None
    assert (ticket.customer.email, ticket.channel) == ("olga@example.org", "form")


AWAY = "Auto-Submitted: auto-replied\nIn-Reply-To: <first@example.org>"


def test_an_absence_note_lies_on_its_ticket_and_wakes_nothing(desk: Desk, take: Take, first: int) -> None:
    act(desk, conversation.reply, first, body="Done", status=Status.SOLVED)
    before = row(desk, first)
    got = take(mail("I am away", subject="Away until Monday", headers=AWAY))

    after = row(desk, first)
    assert (got.state, got.ticket, after.messages) == (State.AUTOMATIC, first, 3)
    assert (after.status, after.waiting_since, after.reopened) == ("solved", None, before.reopened)
    assert (messages(desk, first)[-1].automatic, "reopened" in kinds(desk, first)) == ("auto-reply", False)


def test_an_absence_note_for_a_closed_ticket_opens_none(desk: Desk, take: Take, first: int) -> None:
    act(desk, tickets.close, first)

    assert take(mail("Away", headers=AWAY)).ticket == first
    assert row(desk, first).status == "closed"


def test_a_bounce_finds_the_ticket_of_the_mail_that_it_brings_back(desk: Desk, take: Take, first: int) -> None:
    lost = f"Message-ID: <{written(desk, first)}>\nSubject: Re: fire\n\n".encode()
    status = b"Reporting-MTA: dns; mx\n\nFinal-Recipient: rfc822; ivan@example.org\nAction: failed\nStatus: 5.1.1\n"
    parts = (part(b"Sorry"), part(status, "message/delivery-status"), part(lost, "text/rfc822-headers"))
    got = take(multipart(*parts, kind="report", headers="Message-ID: <b@mx>\nReturn-Path: <>\n"))

    assert (got.state, got.ticket) == (State.AUTOMATIC, first)


def test_machines_mail_of_no_ticket_is_kept_and_counted(desk: Desk, take: Take) -> None:
    got = take(mail("50 % off", headers="Precedence: bulk"))

    assert (got.state, got.ticket, balance(desk)) == (State.AUTOMATIC, None, {"automatic": 1})
    with desk.read() as reading:
        assert b"50 %" in ledger.raw_of(reading, got.arrival)
    assert take(mail("50 % off", headers="Precedence: bulk"), "again").state == State.DUPLICATE


def test_what_was_taken_for_a_machines_is_taken_in_as_a_persons_when_an_agent_says_so(
    desk: Desk, take: Take, first: int
) -> None:
    got = take(mail("I am no robot", headers="Precedence: bulk\nX-Loop: no", subject="Order 5"))
    again = retry(desk, got.arrival)

    assert again.ticket is not None
    assert (again.state, row(desk, again.ticket).subject, again.arrival) == (State.NEW, "Order 5", got.arrival)
    assert messages(desk, again.ticket)[0].automatic == "bulk", "it is still never answered by a machine"
    assert balance(desk) == {"new": 2}


def test_a_post_through_a_list_is_a_persons(desk: Desk, take: Take) -> None:
    assert take(mail(headers="List-Id: <users.example.org>")).state == State.NEW


def test_a_customer_under_an_international_domain_is_one_in_both_ways_of_writing_it(desk: Desk, take: Take) -> None:
    own = take(mail("Help", sender="Inna <Info@xn--e1afmkfd.xn--p1ai>", id="inna@example.org")).ticket
    named = take(mail("More help", sender="Inna <info@пример.рф>", subject="Another lamp")).ticket
    told = take(mail("Again", sender="info@ПРИМЕР.рф", subject=f"[#{own}] lamp"))
    with desk.change("customer") as change:
        asked = customers.of_person(change, Person("", "INFO@xn--e1afmkfd.xn--p1ai"))
    with desk.read() as reading:
        (inna,) = [one for one in people.customers(reading) if "Inna" in one.name]

    assert (inna.id, inna.emails) == (asked, ("info@пример.рф",))
    assert own != named
    assert (told.state, told.ticket) == (State.THREADED, own)


def test_a_server_vouches_for_an_agent_under_an_international_domain_by_the_name_it_knows(
    desk: Desk, take: Take, first: int, agents: dict[str, Desk]
) -> None:
    with desk.change("agent edit") as change:
        agents_of_desk.edit_agent(change, "boris", email="boris@пример.рф")
    top = "Authentication-Results: mx.acme.example; dmarc=pass header.from=xn--e1afmkfd.xn--p1ai"
    sender = "Boris <boris@xn--e1afmkfd.xn--p1ai>"
    take(mail("Fixed", sender=sender, to="ivan@example.org", headers=f"In-Reply-To: <first@example.org>\n{top}"))

    assert (messages(desk, first)[-1].kind, row(desk, first).assignee) == ("reply", "boris")
