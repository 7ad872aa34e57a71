"""From rows of the ticket table to `TicketRow`, with the names that its references stand for."""

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, TypeAlias

from sqlalchemy import Dialect, Select, func, select
from sqlalchemy.sql.selectable import FromClause

from supportdesk.domain import followers
from supportdesk.domain.models import TicketCustomer, TicketRow
from supportdesk.domain.rating import Rating
from supportdesk.domain.ticket import Priority
from supportdesk.store.columns import read_instant, read_text
from supportdesk.store.prepared import Prepared
from supportdesk.store.reading import Reading, among_given, listing
from supportdesk.store.tables import address, agent, customer, organization, team, ticket

PLAIN = TicketRow._fields[10:27]
"""From `created_at` to `source`: the fields of a read model that are columns of a ticket just as they are."""

SHOWN = ("id", "subject", "status", "priority", "type", "channel", "tags", "fields", "customer_id", "vip")
"""The columns before them."""

NAMES = ("customer_name", "customer_email", "organization_name", "assignee_login", "team_name")
"""What the references of a ticket stand for."""

SORTED = ("due_key", "upd_neg")
"""What lists are sorted by and nobody is shown."""

FOLLOWERS = 34
"""The place of the followers, behind all that."""

RATED = ("rating", "rating_comment", "rated_at")
"""What the customer thought, behind those."""

PlainRow: TypeAlias = tuple[Any, ...]
"""A row as `by_number` fetches it: the columns shown, the plain ones, five names, and those that lists sort by."""


def by_number(reading: Reading, numbers: Sequence[int]) -> dict[int, PlainRow]:
    """The rows of the tickets with these numbers, with the names that they refer to, for `ticket_rows` to read."""
    connection, listed = reading.connection, listing(numbers, sqlite=reading.sqlite)
    return {row[0]: row for row in _by_number(connection.dialect).rows(connection, {"numbers": listed})}


def named(tickets: FromClause, *, one_by_one: bool = False) -> Select[Any]:
    """A statement that reads ticket rows from a subselect of `ticket` and adds the names of what they refer to.

    PostgreSQL looks each customer up by itself where it is to do so `one_by_one`: it would rather read all of a few
    thousand customers for a page of tickets.
    """
    person: FromClause = customer
    if one_by_one:
        person = select(customer).where(customer.c.id == tickets.c.customer_id).limit(1).lateral("customer")
    joined = (
        tickets.outerjoin(person, person.c.id == tickets.c.customer_id)
        .outerjoin(organization, organization.c.id == person.c.organization_id)
        .outerjoin(agent, agent.c.id == tickets.c.assignee_id)
        .outerjoin(team, team.c.id == tickets.c.team_id)
    )
    email = (
        select(address.c.value)
        .where(address.c.customer_id == tickets.c.customer_id, address.c.kind == "email")
        .order_by(address.c.id)
        .limit(1)
        .scalar_subquery()
    )
    return select(
        *(tickets.c[name] for name in (*SHOWN, *PLAIN)),
        person.c.name.label("customer_name"),
        func.coalesce(email, "").label("customer_email"),
        organization.c.name.label("organization_name"),
        agent.c.login.label("assignee_login"),
        team.c.name.label("team_name"),
        *(tickets.c[name] for name in SORTED),
        tickets.c.followers,
        *(tickets.c[name] for name in RATED),
    ).select_from(joined)


@lru_cache(maxsize=8)
def _by_number(dialect: Dialect) -> Prepared:
    held = among_given(ticket.c.id, "numbers", sqlite=dialect.name == "sqlite")
    return Prepared(named(select(ticket).where(held).subquery("t")), dialect)


def sort_key(row: PlainRow, column: str) -> Any:
    """The value of a column that lists sort by."""
    return row[_SORT_PLACES[column]]


_SORT_PLACES = {name: place for place, name in enumerate((*SHOWN, *PLAIN, *NAMES, *SORTED))}


def ticket_rows(rows: Iterable[PlainRow], *, sqlite: bool) -> tuple[TicketRow, ...]:
    """The read models of rows that `by_number` fetched."""
    instant = read_text if sqlite else read_instant
    return tuple(_row(row, instant) for row in rows)


WORDS = {int(priority): priority.word for priority in Priority}


def _row(row: PlainRow, instant: Callable[[Any], datetime]) -> TicketRow:
    """One row; the order is that of the read model."""
    number, subject, status, priority, kind, channel, tags, custom, customer_id, vip = row[:10]
    name, email, firm, assignee, team_name = row[27:32]
    cells = (
        number,
        subject,
        status,
        WORDS[priority],
        kind,
        channel,
        None if customer_id is None else TicketCustomer(name or "", email, bool(vip), firm),
        assignee,
        team_name,
        _tags(tags),
        *[value if value is None else instant(value) for value in row[10:20]],
        *row[20:27],
        {} if custom == "{}" else json.loads(custom),
        None,
        () if row[FOLLOWERS] == "[]" else followers.read(row[FOLLOWERS]),
        None if row[FOLLOWERS + 1] is None else _rating(row[FOLLOWERS + 1 :], instant),
    )
    return TicketRow._make(cells)


def _rating(cells: Sequence[Any], instant: Callable[[Any], datetime]) -> Rating:
    score, comment, at = cells
    return Rating(score, comment or "", instant(at))


@lru_cache(maxsize=4096)
def _tags(listed: str) -> tuple[str, ...]:
    """Tags as the column keeps them; the same few combinations stand in all lists."""
    return tuple(json.loads(listed))
