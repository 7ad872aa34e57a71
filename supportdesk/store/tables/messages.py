"""The threads of tickets."""

from datetime import datetime

from sqlalchemy import BigInteger, Index
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
    id: int = key_field()
    ticket_id: int = Field(foreign_key="ticket.id", sa_type=Key)
    kind: str = text_field("customer")
    author_name: str = text_field()
    author_email: str = text_field()
    agent_id: int | None = reference_field("agent.id")
    customer_id: int | None = reference_field("customer.id")
    at: datetime = instant_field(null=False)
    subject: str = text_field()
    message_id: str = Field(unique=True, sa_type=PlainText)
    in_reply_to: str = text_field()
    recipients: str = text_field("[]")
    copies: str = text_field("[]")
    body: str = text_field()
    text: str | None = Field(default=None, sa_type=PlainText)
    quoted: str | None = Field(default=None, sa_type=PlainText)
    automatic: str = text_field()
    delivery: str = text_field()
    deliver_at: datetime | None = instant_field()
    raw: str | None = Field(default=None, foreign_key="blob.sha256", sa_type=PlainText)
    withdrawn: int = rank_field()


class Attachment(Row, table=True):
    """A file of a message; the name is data and never a path."""

    __tablename__ = "attachment"
    id: int = key_field()
    message_id: int = Field(foreign_key="message.id", index=True, sa_type=Key)
    name: str = text_field()
    type: str = text_field("application/octet-stream")
    size: int = Field(default=0, nullable=False, sa_type=BigInteger)
    sha256: str = Field(foreign_key="blob.sha256", index=True, sa_type=PlainText)
    inline: int = rank_field()


message, attachment = table_of(Message), table_of(Attachment)
