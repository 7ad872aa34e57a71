"""The ways from the desk into its rooms: a customer, a new ticket, the search, the canned responses, the settings.

Whoever opens one comes back to the desk from it.
"""

from functools import partial
from typing import TYPE_CHECKING

from supportdesk.console.access import Access
from supportdesk.console.people import WhoseTicket
from supportdesk.domain.changes import Outcome
from supportdesk.screens.wording import parted

if TYPE_CHECKING:
    from supportdesk.screens.desk import DeskScreen
    from supportdesk.screens.new_ticket import Kept


class Rooms:
    """Opens the rooms, and takes their answers back to the desk."""

    def __init__(self, access: Access, screen: "DeskScreen") -> None:
        self.access, self.screen = access, screen
        self.kept: Kept | None = None
        self.sought = ("", False)

    async def do(self, action: str) -> bool:
        """Open a room; False for any other action."""
        match action:
            case "customer":
                self._ask_whose()
            case "search_desk":
                self._search()
            case "canned":
                self._open_templates()
            case "new":
                self._open_form()
            case "settings":
                self._open_settings()
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
            self.screen.remark(self.screen.why_no_target())
            return
        self.access.ask(WhoseTicket(row.number), lambda found: self._show_customer(row.number, found), topic="whose")

    def _show_customer(self, number: int, customer: int | None) -> None:
        if customer is None:
            self.screen.remark(f"#{number} has no customer")
            return
        from supportdesk.screens.customer import CustomerScreen

        room = CustomerScreen(self.access, customer, self.screen.rows.now, changed=self.changed)
        self.screen.app.push_screen(room, self.go_to)

    def _open_form(self) -> None:
        """The form for a ticket, with what was written into it before."""
        from supportdesk.screens.new_ticket import Kept, NewTicketScreen

        self.kept = self.kept or Kept()
        screen = self.screen
        room = NewTicketScreen(self.access, self.kept, screen.names, screen.rows.now, changed=self.changed)
        screen.app.push_screen(room, self._formed)

    def _formed(self, number: int | None) -> None:
        """A ticket was opened or found; 0 means that the form is to be emptied."""
        if number == 0:
            emptied, self.kept = self.kept, None
            taking_back = self.screen.writing.sending.taking_back
            taking_back.thrown_away("the form is empty again", partial(self._fill_again, emptied) if emptied else None)
            return
        if number is not None:
            self.go_to(number)
        if self.kept:
            self.screen.tell(parted("the new ticket is kept as it is", self._goes_on))

    def _fill_again(self, emptied: "Kept") -> str:
        self.kept = emptied
        return self._goes_on or "the form has it"

    @property
    def _goes_on(self) -> str:
        return self.screen.keymap.says("new", "goes on with it")

    def _search(self) -> None:
        """Search the whole desk, going on from the words that were sought last."""
        from supportdesk.screens.search import SearchScreen

        text, newest = self.sought
        screen = self.screen
        room = SearchScreen(self.access, text, screen.names.by_key, screen.rows.now, newest=newest)

        def left(number: int | None) -> None:
            self.sought = room.text, room.newest
            self.go_to(number)

        screen.app.push_screen(room, left)

    def _open_settings(self) -> None:
        from supportdesk.screens.settings import SettingsScreen

        self.screen.app.push_screen(SettingsScreen(self.access, do=self.screen.action_do))

    def _open_templates(self) -> None:
        """The canned responses, previewed for the ticket under the cursor."""
        from supportdesk.screens.template_list import TemplateListScreen

        screen = self.screen
        row = screen.rows.current
        teams = screen.names.teams
        screen.app.push_screen(
            TemplateListScreen(self.access, row.number if row else None, teams, changed=self.changed)
        )
