"""`search`: tickets by full text, best first, each with the piece of its text that holds the words."""

from collections.abc import Sequence

from sqlalchemy import select

from supportdesk.domain import filters
from supportdesk.domain.filter_tree import Filter, both
from supportdesk.domain.models import SearchHit, TicketRow
from supportdesk.domain.search import Sought
from supportdesk.domain.snippet import Snippet, snippet
from supportdesk.errors import UsageError
from supportdesk.store import queries, text_query
from supportdesk.store.listing import Listing
from supportdesk.store.reading import Reading, among
from supportdesk.store.sorting import order
from supportdesk.store.tables import message
from supportdesk.store.where import sought as words_of

LOOKED_THROUGH = 20
"""Messages of a ticket that are read for a snippet, the newest first."""


def search(
    reading: Reading, words: str, *, limit: int = 50, filter: Filter | None = None, newest: bool = False
) -> tuple[SearchHit, ...]:
    """Tickets whose subject, customer or messages hold all words, best first or the newest first.

    Words may be any filter; what it says beside words narrows the search.
    """
    asked = filters.parse(words)
    sought = words_of(asked.node)
    if not any(sought):
        raise UsageError("search needs words to look for", hint="supportdesk list FILTER")
    node = both(asked.node, filter.node if filter else None)
    candidates = Listing(node, order("-number", node), None)
    numbers = candidates.numbers(reading, None, limit=max(limit, 0) if newest else text_query.CANDIDATES)
    if not newest:
        numbers = text_query.best(reading, numbers, sought, limit=limit)
    found = queries.rows(reading, numbers)
    bodies = _bodies(reading, [row.number for row in found])
    return tuple(_hit(row, bodies.get(row.number, []), sought) for row in found)


def _bodies(reading: Reading, numbers: Sequence[int]) -> dict[int, list[str]]:
    held = among(message.c.ticket_id, numbers, sqlite=reading.sqlite)
    bodies: dict[int, list[str]] = {}
    statement = select(message.c.ticket_id, message.c.body).where(held, message.c.withdrawn == 0)
    for row in reading.rows(statement.order_by(message.c.id.desc())):
        listed = bodies.setdefault(row.ticket_id, [])
        if len(listed) < LOOKED_THROUGH:
            listed.append(row.body)
    return bodies


def _hit(row: TicketRow, bodies: Sequence[str], sought: Sequence[Sought]) -> SearchHit:
    piece = _best_piece(bodies, sought)
    return SearchHit(row, piece.text, piece.marks)


def _best_piece(bodies: Sequence[str], sought: Sequence[Sought]) -> Snippet:
    """The piece of the first message that holds most of the words, or of the newest where only the subject does."""
    pieces = [snippet(body, sought) for body in bodies if body.strip()]
    return max(pieces, key=lambda piece: len(piece.marks), default=Snippet(""))
