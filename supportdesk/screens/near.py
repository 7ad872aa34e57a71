"""The tickets above and below the cursor: the ends of their threads are read while the keys rest, for the next key.

What was read so is shown at once and read anew behind that; here it is only kept.
"""

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from textual.timer import Timer

from supportdesk.console.access import Access
from supportdesk.console.questions import News, Ticket
from supportdesk.domain.models import TicketDetail, TicketRow
from supportdesk.errors import DeskError

if TYPE_CHECKING:
    from supportdesk.screens.desk import DeskScreen

REST = 0.08
"""Seconds that a thread stands on the screen before those beside it are read: running through a list reads none."""

NEWEST = 25
"""Messages that are read first of a thread: more than a screen of them, and soon read however long it is."""


class Near:
    """What is known of the ticket under the cursor and of those that a key up or down leads to."""

    def __init__(self, access: Access, screen: "DeskScreen") -> None:
        self.access, self.screen = access, screen
        self._kept: dict[int, TicketDetail] = {}
        self._resting: Timer | None = None

    def take(self, row: TicketRow) -> TicketDetail | None:
        """The end of a ticket's thread as it was a moment ago; None where it was not read, or is another ticket now."""
        kept = self._kept.get(row.number)
        return kept if kept is not None and kept.ticket == row else None

    def rest(self, shown: TicketDetail) -> None:
        """A thread is on the screen: keep its end for when it is left and come back to, and read those beside it if
        no key comes.
        """
        self._keep(shown.ticket.number, replace(shown, thread=shown.thread[-NEWEST:]))
        if self._resting is not None:
            self._resting.stop()
        self._resting = self.screen.set_timer(REST, self._read)

    def _read(self) -> None:
        rows = self.screen.rows
        beside = {step: row.number for step in (1, -1) if (row := rows.cache.row(rows.cursor + step)) is not None}
        known = {rows.number, *beside.values()} & self._kept.keys()
        self._kept = {number: self._kept[number] for number in known if number is not None}
        for step, number in beside.items():
            if number not in self._kept:
                keep = partial(self._keep, number)
                self.access.ask(Ticket(number, NEWEST), keep, topic=f"beside {step}", failed=self._failed)

    def _keep(self, number: int, detail: TicketDetail) -> None:
        self._kept[number] = detail

    def _failed(self, _error: DeskError) -> None:
        """It is read when it is come to."""

    def news(self, news: News) -> None:
        """Forget what something happened to."""
        for entry in news.entries:
            self._kept.pop(entry.ticket or 0, None)
