"""Where a reply or a note is written. It knows its ticket and never loses a word: leaving it makes a draft."""

from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.message import Message

from supportdesk.actions import Scope, bindings
from supportdesk.domain.models import TicketRow
from supportdesk.domain.safe import shown_line
from supportdesk.widgets.fields import Page
from supportdesk.widgets.fitting import cut
from supportdesk.widgets.ink import Ground, Ink, Line
from supportdesk.widgets.lines import Bar


@dataclass(frozen=True, slots=True)
class Draft:
    """Half-written words for a ticket, or for all of `numbers`; `note` tells whether only agents will see them."""

    ticket: int
    text: str
    note: bool
    numbers: tuple[int, ...]


class Composer(Vertical):
    """An editor under the thread, for one ticket or for several marked ones."""

    DEFAULT_CSS = """
    Composer { height: 50%; min-height: 6; width: 1fr; }
    Composer Page { background: $surface; padding: 0 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Scope.COMPOSER)]

    @dataclass
    class Asked(Message):
        """A key of the composer: send, insert a canned response, drop, or leave."""

        composer: "Composer"
        action: str

    def __init__(self, ticket: TicketRow, numbers: tuple[int, ...], *, note: bool, text: str = "") -> None:
        super().__init__()
        self.ticket = ticket.number
        self.numbers = numbers
        self.note = note
        self._to = shown_line(ticket.customer.name or ticket.customer.email) if ticket.customer else "nobody"
        self._news = ""
        self._bar = Bar(ground=Ground.NOTE if note else Ground.FOCUSED)
        self.page = Page(text, placeholder="a note that only agents see" if note else "write to the customer")

    def compose(self) -> ComposeResult:
        """The head, then the editor."""
        yield self._bar
        yield self.page

    def on_mount(self) -> None:
        """Say to whom; go on behind what is written."""
        self._say()
        self.page.move_cursor(self.page.document.end)

    @property
    def draft(self) -> Draft | None:
        """What is written, or None for nothing but blanks."""
        text = self.page.text
        return Draft(self.ticket, text, self.note, self.numbers) if text.strip() else None

    def tell(self, news: str) -> None:
        """Say in the head that something happened on the ticket meanwhile."""
        self._news = news
        self._say()

    def put(self, text: str) -> None:
        """Insert at the cursor."""
        self.page.insert(text)

    def _say(self) -> None:
        ink = Ink.NOTE if self.note else Ink.REPLY
        several = f"{len(self.numbers):,} marked tickets"
        if self.note:
            what = f"NOTE · agents only · {several if len(self.numbers) > 1 else f'#{self.ticket}'}"
        else:
            what = f"reply to {several if len(self.numbers) > 1 else f'{cut(self._to, 30)} · #{self.ticket}'}"
        news: Line = ((f" {self._news} ", Ink.WARN),) if self._news else ((" esc keeps it as a draft ", Ink.FAINT),)
        self._bar.say(((f" ✎ {what}", ink),), news)

    def action_do(self, action: str) -> None:
        """Hand a key on; the screen knows what to do."""
        self.post_message(self.Asked(self, action))
