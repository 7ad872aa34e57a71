"""Letters: what the desk sends by mail, how far each got, and what came back of it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from supportdesk.domain.models import Person

PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240))
"""How long a letter waits after each try that failed for now; the last one holds for all further tries."""

GIVEN_UP = timedelta(days=3)
"""How long after the first try a letter is tried again."""

LEASE = timedelta(minutes=10)
"""How long a worker has a letter to itself; after it the worker counts as dead and another one takes the letter."""

IMPORTED = "came by an import before it was sent; waits for: supportdesk mail outbox retry"
"""Why a letter waits that another desk may send as well."""


def bare(email: str) -> str:
    """An address without the part after a plus."""
    local, _, domain = email.rpartition("@")
    return f"{local.partition('+')[0]}@{domain}"


def pause_after(tries: int) -> timedelta:
    """How long a letter waits after so many tries, at least one."""
    return PAUSES[min(tries, len(PAUSES)) - 1]


@dataclass(frozen=True, slots=True)
class LetterFile:
    """A file that goes with a letter."""

    name: str
    type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Quotation:
    """The mail that a letter answers, as far as it is quoted below it."""

    author: Person
    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class Letter:
    """A reply with all that its mail is made of. Ids are without angle brackets, `references` the oldest first.

    `automatic` is the value of Auto-Submitted, empty for what an agent wrote; `desk` tells our mails from others'.
    `begun` is when the first mail of its thread was written, which may be itself, and before it was sent; `answered`
    are the headers of the mail that it answers, as they came.
    """

    sender: Person
    to: tuple[Person, ...]
    cc: tuple[Person, ...]
    subject: str
    message_id: str
    at: datetime
    body: str
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    automatic: str = ""
    signature: str = ""
    html: bool = False
    quotation: Quotation | None = None
    files: tuple[LetterFile, ...] = ()
    desk: str = ""
    begun: datetime | None = None
    answered: bytes = b""

    @property
    def recipients(self) -> tuple[str, ...]:
        """Every address that it goes to, each once."""
        return tuple(dict.fromkeys(person.email for person in (*self.to, *self.cc) if person.email))


@dataclass(frozen=True, slots=True)
class Transport:
    """How a mailbox hands letters over; see `Mailbox` of the store's tables for what the words mean."""

    id: int
    name: str
    address: str
    target: str
    password_command: str = ""
    password_file: str = ""
    token_command: str = ""


@dataclass(frozen=True, slots=True)
class Claimed:
    """A letter that a worker has to itself: `owed` are the addresses that it has not been taken for yet."""

    message: int
    ticket: int
    holder: str
    owed: tuple[str, ...]
    letter: Letter
    transport: Transport


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of a try: for whom the letter was taken, and by whom refused for good or for now, with the reason."""

    taken: tuple[str, ...] = ()
    refused: Mapping[str, str] = field(default_factory=dict)
    deferred: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """A letter as `mail outbox list` shows it; `id` is that of its message."""

    id: int
    ticket: int
    state: str
    to: str
    next_at: datetime | None
    tries: int
    subject: str
    failure: str


@dataclass(frozen=True, slots=True)
class Failed:
    """An address that a mail did not reach: `status` as in RFC 3463, `reason` in the server's words."""

    address: str
    status: str
    reason: str

    @classmethod
    def of(cls, address: str, reason: str) -> "Failed":
        """The same from a server's words, in which the status stands behind the reply code."""
        found = re.search(r"\b[45]\.\d{1,3}\.\d{1,3}\b", reason[:200])
        return cls(address, found[0] if found else "", reason)

    @property
    def lasting(self) -> bool:
        """Whether mail to the address will never arrive: it is wrong or gone, not full or picky."""
        return self.status.startswith("5.1.") or self.status in ("5.2.1", "5.4.4")


@dataclass(frozen=True, slots=True)
class Bounce:
    """What a report of non-delivery says: ids that may be those of our mail, the likeliest first, and who failed."""

    message_ids: tuple[str, ...] = ()
    failed: tuple[Failed, ...] = ()
