"""The filter of a list: the words that were typed, a saved view, or both together."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from supportdesk.cli.call import Call
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


def narrowed(call: Call, reading: "Reading", words: Sequence[str], view: str) -> tuple[Filter, str]:
    """The filter that words and a view mean together, and the view's order; neither means the view `default`."""
    typed = " ".join(words)
    if not view and typed.strip():
        return parse(typed), ""
    row = find_view(reading, view or DEFAULT)
    if not view:
        call.say(f"showing the view default ({row.filter or 'every ticket'}); give a filter for others")
    saved, filter_ = parse(row.filter), parse(typed)
    return Filter(both(saved.node, filter_.node), filter_.sort or saved.sort, typed), row.sort


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
