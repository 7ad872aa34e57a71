"""Mail in and out: where it comes from and goes to, what became of every arrival, how far every letter got."""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from supportdesk.store.columns import PlainText
from supportdesk.store.tables.row import (
    COUNTED,
    Key,
    Row,
    instant_field,
    key_field,
    rank_field,
    reference_field,
    table_of,
    text_field,
)


class Mailbox(Row, table=True):
    """An address of the desk: `source` is where its mail is fetched, `target` where letters from it are handed over.

    Both are written as addresses: imaps://user@host/INBOX, maildir:/path, mbox:/path; smtps://user@host, sendmail:/p.
    The password is what `password_command` prints or `password_file` holds, `token_command` prints an OAuth2 token;
    none of them is ever in the store. `auto_reply` names the canned response that acknowledges a new ticket,
    `authserv_id` the server whose Authentication-Results are believed.
    """

    __tablename__ = "mailbox"
    __table_args__ = (COUNTED,)
    id: int = key_field()
    name: str = Field(unique=True, sa_type=PlainText)
    address: str = Field(unique=True, sa_type=PlainText)
    sender: str = text_field()
    team_id: int | None = reference_field("team.id")
    source: str = text_field()
    target: str = text_field()
    password_command: str = text_field()
    password_file: str = text_field()
    token_command: str = text_field()
    signature: str = text_field()
    auto_reply: str = text_field()
    authserv_id: str = text_field()
    html: int = rank_field()
    active: int = rank_field(1)
    created_at: datetime = instant_field(null=False)
    updated_at: datetime = instant_field(null=False)


class Arrival(Row, table=True):
    """One message that reached the desk, and what became of it: new, threaded, duplicate, automatic or quarantined.

    `place` is where it lay at its source, as the source names it; with the mailbox it is known once. `rule` says what
    led it to its ticket, `reason` why it is in quarantine, where `raw` keeps it whole.
    """

    __tablename__ = "arrival"
    __table_args__ = (
        UniqueConstraint("mailbox_id", "place"),
        Index("arrival_state", "state", "id"),
        Index("arrival_message_id", "message_id"),
        Index("arrival_ticket", "ticket_id", "id"),
        COUNTED,
    )
    id: int = key_field()
    mailbox_id: int = Field(default=0, nullable=False, sa_type=Key)
    place: str = text_field()
    at: datetime = instant_field(null=False)
    state: str = text_field("new")
    message_id: str = text_field()
    sender: str = text_field()
    subject: str = text_field()
    rule: str = text_field()
    reason: str = text_field()
    ticket_id: int | None = reference_field("ticket.id")
    entry_id: int | None = reference_field("message.id")
    raw: str | None = Field(default=None, foreign_key="blob.sha256", sa_type=PlainText)


class Delivery(Row, table=True):
    """How far one letter got: the row of `message` that it is, its tries, who sends it now, and what went wrong.

    `recipient` holds the addresses that it is still owed to, with blanks between, and those of its last try after that;
    `at` is when it was first tried, from which the three days of trying count.
    """

    __tablename__ = "delivery"
    __table_args__ = (
        Index("delivery_due", "state", "next_at"),
        Index("delivery_recipient", "recipient", "at"),
        Index("delivery_ticket", "ticket_id", "at"),
    )
    message_id: int = reference_field("message.id", primary=True)
    ticket_id: int = reference_field("ticket.id", null=False)
    mailbox_id: int = Field(default=0, nullable=False, sa_type=Key)
    recipient: str = text_field()
    automatic: int = rank_field()
    state: str = text_field("queued")
    tries: int = rank_field()
    at: datetime = instant_field(null=False)
    next_at: datetime = instant_field(null=False)
    holder: str = text_field()
    held_until: datetime | None = instant_field()
    failure: str = text_field()
    sent_at: datetime | None = instant_field()


class Lease(Row, table=True):
    """Who does a piece of work that one process at a time may do, and until when they are trusted to be alive."""

    __tablename__ = "lease"
    name: str = Field(primary_key=True, sa_type=PlainText)
    holder: str = text_field()
    until: datetime = instant_field(null=False)


class Silence(Row, table=True):
    """An address that gets no automatic mail until an instant, since mail to it came back for good."""

    __tablename__ = "silence"
    email: str = Field(primary_key=True, sa_type=PlainText)
    until: datetime = instant_field(null=False)
    reason: str = text_field()


mailbox, arrival, delivery = table_of(Mailbox), table_of(Arrival), table_of(Delivery)
lease, silence = table_of(Lease), table_of(Silence)
