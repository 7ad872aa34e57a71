"""Asking the full text: conditions that hold for the same tickets on both databases, and the best of what they find.

SQLite's FTS5 knows where words stand and finds phrases itself. PostgreSQL finds the documents that have all the
words, and a phrase is then looked for in the document, because a vector forgets the places of frequent words.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Integer, Select, and_, bindparam, cast, column, func, literal, literal_column, select, table
from sqlalchemy.sql.elements import ColumnElement

from supportdesk.domain.search import Sought
from supportdesk.store import tables
from supportdesk.store.alternatives import any_of
from supportdesk.store.reading import Reading, among
from supportdesk.store.tables import ticket
from supportdesk.store.text import SEPARATOR

SUBJECT, CUSTOMER, BODY = range(3)
"""The parts of a document; the body is all that follows the first two."""

CANDIDATES = 1_000
"""How many of the newest finds are ranked: ranking all finds of a frequent word takes seconds on a large desk."""

_fts = table("ticket_fts", column("rowid", Integer))


def matches(sought: Sequence[Sought], *, sqlite: bool) -> ColumnElement[bool]:
    """Whether a ticket's text holds all that is sought, in any order."""
    if sqlite:
        return ticket.c.id.in_(holders(sought))
    return ticket.c.id.in_(select(tables.ticket_text.c.ticket_id).where(_vector_holds(sought)))


def matches_any(alternatives: Sequence[Sought], *, sqlite: bool) -> ColumnElement[bool]:
    """Whether a ticket's text holds one of those that are sought."""
    return ticket.c.id.in_(select(tables.ticket_text.c.ticket_id).where(_any_document(alternatives, sqlite=sqlite)))


def matches_part(alternatives: Sequence[Sought], part: int, *, sqlite: bool) -> ColumnElement[bool]:
    """Whether one part of a ticket's text holds one of those that are sought."""
    text = _part(part, sqlite=sqlite)
    holds = any_of(*(_holds(text, one, sqlite=sqlite) for one in alternatives))
    return ticket.c.id.in_(
        select(tables.ticket_text.c.ticket_id).where(_any_document(alternatives, sqlite=sqlite), holds)
    )


def holders(sought: Sequence[Sought], *, any_of_them: bool = False) -> Select[int]:
    """On SQLite, the documents that hold all (or any) of what is sought, as they are found."""
    return select(_fts.c.rowid).where(_matching(sought, "OR" if any_of_them else "AND"))


def _any_document(alternatives: Sequence[Sought], *, sqlite: bool) -> ColumnElement[bool]:
    if sqlite:
        return tables.ticket_text.c.ticket_id.in_(holders(alternatives, any_of_them=True))
    return any_of(*(_vector_holds([one]) for one in alternatives))


def _matching(sought: Sequence[Sought], joint: str) -> ColumnElement[bool]:
    query = f" {joint} ".join(dict.fromkeys(map(_fts_query, sought)))
    return literal_column("ticket_fts").op("MATCH")(bindparam(None, query, unique=True))


def _fts_query(sought: Sought) -> str:
    if not sought.beginning:
        return f'"{" ".join(sought.stems)}"'
    phrases = [f'"{" ".join([*sought.stems, sought.beginning])}" *']
    phrases += [f'"{" ".join([*sought.stems, other])}"' for other in sought.others]
    return f"({' OR '.join(phrases)})"


def _vector_holds(sought: Sequence[Sought]) -> ColumnElement[bool]:
    from sqlalchemy.dialects.postgresql import TSQUERY  # slow to load, and a local desk does without

    query = " & ".join(dict.fromkeys(part for one in sought for part in _vector_query(one)))
    holds = literal_column("ticket_text.vector").op("@@")(cast(query, TSQUERY))
    phrases = [
        _holds(literal(" ") + tables.ticket_text.c.stems + literal(" "), one, sqlite=False)
        for one in dict.fromkeys(sought)
        if len(one) > 1
    ]
    return and_(holds, *phrases)


def _vector_query(sought: Sought) -> list[str]:
    words = [f"'{stem}'" for stem in sought.stems]
    if sought.beginning:
        choices = [f"'{sought.beginning}':*", *(f"'{other}'" for other in sought.others)]
        words.append(f"({' | '.join(choices)})")
    return words


def _holds(text: ColumnElement[Any], sought: Sought, *, sqlite: bool) -> ColumnElement[bool]:
    """Whether a text of stems, a space on either side, holds what is sought."""
    find = func.instr if sqlite else func.strpos
    return any_of(*(find(text, phrase) > 0 for phrase in _spelled(sought)))


def _spelled(sought: Sought) -> list[str]:
    """What is sought as it stands among stems that have a space on either side."""
    before = "".join(f" {stem}" for stem in sought.stems)
    if not sought.beginning:
        return [f"{before} "]
    return [f"{before} {sought.beginning}", *(f"{before} {other} " for other in sought.others)]


def _part(part: int, *, sqlite: bool) -> ColumnElement[Any]:
    """One part of a document, a space on either side; only as much of the document is copied as must be."""
    find = func.instr if sqlite else func.strpos
    rest: ColumnElement[Any] = tables.ticket_text.c.stems
    for _ in range(part):
        rest = func.substr(rest, find(rest, SEPARATOR) + len(SEPARATOR) - 1)
    if part == BODY:
        return rest + literal(" ")
    text = func.substr(rest, 1, find(rest, SEPARATOR))
    return literal(" ") + text if part == SUBJECT else text


def newest_of_any(reading: Reading, alternatives: Sequence[Sought], *, limit: int) -> tuple[int, ...]:
    """The newest tickets whose text holds one of those that are sought; no more are looked at than are given."""
    if reading.sqlite:
        return reading.ids(holders(alternatives, any_of_them=True).order_by(_fts.c.rowid.desc()).limit(limit))
    held = select(tables.ticket_text.c.ticket_id).where(_any_document(alternatives, sqlite=False))
    return reading.ids(held.order_by(tables.ticket_text.c.ticket_id.desc()).limit(limit))


def found(required: Sequence[Sought], *, sqlite: bool) -> tuple[ColumnElement[Any], Select[Any]]:
    """The tickets that hold all that is required, as the text gives them: the column of their numbers, which the
    index of the text is ordered by, and a statement that more conditions on `ticket` may be added to."""
    number = _fts.c.rowid if sqlite else tables.ticket_text.c.ticket_id
    holds = _matching(required, "AND") if sqlite else _vector_holds(required)
    return number, select(number).join(ticket, ticket.c.id == number).where(holds)


def documents(required: Sequence[Sought]) -> tuple[ColumnElement[Any], Select[Any]]:
    """On PostgreSQL, the documents that hold all that is required: the column of their numbers, and a statement."""
    number = tables.ticket_text.c.ticket_id
    return number, select(number).where(_vector_holds(required))


def best(reading: Reading, candidates: Sequence[int], sought: Sequence[Sought], *, limit: int = 50) -> tuple[int, ...]:
    """The best of some tickets, best first; the newer first where two are as good.

    The measure is that of BM25 (Robertson and Zaragoza, 2009) with its usual k1 = 1.2 and b = 0.75, in which a word
    of the subject weighs as much as several of the messages. How rare a word is plays no part.
    """
    chosen = among(tables.ticket_text.c.ticket_id, candidates, sqlite=reading.sqlite)
    texts = reading.rows(select(tables.ticket_text.c.ticket_id, tables.ticket_text.c.stems).where(chosen))
    average = sum(len(stems) for _, stems in texts) / max(1, len(texts))
    scored = sorted((-_score(stems, sought, average), -number) for number, stems in texts)
    return tuple(-number for _, number in scored[:limit])


SUBJECT_WEIGHT = 4
"""A word of the subject counts as much as so many in the messages."""


def _score(stems: str, sought: Sequence[Sought], average: float) -> float:
    padded = f" {stems} "
    subject = padded[: padded.index(SEPARATOR) + 1]
    penalty = 1.2 * (0.25 + 0.75 * len(stems) / average)
    score = 0.0
    for phrases in map(_spelled, sought):
        times = sum(padded.count(phrase) + (SUBJECT_WEIGHT - 1) * subject.count(phrase) for phrase in phrases)
        score += times * 2.2 / (times + penalty)
    return score
