"""What is an agent's own or passes: drafts, what was read, who is here. No event tells of it and no undo touches it."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field

from supportdesk.store.columns import PlainText
from supportdesk.store.tables.row import (
    Key,
    Row,
    instant_field,
    later_field,
    rank_field,
    reference_field,
    table_of,
    text_field,
)


class Draft(Row, table=True):
    """What an agent has half-written for a ticket: one reply and one note; each save makes another `revision`.

    `numbers` are the tickets that it is for, `files` the paths of what goes with it, both as JSON;
    `actions` what is done when it is sent, as `tag +refund; pend 3d`; `copies` who gets one, as JSON, or nothing for
    those who follow.
    """

    __tablename__ = "draft"
    __table_args__ = (Index("draft_ticket", "ticket_id"),)
    agent_id: int = reference_field("agent.id", primary=True)
    ticket_id: int = reference_field("ticket.id", primary=True)
    kind: str = Field(primary_key=True, sa_type=PlainText)
    text: str = text_field()
    numbers: str = text_field("[]")
    files: str = text_field("[]")
    actions: str = text_field()
    copies: str = later_field()
    revision: str = text_field()
    updated_at: datetime = instant_field(null=False)


class Seen(Row, table=True):
    """The last message of a ticket that an agent has seen, 0 for a ticket that had none."""

    __tablename__ = "seen"
    __table_args__ = (Index("seen_ticket", "ticket_id"),)
    agent_id: int = reference_field("agent.id", primary=True)
    ticket_id: int = reference_field("ticket.id", primary=True)
    message_id: int = Field(default=0, nullable=False, sa_type=Key)


class Presence(Row, table=True):
    """A console that is open, the ticket that it shows, and when it was last heard of by the database's clock.

    It refers to no row of another table: it passes, and must not wait for whoever holds the ticket.
    """

    __tablename__ = "presence"
    console: str = Field(primary_key=True, sa_type=PlainText)
    agent_id: int = Field(nullable=False, sa_type=Key)
    ticket_id: int = Field(nullable=False, sa_type=Key)
    typing: int = rank_field()
    heard: datetime = instant_field(null=False)


draft, seen, presence = table_of(Draft), table_of(Seen), table_of(Presence)
