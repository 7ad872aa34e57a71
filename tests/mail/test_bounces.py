"""What a bounce says: which mail came back, from whom and why."""

import pytest

from supportdesk.domain.letters import Failed
from supportdesk.mail.bounces import read_bounce
from tests.mail.letters import letter, multipart, part

OURS = "desk.1.0123456789abcdef.00112233aabbccdd@acme.example"
RETURNED = part(f"Message-ID: <{OURS}>\nTo: ivan@example.org\nSubject: Re: Hi\n\nHello".encode(), "message/rfc822")


def report(fields: str) -> bytes:
    """A report with one block for a recipient."""
    status = part(f"Reporting-MTA: dns; mx.example.org\n\n{fields}\n".encode(), "message/delivery-status")
    return multipart(part(b"Sorry."), status, RETURNED, kind='report; report-type="delivery-status"')


GONE = """\
Final-Recipient: rfc822; ivan@example.org
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 <ivan@example.org>
 no such user here"""


def test_a_report_names_the_mail_the_address_and_the_reason() -> None:
    bounce = read_bounce(report(GONE))

    assert bounce.message_ids[0] == OURS
    assert bounce.failed == (Failed("ivan@example.org", "5.1.1", "550 5.1.1 <ivan@example.org> no such user here"),)
    assert bounce.failed[0].lasting


@pytest.mark.parametrize("action", ["delayed", "delivered", "relayed", "expanded"])
def test_what_is_only_late_or_has_arrived_has_not_failed(action: str) -> None:
    assert read_bounce(report(GONE.replace("failed", action))).failed == ()


def test_a_full_mailbox_is_no_dead_address() -> None:
    bounce = read_bounce(report(GONE.replace("5.1.1", "5.2.2")))

    assert [one.lasting for one in bounce.failed] == [False]


def test_the_address_that_we_wrote_to_comes_before_where_it_was_forwarded() -> None:
    forwarded = "Original-Recipient: rfc822; ivan@example.org\n" + GONE.replace(
        "ivan@example.org\nA", "x@far.example\nA"
    )

    assert [one.address for one in read_bounce(report(forwarded)).failed] == ["ivan@example.org"]


def test_a_server_that_writes_no_report_is_understood() -> None:
    body = f"""\
Hi. This is the qmail-send program at mx.example.org.

<ivan@example.org>:
550 5.1.1 No such user

--- Below this line is a copy of the message.

Return-Path: <support@acme.example>
Message-ID: <{OURS}>
To: ivan@example.org
"""
    bounce = read_bounce(letter(body, headers="From: MAILER-DAEMON@mx.example.org"))

    assert bounce.message_ids == (OURS,)
    assert bounce.failed == (Failed("ivan@example.org", "5.1.1", "550 5.1.1 No such user"),)


def test_a_receipt_names_the_mail_that_was_read() -> None:
    read = f"Final-Recipient: rfc822;ivan@example.org\nOriginal-Message-ID: <{OURS}>\nDisposition: x; displayed\n"
    told = part(read.encode(), "message/disposition-notification")
    raw = multipart(part(b"It was read."), told, kind="report; report-type=disposition-notification")

    assert read_bounce(raw).message_ids == (OURS,)
    assert read_bounce(raw).failed == ()


@pytest.mark.parametrize(
    "raw", [b"", b"\0" * 99, b"Content-Type: multipart/report; boundary=x\n\n--x\n\n--x--", RETURNED]
)
def test_anything_else_says_nothing_and_harms_nothing(raw: bytes) -> None:
    assert read_bounce(raw).failed in ((), (Failed("ivan@example.org", "", ""),))


def test_an_address_behind_a_wide_colon_is_read_without_it() -> None:
    said = "抱歉，您的邮件被退回来了。\n收件人：gone@example.org\n"
    found = read_bounce(letter(said, charset="gbk", headers="X-Riferimento-Message-ID: <one@acme.example>"))
    assert [one.address for one in found.failed] == ["gone@example.org"]
    assert found.message_ids == ("one@acme.example",)
