"""How the messages of a ticket came and went: why each is here, how far each letter got, and what can be done."""

from datetime import datetime
from functools import partial
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical

from supportdesk.actions import Scope, bindings
from supportdesk.console.access import Access
from supportdesk.console.mails import SourceOf, WhyThere
from supportdesk.console.questions import Ticket
from supportdesk.domain.models import ThreadMessage, TicketDetail
from supportdesk.domain.ticket import UNSENT, Delivery
from supportdesk.errors import DeskError
from supportdesk.screens.mailing import SAID
from supportdesk.screens.room import Room, Told
from supportdesk.widgets.entries import Entries, Entry
from supportdesk.widgets.ink import Line
from supportdesk.widgets.mail_lines import came_line, particulars
from supportdesk.widgets.panel import Panel


class CameScreen(Room[None]):
    """The messages, the newest first, beside what is known of the one under the cursor."""

    CSS = """
    #came { width: 132; height: 34; max-height: 90%; }
    #came #sides { height: 1fr; }
    #came #messages { width: 2fr; }
    #came Panel { width: 3fr; border-left: vkey $panel; }
    #came.narrow #sides { layout: vertical; }
    #came.narrow #messages { width: 1fr; height: 2fr; }
    #came.narrow Panel { width: 1fr; height: 3fr; border-left: none; border-top: hkey $panel; }
    """
    AUTO_FOCUS = "#messages"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Scope.HOW)]
    scopes = (Scope.HOW, Scope.MOVE)

    def __init__(self, access: Access, ticket: int, now: datetime, *, changed: Told, at: int | None = None) -> None:
        super().__init__(access, f"messages of #{ticket}", changed=changed)
        self.ticket, self.now, self.at = ticket, now, at
        self.list, self.panel = Entries(id="messages", always_lit=True), Panel()
        self.panel.can_focus = False
        self.messages: tuple[ThreadMessage, ...] = ()
        self._why = ""

    def compose(self) -> ComposeResult:
        """The list beside the particulars."""
        with Vertical(id="came", classes="box"):
            yield self.title_bar
            with Horizontal(id="sides"):
                yield self.list
                yield self.panel
            yield self.status

    def on_mount(self) -> None:
        """Read the thread."""
        self.say_hints()
        self.read()

    def read(self) -> None:
        """Read the thread anew; the cursor stays on its message."""
        self.access.ask(Ticket(self.ticket), self._show, topic="came", failed=self.tell_failure)

    def _show(self, detail: TicketDetail) -> None:
        self.messages = detail.thread[::-1]
        entries = [Entry(str(one.id), partial(self._line, one)) for one in self.messages]
        at = self.list.key or (str(self.at) if self.at is not None else None)
        self.list.show(entries or [Entry("", lambda _width: ((),))], at=at)

    def _line(self, message: ThreadMessage, width: int) -> tuple[Line, ...]:
        return (came_line(message, self.now, width),)

    @property
    def current(self) -> ThreadMessage | None:
        """The message under the cursor."""
        return next((one for one in self.messages if str(one.id) == self.list.key), None)

    def offers(self, action: str) -> bool:
        """Letters that wait or have failed can be sent, or called back, and only what is a message has a source."""
        message = self.current
        if action in ("how_retry", "how_cancel"):
            return message is not None and message.delivery in (Delivery.QUEUED, Delivery.FAILED)
        return message is not None or action != "how_source"

    def on_entries_moved(self) -> None:
        """Say all of the one under the cursor; why it is here is asked of the store."""
        message, self._why = self.current, ""
        self.say_hints()
        self._write()
        if message is not None and message.kind == "customer":
            asked = WhyThere(message.id, message.message_id)
            self.access.ask(asked, partial(self._because, message.id), topic="why", failed=self.tell_failure)

    def _because(self, number: int, why: str) -> None:
        if self.list.key == str(number):
            self._why = why
            self._write()

    def _write(self) -> None:
        message, width = self.current, self.panel.size.width
        self.panel.write(particulars(message, self._why, self.now, width) if message and width else [])

    def on_resize(self) -> None:
        """Wrap anew."""
        super().on_resize()
        self.call_after_refresh(self._write)

    def on_entries_chosen(self) -> None:
        """A click shows the source like enter."""
        self.action_do("how_source")

    def action_do(self, action: str) -> None:
        """Carry out an action of the table."""
        message = self.current
        match action:
            case "how_done":
                self.dismiss(None)
            case "how_undo":
                self.undo(lambda _outcome: self.read())
            case "how_source" if message is not None:
                from supportdesk.screens.source import SourceScreen

                sources = [(f"message {one.id}", SourceOf(one.id)) for one in self.messages[::-1]]
                place = len(self.messages) - 1 - self.messages.index(message)
                self.app.push_screen(SourceScreen(self.access, sources, place))
            case "how_retry" | "how_cancel" if message is not None and message.delivery in UNSENT:
                self._post(action, message)
            case "how_retry" | "how_cancel":
                self.tell_failure(DeskError("this is no letter that waits or has failed"))
            case _:
                self.app.bell()

    def _post(self, action: str, message: ThreadMessage) -> None:
        verb = "mail outbox retry" if action == "how_retry" else "mail outbox cancel"
        self.perform(verb, SAID[verb], lambda _outcome: self.read(), letters=(str(message.id),))
