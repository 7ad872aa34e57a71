"""What the store says of itself."""

from sqlmodel import Field

from supportdesk.store.columns import PlainText
from supportdesk.store.tables.row import Row, table_of, text_field


class Meta(Row, table=True):
    """What the store says of itself: `desk` (its id), `created`."""

    __tablename__ = "meta"
    key: str = Field(primary_key=True, sa_type=PlainText)
    value: str = text_field()


meta = table_of(Meta)
