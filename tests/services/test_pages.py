"""Lists page by page: no ticket twice, none missing, forwards and backwards, in every order, with equal keys."""

from datetime import timedelta

import pytest

from supportdesk.desk import Desk
from supportdesk.domain import filters
from supportdesk.domain.models import Page, Person
from supportdesk.domain.ticket import Priority
from supportdesk.services import people, tickets
from supportdesk.store import people as people_reads
from supportdesk.store import queries, rarity
from supportdesk.store.sorting import SORTS
from tests.conftest import opened
from tests.services.acting import act, run
from tests.templates import Beginning

FILTERS = ("", "is:open", "is:closed", "status:new,solved", "assignee:me", "-assignee:me", "is:overdue or tag:red")


def crowd(desk: Desk) -> None:
    """Open tickets of which many are alike in every key of an order but their number."""
    start = desk.clock()
    for number in range(23):
        due = start + timedelta(hours=number % 3 - 1) if number % 4 else None
        opened(desk, priority=Priority(number % 3 + 1), due=due, tags=["red"] if number % 5 == 0 else [])
        if number % 7 == 0:
            desk.clock.advance(minutes=1)  # type: ignore[attr-defined]
    act(desk, tickets.solve, [3, 4, 11, 12])
    act(desk, tickets.close, [5, 18])
    act(desk, tickets.assign, [1, 2, 3, 5, 9], to="me")
    act(desk, tickets.delete, [7])


def acquaint(desk: Desk) -> None:
    """Two customers, one of them with letters that are not the same in every case."""
    run(desk, people.add_customer, name="ПЁТР Ильич Österreich", emails=["p@example.org"], phones=["+7 495 1"])
    opened(desk, customer=Person("Somebody Else", "other@example.net"))


@pytest.fixture
def beginning(request: pytest.FixtureRequest) -> Beginning:
    """Most tests begin in a crowd, the others among two customers."""
    return Beginning("crowd", crowd) if "crowded" in request.fixturenames else Beginning("acquainted", acquaint)


@pytest.fixture
def crowded(desk: Desk) -> Desk:
    """The desk with tickets of which many are alike in every key of an order but their number."""
    return desk


def walked(desk: Desk, text: str, sort: str, limit: int, *, backwards: bool = False) -> list[int]:
    """Every number, page after page; pages that are read backwards are put together from the end."""
    pages: list[Page] = []
    with desk.read() as reading:
        while not pages or pages[-1].after is not None:
            after = pages[-1].after if pages else None
            found = queries.page(reading, filters.parse(text), sort=sort, limit=limit, after=after, backwards=backwards)
            pages.append(found)
    ordered = pages[::-1] if backwards else pages
    return [row.number for page in ordered for row in page.rows]


@pytest.mark.parametrize("text", FILTERS)
def test_pages_make_the_whole_list_in_every_order(crowded: Desk, text: str) -> None:
    for sort in (name for known in SORTS for name in (known, f"-{known}")):
        whole = walked(crowded, text, sort, 100)
        assert len(set(whole)) == len(whole)
        assert walked(crowded, text, sort, 3) == whole, sort
        assert walked(crowded, text, sort, 3, backwards=True) == whole, sort


WALKED = (
    "is:closed", "status:new,solved", "assignee:me", "status:closed tag:red", "is:open priority:low",
    "is:open team:none", "is:open printer", "printer fire", "updated<1h",
)  # fmt: skip
"""Lists of which SQLite is told what to begin with, and PostgreSQL what its words find."""


def test_a_list_that_is_walked_is_the_one_that_is_sorted(crowded: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = [(text, sort) for text in WALKED for known in SORTS for sort in (known, f"-{known}")]
    as_sorted = {one: walked(crowded, *one, 100) for one in asked}
    for name in ("FEW", "FEW_OF_OPEN", "FEW_DOCUMENTS", "MANY"):
        monkeypatch.setattr(rarity, name, 0)
    assert {one: walked(crowded, *one, 10) for one in asked} == as_sorted


def test_from_the_middle_a_list_goes_on_in_both_directions(crowded: Desk) -> None:
    for sort in SORTS:
        whole = walked(crowded, "", sort, 100)
        with crowded.read() as reading:
            middle = queries.page(reading, filters.parse(""), sort=sort, limit=3, offset=10)
            before = queries.page(reading, filters.parse(""), sort=sort, limit=3, after=middle.back, backwards=True)
            again = queries.page(reading, filters.parse(""), sort=sort, limit=3, after=before.back)
        assert [row.number for row in (*before.rows, *middle.rows)] == whole[7:13], sort
        assert again.rows == middle.rows, sort


def test_an_order_turned_round_is_the_list_from_its_end(crowded: Desk) -> None:
    for sort in SORTS:
        assert walked(crowded, "", f"-{sort}", 5) == walked(crowded, "", sort, 5)[::-1], sort


def test_an_offset_skips_as_many_as_it_says(crowded: Desk) -> None:
    whole = walked(crowded, "", "pressing", 100)

    with crowded.read() as reading:
        for offset in range(len(whole) + 2):
            found = queries.page(reading, filters.parse(""), offset=offset, limit=5)
            assert [row.number for row in found.rows] == whole[offset : offset + 5], offset


def test_a_page_says_how_many_there_are(crowded: Desk) -> None:
    with crowded.read() as reading:
        for text in FILTERS:
            number = queries.count(reading, filters.parse(text)).number
            for field in queries.COUNTED:
                found = queries.count_by(reading, filters.parse(text), field)
                assert field == "tag" or sum(one.count for one in found) == number, (text, field)


@pytest.mark.parametrize("words", ["пётр", "ПЕТР", "петр ильич", "Ильич", "example.ORG", "öst", "ostER", "7495"])
def test_customers_are_found_in_any_case_and_alphabet(desk: Desk, words: str) -> None:
    with desk.read() as reading:
        assert [found.name for found in people_reads.customers(reading, words)] == ["ПЁТР Ильич Österreich"]
        assert people_reads.customers(reading, f"{words}%") == ()
