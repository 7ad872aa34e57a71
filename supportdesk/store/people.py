"""Reads of agents, teams, customers and organizations."""

import json
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, func, or_, select

from supportdesk.domain.idn import known_as
from supportdesk.domain.models import AgentRow, CustomerRow, OrganizationRow, TeamRow
from supportdesk.domain.plain import plain
from supportdesk.domain.ticket import Role
from supportdesk.store import bulk, name_search
from supportdesk.store.reading import AnyRow, Reading, among
from supportdesk.store.tables import address, agent, customer, membership, message, organization, team, ticket


def agents(reading: Reading) -> tuple[AgentRow, ...]:
    """Every agent, by login."""
    teams = _joined(reading, membership.c.agent_id, team.c.name)
    mine = select(func.count()).select_from(ticket).where(ticket.c.assignee_id == agent.c.id, ticket.c.is_open == 1)
    rows = reading.rows(select(agent, mine.scalar_subquery().label("open_tickets")).order_by(agent.c.login))
    return tuple(
        AgentRow(
            row.login,
            row.name,
            row.email,
            Role(row.role).word,
            tuple(teams[row.id]),
            bool(row.active),
            row.open_tickets,
        )
        for row in rows
    )


def teams(reading: Reading) -> tuple[TeamRow, ...]:
    """Every team, by line and name."""
    members = _joined(reading, membership.c.team_id, agent.c.login)
    rows = reading.rows(select(team).order_by(team.c.line, team.c.name))
    return tuple(TeamRow(row.name, row.line, row.note, tuple(members[row.id])) for row in rows)


def _joined(reading: Reading, key: Any, value: Any) -> dict[int, list[str]]:
    listed: dict[int, list[str]] = defaultdict(list)
    joined = membership.join(team, team.c.id == membership.c.team_id).join(agent, agent.c.id == membership.c.agent_id)
    for number, name in reading.rows(select(key, value).select_from(joined).order_by(value)):
        listed[number].append(name)
    return listed


MOST_WORDS = 30
"""Words of a search for customers: no name has more, and what is pasted by mistake may have thousands."""


def customers(reading: Reading, words: str = "", *, limit: int = 50) -> tuple[CustomerRow, ...]:
    """Customers whose name or address holds these words, by name. No more words are looked at than `MOST_WORDS`."""
    statement = select(customer.c.id)
    for word in [*dict.fromkeys(plain(words).split())][:MOST_WORDS]:
        reaching = select(address.c.customer_id).where(address.c.value.contains(known_as(word), autoescape=True))
        called = name_search.holds(customer.c.name, word, sqlite=reading.sqlite)
        statement = statement.where(or_(called, customer.c.id.in_(reaching)))
    # Those who are shown first, then their tickets: counting those of everybody who fits takes seconds.
    shown = reading.ids(statement.order_by(customer.c.name, customer.c.id).limit(max(limit, 0)))
    held = _customers().where(among(customer.c.id, shown, sqlite=reading.sqlite))
    return _customer_rows(reading, reading.rows(held.order_by(customer.c.name, customer.c.id)))


def customer_row(reading: Reading, customer_id: int) -> CustomerRow | None:
    """One customer by the id that lists show."""
    rows = _customer_rows(
        reading, reading.rows(_customers().where(among(customer.c.id, [customer_id], sqlite=reading.sqlite)))
    )
    return rows[0] if rows else None


def _customers() -> Select[Any]:
    theirs = select(func.count()).select_from(ticket).where(ticket.c.customer_id == customer.c.id).scalar_subquery()
    joined = customer.outerjoin(organization, organization.c.id == customer.c.organization_id)
    return select(customer, organization.c.name.label("company"), theirs.label("tickets")).select_from(joined)


def _customer_rows(reading: Reading, rows: Sequence[AnyRow]) -> tuple[CustomerRow, ...]:
    reached: dict[tuple[int, str], list[str]] = defaultdict(list)
    held = among(address.c.customer_id, [row.id for row in rows], sqlite=reading.sqlite)
    for one in reading.rows(select(address).where(held).order_by(address.c.id)):
        reached[one.customer_id, one.kind].append(one.value)
    return tuple(
        CustomerRow(
            id=row.id,
            name=row.name,
            emails=tuple(reached[row.id, "email"]),
            phones=tuple(reached[row.id, "phone"]),
            vip=bool(row.vip),
            organization=row.company,
            language=row.language,
            note=row.note,
            tickets=row.tickets,
        )
        for row in rows
    )


def organizations(reading: Reading) -> tuple[OrganizationRow, ...]:
    """Every organization, by name."""
    people = select(func.count()).select_from(customer).where(customer.c.organization_id == organization.c.id)
    rows = reading.rows(select(organization, people.scalar_subquery().label("customers")).order_by(organization.c.name))
    return tuple(
        OrganizationRow(row.name, tuple(json.loads(row.domains)), bool(row.vip), row.note, row.customers)
        for row in rows
    )


def addresses_on(reading: Reading, numbers: Sequence[int]) -> frozenset[str]:
    """The mail addresses of everybody on tickets: customers, who wrote, and who got their messages; in lower case."""
    found, listed = _on(reading, numbers)
    found.update(email for people in listed for _, email in json.loads(people))
    return frozenset(email.lower() for email in found if email)


def is_on(reading: Reading, numbers: Sequence[int], email: str) -> bool:
    """Whether an address, in lower case, is one of `addresses_on`: told without reading whom each message went to."""
    found, listed = _on(reading, numbers)
    if any(one.lower() == email for one in found):
        return bool(email)
    quoted = json.dumps(email, ensure_ascii=False)
    return bool(email) and any(f",{quoted}]" in people.lower() for people in listed)


def _on(reading: Reading, numbers: Sequence[int]) -> tuple[set[str], set[str]]:
    """Addresses of those who asked or wrote on tickets, and the people whom messages went to, as they are kept."""
    asking = [row[0] for row in bulk.matching(reading, ticket, ("customer_id",), "id", numbers) if row[0] is not None]
    theirs = bulk.matching(reading, address, ("value", "kind"), "customer_id", asking)
    found = {value for value, kind in theirs if kind == "email"}
    listed: set[str] = set()
    columns = ("author_email", "recipients", "copies", "withdrawn")
    for author, to, cc, withdrawn in bulk.matching(reading, message, columns, "ticket_id", numbers):
        if not withdrawn:
            found.add(author)
            listed.update((to, cc))
    return found, listed
