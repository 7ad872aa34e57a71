"""Who else is at a ticket: this console says where it is, and shows where the others are.

It writes when something changes and every ten seconds while a ticket is open, and is silent otherwise.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread
from typing import TYPE_CHECKING

from textual.timer import Timer

from supportdesk.console.access import Access
from supportdesk.console.errands import BeAt
from supportdesk.console.questions import News
from supportdesk.domain.presence import Present
from supportdesk.domain.safe import shown_line
from supportdesk.errors import DeskError
from supportdesk.screens.desk_layout import Pane
from supportdesk.screens.wording import parted
from supportdesk.widgets.fitting import cut
from supportdesk.widgets.ink import Ground, Ink, Line
from supportdesk.widgets.lines import Lines

if TYPE_CHECKING:
    from supportdesk.screens.desk import DeskScreen

HEARTBEAT = 10.0
"""Seconds between two signs of life; the store forgets a console after a little more than two."""

SETTLE = 0.4
"""Seconds that a ticket must stay under the cursor before others are told: running through a list tells nobody."""

PAUSE = 20.0
"""Seconds without a key after which an agent does not type any more."""

NAMED = 3
"""Colleagues that are named; the rest are counted."""


class Together:
    """Where this console is, and who else is there."""

    def __init__(self, access: Access, screen: "DeskScreen") -> None:
        self.access, self.screen = access, screen
        self.line = Lines(ground=Ground.TITLE)
        self.line.display = False
        self.present: tuple[Present, ...] = ()
        self.told: tuple[int, bool] = (0, False)
        self._typed_at: float | None = None
        self._settling: Timer | None = None

    # Where we are --------------------------------------------------------------------------------------------------

    def begin(self) -> None:
        """The desk is open: give signs of life."""
        self.screen.set_interval(HEARTBEAT, self._beat)
        self.moved()

    def moved(self) -> None:
        """Another ticket is on the screen, or none; that is told when it stays."""
        self.say()
        if self._settling is not None:
            self._settling.stop()
        self._settling = self.screen.set_timer(SETTLE, self.tell)

    def typed(self) -> None:
        """A key was pressed in the composer."""
        began, self._typed_at = self._typed_at is None, time.monotonic()
        if began:
            self.tell()

    def stopped_typing(self) -> None:
        """The composer is closed."""
        if self._typed_at is not None:
            self._typed_at = None
            self.tell()

    def tell(self) -> None:
        """Tell others where we are, if that is news to them."""
        here = self._here()
        if self.screen.ready and here != self.told:
            self.told = here
            self._write(here)

    @contextmanager
    def away(self) -> Iterator[None]:
        """The terminal is lent to another program, and nothing runs here: give signs of life all the same."""
        ended, here = Event(), self._here()

        def beat() -> None:
            while not ended.wait(HEARTBEAT):
                self._write(here)

        Thread(target=beat, daemon=True).start()
        try:
            yield
        finally:
            ended.set()

    def _here(self) -> tuple[int, bool]:
        ticket = self.screen.attending.ticket
        shown = ticket is not None and self.screen.navigation.visible(Pane.TICKET) and not self.screen.rows.stale
        return (ticket.number if ticket is not None and shown else 0), self._typed_at is not None

    def _beat(self) -> None:
        if self._typed_at is not None and time.monotonic() - self._typed_at > PAUSE:
            self._typed_at = None
        here = self._here()
        if here != self.told:
            self.tell()
        elif here[0]:
            self._write(here)

    def _write(self, here: tuple[int, bool]) -> None:
        def failed(_error: DeskError) -> None:
            """They see us go, and come back with the store."""

        ticket, typing = here
        errand = BeAt(self.access.keeping.console, ticket, typing)
        self.access.keeping.keep(errand, topic="presence", failed=failed)

    # Who else is there ---------------------------------------------------------------------------------------------

    def news(self, news: News) -> None:
        """Show who came, went, or began to write."""
        if news.around.present == self.present:
            return
        self.present = news.around.present
        typing = frozenset(one.ticket for one in self.present if one.typing)
        self.screen.rows.decorate(typing=typing, open=frozenset(one.ticket for one in self.present) - typing)
        self.say()

    def say(self) -> None:
        """Say under the ticket's head who is there, and that a draft waits."""
        ticket = self.screen.attending.ticket
        line = self._line(ticket.number) if ticket is not None else ()
        self.line.display = bool(line)
        self.line.write(line)

    def _line(self, number: int) -> Line:
        here = [one for one in self.present if one.ticket == number]
        typing = [one for one in here if one.typing]
        reading = [one for one in here if not one.typing]
        parts: list[tuple[str, Ink]] = []
        if typing:
            verb = "is writing" if len(typing) == 1 else "are writing"
            parts.append((f" ◆ {_names(typing)} {verb}", Ink.NOTE))
        if reading:
            parts.append((f" ◇ {_names(reading)} {'has' if len(reading) == 1 else 'have'} it open too", Ink.DIM))
        if number in self.screen.rows.drafts and self.screen.writing.composer is None:
            note = self.screen.writing.drafts.get(number, note=False) is None
            goes_on = self.screen.keymap.says("note" if note else "reply", "goes on with it")
            parts.append((f" ✎ {parted('a draft waits', goes_on)}", Ink.WARN))
        return tuple(parts)


def _names(people: list[Present]) -> str:
    named = [cut(shown_line(one.name or one.login), 24) for one in people[:NAMED]]
    more = f" and {len(people) - NAMED} more" if len(people) > NAMED else ""
    return ", ".join(named) + more
