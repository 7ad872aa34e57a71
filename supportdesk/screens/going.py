"""Going somewhere by name: to a ticket by its number, to the views that everybody has, to a pane by its letter."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from supportdesk.console.access import Access
from supportdesk.console.questions import FAILED, TheseRows
from supportdesk.domain.models import TicketRow, ViewRow
from supportdesk.errors import DeskError, NotFound
from supportdesk.screens.desk_layout import Pane

if TYPE_CHECKING:
    from supportdesk.screens.desk import DeskScreen

USUAL = {
    "go_mine": ("mine", "is:open assignee:me"),
    "go_unassigned": ("unassigned", "is:open is:unassigned"),
    "go_overdue": ("overdue", "is:overdue"),
    "go_failed": ("not delivered", FAILED),
}
"""Views that there are even where nobody keeps one of that name."""

LETTERS = {Pane.VIEWS: "v", Pane.INBOX: "i", Pane.TICKET: "t"}


class Going:
    """Goes to tickets, views and panes."""

    def __init__(self, access: Access, screen: "DeskScreen") -> None:
        self.access, self.screen = access, screen
        self._alone_in: ViewRow | None = None
        self._came_from: tuple[ViewRow, str, int | None] | None = None

    async def do(self, action: str) -> bool:
        """Go where an action says; False for any other."""
        if action in USUAL:
            name, wanted = USUAL[action]
            self.screen.viewing.show(self.screen.viewing.found(name) or ViewRow(name, wanted, "", 0, None))
        elif action == "go_inbox":
            self.screen.viewing.show(self.screen.viewing.first)
        elif action == "jump":
            self._jump()
        else:
            return False
        return True

    def to(self, number: int, then: Callable[[], None]) -> None:
        """Open a ticket: in the list where it is listed, else alone; keys typed behind it are for that ticket."""
        rows = self.screen.rows
        if rows.cache.index_of(number) is not None:
            rows.move_to_ticket(number)
            self._open(then)
        else:
            self.access.keys.hold()
            asked = TheseRows((number,))
            self.access.ask(asked, lambda found: self._alone(number, found, then), topic="goto", failed=self._failed)

    def _failed(self, error: DeskError) -> None:
        self.access.keys.leave()
        self.screen.tell_failure(error)

    def _alone(self, number: int, found: tuple[TicketRow, ...], then: Callable[[], None]) -> None:
        if not found:
            self._failed(NotFound(f"no ticket {number}"))
            return
        inbox = self.screen.inbox
        if self._alone_in is None or inbox.view is not self._alone_in:
            self._came_from = inbox.view, inbox.typed, self.screen.rows.number
        self._alone_in = ViewRow(f"#{number}", f"number:{number}", "", 0, None)
        self.screen.viewing.open(self._alone_in)
        self.screen.inbox.once_read(lambda: self._open(then))
        self.screen.inbox.once_settled(self.access.keys.go_on)

    def back(self) -> bool:
        """Whether a ticket stood alone: the list is there again from which it was gone to, at the same ticket."""
        if self._came_from is None or self.screen.inbox.view is not self._alone_in:
            return False
        (view, typed, number), self._came_from, self._alone_in = self._came_from, None, None
        self.screen.viewing.open(view, typed=typed, at=number)
        return True

    def _open(self, then: Callable[[], None]) -> None:
        self.screen.navigation.go(Pane.TICKET)
        then()

    def _jump(self) -> None:
        from supportdesk.screens.jump import JumpScreen, Spot

        screen = self.screen
        spots = [
            Spot(LETTERS[pane], name, screen.panes[pane].region if screen.navigation.visible(pane) else None)
            for pane, name in ((Pane.VIEWS, "views"), (Pane.INBOX, "inbox"), (Pane.TICKET, "ticket"))
        ]
        if (composer := screen.writing.composer) is not None:
            spots.append(Spot("c", "composer", composer.region if composer.region.area else None))
        screen.app.push_screen(JumpScreen(spots), self._land)

    def _land(self, letter: str | None) -> None:
        if letter == "c" and self.screen.writing.composer is not None:
            self.screen.navigation.go(Pane.TICKET)
            return
        pane = next((pane for pane, its in LETTERS.items() if its == letter), None)
        if pane == Pane.TICKET:
            self.screen.navigation.show(pane)
            self.screen.set_focus(self.screen.thread)
        elif pane is not None:
            self.screen.navigation.go(pane)
