"""Filters on the desk's own fields: numbers and dates compare on both databases, texts and choices do not."""

import json

import pytest
from sqlalchemy import update

from supportdesk.desk import Desk
from supportdesk.domain.filters import parse
from supportdesk.errors import UsageError
from supportdesk.services import editing, fields, select
from supportdesk.store import queries, tables
from tests.conftest import opened
from tests.templates import Beginning

AMOUNTS = ["5", "10", "-3.5", "+007.50", "9" * 30 + "." + "1" * 30, "9" * 30 + "." + "1" * 29 + "2", "junk", "", None]


def count_up(desk: Desk) -> None:
    """Tickets that hold amounts, of which some came by an import and are none."""
    with desk.change("field") as change:
        fields.add_field(change, name="amount", kind="number")
        fields.add_field(change, name="until", kind="date")
        fields.add_field(change, name="path")
    for at, amount in enumerate(AMOUNTS, 1):
        opened(desk, subject=str(at))
        held = {} if amount is None else {"amount": amount, "until": f"2026-11-{at:02}", "path": f"{at}..x"}
        with desk.store.writing() as connection:
            connection.execute(update(tables.ticket).where(tables.ticket.c.id == at).values(fields=json.dumps(held)))


@pytest.fixture
def beginning() -> Beginning:
    return Beginning("counted", count_up)


def found(desk: Desk, text: str) -> list[int]:
    with desk.read() as reading:
        rows = queries.page(reading, parse(text), sort="number", limit=50).rows
    return [row.number for row in rows]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("field.amount:5..10", [1, 2, 4]),
        ("field.amount:..5", [1, 3]),
        ("field.amount:10..", [2, 5, 6]),
        ("field.amount>5", [2, 4, 5, 6]),
        ("field.amount>=7.5", [2, 4, 5, 6]),
        ("field.AMOUNT<0", [3]),
        ("field.amount<=-3.50", [3]),
        ("-field.amount<=-3.50", [1, 2, 4, 5, 6, 7, 8, 9]),
        (f"field.amount>{AMOUNTS[4]}", [6]),
        ("field.amount:7.5,junk,none", [4, 7, 9]),
        ("field.amount!=5..10", [3, 5, 6, 7, 8, 9]),
        ("-field.amount:5..10", [3, 5, 6, 7, 8, 9]),
        ("field.amount:10..5", []),
        ("field.amount:more", []),
        ("field.until<2026-11-03", [1, 2]),
        ("field.until:2026-11-02..2026-11-04,2026-11-06", [2, 3, 4, 6]),
        ("field.until<yesterday", [1, 2, 3, 4, 5, 6, 7, 8]),
        ("field.until:today", []),
        ("field.until<=Tomorrow", [1, 2, 3, 4, 5, 6, 7, 8]),
        ("field.until:2026-11-05..today", [5, 6, 7, 8]),
        ("field.path:3..x", [3]),
        ('field.path:"4..x"', [4]),
        ('field.amount:"5..10"', []),
        (f"field.amount:{','.join(map(str, range(5, 3_000)))}", [1, 2]),
    ],
)
def test_fields_of_numbers_and_dates_compare(desk: Desk, text: str, numbers: list[int]) -> None:
    assert found(desk, text) == numbers


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("field.path>3", "field path is a text, and > compares numbers and dates"),
        ("field.amount>many", "field amount is a number, not 'many'"),
        ("field.amount:1..many", "field amount is a number, not 'many'"),
        ("field.until<soon", "field until is a date, not 'soon'"),
        ("field.until>7d", "field until is a date, past or to come, and 7d may be either"),
        ("field.until:monday", "field until is a date, past or to come, and monday may be either"),
        ("field.until:yesterday..2w", "field until is a date, past or to come, and 2w may be either"),
    ],
)
def test_what_has_no_order_is_told(desk: Desk, text: str, told: str) -> None:
    with pytest.raises(UsageError, match=told):
        found(desk, text)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("field.until:today", [2]),
        ("field.until:Yesterday,tomorrow", [1, 3]),
        ("field.until!=today", [1, 3, 4, 5, 6, 7, 8, 9]),
        ("field.until:today..", [2, 3]),
        ("field.until>today", [3]),
    ],
)
def test_a_day_by_its_word_is_the_day_of_the_calendar(desk: Desk, text: str, numbers: list[int]) -> None:
    for at, day in enumerate(("2026-11-20", "2026-11-21", "2026-11-22"), 1):
        with desk.change("set") as change:
            editing.set_fields(change, select.tickets(change, numbers=[at]), values={"until": day})

    assert found(desk, text) == numbers
