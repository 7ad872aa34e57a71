"""Two processes that do the same at one moment: each gets what it asked for, and nobody sees the database's words."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest

from supportdesk.desk import Desk
from supportdesk.domain.models import Person
from supportdesk.errors import Refused
from supportdesk.services import people, records, tickets, undo
from supportdesk.store import people as reads
from supportdesk.store import records as record_reads
from supportdesk.store import replay
from supportdesk.store.change import Change
from tests.conftest import opened
from tests.services.acting import act, row, run

AT_ONCE = 4


def together(desk: Desk, work: Callable[[Change], Any]) -> list[Any]:
    """What each of several transactions got, or the error that it ended with; all begin before one commits."""
    barrier = Barrier(AT_ONCE)

    def one(_number: int) -> Any:
        barrier.wait(timeout=20)
        try:
            with desk.change("race") as change:
                return work(change)
        except Exception as error:
            return error

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(one, range(AT_ONCE)))


def clean(desk: Desk) -> bool:
    with desk.read() as reading:
        return replay.check(reading, deep=True) == ()


def open_for(person: Person, **more: Any) -> Callable[[Change], Any]:
    return lambda change: tickets.open_ticket(change, subject="Hello", customer=person, **more).number


@pytest.mark.parametrize("phone", ["", "+7 495 1234567"])
def test_one_new_address_is_one_customer_whoever_writes_first(desk: Desk, phone: str) -> None:
    person = Person("Zoe", "" if phone else "zoe@example.org")

    found = together(desk, open_for(person, phone=phone, tags=["fresh"]))

    assert sorted(found) == [1, 2, 3, 4]
    with desk.read() as reading:
        assert [customer.tickets for customer in reads.customers(reading)] == [AT_ONCE]
        assert [tag.tickets for tag in record_reads.tags(reading)] == [AT_ONCE]
    assert clean(desk)


def test_one_external_id_opens_one_ticket(desk: Desk) -> None:
    found = together(desk, open_for(Person("Zoe", "zoe@example.org"), external_id="A-1"))

    assert len(set(found)) == 1
    with desk.read() as reading:
        assert [customer.tickets for customer in reads.customers(reading)] == [1]
    assert clean(desk)


def test_one_name_is_given_once_and_the_others_are_told(desk: Desk) -> None:
    found = together(desk, lambda change: records.add_template(change, name="hello", body="x").change)

    errors = [one for one in found if isinstance(one, Exception)]
    assert len(errors) == AT_ONCE - 1
    assert all(isinstance(error, Refused) for error in errors)


def test_one_change_is_taken_back_once(desk: Desk, ticket: int) -> None:
    change = act(desk, tickets.close, ticket).change

    found = together(desk, lambda other: undo.undo(other, number=change).changed)

    assert sorted(found) == [(), (), (), (ticket,)]
    assert row(desk, ticket).status == "new"
    assert clean(desk)


def test_two_admins_do_not_let_each_other_go(desk: Desk) -> None:
    run(desk, people.add_agent, login="olga", role="admin")
    run(desk, people.add_agent, login="petr", role="admin")

    def leave(change: Change) -> Any:
        admins = [agent.login for agent in reads.agents(change) if agent.role == "admin"]
        return people.edit_agent(change, admins[0], role="agent")

    together(desk, leave)

    with desk.read() as reading:
        assert [agent for agent in reads.agents(reading) if agent.role == "admin"]


def test_verbs_on_the_same_tickets_in_any_order_wait_for_each_other(desk: Desk) -> None:
    numbers = [opened(desk) for _ in range(6)]
    turn = iter([numbers, numbers[::-1], numbers[2:], numbers[:4]])

    def work(change: Change) -> Any:
        from supportdesk.services import select

        return tickets.tag(change, select.tickets(change, numbers=next(turn)), add=["met"])

    found = together(desk, work)

    assert [one for one in found if isinstance(one, Exception)] == []
    assert {row(desk, number).tags for number in numbers} == {("met",)}
    assert clean(desk)
