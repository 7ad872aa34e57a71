"""Writes of agents: who works at the desk, as what, and in which teams."""

from collections.abc import Iterable

from sqlalchemy import select

from supportdesk.domain.changes import Outcome
from supportdesk.domain.ticket import Role
from supportdesk.errors import Refused, UsageError
from supportdesk.services import lookup
from supportdesk.services.naming import own_name, refuse_taken, tidy_email, tidy_number, tidy_title
from supportdesk.store.change import Change
from supportdesk.store.reading import AnyRow
from supportdesk.store.selection import hold_matching
from supportdesk.store.tables import agent, membership, ticket

MOST_TICKETS = 1_000_000
"""The largest capacity: open tickets that `--auto` gives an agent."""


def add_agent(
    change: Change, *, login: str, name: str = "", email: str = "", role: str = "agent", teams: Iterable[str] = ()
) -> Outcome:
    """Let somebody work at the desk."""
    change.require(Role.ADMIN, what="adding agents")
    refuse_taken(change, agent, own_name(login, "agent"), key="login")
    called = tidy_title(name, "name") or login
    number = change.add(agent, login=login, name=called, email=_email(email), role=int(_role(role)))
    _join(change, number, teams)
    return change.outcome()


def edit_agent(
    change: Change,
    login: str,
    *,
    name: str | None = None,
    email: str | None = None,
    role: str | None = None,
    active: bool | None = None,
    capacity: int | None = None,
    teams: Iterable[str] | None = None,
) -> Outcome:
    """Change what the desk knows of an agent; what is None stays. The last active admin stays one."""
    change.require(Role.ADMIN, what="changing agents")
    row = lookup.record(change, agent, login, key="login")
    given = {
        "name": None if name is None else tidy_title(name, "name"),
        "email": None if email is None else _email(email),
        "role": None if role is None else int(_role(role)),
        "active": None if active is None else int(active),
        "capacity": None if capacity is None else tidy_number(capacity, "capacity", most=MOST_TICKETS),
    }
    values = {key: value for key, value in given.items() if value is not None and row._mapping[key] != value}
    if values.get("active") == 0 or ("role" in values and row.role == Role.ADMIN):
        _keep_an_admin(change, row)
    if values:
        change.edit(agent, row.id, **values)
    if teams is not None:
        _join(change, row.id, teams)
    return change.outcome()


def remove_agent(change: Change, login: str) -> Outcome:
    """Let an agent go: what they wrote stays under their name, their open tickets are nobody's again."""
    change.require(Role.ADMIN, what="removing agents")
    row = lookup.record(change, agent, login, key="login")
    if row.id == change.actor.id:
        raise Refused("you cannot remove yourself; let another admin do it")
    _keep_an_admin(change, row)
    mine = hold_matching(change, (ticket.c.assignee_id == row.id) & (ticket.c.is_open == 1))
    change.set(mine, "assigned", assignee=None)
    if row.active:
        change.edit(agent, row.id, active=0)
    return change.outcome()


def _email(text: str) -> str:
    return tidy_email(text) if text.strip() else ""


def _role(word: str) -> Role:
    try:
        return Role.of(word)
    except ValueError:
        raise UsageError(f"no role {word!r}; there are {', '.join(role.word for role in Role)}") from None


def admins(change: Change) -> set[int]:
    """Who is an admin here, held, so that two of them cannot let each other go at the same moment."""
    wanted = select(agent.c.id).where(agent.c.role == int(Role.ADMIN), agent.c.active == 1).order_by(agent.c.id)
    return set(change.ids(wanted if change.sqlite else wanted.with_for_update()))


def _keep_an_admin(change: Change, row: AnyRow) -> None:
    if row.role == Role.ADMIN and not admins(change) - {row.id}:
        raise Refused(f"{row.login} is the last admin")


def _join(change: Change, agent_id: int, names: Iterable[str]) -> None:
    wanted = {lookup.team(change, name).id for name in names}
    standing = {row.team_id: row.id for row in change.rows(select(membership).where(membership.c.agent_id == agent_id))}
    for team_id in sorted(wanted - standing.keys()):
        change.add(membership, team_id=team_id, agent_id=agent_id)
    for team_id in sorted(standing.keys() - wanted):
        change.remove(membership, standing[team_id])
