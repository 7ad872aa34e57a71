"""Writes of teams: the support lines of a desk and who stands in them."""

from collections.abc import Iterable

from sqlalchemy import select

from supportdesk.domain.changes import Outcome
from supportdesk.domain.ticket import Role
from supportdesk.errors import UsageError
from supportdesk.services import lookup
from supportdesk.services.naming import own_name, refuse_taken, tidy_note
from supportdesk.store.change import Change
from supportdesk.store.selection import hold_matching
from supportdesk.store.tables import mailbox, membership, team, template, ticket


def add_team(change: Change, *, name: str, line: int = 1, note: str = "", agents: Iterable[str] = ()) -> Outcome:
    """Found a team of a support line, 1 to 3."""
    change.require(Role.ADMIN, what="adding teams")
    refuse_taken(change, team, own_name(name, "team"))
    number = change.add(team, name=name, line=_line(line), note=tidy_note(note))
    _staff(change, number, agents)
    return change.outcome()


def edit_team(
    change: Change,
    name: str,
    *,
    new_name: str | None = None,
    line: int | None = None,
    note: str | None = None,
    agents: Iterable[str] | None = None,
) -> Outcome:
    """Change a team; what is None stays."""
    change.require(Role.ADMIN, what="changing teams")
    row = lookup.team(change, name)
    given = {
        "name": new_name,
        "line": None if line is None else _line(line),
        "note": None if note is None else tidy_note(note),
    }
    values = {key: value for key, value in given.items() if value is not None and row._mapping[key] != value}
    if "name" in values:
        refuse_taken(change, team, own_name(str(new_name), "team"), besides=row.id)
    if values:
        change.edit(team, row.id, **values)
    if agents is not None:
        _staff(change, row.id, agents)
    return change.outcome()


def _staff(change: Change, team_id: int, logins: Iterable[str]) -> None:
    wanted = {lookup.agent(change, login).id for login in logins}
    standing = {row.agent_id: row.id for row in change.rows(select(membership).where(membership.c.team_id == team_id))}
    for agent_id in sorted(wanted - standing.keys()):
        change.add(membership, team_id=team_id, agent_id=agent_id)
    for agent_id in sorted(standing.keys() - wanted):
        change.remove(membership, standing[agent_id])


def remove_team(change: Change, name: str) -> Outcome:
    """Dissolve a team; its tickets and its mail belong to no team then."""
    change.require(Role.ADMIN, what="removing teams")
    row = lookup.team(change, name)
    change.set(hold_matching(change, ticket.c.team_id == row.id, deleted=True), "assigned", team=None)
    for found in change.ids(select(template.c.id).where(template.c.team_id == row.id)):
        change.edit(template, found, team_id=None)
    for found in change.ids(select(mailbox.c.id).where(mailbox.c.team_id == row.id)):
        change.edit(mailbox, found, team_id=None)
    for found in change.ids(select(membership.c.id).where(membership.c.team_id == row.id)):
        change.remove(membership, found)
    change.remove(team, row.id)
    return change.outcome()


def _line(line: int) -> int:
    if line not in (1, 2, 3):
        raise UsageError(f"a support line is 1, 2 or 3, not {line}")
    return line
