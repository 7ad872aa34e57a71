"""Who a customer is: addresses, company, notes and past tickets. Each line is edited where it stands."""

from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Input

from supportdesk.actions import Scope, bindings
from supportdesk.console.access import Access
from supportdesk.console.people import Earlier, Organizations, WhoIs, Whole
from supportdesk.domain.changes import Outcome
from supportdesk.domain.models import CustomerRow, TicketRow
from supportdesk.domain.safe import shown_line
from supportdesk.domain.verb_words import Word
from supportdesk.errors import DeskError
from supportdesk.screens.room import Room, Told
from supportdesk.screens.wording import parted
from supportdesk.widgets.choices import Choice
from supportdesk.widgets.customer_lines import called, page, tickets_of
from supportdesk.widgets.entries import Entries, Entry
from supportdesk.widgets.form_line import FormLine
from supportdesk.widgets.ink import Ink
from supportdesk.widgets.lines import Lines
from supportdesk.widgets.short_ticket import short_ticket

if TYPE_CHECKING:
    from supportdesk.widgets.note_page import NotePage

LABELS = {"name": "name", "email": "address", "phone": "number", "language": "language"}
NEAR = 5
"""Past tickets below the cursor when the ones before them are asked for."""


class CustomerScreen(Room[int]):
    """One customer; the answer is the ticket of theirs that is to be opened."""

    CSS = """
    #customer { width: 128; height: 90%; }
    #customer #sides { height: 1fr; }
    #customer #facts { width: 46; }
    #customer #tickets { width: 1fr; border-left: vkey $panel; }
    #customer #over { height: 1; }
    #customer.narrow #sides { layout: vertical; }
    #customer.narrow #facts { width: 1fr; height: 1fr; }
    #customer.narrow #tickets { height: 1fr; border-left: none; border-top: hkey $panel; }
    """
    AUTO_FOCUS = "#past"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Scope.CUSTOMER)]
    scopes = (Scope.CUSTOMER, Scope.MOVE)

    def __init__(self, access: Access, customer: int, now: datetime, *, changed: Told) -> None:
        super().__init__(access, "reading who this is …", changed=changed)
        self.customer, self.now = customer, now
        self.facts, self.past, self.over = Entries(id="facts"), Entries(id="past"), Lines(id="over")
        self.whole: Whole | None = None
        self.rows: list[TicketRow] = []
        self.line: FormLine | NotePage | None = None
        self._edited = ""
        self._asked = 0

    def compose(self) -> ComposeResult:
        """The lines beside the tickets, and the line that says what was done."""
        with Vertical(id="customer", classes="box"):
            yield self.title_bar
            with Horizontal(id="sides"):
                yield self.facts
                with Vertical(id="tickets"):
                    yield self.over
                    yield self.past
            yield self.status

    def on_mount(self) -> None:
        """Read the customer."""
        self.say_hints()
        self.read()

    def read(self) -> None:
        """Read the customer anew, with as many tickets as are shown."""
        self.access.ask(
            WhoIs(self.customer, max(len(self.rows), 50)), self._show, topic="customer", failed=self.tell_failure
        )

    def _show(self, whole: Whole) -> None:
        customer = whole.profile.customer
        self.whole, self.rows = whole, list(whole.past)
        self._asked = 0
        company = f" · {shown_line(customer.organization)}" if customer.organization else ""
        self.heading = f"{'★ ' if customer.vip else ''}{called(customer)}{company}"
        self.say_hints()
        self.facts.show(page(whole.profile, self.now), at=self.facts.key or "name")
        self.over.write(((f" {tickets_of(whole.profile)}", Ink.FAINT),))
        self.past.show(map(self._entry, self.rows), at=self.past.key or None)

    def _entry(self, row: TicketRow) -> Entry:
        return Entry(str(row.number), lambda width: (short_ticket(row, self.now, width),))

    def on_entries_moved(self, event: Entries.Moved) -> None:
        """Before the cursor comes to the end of the tickets, read those before them."""
        if event.entries is not self.past or self.whole is None or self.past.cursor < len(self.rows) - NEAR:
            return
        last = self.rows[-1].number if self.rows else 0
        if len(self.rows) < self.whole.profile.tickets and last != self._asked:
            self._asked = last
            self.access.ask(Earlier(self.customer, last), self._more, topic="earlier", failed=self.tell_failure)

    def _more(self, rows: tuple[TicketRow, ...]) -> None:
        self.rows += rows
        self.past.add(map(self._entry, rows))

    def on_entries_chosen(self, event: Entries.Chosen) -> None:
        """A click is like enter."""
        event.entries.focus()
        self._take()

    # Keys ----------------------------------------------------------------------------------------------------------

    def action_do(self, action: str) -> None:
        """Carry out an action of the table."""
        match action:
            case "take":
                self._take()
            case "side" if self.line is None:
                (self.past if self.facts.has_focus else self.facts).focus()
            case "merge" if self.whole is not None and self.line is None:
                self._merge(self.whole.profile.customer)
            case "revoke" if self.line is None:
                self.undo(self._changed)
            case "keep":
                self._keep()
            case "away":
                self._leave()
            case _:
                self.app.bell()

    def _take(self) -> None:
        if self.line is not None or self.whole is None:
            return
        if self.past.has_focus:
            if self.past.key:
                self.dismiss(int(self.past.key))
            return
        self._edit(self.facts.key, self.whole.profile.customer)

    def _leave(self) -> None:
        if self.line is not None:
            self._close()
        else:
            self.dismiss(None)

    # Editing -------------------------------------------------------------------------------------------------------

    def _edit(self, key: str, customer: CustomerRow) -> None:
        kind, _, which = key.partition(" ")
        match kind:
            case "vip":
                self._change("now a VIP" if not customer.vip else "no VIP any more", vip=not customer.vip)
            case "organization":
                self.access.ask(Organizations(), self._choose_company, topic="organizations", failed=self.tell_failure)
            case "note":
                from supportdesk.widgets.note_page import NotePage

                self._open(key, NotePage(customer.note))
            case "name" | "language":
                self._open(key, FormLine(kind, LABELS[kind], getattr(customer, kind)))
            case "email" | "phone":
                listed = customer.emails if kind == "email" else customer.phones
                standing = "" if which == "+" else listed[int(which)]
                hint = "" if which == "+" else "empty takes it away"
                self._open(key, FormLine(kind, LABELS[kind], standing, placeholder=hint))

    def _open(self, key: str, line: "FormLine | NotePage") -> None:
        self._edited, self.line = key, line
        self.status.display = False
        self.query_one("#customer").mount(line, before=self.status)
        line.call_after_refresh(line.field.focus)

    def _close(self) -> None:
        line, self.line = self.line, None
        if line is not None:
            line.remove()
        self.status.display = True
        self.facts.focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter keeps a line."""
        event.stop()
        self._keep()

    def _keep(self) -> None:
        if self.line is None or self.whole is None:
            return
        kind, _, which = self._edited.partition(" ")
        value, customer = self.line.value, self.whole.profile.customer
        if kind in ("email", "phone"):
            listed = list(customer.emails if kind == "email" else customer.phones)
            words: dict[str, Word] = {f"{kind}s": _with(listed, which, value)}
        else:
            words = {kind: value}
        self._change("kept", **words)

    def _change(self, said: str, **words: Word) -> None:
        said = parted(said, self.access.habits.keymap.says("revoke", "undo"))
        self.perform("customer edit", said, self._changed, failed=self._refused, who=str(self.customer), **words)

    def _changed(self, _outcome: Outcome) -> None:
        if self.line is not None:
            self._close()
        self.read()

    def _refused(self, error: DeskError) -> None:
        """What is wrong is said where it was typed, which stays open."""
        if self.line is not None:
            self.line.fault(shown_line(error.message))
        else:
            self.tell_failure(error)

    def _choose_company(self, names: tuple[str, ...]) -> None:
        from supportdesk.screens.pick import PickScreen

        choices = [Choice("none", "none", "belongs to no company")]
        choices += [Choice(f"named {name}", shown_line(name)) for name in names]

        def chosen(key: str | None) -> None:
            if key:
                self._change("kept", organization=key.removeprefix("named "))

        self.app.push_screen(PickScreen("company", choices), chosen)

    # Merging -------------------------------------------------------------------------------------------------------

    def _merge(self, customer: CustomerRow) -> None:
        from supportdesk.screens.confirm import ConfirmScreen
        from supportdesk.screens.merging import CustomerPick, sentence

        undo = self.access.habits.keymap.says("revoke", "undo")

        def sure(other: CustomerRow) -> None:
            self.perform(
                "customer merge",
                parted(f"merged {called(other)} into {called(customer)}", undo),
                self._changed,
                other=str(other.id),
                into=str(customer.id),
            )

        def picked(other: CustomerRow | None) -> None:
            if other is not None:
                question = ConfirmScreen(*sentence(other, customer, self.access.habits.keymap.shown("revoke")))
                self.app.push_screen(question, lambda yes: sure(other) if yes else None)

        self.app.push_screen(CustomerPick(self.access, customer), picked)


def _with(listed: list[str], which: str, value: str) -> tuple[str, ...]:
    """Addresses with one added, written anew or, where nothing is written, taken away."""
    if which == "+":
        return (*listed, value) if value else tuple(listed)
    listed[int(which) : int(which) + 1] = [value] if value else []
    return tuple(listed)
