"""The names that a desk has given: names alone, as counting who has what takes a walk through all tickets."""

from sqlalchemy import Column, select

from supportdesk.domain.desk_names import DeskNames
from supportdesk.store.reading import Reading
from supportdesk.store.tables import agent, field, tag, team


def desk_names(reading: Reading) -> DeskNames:
    """Agents who work here, teams, tags and custom fields."""
    working = select(agent.c.login, agent.c.name).where(agent.c.active == 1).order_by(agent.c.login)
    return DeskNames(
        agents=tuple((row[0], row[1]) for row in reading.rows(working)),
        teams=_names(reading, team.c.name),
        tags=_names(reading, tag.c.name),
        fields=_names(reading, field.c.name),
    )


def _names(reading: Reading, name: Column[str]) -> tuple[str, ...]:
    return tuple(row[0] for row in reading.rows(select(name).order_by(name)))
