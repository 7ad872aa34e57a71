"""Who asks."""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from supportdesk.store.columns import PlainText
from supportdesk.store.tables.row import COUNTED, Key, Row, instant_field, key_field, rank_field, table_of, text_field


class Organization(Row, table=True):
    """A company whose people are customers."""

    __tablename__ = "organization"
    __table_args__ = (UniqueConstraint("source", "external_id"), COUNTED)
    id: int = key_field()
    name: str = Field(unique=True, sa_type=PlainText)
    domains: str = text_field("[]")
    vip: int = rank_field()
    note: str = text_field()
    created_at: datetime = instant_field(null=False)
    source: str | None = Field(default=None, sa_type=PlainText)
    external_id: str | None = Field(default=None, sa_type=PlainText)


class Customer(Row, table=True):
    """A person who asks; reached under any of their addresses."""

    __tablename__ = "customer"
    __table_args__ = (UniqueConstraint("source", "external_id"), Index("customer_name", "name", "id"), COUNTED)
    id: int = key_field()
    uid: str = Field(unique=True, sa_type=PlainText)
    name: str = text_field()
    vip: int = rank_field()
    organization_id: int | None = Field(default=None, foreign_key="organization.id", index=True, sa_type=Key)
    language: str = text_field()
    note: str = text_field()
    created_at: datetime = instant_field(null=False)
    source: str | None = Field(default=None, sa_type=PlainText)
    external_id: str | None = Field(default=None, sa_type=PlainText)


class Address(Row, table=True):
    """One way to reach a customer: a mail address in lower case or a phone number; one customer each."""

    __tablename__ = "address"
    __table_args__ = (
        UniqueConstraint("kind", "value"),
        Index("address_of_customer", "customer_id", "kind", "id", "value"),
        COUNTED,
    )
    id: int = key_field()
    customer_id: int = Field(foreign_key="customer.id", sa_type=Key)
    kind: str = text_field("email")
    value: str = text_field()


organization, customer, address = table_of(Organization), table_of(Customer), table_of(Address)
