"""The ways from the desk into its rooms: a customer, a new ticket, the search, the canned responses. And back."""

from typing import TYPE_CHECKING

from supportdesk.console.access import Access
from supportdesk.console.people import WhoseTicket
from supportdesk.domain.changes import Outcome

if TYPE_CHECKING:
    from supportdesk.screens.desk import DeskScreen


class Rooms:
    """Opens the rooms, and takes their answers back to the desk."""

    def __init__(self, access: Access, screen: "DeskScreen") -> None:
        self.access, self.screen = access, screen

    async def do(self, action: str) -> bool:
        """Open a room; False for any other action."""
        match action:
            case "customer":
                self._ask_whose()
            case _:
                return False
        return True

    def changed(self, outcome: Outcome) -> None:
        """Something was changed in a room: the desk behind it shows it too."""
        self.screen.inbox.own(outcome.change)
        self.screen.reload()
        self.screen.viewing.count()

    def go_to(self, number: int | None) -> None:
        """Open the ticket that was chosen in a room."""
        if number is not None:
            self.screen.going.to(number, lambda: None)

    def _ask_whose(self) -> None:
        row = self.screen.rows.current
        if row is None:
            self.screen.tell(self.screen.why_no_target())
            return
        self.access.ask(WhoseTicket(row.number), lambda found: self._show_customer(row.number, found), topic="whose")

    def _show_customer(self, number: int, customer: int | None) -> None:
        if customer is None:
            self.screen.tell(f"#{number} has no customer")
            return
        from supportdesk.screens.customer import CustomerScreen

        room = CustomerScreen(self.access, customer, self.screen.rows.now, changed=self.changed)
        self.screen.app.push_screen(room, self.go_to)
