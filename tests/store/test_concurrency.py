"""Many at once: one of them does it, and nobody's work is lost."""

import multiprocessing
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from sqlalchemy import func, select

from supportdesk.desk import Desk
from supportdesk.domain.models import Person
from supportdesk.services import conversation, people, queue, tickets
from supportdesk.services.select import tickets as selected
from supportdesk.store import replay, tables
from supportdesk.store.engine import connect
from tests.conftest import opened
from tests.services.acting import opened_at_once
from tests.templates import MORNING


def at_once(acts: Sequence[Callable[[], Any]]) -> list[Any]:
    """Run functions in threads that start together; their results in order."""
    with ThreadPoolExecutor(len(acts)) as pool:
        return [future.result() for future in [pool.submit(act) for act in acts]]


def events(desk: Desk, kind: str) -> int:
    """How many events of a kind there are."""
    with desk.read() as reading:
        return int(reading.value(select(func.count()).select_from(tables.event).where(tables.event.c.kind == kind)))


def sound(desk: Desk) -> bool:
    """Whether the whole desk follows from its events."""
    with desk.read() as reading:
        found = replay.check(reading, deep=True)
    assert found == ()
    return True


def test_one_ticket_closed_by_eight_threads_is_closed_once(desk: Desk, ticket: int) -> None:
    def close() -> tuple[int, ...]:
        with desk.change("close") as change:
            return tickets.close(change, selected(change, numbers=[ticket])).changed

    assert Counter(at_once([close] * 8)) == {(ticket,): 1, (): 7}
    assert events(desk, "closed") == 1
    assert sound(desk)


def test_two_bulk_changes_that_meet_both_finish(desk: Desk) -> None:
    numbers = [opened(desk, subject=f"Request {number}") for number in range(12)]

    def tag_all(name: str, order: Sequence[int]) -> int:
        with desk.change("tag") as change:
            return len(tickets.tag(change, selected(change, numbers=order), add=[name]).changed)

    halves = [(numbers, "up"), (numbers[::-1], "down"), (numbers[6:] + numbers[:6], "round")]
    assert at_once([lambda order=order, name=name: tag_all(name, order) for order, name in halves]) == [12, 12, 12]
    with desk.read() as reading:
        assert set(reading.ids(select(tables.ticket.c.tags))) == {'["down","round","up"]'}
    assert sound(desk)


def test_answers_given_at_once_are_all_kept_counted_and_found(desk: Desk, ticket: int) -> None:
    def reply(word: str) -> None:
        with desk.change("reply") as change:
            conversation.reply(change, selected(change, numbers=[ticket]), body=f"answer {word}")

    words = ["alpha", "beta", "gamma", "delta", "epsilon", "zeta"]
    at_once([lambda word=word: reply(word) for word in words])
    with desk.read() as reading:
        row = reading.row(select(tables.ticket.c.messages, tables.ticket_text.c.stems).join(tables.ticket_text))
    assert row is not None
    assert row.messages == 7
    assert all(word in row.stems.split() for word in words)
    assert sound(desk)


def test_a_customer_edited_while_their_tickets_are_worked_on_is_followed_by_all(desk: Desk, ticket: int) -> None:
    def reply() -> None:
        with desk.change("reply") as change:
            conversation.reply(change, selected(change, numbers=[ticket]), body="an answer meanwhile")

    def esteem(name: str) -> None:
        with desk.change("customer edit") as change:
            people.edit_customer(change, "ivan@example.org", new_name=name, vip=name == "Ivan the Great")

    def ask(subject: str) -> int:
        return opened(desk, subject=subject, customer=Person("", "ivan@example.org"))

    at_once(
        [
            reply,
            lambda: esteem("Ivan the Great"),
            reply,
            lambda: ask("one"),
            lambda: esteem("Ivan"),
            lambda: ask("two"),
            reply,
        ]
    )
    assert sound(desk)


def test_one_address_that_writes_twice_at_once_is_one_customer(desk: Desk) -> None:
    at_once(
        [lambda n=n: opened(desk, subject=f"Request {n}", customer=Person("New", "new@example.org")) for n in range(6)]
    )
    with desk.read() as reading:
        assert reading.value(select(func.count()).select_from(tables.customer)) == 1
    assert sound(desk)


CLAIMERS, TICKETS = 8, 40


def test_no_ticket_is_claimed_twice_by_many_processes(desk: Desk, agents: dict[str, Desk], place: str) -> None:
    opened_at_once(desk, TICKETS)
    desk.close()
    with multiprocessing.get_context("fork").Pool(CLAIMERS) as pool:
        claimed = pool.starmap(
            _claim_all, [(place, ("anna", "boris", "lena")[n % 3]) for n in range(CLAIMERS)], chunksize=1
        )
    numbers = [number for each in claimed for number in each]
    assert sorted(numbers) == list(range(1, TICKETS + 1))
    assert events(desk, "assigned") == TICKETS
    assert sound(desk)


def _claim_all(place: str, login: str) -> list[int]:
    """Claim until nothing is left."""
    desk = Desk(connect(place), login, lambda: MORNING)
    claimed: list[int] = []
    while True:
        with desk.change("next") as change:
            number = queue.claim_next(change).number
        if number is None:
            desk.close()
            return claimed
        claimed.append(number)
