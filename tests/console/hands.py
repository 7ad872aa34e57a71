"""An agent at the keyboard: keys in, the screen as text out. Waits for what was asked of the desk, never for time."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from textual.message_pump import MessagePump
from textual.pilot import Pilot

from supportdesk.app import Console
from supportdesk.console.habits import Habits
from supportdesk.console.last_page import Memory
from supportdesk.desk import Desk
from tests.console import frames

PATIENCE = 30.0
"""Seconds that a test waits for the console to come to rest before it fails."""

NAMED = {" ": "space", "\n": "enter", "/": "slash", "*": "asterisk", "?": "question_mark", "]": "right_square_bracket"}

CALM = 3
"""Turns of the loop in which nothing may happen before the console counts as at rest."""


def _waits(pump: MessagePump) -> bool:
    """Whether it has done all that it was told: it sleeps until a message comes, and none has."""
    ready = pump._message_queue.ready_event
    return bool(ready._waiters) and not ready.is_set()


class Hands:
    """What an agent does and sees."""

    def __init__(self, app: Console, pilot: Pilot[None]) -> None:
        self.app, self.pilot = app, pilot

    async def press(self, *keys: str) -> None:
        """Press keys one after the other, and wait until the desk has answered."""
        for key in keys:
            await self.give(key)
        self.look()

    async def hurry(self, *keys: str) -> None:
        """Press keys faster than anything can answer."""
        await self.give(*keys)
        self.look()

    async def give(self, *keys: str) -> None:
        """As before, and look at nothing yet."""
        await self.app._press_keys([NAMED.get(key, key) for key in keys])
        await self.settle()

    def look(self) -> None:
        """Have painted what has changed: whatever a widget cannot draw is raised here."""
        frames.paint(self.app.screen)

    async def type(self, text: str) -> None:
        """Type letters into whatever has the keys."""
        await self.hurry(*text)

    async def resize(self, width: int, height: int) -> None:
        """Make the terminal larger or smaller.

        Textual tells the screens 8 ms later, or never where the process had to wait for a processor just then.
        """
        await self.pilot.resize_terminal(width, height)
        await self.settle()
        self.app._check_resize()
        await self.until(lambda: all(screen._compositor.size == (width, height) for screen in self.app.screen_stack))
        await self.settle()

    async def settle(self) -> None:
        """Wait until nothing is asked, performed or to be laid out."""
        calm, ended = 0, time.monotonic() + PATIENCE
        while calm < CALM:
            assert time.monotonic() < ended, "the console does not come to rest"
            if self._quiet:
                self.app.screen._on_timer_update()
            await asyncio.sleep(0 if self._at_rest else 0.0005)
            calm = calm + 1 if self._at_rest and self._quiet else 0

    @property
    def _at_rest(self) -> bool:
        return self.app.idle and self.app.opened

    @property
    def _quiet(self) -> bool:
        """Whether every widget waits for a message, and none is on its way."""
        return all(_waits(pump) for pump in (self.app, *self.app._registry) if pump.is_running)

    async def hear(self) -> None:
        """Let the console look for news now, and wait until it has shown them; a look that began before ends first."""
        await self.settle()
        self.app.look_for_news()
        await self.settle()
        self.look()

    @property
    def screen(self) -> str:
        """All that is seen, line by line."""
        return "\n".join("".join(segment.text for segment in line).rstrip() for line in frames.lines(self.app))

    @property
    def number(self) -> int | None:
        """The ticket under the cursor."""
        return self.app.desk_screen.rows.number

    @property
    def listed(self) -> list[int]:
        """The tickets in the list, from the top."""
        cache = self.app.desk_screen.rows.cache
        return [row.number for index in range(cache.height) if (row := cache.row(index))]

    @property
    def written(self) -> str | None:
        """What is in the composer, None while nothing is written."""
        composer = self.app.desk_screen.writing.composer
        return composer.page.text if composer else None

    def draft(self, number: int, *, note: bool = False) -> str | None:
        """What this console knows to be half-written for a ticket."""
        draft = self.app.desk_screen.writing.drafts.get(number, note=note)
        return draft.text if draft else None

    def clash(self, number: int) -> bool:
        """Whether another console of the agent keeps other words of a reply."""
        return self.app.desk_screen.writing.drafts.clashes((number, False))

    async def until(self, holds: Callable[[], bool]) -> None:
        """Wait for something that happens by itself."""
        ended = time.monotonic() + PATIENCE
        while not holds():
            assert time.monotonic() < ended, "it does not happen"
            self.app.screen._on_timer_update()
            await asyncio.sleep(0.005)

    @property
    def said(self) -> str:
        """The status line."""
        return self.app.desk_screen.status.text


@asynccontextmanager
async def at(
    desk: Desk,
    *,
    size: tuple[int, int] = (120, 36),
    plain: bool = False,
    memory: Memory | None = None,
    spool: Path | None = None,
    habits: Habits | None = None,
) -> AsyncIterator[Hands]:
    """Sit down at a desk; on leaving, nothing unexpected may have happened."""
    app = Console(lambda: desk, plain=plain, memory=memory, spool=spool, habits=habits)
    try:
        async with app.run_test(size=size) as pilot:
            hands = Hands(app, pilot)
            await hands.settle()
            yield hands
            hands.look()
    finally:
        app.release()
    if app.failure is not None:
        raise app.failure
