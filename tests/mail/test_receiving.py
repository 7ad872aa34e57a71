"""Every message that arrives ends in exactly one state, on the ticket that the rules lead it to."""

import hashlib
import random
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from supportdesk.desk import Desk
from supportdesk.domain.arriving import Received, State
from supportdesk.domain.mail_ids import mail_id
from supportdesk.domain.mail_rows import MailboxRow
from supportdesk.domain.models import Person
from supportdesk.domain.ticket import Status
from supportdesk.mail.receive import receive, retry
from supportdesk.services import conversation, mailboxes, select, snoozing, tickets
from supportdesk.store import history, ledger, tables
from supportdesk.store import mailboxes as mailbox_reads
from tests.mail.letters import PLAIN, multipart, part
from tests.services.acting import act, kinds, messages, row

KEY = bytes(range(32))


def mail(
    body: str = "Please help.",
    *,
    sender: str = "Ivan Petrov <ivan@example.org>",
    subject: str = "The printer is on fire",
    to: str = "support@acme.example",
    headers: str = "",
    id: str | None = None,
) -> bytes:
    """A mail; without an `id` it gets one made from what it says."""
    made = id or f"{hashlib.sha256(f'{body}{sender}{subject}{headers}'.encode()).hexdigest()[:12]}@example.org"
    extra = headers.strip("\n") + "\n" if headers else ""
    top = f"From: {sender}\nTo: {to}\nSubject: {subject}\nMessage-ID: <{made}>\n{extra}"
    return f"{top}Content-Type: text/plain; charset=utf-8\n\n{body}\n".encode()


def answer(to: str, **more: Any) -> bytes:
    """A mail that answers the one with this id."""
    return mail(**{"subject": "Re: The printer is on fire", "headers": f"In-Reply-To: <{to}>", **more})


@pytest.fixture
def support(desk: Desk) -> MailboxRow:
    """A mailbox of the desk, which has a key for its ids."""
    with desk.change("mailbox add") as change:
        wanted = mailboxes.Wanted(address="support@acme.example", authserv_id="mx.acme.example")
        mailboxes.add_mailbox(change, name="support", wanted=wanted)
        change.connection.execute(tables.meta.insert().values(key=mailbox_reads.KEY, value=KEY.hex()))
    with desk.read() as reading:
        return mailbox_reads.mailboxes(reading)[0]


Take = Callable[..., Received]


@pytest.fixture
def take(desk: Desk, support: MailboxRow) -> Take:
    """Receive a message at the mailbox."""

    def receiving(raw: bytes, place: str = "") -> Received:
        return receive(desk, raw, mailbox=support, place=place)

    return receiving


@pytest.fixture
def first(take: Take) -> int:
    """The ticket that Ivan's first mail opened; its id is first@example.org."""
    number = take(mail(id="first@example.org")).ticket
    assert number is not None
    return number


def written(desk: Desk, number: int, token: str = "0a1b2c3d") -> str:
    """The id of a mail of ours on a ticket."""
    return mail_id(KEY, number, token, "acme.example")


def balance(desk: Desk) -> dict[str, int]:
    """How many messages ended in each state, and that they add up."""
    with desk.read() as reading:
        (one,) = [line for line in ledger.balances(reading) if line.mailbox == "support"]
    counted = {str(state): getattr(one, str(state)) for state in State}
    assert one.received == sum(counted.values())
    return {state: number for state, number in counted.items() if number}


# New tickets


def test_a_mail_that_names_nothing_opens_a_ticket_of_its_sender(desk: Desk, take: Take) -> None:
    raw = mail("Help!", headers="Cc: Anna <a@example.org>", subject="Fire")
    got = take(raw)

    assert got.ticket is not None
    ticket, (said,) = row(desk, got.ticket), messages(desk, got.ticket)
    assert (got.state, ticket.subject, ticket.status, ticket.channel) == (State.NEW, "Fire", "new", "mail")
    assert ticket.customer is not None
    assert (ticket.customer.email, ticket.waiting_since) == ("ivan@example.org", desk.clock())
    assert (said.kind, said.body.strip(), said.cc) == ("customer", "Help!", (Person("Anna", "a@example.org"),))
    with desk.read() as reading:
        assert ledger.raw_of(reading, got.arrival) == raw


def test_the_team_of_a_mailbox_gets_its_new_tickets(desk: Desk, support: MailboxRow) -> None:
    from supportdesk.services import people

    with desk.change("team add") as change:
        people.add_team(change, name="first-line")
    got = receive(desk, mail(), mailbox=replace(support, team="first-line"))

    assert got.ticket is not None
    assert row(desk, got.ticket).team == "first-line"


def test_files_and_inline_images_are_kept(desk: Desk, take: Take) -> None:
    image = part(b"\x89PNG", "image/png", headers="Content-ID: <a@b>\n")
    got = take(multipart(part(b"See."), image, part(b"%PDF", "application/pdf"), headers="Message-ID: <m@x>\n"))

    assert got.ticket is not None
    assert [file.type for file in messages(desk, got.ticket)[0].attachments] == ["image/png", "application/pdf"]
    assert row(desk, got.ticket).attachments == 2


def test_a_mail_without_an_id_comes_once_all_the_same(desk: Desk, take: Take) -> None:
    raw = b"From: a@example.org\nSubject: Bare\n\nText\n"

    assert [take(raw, place).state for place in ("1", "2")] == [State.NEW, State.DUPLICATE]


def test_a_mail_without_a_sender_is_a_ticket_of_nobody(desk: Desk, take: Take) -> None:
    got = take(b"Subject: Who\nMessage-ID: <w@x>\n\nText\n")

    assert got.ticket is not None
    assert (got.state, row(desk, got.ticket).customer) == (State.NEW, None)


# Which ticket


def test_an_answer_to_our_mail_finds_its_ticket_by_the_key(desk: Desk, take: Take, first: int) -> None:
    got = take(answer(written(desk, first)))

    assert (got.state, got.ticket) == (State.THREADED, first)


@pytest.mark.parametrize("forged", ["desk.{}.0a1b2c3d.0000000000000000@acme.example", "desk.{}.0a1b2c3d@acme.example"])
def test_a_forged_id_of_ours_leads_nowhere(desk: Desk, take: Take, first: int, forged: str) -> None:
    for sender in ("Ivan <ivan@example.org>", "Mallory <m@evil.example>"):
        got = take(answer(forged.format(first), sender=sender))
        assert (got.state, got.ticket != first) == (State.NEW, True)


def test_the_newest_reference_that_is_known_leads(desk: Desk, take: Take, first: int) -> None:
    other = take(mail("Another thing", subject="Other", id="other@example.org")).ticket
    refs = "References: <first@example.org> <other@example.org> <unknown@example.org>"

    assert take(mail("And?", subject="Re: Other", headers=refs)).ticket == other


def test_the_mail_that_others_answered_before_it_came_joins_them(desk: Desk, take: Take) -> None:
    boss = "Boss <boss@example.org>"
    before = take(
        answer("late@example.org", sender=boss, headers="In-Reply-To: <late@example.org>\nCc: ivan@example.org")
    )

    assert take(mail(id="late@example.org")).ticket == before.ticket


def test_a_reply_that_an_agent_wrote_here_is_known(desk: Desk, take: Take, first: int) -> None:
    act(desk, conversation.reply, first, body="Which printer?")
    ours = messages(desk, first)[-1].message_id

    assert take(answer(ours)).ticket == first


def test_a_merged_ticket_leads_to_the_survivor(desk: Desk, take: Take, first: int) -> None:
    other = take(mail("Else", subject="Else", id="else@example.org")).ticket
    assert other is not None
    with desk.change("merge") as change:
        change.set(select.tickets(change, numbers=[first]), "merged", merged_into=other)

    assert take(answer("first@example.org")).ticket == other
    assert take(mail("Hm", subject=f"Re: [#{first}] x")).ticket == other


def test_a_deleted_ticket_leads_nowhere(desk: Desk, take: Take, first: int) -> None:
    act(desk, tickets.delete, first)

    assert take(answer("first@example.org")).state == State.NEW


def test_a_number_in_the_subject_leads_somebody_on_the_ticket(desk: Desk, take: Take, first: int) -> None:
    take(answer("first@example.org", headers="In-Reply-To: <first@example.org>\nCc: colleague@example.org"))

    assert take(mail("Me again", subject=f"Fire [#{first}]")).ticket == first
    assert take(mail("Me too", sender="colleague@example.org", subject=f"[#{first}]")).ticket == first


def test_a_number_in_the_subject_from_a_stranger_opens_a_ticket(desk: Desk, take: Take, first: int) -> None:
    got = take(mail("Send me the files", sender="m@evil.example", subject=f"Re: [#{first}] The printer is on fire"))

    assert (got.state, got.ticket != first) == (State.NEW, True)
    assert len(messages(desk, first)) == 1


@pytest.mark.parametrize("headers", ["X-None: 1", "Cc: Support <support+{}@acme.example>"])
def test_a_plus_address_leads_somebody_on_the_ticket(desk: Desk, take: Take, first: int, headers: str) -> None:
    to = f"support+{first}@acme.example" if headers.startswith("X") else "x@example.org"

    assert take(mail("There", to=to, headers=headers.format(first))).ticket == first
    assert take(mail("Here", to=to, headers=headers.format(first), sender="m@evil.example")).ticket != first


def test_a_plus_address_of_another_domain_leads_nowhere(desk: Desk, take: Take, first: int) -> None:
    assert take(mail("There", to=f"support+{first}@evil.example")).ticket != first


def test_a_known_reference_from_a_stranger_with_another_subject_opens_a_ticket(
    desk: Desk, take: Take, first: int
) -> None:
    for at, named in enumerate(("first@example.org", written(desk, first))):
        got = take(answer(named, sender="new@example.net", subject="A new matter", body=f"Hello {at}"))
        assert (got.state, got.ticket != first) == (State.NEW, True)
    assert take(answer("first@example.org", sender="other@example.net")).ticket == first
    assert take(answer(written(desk, first))).ticket == first, "what a stranger named still leads to its ticket"


def test_the_requester_stays_when_another_answers(desk: Desk, take: Take, first: int) -> None:
    take(answer("first@example.org", sender="Boss <boss@example.org>"))

    ticket = row(desk, first)
    assert ticket.customer is not None
    assert ticket.customer.email == "ivan@example.org"
    assert messages(desk, first)[-1].author == Person("Boss", "boss@example.org")


# What it does to the ticket


@pytest.mark.parametrize("status", [Status.PENDING, Status.HOLD, Status.SOLVED])
def test_a_customers_mail_makes_it_our_turn_again(desk: Desk, take: Take, first: int, status: Status) -> None:
    act(desk, conversation.reply, first, body="Done?", status=status)
    desk.clock.advance(hours=1)  # type: ignore[attr-defined]
    take(answer("first@example.org"))

    ticket = row(desk, first)
    assert (ticket.status, ticket.waiting_since) == ("open", desk.clock())
    assert ticket.reopened == (status == Status.SOLVED)


def test_a_customers_mail_ends_a_snooze_and_nagging_starts_no_second_clock(desk: Desk, take: Take, first: int) -> None:
    since = row(desk, first).waiting_since
    act(desk, snoozing.snooze, first, until=desk.clock().replace(year=2030))
    desk.clock.advance(hours=1)  # type: ignore[attr-defined]
    take(answer("first@example.org"))

    assert (row(desk, first).snoozed_until, row(desk, first).waiting_since) == (None, since)


def test_a_closed_ticket_is_followed_by_another_which_takes_what_comes_then(desk: Desk, take: Take, first: int) -> None:
    act(desk, tickets.close, first)
    got = take(answer("first@example.org"))

    assert got.ticket is not None
    assert (got.state, got.ticket != first, row(desk, first).status) == (State.NEW, True, "closed")
    assert messages(desk, first)[-1].body == f"This goes on in ticket #{got.ticket}."
    assert f"follows ticket #{first}" in messages(desk, got.ticket)[-1].body
    assert take(answer("first@example.org", body="More")).ticket == got.ticket


def test_undo_takes_an_arrival_back_by_its_number_alone(desk: Desk, take: Take, first: int) -> None:
    from supportdesk.services import undo

    act(desk, conversation.note, first, body="Looked into")
    act(desk, tickets.solve, first)
    take(answer("first@example.org"))
    with desk.read() as reading:
        arrived = history.changes(reading, limit=1, mine=True)[0]
    with desk.change("undo") as change:
        undo.undo(change, number=arrived.id)

    assert (row(desk, first).status, len(messages(desk, first)), arrived.verb) == ("solved", 2, "mail")
    take(mail("Another", subject="Another"))
    with desk.change("undo") as change:
        undo.undo(change)
    assert row(desk, first).status == "new", "the last deed of an agent was to solve the ticket"


# Agents


OURS = "Authentication-Results: mx.acme.example; dmarc=pass header.from=acme.example"
FIRST_ANSWERED = f"In-Reply-To: <first@example.org>\n{OURS}"


@pytest.fixture
def boris(desk: Desk, agents: dict[str, Desk]) -> str:
    """Boris, whose mail the desk knows."""
    with desk.store.writing() as connection:
        mine = tables.agent.c.login == "boris"
        connection.execute(tables.agent.update().where(mine).values(email="boris@acme.example"))
    return "Boris <boris@acme.example>"


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


# Machines


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


# Once


def test_a_message_comes_once_by_its_id_and_by_its_place(desk: Desk, take: Take) -> None:
    raw = mail()
    states = [take(raw, place) for place in ("new/1", "new/1", "new/2")]

    assert [got.state for got in states] == [State.NEW, State.NEW, State.DUPLICATE]
    assert [got.again for got in states] == [False, True, False]
    assert balance(desk) == {"new": 1, "duplicate": 1}
    assert len(messages(desk, 1)) == 1


def test_our_own_mail_coming_back_is_a_duplicate(desk: Desk, take: Take, first: int) -> None:
    got = take(mail(sender="support@acme.example", id=written(desk, first), subject="Re: fire"))

    assert (got.state, len(messages(desk, first))) == (State.DUPLICATE, 1)


def test_somebody_elses_message_id_hides_no_mail(desk: Desk, take: Take, first: int) -> None:
    got = take(mail("Mine", sender="olga@example.org", id="first@example.org"))
    assert (got.state, "ivan@example.org" in got.reason) == (State.QUARANTINED, True)

    again = retry(desk, got.arrival)
    assert (again.state, again.arrival) == (State.NEW, got.arrival)
    assert balance(desk) == {"new": 2}


def test_what_is_written_later_under_the_same_id_is_another_mail_and_comes_once(desk: Desk, take: Take) -> None:
    early, late = "Date: Fri, 20 Nov 2026 08:00:00 +0000", "Date: Fri, 20 Nov 2026 09:00:00 +0000"
    scans = [
        mail("Scan one", subject="Scan", headers=early, id="scanner@example.org"),
        mail("Scan two", subject="Scan", headers=late, id="scanner@example.org"),
        mail("Scan one, sent by a list that adds its foot", subject="Scan", headers=early, id="scanner@example.org"),
        mail("Scan two", subject="Scan", headers=late, id="scanner@example.org"),
    ]
    got = [take(raw, f"new/{place}").state for place, raw in enumerate(scans)]

    assert got == [State.NEW, State.NEW, State.DUPLICATE, State.DUPLICATE]
    assert [messages(desk, number)[0].body.strip() for number in (1, 2)] == ["Scan one", "Scan two"]


def test_a_mail_that_says_something_else_under_a_known_id_is_kept_as_it_came(
    desk: Desk, take: Take, first: int
) -> None:
    other = mail("Something else", id="first@example.org")
    got = take(other)

    assert (got.state, len(messages(desk, first))) == (State.DUPLICATE, 1)
    with desk.read() as reading:
        assert ledger.raw_of(reading, got.arrival) == other


# Hostile


@pytest.mark.parametrize("raw", [b"", b"\r\n\r\n", b" \n"])
def test_an_empty_mail_is_quarantined_whole_with_its_reason(desk: Desk, take: Take, raw: bytes) -> None:
    got = take(raw)

    assert (got.state, got.reason, balance(desk)) == (State.QUARANTINED, "the mail is empty", {"quarantined": 1})
    with desk.read() as reading:
        assert ledger.raw_of(reading, got.arrival) == raw


HOSTILE = [
    mail("\x00 NUL \x1b]0;title\x07", subject="\x00\x1b[2J"),
    mail(subject="x\r\nBcc: victim@example.org"),
    mail(sender="=?utf-8?b?AAAA?= <a\x00@b>"),
    mail(sender="A" * 5000 + " <" + "a" * 5000 + "@example.org>", id="i" * 5000 + "@x"),
    mail(headers="References: " + " ".join(f"<{at}@x>" for at in range(5000))),
    b"\xff\xfe\x00" * 500,
    b"From: a@example.org\nContent-Type: text/plain; charset=klingon\nMessage-ID: <k@x>\n\n\xff\xd0\x9f\n",
    b"From: a@example.org\nContent-Type: multipart/mixed\nMessage-ID: <no-boundary@x>\n\n--\n",
    mail(subject="Re: [#99999999999999999999] [#18446744073709551616] [#999999999999999999]"),
    mail(headers="In-Reply-To: <desk.999999999999999999.0a1b2c3d.0000000000000000@x>"),
    mail("\ud800".encode("utf-8", "surrogatepass").decode("latin-1"), sender="\udce9"[0:0] + "<@>"),
]


@pytest.mark.parametrize("raw", HOSTILE, ids=range(len(HOSTILE)))
def test_whatever_comes_is_stored_once_and_the_store_stays_sound(desk: Desk, take: Take, raw: bytes) -> None:
    states = [take(raw, place).state for place in ("1", "2")]

    assert states[0] in (State.NEW, State.QUARANTINED)
    assert sum(balance(desk).values()) == 2
    assert take(mail("The next one", subject="Next")).state == State.NEW


def test_ten_thousand_parts_are_one_mail(desk: Desk, take: Take) -> None:
    got = take(multipart(*[part(b"x", "application/x-a")] * 10_000, headers="Message-ID: <parts@x>\n"))

    assert got.state in (State.NEW, State.QUARANTINED)
    assert sum(balance(desk).values()) == 1


def test_mails_with_bytes_gone_wrong_never_stop_a_run(sqlite_desk: Desk) -> None:
    chance = random.Random(4)
    seeds = [mail(headers="Cc: a@b.example\nReferences: <x@y>"), multipart(part(b"x"), part("ж".encode())), PLAIN]
    for at in range(60):
        raw = bytearray(chance.choice(seeds))
        for _ in range(chance.randrange(1, 30)):
            raw[chance.randrange(len(raw))] = chance.choice(b'\x00\x1b\r\n<>@:;"=?\xff%[]#')
        receive(sqlite_desk, bytes(raw), place=f"{at}")

    with sqlite_desk.read() as reading:
        (line,) = ledger.balances(reading)
        reasons = [one.reason for one in ledger.quarantine(reading)]
    assert (line.received, line.mailbox) == (60, "(none)")
    assert [reason for reason in reasons if not reason.startswith("its Message-ID is that of a mail by")] == []
