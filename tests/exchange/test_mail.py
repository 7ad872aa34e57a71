"""Mailboxes: each mail once, threads as tickets."""

import io
import json
import random
from collections import defaultdict
from datetime import UTC, datetime

import pytest

from supportdesk.desk import Desk
from supportdesk.domain.ticket import Status
from supportdesk.errors import UsageError
from supportdesk.exchange import ImportOptions, importer
from supportdesk.services import people, tickets
from supportdesk.services.select import tickets as chosen
from supportdesk.store import history, queries, tables, thread
from supportdesk.store import people as stored_people
from supportdesk.store.replay import check
from tests.exchange.lines import count
from tests.exchange.mailing import filed, mail, mbox, take

ENDLESS = "".join(random.Random(1).choices("abcdefghijklmnopqrstuvwxyz0123456789", k=9_000))
"""More than an index holds, in which nothing repeats that could be compressed."""


@pytest.mark.parametrize(
    ("sender", "name", "email"),
    [
        (f"Ivan <{ENDLESS}@example.org>", "Ivan", ""),
        (f"{ENDLESS} <ivan@example.org>", ENDLESS[:200], "ivan@example.org"),
        (f"{ENDLESS}@example.org", ENDLESS[:200], ""),
    ],
)
def test_a_sender_without_end_is_known_by_the_beginning(desk: Desk, sender: str, name: str, email: str) -> None:
    take(desk, mail("a", sender=sender))
    with desk.read() as reading:
        (customer,) = stored_people.customers(reading)
    assert (customer.name, "".join(customer.emails)) == (name, email)


def test_a_thread_is_a_ticket_and_its_first_sender_the_customer(desk: Desk) -> None:
    later = "Fri, 20 Nov 2026 12:00:00 +0300"
    answer = mail("b", to=["a"], sender="Zoë <zoe@example.org>", date=later, subject="Re: Printer")
    report = take(desk, mail("a"), answer, mail("c"))
    assert (report.new, report.threaded, report.tickets, report.messages, report.customers) == (2, 1, 2, 3, 2)
    with desk.read() as reading:
        detail = thread.detail(reading, 1)
        assert check(reading, deep=True) == ()
    assert detail.ticket.customer is not None
    assert (detail.ticket.customer.name, detail.ticket.channel, detail.ticket.status) == ("Ivan", "mail", "new")
    assert [one.author.name for one in detail.thread] == ["Ivan", "Zoë"]
    assert detail.ticket.created_at == detail.ticket.waiting_since == datetime(2026, 11, 20, 7, tzinfo=UTC)
    assert detail.ticket.updated_at == datetime(2026, 11, 20, 9, tzinfo=UTC)


def test_the_same_mailbox_again_adds_nothing(desk: Desk) -> None:
    mails = [mail("a"), mail("b", to=["a"]), mail("a")]
    assert take(desk, *mails).duplicate == 1
    again = take(desk, *mails)
    assert (again.duplicate, again.change) == (3, None)


def test_of_a_mailbox_that_has_grown_only_the_new_mails_are_added(desk: Desk) -> None:
    nameless = mail("gone").replace(b"Message-ID: <gone@x>\n", b"")
    take(desk, mail("a"), nameless)
    report = take(desk, mail("b", to=["a"]), mail("a"), b"", nameless, mail("c"), mail("a", body="Rewritten.\n"))
    assert (report.new, report.threaded, report.duplicate, report.rejected) == (1, 1, 3, 1)
    with desk.read() as reading:
        assert "Rewritten." not in str(thread.detail(reading, 1))


def test_mail_joins_the_ticket_of_an_earlier_import(desk: Desk) -> None:
    take(desk, mail("a"), mail("other"))
    report = take(desk, mail("b", to=["a"]), mail("c", to=["a", "b"]))
    assert (report.new, report.threaded) == (0, 2)
    assert filed(desk) == {"a": 1, "other": 2, "b": 1, "c": 1}
    with desk.read() as reading:
        assert [one.kind for one in history.of_ticket(reading, 1)] == ["opened", "received", "received"]
        assert check(reading, deep=True) == ()


def test_answers_to_a_mail_that_never_came_belong_together(desk: Desk) -> None:
    take(desk, mail("b", to=["absent"]))
    take(desk, mail("c", to=["absent"]))
    take(desk, mail("absent"))
    assert filed(desk) == {"b": 1, "c": 1, "absent": 1}


def test_a_subject_brings_nothing_together(desk: Desk) -> None:
    take(desk, mail("a", subject="Printer"), mail("b", subject="Re: Printer"), mail("c", subject="[#1] Printer"))
    assert set(filed(desk).values()) == {1, 2, 3}


def test_a_bare_word_in_in_reply_to_is_no_id(desk: Desk) -> None:
    bare = mail("b").replace(b"Subject:", b"In-Reply-To: a@x\nSubject:")
    take(desk, mail("a"), bare)
    assert filed(desk)["b"] != filed(desk)["a"]


def test_a_bare_word_in_in_reply_to_leads_no_later_mail_either(desk: Desk) -> None:
    take(desk, mail("b").replace(b"Subject:", b"In-Reply-To: a@x\nSubject:"))
    take(desk, mail("a"))
    assert filed(desk) == {"b": 1, "a": 2}


def test_a_mail_between_two_tickets_goes_to_the_newest_that_it_names(desk: Desk) -> None:
    take(desk, mail("a"), mail("b"))
    take(desk, mail("c", to=["a", "b"]))
    take(desk, mail("d", to=["b", "a"]))
    assert filed(desk) == {"a": 1, "b": 2, "c": 2, "d": 1}


def test_mail_for_a_merged_ticket_goes_to_the_survivor(desk: Desk) -> None:
    take(desk, mail("a"), mail("b"))
    with desk.store.writing() as connection:
        connection.execute(tables.ticket.update().where(tables.ticket.c.id == 1).values(merged_into=2))
    take(desk, mail("c", to=["a"]))
    assert filed(desk)["c"] == 2


def test_mail_for_a_deleted_ticket_opens_one(desk: Desk) -> None:
    take(desk, mail("a"))
    with desk.change("delete") as change:
        tickets.delete(change, chosen(change, numbers=[1]))
    take(desk, mail("b", to=["a"]))
    assert filed(desk)["b"] == 2


@pytest.mark.parametrize("seed", range(5))
def test_threads_do_not_depend_on_the_order_of_one_mailbox(sqlite_desk: Desk, seed: int) -> None:
    chance = random.Random(seed)
    mails, roots = [], {}
    for number in range(60):
        parent = chance.choice([None, *roots]) if roots else None
        roots[f"m{number}"] = roots[parent] if parent else f"m{number}"
        mails.append(mail(f"m{number}", to=[parent] if parent else []))
    chance.shuffle(mails)
    take(sqlite_desk, *mails)
    by_ticket = defaultdict(set)
    for name, number in filed(sqlite_desk).items():
        by_ticket[number].add(roots[name])
    assert len(by_ticket) == len(set(roots.values()))
    assert all(len(found) == 1 for found in by_ticket.values())


@pytest.mark.parametrize("seed", range(5))
def test_mail_by_mail_in_any_order_no_ticket_mixes_threads(sqlite_desk: Desk, seed: int) -> None:
    chance = random.Random(seed)
    threads = [[mail(f"t{t}m{m}", to=[f"t{t}m{chance.randrange(m)}"] if m else []) for m in range(6)] for t in range(4)]
    mails = [one for listed in threads for one in listed]
    chance.shuffle(mails)
    for one in mails:
        take(sqlite_desk, one)
    by_ticket = defaultdict(set)
    for name, number in filed(sqlite_desk).items():
        by_ticket[number].add(name.partition("m")[0])
    assert all(len(found) == 1 for found in by_ticket.values())


def test_an_agents_mail_is_an_answer(desk: Desk) -> None:
    with desk.change("agent") as change:
        people.add_agent(change, login="boris", name="Boris", email="boris@desk.example")
    answer = mail("b", to=["a"], sender="B <Boris@Desk.example>", date="Fri, 20 Nov 2026 12:00:00 +0300")
    take(desk, mail("a"), answer)
    with desk.read() as reading:
        detail = thread.detail(reading, 1)
    assert [(one.kind, one.delivery) for one in detail.thread] == [("customer", None), ("reply", "sent")]
    assert (detail.ticket.first_reply_at, detail.ticket.waiting_since) == (detail.thread[1].at, None)


def test_a_thread_that_an_agent_began_is_of_whom_they_wrote_to(desk: Desk) -> None:
    ours = mail("a", sender="support@supportdesk.invalid").replace(b"Subject:", b"To: Zoe <zoe@example.org>\nSubject:")
    take(desk, ours)
    with desk.read() as reading:
        (row,) = queries.rows(reading, [1])
    assert row.customer is not None
    assert row.customer.email == "zoe@example.org"


def test_a_later_answer_ends_the_waiting(desk: Desk) -> None:
    take(desk, mail("a"))
    take(desk, mail("b", to=["a"], sender="support@supportdesk.invalid", date="Fri, 20 Nov 2026 12:00:00 +0300"))
    with desk.read() as reading:
        (row,) = queries.rows(reading, [1])
        assert check(reading, deep=True) == ()
    assert (row.waiting_since, row.first_reply_at) == (None, datetime(2026, 11, 20, 9, tzinfo=UTC))


def test_imported_tickets_may_be_closed_from_the_start(desk: Desk) -> None:
    take(desk, mail("a"), status=Status.CLOSED)
    with desk.read() as reading:
        (row,) = queries.rows(reading, [1])
        assert check(reading, deep=True) == ()
    assert (row.status, row.closed_at, row.waiting_since) == ("closed", row.updated_at, None)


@pytest.mark.parametrize(
    ("date", "at"),
    [
        ("Fri, 20 Nov 2026 10:00:00 +0300", datetime(2026, 11, 20, 7, tzinfo=UTC)),
        ("Sat, 01 Jan 2050 10:00:00 +0000", datetime(2026, 11, 21, 9, tzinfo=UTC)),
        ("Sat, 01 Jan 1900 10:00:00 +0000", datetime(2026, 11, 20, 7, tzinfo=UTC)),
        (None, datetime(2026, 11, 20, 7, tzinfo=UTC)),
    ],
)
def test_a_mail_is_of_its_date_never_of_the_future_else_of_its_arrival(
    sqlite_desk: Desk, date: str | None, at: datetime
) -> None:
    take(sqlite_desk, mail("a", date=date))
    with sqlite_desk.read() as reading:
        assert thread.detail(reading, 1).thread[0].at == at


def test_hostile_mail_is_filed_like_any_other(desk: Desk) -> None:
    head = b'From: "a\0b" <x@y>\nSubject: =?utf-8?q?=00=ED=A0=80?=\nMessage-ID: <' + b"i" * 5000 + b"@x>\n"
    nasty = head + b"\nbody \0 \xed\xa0\x80\n"
    huge = b"From: " + b"x" * 3000 + b"@example.org\nSubject: s\nMessage-ID: <h@x>\n\n.\n"
    nobody = b"Subject:\n\n\n"
    report = take(desk, nasty, huge, nobody, b"\n \n")
    assert (report.new, report.rejected) == (3, 1)
    with desk.read() as reading:
        assert [row.subject for row in queries.rows(reading, [3])] == ["(no subject)"]
        assert check(reading, deep=True) == ()


def test_a_mail_that_is_too_large_is_told_and_the_rest_read(sqlite_desk: Desk) -> None:
    rejects = io.BytesIO()
    raw = mbox(mail("a"), mail("b", body="x" * (26 << 20)), mail("c"))
    report = importer("mbox")(sqlite_desk, io.BytesIO(raw), options=ImportOptions(rejects=rejects))
    assert (report.new, report.rejected) == (2, 1)
    told = json.loads(rejects.getvalue())
    assert told["line"] == 2
    assert "larger than 25 MB" in told["reason"]


@pytest.mark.parametrize("raw", [b"host\n", b"\x7fELF\x02\x01\x00" + bytes(range(256)) * 40, b"{}\n\nx: y\n"])
def test_a_file_without_any_mail_in_it_is_no_mbox_and_becomes_no_ticket(desk: Desk, raw: bytes) -> None:
    with pytest.raises(UsageError, match="this is no mbox"):
        importer("mbox")(desk, io.BytesIO(raw))
    assert count(desk, tables.ticket) == 0


@pytest.mark.parametrize(
    ("raw", "mails"),
    [
        (b"", 0),
        (b"\n\n", 0),
        (mail("a"), 1),
        (b"\xef\xbb\xbf" + mail("a"), 1),
        (b"Exported by hand\n\n" + mbox(mail("a"), mail("b")), 3),
    ],
)
def test_whatever_holds_a_mail_is_read_as_an_mbox(desk: Desk, raw: bytes, mails: int) -> None:
    assert importer("mbox")(desk, io.BytesIO(raw)).received == mails
