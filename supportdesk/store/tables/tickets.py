"""Tickets, the rows that everything else is about."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Index, SmallInteger, TextClause, UniqueConstraint, text
from sqlmodel import Field

from supportdesk.store.columns import PlainText
from supportdesk.store.tables.row import (
    COUNTED,
    Row,
    instant_field,
    key_field,
    later_field,
    number_field,
    rank_field,
    reference_field,
    table_of,
    text_field,
)


def _of_few(name: str, *columns: str, which: str) -> Index:
    """The inbox's index of few tickets; it serves what asks for these alone."""
    return Index(name, "is_open", "due_key", "upd_neg", "id", *columns, **_only(which))


def _of_open(name: str, *columns: str | TextClause) -> Index:
    """An index of the open tickets alone, by which they are walked in another order than the inbox's."""
    return Index(name, *columns, **_only("is_open = 1"))


def _only(which: str) -> dict[str, Any]:
    return {"sqlite_where": text(which), "postgresql_where": text(which)}


class Ticket(Row, table=True):
    """One thing that a customer asked; `id` is the number people read aloud, never given twice.

    From `is_open` to `attachments`, columns are derived from the others for the order and the speed of lists.
    """

    __tablename__ = "ticket"
    __table_args__ = (
        UniqueConstraint("source", "external_id"),
        Index("ticket_inbox", "is_open", "due_key", "upd_neg", "id"),
        Index("ticket_mine", "assignee_id", "is_open", "due_key", "upd_neg", "id"),
        Index("ticket_status", "status", "is_open", "due_key", "upd_neg", "id"),
        Index("ticket_sidebar", "is_open", "status", "assignee_id", "team_id"),
        Index("ticket_customer", "customer_id", "id"),
        Index("ticket_updated", "upd_neg", "id"),
        Index("ticket_created", "created_at", "id"),
        _of_open("ticket_open_created", "created_at", "id"),
        _of_open("ticket_open_updated", "upd_neg", "id"),
        _of_open("ticket_open_number", "id"),
        _of_open("ticket_open_priority", text("(-priority)"), "due_key", "id"),
        _of_few("ticket_snoozed", "snoozed_until", which="snoozed_until IS NOT NULL"),
        _of_few("ticket_followed", which="followers <> '[]'"),
        _of_few("ticket_rated", "rating", which="rating IS NOT NULL"),
        _of_few("ticket_deleted", which="deleted_at IS NOT NULL"),
        Index("ticket_external", "external_id", **_only("external_id IS NOT NULL")),
        COUNTED,
    )
    id: int = key_field()
    uid: str = Field(unique=True, sa_type=PlainText)
    subject: str = text_field()
    status: str = text_field("new")
    priority: int = rank_field(2)
    type: str = text_field("question")
    channel: str = text_field("other")
    customer_id: int | None = reference_field("customer.id")
    assignee_id: int | None = reference_field("agent.id")
    team_id: int | None = reference_field("team.id")
    tags: str = text_field("[]")
    fields: str = text_field("{}")
    created_at: datetime = instant_field(null=False)
    updated_at: datetime = instant_field(null=False)
    first_reply_at: datetime | None = instant_field()
    first_reply_due: datetime | None = instant_field()
    next_reply_due: datetime | None = instant_field()
    due_at: datetime | None = instant_field()
    solved_at: datetime | None = instant_field()
    closed_at: datetime | None = instant_field()
    waiting_since: datetime | None = instant_field()
    snoozed_until: datetime | None = instant_field()
    reopened: int = number_field()
    minutes_spent: int = number_field()
    merged_into: int | None = reference_field("ticket.id")
    deleted_at: datetime | None = instant_field()
    source: str | None = Field(default=None, sa_type=PlainText)
    external_id: str | None = Field(default=None, sa_type=PlainText)
    is_open: int = rank_field(1)
    due_key: datetime = instant_field(null=False)
    upd_neg: int = Field(default=0, nullable=False, sa_type=BigInteger)
    vip: int = rank_field()
    messages: int = number_field()
    attachments: int = number_field()
    followers: str = later_field("[]")
    rating: int | None = Field(default=None, sa_type=SmallInteger)
    rating_comment: str | None = Field(default=None, sa_type=PlainText)
    rated_at: datetime | None = instant_field()


ticket = table_of(Ticket)
