"""From rows of the ticket table to `TicketRow`, with the names that its references stand for."""

import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.sql.selectable import FromClause

from supportdesk.domain.models import TicketCustomer, TicketRow
from supportdesk.domain.ticket import Priority
from supportdesk.store.reading import AnyRow
from supportdesk.store.tables import address, agent, customer, organization, team, ticket

SHOWN = [column for column in ticket.columns if column.name not in ("is_open",)]


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
        *(tickets.c[column.name] for column in SHOWN),
        customer.c.name.label("customer_name"),
        func.coalesce(email, "").label("customer_email"),
        organization.c.name.label("organization_name"),
        agent.c.login.label("assignee_login"),
        team.c.name.label("team_name"),
    ).select_from(joined)


def ticket_rows(rows: Iterable[AnyRow]) -> tuple[TicketRow, ...]:
    """The read models of rows that `named` fetched."""
    return tuple(_row(row) for row in rows)


def _row(row: AnyRow) -> TicketRow:
    return TicketRow(
        number=row.id,
        subject=row.subject,
        status=row.status,
        priority=Priority(row.priority).word,
        type=row.type,
        channel=row.channel,
        customer=_customer(row),
        assignee=row.assignee_login,
        team=row.team_name,
        tags=tuple(json.loads(row.tags)) if row.tags != "[]" else (),
        created_at=row.created_at,
        updated_at=row.updated_at,
        first_reply_at=row.first_reply_at,
        first_reply_due=row.first_reply_due,
        next_reply_due=row.next_reply_due,
        due_at=row.due_at,
        solved_at=row.solved_at,
        closed_at=row.closed_at,
        waiting_since=row.waiting_since,
        snoozed_until=row.snoozed_until,
        reopened=row.reopened,
        minutes_spent=row.minutes_spent,
        messages=row.messages,
        attachments=row.attachments,
        merged_into=row.merged_into,
        external_id=row.external_id,
        source=row.source,
        fields=json.loads(row.fields) if row.fields != "{}" else {},
    )


def _customer(row: AnyRow) -> TicketCustomer | None:
    if row.customer_id is None:
        return None
    return TicketCustomer(row.customer_name or "", row.customer_email, bool(row.vip), row.organization_name)
