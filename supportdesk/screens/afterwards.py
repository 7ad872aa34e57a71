"""What comes after a ticket is answered, solved or closed: it stays, the list comes back, or the next ticket does."""

from typing import TYPE_CHECKING

from supportdesk.console.access import Access
from supportdesk.console.habits import AFTERS, After
from supportdesk.domain.changes import Outcome
from supportdesk.screens.desk_layout import Pane
from supportdesk.widgets.choices import Choice

if TYPE_CHECKING:
    from supportdesk.screens.desk import DeskScreen

DONE_WITH = frozenset({"reply", "solve", "close", "status", "pend", "hold", "snooze", "delete"})
"""Verbs after which a ticket may be done with for now."""


class Afterwards:
    """Goes on as the agent likes to; that holds where a ticket is worked in, for in the list the list goes on."""

    def __init__(self, access: Access, screen: "DeskScreen") -> None:
        self.access, self.screen = access, screen

    async def do(self, action: str) -> bool:
        """Let the way be chosen."""
        if action != "after":
            return False
        from supportdesk.screens.pick import PickScreen

        standing = self.access.habits.after
        choices = [Choice(str(way), what, "as now" if way == standing else "") for way, what in AFTERS.items()]
        picking = PickScreen("after a ticket is answered, solved or closed", choices)
        self.screen.app.push_screen(picking, lambda way: self.choose(way) if way else None)
        return True

    def choose(self, way: str) -> None:
        """Go on this way from now."""
        self.access.habits.after = After(way)
        self.screen.tell(f"after a ticket: {AFTERS[After(way)]}; {self.access.habits.keep('after', way)}")

    def go_on(self, outcome: Outcome) -> None:
        """A verb is done: read the list anew, and be where the agent likes to be then."""
        ticket = self.screen.attending.ticket
        worked_in = self.screen.navigation.pane == Pane.TICKET and self.screen.writing.composer is None
        if not worked_in or outcome.verb not in DONE_WITH or ticket is None or ticket.number not in outcome.changed:
            self.screen.reload()
        elif self.access.habits.after == After.NEXT:
            self._next()
        elif self.access.habits.after == After.LIST:
            self.screen.reload()
            self.screen.navigation.go(Pane.INBOX)
        else:
            self.screen.attending.read()
            self.access.look_for_news()

    def _next(self) -> None:
        """The ticket that follows in the order that is on the screen, wherever the one that was left goes."""
        rows = self.screen.rows
        following = rows.cache.row(rows.cursor + 1)
        if following is None and rows.cursor + 1 >= rows.cache.height:
            self.screen.reload()
            self.screen.navigation.go(Pane.INBOX)
            return
        self.screen.inbox.restart(keep=True, at=following.number if following else None)
