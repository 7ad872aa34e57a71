"""What the console asks the full text: tickets across the desk, each with the places where the words stand."""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from supportdesk.console.asking import Question
from supportdesk.domain.filters import parse
from supportdesk.domain.models import SearchHit
from supportdesk.domain.snippet import snippet
from supportdesk.errors import FilterError

if TYPE_CHECKING:
    from supportdesk.store.reading import Reading

MOST = 100
"""Finds that are shown; words narrow them better than pages do."""

_BEGUN = re.compile(r"(?:^|[\s(])[^\W_]{3,}$")


@dataclass(frozen=True, slots=True)
class Find:
    """A ticket that was found, and where in its subject the words stand."""

    hit: SearchHit
    in_subject: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Search(Question[tuple[Find, ...]]):
    """Tickets that hold all words, best or newest first; without words, the newest that the filter matches."""

    text: str
    newest: bool = False

    def answer(self, reading: "Reading") -> tuple[Find, ...]:
        from supportdesk.store import queries, searching, where

        asked = parse(self.text)
        sought = where.sought(asked.node)
        if not any(sought):
            page = queries.page(reading, asked, sort="-created", limit=MOST)
            return tuple(Find(SearchHit(row, "", ())) for row in page.rows)
        found = searching.search(reading, self.text, limit=MOST, newest=self.newest)
        return tuple(
            Find(hit, snippet(hit.ticket.subject, sought, width=len(hit.ticket.subject) + 1).marks) for hit in found
        )


def while_typing(text: str) -> str:
    """What a search looks for while its last word is being typed: words that begin with it."""
    begun = f"{text}*"
    if not _BEGUN.search(text):
        return text
    try:
        parse(begun)
    except FilterError:
        return text
    return begun
