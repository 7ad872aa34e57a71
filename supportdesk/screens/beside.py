"""What is asked beside the rows of the list: which are unread, and how their last messages begin where that is shown.

What was looked at is written down as read.
"""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from textual.timer import Timer

from supportdesk.console.access import Access
from supportdesk.console.around import Snippets, Unread
from supportdesk.console.errands import See
from supportdesk.domain.models import TicketDetail
from supportdesk.errors import DeskError
from supportdesk.screens.desk_layout import Pane
from supportdesk.widgets.column import Column
from supportdesk.widgets.ticket_list import TicketList

if TYPE_CHECKING:
    from supportdesk.screens.desk import DeskScreen

LOOK = 2.0
"""Seconds for which a ticket stands beside the list before it counts as read; one that is opened does so at once."""


class Beside:
    """What the rows of the list show and no list is read with."""

    def __init__(self, access: Access, rows: TicketList) -> None:
        self.access, self.rows = access, rows

    def ask(self, numbers: Iterable[int]) -> None:
        """Find out about some tickets."""
        if wanted := tuple(numbers):
            self._ask_unread(wanted)
            if Column.SNIPPET in self.rows.chosen:
                self.ask_snippets(wanted)

    def ask_snippets(self, wanted: tuple[int, ...]) -> None:
        """Find out how last messages begin."""

        def answered(snippets: Mapping[int, str]) -> None:
            self.rows.say(snippets)

        def failed(_error: DeskError) -> None:
            """Lines say nothing of it until it is asked again."""

        self.access.ask(Snippets(wanted), answered, failed=failed)

    def _ask_unread(self, wanted: tuple[int, ...]) -> None:
        def answered(unread: frozenset[int]) -> None:
            self.rows.decorate(unread=(self.rows.unread - frozenset(wanted)) | unread)

        def failed(_error: DeskError) -> None:
            """They look read until it is asked again."""

        self.access.ask(Unread(wanted), answered, failed=failed)


class Seeing:
    """Writes down what was read."""

    def __init__(self, access: Access, screen: "DeskScreen") -> None:
        self.access, self.screen = access, screen
        self._shown: TicketDetail | None = None
        self._looking: Timer | None = None

    def shown(self, detail: TicketDetail) -> None:
        """A thread is on the screen."""
        self._shown = detail
        if self._looking is not None:
            self._looking.stop()
            self._looking = None
        if self.screen.navigation.pane == Pane.TICKET:
            self.read()
        elif detail.ticket.number in self.screen.rows.unread:
            self._looking = self.screen.set_timer(LOOK, self.read)

    def read(self) -> None:
        """What is on the screen has been read."""
        detail, ticket = self._shown, self.screen.attending.ticket
        if detail is None or ticket is None or detail.ticket.number != ticket.number:
            return
        number, unread = ticket.number, self.screen.rows.unread
        if number in unread:
            self.screen.rows.decorate(unread=unread - {number})
            last = max((one.id for one in detail.thread), default=0)
            self.access.keeping.keep(See(number, last), failed=self._failed)

    def _failed(self, _error: DeskError) -> None:
        """It is unread again when the store is back, which hurts nobody."""
