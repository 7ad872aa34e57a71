"""Mails as a mailbox holds them, and the tickets that they become."""

import io
from collections.abc import Sequence

from sqlalchemy import select

from supportdesk.desk import Desk
from supportdesk.domain.ticket import Status
from supportdesk.exchange import ImportOptions, ImportReport, importer
from supportdesk.store import tables


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
