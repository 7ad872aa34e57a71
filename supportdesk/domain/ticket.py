"""What a ticket can be: its closed sets of words and the moves between statuses.

Ranks are integers so that `priority>=high` compares urgency, not the alphabet.
"""

from datetime import timedelta
from enum import IntEnum, StrEnum

UNDO_WINDOW = timedelta(seconds=10)
"""How long a reply is held back, so that it can be taken back before anybody reads it."""


class Status(StrEnum):
    """Where a ticket stands; `new` is one that nobody has taken."""

    NEW = "new"
    OPEN = "open"
    PENDING = "pending"
    HOLD = "hold"
    SOLVED = "solved"
    CLOSED = "closed"


class Priority(IntEnum):
    """How much a ticket presses; the value is the rank that the store compares."""

    LOW = 1
    NORMAL = 2
    HIGH = 3
    URGENT = 4

    @property
    def word(self) -> str:
        """The priority as users write it."""
        return self.name.lower()

    @classmethod
    def of(cls, word: str) -> "Priority":
        """The priority that a word names; ValueError for any other word."""
        try:
            return cls[word.upper()]
        except KeyError:
            raise ValueError(word) from None


class Channel(StrEnum):
    """How the customer reached the desk."""

    MAIL = "mail"
    PHONE = "phone"
    CHAT = "chat"
    FORM = "form"
    OTHER = "other"


class TicketType(StrEnum):
    """What the customer brings."""

    QUESTION = "question"
    INCIDENT = "incident"
    PROBLEM = "problem"
    TASK = "task"


class MessageKind(StrEnum):
    """Who speaks in a thread, and to whom: a note is for agents alone."""

    CUSTOMER = "customer"
    REPLY = "reply"
    NOTE = "note"
    SYSTEM = "system"


SAID = {
    MessageKind.CUSTOMER: "received",
    MessageKind.REPLY: "replied",
    MessageKind.NOTE: "noted",
    MessageKind.SYSTEM: "noted",
}
"""The kind of the event that tells of an entry of a thread."""


class Delivery(StrEnum):
    """What became of an outgoing message."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"


UNSENT = (Delivery.QUEUED, Delivery.SENDING, Delivery.FAILED)
"""What stands in the outbox: letters that wait, are at a server, or did not go."""


class Role(IntEnum):
    """What an agent may do; each role may do all that the lower ones may."""

    VIEWER = 1
    AGENT = 2
    LEAD = 3
    ADMIN = 4

    @property
    def word(self) -> str:
        """The role as users write it."""
        return self.name.lower()

    @property
    def phrase(self) -> str:
        """The role within a sentence: a lead, an admin."""
        return f"{'an' if self.word[0] in 'aeiou' else 'a'} {self.word}"

    @classmethod
    def of(cls, word: str) -> "Role":
        """The role that a word names; ValueError for any other word."""
        try:
            return cls[word.upper()]
        except KeyError:
            raise ValueError(word) from None


OPEN_STATUSES = frozenset({Status.NEW, Status.OPEN, Status.PENDING, Status.HOLD})
"""Statuses in which the desk still owes the customer something."""

MOVES: dict[Status, frozenset[Status]] = {
    Status.NEW: frozenset({Status.OPEN, Status.PENDING, Status.HOLD, Status.SOLVED, Status.CLOSED}),
    Status.OPEN: frozenset({Status.PENDING, Status.HOLD, Status.SOLVED, Status.CLOSED}),
    Status.PENDING: frozenset({Status.OPEN, Status.HOLD, Status.SOLVED, Status.CLOSED}),
    Status.HOLD: frozenset({Status.OPEN, Status.PENDING, Status.SOLVED, Status.CLOSED}),
    Status.SOLVED: frozenset({Status.OPEN, Status.CLOSED}),
    Status.CLOSED: frozenset({Status.OPEN}),
}
"""From each status, where a ticket may go. Leaving `closed` takes a lead (`REOPEN_ROLE`)."""

REOPEN_ROLE = Role.LEAD


def origins(to: Status, *, role: Role) -> frozenset[Status]:
    """The statuses from which an agent of this role may move a ticket to `to`."""
    return frozenset(
        status
        for status, targets in MOVES.items()
        if to in targets and (status != Status.CLOSED or role >= REOPEN_ROLE)
    )
