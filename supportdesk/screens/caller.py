"""Who asks, in one line under the ticket's facts where there is room for it: how often, how else they are reached, and
what to know of them.
"""

from functools import partial
from typing import TYPE_CHECKING

from supportdesk.console.access import Access
from supportdesk.console.people import OfTicket
from supportdesk.domain.models import CustomerProfile
from supportdesk.screens.desk_layout import THREE
from supportdesk.widgets.customer_lines import in_short
from supportdesk.widgets.ink import Ground
from supportdesk.widgets.lines import Lines

if TYPE_CHECKING:
    from supportdesk.screens.desk import DeskScreen


class Caller:
    """The line about the customer of the ticket that is shown."""

    def __init__(self, access: Access, screen: "DeskScreen") -> None:
        self.access, self.screen = access, screen
        self.line = Lines(ground=Ground.TITLE, id="caller")
        self.line.display = False
        self._ticket = 0

    def show(self, ticket: int) -> None:
        """Say who asks in a ticket, as soon as it is known; another ticket's customer is not left standing."""
        self.line.display = self._fits
        if ticket != self._ticket:
            self.line.write(())
        self._ticket = ticket
        if self.line.display:
            self.access.ask(OfTicket(ticket), partial(self._say, ticket), topic="caller")

    @property
    def _fits(self) -> bool:
        return self.screen.app.size.width >= THREE

    def arranged(self) -> None:
        """There is room for the line now, or no longer."""
        if self._ticket and self.line.display != self._fits:
            self.show(self._ticket)

    def clear(self) -> None:
        """There is no ticket."""
        self._ticket, self.line.display = 0, False

    def _say(self, ticket: int, profile: CustomerProfile | None) -> None:
        if ticket == self._ticket:
            self.line.write(in_short(profile, self.line.size.width or 60) if profile else ())
