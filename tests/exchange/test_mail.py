"""Mailboxes: each mail once, threads as tickets, originals out as they came in."""

import email
import email.policy
import io
import json
import os
import random
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

import pytest
from sqlalchemy import func, select

from supportdesk.desk import Desk
from supportdesk.domain.ticket import Status
from supportdesk.errors import NotFound, UsageError
from supportdesk.exchange import ImportOptions, ImportReport, exporter, importer
from supportdesk.mail.mailbox import read_mbox
from supportdesk.mail.parse import parse
from supportdesk.services import conversation, people, rethreading, tickets
from supportdesk.services.select import tickets as chosen
from supportdesk.store import history, queries, tables, thread
from supportdesk.store.replay import check
from tests.conftest import opened
from tests.templates import Clock

CORPORA = os.environ.get("SUPPORTDESK_CORPORA", "")


def mail(
    name: str,
    *,
    to: Sequence[str] = (),
    sender: str = "Ivan <ivan@example.org>",
    subject: str = "Printer",
    body: str = "Help.\n",
    date: str | None = "Fri, 20 Nov 2026 10:00:00 +0300",
) -> bytes:
    """A mail `<name@x>` that names others."""
    head = [f"From: {sender}", f"Subject: {subject}", f"Message-ID: <{name}@x>"]
    head += [f"Date: {date}"] if date else []
    head += [f"References: {' '.join(f'<{one}@x>' for one in to)}", f"In-Reply-To: <{to[-1]}@x>"] if to else []
    return "\n".join([*head, "", body]).encode()


def mbox(*mails: bytes, separator: str = "From ivan@example.org Fri Nov 20 07:00:00 2026") -> bytes:
    """Mails as a mailbox."""
    return b"".join(separator.encode() + b"\n" + one + b"\n" for one in mails)


def take(desk: Desk, *mails: bytes, status: Status = Status.NEW) -> ImportReport:
    """Import mails as an mbox."""
    report = importer("mbox")(desk, io.BytesIO(mbox(*mails)), options=ImportOptions(status=status))
    assert report.received == report.new + report.threaded + report.duplicate + report.rejected == len(mails)
    return report


def filed(desk: Desk) -> dict[str, int]:
    """The ticket of each mail."""
    with desk.read() as reading:
        found = reading.rows(select(tables.message.c.message_id, tables.message.c.ticket_id))
    return {row.message_id.removesuffix("@x"): row.ticket_id for row in found}


# In ------------------------------------------------------------------------------------------------------------------


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


def followers(desk: Desk, number: int = 1) -> list[str]:
    """Who follows a ticket."""
    with desk.read() as reading:
        assert check(reading, deep=True) == ()
        return list(map(str, queries.rows(reading, [number])[0].followers))


def copied(raw: bytes, *cc: str, more: str = "") -> bytes:
    """A mail with copies."""
    return raw.replace(b"Subject:", f"Cc: {', '.join(cc)}\n{more}Subject:".encode(), 1)


ADA, BOB = "Ada Lane <ada@example.net>", "bob@example.net"


def test_those_in_cc_of_the_mail_that_begins_a_thread_follow_but_for_the_desk_machines_and_who_asks(desk: Desk) -> None:
    with desk.change("people") as change:
        people.add_agent(change, login="boris", email="boris@acme.example")
    away = ("boris@acme.example", "ivan@example.org", "no-reply@shop.example", "users@lists.example.org")
    later = "Fri, 20 Nov 2026 12:00:00 +0300"
    answer = copied(mail("b", to=["a"], sender="Zoë <zoe@example.org>", date=later), "eve@evil.example")
    take(desk, answer, copied(mail("a"), ADA, *away))
    assert followers(desk) == [ADA]


def test_imported_answers_of_the_customer_and_of_followers_add_more_and_those_of_strangers_none(desk: Desk) -> None:
    take(desk, copied(mail("a"), ADA))
    date = "Sat, 21 Nov 2026 07:0{}:00 +0300"
    take(
        desk,
        copied(mail("b", to=["a"], date=date.format(1)), BOB),
        copied(mail("c", to=["b"], sender=ADA, date=date.format(2)), "cem@example.net"),
        copied(mail("d", to=["a"], sender="eve@evil.example", date=date.format(3)), "eve2@evil.example"),
        copied(mail("e", to=["d"], sender="eve2@evil.example", date=date.format(4)), "eve3@evil.example"),
    )
    assert set(filed(desk).values()) == {1}
    assert followers(desk) == [ADA, BOB, "cem@example.net"]


def test_an_imported_mail_that_says_it_is_an_agents_adds_nobody_to_a_thread(desk: Desk) -> None:
    with desk.change("people") as change:
        people.add_agent(change, login="boris", email="boris@acme.example")
    later = "Fri, 20 Nov 2026 12:00:00 +0300"
    take(desk, mail("a"), copied(mail("b", to=["a"], sender="boris@acme.example", date=later), "eve@evil.example"))
    assert followers(desk) == []


@pytest.mark.parametrize("more", ["List-Id: <users.lists.example.org>\n", "Auto-Submitted: auto-generated\n"])
def test_imported_mail_of_lists_and_machines_adds_nobody(desk: Desk, more: str) -> None:
    take(desk, copied(mail("a"), ADA, more=more))
    assert followers(desk) == []


def test_an_imported_mail_to_hundreds_makes_few_follow_and_again_none(desk: Desk) -> None:
    many = copied(mail("a"), *(f"victim{turn}@example.net" for turn in range(300)))
    take(desk, many)
    assert take(desk, many).change is None
    assert len(followers(desk)) == 20


def test_an_imported_mail_that_is_moved_takes_along_who_followed_because_of_it(desk: Desk) -> None:
    later = "Fri, 20 Nov 2026 12:00:00 +0300"
    take(desk, copied(mail("a"), ADA), copied(mail("b", to=["a"], date=later), BOB))
    take(desk, copied(mail("c", to=["a"], date=later), "cem@example.net"))
    for one in ("b@x", "c@x"):
        with desk.change("rethread") as change:
            rethreading.rethread(change, one, to=None)
    assert [followers(desk, number) for number in (1, 2, 3)] == [[ADA], [BOB], ["cem@example.net"]]


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


# Out -----------------------------------------------------------------------------------------------------------------

WITH_FILE = b"""\
From: =?koi8-r?B?6dfBzg==?= <ivan@example.org>
Subject: =?windows-1251?B?z/Do7fLl8A==?=
Message-ID: <file@x>
Date: Fri, 20 Nov 2026 10:00:00 +0300
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=b

--b
Content-Type: text/plain; charset=windows-1251
Content-Transfer-Encoding: base64

z/Do4uXyCg==
--b
Content-Type: application/pdf; name="a.pdf"
Content-Transfer-Encoding: base64

JVBERi0xLjQK
--b--
"""


def test_mail_that_came_goes_out_as_it_came(desk: Desk) -> None:
    mails = [mail("a", body="From here on\n>From there\n"), WITH_FILE, mail("crlf").replace(b"\n", b"\r\n")]
    escaped = mails[0].replace(b"\nFrom here", b"\n>From here").replace(b"\n>From there", b"\n>>From there")
    importer("mbox")(desk, io.BytesIO(mbox(escaped, *mails[1:])))
    out = io.BytesIO()
    report = exporter("mbox")(desk, out)
    assert (report.tickets, report.messages, dict(report.left_out)) == (3, 3, {})
    assert [one.content for one in read_mbox(io.BytesIO(out.getvalue()))] == mails


def test_files_stay_files(desk: Desk) -> None:
    take(desk, WITH_FILE)
    with desk.read() as reading:
        detail = thread.detail(reading, 1)
        (file,) = detail.thread[0].attachments
        assert thread.content(reading, file.sha256) == b"%PDF-1.4\n"
    assert (detail.ticket.subject, detail.thread[0].body.strip(), file.name) == ("Принтер", "Привет", "a.pdf")


def test_an_answer_goes_out_as_a_mail_that_finds_its_thread(desk: Desk, clock: Clock) -> None:
    take(desk, mail("a", sender='"Иван \\"Ив\\", Петров" <ivan@example.org>'))
    with desk.change("reply") as change:
        held = chosen(change, numbers=[1])
        file = conversation.File("счёт № 1.pdf", b"%PDF\r\n\x00", "application/pdf")
        conversation.reply(change, held, body="Вот счёт.\nFrom now on\n.\n", files=[file], cc=["Zoë <zoe@example.org>"])
        conversation.note(change, held, body="between us")
    out = io.BytesIO()
    report = exporter("mbox")(desk, out)
    assert dict(report.left_out) == {"notes": 1}
    _, answer = [one.content for one in read_mbox(io.BytesIO(out.getvalue()))]
    assert answer is not None
    assert b"between us" not in out.getvalue()
    read = parse(answer)
    assert (read.in_reply_to, read.references) == (("a@x",), ("a@x",))
    assert [person.name for person in (*read.to, *read.cc)] == ['Иван "Ив", Петров', "Zoë"]
    assert read.body.rstrip("\n") == "Вот счёт.\nFrom now on\n."
    assert [(part.name, part.content) for part in read.parts] == [("счёт № 1.pdf", b"%PDF\r\n\x00")]
    python = email.message_from_bytes(answer, policy=email.policy.default)
    assert not python.defects
    assert python["date"].datetime == clock()
    assert python["subject"] == "Re: Printer"


def test_no_header_can_be_smuggled_into_an_outgoing_mail(desk: Desk) -> None:
    with desk.change("new") as change:
        customer = thread.Person('Eve"\r\nBcc: all@example.org\r\n', "eve@example.org")
        tickets.open_ticket(change, subject="x\r\nBcc: all@example.org", customer=customer, body="b")
    out = io.BytesIO()
    exporter("mbox")(desk, out)
    (raw,) = [one.content for one in read_mbox(io.BytesIO(out.getvalue()))]
    assert raw is not None
    assert email.message_from_bytes(raw)["bcc"] is None


@pytest.mark.parametrize("name", ["maildir", "eml"])
def test_a_folder_of_mails_goes_out_and_comes_in_again(desk: Desk, other: Desk, tmp_path: Path, name: str) -> None:
    take(desk, mail("a"), mail("b", to=["a"]), WITH_FILE)
    for _ in range(2):
        assert exporter(name)(desk, tmp_path / "out").messages == 3
    report = importer(name)(other, tmp_path / "out")
    assert (report.received, report.tickets) == (3, 2)
    assert filed(other).keys() == filed(desk).keys()
    assert importer(name)(other, tmp_path / "out").duplicate == 3


def test_one_mail_comes_from_a_stream(desk: Desk) -> None:
    assert importer("eml")(desk, io.BytesIO(WITH_FILE)).new == 1


def test_what_is_no_mailbox_is_told(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        importer("mbox")(desk, tmp_path / "none")
    with pytest.raises(UsageError):
        importer("mbox")(desk, tmp_path)
    with pytest.raises(UsageError):
        importer("maildir")(desk, tmp_path)
    with pytest.raises(UsageError):
        exporter("eml")(desk, io.BytesIO())


MANY = 1_000
"""The first mails of a real list: a part of it has a reference as the whole has, and takes seconds."""


def mails_of(stream: Iterable[bytes]) -> Iterator[bytes]:
    """The mails of an mbox of the quoted kind, where no other line begins like a separator."""
    lines: list[bytes] = []
    for line in stream:
        if line.startswith(b"From ") and lines:
            yield b"".join(lines)
            lines = []
        lines.append(line)
    yield b"".join(lines)


def id_of(mail: bytes) -> str:
    """The Message-ID of a mail."""
    found = re.search(rb"(?im)^message-id:\s*<([^>]*)>", mail)
    assert found
    return found[1].decode()


LISTS = sorted(Path(CORPORA).glob("threading/*.mbox.xz")) if CORPORA else []

if LISTS:

    @pytest.mark.parametrize("archive", LISTS, ids=lambda archive: archive.name.partition(".")[0])
    def test_real_lists_are_threaded_as_their_references_say(sqlite_desk: Desk, archive: Path) -> None:
        import lzma

        with lzma.open(str(archive).replace(".mbox.", ".threads.jsonl."), "rt") as stream:
            known = {line[0]: (line[1], line[3]) for line in map(json.loads, stream)}
        with lzma.open(archive) as stream:
            mails = list(islice(mails_of(stream), MANY))
        roots = {mail_id: known[mail_id] for mail_id in map(id_of, mails)}
        report = importer("mbox")(sqlite_desk, io.BytesIO(b"".join(mails)))
        assert (report.received, report.messages) == (len(mails), len(roots))
        with sqlite_desk.read() as reading:
            found = reading.rows(select(tables.message.c.message_id, tables.message.c.ticket_id))
            count = reading.value(select(func.count()).select_from(tables.ticket))
        by_ticket = defaultdict(set)
        for mail_id, number in found:
            by_ticket[number].add(roots[mail_id][0])
        assert all(len(threads) == 1 for threads in by_ticket.values())
        assert len({full for full, _ in roots.values()}) <= count <= len({arrival for _, arrival in roots.values()})


def test_a_ticket_without_a_message_is_told_to_be_left_out(desk: Desk) -> None:
    opened(desk)
    opened(desk, body="")
    report = exporter("mbox")(desk, io.BytesIO())

    assert (report.tickets, report.messages) == (1, 1)
    assert dict(report.left_out) == {"tickets without a message": 1}
