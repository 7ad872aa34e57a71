"""The one shape between formats: what a desk's records are while they are between a file and a store.

Formats turn files into these and these into files; `services/intake/` turns them into rows. References are names
(logins, uids, mail ids), never row numbers. Instants are text, ISO 8601 in UTC with whole seconds, which is how files
and both databases take them: records come by the million, and a datetime in between would only be made to be undone.
For the same reason what comes in such numbers is a named tuple, which is made several times as fast as a frozen class.
Not here: reading, writing, defaults that need the store.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

from supportdesk.domain.changes import Machine
from supportdesk.domain.models import Person
from supportdesk.domain.rating import ImportedRating

NOBODY = Person("", "")
_NOTHING: Mapping[str, str] = {}
_UNCHANGED: Mapping[str, Sequence[Machine]] = {}


@dataclass(frozen=True, slots=True)
class Content:
    """A file's content as the store keeps it: known by its SHA-256, `size` bytes, `data` zlib-compressed."""

    sha256: str
    size: int
    data: bytes


class ImportedAttachment(NamedTuple):
    """A file of a message; its content travels apart."""

    name: str
    type: str
    size: int
    sha256: str
    inline: bool = False


class ImportedMessage(NamedTuple):
    """One entry of a thread.

    `text` and `quoted` are None where the whole body is new; `agent` is a login, `customer` a uid; `references` are
    the other mail ids that the mail names, `raw` the hash of the mail as it arrived, `stems` those of the body, made
    ahead where another thread has the time.
    """

    kind: str
    at: str
    message_id: str
    body: str
    author: Person = NOBODY
    to: tuple[Person, ...] = ()
    cc: tuple[Person, ...] = ()
    subject: str = ""
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    text: str | None = None
    quoted: str | None = None
    agent: str | None = None
    customer: str | None = None
    automatic: str = ""
    delivery: str = ""
    deliver_at: str | None = None
    raw: str | None = None
    withdrawn: bool = False
    attachments: tuple[ImportedAttachment, ...] = ()
    id: int | None = None
    stems: str | None = None


@dataclass(frozen=True, slots=True)
class Gone:
    """A reference to a row that no longer stands, by the number that it had."""

    number: int


Reference: TypeAlias = str | Gone | None
"""Another record by its name (login, uid, …), or one that is gone."""


class ImportedEvent(NamedTuple):
    """What happened once, with the number of its change in the file.

    `changes` are the columns as files name them, each with its old and its new value. Where `parts` are given, they are
    the changes as JSON in their order, None for each that names another record, and `changes` are those alone.
    `message` is a mail id; `record` and `key` say of what it is unless it is of a ticket.
    """

    kind: str
    at: str
    actor: str
    change: int
    changes: Mapping[str, Sequence[Machine]] = _UNCHANGED
    message: str | None = None
    record: str | None = None
    key: Reference = None
    id: int | None = None
    parts: tuple[str | None, ...] = ()


class CustomerKey(NamedTuple):
    """How a ticket names its customer: by uid, else by mail address, else by phone, else by name."""

    uid: str = ""
    email: str = ""
    name: str = ""
    phone: str = ""


class ImportedTicket(NamedTuple):
    """A ticket with its thread and, where they are known, its events.

    `number` is kept where it is free. `events` is None where the file has none, and the ticket then opens with an
    event of the import. `references` are mail ids that lead to the ticket besides those of its messages. `stems` are
    those of the subject and of the bodies for the full text, made ahead where another thread has the time.
    """

    uid: str
    subject: str
    created_at: str
    updated_at: str
    number: int | None = None
    status: str = "new"
    priority: int = 2
    type: str = "question"
    channel: str = "other"
    customer: CustomerKey | None = None
    vip: bool | None = None
    assignee: str | None = None
    team: str | None = None
    tags: tuple[str, ...] = ()
    fields: Mapping[str, str] = _NOTHING
    first_reply_at: str | None = None
    first_reply_due: str | None = None
    next_reply_due: str | None = None
    due_at: str | None = None
    solved_at: str | None = None
    closed_at: str | None = None
    waiting_since: str | None = None
    snoozed_until: str | None = None
    reopened: int = 0
    minutes_spent: int = 0
    merged_into: int | None = None
    deleted_at: str | None = None
    source: str | None = None
    external_id: str | None = None
    thread: tuple[ImportedMessage, ...] = ()
    events: tuple[ImportedEvent, ...] | None = None
    references: tuple[str, ...] = ()
    stems: tuple[str, str] | None = None
    contents: tuple[Content, ...] = ()
    followers: tuple[Person, ...] = ()
    rating: ImportedRating | None = None


@dataclass(frozen=True, slots=True)
class ImportedCustomer:
    """A person who asks, with all their addresses; `id` is kept where it is free."""

    uid: str
    name: str
    created_at: str
    id: int | None = None
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    vip: bool = False
    organization: str | None = None
    language: str = ""
    note: str = ""
    source: str | None = None
    external_id: str | None = None


@dataclass(frozen=True, slots=True)
class ImportedOrganization:
    """A customers' company."""

    name: str
    created_at: str
    domains: tuple[str, ...] = ()
    vip: bool = False
    note: str = ""
    source: str | None = None
    external_id: str | None = None


@dataclass(frozen=True, slots=True)
class ImportedTeam:
    """A support line."""

    name: str
    line: int = 1
    note: str = ""


@dataclass(frozen=True, slots=True)
class ImportedAgent:
    """Somebody who works at the desk; `role` is a rank."""

    login: str
    name: str = ""
    email: str = ""
    role: int = 2
    active: bool = True
    teams: tuple[str, ...] = ()
    capacity: int = 0
    skills: tuple[str, ...] = ()
    away_from: str | None = None
    away_to: str | None = None


@dataclass(frozen=True, slots=True)
class ImportedTemplate:
    """A canned response."""

    name: str
    created_at: str
    updated_at: str
    title: str = ""
    body: str = ""
    language: str = ""
    team: str | None = None
    actions: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ImportedView:
    """A saved filter; `owner` is a login."""

    name: str
    filter: str = ""
    sort: str = ""
    position: int = 0
    owner: str | None = None


@dataclass(frozen=True, slots=True)
class ImportedTag:
    """A tag and what it means."""

    name: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class ImportedField:
    """A custom field."""

    name: str
    label: str = ""
    kind: str = "text"
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportedChange:
    """One run of a verb by its number in the file; `undoes` and `undone_by` are numbers of other changes there."""

    id: int
    at: str
    actor: str
    verb: str
    agent: str | None = None
    undoes: int | None = None
    undone_by: int | None = None


@dataclass(frozen=True, slots=True)
class Whole:
    """The first record of a whole desk's file: the records that follow bring their own history."""

    format: int = 1


Imported: TypeAlias = (
    ImportedTicket
    | ImportedCustomer
    | ImportedOrganization
    | ImportedTeam
    | ImportedAgent
    | ImportedTemplate
    | ImportedView
    | ImportedTag
    | ImportedField
    | ImportedChange
    | ImportedEvent
    | Content
    | Whole
)
"""One record of an import."""
