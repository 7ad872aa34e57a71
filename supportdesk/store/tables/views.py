"""Saved filters: apart from other records, as every list begins with one."""

from sqlmodel import Field

from supportdesk.store.columns import PlainText
from supportdesk.store.tables.row import COUNTED, Row, key_field, number_field, reference_field, table_of, text_field


class View(Row, table=True):
    """A saved filter; with an owner it is that agent's own."""

    __tablename__ = "view"
    __table_args__ = (COUNTED,)
    id: int = key_field()
    name: str = Field(unique=True, sa_type=PlainText)
    filter: str = text_field()
    sort: str = text_field()
    position: int = number_field()
    owner_id: int | None = reference_field("agent.id")


view = table_of(View)
