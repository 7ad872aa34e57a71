"""What the status line answers: a tick stands before what was done, and before nothing else."""

import pytest

from supportdesk.console import performing
from supportdesk.desk import Desk
from supportdesk.store.engine import connect
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
        (("[",), "this is the first ticket of the list"),
        (("G", "enter", "]"), "this is the last ticket of the list"),
        (("/", *"zebra", "enter", "]"), "there is no ticket here"),
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


async def test_what_was_not_done_while_the_desk_was_away_is_named_when_it_is_back(
    busy: Desk, sqlite_place: str, clock: Clock
) -> None:
    impatient = Desk(connect(sqlite_place, lock_wait=0.01), "anna", clock)
    async with at(impatient, size=(80, 24)) as hands:
        with busy.change("hold"):
            await hands.press("e")
            assert "the desk does not answer · not now" in hands.said
            await hands.press("r")
            await hands.type("Dear Lee")
            await hands.press("ctrl+j")
        await hands.hear()
        assert hands.said.startswith(" ✗ the desk is back · not done: solve #5, reply #5")
        assert hands.draft(5) == "Dear Lee"
        await hands.press("e")
        assert "solved #5" in hands.said
    impatient.store.close()


async def test_a_verb_that_waits_for_the_desk_is_said_to_be_under_way(
    busy: Desk, sqlite_place: str, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(performing, "SOON", 0)
    async with at(Desk(connect(sqlite_place), "anna", clock), size=(80, 24)) as hands:
        with busy.change("hold"):
            await hands.app._press_keys(["e"])
            await hands.until(lambda: not hands.app._performing.idle)
            hands.app.look_for_news()
            assert " · solve #5 is under way …" in hands.said
        await hands.settle()
        assert "solved #5" in hands.said
