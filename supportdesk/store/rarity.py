"""Whether a filter names something rare, so that a list is found from it and then sorted.

SQLite keeps no statistics of words and tags. Left alone it walks a list's index and asks each ticket of it whether it
bears the word, which is right for a frequent word and a walk through the whole desk for a rare one. PostgreSQL knows.
"""

from collections.abc import Iterator

from sqlalchemy import Select, func, literal, select

from supportdesk.domain.filter_operators import Operator
from supportdesk.domain.filter_tree import And, Node, Term, Words
from supportdesk.domain.filter_values import Phrase
from supportdesk.domain.search import Sought, seek
from supportdesk.store import tables, text_query
from supportdesk.store.reading import Reading
from supportdesk.store.where_keys import spellings

FEW = 2_000
"""So many tickets are sorted in less time than a list of a hundred thousand is walked."""


def names_something_rare(node: Node | None, reading: Reading) -> bool:
    """Whether the words or tags that all tickets of a filter must have are borne by few tickets."""
    if not reading.sqlite:
        return False
    return any(_counted(source, reading) <= FEW for source in _sources(node))


def _counted(source: Select[int], reading: Reading) -> int:
    """How many there are, no further than it matters."""
    some = source.limit(FEW + 1).subquery()
    return int(reading.value(select(func.count()).select_from(some)))


def _sources(node: Node | None) -> Iterator[Select[int]]:
    parts = node.parts if isinstance(node, And) else (node,)
    words = [_sought(part.phrase) for part in parts if isinstance(part, Words)]
    if words:
        yield text_query.holders(words)
    for part in parts:
        if not isinstance(part, Term) or part.operator is not Operator.IS:
            continue
        phrases = [value for value in part.values if isinstance(value, Phrase)]
        if len(phrases) == len(part.values) and not any("@" in phrase.text for phrase in phrases):
            yield text_query.holders([_sought(phrase) for phrase in phrases], any_of_them=True)
        names = [value for value in part.values if isinstance(value, str)]
        if part.key == "tag" and len(names) == len(part.values):
            yield select(literal(1)).select_from(tables.ticket_tag).where(tables.ticket_tag.c.tag.in_(spellings(names)))


def _sought(phrase: Phrase) -> Sought:
    return seek(phrase.text, prefix=phrase.prefix)
