"""The names that a desk has given, in one read."""

from supportdesk.domain.desk_names import DeskNames
from supportdesk.store import people, records
from supportdesk.store.reading import Reading


def desk_names(reading: Reading) -> DeskNames:
    """Agents who work here, teams, tags and custom fields."""
    return DeskNames(
        agents=tuple((agent.login, agent.name) for agent in people.agents(reading) if agent.active),
        teams=tuple(team.name for team in people.teams(reading)),
        tags=tuple(tag.name for tag in records.tags(reading)),
        fields=tuple(item.name for item in records.fields(reading)),
    )
