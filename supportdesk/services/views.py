"""Writes of views: saved filters, everybody's or an agent's own."""

from supportdesk.domain import filters
from supportdesk.domain.changes import Outcome
from supportdesk.domain.ticket import Role
from supportdesk.errors import NotPermitted, Refused, UsageError
from supportdesk.services import lookup
from supportdesk.services.naming import refuse_taken, tidy_name, tidy_number
from supportdesk.store.change import Change
from supportdesk.store.sorting import order
from supportdesk.store.tables import view

LAST = 1_000_000
"""The last place of a view in the console."""

LONGEST_FILTER = 10_000
"""Characters of a view's filter."""


def add_view(
    change: Change, *, name: str, filter: str, sort: str = "", position: int = 100, mine: bool = False
) -> Outcome:
    """Save a filter under a name, for everybody (a lead's to do) or for oneself."""
    change.require(Role.AGENT if mine else Role.LEAD, what="saving a view" if mine else "saving a view for everybody")
    refuse_taken(change, view, tidy_name(name, "view"))
    _check(filter, sort)
    tidy_number(position, "position", most=LAST)
    owner_id = change.actor.id if mine else None
    change.add(view, name=name, filter=filter, sort=sort, position=position, owner_id=owner_id)
    return change.outcome()


def edit_view(
    change: Change,
    name: str,
    *,
    new_name: str | None = None,
    filter: str | None = None,
    sort: str | None = None,
    position: int | None = None,
) -> Outcome:
    """Change a view; what is None stays."""
    row = lookup.record(change, view, name)
    _require(change, row.owner_id)
    _check(row.filter if filter is None else filter, row.sort if sort is None else sort)
    if position is not None:
        tidy_number(position, "position", most=LAST)
    given = {"name": new_name, "filter": filter, "sort": sort, "position": position}
    values = {key: value for key, value in given.items() if value is not None and row._mapping[key] != value}
    if "name" in values:
        if row.name == "default":
            raise Refused("the view 'default' keeps its name: it is what list shows")
        refuse_taken(change, view, tidy_name(str(new_name), "view"), besides=row.id)
    if values:
        change.edit(view, row.id, **values)
    return change.outcome()


def remove_view(change: Change, name: str) -> Outcome:
    """Forget a view; `default` stays, since `list` shows it."""
    row = lookup.record(change, view, name)
    _require(change, row.owner_id)
    if row.name == "default":
        raise Refused(
            "the view 'default' stays: it is what list shows", hint="supportdesk view edit default --filter …"
        )
    change.remove(view, row.id)
    return change.outcome()


def _require(change: Change, owner_id: int | None) -> None:
    change.require(Role.LEAD if owner_id is None else Role.AGENT, what="changing a view")
    if owner_id not in (None, change.actor.id):
        raise NotPermitted("that view is another agent's own")


def _check(filter: str, sort: str) -> None:
    if len(filter) > LONGEST_FILTER:
        raise UsageError(f"a view's filter has at most {LONGEST_FILTER:,} characters, not {len(filter):,}")
    parsed = filters.parse(filter)
    if sort:
        order(sort, parsed.node)
