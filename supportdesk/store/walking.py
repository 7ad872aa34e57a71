"""Which index SQLite walks for a list that is not in the order of the inbox.

Left alone it takes what shares a status, an agent or being closed for few tickets, finds all of them and sorts them:
right for a few, and seconds for the closed tickets of a large desk. PostgreSQL knows how many there are.
"""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.sql.elements import ColumnElement

from supportdesk.domain.filter_keys import State
from supportdesk.domain.filter_operators import Operator
from supportdesk.domain.filter_tree import And, Node, Or, Term
from supportdesk.store import rarity, tables
from supportdesk.store.reading import BY_NUMBER, Reading
from supportdesk.store.sorting import Order, implied_open
from supportdesk.store.where_keys import MEANINGS

OF_ALL = {
    "updated": "INDEXED BY ticket_updated",
    "created": "INDEXED BY ticket_created",
    "number": BY_NUMBER,
}
"""How SQLite is told to walk all tickets in an order."""

OF_OPEN = {
    "updated": "INDEXED BY ticket_open_updated",
    "created": "INDEXED BY ticket_open_created",
    "number": "INDEXED BY ticket_open_number",
    "priority": "INDEXED BY ticket_open_priority",
}
"""How SQLite is told to walk the open ones alone."""

ORDERS = OF_ALL.keys() | OF_OPEN.keys()

MOST = 20
"""How many times as many tickets have to share a status or an agent where a filter asks for something else besides: a
walk may pass all tickets of the desk before it has met fifty that have both."""

SHARED = frozenset({"status", "assignee"})
"""Keys whose values many tickets share, and of which SQLite has an index."""

FINDING = frozenset({"number", "customer", "org", "external", "source", "follower", "rating"})
"""Keys that find few tickets by an index, or may."""


def index(node: Node | None, order: Order, reading: Reading) -> str:
    """How SQLite is told to walk a list in its order; empty where it may choose.

    In the order of the inbox it chooses well: its indexes of what is shared are in that order.
    """
    if not reading.sqlite or order.name not in ORDERS:
        return ""
    parts = node.parts if isinstance(node, And) else (node,)
    opened = implied_open(node)
    own = (OF_OPEN if opened else OF_ALL).get(order.name, "")
    if not own or any(map(_finds, parts)):
        return ""
    shared = [part for part in parts if isinstance(part, Term) and _is(part) and part.key in SHARED]
    if opened is None and not shared:
        return ""
    besides = not opened and len(shared) + sum(map(_is_half, parts)) < len(parts)
    most = rarity.MANY * (MOST if besides else 1)
    return own if all(_exceeds(term, reading, most, opened=opened) for term in shared) else ""


def _is(part: Term) -> bool:
    return part.operator is Operator.IS


def _is_half(part: Node | None) -> bool:
    """Whether a part asks for the open tickets or the closed ones, and for nothing else."""
    return isinstance(part, Term) and _is(part) and part.values in ((State.OPEN,), (State.CLOSED,))


def _finds(part: Node | None) -> bool:
    """Whether a part may find few tickets by itself."""
    if isinstance(part, Term):
        return part.key in FINDING or (part.key == "is" and not _is_half(part))
    return isinstance(part, Or)


def _exceeds(term: Term, reading: Reading, most: int, *, opened: bool | None) -> bool:
    """Whether more than so many tickets, or open ones where only they are asked for, have what a term asks for."""
    those: Sequence[ColumnElement[bool]] = [MEANINGS[term.key](term, reading)]
    if opened:
        those = [*those, tables.ticket.c.is_open == 1]
    return rarity.exceeds(select(tables.ticket.c.id).where(*those), reading, most)
