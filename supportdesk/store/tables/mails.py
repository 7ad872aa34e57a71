"""What came by mail, and content that is stored once."""

from sqlalchemy import BigInteger, Index, LargeBinary
from sqlmodel import Field

from supportdesk.store.columns import PlainText
from supportdesk.store.tables.row import Row, reference_field, table_of


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
    ticket_id: int = reference_field("ticket.id", primary=False, null=False)


blob, mail_reference = table_of(Blob), table_of(MailReference)
