"""What tickets are found by: derived from them, for the speed of filters and search."""

from sqlalchemy import Index
from sqlmodel import Field

from supportdesk.store.columns import PlainText
from supportdesk.store.tables.row import Row, reference_field, table_of, text_field


class TicketTag(Row, table=True):
    """Which tickets bear a tag: derived from `ticket.tags`, for the filter's speed."""

    __tablename__ = "ticket_tag"
    __table_args__ = (Index("ticket_tag_ticket", "ticket_id"),)
    tag: str = Field(primary_key=True, sa_type=PlainText)
    ticket_id: int = reference_field("ticket.id", primary=True)


class TicketText(Row, table=True):
    """The full text of a ticket as stems, derived; PostgreSQL adds a `vector`, SQLite the table `ticket_fts`."""

    __tablename__ = "ticket_text"
    ticket_id: int = reference_field("ticket.id", primary=True)
    stems: str = text_field()


ticket_tag, ticket_text = table_of(TicketTag), table_of(TicketText)
