"""What whoever arranges the screen is told by the inbox. What they make of it is theirs."""

from typing import Protocol

from supportdesk.errors import DeskError


class Heard(Protocol):
    """Who is told about the inbox."""

    def inbox_changed(self) -> None:
        """The view, the count or the arrivals are others."""

    def list_read(self) -> None:
        """The list has been read anew."""

    def works_in_ticket(self) -> bool:
        """Whether the ticket's pane is worked in: then no ticket comes into it but by a key."""

    def filter_refused(self, error: DeskError) -> None:
        """The store cannot answer the filter."""

    def tell_failure(self, error: DeskError) -> None:
        """Something was not done."""
