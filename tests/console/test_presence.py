"""Who else is at a ticket, and what was not read: in the list and under the ticket's head."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from supportdesk.desk import Desk
from supportdesk.domain.presence import Present
from supportdesk.store import around
from tests.console.conftest import write_from
from tests.console.hands import Hands, at


@pytest.fixture
def boris(each_desk: Desk) -> Desk:
    """The same desk with a colleague at it."""
    return replace(each_desk, login="boris")


def be_at(desk: Desk, ticket: int, *, typing: bool = False) -> None:
    """Have a ticket open in another console."""
    with desk.private() as private:
        private.be_at("theirs", ticket, typing=typing)


def present(desk: Desk) -> tuple[Present, ...]:
    """Whom an agent sees."""
    with desk.read() as reading:
        return around.present(reading)


def line_of(hands: Hands, subject: str) -> str:
    """The line of a ticket in the list."""
    return next(line for line in hands.screen.splitlines() if subject in line and " N " in line)


async def test_a_colleague_who_has_the_ticket_open_is_shown_under_its_head_and_in_the_list(
    each_desk: Desk, boris: Desk
) -> None:
    async with at(each_desk) as hands:
        be_at(boris, 5)
        await hands.hear()
        assert "◇ Boris Agent has it open too" in hands.screen
        assert "◇ Export to CSV" in hands.screen


async def test_a_colleague_who_writes_is_shown_as_writing(each_desk: Desk, boris: Desk) -> None:
    async with at(each_desk) as hands:
        be_at(boris, 5, typing=True)
        await hands.hear()
        assert "◆ Boris Agent is writing" in hands.screen
        assert "◆ Export to CSV" in hands.screen


async def test_a_colleague_who_leaves_is_shown_no_more(each_desk: Desk, boris: Desk) -> None:
    async with at(each_desk) as hands:
        be_at(boris, 5)
        await hands.hear()
        with boris.private() as private:
            private.go("theirs")
        await hands.hear()
        assert "Boris Agent" not in hands.screen


async def test_the_console_tells_where_it_is_and_that_somebody_types(each_desk: Desk, boris: Desk) -> None:
    async with at(each_desk) as hands:
        await hands.until(lambda: [(one.ticket, one.typing) for one in present(boris)] == [(5, False)])
        await hands.press("j")
        await hands.until(lambda: [one.ticket for one in present(boris)] == [4])
        await hands.press("r")
        await hands.type("D")
        await hands.until(lambda: [(one.ticket, one.typing) for one in present(boris)] == [(4, True)])
        await hands.press("escape")
        await hands.until(lambda: [(one.ticket, one.typing) for one in present(boris)] == [(4, False)])
    assert present(boris) == ()


async def test_two_consoles_see_each_other_without_anybody_asking(each_desk: Desk, boris: Desk) -> None:
    async with at(each_desk) as anna, at(boris) as other:

        def sees(hands: Hands, name: str) -> Callable[[], bool]:
            return lambda: name in hands.app.desk_screen.together.line.text

        await anna.until(sees(anna, "Boris Agent has it open too"))
        await other.until(sees(other, "anna has it open too"))


async def test_running_through_the_list_tells_nobody_where(busy: Desk) -> None:
    async with at(busy) as hands:
        together = hands.app.desk_screen.together
        told = together.told
        await hands.hurry("j", "k", "j", "k")
        assert together.told == told


async def test_nothing_is_drawn_anew_while_nobody_comes_or_goes(each_desk: Desk, boris: Desk) -> None:
    async with at(each_desk) as hands:
        be_at(boris, 4)
        await hands.hear()
        before = hands.app.desk_screen.together.present
        await hands.hear()
        assert hands.app.desk_screen.together.present is before


# Unread --------------------------------------------------------------------------------------------------------------


async def test_what_was_not_read_has_a_dot_until_it_is_opened(each_desk: Desk, boris: Desk) -> None:
    async with at(boris) as hands:
        assert "● Export to CSV" in hands.screen
        await hands.press("enter")
        assert "● Export to CSV" not in hands.screen
        assert "● Cannot log in" in hands.screen
    async with at(boris) as hands:
        assert "● Export to CSV" not in hands.screen
        write_from(each_desk, 5, "Any news?")
        await hands.press("j")
        await hands.hear()
        assert "● Export to CSV" in hands.screen


async def test_what_stands_beside_the_list_for_a_while_is_read(busy: Desk) -> None:
    async with at(busy) as hands:
        assert "● Export to CSV" in hands.screen
        await hands.until(lambda: 5 not in hands.app.desk_screen.rows.unread)


async def test_writing_on_a_ticket_reads_it(busy: Desk) -> None:
    async with at(busy) as hands:
        await hands.press("n")
        assert 5 not in hands.app.desk_screen.rows.unread
