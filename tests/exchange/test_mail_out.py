"""Mail goes out as it came in, and answers as mails that find their threads."""

import email
import email.policy
import io
from pathlib import Path

import pytest

from supportdesk.desk import Desk
from supportdesk.errors import NotFound, UsageError
from supportdesk.exchange import exporter, importer
from supportdesk.mail.mailbox import read_mbox
from supportdesk.mail.parse import parse
from supportdesk.services import conversation, tickets
from supportdesk.services.select import tickets as chosen
from supportdesk.store import thread
from tests.conftest import opened
from tests.exchange.mailing import filed, mail, mbox, take
from tests.templates import Clock

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


def test_a_ticket_without_a_message_is_told_to_be_left_out(desk: Desk) -> None:
    opened(desk)
    opened(desk, body="")
    report = exporter("mbox")(desk, io.BytesIO())

    assert (report.tickets, report.messages) == (1, 1)
    assert dict(report.left_out) == {"tickets without a message": 1}
