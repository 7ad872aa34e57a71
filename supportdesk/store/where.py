"""A filter's tree as a condition on tickets.

No condition is ever NULL, so that what a term does not hold for, its negation does: `assignee!=me` includes the
unassigned. What each key means stands in `where_keys.py`, what it is called and takes in `domain/filter_keys.py`.
"""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import and_, false, func, not_, or_, true
from sqlalchemy.sql.elements import ColumnElement

from supportdesk.domain.filter_keys import State
from supportdesk.domain.filter_operators import Operator
from supportdesk.domain.filter_tree import And, Filter, Node, Not, Or, Term, Words, both, mentions
from supportdesk.domain.search import Sought, seek
from supportdesk.store import text_query
from supportdesk.store.reading import Reading
from supportdesk.store.tables import ticket
from supportdesk.store.where_keys import MEANINGS


def matching(reading: Reading, filter: Filter, *, of: Node | None = None) -> ColumnElement[bool]:
    """What a filter means here and now. Deleted tickets are left out unless the filter speaks of them.

    `of` is the whole filter where this one is a part of it.
    """
    holds = where(filter.node, reading)
    if mentions(of or filter.node, "is", State.DELETED):
        return holds
    return and_(holds, ticket.c.deleted_at.is_(None))


def where(node: Node | None, reading: Reading) -> ColumnElement[bool]:
    """Whether a filter holds for a ticket, here and now. NotFound names an agent, team or field that does not exist."""
    match node:
        case None:
            return true()
        case Words():
            return text_query.matches([_sought(node)], sqlite=reading.sqlite)
        case Term():
            return _term(node, reading)
        case Not():
            return not_(where(node.part, reading))
        case And():
            words, others = _parted(node.parts)
            asked = [text_query.matches(words, sqlite=reading.sqlite)] if words else []
            return _all_of([*asked, *(where(part, reading) for part in others)])
        case Or():
            words, others = _parted(node.parts)
            asked = [text_query.matches_any(words, sqlite=reading.sqlite)] if words else []
            return or_(*asked, *(where(part, reading) for part in others))


def _parted(parts: Sequence[Node]) -> tuple[list[Sought], list[Node]]:
    """Words apart from the rest: together they are one question to the full text."""
    words = [_sought(part) for part in parts if isinstance(part, Words)]
    return words, [part for part in parts if not isinstance(part, Words)]


JOINED = 8
"""Conditions whose subselects a planner may join to the tickets. PostgreSQL thinks for minutes about hundreds."""


def _all_of(conditions: Sequence[ColumnElement[bool]]) -> ColumnElement[bool]:
    """All conditions; those beyond the first few are only looked up, ticket by ticket."""
    return and_(*conditions[:JOINED], *(func.coalesce(one, false()) for one in conditions[JOINED:]))


def _sought(words: Words) -> Sought:
    return seek(words.phrase.text, prefix=words.phrase.prefix)


def _term(term: Term, reading: Reading) -> ColumnElement[bool]:
    once = replace(term, values=tuple(dict.fromkeys(term.values)))
    holds = MEANINGS["field" if term.field_name else term.key](once, reading)
    return not_(holds) if term.operator is Operator.IS_NOT else holds


def required_words(node: Node | None) -> tuple[tuple[Sought, ...], Node | None]:
    """The words that every ticket of a filter must have, apart from its other conditions."""
    if node is None:
        return (), None
    words, others = _parted(node.parts if isinstance(node, And) else (node,))
    return tuple(words), both(*others)


def sought(node: Node | None) -> tuple[Sought, ...]:
    """What a filter seeks in the full text and does not leave out: what a snippet marks and ranking weighs."""
    match node:
        case Not() | None:
            return ()
        case And() | Or():
            return tuple(one for part in node.parts for one in sought(part))
        case Words():
            return (_sought(node),)
        case Term():
            return ()
