"""Who works at the desk."""

from datetime import datetime

from sqlmodel import Field

from supportdesk.store.columns import PlainText
from supportdesk.store.tables.row import (
    COUNTED,
    Row,
    instant_field,
    key_field,
    number_field,
    rank_field,
    table_of,
    text_field,
)


class Team(Row, table=True):
    """A support line: 1, 2 or 3."""

    __tablename__ = "team"
    __table_args__ = (COUNTED,)
    id: int = key_field()
    name: str = Field(unique=True, sa_type=PlainText)
    line: int = rank_field(1)
    note: str = text_field()


class Agent(Row, table=True):
    """Somebody who works at the desk."""

    __tablename__ = "agent"
    __table_args__ = (COUNTED,)
    id: int = key_field()
    login: str = Field(unique=True, sa_type=PlainText)
    name: str = text_field()
    email: str = text_field()
    role: int = rank_field(2)
    active: int = rank_field(1)
    capacity: int = number_field()
    skills: str = text_field("[]")
    away_from: datetime | None = instant_field()
    away_to: datetime | None = instant_field()


team, agent = table_of(Team), table_of(Agent)
