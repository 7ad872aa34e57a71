"""From rows of the ticket table to `TicketRow`, with the names that its references stand for."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import fields
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.sql.selectable import FromClause

from supportdesk.domain.models import TicketCustomer, TicketRow
from supportdesk.domain.ticket import Priority
from supportdesk.store.reading import AnyRow, Reading, among_given, listing
from supportdesk.store.tables import address, agent, customer, organization, team, ticket

PLAIN = tuple(field.name for field in fields(TicketRow))[10:27]
"""From `created_at` to `source`: the fields of a read model that are columns of a ticket just as they are."""

SHOWN = ("id", "subject", "status", "priority", "type", "channel", "tags", "fields", "customer_id", "vip")
"""The columns before them, and what a list is sorted by after them."""

SORTED = ("due_key", "upd_neg")


def by_number(reading: Reading, numbers: Sequence[int]) -> dict[int, AnyRow]:
    """The rows of the tickets with these numbers, with the names that they refer to.

    The statement is made once: making it takes longer than running it.
    """
    given = {"numbers": listing(numbers, sqlite=reading.sqlite)}
    rows = reading.connection.execute(_by_number(sqlite=reading.sqlite), given).fetchall()
    return {row[0]: row for row in rows}


@cache
def _by_number(*, sqlite: bool) -> Select[Any]:
    held = among_given(ticket.c.id, "numbers", sqlite=sqlite)
    return named(select(ticket).where(held).subquery("t"))


def named(tickets: FromClause) -> Select[Any]:
    """A statement that reads ticket rows from a subselect of `ticket` and adds the names of what they refer to."""
    joined = (
        tickets.outerjoin(customer, customer.c.id == tickets.c.customer_id)
        .outerjoin(organization, organization.c.id == customer.c.organization_id)
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
        customer.c.name.label("customer_name"),
        func.coalesce(email, "").label("customer_email"),
        organization.c.name.label("organization_name"),
        agent.c.login.label("assignee_login"),
        team.c.name.label("team_name"),
        *(tickets.c[name] for name in SORTED),
    ).select_from(joined)


def ticket_rows(rows: Iterable[AnyRow]) -> tuple[TicketRow, ...]:
    """The read models of rows that `named` fetched."""
    return tuple(_row(row) for row in rows)


WORDS = {int(priority): priority.word for priority in Priority}


def _row(row: AnyRow) -> TicketRow:
    number, subject, status, priority, kind, channel, tags, custom, customer_id, vip = row[:10]
    name, email, firm, assignee, team_name = row[27:32]
    cells: tuple[Any, ...] = (
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
        *row[10:27],
        {} if custom == "{}" else json.loads(custom),
    )
    return TicketRow(*cells)


@lru_cache(maxsize=4096)
def _tags(listed: str) -> tuple[str, ...]:
    """Tags as the column keeps them; the same few combinations stand in all lists."""
    return tuple(json.loads(listed))
