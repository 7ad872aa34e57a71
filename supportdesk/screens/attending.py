"""The ticket that its pane shows: always the one under the cursor, read anew when something happened to it."""

from datetime import datetime
from typing import TYPE_CHECKING

from supportdesk.console.access import Access
from supportdesk.console.questions import News, Ticket
from supportdesk.domain.models import TicketDetail, TicketRow
from supportdesk.screens.desk_layout import Pane
from supportdesk.screens.near import NEWEST, Near

if TYPE_CHECKING:
    from supportdesk.screens.desk import DeskScreen

PATIENCE = 0.1
"""Seconds for which another ticket's thread may stand under the new ticket's facts."""


class Attending:
    """What the ticket pane shows."""

    def __init__(self, access: Access, screen: "DeskScreen") -> None:
        self.access, self.screen = access, screen
        self.near = Near(access, screen)
        self.ticket: TicketRow | None = None
        self._as_of: datetime | None = None

    def follow(self, *, painted_first: bool = False) -> None:
        """Show the ticket under the cursor, if its pane is on the screen.

        Not while somebody types there: letters must not lose their composer and become commands. With `painted_first`
        its thread is read when what is to be painted already has been.
        """
        row, composer = self.screen.rows.current, self.screen.writing.composer
        typing = composer is not None and composer.has_focus_within
        if typing or self.screen.rows.stale or not self.screen.navigation.visible(Pane.TICKET):
            return
        if row is None:
            self._show_none()
        elif self.ticket is None or self.ticket.number != row.number:
            self.screen.writing.put_aside()
            self._show_facts(row)
            self._clear_if_late(row.number)
            if painted_first or self.near.take(row) is not None:
                self.screen.rows.call_after_refresh(self._read_newest, row.number)
            else:
                self._read_newest(row.number)

    def _read_newest(self, number: int) -> None:
        """Read the end of a thread, if it is still the one to be shown; what is known of it is shown meanwhile."""
        if self.ticket is None or self.ticket.number != number:
            return
        if (known := self.near.take(self.ticket)) is not None:
            self._show(known)
            self.screen.call_after_refresh(self.read)
        else:
            self.access.ask(Ticket(number, NEWEST), self._begin, topic="ticket")

    def _show_none(self) -> None:
        """Nothing is under the cursor; while the list is being read, what is written stays open."""
        if not self.screen.inbox.loading:
            self.screen.writing.put_aside()
        self.ticket = None
        self.screen.together.moved()
        self.screen.facts.clear()
        self.screen.caller.clear()
        self.screen.thread.clear("" if self.screen.inbox.loading else "No ticket is chosen.")

    def _clear_if_late(self, number: int) -> None:
        """Leave the old thread for the moment that the new one takes, so that nothing flickers, but no longer."""

        def clear() -> None:
            if self.ticket is not None and self.ticket.number == number != self.screen.thread.ticket:
                self.screen.thread.clear("Reading the ticket …")

        self.screen.set_timer(PATIENCE, clear)

    def read(self) -> None:
        """Read the ticket's thread."""
        if self.ticket is not None:
            self.access.ask(Ticket(self.ticket.number), self._show, topic="ticket")

    def _begin(self, detail: TicketDetail) -> None:
        """The end of a thread is here; what came before it follows when that is painted."""
        self._show(detail)
        if len(detail.thread) == NEWEST:
            self.screen.call_after_refresh(self.read)

    def _show(self, detail: TicketDetail) -> None:
        if self.ticket is None or detail.ticket.number != self.ticket.number:
            return
        self._show_facts(detail.ticket)
        if not self._stands(detail):
            self.screen.thread.show(detail.ticket.number, detail.thread, self.screen.rows.now)
        self.screen.caller.show(detail.ticket.number)
        self.screen.writing.heard(detail)
        self.screen.seeing.shown(detail)
        self.near.rest(detail)

    def _stands(self, detail: TicketDetail) -> bool:
        """Whether the pane shows just this thread, as of now."""
        pane = self.screen.thread
        return (pane.ticket, pane.now, pane.thread) == (detail.ticket.number, self.screen.rows.now, detail.thread)

    def _show_facts(self, row: TicketRow) -> None:
        moved = self.ticket is None or self.ticket.number != row.number
        self.ticket, self._as_of = row, self.screen.rows.now
        if moved:
            self.screen.together.moved()
        self.screen.facts.show(row, self.screen.rows.now)

    def news(self, news: News) -> None:
        """Read the ticket anew if something happened to it; let its clocks run on if not."""
        self.near.news(news)
        if self.ticket is None:
            return
        if any(entry.ticket == self.ticket.number for entry in news.entries):
            self.read()
        elif self._as_of != self.screen.rows.now:
            self._show_facts(self.ticket)
            self.screen.thread.watch_clock(self.screen.rows.now)
