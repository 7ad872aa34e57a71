"""Lines that the desk itself writes on a ticket, for the agents alone."""

from sqlalchemy import select

from supportdesk.domain.mail_ids import entry_id
from supportdesk.domain.ticket import MessageKind
from supportdesk.store.change import Change
from supportdesk.store.tables import ticket

LONGEST = 2_000
"""Characters of a line."""


def failure(change: Change, number: int, reasons: str) -> None:
    """Say on a ticket whom a letter does not reach, and why."""
    line(change, number, f"Not delivered to {reasons}")


def line(change: Change, number: int, text: str) -> None:
    """Add a line of the desk's to a ticket."""
    subject = change.value(select(ticket.c.subject).where(ticket.c.id == number))
    said = {
        "ticket_id": number,
        "kind": str(MessageKind.SYSTEM),
        "author_name": "supportdesk",
        "at": change.now,
        "subject": subject,
        "message_id": entry_id(change.address),
        "body": text[:LONGEST],
    }
    change.add_messages("noted", [said])
