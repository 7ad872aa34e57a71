"""The filter of a list: the words that were typed, a saved view, or both together."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from supportdesk.domain.filter_tree import Filter
from supportdesk.domain.filters import both, parse
from supportdesk.errors import NotFound

if TYPE_CHECKING:
    from supportdesk.domain.models import ViewRow
    from supportdesk.store.reading import Reading

DEFAULT = "default"


def everything() -> Filter:
    """The filter that leaves nothing out."""
    return parse("")


@dataclass(frozen=True, slots=True)
class Narrowed:
    """A filter, the order of the view that it is of, and what is to be said of a view that nobody named."""

    filter: Filter
    sort: str = ""
    note: str = ""


def narrowed(reading: "Reading", words: Sequence[str], view: str) -> Narrowed:
    """The filter that words and a view mean together; neither means the view `default`."""
    typed = " ".join(words)
    if not view and typed.strip():
        return Narrowed(parse(typed))
    row = find_view(reading, view or DEFAULT)
    note = "" if view else f"showing the view default ({row.filter or 'every ticket'}); give a filter for others"
    saved, filter_ = parse(row.filter), parse(typed)
    return Narrowed(Filter(both(saved.node, filter_.node), filter_.sort or saved.sort, typed), row.sort, note)


def find_view(reading: "Reading", name: str) -> "ViewRow":
    """The view of this name that the acting agent sees; NotFound with the nearest."""
    from supportdesk.near import nearest_of
    from supportdesk.store import records

    views = {row.name: row for row in records.views(reading)}
    if name in views:
        return views[name]
    near = nearest_of(name, views)
    meant = f"; did you mean {near[0]}?" if near else ""
    raise NotFound(f"no view {name[:60]!r}{meant}", hint="supportdesk view list")
