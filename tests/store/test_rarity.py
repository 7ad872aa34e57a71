"""A rare word or tag is found from its own index; a frequent one while walking the list's."""

import pytest

from supportdesk.desk import Desk
from supportdesk.domain.filters import parse
from supportdesk.store import indexes, queries, rarity, rows, tables
from supportdesk.store.rarity import names_something_rare
from tests.templates import MORNING, Beginning


def fill(desk: Desk) -> None:
    """Forty tickets that all speak of printers; one is of a tram."""
    with desk.change("import") as change:
        for number in range(1, 41):
            subject = "A tram" if number == 17 else "A printer"
            tags = '["rare"]' if number == 17 else '["often"]'
            row = rows.ticket_row({"subject": subject, "tags": tags, "status": "open"}, MORNING)
            change.connection.execute(tables.ticket.insert().values(id=number, **row))
        change.touched = True
        indexes.retag(change, range(1, 41))
        indexes.reindex(change, range(1, 41))


@pytest.fixture
def beginning() -> Beginning:
    """Every test begins with the forty."""
    return Beginning("forty", fill)


@pytest.fixture
def full(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A desk of forty tickets. More than ten are many here."""
    monkeypatch.setattr(rarity, "FEW", 10)
    return desk


@pytest.mark.parametrize(
    ("text", "rare"),
    [
        ("tram", True),
        ("printer", False),
        ("printer tram is:open", True),
        ("tag:rare", True),
        ("tag:often", False),
        ("subject:tram", True),
        ("subject:tram,printer", False),
        ("-tram", False),
        ("tag!=rare", False),
        ("tram or printer", False),
        ("customer:ivan@example.org", False),
        ("tag:rare,none", False),
        ("", False),
    ],
)
def test_only_what_all_tickets_of_a_filter_must_have_counts(full: Desk, text: str, rare: bool):
    with full.read() as reading:
        assert names_something_rare(parse(text).node, reading) == (rare and reading.sqlite)


@pytest.mark.parametrize("text", ["tram", "printer", "tag:rare", "tag:often is:open", "subject:tram"])
def test_a_page_is_the_same_either_way(full: Desk, monkeypatch: pytest.MonkeyPatch, text: str):
    with full.read() as reading:
        guided = queries.page(reading, parse(text))
        monkeypatch.setattr(rarity, "FEW", -1)
        assert guided == queries.page(reading, parse(text))
        assert guided.rows
