"""Who is in which team."""

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from supportdesk.store.tables.row import COUNTED, Key, Row, key_field, table_of


class Membership(Row, table=True):
    """Which agents are in which team."""

    __tablename__ = "membership"
    id: int = key_field()
    team_id: int = Field(foreign_key="team.id", sa_type=Key)
    agent_id: int = Field(foreign_key="agent.id", index=True, sa_type=Key)
    __table_args__ = (UniqueConstraint("team_id", "agent_id"), COUNTED)


membership = table_of(Membership)
