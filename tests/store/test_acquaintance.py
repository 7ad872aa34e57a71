"""What a desk knows of a customer, and which tickets may be the same matter, on both databases."""

import pytest

from supportdesk.desk import Desk
from supportdesk.domain.models import Person
from supportdesk.errors import NotFound
from supportdesk.services import people, tickets
from supportdesk.store import acquaintance
from tests.conftest import opened
from tests.services.acting import act, run
from tests.templates import Clock

ANN = Person("Ann", "ann@acme.example")


def likely(desk: Desk, subject: str, customer: int | None = None) -> list[tuple[int, bool]]:
    with desk.read() as reading:
        found = acquaintance.duplicates(reading, customer_id=customer, subject=subject)
    return [(row.number, mine) for row, mine in found]


def test_a_profile_counts_tickets_and_open_ones_but_not_those_in_the_bin(desk: Desk) -> None:
    run(desk, people.add_organization, name="Acme", domains=["acme.example"], vip=True)
    for _ in range(3):
        opened(desk, customer=ANN)
    act(desk, tickets.solve, 1)
    act(desk, tickets.delete, 2)

    with desk.read() as reading:
        found = acquaintance.profile(reading, 1)

    assert (found.tickets, found.open, found.since) == (2, 1, desk.clock())
    assert found.company is not None
    assert (found.company.name, found.company.domains, found.company.vip) == ("Acme", ("acme.example",), True)


def test_a_customer_who_has_gone_is_not_found(desk: Desk) -> None:
    with desk.read() as reading, pytest.raises(NotFound, match="no customer 9 any more"):
        acquaintance.profile(reading, 9)


def test_the_past_is_read_newest_first_and_goes_on_below_a_number(desk: Desk) -> None:
    for _ in range(5):
        opened(desk, customer=ANN)
    opened(desk)
    act(desk, tickets.delete, 4)

    with desk.read() as reading:
        first = acquaintance.past(reading, 1, limit=2)
        rest = acquaintance.past(reading, 1, before=first[-1].number, limit=5)

    assert [row.number for row in (*first, *rest)] == [5, 3, 2, 1]


def test_open_tickets_of_the_caller_come_first_and_then_like_subjects(desk: Desk) -> None:
    opened(desk, subject="Cannot log in after a password reset")
    opened(desk, subject="Password of the router", customer=ANN)
    opened(desk, subject="Log of the ship")

    assert likely(desk, "log in: reset passwords", 2) == [(2, True), (1, False)]


def test_what_is_old_solved_or_in_the_bin_is_no_duplicate_of_a_call(desk: Desk, clock: Clock) -> None:
    opened(desk, subject="Printer on fire")
    clock.advance(days=15)
    opened(desk, subject="Printer on fire")
    opened(desk, subject="Printer on fire", customer=ANN)
    act(desk, tickets.delete, 2)
    act(desk, tickets.solve, 3)

    assert likely(desk, "printer fire", 2) == [(3, False)]
    assert likely(desk, "printer fire", 1) == [(1, True), (3, False)]


def test_one_word_is_enough_where_there_is_only_one(desk: Desk) -> None:
    opened(desk, subject="Возврат товара")

    assert likely(desk, "возвраты") == [(1, False)]
    assert likely(desk, "возврат денег") == []
    assert likely(desk, "", None) == []
