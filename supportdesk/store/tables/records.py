"""What the desk keeps besides tickets, people and views."""

from datetime import datetime

from sqlmodel import Field

from supportdesk.store.columns import PlainText
from supportdesk.store.tables.row import (
    COUNTED,
    Row,
    instant_field,
    key_field,
    reference_field,
    table_of,
    text_field,
)


class Template(Row, table=True):
    """A canned response; `language` and `team` narrow where it is offered."""

    __tablename__ = "template"
    __table_args__ = (COUNTED,)
    id: int = key_field()
    name: str = Field(unique=True, sa_type=PlainText)
    title: str = text_field()
    body: str = text_field()
    language: str = text_field()
    team_id: int | None = reference_field("team.id")
    actions: str = text_field("{}")
    created_at: datetime = instant_field(null=False)
    updated_at: datetime = instant_field(null=False)


class Tag(Row, table=True):
    """A word that tickets are marked with, and what it means."""

    __tablename__ = "tag"
    __table_args__ = (COUNTED,)
    id: int = key_field()
    name: str = Field(unique=True, sa_type=PlainText)
    note: str = text_field()


class CustomField(Row, table=True):
    """A field of the desk's own; `kind` is text, number, date or choice (of `choices`)."""

    __tablename__ = "field"
    __table_args__ = (COUNTED,)
    id: int = key_field()
    name: str = Field(unique=True, sa_type=PlainText)
    label: str = text_field()
    kind: str = text_field("text")
    choices: str = text_field("[]")


template, tag, field = table_of(Template), table_of(Tag), table_of(CustomField)
