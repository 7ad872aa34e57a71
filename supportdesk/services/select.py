"""The selection that a verb is given: numbers or a filter, held until the change ends."""

from collections.abc import Sequence

from supportdesk.domain.ticket import Role
from supportdesk.errors import UsageError
from supportdesk.store.change import Change
from supportdesk.store.selection import Selection, hold_matching, hold_numbers

__all__ = ["Selection", "tickets"]


def tickets(
    change: Change,
    *,
    numbers: Sequence[int] = (),
    filter: str | None = None,
    skip: bool = False,
    deleted: bool = False,
) -> Selection:
    """The tickets with these numbers, or all that a filter matches, locked in order.

    NotFound names unknown numbers and Refused deleted ones, unless `skip` leaves them out or `deleted` lets them in.
    """
    change.require(Role.AGENT, what="changing tickets")
    if filter is None:
        return hold_numbers(change, numbers, skip=skip, deleted=deleted)
    if numbers:
        raise UsageError("give numbers or a filter, not both")
    from supportdesk.domain import filters
    from supportdesk.store.where import matching

    return hold_matching(change, matching(change, filters.parse(filter)), skip=skip, deleted=deleted)
