"""Choosing the customer who is the same person, and saying what would move before anything does."""

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input

from supportdesk.console.access import Access
from supportdesk.console.people import Customers
from supportdesk.domain.counted import counted
from supportdesk.domain.models import CustomerRow
from supportdesk.domain.safe import shown_line
from supportdesk.errors import DeskError
from supportdesk.screens.pick import Picking
from supportdesk.widgets.choices import Choice
from supportdesk.widgets.customer_lines import called, reached


def choice_of(customer: CustomerRow) -> Choice:
    """A customer as a line of a pick list."""
    more = [reached(customer), shown_line(customer.organization or ""), counted(customer.tickets, "ticket")]
    text = called(customer)
    return Choice(str(customer.id), text, " · ".join(filter(None, (part for part in more if part != text))))


def sentence(other: CustomerRow, into: CustomerRow, undo: str) -> tuple[str, str]:
    """The question before a merge, and exactly what moves."""
    addresses = len(other.emails) + len(other.phones)
    parts = [counted(other.tickets, "ticket"), counted(addresses, "address")]
    if other.note.strip():
        parts.append("a note")
    if other.vip and not into.vip:
        parts.append("VIP")
    moving = f"{', '.join(parts)} of {_named(other)} go to {_named(into)}, whose name and first address stay."
    return f"merge {called(other)} into {called(into)}?", f"{moving} {undo} undoes it." if undo else moving


def _named(customer: CustomerRow) -> str:
    first = reached(customer)
    return f"{called(customer)} ({first})" if first and first != called(customer) else called(customer)


class CustomerPick(Picking[CustomerRow]):
    """Find a customer by parts of name, address or number; those of the same name are offered first."""

    CSS = "CustomerPick #pick { width: 84; }"

    def __init__(self, access: Access, customer: CustomerRow) -> None:
        super().__init__(f"who is the same as {called(customer)}?", (), hint="name, address or number")
        self.access, self.customer = access, customer
        self.found: dict[str, CustomerRow] = {}

    def compose(self) -> ComposeResult:
        """Title, field, lines."""
        with Vertical(id="pick", classes="box"):
            yield self.title_bar()
            yield self.field
            yield self.list

    def on_mount(self) -> None:
        """Offer those of the same name."""
        self.offer("")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Find anew with each letter."""
        self.offer(event.value)

    def offer(self, typed: str) -> None:
        """Ask who fits."""
        words = typed.strip() or next(iter(self.customer.name.split()[-1:]), "")
        self.access.ask(Customers(words), self._show, topic="customers", failed=self._cannot)

    def _show(self, found: tuple[CustomerRow, ...]) -> None:
        others = [one for one in found if one.id != self.customer.id]
        self.found = {str(one.id): one for one in others}
        self.list.show([choice_of(one) for one in others] or [Choice("", "nobody else fits")])

    def _cannot(self, error: DeskError) -> None:
        self.list.show([Choice("", shown_line(error.message))])

    def take(self, choice: Choice | None, _typed: str, /) -> None:
        """Answer with the customer."""
        if choice is None:
            self.app.bell()
        else:
            self.dismiss(self.found[choice.key])

    def leave(self) -> None:
        """Go back without one."""
        self.dismiss(None)
