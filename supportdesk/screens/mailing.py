"""Mail at the desk: the quarantine, sources as they came, why messages are here, and letters that did not go."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from supportdesk.console.access import Access
from supportdesk.console.commands import Order
from supportdesk.console.mails import SourceOf, Unsent, WhyMessage
from supportdesk.console.orders import Target
from supportdesk.console.questions import Ticket
from supportdesk.domain.changes import Outcome
from supportdesk.domain.letters import OutboxRow
from supportdesk.domain.models import TicketDetail
from supportdesk.domain.safe import shown_line
from supportdesk.domain.verb_words import Word
from supportdesk.screens.room import Told
from supportdesk.widgets.choices import Choice

if TYPE_CHECKING:
    from supportdesk.screens.desk import DeskScreen

SAID = {"mail outbox retry": "sent again at once", "mail outbox cancel": "called back"}
"""What has been done to a letter, by verb."""


class Mailing:
    """Opens what shows mail, and does what is done to letters of the ticket at hand."""

    def __init__(self, access: Access, screen: "DeskScreen", *, changed: Told) -> None:
        self.access, self.screen, self.changed = access, screen, changed

    async def do(self, action: str) -> bool:
        """Carry out an action of mail; False for any other."""
        if action == "quarantine":
            self.open_quarantine()
            return True
        if action not in ("source", "why", "retry_letter", "cancel_letter"):
            return False
        row = self.screen.rows.current
        if row is None:
            self.screen.remark(self.screen.why_no_target())
        elif action == "source":
            self.open_source(row.number)
        elif action == "why":
            self.open_came(row.number)
        else:
            self._ask_letters(row.number, "mail outbox retry" if action == "retry_letter" else "mail outbox cancel")
        return True

    def carry_out(self, order: Order) -> None:
        """Do what a line says of a message, a letter, or mail in quarantine."""
        words = order.words
        if order.verb == "why":
            self.access.ask(WhyMessage(str(words["message"])), self._tell, failed=self.screen.tell_failure)
        elif order.verb == "rethread" and not words["message"]:
            self._rethread_newest(words)
        else:
            self._perform(order.verb, words)

    def _tell(self, said: str) -> None:
        self.screen.remark(shown_line(said))

    def _rethread_newest(self, words: Mapping[str, Word]) -> None:
        row = self.screen.rows.current
        if row is None:
            self.screen.remark(self.screen.why_no_target())
            return

        def read(detail: TicketDetail) -> None:
            theirs = [one.id for one in detail.thread if one.kind == "customer"]
            if theirs:
                self._perform("rethread", {**words, "message": str(theirs[-1])})
            else:
                self.screen.remark(f"#{row.number} has no message of a customer")

        self.access.ask(Ticket(row.number), read, failed=self.screen.tell_failure)

    def _perform(self, verb: str, words: Mapping[str, Word]) -> None:
        """Run a verb of mail, and say what it did."""

        def done(outcome: Outcome) -> None:
            self.changed(outcome)
            done_nothing = outcome.verb == "rethread" and outcome.change is None
            (self.screen.remark if done_nothing else self.screen.tell)(self._said(outcome, words))

        self.access.perform(verb, Target(), words, then=done, failed=self.screen.tell_failure)

    def _said(self, outcome: Outcome, words: Mapping[str, Word]) -> str:
        undo = self.screen.keymap.shown("undo")
        back = f" · {undo} undo" if undo and outcome.change is not None and outcome.verb != "mail outbox retry" else ""
        match outcome.verb:
            case "rethread" if outcome.change is None:
                return f"the message is on #{outcome.number} already"
            case "rethread":
                return f"moved the message to #{outcome.number}{back}"
            case "mail quarantine discard":
                return f"threw message {words['arrival']} away{back}"
            case "mail quarantine retry":
                return f"took it in: {f'it is on #{outcome.number}' if outcome.number else 'it is on no ticket'}"
            case _:
                letters = words["letters"]
                many = len(letters) if isinstance(letters, tuple) else 1
                return f"{SAID[outcome.verb]}{back}" if many == 1 else f"{many} letters: {SAID[outcome.verb]}{back}"

    def open_quarantine(self) -> None:
        """Show what could not be taken in."""
        from supportdesk.screens.quarantine import QuarantineScreen

        screen = self.screen
        room = QuarantineScreen(self.access, screen.rows.now, changed=self.changed)
        screen.app.push_screen(room, lambda _ticket: screen.viewing.count())

    def open_came(self, number: int, at: int | None = None) -> None:
        """Show how the messages of a ticket came and went."""
        from supportdesk.screens.came import CameScreen

        screen = self.screen
        room = CameScreen(self.access, number, screen.rows.now, changed=self.changed, at=at)
        screen.app.push_screen(room)

    # Sources -------------------------------------------------------------------------------------------------------

    def open_source(self, number: int) -> None:
        """Show the newest mail of a ticket as it came; the others are one key away."""
        self.access.ask(Ticket(number), self._show_source, topic="sources")

    def _show_source(self, detail: TicketDetail) -> None:
        thread = [one for one in detail.thread if one.kind != "system"]
        if not thread:
            self.screen.remark(f"#{detail.ticket.number} has no messages")
            return
        from supportdesk.screens.source import SourceScreen

        sources = [(f"#{detail.ticket.number} · message {one.id}", SourceOf(one.id)) for one in thread]
        came = [place for place, one in enumerate(thread) if one.kind == "customer"]
        self.screen.app.push_screen(SourceScreen(self.access, sources, came[-1] if came else len(thread) - 1))

    # Letters -------------------------------------------------------------------------------------------------------

    def _ask_letters(self, number: int, verb: str) -> None:
        def chosen(letters: Sequence[OutboxRow]) -> None:
            if not letters:
                self.screen.remark(f"#{number} has no letter that waits or has failed")
            elif len(letters) == 1:
                self.post(verb, [letters[0].id])
            else:
                self._ask_which(verb, letters)

        self.access.ask(Unsent(number), chosen, topic="letters")

    def _ask_which(self, verb: str, letters: Sequence[OutboxRow]) -> None:
        from supportdesk.screens.pick import PickScreen

        choices = [Choice("all", "all of them", f"{len(letters)} letters")] if verb == "mail outbox retry" else []
        choices += [
            Choice(str(one.id), f"{one.id} {one.state} to {shown_line(one.to)}", shown_line(one.failure))
            for one in letters
        ]

        def picked(key: str | None) -> None:
            if key:
                self.post(verb, [one.id for one in letters] if key == "all" else [int(key)])

        self.screen.app.push_screen(PickScreen("which letter", choices), picked)

    def post(self, verb: str, letters: Sequence[int]) -> None:
        """Send letters again, or call them back."""
        self._perform(verb, {"letters": tuple(map(str, letters))})
