"""A rare word or tag is found from its own index; a frequent one while walking the list's."""

import pytest
from sqlalchemy.exc import OperationalError

from supportdesk.desk import Desk
from supportdesk.domain.filters import parse
from supportdesk.store import indexes, queries, rarity, rows, tables
from supportdesk.store.listing import Listing, Way
from supportdesk.store.rarity import hint
from supportdesk.store.sorting import order
from tests.templates import MORNING, Beginning


def fill(desk: Desk) -> None:
    """Forty tickets that all speak of printers; one is of a tram. Every tenth is Ivan's."""
    with desk.change("import") as change:
        run = change.connection.execute
        run(tables.organization.insert().values(id=1, name="Acme", created_at=MORNING))
        run(tables.customer.insert().values(id=1, uid="ivan", organization_id=1, created_at=MORNING))
        run(tables.address.insert().values(id=1, customer_id=1, kind="email", value="ivan@example.org"))
        for number in range(1, 41):
            subject = "A tram" if number == 17 else "A printer"
            tags = '["rare"]' if number == 17 else '["often"]'
            row = rows.ticket_row({"subject": subject, "tags": tags, "status": "open"}, MORNING)
            asking = None if number % 10 else 1
            run(tables.ticket.insert().values(id=number, **{**row, "customer_id": asking}))
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
        ("tag:rare,none", False),
        ("", False),
    ],
)
def test_only_what_all_tickets_of_a_filter_must_have_counts(full: Desk, text: str, rare: bool):
    with full.read() as reading:
        assert hint(parse(text).node, reading) == ("NOT INDEXED" if rare and reading.sqlite else "")


@pytest.mark.parametrize(
    "text", ["tram", "printer", "tag:rare", "tag:often is:open", "subject:tram", "customer:ivan@example.org"]
)
def test_a_page_is_the_same_either_way(full: Desk, monkeypatch: pytest.MonkeyPatch, text: str):
    with full.read() as reading:
        guided = queries.page(reading, parse(text))
        monkeypatch.setattr(rarity, "FEW", 0)
        assert guided == queries.page(reading, parse(text))
        assert guided.rows


@pytest.mark.parametrize(
    "text",
    [
        "is:open tag:often",
        "is:open tag:Often,RARE",
        "is:open tag:often,none",
        "is:open tag!=often",
        "is:open -tag:often",
        "is:open (tag:often or tag:rare)",
        "is:open tag:often tram",
    ],
)
def test_tickets_that_are_asked_for_their_tags_are_those_found_from_the_tag(
    full: Desk, monkeypatch: pytest.MonkeyPatch, text: str
):
    with full.read() as reading:
        from_tag = queries.page(reading, parse(text)).rows
        monkeypatch.setattr(rarity, "FEW", 0)
        monkeypatch.setattr(rarity, "MANY", 0)
        assert queries.page(reading, parse(text)).rows == from_tag
        assert rarity.walked(parse(text).node, reading) != parse(text).node


def test_a_count_begins_there_too(full: Desk, monkeypatch: pytest.MonkeyPatch):
    wanted = parse("is:open customer:ivan@example.org")
    with full.read() as reading:
        assert queries.count(reading, wanted).number == 4
        monkeypatch.setattr(rarity, "OF_CUSTOMERS", "INDEXED BY no_such_index")
        if reading.sqlite:
            with pytest.raises(OperationalError, match="no such index"):
                queries.count(reading, wanted)


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("customer:ivan@example.org", True),
        ("is:open customer:ivan@example.org,nobody@example.org", True),
        ("org:Acme tag:often", True),
        ("customer!=ivan@example.org", False),
        ("customer:ivan@example.org,none", False),
        ("customer:ivan@example.org or tag:often", False),
    ],
)
def test_the_tickets_of_a_customer_are_found_from_the_customer(full: Desk, text: str, begins: bool):
    with full.read() as reading:
        told = hint(parse(text).node, reading) == "INDEXED BY ticket_customer"
    assert told == (begins and reading.sqlite)


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("is:snoozed", "INDEXED BY ticket_snoozed"),
        ("is:snoozed,unread", ""),
        ("-is:snoozed", ""),
        ("is:open follower:olga@example.org", "INDEXED BY ticket_followed"),
        ("follower:any", "INDEXED BY ticket_followed"),
        ("follower:none", ""),
        ("rating<=2", "INDEXED BY ticket_rated"),
        ("rating:any", "INDEXED BY ticket_rated"),
        ("rating:1..2", "INDEXED BY ticket_rated"),
        ("rating:1,none", ""),
        ("rating!=1", ""),
        ("is:deleted", "INDEXED BY ticket_deleted"),
        ("external:77", "INDEXED BY ticket_external"),
        ("external:any", "INDEXED BY ticket_external"),
        ("external:any is:open", "INDEXED BY ticket_external"),
        ("external:any,77", ""),
        ("external:none", ""),
        ("created>1h", "INDEXED BY ticket_created"),
        ("is:open updated<=2000-01-01", "INDEXED BY ticket_updated"),
        ("created<1h", ""),
        ("updated!=today", ""),
        ("created:today,yesterday", ""),
        ("has:failed", "NOT INDEXED"),
        ("has:draft is:open", "NOT INDEXED"),
        ("has:draft,failed", ""),
        ("has:note", ""),
    ],
)
def test_what_few_tickets_are_is_found_from_these_few(full: Desk, text: str, begins: str):
    with full.read() as reading:
        assert hint(parse(text).node, reading) == (begins if reading.sqlite else "")
        queries.page(reading, parse(text))
        queries.count(reading, parse(text))


def test_sqlite_is_told_where_to_begin(full: Desk):
    with full.read() as reading:
        listing = Listing(parse("tag:rare").node, order("pressing", None), 1)
        written = str(listing.statement(reading, Way(continued=False, hint="NOT INDEXED")).compile(reading.connection))
        assert ("ticket NOT INDEXED" in written) == reading.sqlite
