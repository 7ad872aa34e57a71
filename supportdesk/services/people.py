"""Writes of agents, teams, customers and organizations."""

import json
from collections.abc import Iterable
from uuid import uuid4

from sqlalchemy import func, select

from supportdesk.domain.changes import Outcome
from supportdesk.domain.ticket import Role
from supportdesk.errors import NotFound, Refused, UsageError
from supportdesk.services import customers, lookup
from supportdesk.services.records import tidy_name
from supportdesk.store import tables
from supportdesk.store.change import Change
from supportdesk.store.reading import AnyRow, Reading
from supportdesk.store.selection import hold_matching
from supportdesk.store.tables import address, agent, customer, membership, organization, team, ticket

# Agents --------------------------------------------------------------------------------------------------------------


def add_agent(
    change: Change, *, login: str, name: str = "", email: str = "", role: str = "agent", teams: Iterable[str] = ()
) -> Outcome:
    """Let somebody work at the desk."""
    change.require(Role.ADMIN, what="adding agents")
    if login in ("me", "none", "any"):
        raise UsageError(f"{login!r} has a meaning in filters and cannot be a login")
    if change.row(select(agent.c.id).where(agent.c.login == tidy_name(login, "agent"))) is not None:
        raise Refused(f"there is an agent {login!r} already", hint=f"supportdesk agent edit {login}")
    number = change.add(agent, login=login, name=name or login, email=email.lower(), role=int(_role(role)))
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
    if capacity is not None and capacity < 0:
        raise UsageError("a capacity is a number of tickets, 0 for no limit")
    given = {
        "name": name,
        "email": None if email is None else email.lower(),
        "role": None if role is None else int(_role(role)),
        "active": None if active is None else int(active),
        "capacity": capacity,
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


def _role(word: str) -> Role:
    try:
        return Role.of(word)
    except ValueError:
        raise UsageError(f"no role {word!r}; there are {', '.join(role.word for role in Role)}") from None


def _keep_an_admin(change: Change, row: AnyRow) -> None:
    others = select(func.count()).where(agent.c.role == int(Role.ADMIN), agent.c.active == 1, agent.c.id != row.id)
    if row.role == Role.ADMIN and not change.value(others):
        raise Refused(f"{row.login} is the last admin")


def _join(change: Change, agent_id: int, names: Iterable[str]) -> None:
    wanted = {lookup.team(change, name).id for name in names}
    standing = {row.team_id: row.id for row in change.rows(select(membership).where(membership.c.agent_id == agent_id))}
    for team_id in sorted(wanted - standing.keys()):
        change.add(membership, team_id=team_id, agent_id=agent_id)
    for team_id in sorted(standing.keys() - wanted):
        change.remove(membership, standing[team_id])


# Teams ---------------------------------------------------------------------------------------------------------------


def add_team(change: Change, *, name: str, line: int = 1, note: str = "", agents: Iterable[str] = ()) -> Outcome:
    """Found a team of a support line, 1 to 3."""
    change.require(Role.ADMIN, what="adding teams")
    if change.row(select(team.c.id).where(team.c.name == tidy_name(name, "team"))) is not None:
        raise Refused(f"there is a team {name!r} already", hint=f"supportdesk team edit {name}")
    number = change.add(team, name=name, line=_line(line), note=note)
    for login in agents:
        change.add(membership, team_id=number, agent_id=lookup.agent(change, login).id)
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
    given = {"name": new_name, "line": None if line is None else _line(line), "note": note}
    values = {key: value for key, value in given.items() if value is not None and row._mapping[key] != value}
    if (
        "name" in values
        and change.row(select(team.c.id).where(team.c.name == tidy_name(str(new_name), "team"))) is not None
    ):
        raise Refused(f"there is a team {new_name!r} already")
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
    """Dissolve a team; its tickets belong to no team then."""
    change.require(Role.ADMIN, what="removing teams")
    row = lookup.team(change, name)
    change.set(hold_matching(change, ticket.c.team_id == row.id), "assigned", team=None)
    for found in change.rows(select(tables.template.c.id).where(tables.template.c.team_id == row.id)):
        change.edit(tables.template, found.id, team_id=None)
    for found in change.rows(select(membership.c.id).where(membership.c.team_id == row.id)):
        change.remove(membership, found.id)
    change.remove(team, row.id)
    return change.outcome()


def _line(line: int) -> int:
    if line not in (1, 2, 3):
        raise UsageError(f"a support line is 1, 2 or 3, not {line}")
    return line


# Customers -----------------------------------------------------------------------------------------------------------


def add_customer(
    change: Change,
    *,
    name: str,
    emails: Iterable[str] = (),
    phones: Iterable[str] = (),
    vip: bool = False,
    organization: str | None = None,
    language: str = "",
    note: str = "",
) -> Outcome:
    """Write down a customer with all ways to reach them."""
    change.require(Role.AGENT, what="adding customers")
    listed = [email.strip().lower() for email in emails]
    if not (name.strip() or listed):
        raise UsageError("a customer needs a name or a mail address")
    company = lookup.record(change, tables.organization, organization).id if organization else None
    if company is None and listed:
        company = customers.organization_of(change, listed[0])
    values = {"name": name.strip(), "vip": int(vip), "organization_id": company, "language": language, "note": note}
    number = change.add(customer, uid=uuid4().hex, created_at=change.now, **values)
    _reach(change, number, "email", listed)
    _reach(change, number, "phone", phones)
    return change.outcome(number=number)


def find_customer(change: Reading, name: str) -> AnyRow:
    """The customer with this id, mail address, phone number, or name where only one has it."""
    if name.isdecimal() and (row := change.row(select(customer).where(customer.c.id == int(name)))) is not None:
        return row
    reached = select(address.c.customer_id).where(address.c.value == name.strip().lower())
    found = change.rows(select(customer).where(customer.c.id.in_(reached))) or change.rows(
        select(customer).where(customer.c.name == name)
    )
    if len(found) > 1:
        raise UsageError(
            f"{len(found)} customers are called {name!r}; give an address or an id", hint="supportdesk customer list"
        )
    if not found:
        raise NotFound(f"no customer {name!r}", hint="supportdesk customer list")
    return found[0]


def edit_customer(
    change: Change,
    name: str,
    *,
    new_name: str | None = None,
    emails: Iterable[str] | None = None,
    phones: Iterable[str] | None = None,
    vip: bool | None = None,
    organization: str | None = None,
    language: str | None = None,
    note: str | None = None,
) -> Outcome:
    """Change what the desk knows of a customer; what is None stays, an organization `none` is taken away."""
    change.require(Role.AGENT, what="changing customers")
    row = find_customer(change, name)
    given: dict[str, object] = {
        "name": new_name,
        "vip": None if vip is None else int(vip),
        "language": language,
        "note": note,
    }
    values = {key: value for key, value in given.items() if value is not None and row._mapping[key] != value}
    if organization is not None:
        values["organization_id"] = (
            None if organization == "none" else lookup.record(change, tables.organization, organization).id
        )
    if values:
        change.edit(customer, row._mapping["id"], **values)
    for kind, listed in (("email", emails), ("phone", phones)):
        if listed is not None:
            _reach(change, row._mapping["id"], kind, listed)
    return change.outcome()


def _reach(change: Change, customer_id: int, kind: str, values: Iterable[str]) -> None:
    """Make these the customer's addresses of a kind, in this order of standing; one that is another's is refused."""
    wanted = [_address(kind, value) for value in values]
    mine = select(address).where(address.c.customer_id == customer_id, address.c.kind == kind)
    standing = {row.value: row.id for row in change.rows(mine)}
    for value in dict.fromkeys(wanted):
        owner = change.value(select(address.c.customer_id).where(address.c.kind == kind, address.c.value == value))
        if owner is not None and owner != customer_id:
            raise Refused(f"{value} is customer {owner}'s already")
        if owner is None:
            change.add(address, customer_id=customer_id, kind=kind, value=value)
    for value, number in standing.items():
        if value not in wanted:
            change.remove(address, number)


def _address(kind: str, value: str) -> str:
    if kind == "phone":
        return customers.tidy_phone(value)
    email = value.strip().lower()
    if not customers.EMAIL.fullmatch(email):
        raise UsageError(f"{value!r} is not a mail address")
    return email


def remove_customer(change: Change, name: str) -> Outcome:
    """Forget a customer who has no tickets."""
    change.require(Role.LEAD, what="removing customers")
    row = find_customer(change, name)
    number = row._mapping["id"]
    theirs = change.value(select(func.count()).select_from(ticket).where(ticket.c.customer_id == number))
    if theirs:
        raise Refused(f"customer {name} has {theirs} tickets and stays")
    for found in change.rows(select(address.c.id).where(address.c.customer_id == number)):
        change.remove(address, found.id)
    change.remove(customer, number)
    return change.outcome()


# Organizations -------------------------------------------------------------------------------------------------------


def add_organization(
    change: Change, *, name: str, domains: Iterable[str] = (), vip: bool = False, note: str = ""
) -> Outcome:
    """Write down a company; customers who write from its domains belong to it from then on."""
    change.require(Role.AGENT, what="adding organizations")
    if not name.strip():
        raise UsageError("an organization needs a name")
    if change.row(select(organization.c.id).where(organization.c.name == name)) is not None:
        raise Refused(f"there is an organization {name!r} already", hint=f"supportdesk org edit '{name}'")
    change.add(organization, name=name, domains=_domains(domains), vip=int(vip), note=note, created_at=change.now)
    return change.outcome()


def edit_organization(
    change: Change,
    name: str,
    *,
    new_name: str | None = None,
    domains: Iterable[str] | None = None,
    vip: bool | None = None,
    note: str | None = None,
) -> Outcome:
    """Change a company; what is None stays."""
    change.require(Role.AGENT, what="changing organizations")
    row = lookup.record(change, organization, name)
    given = {
        "name": new_name,
        "domains": None if domains is None else _domains(domains),
        "vip": None if vip is None else int(vip),
        "note": note,
    }
    values = {key: value for key, value in given.items() if value is not None and row._mapping[key] != value}
    if "name" in values and change.row(select(organization.c.id).where(organization.c.name == new_name)) is not None:
        raise Refused(f"there is an organization {new_name!r} already")
    if values:
        change.edit(organization, row.id, **values)
    return change.outcome()


def remove_organization(change: Change, name: str) -> Outcome:
    """Forget a company; its people stay customers."""
    change.require(Role.LEAD, what="removing organizations")
    row = lookup.record(change, organization, name)
    for found in change.rows(select(customer.c.id).where(customer.c.organization_id == row.id)):
        change.edit(customer, found.id, organization_id=None)
    change.remove(organization, row.id)
    return change.outcome()


def _domains(listed: Iterable[str]) -> str:
    tidy = sorted({domain.strip().lower().lstrip("@") for domain in listed if domain.strip()})
    wrong = [domain for domain in tidy if "." not in domain or "@" in domain or " " in domain]
    if wrong:
        raise UsageError(f"{wrong[0]!r} is not a mail domain")
    return json.dumps(tidy, ensure_ascii=False)
