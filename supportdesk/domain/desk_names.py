"""The words of one desk: for completion, pick lists, and to tell an agent from a team."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DeskNames:
    """Active agents as login and name, teams, tags and custom fields, each in order."""

    agents: tuple[tuple[str, str], ...] = ()
    teams: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()

    @property
    def by_key(self) -> Mapping[str, tuple[str, ...]]:
        """The values by filter key, as completion takes them."""
        logins = tuple(login for login, _ in self.agents)
        return {"assignee": logins, "team": self.teams, "tag": self.tags, "field": self.fields}
