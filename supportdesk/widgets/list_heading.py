"""The heading over the list: the names of its columns, at the widths that the list is drawn with in the same frame."""

from textual.strip import Strip

from supportdesk.widgets.columns import heading
from supportdesk.widgets.lines import Lines
from supportdesk.widgets.ticket_list import TicketList


class ListHeading(Lines):
    """One line that asks the list for its columns whenever it is drawn."""

    def __init__(self, rows: TicketList) -> None:
        super().__init__()
        self.rows = rows

    def follow(self) -> None:
        """The columns are others now."""
        self.write(heading(self.rows.columns))

    def render_line(self, y: int) -> Strip:
        """The names, as of now: a frame may come before anybody hears that there is other room."""
        self._lines = (heading(self.rows.columns),)
        return super().render_line(y)
