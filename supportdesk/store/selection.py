"""Which tickets a verb acts on: numbers or a filter become ids, locked in order until the change ends."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.sql.elements import ColumnElement

from supportdesk.errors import NotFound, Refused
from supportdesk.store.reading import Reading, among
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
    condition = among(ticket.c.id, wanted, sqlite=change.sqlite)
    found = {row.id: row.deleted_at for row in change.rows(_locking(change, condition))}
    missing = [number for number in wanted if number not in found]
    if missing and not skip:
        raise NotFound(f"no {named(missing)}")
    binned = [number for number in wanted if found.get(number) is not None and not deleted]
    if binned and not skip:
        raise Refused(f"{named(binned)} {'is' if len(binned) == 1 else 'are'} deleted", hint="supportdesk undo CHANGE")
    return Selection(tuple(wanted)).without([*missing, *binned])


def hold_matching(change: Reading, condition: ColumnElement[bool]) -> Selection:
    """Lock every ticket that a filter matches."""
    return Selection(tuple(row.id for row in change.rows(_locking(change, condition))))


def _locking(change: Reading, condition: ColumnElement[bool]) -> "select":  # type: ignore[valid-type]
    """In id order, so that two changes that meet wait for each other instead of forever.

    SQLite's write lock is held already; PostgreSQL locks row by row.
    """
    statement = select(ticket.c.id, ticket.c.deleted_at).where(condition).order_by(ticket.c.id)
    return statement if change.sqlite else statement.with_for_update()


def named(numbers: Iterable[int]) -> str:
    """Tickets as an error names them: the first few and how many more."""
    listed = list(numbers)
    shown = ", ".join(map(str, listed[:5]))
    more = f" and {len(listed) - 5} more" if len(listed) > 5 else ""
    return f"ticket{'s' if len(listed) > 1 else ''} {shown}{more}"
