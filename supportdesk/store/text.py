"""Full text: one document of stems a ticket, which SQLite keeps in FTS5 and PostgreSQL in a vector.

A document is the stems of the subject, of the customer's name and addresses and of every message, with a word
between the parts that no text yields. All cutting and stemming is ours (`domain/words.py`), so both databases find
the same. What a document is made of stands in `indexes.py`, how it is searched in `text_query.py`.
"""

import json
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Connection, func, select, text

from supportdesk.domain.words import BREAK, stemmed_as_far
from supportdesk.store import bulk, tables
from supportdesk.store.reading import Reading, among

LONGEST = 250_000
"""Characters of a document; more would not fit PostgreSQL's megabyte for a vector. What is beyond is not found."""

SEPARATOR = f" {BREAK} "
HEADS = 2
"""The parts before the messages: the subject, and the customer."""


def document(parts: Iterable[str]) -> str:
    """The document of a ticket: the stems of its parts (subject, customer, messages), as many as fit."""
    return joined(list(map(stems_of, parts)))


def stems_of(part: str) -> str:
    """The stems of a part of a document, as far as it can hold them."""
    return stemmed_as_far(part, LONGEST)


def joined(parts: Sequence[str]) -> str:
    """`document` of parts that are stems already."""
    return cut(SEPARATOR.join([*parts, *[""] * (HEADS + 1 - len(parts))]))


def cut(document: str) -> str:
    """A document cut behind the last whole stem that fits.

    That nothing may follow is told by the separating word at the end.
    """
    return document if len(document) <= LONGEST else f"{document[: document.rindex(' ', 0, LONGEST)]} {BREAK}"


def vector_literal(document: str) -> str:
    """A document as PostgreSQL reads a vector: each stem once, without its places, of which a vector keeps but few.

    Stems are letters and digits, so nothing needs an escape.
    """
    return " ".join(f"'{stem}'" for stem in sorted({*document.split()} - {BREAK}))


def index(connection: Connection, documents: Mapping[int, str]) -> None:
    """Give tickets that have none their documents."""
    if not documents:
        return
    if connection.dialect.name == "sqlite":
        bulk.insert_into(connection, "ticket_text", ("ticket_id", "stems"), list(documents.items()))
        _list(connection, list(documents))
        return
    rows = [(number, stems, vector_literal(stems)) for number, stems in documents.items()]
    bulk.insert_into(connection, "ticket_text", ("ticket_id", "stems", "vector"), rows)


def forget(connection: Connection, ticket_ids: Sequence[int]) -> None:
    """Take the documents of tickets away."""
    if not ticket_ids:
        return
    if connection.dialect.name == "sqlite":
        _unlist(connection, ticket_ids)
        rows = "DELETE FROM ticket_text WHERE ticket_id IN (SELECT value FROM json_each(:ids))"
        connection.execute(text(rows), {"ids": json.dumps(list(ticket_ids))})
        return
    held = among(tables.ticket_text.c.ticket_id, ticket_ids, sqlite=False)
    connection.execute(tables.ticket_text.delete().where(held))


def replace(connection: Connection, documents: Mapping[int, str]) -> None:
    """Give tickets new documents, whether they have one or not."""
    forget(connection, list(documents))
    index(connection, documents)


def lengthen(reading: Reading, said: Mapping[int, Sequence[str]]) -> set[int]:
    """Add stems to the documents of tickets, once a ticket however many messages they are of.

    Returns the tickets that have no document yet.
    """
    known = dict(bulk.matching(reading, tables.ticket_text, ("ticket_id", "stems"), "ticket_id", said))
    open_ended = {number: document for number, document in known.items() if not document.endswith(BREAK)}
    replace(
        reading.connection,
        {number: cut(SEPARATOR.join([document, *said[number]])) for number, document in open_ended.items()},
    )
    return said.keys() - known.keys()


def append(connection: Connection, ticket_ids: Sequence[int], part: str) -> tuple[int, ...]:
    """Add the words of a new message to the documents of many tickets, in a few statements however many.

    Returns the tickets that have no document yet: theirs is to be made from all that they hold.
    """
    held = among(tables.ticket_text.c.ticket_id, ticket_ids, sqlite=connection.dialect.name == "sqlite")
    lengths = select(
        tables.ticket_text.c.ticket_id,
        func.length(tables.ticket_text.c.stems),
        tables.ticket_text.c.stems.endswith(BREAK),
    )
    added = SEPARATOR + stems_of(part)
    known: set[int] = set()
    fitting: list[int] = []
    tight: list[int] = []
    for number, length, is_full in connection.execute(lengths.where(held)):
        known.add(number)
        if not is_full:
            (fitting if length + len(added) <= LONGEST else tight).append(number)
    _lengthen(connection, fitting, added)
    _fill(connection, tight, added)
    return tuple(sorted(set(ticket_ids) - known))


def _lengthen(connection: Connection, ticket_ids: Sequence[int], added: str) -> None:
    if not ticket_ids:
        return
    if connection.dialect.name == "sqlite":
        held = among(tables.ticket_text.c.ticket_id, ticket_ids, sqlite=True)
        _unlist(connection, ticket_ids)
        connection.execute(tables.ticket_text.update().where(held).values(stems=tables.ticket_text.c.stems + added))
        _list(connection, ticket_ids)
        return
    update = "UPDATE ticket_text SET stems = stems || :added, vector = vector || CAST(:vector AS tsvector)"
    chosen = f"{update} WHERE ticket_id = ANY (CAST(:ids AS bigint[]))"
    connection.execute(text(chosen), {"added": added, "vector": vector_literal(added), "ids": list(ticket_ids)})


def _fill(connection: Connection, ticket_ids: Sequence[int], added: str) -> None:
    """Add as much as fits, one document at a time: few tickets ever grow so long."""
    for number in ticket_ids:
        old = connection.execute(
            select(tables.ticket_text.c.stems).where(tables.ticket_text.c.ticket_id == number)
        ).scalar_one()
        replace(connection, {number: cut(old + added)})


def _unlist(connection: Connection, ticket_ids: Sequence[int]) -> None:
    """FTS5 forgets a row of a table that is not its own only when it is told the words that the row had."""
    rows = "SELECT 'delete', ticket_id, stems FROM ticket_text WHERE ticket_id IN (SELECT value FROM json_each(:ids))"
    statement = f"INSERT INTO ticket_fts (ticket_fts, rowid, stems) {rows}"
    connection.execute(text(statement), {"ids": json.dumps(list(ticket_ids))})


def _list(connection: Connection, ticket_ids: Sequence[int]) -> None:
    rows = "SELECT ticket_id, stems FROM ticket_text WHERE ticket_id IN (SELECT value FROM json_each(:ids))"
    connection.execute(text(f"INSERT INTO ticket_fts (rowid, stems) {rows}"), {"ids": json.dumps(list(ticket_ids))})
