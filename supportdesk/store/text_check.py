"""Whether the full text says what the tickets say, and each database's index of it what the full text says."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Connection, select, text

from supportdesk.domain.words import BREAK
from supportdesk.store import indexes
from supportdesk.store.fault import Fault, fault
from supportdesk.store.reading import Reading
from supportdesk.store.span import Span
from supportdesk.store.tables import ticket, ticket_text
from supportdesk.store.text import LONGEST

STEMMED = 10_000
"""Tickets whose text is made anew even in a quick check: stemming is what takes time, half a million words a second."""


@dataclass(slots=True)
class Words:
    """What the documents hold in all: a sum over the hashes of words, which an index of the same words gives too.

    `deep` sums each word with its ticket and its place, otherwise words alone. Every `step`-th ticket is made anew.
    What is hashed is text: hashes of tuples add up to the same where two tickets have changed places.
    """

    deep: bool = False
    step: int = 1
    total: int = 0
    documents: int = 0

    def add(self, number: int, words: Sequence[str]) -> None:
        """Count the words of one more document."""
        placed = (_placed(word, number, place) for place, word in enumerate(words)) if self.deep else words
        self.total += sum(map(hash, placed))
        self.documents += 1


def _placed(word: str, number: int, place: int) -> str:
    return f"{word} {number} {place}"


def words(tickets: int, *, deep: bool) -> Words:
    """The count to keep through a check of so many tickets."""
    return Words(deep, 1 if deep else max(1, tickets // STEMMED))


def faults(reading: Reading, span: Span, words: Words) -> Iterator[Fault]:
    """The span's documents that are missing, are not what their tickets say, or are not in the index as they are."""
    statement = select(ticket.c.id, ticket_text.c.stems).outerjoin(ticket_text, ticket_text.c.ticket_id == ticket.c.id)
    stored: dict[int, str | None] = dict(map(tuple, reading.rows(statement.where(span.holds(ticket.c.id)))))
    lengths = _indexed_lengths(reading, span) if reading.sqlite else {}
    for number, stems in stored.items():
        if stems is None:
            yield fault(number, "full text", "the words of the ticket", "none")
            continue
        listed = stems.split()
        words.add(number, listed)
        if reading.sqlite and lengths.get(number) != len(listed):
            yield fault(number, "full text index", f"{len(listed)} words", f"{lengths.get(number, 'no')} words")
    if not reading.sqlite:
        yield from _vector_faults(reading, span)
    yield from _made_anew(reading, {number: stems for number, stems in stored.items() if number % words.step == 0})


def _made_anew(reading: Reading, stored: dict[int, str | None]) -> Iterator[Fault]:
    numbers = sorted(number for number, stems in stored.items() if stems is not None)
    for first in range(0, len(numbers), 500):
        for number, expected in indexes.documents(reading, numbers[first : first + 500]).items():
            found = stored[number] or ""
            if found != expected and not _same_words(expected, found):
                yield fault(number, "full text", expected, found)


def _same_words(expected: str, found: str) -> bool:
    """Whether documents differ only in parts that hold no word, or in where the longest are cut."""
    one, other = _parts(expected), _parts(found)
    if min(len(expected), len(found)) > LONGEST * 0.9:
        shared = int(min(len(one), len(other)) * 0.9)
        return one[:shared] == other[:shared]
    return one == other


def _parts(document: str) -> list[str]:
    """The words of a document, with a break only between parts that have some."""
    kept: list[str] = []
    for word in document.split():
        if word != BREAK or (kept and kept[-1] != BREAK):
            kept.append(word)
    return kept[:-1] if kept and kept[-1] == BREAK else kept


def _indexed_lengths(reading: Reading, span: Span) -> dict[int, int]:
    """How many words FTS5 has of each ticket: it keeps that number as SQLite's own variable-length integer."""
    rows = text("SELECT id, sz FROM ticket_fts_docsize WHERE id BETWEEN :first AND :last")
    found = reading.connection.execute(rows, {"first": span.first, "last": span.last})
    return {number: _variable_length(size) for number, size in found}


def _variable_length(content: bytes) -> int:
    """The first integer of SQLite's file format: seven bits a byte, high ones first; a ninth byte counts whole."""
    value = 0
    for place, byte in enumerate(content[:9]):
        if place == 8:
            return value << 8 | byte
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            break
    return value


def _vector_faults(reading: Reading, span: Span) -> Iterator[Fault]:
    statement = text(
        """SELECT ticket_id FROM ticket_text WHERE ticket_id BETWEEN :first AND :last AND vector IS DISTINCT FROM
        array_to_tsvector(array_remove(array_remove(string_to_array(stems, ' '), ''), :break)) ORDER BY ticket_id"""
    )
    values = {"first": span.first, "last": span.last, "break": BREAK}
    for (number,) in reading.connection.execute(statement, values):
        yield fault(number, "full text index", "the words of its full text", "others")


def index_faults(reading: Reading, words: Words) -> Iterator[Fault]:
    """Whether the index as a whole holds the words that were counted, and no others."""
    if not reading.sqlite:
        return
    indexed = int(reading.value(text("SELECT count(*) FROM ticket_fts_docsize")))
    if indexed != words.documents:
        yield fault(None, "full text index", f"{words.documents} tickets", f"{indexed} tickets")
    kind, columns = ("instance", 'term, doc, "offset", 1') if words.deep else ("row", "term, 0, 0, cnt")
    with _vocabulary(reading.connection, kind):
        total = 0
        for term, number, place, times in reading.connection.execute(text(f"SELECT {columns} FROM temp.ticket_words")):
            total += hash(_placed(term, number, place) if words.deep else term) * times
    if total != words.total:
        yield fault(None, "full text index", "the words of every full text", "others")


@contextmanager
def _vocabulary(connection: Connection, kind: str) -> Iterator[None]:
    """FTS5's list of the words in its index, as a temporary table; that is all this reading transaction writes."""
    connection.exec_driver_sql("PRAGMA query_only = OFF")
    connection.exec_driver_sql(f"CREATE VIRTUAL TABLE temp.ticket_words USING fts5vocab(main, ticket_fts, {kind})")
    connection.exec_driver_sql("PRAGMA query_only = ON")
    try:
        yield
    finally:
        connection.exec_driver_sql("PRAGMA query_only = OFF")
        connection.exec_driver_sql("DROP TABLE temp.ticket_words")
        connection.exec_driver_sql("PRAGMA query_only = ON")
