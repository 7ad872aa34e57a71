"""The key that undoes takes back what the agent did; before much is taken back, it is asked for."""

import pytest

from supportdesk.desk import Desk
from supportdesk.domain.filters import parse
from supportdesk.domain.models import Person
from supportdesk.services import tickets
from supportdesk.store import queries
from tests.console.hands import at

MANY = 60


@pytest.fixture
def filled(each_desk: Desk) -> Desk:
    """A desk whose agent has just brought in many tickets by another way than the console."""
    with each_desk.change("import") as change:
        for number in range(MANY):
            tickets.open_ticket(
                change, subject=f"Old {number}", customer=Person("Mia", "mia@example.org"), body="Hello?"
            )
    return each_desk


def how_many(desk: Desk) -> int:
    """The tickets of a desk."""
    with desk.read() as reading:
        return queries.count(reading, parse("")).number


async def test_before_many_tickets_are_taken_back_it_is_said_how_many_and_no_is_the_default(filled: Desk) -> None:
    before = how_many(filled)
    async with at(filled) as hands:
        await hands.press("u")
        assert f"undo import on {MANY} tickets?" in hands.screen
        await hands.press("enter")
        assert how_many(filled) == before
        await hands.press("u", "y")
        assert how_many(filled) == before - MANY
        assert f"undid your last change to {MANY} tickets" in hands.said


async def test_a_room_takes_back_nothing_that_it_would_have_to_ask_for(filled: Desk) -> None:
    before = how_many(filled)
    async with at(filled) as hands:
        await hands.press("i", "u")
        assert f"your last change, import, was to {MANY} tickets; undo it in the inbox" in hands.screen
        assert how_many(filled) == before
