"""What was done: changes and their events."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field

from supportdesk.store.columns import PlainText
from supportdesk.store.tables.row import (
    COUNTED,
    Key,
    Row,
    instant_field,
    key_field,
    reference_field,
    table_of,
    text_field,
)


class Change(Row, table=True):
    """One run of a verb: the unit of work and of undo."""

    __tablename__ = "change"
    __table_args__ = (COUNTED,)
    id: int = key_field()
    at: datetime = instant_field(null=False)
    agent_id: int | None = Field(default=None, foreign_key="agent.id", index=True, sa_type=Key)
    actor: str = text_field()
    verb: str = text_field()
    undoes: int | None = reference_field("change.id")
    undone_by: int | None = reference_field("change.id")


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
    id: int = key_field()
    change_id: int = Field(foreign_key="change.id", sa_type=Key)
    ticket_id: int | None = Field(default=None, foreign_key="ticket.id", sa_type=Key)
    record: str | None = Field(default=None, sa_type=PlainText)
    record_id: int | None = Field(default=None, sa_type=Key)
    kind: str = text_field()
    at: datetime = instant_field(null=False)
    actor: str = text_field()
    changes: str = text_field("{}")
    message_id: int | None = Field(default=None, foreign_key="message.id", sa_type=Key)


change, event = table_of(Change), table_of(Event)
