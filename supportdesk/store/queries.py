"""Reads of tickets in number: pages, counts and search. Each takes a `Reading` first and returns read models."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Dialect, func, literal, select
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import FromClause

from supportdesk.domain.filter_tree import Filter
from supportdesk.domain.models import Count, CountRow, Cursor, Page, Sidebar, TicketRow
from supportdesk.domain.ticket import Priority
from supportdesk.errors import UsageError
from supportdesk.store import sorting, tables
from supportdesk.store.listing import Listing
from supportdesk.store.prepared import Prepared
from supportdesk.store.rarity import hint
from supportdesk.store.reading import Reading, among, of_tickets
from supportdesk.store.tables import agent, customer, organization, team, ticket
from supportdesk.store.ticket_rows import PlainRow, by_number, ticket_rows
from supportdesk.store.where import matching, where


def page(
    reading: Reading,
    filter: Filter,
    *,
    sort: str = "",
    limit: int = 50,
    after: Cursor | None = None,
    backwards: bool = False,
    offset: int = 0,
) -> Page:
    """Up to `limit` tickets that a filter matches, in order; `backwards` reads towards the list's beginning.

    A page found by `after` costs the same at any depth; `offset` walks the index and is for jumps alone.
    """
    ordering = sorting.order(sort or filter.sort or "pressing", filter.node)
    segment, values = (
        sorting.position(ordering, after) if after else (len(ordering.segments) - 1 if backwards else 0, None)
    )
    found: list[tuple[int, PlainRow]] = []
    step = -1 if backwards else 1
    while 0 <= segment < len(ordering.segments) and len(found) < limit:
        listing = Listing(filter.node, ordering, ordering.segments[segment], backwards=backwards)
        rows = listing.rows(reading, values, limit=limit - len(found), offset=offset)
        if offset and not rows:
            offset -= listing.count(reading)
        else:
            offset = 0
        found += [(segment, row) for row in rows]
        segment, values = segment + step, None
    more = len(found) == limit
    edge = sorting.cursor(ordering, *found[-1]) if found and more else None
    back = sorting.cursor(ordering, *found[0]) if found else None
    ordered = found[::-1] if backwards else found
    return Page(ticket_rows((row for _, row in ordered), sqlite=reading.sqlite), edge, back)


def rows(reading: Reading, numbers: Sequence[int]) -> tuple[TicketRow, ...]:
    """The tickets with these numbers, in the order of the numbers; unknown ones are left out."""
    found = by_number(reading, numbers)
    return ticket_rows((found[number] for number in numbers if number in found), sqlite=reading.sqlite)


def those(reading: Reading, numbers: Iterable[int], filter: Filter) -> frozenset[int]:
    """Which of some tickets a filter matches."""
    given = of_tickets(numbers, ticket.c.id, sqlite=reading.sqlite)
    return frozenset(reading.ids(given.where(matching(reading, filter))))


def count(reading: Reading, filter: Filter, *, cap: int | None = None) -> Count:
    """How many tickets a filter matches; no further than `cap` where one is given."""
    held = select(literal(1)).select_from(ticket).where(_counts(reading, filter))
    if begin := hint(filter.node, reading):
        held = held.with_hint(ticket, begin, "sqlite")
    if cap is None:
        return Count(int(reading.value(select(func.count()).select_from(held.subquery()))))
    some = held.limit(max(cap, 0) + 1).subquery()
    number = int(reading.value(select(func.count()).select_from(some)))
    return Count(min(number, cap), capped=number > cap)


def _counts(reading: Reading, filter: Filter) -> ColumnElement[bool]:
    """What a filter means; where it asks for open tickets, indexes alone tell of these: deleted ones are never open."""
    if sorting.implied_open(filter.node):
        return where(filter.node, reading) & (ticket.c.is_open == 1)
    return matching(reading, filter)


def count_by(reading: Reading, filter: Filter, field: str) -> tuple[CountRow, ...]:
    """How many tickets a filter matches per value of a field, most first."""
    value, source = _counted(field)
    grouped = select(value, func.count()).select_from(source).where(matching(reading, filter)).group_by(value)
    counted = [(row[0], int(row[1])) for row in reading.rows(grouped)]
    shown = _shown(reading, field, [number for number, _ in counted])
    found = [CountRow(shown(value), number) for value, number in counted]
    return tuple(sorted(found, key=lambda row: (-row.count, row.value or "")))


def _counted(field: str) -> tuple[Any, FromClause]:
    """The values that a field has, and where they stand."""
    if field == "tag":
        tags = tables.ticket_tag
        return tags.c.tag, ticket.outerjoin(tags, tags.c.ticket_id == ticket.c.id)
    if field not in COUNTED:
        raise UsageError(f"cannot count by {field!r}; fields are {', '.join(COUNTED)}, tag")
    return COUNTED[field], ticket


def _shown(reading: Reading, field: str, values: Sequence[Any]) -> Callable[[Any], str | None]:
    """How a field's values are read: references by the names of their rows, fetched where they are needed."""
    if field == "priority":
        return lambda value: Priority(value).word
    if field not in NAMED:
        return lambda value: None if value is None else str(value)
    number, name = NAMED[field]
    held = among(number, [value for value in values if value is not None], sqlite=reading.sqlite)
    names = {row[0]: str(row[1]) for row in reading.rows(select(number, name).where(held))}
    return names.get


_ORGANIZATION = select(customer.c.organization_id).where(customer.c.id == ticket.c.customer_id).scalar_subquery()

COUNTED: dict[str, Any] = {
    "status": ticket.c.status,
    "priority": ticket.c.priority,
    "type": ticket.c.type,
    "channel": ticket.c.channel,
    "rating": ticket.c.rating,
    "assignee": ticket.c.assignee_id,
    "team": ticket.c.team_id,
    "customer": ticket.c.customer_id,
    "org": _ORGANIZATION,
}

NAMED: dict[str, tuple[Any, Any]] = {
    "assignee": (agent.c.id, agent.c.login),
    "team": (team.c.id, team.c.name),
    "customer": (customer.c.id, customer.c.name),
    "org": (organization.c.id, organization.c.name),
}


_STANDING = (ticket.c.status, ticket.c.assignee_id, ticket.c.team_id)


@lru_cache(maxsize=8)
def _standing(dialect: Dialect) -> tuple[Prepared, ...]:
    active = select(*_STANDING, func.count()).where(ticket.c.is_open == 1).group_by(*_STANDING)
    return tuple(
        Prepared(statement, dialect)
        for statement in (active, select(agent.c.id, agent.c.login), select(team.c.id, team.c.name))
    )


def sidebar(reading: Reading) -> Sidebar:
    """Active tickets by status, assignee and team, from one covering index."""
    connection = reading.connection
    active, logins, teams = (prepared.rows(connection, {}) for prepared in _standing(connection.dialect))
    login_of: dict[int | None, str] = dict(logins)
    name_of: dict[int | None, str] = dict(teams)
    statuses: Counter[str] = Counter()
    by_agent: Counter[str | None] = Counter()
    by_team: Counter[str | None] = Counter()
    for status, assignee_id, team_id, number in active:
        statuses[status] += number
        by_agent[login_of.get(assignee_id)] += number
        by_team[name_of.get(team_id)] += number
    return Sidebar(statuses, by_agent, by_team, statuses.total(), by_agent[reading.actor.login], by_agent[None])
