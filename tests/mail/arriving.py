"""Mails on their way to a mailbox of the desk, and what became of them."""

import hashlib
from collections.abc import Callable
from typing import Any

from supportdesk.desk import Desk
from supportdesk.domain.arriving import Received, State
from supportdesk.domain.mail_ids import mail_id
from supportdesk.store import ledger

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


Take = Callable[..., Received]
"""Receives a message at the mailbox, from a place there if one is named."""


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
