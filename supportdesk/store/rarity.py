"""Whether a filter names something rare, so that a list is found from it and then sorted, or something frequent.

SQLite keeps no statistics of words, tags and the like. Left alone it walks a list's index and asks each ticket of it
whether it bears the word, or is that customer's, which is right for what is frequent and a walk through the whole desk
for what is rare. PostgreSQL knows.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Select, literal, select
from sqlalchemy.sql.elements import ColumnElement

from supportdesk.domain.filter_keys import Part, State
from supportdesk.domain.filter_operators import Mark, Operator
from supportdesk.domain.filter_tree import And, Node, Not, Or, Term, Words
from supportdesk.domain.filter_values import Phrase
from supportdesk.domain.search import Sought, seek
from supportdesk.store import tables, text_query
from supportdesk.store.reading import BY_NUMBER, Reading
from supportdesk.store.sorting import implied_open
from supportdesk.store.where import required_words
from supportdesk.store.where_keys import FOLLOWED, FOUND_APART, MEANINGS, is_address
from supportdesk.store.where_tags import OF_EACH, bearing, named

FEW = 2_000
"""So many tickets are sorted in less time than a list of a hundred thousand is walked."""

FEW_OF_OPEN = 200
"""The same of the open tickets, of which there are fewer."""

FEW_DOCUMENTS = 5_000
"""So many documents of PostgreSQL are found by their words and sorted in a few hundredths of a second."""

EXPECTED = 20_000
"""Documents that a server expects of a frequent word: it knows those, and walks a list to the first fifty of them."""

MANY = 12_000
"""So many tickets of a tag are found, of a million, in the time in which a list is walked to the first fifty of them.
More of them are not found first: each ticket that is walked by is asked for the tag.
"""

OF_CUSTOMERS = "INDEXED BY ticket_customer"
"""How SQLite is told to begin with the tickets of customers."""

OF_TIMES = {"created": "INDEXED BY ticket_created", "updated": "INDEXED BY ticket_updated"}
"""How SQLite is told to begin with the tickets that were opened, or changed last, at some time."""

OF_TEAMS = "INDEXED BY ticket_sidebar"
"""How SQLite is told to begin with the open tickets of a team."""

BY_EXTERNAL = "INDEXED BY ticket_external"
"""How SQLite is told to begin with the tickets that another system calls so."""


def hint(node: Node | None, reading: Reading) -> str:
    """How SQLite is told to begin with what few tickets have that a filter asks for; empty where many have it."""
    if not reading.sqlite:
        return ""
    parts = node.parts if isinstance(node, And) else (node,)
    terms = [part for part in parts if isinstance(part, Term) and part.operator is not Operator.IS_NOT]
    begins = (*_indexed(terms, reading), *((BY_NUMBER, source) for source in _sources(parts, terms, reading)))
    few = next((begin for begin, source in begins if not exceeds(source, reading, FEW)), "")
    return few or (OF_TEAMS if implied_open(node) and _names_small_team(terms, reading) else "")


def _names_small_team(terms: Sequence[Term], reading: Reading) -> bool:
    """Whether few of the open tickets are those of a team, or of none."""
    teams = (MEANINGS[term.key](term, reading) for term in terms if term.key == "team")
    opened = tables.ticket.c.is_open == 1
    return any(not exceeds(_tickets(which & opened, OF_TEAMS), reading, FEW_OF_OPEN) for which in teams)


def few_with_words(node: Node | None, reading: Reading) -> tuple[int, ...] | None:
    """On PostgreSQL, all tickets with the words that a filter asks for, where they are few; else None.

    A server takes a word that it does not know for one in two hundred, and would rather look up the text of every open
    ticket than sort those few thousand.
    """
    if reading.sqlite or not (words := required_words(node)[0]):
        return None
    _, held = text_query.documents(words)
    if _expected(held, reading) > EXPECTED:
        return None
    found = reading.ids(held.limit(FEW_DOCUMENTS + 1))
    return found if len(found) <= FEW_DOCUMENTS else None


def _expected(statement: Select[Any], reading: Reading) -> float:
    """How many rows a server expects, which it tells at once."""
    made = statement.compile(dialect=reading.connection.dialect, compile_kwargs={"render_postcompile": True})
    told = reading.connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {made}", made.params).scalar_one()
    return float((json.loads(told) if isinstance(told, str) else told)[0]["Plan"]["Plan Rows"])


def walked(node: Node | None, reading: Reading) -> Node | None:
    """A filter as a list is asked for that is walked: all tickets of a tag would be found before the first step.

    PostgreSQL does so only where the tag is one that tickets must not bear.
    """
    return None if node is None else _walked(node, reading)


def _walked(node: Node, reading: Reading) -> Node:
    match node:
        case And() | Or():
            return replace(node, parts=tuple(_walked(part, reading) for part in node.parts))
        case Not():
            return Not(_walked(node.part, reading))
        case Term(key="tag"):
            names = named(node)
            return replace(node, key=OF_EACH) if names and exceeds(bearing(names), reading, MANY) else node
        case _:
            return node


def _indexed(terms: Sequence[Term], reading: Reading) -> Iterator[tuple[str, Select[int]]]:
    """Indexes of tickets that hold all that a filter can find, with what is found there."""
    for term in terms:
        if term.operator is Operator.IS and _names_customers(term):
            yield OF_CUSTOMERS, _tickets(MEANINGS[term.key](term, reading), OF_CUSTOMERS)
        if Mark.NONE in term.values or len({*map(type, term.values)}) > 1:
            continue  # SQLite sees that an index holds all of it where every value asks the same way, and only there
        if term.key in OF_TIMES and len(term.values) == 1:
            yield OF_TIMES[term.key], _tickets(MEANINGS[term.key](term, reading), OF_TIMES[term.key])
        if term.key == "external":
            yield BY_EXTERNAL, _tickets(MEANINGS[term.key](term, reading), BY_EXTERNAL)
        if (few := _few(term)) is not None:
            index, which = few
            yield index, _tickets(which, index)


def _tickets(which: ColumnElement[bool], begin: str) -> Select[int]:
    return select(literal(1)).select_from(tables.ticket).where(which).with_hint(tables.ticket, begin, "sqlite")


def _few(term: Term) -> tuple[str, ColumnElement[bool]] | None:
    """The index in which the few stand that are put off, deleted, followed or rated, where a term asks for these."""
    match term.key:
        case "is" if term.values == (str(State.SNOOZED),):
            return "INDEXED BY ticket_snoozed", tables.ticket.c.snoozed_until.is_not(None)
        case "is" if term.values == (str(State.DELETED),):
            return "INDEXED BY ticket_deleted", tables.ticket.c.deleted_at.is_not(None)
        case "follower":
            return "INDEXED BY ticket_followed", FOLLOWED
        case "rating":
            return "INDEXED BY ticket_rated", tables.ticket.c.rating.is_not(None)
    return None


def _names_customers(term: Term) -> bool:
    if term.key == "org":
        return all(isinstance(value, str) for value in term.values)
    return term.key == "customer" and all(isinstance(value, Phrase) and is_address(value) for value in term.values)


def exceeds(source: Select[int], reading: Reading, most: int) -> bool:
    """Whether there are more than `most`; no further is looked than it matters."""
    return reading.value(source.limit(1).offset(most)) is not None


def _sources(parts: Sequence[Node | None], terms: Sequence[Term], reading: Reading) -> Iterator[Select[int]]:
    """What is kept apart from the tickets and leads to them: words, tags, drafts, letters that failed."""
    words = [_sought(part.phrase) for part in parts if isinstance(part, Words)]
    if words:
        yield text_query.holders(words)
    for term in terms:
        phrases = [value for value in term.values if isinstance(value, Phrase)]
        if len(phrases) == len(term.values) and not any("@" in phrase.text for phrase in phrases):
            yield text_query.holders([_sought(phrase) for phrase in phrases], any_of_them=True)
        names = [value for value in term.values if isinstance(value, str)]
        if term.key == "tag" and len(names) == len(term.values):
            yield bearing(names)
        if term.key == "has" and len(names) == 1 and (apart := FOUND_APART.get(Part(names[0]))) is not None:
            yield apart(reading)


def _sought(phrase: Phrase) -> Sought:
    return seek(phrase.text, prefix=phrase.prefix)
