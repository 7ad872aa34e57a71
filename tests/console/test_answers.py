"""What the status line answers: a tick stands before what was done, and before nothing else."""

import pytest

from supportdesk.desk import Desk
from tests import postgres
from tests.console.conftest import desk_on
from tests.console.hands import at
from tests.templates import Clock


async def test_a_tick_stands_before_what_was_done(busy: Desk) -> None:
    async with at(busy) as hands:
        await hands.press("a")
        assert "✓ assigned #5" in hands.said


@pytest.mark.parametrize(
    ("keys", "answer"),
    [
        (("o",), "#5 has no files"),
        (("*", "r"), "mark the tickets one by one to write to them; m answers all of them"),
        (("a", "a"), "assign: nothing to change, it is so already"),
        ((".",), "there is nothing to repeat"),
        (("g", "k"), "g goes on with one of"),
        (("ctrl+c",), "leaves the console from the list"),
        (("/", *"zebra", "enter", "e"), "there is no ticket here"),
        (("enter", "/", *"zebra", "enter"), "the thread does not hold"),
    ],
)
async def test_no_tick_stands_before_what_was_not_done(busy: Desk, keys: tuple[str, ...], answer: str) -> None:
    async with at(busy, size=(80, 24)) as hands:
        await hands.press(*keys)
        assert hands.said.startswith(" · ")
        assert answer in hands.said
        assert "…" not in hands.screen.splitlines()[-2]


@pytest.mark.parametrize("key", ["e", "/", "i"])
async def test_a_key_pressed_while_the_desk_is_away_is_answered_by_what_goes_on(
    server: postgres.OwnServer, clock: Clock, key: str
) -> None:
    desk = desk_on(server, clock)
    async with at(desk, size=(80, 24)) as hands:
        server.crash()
        await hands.hear()
        assert "trying again" in hands.said
        await hands.press(key, *(["a", "enter"] if key == "/" else []))
        assert "▲ the desk does not answer · " in hands.said
        assert "not now; reading and drafts go on" in hands.screen
        await hands.press(*(["escape"] if key == "/" else []), "r")
        await hands.type("Dear Lee")
        await hands.press("ctrl+j")
        assert "it is kept as a draft" in hands.screen
        server.start()
        await hands.hear()
        assert "the desk is back" in hands.said
    desk.store.close()
