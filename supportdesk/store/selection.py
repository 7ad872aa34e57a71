"""Which tickets a verb acts on: numbers or a filter become ids, locked in order until the change ends."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.sql.elements import ColumnElement

from supportdesk.errors import NotFound, Refused
from supportdesk.store import bulk
from supportdesk.store.reading import LARGEST, Reading, among
from supportdesk.store.tables import ticket


@dataclass(frozen=True, slots=True)
class Selection:
    """Tickets held by a change, in ascending order; `skipped` are those that were left out when asked to."""

    ids: tuple[int, ...]
    skipped: tuple[int, ...] = field(default=())

    def __len__(self) -> int:
        return len(self.ids)

    def __bool__(self) -> bool:
        return bool(self.ids)

    def without(self, refused: Iterable[int]) -> "Selection":
        """The same selection less the refused ones, which are remembered as skipped."""
        gone = set(refused)
        kept = tuple(number for number in self.ids if number not in gone)
        return Selection(kept, tuple(sorted({*self.skipped, *gone})))


def hold_numbers(change: Reading, numbers: Iterable[int], *, skip: bool = False, deleted: bool = False) -> Selection:
    """Lock the tickets with these numbers; one that does not stand refuses all, unless `skip`."""
    wanted = sorted(set(numbers))
    if change.sqlite:  # its write lock is held
        possible = [number for number in wanted if -LARGEST <= number <= LARGEST]
        rows = sorted(bulk.matching(change, ticket, ("id", "deleted_at"), "id", possible))
        found = {number: deleted is not None for number, deleted in rows}
    else:
        found = _locked(change, among(ticket.c.id, wanted, sqlite=False))
    missing = [number for number in wanted if number not in found]
    if missing and not skip:
        raise NotFound(f"no {named(missing)}")
    return Selection(tuple(wanted)).without([*missing, *_binned(found, skip=skip or deleted, deleted=deleted)])


def hold_matching(
    change: Reading, condition: ColumnElement[bool], *, skip: bool = False, deleted: bool = False
) -> Selection:
    """Lock every ticket that a filter matches; one in the bin refuses all, unless `skip`."""
    found = _locked(change, condition)
    held = Selection(tuple(found))
    binned = _binned(found, skip=skip or deleted, deleted=deleted)
    return held.without(binned) if binned else held


def _binned(found: Mapping[int, bool], *, skip: bool, deleted: bool) -> list[int]:
    """Those of the found tickets that are deleted and so cannot be worked on."""
    binned = [number for number, is_deleted in found.items() if is_deleted] if not deleted else []
    if binned and not skip:
        raise Refused(f"{named(binned)} {'is' if len(binned) == 1 else 'are'} deleted", hint="supportdesk undo CHANGE")
    return binned


def _locked(change: Reading, condition: ColumnElement[bool]) -> dict[int, bool]:
    """Tickets with whether they are deleted, in id order, so that two changes that meet wait instead of forever.

    SQLite's write lock is held already; PostgreSQL locks row by row.
    """
    statement = select(ticket.c.id, ticket.c.deleted_at.is_not(None)).where(condition).order_by(ticket.c.id)
    rows = change.connection.execute(statement if change.sqlite else statement.with_for_update(of=ticket))
    return {number: bool(is_deleted) for number, is_deleted in rows}


def named(numbers: Iterable[int]) -> str:
    """Tickets as an error names them: the first few and how many more."""
    listed = list(numbers)
    shown = ", ".join(map(str, listed[:5]))
    more = f" and {len(listed) - 5} more" if len(listed) > 5 else ""
    return f"ticket{'s' if len(listed) > 1 else ''} {shown}{more}"
