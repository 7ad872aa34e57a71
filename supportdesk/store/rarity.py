"""Whether a filter names something rare, so that a list is found from it and then sorted.

SQLite keeps no statistics of words and tags. Left alone it walks a list's index and asks each ticket of it whether it
bears the word, or is that customer's, which is right for what is frequent and a walk through the whole desk for what is
rare. PostgreSQL knows.
"""

from collections.abc import Iterator

from sqlalchemy import Select, func, literal, select

from supportdesk.domain.filter_operators import Operator
from supportdesk.domain.filter_tree import And, Node, Term, Words
from supportdesk.domain.filter_values import Phrase
from supportdesk.domain.search import Sought, seek
from supportdesk.store import tables, text_query
from supportdesk.store.reading import BY_NUMBER, Reading
from supportdesk.store.where_keys import MEANINGS, is_address, spellings

FEW = 2_000
"""So many tickets are sorted in less time than a list of a hundred thousand is walked."""


OF_CUSTOMERS = "INDEXED BY ticket_customer"
"""How SQLite is told to begin with the tickets of customers."""


def hint(node: Node | None, reading: Reading) -> str:
    """How SQLite is told to begin with what few tickets have that a filter asks for; empty where many have it."""
    if not reading.sqlite:
        return ""
    if any(_counted(source, reading) <= FEW for source in _of_customers(node, reading)):
        return OF_CUSTOMERS
    return BY_NUMBER if any(_counted(source, reading) <= FEW for source in _sources(node)) else ""


def _of_customers(node: Node | None, reading: Reading) -> Iterator[Select[int]]:
    """The tickets of the customers or organizations that all tickets of a filter must have."""
    for part in node.parts if isinstance(node, And) else (node,):
        if isinstance(part, Term) and part.operator is Operator.IS and _names_customers(part):
            theirs = MEANINGS[part.key](part, reading)
            yield (
                select(literal(1))
                .select_from(tables.ticket)
                .where(theirs)
                .with_hint(tables.ticket, OF_CUSTOMERS, "sqlite")
            )


def _names_customers(term: Term) -> bool:
    if term.key == "org":
        return all(isinstance(value, str) for value in term.values)
    return term.key == "customer" and all(isinstance(value, Phrase) and is_address(value) for value in term.values)


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
