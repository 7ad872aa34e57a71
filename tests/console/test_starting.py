"""What is seen before the desk is open, and what is kept for the next time."""

from pathlib import Path
from threading import Event

from supportdesk.app import Console
from supportdesk.console.last_page import path_for, recall
from supportdesk.desk import Desk
from tests.console.hands import Hands, at
from tests.console.test_triage import row


async def test_the_next_start_shows_the_inbox_as_it_was_until_the_desk_is_open(busy: Desk, tmp_path: Path) -> None:
    memory = tmp_path / "cache" / "inbox.json"
    async with at(busy, memory=memory):
        assert memory.stat().st_mode & 0o777 == 0o600
    opened = Event()

    def open_late() -> Desk:
        opened.wait(30)
        return busy

    app = Console(open_late, memory=memory)
    async with app.run_test(size=(120, 36)) as pilot:
        hands = Hands(app, pilot)
        await pilot.pause()
        assert hands.listed == [5, 4, 3, 2, 1]
        assert "opening the desk" in hands.screen
        await pilot.press("j", "e")
        await pilot.pause()
        assert "the desk is being opened; a moment" in hands.said
        opened.set()
        await hands.settle()
        assert "opening the desk" not in hands.screen
        assert hands.number == 4
        assert "Please help: Cannot log in" in hands.screen
        assert row(busy, 4).status == "new"
    app.release()


async def test_a_broken_memory_is_no_memory(busy: Desk, tmp_path: Path) -> None:
    memory = tmp_path / "inbox.json"
    memory.write_text('{"view": "default", "at": "yesterday", "rows": [[]]}')
    assert recall(memory) is None
    async with at(busy, memory=memory) as hands:
        assert hands.listed == [5, 4, 3, 2, 1]


def test_each_agent_of_each_store_has_a_memory_of_their_own(tmp_path: Path) -> None:
    environment = {"XDG_CACHE_HOME": str(tmp_path)}
    places = {path_for(environment, store, login) for store in ("a.db", "b.db") for login in ("anna", "boris")}
    assert len(places) == 4
    assert all(place.parent == tmp_path / "supportdesk" for place in places)


async def test_a_desk_that_cannot_be_opened_ends_the_console_with_its_reason(busy: Desk) -> None:
    from supportdesk.errors import Unavailable

    def refuse() -> Desk:
        raise Unavailable("cannot reach the store")

    app = Console(refuse)
    async with app.run_test() as pilot:
        for _ in range(2_000):
            await pilot.pause()
            if app.failure is not None:
                break
    assert isinstance(app.failure, Unavailable)
    app.release()
