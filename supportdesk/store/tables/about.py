"""What the store says of itself."""

from sqlmodel import Field

from supportdesk.store.columns import PlainText
from supportdesk.store.tables.row import Row, table_of, text_field


class Meta(Row, table=True):
    """What the store keeps of itself, by key.

    `desk` is its id, `created` when it was made, `mail_key` what ids of its mails are made with; `restoring` stands
    while a whole desk is read in, and `import …` keeps how far a file's history has come.
    """

    __tablename__ = "meta"
    key: str = Field(primary_key=True, sa_type=PlainText)
    value: str = text_field()


meta = table_of(Meta)
