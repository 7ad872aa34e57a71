"""What a desk knows of one customer: who they are, their company, the tickets that they have had, their last rating.

Also which open or recent tickets may be the very matter that somebody calls about.
"""

import json
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import func, select

from supportdesk.domain.models import CustomerProfile, OrganizationRow, TicketRow
from supportdesk.domain.rating import Rating
from supportdesk.domain.search import Sought
from supportdesk.domain.words import stems
from supportdesk.errors import NotFound
from supportdesk.store import people, queries, text_query
from supportdesk.store.reading import Reading, of_tickets
from supportdesk.store.tables import customer, organization, ticket

RECENT = timedelta(days=14)
"""How old a ticket may be that is shown as a possible duplicate by its subject alone."""

LOOKED_AT = 500
"""The newest tickets with a word in common: so many are compared."""


def profile(reading: Reading, customer_id: int) -> CustomerProfile:
    """Everything about one customer but their tickets; NotFound where they have gone, into another perhaps."""
    found = people.customer_row(reading, customer_id)
    if found is None:
        raise NotFound(f"there is no customer {customer_id} any more")
    theirs = (ticket.c.customer_id == customer_id) & ticket.c.deleted_at.is_(None)
    total, active = reading.rows(
        select(func.count(), func.coalesce(func.sum(ticket.c.is_open), 0)).select_from(ticket).where(theirs)
    )[0]
    since = reading.value(select(customer.c.created_at).where(customer.c.id == customer_id))
    rated = select(ticket.c.id, ticket.c.rating, ticket.c.rating_comment, ticket.c.rated_at).where(
        theirs, ticket.c.rating.is_not(None)
    )
    last = reading.row(rated.order_by(ticket.c.rated_at.desc(), ticket.c.id.desc()).limit(1))
    rating = None if last is None else Rating(last.rating, last.rating_comment or "", last.rated_at)
    company = _company(reading, found.organization)
    return CustomerProfile(found, company, since, int(total), int(active), last.id if last else None, rating)


def _company(reading: Reading, name: str | None) -> OrganizationRow | None:
    if name is None:
        return None
    row = reading.row(select(organization).where(organization.c.name == name))
    if row is None:
        return None
    members = select(func.count()).select_from(customer).where(customer.c.organization_id == row.id)
    return OrganizationRow(
        row.name, tuple(json.loads(row.domains)), bool(row.vip), row.note, int(reading.value(members))
    )


def customer_of(reading: Reading, number: int) -> int | None:
    """The id of a ticket's customer; None where it has none."""
    found = reading.value(select(ticket.c.customer_id).where(ticket.c.id == number))
    return None if found is None else int(found)


def past(reading: Reading, customer_id: int, *, before: int | None = None, limit: int = 50) -> tuple[TicketRow, ...]:
    """A customer's tickets, newest first, from below the number `before` on; those in the bin are left out."""
    theirs = select(ticket.c.id).where(ticket.c.customer_id == customer_id, ticket.c.deleted_at.is_(None))
    if before is not None:
        theirs = theirs.where(ticket.c.id < before)
    return queries.rows(reading, reading.ids(theirs.order_by(ticket.c.id.desc()).limit(limit)))


def duplicates(
    reading: Reading, *, customer_id: int | None, subject: str, limit: int = 8
) -> tuple[tuple[TicketRow, bool], ...]:
    """Tickets that may be the same matter, each with whether it is this customer's, likeliest first.

    These are the customer's open tickets, and tickets of the last two weeks whose subject shares two words with this
    one, or its only word.
    """
    own = _open_ones(reading, customer_id, limit) if customer_id is not None else ()
    wanted = frozenset(stem for stem in stems(subject) if len(stem) > 2)
    found = {row.number: row for row in (*own, *_sharing(reading, sorted(wanted)))}
    shared = {number: len(wanted & set(stems(row.subject))) for number, row in found.items()}
    mine = {row.number for row in own}
    close = [row for row in found.values() if row.number in mine or shared[row.number] >= min(2, len(wanted))]
    close.sort(key=lambda row: (row.number not in mine, -shared[row.number], -row.number))
    return tuple((row, row.number in mine) for row in close[:limit])


def _open_ones(reading: Reading, customer_id: int, limit: int) -> tuple[TicketRow, ...]:
    theirs = select(ticket.c.id).where(
        ticket.c.customer_id == customer_id, ticket.c.is_open == 1, ticket.c.deleted_at.is_(None)
    )
    return queries.rows(reading, reading.ids(theirs.order_by(ticket.c.id.desc()).limit(limit)))


def _sharing(reading: Reading, wanted: Sequence[str]) -> tuple[TicketRow, ...]:
    """The newest tickets of late that hold one of some stems; their number is bounded, as some words are in all."""
    if not wanted:
        return ()
    numbers = text_query.newest_of_any(reading, [Sought((stem,)) for stem in wanted], limit=LOOKED_AT)
    those = of_tickets(numbers, ticket.c.id, sqlite=reading.sqlite)
    recent = (ticket.c.created_at >= reading.now - RECENT) & ticket.c.deleted_at.is_(None)
    return queries.rows(reading, reading.ids(those.where(recent)))
