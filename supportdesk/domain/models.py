"""Read models: what the store returns, `--json` prints and widgets draw. Frozen, and free of any database.

All instants are aware UTC datetimes of whole seconds; a missing value is None.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from supportdesk.domain.rating import Rating


@dataclass(frozen=True, slots=True)
class Person:
    """A name and a mail address, either of which may be empty."""

    name: str
    email: str

    def __str__(self) -> str:
        if self.name and self.email:
            return f"{self.name} <{self.email}>"
        return self.name or self.email


@dataclass(frozen=True, slots=True)
class TicketCustomer:
    """The customer of a ticket as lists show them; `email` is their first address."""

    name: str
    email: str
    vip: bool
    organization: str | None


class TicketRow(NamedTuple):
    """One ticket without its thread; the attributes are the fields of `--json`, in their order.

    A tuple, because it is made by the hundred and a dataclass of so many fields takes ten times as long.
    """

    number: int
    subject: str
    status: str
    priority: str
    type: str
    channel: str
    customer: TicketCustomer | None
    assignee: str | None
    team: str | None
    tags: tuple[str, ...]
    created_at: datetime
    updated_at: datetime
    first_reply_at: datetime | None
    first_reply_due: datetime | None
    next_reply_due: datetime | None
    due_at: datetime | None
    solved_at: datetime | None
    closed_at: datetime | None
    waiting_since: datetime | None
    snoozed_until: datetime | None
    reopened: int
    minutes_spent: int
    messages: int
    attachments: int
    merged_into: int | None
    external_id: str | None
    source: str | None
    fields: Mapping[str, str]
    url: str | None = None
    followers: tuple[Person, ...] = ()
    rating: Rating | None = None

    @property
    def next_due(self) -> datetime | None:
        """The earliest clock that still runs: first reply, next reply or resolution."""
        first = self.first_reply_due if self.first_reply_at is None else None
        return min((due for due in (first, self.next_reply_due, self.due_at) if due is not None), default=None)


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a page ends: the sort key's values of its last row, opaque to callers."""

    text: str


@dataclass(frozen=True, slots=True)
class Page:
    """Consecutive rows of a sorted list, the cursor that continues it (None at the end), and the one that turns back.

    `back` reads what stands on the other side of the page: before it, or behind it if the page was read backwards.
    """

    rows: tuple[TicketRow, ...]
    after: Cursor | None = None
    back: Cursor | None = None


@dataclass(frozen=True, slots=True)
class SearchHit:
    """A ticket found by full text; `snippet` is the plain text around the words, `marks` (start, end) of each hit."""

    ticket: TicketRow
    snippet: str
    marks: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class AttachedFile:
    """A file of a message; the content is fetched apart, by its hash."""

    name: str
    size: int
    type: str
    sha256: str


@dataclass(frozen=True, slots=True)
class ThreadMessage:
    """One entry of a thread; `body` is all of it, `text` the new words, `quoted` the quotation and signature below.

    Of a letter, `send_at` is when it goes or is tried again, `sent_at` when it went, `tries` how often it was tried,
    `failure` whom it did not reach and why.
    """

    id: int
    kind: str
    author: Person
    at: datetime
    to: tuple[Person, ...]
    cc: tuple[Person, ...]
    subject: str
    message_id: str
    body: str
    text: str
    quoted: str
    attachments: tuple[AttachedFile, ...]
    automatic: str | None
    delivery: str | None
    send_at: datetime | None = None
    sent_at: datetime | None = None
    tries: int = 0
    failure: str = ""

    def waits(self, now: datetime) -> str:
        """Why a letter goes later: it is `held` till its time, or `put off` by a server; empty where neither is so."""
        if self.send_at is None or self.send_at <= now:
            return ""
        return "put off" if self.tries else "held"


@dataclass(frozen=True, slots=True)
class TicketDetail:
    """One ticket with its thread, oldest message first."""

    ticket: TicketRow
    thread: tuple[ThreadMessage, ...]


@dataclass(frozen=True, slots=True)
class CountRow:
    """How many tickets have a value; None stands for "none"."""

    value: str | None
    count: int


@dataclass(frozen=True, slots=True)
class Count:
    """A number of tickets; `capped` means there are at least so many."""

    number: int
    capped: bool = False

    def __str__(self) -> str:
        return f"{self.number}+" if self.capped else str(self.number)


@dataclass(frozen=True, slots=True)
class AgentRow:
    """An agent of the desk."""

    login: str
    name: str
    email: str
    role: str
    teams: tuple[str, ...]
    active: bool
    open_tickets: int


@dataclass(frozen=True, slots=True)
class TeamRow:
    """A team; `line` is its support line, 1 to 3."""

    name: str
    line: int
    note: str
    agents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CustomerRow:
    """A customer with all their addresses."""

    id: int
    name: str
    emails: tuple[str, ...]
    phones: tuple[str, ...]
    vip: bool
    organization: str | None
    language: str
    note: str
    tickets: int


@dataclass(frozen=True, slots=True)
class OrganizationRow:
    """A customers' company and its mail domains."""

    name: str
    domains: tuple[str, ...]
    vip: bool
    note: str
    customers: int


@dataclass(frozen=True, slots=True)
class CustomerProfile:
    """A customer as their own page shows them: their company, since when they are known, how many tickets they had.

    `rated` is the number of the ticket that they rated last, `rating` what they thought of it.
    """

    customer: CustomerRow
    company: OrganizationRow | None
    since: datetime
    tickets: int
    open: int
    rated: int | None = None
    rating: Rating | None = None


@dataclass(frozen=True, slots=True)
class TemplateRow:
    """A canned response; `actions` (status, tags, …) make it a macro."""

    name: str
    title: str
    body: str
    language: str
    team: str | None
    actions: Mapping[str, str]
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class ViewRow:
    """A saved filter; `owner` is None for one that all agents see."""

    name: str
    filter: str
    sort: str
    position: int
    owner: str | None


@dataclass(frozen=True, slots=True)
class TagRow:
    """A tag, what it means, and how many tickets bear it."""

    name: str
    note: str
    tickets: int


@dataclass(frozen=True, slots=True)
class FieldRow:
    """A custom field of the desk: kind is text, number, date or choice."""

    name: str
    label: str
    kind: str
    choices: tuple[str, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Sidebar:
    """How many active tickets stand where; keys of `assignees` and `teams` are logins and names, None for none."""

    statuses: Mapping[str, int]
    assignees: Mapping[str | None, int]
    teams: Mapping[str | None, int]
    open: int
    mine: int
    unassigned: int
