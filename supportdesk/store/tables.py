"""The tables. Their rows never leave the store, and only `change.py` writes the columns of a ticket.

Small sets of words are strings, ranks small integers: an enum column would compare the alphabet.
There are no relationships: reads and writes are set-based expressions over these tables.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    Table,
    UniqueConstraint,
)
from sqlmodel import Field, SQLModel

from supportdesk.store.columns import Instant, PlainText

metadata = MetaData(
    naming_convention={
        "pk": "%(table_name)s_pkey",
        "uq": "%(table_name)s_%(column_0_N_name)s_key",
        "fk": "%(table_name)s_%(column_0_N_name)s_fkey",
        "ix": "%(table_name)s_%(column_0_N_name)s",
    }
)
"""PostgreSQL's own names, so that both databases and every migration call a constraint the same."""
Key = BigInteger().with_variant(Integer(), "sqlite")
"""A row's number: 64 bits on both (SQLite gives row numbers to INTEGER keys alone)."""


COUNTED = {"sqlite_autoincrement": True}
"""Of tables whose numbers events keep: SQLite would give a removed row's number again, PostgreSQL never does."""


class Row(SQLModel):
    """What all tables share: the metadata that they are made in."""

    metadata = metadata


def _key() -> Any:
    return Field(default=None, sa_column=Column(Key, primary_key=True, autoincrement=True))


def _ref(target: str, *, primary: bool = False, null: bool = True) -> Any:
    if primary:
        return Field(foreign_key=target, primary_key=True, sa_type=Key)
    return Field(default=None, foreign_key=target, nullable=null, sa_type=Key)


def _instant(*, null: bool = True) -> Any:
    return Field(default=None, nullable=null, sa_type=Instant)


def _text(default: str = "") -> Any:
    return Field(default=default, nullable=False, sa_type=PlainText)


def _number(default: int = 0) -> Any:
    return Field(default=default, nullable=False, sa_type=Integer)


def _rank(default: int = 0) -> Any:
    return Field(default=default, nullable=False, sa_type=SmallInteger)


class Meta(Row, table=True):
    """What the store says of itself: `desk` (its id), `created`."""

    __tablename__ = "meta"
    key: str = Field(primary_key=True, sa_type=PlainText)
    value: str = _text()


class Organization(Row, table=True):
    """A company whose people are customers."""

    __tablename__ = "organization"
    __table_args__ = (UniqueConstraint("source", "external_id"), COUNTED)
    id: int = _key()
    name: str = Field(unique=True, sa_type=PlainText)
    domains: str = _text("[]")
    vip: int = _rank()
    note: str = _text()
    created_at: datetime = _instant(null=False)
    source: str | None = Field(default=None, sa_type=PlainText)
    external_id: str | None = Field(default=None, sa_type=PlainText)


class Customer(Row, table=True):
    """A person who asks; reached under any of their addresses."""

    __tablename__ = "customer"
    __table_args__ = (UniqueConstraint("source", "external_id"), COUNTED)
    id: int = _key()
    uid: str = Field(unique=True, sa_type=PlainText)
    name: str = _text()
    vip: int = _rank()
    organization_id: int | None = Field(default=None, foreign_key="organization.id", index=True, sa_type=Key)
    language: str = _text()
    note: str = _text()
    created_at: datetime = _instant(null=False)
    source: str | None = Field(default=None, sa_type=PlainText)
    external_id: str | None = Field(default=None, sa_type=PlainText)


class Address(Row, table=True):
    """One way to reach a customer: a mail address in lower case or a phone number; one customer each."""

    __tablename__ = "address"
    __table_args__ = (UniqueConstraint("kind", "value"), COUNTED)
    id: int = _key()
    customer_id: int = Field(foreign_key="customer.id", index=True, sa_type=Key)
    kind: str = _text("email")
    value: str = _text()


class Team(Row, table=True):
    """A support line: 1, 2 or 3."""

    __tablename__ = "team"
    __table_args__ = (COUNTED,)
    id: int = _key()
    name: str = Field(unique=True, sa_type=PlainText)
    line: int = _rank(1)
    note: str = _text()


class Agent(Row, table=True):
    """Somebody who works at the desk."""

    __tablename__ = "agent"
    __table_args__ = (COUNTED,)
    id: int = _key()
    login: str = Field(unique=True, sa_type=PlainText)
    name: str = _text()
    email: str = _text()
    role: int = _rank(2)
    active: int = _rank(1)
    capacity: int = _number()
    skills: str = _text("[]")
    away_from: datetime | None = _instant()
    away_to: datetime | None = _instant()


class Membership(Row, table=True):
    """Which agents are in which team."""

    __tablename__ = "membership"
    id: int = _key()
    team_id: int = Field(foreign_key="team.id", sa_type=Key)
    agent_id: int = Field(foreign_key="agent.id", index=True, sa_type=Key)
    __table_args__ = (UniqueConstraint("team_id", "agent_id"), COUNTED)


class Template(Row, table=True):
    """A canned response; `language` and `team` narrow where it is offered."""

    __tablename__ = "template"
    __table_args__ = (COUNTED,)
    id: int = _key()
    name: str = Field(unique=True, sa_type=PlainText)
    title: str = _text()
    body: str = _text()
    language: str = _text()
    team_id: int | None = _ref("team.id")
    actions: str = _text("{}")
    created_at: datetime = _instant(null=False)
    updated_at: datetime = _instant(null=False)


class View(Row, table=True):
    """A saved filter; with an owner it is that agent's own."""

    __tablename__ = "view"
    __table_args__ = (COUNTED,)
    id: int = _key()
    name: str = Field(unique=True, sa_type=PlainText)
    filter: str = _text()
    sort: str = _text()
    position: int = _number()
    owner_id: int | None = _ref("agent.id")


class Tag(Row, table=True):
    """A word that tickets are marked with, and what it means."""

    __tablename__ = "tag"
    __table_args__ = (COUNTED,)
    id: int = _key()
    name: str = Field(unique=True, sa_type=PlainText)
    note: str = _text()


class CustomField(Row, table=True):
    """A field of the desk's own; `kind` is text, number, date or choice (of `choices`)."""

    __tablename__ = "field"
    __table_args__ = (COUNTED,)
    id: int = _key()
    name: str = Field(unique=True, sa_type=PlainText)
    label: str = _text()
    kind: str = _text("text")
    choices: str = _text("[]")


class Ticket(Row, table=True):
    """One thing that a customer asked; `id` is the number people read aloud, never given twice.

    From `is_open` on, columns are derived from the others for the order and the speed of lists.
    """

    __tablename__ = "ticket"
    __table_args__ = (
        UniqueConstraint("source", "external_id"),
        Index("ticket_inbox", "is_open", "due_key", "upd_neg", "id"),
        Index("ticket_mine", "assignee_id", "is_open", "due_key", "upd_neg", "id"),
        Index("ticket_sidebar", "is_open", "status", "assignee_id", "team_id"),
        Index("ticket_customer", "customer_id", "id"),
        Index("ticket_updated", "upd_neg", "id"),
        COUNTED,
    )
    id: int = _key()
    uid: str = Field(unique=True, sa_type=PlainText)
    subject: str = _text()
    status: str = _text("new")
    priority: int = _rank(2)
    type: str = _text("question")
    channel: str = _text("other")
    customer_id: int | None = _ref("customer.id")
    assignee_id: int | None = _ref("agent.id")
    team_id: int | None = _ref("team.id")
    tags: str = _text("[]")
    fields: str = _text("{}")
    created_at: datetime = _instant(null=False)
    updated_at: datetime = _instant(null=False)
    first_reply_at: datetime | None = _instant()
    first_reply_due: datetime | None = _instant()
    next_reply_due: datetime | None = _instant()
    due_at: datetime | None = _instant()
    solved_at: datetime | None = _instant()
    closed_at: datetime | None = _instant()
    waiting_since: datetime | None = _instant()
    snoozed_until: datetime | None = _instant()
    reopened: int = _number()
    minutes_spent: int = _number()
    merged_into: int | None = _ref("ticket.id")
    deleted_at: datetime | None = _instant()
    source: str | None = Field(default=None, sa_type=PlainText)
    external_id: str | None = Field(default=None, sa_type=PlainText)
    is_open: int = _rank(1)
    due_key: datetime = _instant(null=False)
    upd_neg: int = Field(default=0, nullable=False, sa_type=BigInteger)
    vip: int = _rank()
    messages: int = _number()
    attachments: int = _number()


class TicketTag(Row, table=True):
    """Which tickets bear a tag: derived from `ticket.tags`, for the filter's speed."""

    __tablename__ = "ticket_tag"
    __table_args__ = (Index("ticket_tag_ticket", "ticket_id"),)
    tag: str = Field(primary_key=True, sa_type=PlainText)
    ticket_id: int = _ref("ticket.id", primary=True)


class TicketText(Row, table=True):
    """The full text of a ticket as stems, derived; PostgreSQL adds a `vector`, SQLite the table `ticket_fts`."""

    __tablename__ = "ticket_text"
    ticket_id: int = _ref("ticket.id", primary=True)
    stems: str = _text()


class Message(Row, table=True):
    """One entry of a thread. A reply is also the outbox: its `delivery` says how far it got.

    `text` and `quoted` are null where the whole body is new. A message that an undo took back is `withdrawn`.
    """

    __tablename__ = "message"
    __table_args__ = (
        Index("message_ticket", "ticket_id", "id"),
        Index("message_delivery", "delivery", "id"),
        COUNTED,
    )
    id: int = _key()
    ticket_id: int = Field(foreign_key="ticket.id", sa_type=Key)
    kind: str = _text("customer")
    author_name: str = _text()
    author_email: str = _text()
    agent_id: int | None = _ref("agent.id")
    customer_id: int | None = _ref("customer.id")
    at: datetime = _instant(null=False)
    subject: str = _text()
    message_id: str = Field(unique=True, sa_type=PlainText)
    in_reply_to: str = _text()
    recipients: str = _text("[]")
    copies: str = _text("[]")
    body: str = _text()
    text: str | None = Field(default=None, sa_type=PlainText)
    quoted: str | None = Field(default=None, sa_type=PlainText)
    automatic: str = _text()
    delivery: str = _text()
    deliver_at: datetime | None = _instant()
    raw: str | None = Field(default=None, foreign_key="blob.sha256", sa_type=PlainText)
    withdrawn: int = _rank()


class Attachment(Row, table=True):
    """A file of a message; the name is data and never a path."""

    __tablename__ = "attachment"
    id: int = _key()
    message_id: int = Field(foreign_key="message.id", index=True, sa_type=Key)
    name: str = _text()
    type: str = _text("application/octet-stream")
    size: int = Field(default=0, nullable=False, sa_type=BigInteger)
    sha256: str = Field(foreign_key="blob.sha256", index=True, sa_type=PlainText)
    inline: int = _rank()


class Blob(Row, table=True):
    """Content known by its hash, stored once; `data` is zlib-compressed, `size` counts bytes before that."""

    __tablename__ = "blob"
    sha256: str = Field(primary_key=True, sa_type=PlainText)
    size: int = Field(default=0, nullable=False, sa_type=BigInteger)
    data: bytes = Field(sa_type=LargeBinary)


class MailReference(Row, table=True):
    """Every mail id that a ticket's mails bear or name, so that later mail finds its ticket."""

    __tablename__ = "mail_reference"
    __table_args__ = (Index("mail_reference_ticket", "ticket_id"),)
    reference: str = Field(primary_key=True, sa_type=PlainText)
    ticket_id: int = _ref("ticket.id", primary=False, null=False)


class Change(Row, table=True):
    """One run of a verb: the unit of work and of undo."""

    __tablename__ = "change"
    __table_args__ = (COUNTED,)
    id: int = _key()
    at: datetime = _instant(null=False)
    agent_id: int | None = Field(default=None, foreign_key="agent.id", index=True, sa_type=Key)
    actor: str = _text()
    verb: str = _text()
    undoes: int | None = _ref("change.id")
    undone_by: int | None = _ref("change.id")


class Event(Row, table=True):
    """What happened: append-only; audit trail, live feed and the source of reports.

    `changes` is a JSON object of field to [old, new] as machine values. An event is of a ticket, or of another
    record, which `record` names (`template`, …) and `record_id` finds.
    """

    __tablename__ = "event"
    __table_args__ = (
        Index("event_ticket", "ticket_id", "id"),
        Index("event_change", "change_id", "id"),
        COUNTED,
    )
    id: int = _key()
    change_id: int = Field(foreign_key="change.id", sa_type=Key)
    ticket_id: int | None = Field(default=None, foreign_key="ticket.id", sa_type=Key)
    record: str | None = Field(default=None, sa_type=PlainText)
    record_id: int | None = Field(default=None, sa_type=Key)
    kind: str = _text()
    at: datetime = _instant(null=False)
    actor: str = _text()
    changes: str = _text("{}")
    message_id: int | None = Field(default=None, foreign_key="message.id", sa_type=Key)


def _table(model: type[Row]) -> Table:
    table: Table = metadata.tables[str(model.__tablename__)]
    return table


meta, organization, customer, address = _table(Meta), _table(Organization), _table(Customer), _table(Address)
team, agent, membership = _table(Team), _table(Agent), _table(Membership)
template, view, tag, field = _table(Template), _table(View), _table(Tag), _table(CustomField)
ticket, ticket_tag, ticket_text = _table(Ticket), _table(TicketTag), _table(TicketText)
message, attachment, blob = _table(Message), _table(Attachment), _table(Blob)
mail_reference, change, event = _table(MailReference), _table(Change), _table(Event)
