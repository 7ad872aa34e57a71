"""Mail that opens tickets, comes once, or is hostile: every message ends in exactly one state."""

import random
from dataclasses import replace

import pytest

from supportdesk.desk import Desk
from supportdesk.domain.arriving import State
from supportdesk.domain.mail_rows import MailboxRow
from supportdesk.domain.models import Person
from supportdesk.mail.receive import receive, retry
from supportdesk.store import ledger
from tests.mail.arriving import Take, balance, mail, written
from tests.mail.letters import PLAIN, multipart, part
from tests.services.acting import messages, row


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


@pytest.mark.both
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
