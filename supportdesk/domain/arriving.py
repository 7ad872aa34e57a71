"""A message on its way into the desk: what it is, where it came from, which ticket it is led to, what became of it."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from supportdesk.domain.idn import mailable
from supportdesk.domain.letters import Bounce
from supportdesk.domain.models import Person
from supportdesk.domain.shape import Content, ImportedMessage

ARRIVING = "mail"
"""The verb of a change that takes a message in; `undo` takes such a one back only by its number."""


class State(StrEnum):
    """What became of a message: every one ends in exactly one of these."""

    NEW = "new"
    THREADED = "threaded"
    DUPLICATE = "duplicate"
    AUTOMATIC = "automatic"
    QUARANTINED = "quarantined"


@dataclass(frozen=True, slots=True)
class Vouched:
    """The server that looked at where a mail is from, "" for none, and the domains that it says it is of."""

    server: str = ""
    domains: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ImportedMail:
    """A mail that has been read: its message, its subject, and the mail ids that it names, the newest first."""

    message: ImportedMessage
    subject: str
    named: tuple[str, ...]
    contents: tuple[Content, ...]


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail that has been read; `returned` are the ids of the mails that it brings back, as a bounce does.

    `bounce` says which letters came back for good, where that is what the mail is; `vouched` who says where it is from;
    `written` when its Date says that it was written.
    """

    mail: ImportedMail
    reply_to: Person | None = None
    returned: tuple[str, ...] = ()
    bounce: Bounce | None = None
    vouched: Vouched = Vouched()
    written: datetime | None = None

    def is_vouched(self, believed: str) -> bool:
        """Whether the server that is believed says that the mail is from the domain of its author."""
        domain = mailable(self.message.author.email).rpartition("@")[2]
        named = {mailable(f"@{one}")[1:] for one in self.vouched.domains}
        return bool(believed) and self.vouched.server == believed and domain in named

    @property
    def message(self) -> ImportedMessage:
        """The mail as an entry of a thread."""
        return self.mail.message

    def called(self, message_id: str) -> "Letter":
        """The same under another Message-ID."""
        return replace(self, mail=replace(self.mail, message=self.message._replace(message_id=message_id)))


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a message came from: the mailbox (0 for none) with its team, and its place there.

    `arrival` is its number where it arrived before and is taken out of quarantine now; `believed` is the server whose
    word on the origin of mail counts there, "" for none.
    """

    mailbox_id: int
    place: str
    team: str | None = None
    arrival: int | None = None
    believed: str = ""


@dataclass(frozen=True, slots=True)
class Lead:
    """Which ticket a message is led to, None for one of its own, and by which rule."""

    ticket: int | None
    rule: str
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Received:
    """What became of one message. `again`: it had arrived before, and nothing was done."""

    arrival: int
    state: State
    ticket: int | None = None
    reason: str = ""
    again: bool = False


RULES = {
    "first": "it names no mail and no ticket that the desk knows, so it began a ticket",
    "ours": "it answers a mail of the desk whose id bears the desk's own key",
    "reference": "it names a mail of that ticket in In-Reply-To or References",
    "awaited": "mails of that ticket, which came before it, name it",
    "returned": "it brings back a mail of that ticket",
    "subject": "its subject names the ticket, and its sender is on it",
    "address": "it was sent to the ticket's own address, and its sender is on it",
    "follow-up": "the ticket that it leads to is closed, so it began one that follows it",
    "followed": "the ticket that it leads to is closed, and this one follows it",
    "stranger": "it names a mail of a ticket, but its sender is not on that ticket and its subject is another",
    "token": "it names a ticket, but its sender is not on it",
    "moved": "an agent moved it there",
    "known": "the desk has a mail with this Message-ID",
    "own": "it is a mail of the desk that came back",
    "machine": "a machine wrote it and it is of no ticket",
    "discarded": "an agent discarded it",
}
"""What each rule means, for people; after the word, an arrival's `rule` may hold what it was found by."""


def explain(rule: str) -> str:
    """A rule as a sentence."""
    word, _, detail = rule.partition(" ")
    said = RULES.get(word, "no rule is written down")
    return f"{said} ({detail})" if detail else said
