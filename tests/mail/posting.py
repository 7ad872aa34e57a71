"""What tests of sending share: a letter, a mailbox that sends, answers that wait, and a worker."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select, update

from supportdesk.desk import Desk
from supportdesk.domain.letters import Letter
from supportdesk.domain.models import Person
from supportdesk.mail.deliver import Round, Worker
from supportdesk.mail.post import Patience
from supportdesk.services import conversation
from supportdesk.store import tables
from tests.services.acting import act, messages

LETTER = Letter(
    sender=Person("Acme Support", "support@acme.example"),
    to=(Person("Ivan Petrov", "ivan@example.org"),),
    cc=(),
    subject="Re: The printer is on fire",
    message_id="desk.1.0123456789abcdef.00112233aabbccdd@acme.example",
    at=datetime(2026, 11, 21, 9, tzinfo=UTC),
    body="We are on our way.",
    in_reply_to="asked@example.org",
    references=("first@example.org", "asked@example.org"),
)

QUICK = Patience(answer=0.3, letter=0.3, before=5)


def mailbox(desk: Desk, port: int, **values: Any) -> int:
    """A mailbox that hands its letters to a server on loopback."""
    with desk.change("mailbox add") as change:
        plain = {
            "name": "support",
            "address": "support@acme.example",
            "sender": "Acme Support",
            "target": f"smtp://127.0.0.1:{port}",
            "created_at": change.now,
            "updated_at": change.now,
        }
        return change.add(tables.mailbox, **{**plain, **values})


def answer(desk: Desk, number: int, body: str = "We are on our way.", **more: Any) -> int:
    """Answer a ticket and let the undo window pass; the message's number."""
    found = act(desk, conversation.reply, number, body=body, **more).message
    desk.clock.advance(seconds=11)  # type: ignore[attr-defined]
    assert found
    return found


def send(desk: Desk) -> Round:
    """One round of a worker."""
    return Worker(desk, patience=QUICK).send_due()


def delivery(desk: Desk, number: int) -> Any:
    """How far a letter is."""
    with desk.read() as reading:
        return reading.row(select(tables.delivery).where(tables.delivery.c.message_id == number))


def states(desk: Desk, number: int) -> list[str | None]:
    """How far the letters of a ticket are."""
    return [one.delivery for one in messages(desk, number) if one.delivery]


def run_out(desk: Desk) -> None:
    """Let every lease run out: they hold by the database's clock, which no test can turn."""
    long_ago = datetime(2000, 1, 1, tzinfo=UTC)
    with desk.store.writing() as connection:
        connection.execute(update(tables.delivery).values(held_until=long_ago))
        connection.execute(update(tables.lease).values(until=long_ago))


def write_from(desk: Desk, addresses: dict[int, str]) -> None:
    """Let letters be those of other mailboxes."""
    with desk.store.writing() as connection:
        for number, address in addresses.items():
            written = update(tables.message).where(tables.message.c.id == number)
            connection.execute(written.values(author_email=address))
