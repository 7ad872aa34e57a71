"""A find of the search in two lines: the ticket, and the piece of its text that holds the words."""

from collections.abc import Sequence
from datetime import datetime

from supportdesk.domain.models import SearchHit
from supportdesk.domain.safe import shown, shown_line
from supportdesk.widgets.fitting import cut
from supportdesk.widgets.ink import Ink, Line, Span, cells
from supportdesk.widgets.short_ticket import short_ticket

INDENT = 10
"""Cells before a snippet: it begins where the subject does."""

Marks = Sequence[tuple[int, int]]


def find_lines(hit: SearchHit, in_subject: Marks, now: datetime, width: int) -> tuple[Line, Line]:
    """The lines of one find; `in_subject` are the places of the words in the subject."""
    row = hit.ticket
    asks = shown_line(row.customer.name or row.customer.email) if row.customer else ""
    same = shown_line(row.subject) == row.subject
    letters = frozenset(place for start, end in in_subject for place in range(start, end)) if same else frozenset()
    return short_ticket(row, now, width, who=asks, hits=letters), _snippet(hit, width)


def _snippet(hit: SearchHit, width: int) -> Line:
    """The snippet with its marks, as far as there is room; each piece is made safe by itself, so marks stay true."""
    spans: list[Span] = [(" " * INDENT, Ink.DIM)]
    room = width - INDENT - 2
    for text, ink in _pieces(hit.snippet, hit.marks):
        piece = cut(shown(text), room)
        spans.append((piece, ink))
        room -= cells(piece)
        if room <= 0:
            break
    return tuple(spans)


def _pieces(text: str, marks: Marks) -> list[Span]:
    pieces: list[Span] = []
    at = 0
    for start, end in marks:
        pieces += [(text[at:start], Ink.DIM), (text[start:end], Ink.HIT)]
        at = end
    return [piece for piece in (*pieces, (text[at:], Ink.DIM)) if piece[0]]
