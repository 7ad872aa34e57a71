"""What a filter asks of a ticket's tags, in two ways that find the same: from the tag, and of each ticket."""

from collections.abc import Iterable, Sequence

from sqlalchemy import Select, select
from sqlalchemy.sql.elements import ColumnElement

from supportdesk.domain.filter_operators import Mark
from supportdesk.domain.filter_tree import Term
from supportdesk.store.alternatives import any_of
from supportdesk.store.reading import Reading
from supportdesk.store.tables import ticket, ticket_tag

OF_EACH = "tag of each"
"""The key of a tag that each ticket of a list is asked for, in the tree of a list alone: no filter can name it."""


def from_tag(term: Term, _reading: Reading) -> ColumnElement[bool]:
    """Whether a ticket is among those that bear a tag; all of these are found first."""
    names = named(term)
    return any_of(*_marks(term), *([ticket.c.id.in_(bearing(names))] if names else []))


def of_each(term: Term, _reading: Reading) -> ColumnElement[bool]:
    """The same, looked up for each ticket that is come by."""
    return any_of(*_marks(term), bearing(named(term)).where(ticket_tag.c.ticket_id == ticket.c.id).exists())


def bearing(names: Iterable[str]) -> Select[int]:
    """The tickets that bear one of some tags."""
    return select(ticket_tag.c.ticket_id).where(ticket_tag.c.tag.in_(spellings(names)))


def named(term: Term) -> Sequence[str]:
    """The tags that a term names."""
    return [value for value in term.values if isinstance(value, str)]


def _marks(term: Term) -> Iterable[ColumnElement[bool]]:
    return [(ticket.c.tags == "[]") == (value is Mark.NONE) for value in term.values if isinstance(value, Mark)]


def spellings(names: Iterable[str]) -> list[str]:
    """Names in the cases that they are usually written in: neither database folds all letters itself."""
    return sorted(
        {form for name in names for form in (name, name.lower(), name.upper(), name.capitalize(), name.title())}
    )
