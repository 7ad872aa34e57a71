"""The full text follows what tickets hold, on both databases."""

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy import text as sql

from supportdesk.desk import Desk
from supportdesk.domain.filters import parse
from supportdesk.domain.words import BREAK
from supportdesk.services import select as chosen
from supportdesk.services import tickets
from supportdesk.store import queries, rows, text, text_query
from supportdesk.store.change import Change
from supportdesk.store.listing import Listing
from supportdesk.store.reading import Reading
from supportdesk.store.searching import search
from supportdesk.store.sorting import order
from supportdesk.store.tables import ticket, ticket_text
from supportdesk.store.where import sought, where
from tests.templates import MORNING


def give(change: Change, **documents: tuple[str, ...]) -> None:
    """Tickets t1, t2, … with these parts of text."""
    made = {int(name[1:]): text.document(parts) for name, parts in documents.items()}
    for number in made:
        row = rows.ticket_row({"subject": ""}, MORNING)
        change.connection.execute(ticket.insert().values(id=number, **row))
    text.index(change.connection, made)
    change.touched = True


def finds(desk: Desk, filter: str) -> list[int]:
    with desk.read() as reading:
        return list(reading.ids(select(ticket.c.id).where(where(parse(filter).node, reading)).order_by(ticket.c.id)))


def stems(desk: Desk, number: int) -> str:
    with desk.read() as reading:
        return str(reading.value(select(ticket_text.c.stems).where(ticket_text.c.ticket_id == number)))


def test_a_document_keeps_its_parts_apart():
    assert (
        text.document(["Cards declined", "Ivan", "one", "two"]) == f"card declin {BREAK} ivan {BREAK} one {BREAK} two"
    )
    assert text.document([]) == f" {BREAK}  {BREAK} "


def test_phrases_do_not_cross_from_one_part_to_the_next(desk: Desk):
    with desk.change("import") as change:
        give(change, t1=("card", "ivan", "declined", "today"))

    assert finds(desk, "card declined") == [1]
    assert finds(desk, '"card declined"') == finds(desk, '"declined today"') == []


def test_parts_are_searched_apart(desk: Desk):
    with desk.change("import") as change:
        give(
            change,
            t1=("card", "ivan petrov", "declined"),
            t2=("", "", "card"),
            t3=("the card", "", ""),
            t4=("card", "x", "ivan"),
        )

    assert finds(desk, "subject:card") == [1, 3, 4]
    assert finds(desk, "body:card") == [2]
    assert finds(desk, "body:declined,ivan") == [1, 4]
    assert finds(desk, "-subject:card") == [2]


def test_new_words_are_added_to_many_tickets(desk: Desk):
    with desk.change("import") as change:
        give(change, t1=("a", "", "b"), t2=("c", "", "d"))
    with desk.change("reply") as change:
        missing = text.append(change.connection, [1, 2, 3], "Thank you, the refund is sent")
        change.touched = True

    assert missing == (3,)
    assert finds(desk, '"refund is sent"') == [1, 2]
    assert finds(desk, "body:b refunds") == [1]
    assert finds(desk, '"b thank"') == []
    assert stems(desk, 1) == text.document(["a", "", "b", "Thank you, the refund is sent"])


def test_replaced_and_forgotten_words_are_found_no_more(desk: Desk):
    with desk.change("import") as change:
        give(change, t1=("old words", "", ""), t2=("old words", "", ""))
    with desk.change("set") as change:
        text.replace(change.connection, {1: text.document(["new words"])})
        text.forget(change.connection, [2])
        change.touched = True

    assert finds(desk, "old") == []
    assert finds(desk, "new words") == [1]


def test_the_index_of_sqlite_is_whole_after_all_that(sqlite_desk: Desk):
    with sqlite_desk.change("import") as change:
        give(change, t1=("one two", "", "three"), t2=("four", "", ""))
        text.append(change.connection, [1, 2], "five")
        text.replace(change.connection, {1: text.document(["six"])})
        text.forget(change.connection, [2])
    with sqlite_desk.store.writing() as connection:
        connection.execute(sql("INSERT INTO ticket_fts (ticket_fts, rank) VALUES ('integrity-check', 1)"))


def test_a_document_that_is_full_takes_no_more_however_it_is_filled(desk: Desk, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(text, "LONGEST", 40)
    parts = ["subject", "", "first message", "second message", "third", "x"]
    with desk.change("import") as change:
        give(change, t1=tuple(parts[:3]))
        for part in parts[3:]:
            text.append(change.connection, [1], part)

    assert stems(desk, 1) == text.document(parts)
    assert finds(desk, "second") == [1]
    assert finds(desk, "third") == finds(desk, "x") == []


def test_the_longest_documents_are_indexed_and_phrases_found_to_their_end(desk: Desk):
    words = " ".join(f"{number}word{number}" for number in range(9_000))
    repeated = "the card " * 9_000 + "was declined " + words
    with desk.change("import") as change:
        give(change, t1=("", "", repeated), t2=("", "", "東京" * 100_000), t3=("", "", "\U0001f525\u00e9" * 200_000))

    assert finds(desk, '"card was declined"') == [1]
    assert finds(desk, '"8998word8998 8999word8999"') == [1]
    assert finds(desk, '"was card"') == []
    assert finds(desk, "京東京") == [2]


@pytest.mark.parametrize(
    "hostile",
    [
        "\x00\x01\x1b[31m",
        "' OR 1=1 --",
        '"*" NEAR AND (',
        "a'b\\c:*&|!<->",
        "%_\\",
        "{}[]",
        "😀",
        "\ud800",
        "x" * 100_000,
    ],
)
def test_hostile_text_is_indexed_and_asked_for_without_harm(desk: Desk, hostile: str):
    with desk.change("import") as change:
        give(change, t1=(hostile, hostile, f"card {hostile}"))

    assert finds(desk, "card") == [1]
    escaped = hostile.replace("\\", "\\\\").replace('"', '\\"')
    assert finds(desk, f'"card {escaped}"') == [1]
    assert finds(desk, f'"card {escaped}"*') == [1]


def test_the_best_find_has_the_words_in_its_subject_or_often(desk: Desk):
    with desk.change("import") as change:
        give(
            change,
            t1=("printer", "", "words " * 30),
            t2=("", "", "printer " + "words " * 30),
            t3=("", "", "printer " * 5 + "words " * 30),
            t4=("", "", "printer " + "words " * 300),
            t5=("", "", "printer " + "words " * 30),
        )

    with desk.read() as reading:
        asked = sought(parse("printer").node)
        assert newest(reading, "printer") == (5, 4, 3, 2, 1)
        assert text_query.best(reading, (5, 4, 3, 2, 1), asked) == (1, 3, 5, 2, 4)
        assert newest(reading, "printer", limit=2) == (5, 4)


@pytest.mark.parametrize("spare", [0, 1, 50])
def test_deleted_tickets_are_passed_over_however_many_they_are(desk: Desk, spare: int, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("supportdesk.store.listing.SPARE", spare)
    with desk.change("import") as change:
        give(change, **{f"t{number}": ("printer", "", "jams") for number in range(1, 6)})
    with desk.change("delete") as change:
        tickets.delete(change, chosen.tickets(change, numbers=[5, 4, 2]))

    with desk.read() as reading:
        assert newest(reading, "printer jams", limit=2) == (3, 1)
        assert newest(reading, "printer jams", limit=1) == (3,)
        assert newest(reading, "printer is:deleted", limit=3) == (5, 4, 2)
        page = queries.page(reading, parse("printer"), sort="-number", limit=1)
        following = queries.page(reading, parse("printer"), sort="-number", limit=1, after=page.after)
        assert [row.number for row in (*page.rows, *following.rows)] == [3, 1]


def newest(reading: Reading, words: str, *, limit: int = 50) -> tuple[int, ...]:
    """The newest tickets that hold words."""
    return tuple(hit.ticket.number for hit in search(reading, words, limit=limit, newest=True))


def test_a_search_reads_the_index_from_its_end(sqlite_desk: Desk):
    asked: list[str] = []
    with sqlite_desk.read() as reading:
        driver: Any = reading.connection.connection.driver_connection
        driver.set_trace_callback(asked.append)
        Listing(parse("card declined").node, order("-number", None), None).numbers(reading, None, limit=50)
        driver.set_trace_callback(None)
        statement = next(one for one in asked if "MATCH" in one)
        plan = [row[3] for row in driver.execute(f"EXPLAIN QUERY PLAN {statement}")]

    assert plan[0].startswith("SCAN ticket_fts VIRTUAL TABLE")
    assert plan[1:] == ["SEARCH ticket USING INTEGER PRIMARY KEY (rowid=?)"]


def test_a_search_keeps_to_what_the_words_say(desk: Desk):
    with desk.change("import") as change:
        give(change, t1=("card", "", ""), t2=("refund", "", ""), t3=("card refund", "", ""), t4=("other", "", ""))

    with desk.read() as reading:
        found = {words: [hit.ticket.number for hit in search(reading, words, newest=True)] for words in SEARCHES}
        ranked = {words: sorted(hit.ticket.number for hit in search(reading, words)) for words in SEARCHES}
    assert found == SEARCHES
    assert ranked == {words: sorted(numbers) for words, numbers in SEARCHES.items()}


SEARCHES = {
    "card": [3, 1],
    "card refund": [3],
    "card or refund": [3, 2, 1],
    "card -refund": [1],
    "(card or other) number<4": [3, 1],
    "card (refund or other)": [3],
}
