"""Merging two customers who are one person: tickets, addresses, words and remarks of one become the other's.

Everything is moved in one change whose events undo reads, so the two can be told apart again.
"""

from sqlalchemy import select

from supportdesk.domain.changes import Outcome
from supportdesk.domain.ticket import Role
from supportdesk.errors import UsageError
from supportdesk.services.customers import find_customer
from supportdesk.services.naming import tidy_note
from supportdesk.store.change import Change
from supportdesk.store.reading import AnyRow
from supportdesk.store.selection import Selection
from supportdesk.store.tables import address, customer, message, ticket


def merge_customers(change: Change, other: str, *, into: str) -> Outcome:
    """Make everything of one customer another's, who stays with what both had; the other one is gone.

    Name, organization and language of the one who stays hold where they have any; either one's VIP counts, notes are
    joined, and answers go on to the first address of the one who stays.
    """
    change.require(Role.AGENT, what="merging customers")
    gone, stays = find_customer(change, other), find_customer(change, into)
    if gone.id == stays.id:
        raise UsageError("that is one customer already; name two of them")
    gone, stays = _hold(change, gone.id), _hold(change, stays.id)
    moved = _move_tickets(change, gone.id, stays.id)
    _move_messages(change, gone.id, stays.id)
    for kind in ("email", "phone"):
        _move_addresses(change, kind, gone.id, stays.id)
    change.remove(customer, gone.id)
    values = _joined(gone, stays)
    if values:
        change.edit(customer, stays.id, **values)
    return change.outcome(moved, number=stays.id)


def _hold(change: Change, number: int) -> AnyRow:
    """The customer as it stands, whom nobody gives a ticket or an address before the change ends."""
    statement = select(customer).where(customer.c.id == number)
    row = change.row(statement if change.sqlite else statement.with_for_update())
    if row is None:
        raise UsageError(f"customer {number} was removed meanwhile; look again")
    return row


def _move_tickets(change: Change, gone: int, stays: int) -> Selection:
    theirs = select(ticket.c.id).where(ticket.c.customer_id == gone).order_by(ticket.c.id)
    numbers = change.ids(theirs if change.sqlite else theirs.with_for_update())
    return change.set(Selection(numbers), "edited", customer=stays) if numbers else Selection(())


def _move_messages(change: Change, gone: int, stays: int) -> None:
    """What they wrote is the other's, with an event each: they may have written in other people's tickets too."""
    for number in change.ids(select(message.c.id).where(message.c.customer_id == gone).order_by(message.c.id)):
        change.edit(message, number, customer_id=stays)


def _move_addresses(change: Change, kind: str, gone: int, stays: int) -> None:
    """The older row is the first address. Where that would be one of those that come, the two rows swap what they hold;
    one is empty meanwhile, as no two rows may hold the same."""
    found = change.rows(select(address).where(address.c.kind == kind).where(address.c.customer_id.in_((gone, stays))))
    coming = sorted(row.id for row in found if row.customer_id == gone)
    standing = sorted(row.id for row in found if row.customer_id == stays)
    values = {row.id: row.value for row in found}
    if coming and standing and coming[0] < standing[0]:
        older, newer = coming[0], standing[0]
        change.edit(address, newer, value="")
        change.edit(address, older, customer_id=stays, value=values[newer])
        change.edit(address, newer, value=values[older])
    for number in coming:
        change.edit(address, number, customer_id=stays)


def _joined(gone: AnyRow, stays: AnyRow) -> dict[str, object]:
    """What the one who stays gets of the other."""
    taken = {name: gone._mapping[name] for name in ("name", "organization_id", "language") if not stays._mapping[name]}
    if stays.source is None and stays.external_id is None:
        taken |= {"source": gone.source, "external_id": gone.external_id}
    if gone.note and gone.note not in stays.note:
        taken["note"] = tidy_note(f"{stays.note}\n\n{gone.note}")
    taken["vip"] = max(gone.vip, stays.vip)
    return {name: value for name, value in taken.items() if value != stays._mapping[name]}
