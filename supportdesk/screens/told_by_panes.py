"""What the panes of the main screen tell: where the cursor of the list is, what of it is wanted, what was chosen."""

from typing import TYPE_CHECKING

from supportdesk.screens.desk_layout import Pane
from supportdesk.screens.typed_into import TypedInto
from supportdesk.widgets.choices import Choices
from supportdesk.widgets.list_heading import ListHeading
from supportdesk.widgets.ticket_list import TicketList

if TYPE_CHECKING:
    from supportdesk.screens.attending import Attending
    from supportdesk.screens.inbox import Inbox
    from supportdesk.screens.navigation import Navigation
    from supportdesk.screens.ranging import Ranging


class ToldByPanes(TypedInto):
    """A screen with a list of tickets and views to choose from, each with somebody who knows what follows."""

    attending: "Attending"
    heading: ListHeading
    inbox: "Inbox"
    navigation: "Navigation"
    ranging: "Ranging"
    rows: TicketList

    def inbox_changed(self) -> None:
        """The view, the count, the cursor or the marks are others."""

    def on_ticket_list_moved(self, _event: TicketList.Moved) -> None:
        """The ticket pane follows the cursor."""
        self.attending.follow()
        self.ranging.follow()
        self.inbox_changed()

    def on_ticket_list_block_wanted(self, event: TicketList.BlockWanted) -> None:
        """Read the rows that came into sight."""
        self.inbox.fetch(event.wanted)

    def on_ticket_list_marked(self) -> None:
        """Say how many are marked."""
        self.inbox_changed()

    def on_ticket_list_fitted(self) -> None:
        """The heading stands over the columns."""
        self.heading.follow()

    def on_ticket_list_opened(self) -> None:
        """A double click opens like enter."""
        self.navigation.go(Pane.TICKET)

    async def on_choices_chosen(self, _event: Choices.Chosen) -> None:
        """A click on a view opens it like enter."""
        await self.viewing.do("choose_view", "")
