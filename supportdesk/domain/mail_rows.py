"""Read models of mail: mailboxes, messages that arrived, and how what was received balances. See `models.py`."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class MailboxRow:
    """An address of the desk: where its mail comes from and how it leaves; never a password, only the way to it."""

    id: int
    name: str
    address: str
    sender: str
    team: str | None
    source: str
    target: str
    password_command: str
    password_file: str
    token_command: str
    signature: str
    auto_reply: str
    authserv_id: str
    html: bool
    active: bool


@dataclass(frozen=True, slots=True)
class ArrivalRow:
    """One message that reached the desk, and what became of it: `state`, the rule that led it, and where it lies."""

    id: int
    mailbox: str | None
    at: datetime
    state: str
    sender: str
    subject: str
    ticket: int | None
    message: int | None
    message_id: str
    rule: str
    reason: str
    place: str
    raw: str | None


@dataclass(frozen=True, slots=True)
class MailBalance:
    """What a mailbox received, by what became of it; `received` is the sum of the five states.

    Of the quarantined, `waiting` are those that nobody has discarded.
    """

    mailbox: str
    received: int
    new: int
    threaded: int
    duplicate: int
    automatic: int
    quarantined: int
    waiting: int
    last: datetime | None
