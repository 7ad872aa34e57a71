"""A ticket for somebody who calls: who, what about, and beside it what is known of them and what it may repeat."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.events import DescendantFocus
from textual.widgets import TextArea

from supportdesk.actions import Scope, bindings
from supportdesk.console.access import Access
from supportdesk.console.people import Customers, Duplicates
from supportdesk.domain.changes import Outcome
from supportdesk.domain.desk_names import DeskNames
from supportdesk.domain.models import CustomerRow, TicketRow
from supportdesk.domain.safe import shown_line
from supportdesk.errors import DeskError
from supportdesk.screens.room import Room, Told
from supportdesk.screens.ticket_fields import FIELDS, Faults, choices_for, faults, fits, place_of, words_of
from supportdesk.widgets.entries import Entries, Entry, blank, heading
from supportdesk.widgets.fields import Page
from supportdesk.widgets.form_line import FormLine
from supportdesk.widgets.ink import Ink
from supportdesk.widgets.lines import Lines
from supportdesk.widgets.offers import customer_offer, known_of, ticket_offer, word_offer, written

ROWS = (("who",), ("phone", "channel"), ("subject",), ("priority", "type"), ("team", "assignee"), ("tags",))
"""Which fields stand side by side."""

CHOSEN = frozenset({"channel", "priority", "type", "team", "assignee"})
"""Fields that hold one of a few words."""

IN_FIELDS = frozenset({"form_take", "form_down", "form_up"})
"""Keys that mean something else in the text."""


@dataclass(slots=True)
class Kept:
    """What was written into the form; it outlives the screen until the ticket is opened or the form is emptied."""

    values: dict[str, str] = field(default_factory=lambda: {"channel": "phone"})
    text: str = ""
    known: CustomerRow | None = None

    def __bool__(self) -> bool:
        return bool(self.text.strip() or self.known or any(v for k, v in self.values.items() if k != "channel"))


class NewTicketScreen(Room[int]):
    """The form; the answer is the ticket that was opened, or the one that it would have repeated."""

    CSS = """
    #new { width: 124; height: 90%; max-height: 34; }
    #new #halves { height: 1fr; }
    #new #fields { width: 3fr; }
    #new .row { height: auto; }
    #new #fields Page { height: 1fr; border: none; padding: 0; margin: 0 0 0 11; }
    #new #aside { width: 2fr; border-left: vkey $panel; }
    #new.narrow #halves { layout: vertical; }
    #new.narrow #fields { width: 1fr; height: 1fr; }
    #new.narrow #aside { width: 1fr; height: 6; border-left: none; border-top: hkey $panel; }
    """
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Scope.FORM, priority=True)]
    scopes = (Scope.FORM,)

    def __init__(self, access: Access, kept: Kept, names: DeskNames, now: datetime, *, changed: Told) -> None:
        super().__init__(access, "new ticket", changed=changed)
        self.kept, self.names, self.now = kept, names, now
        self.lines = {
            one.name: FormLine(one.name, one.label, kept.values.get(one.name, ""), placeholder=one.hint)
            for one in FIELDS
        }
        self.page, self.aside = Page(kept.text, placeholder="what they said"), Entries(id="aside", always_lit=True)
        self.text_label = Lines(((" text", Ink.DIM),))
        self.found: dict[str, CustomerRow] = {}
        self.alike: tuple[tuple[TicketRow, bool], ...] = ()
        self._saving = False

    def compose(self) -> ComposeResult:
        """The fields over the text, and beside them what is offered."""
        with Vertical(id="new", classes="box"):
            yield self.title_bar
            with Horizontal(id="halves"):
                with Vertical(id="fields"):
                    for row in ROWS:
                        with Horizontal(classes="row"):
                            yield from (self.lines[name] for name in row)
                    yield self.text_label
                    yield self.page
                yield self.aside
            yield self.status

    def on_mount(self) -> None:
        """Begin with who asks, or go on where something is missing."""
        self.say_hints()
        self.aside.can_focus = False
        missing = next((name for name in ("who", "subject") if not self.lines[name].value), "")
        (self.lines[missing].field if missing else self.page).focus()
        self._remark_known()
        self._look_for_others()
        if self.kept:
            self.status.say(((" going on with what was kept", Ink.DIM),))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """In the text, enter and arrows are the text's."""
        return not (action == "do" and self.page.has_focus and parameters[0] in IN_FIELDS)

    # What is written -------------------------------------------------------------------------------------------------

    @property
    def current(self) -> str:
        """The field that has the keys, empty for the text."""
        return next((name for name, line in self.lines.items() if line.field.has_focus), "")

    def on_form_line_edited(self, event: FormLine.Edited) -> None:
        """Offer what fits, and look for tickets that this one may repeat."""
        name = event.line.name or ""
        self.kept.values[name] = event.text
        if name == "who" and (known := self.kept.known) is not None:
            if event.text != written(known):
                self.kept.known = None
            self._remark_known()
        if name in ("who", "subject"):
            self._look_for_others()
        self._offer()

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """The text is kept as it is written."""
        self.kept.text = event.text_area.text

    def on_descendant_focus(self, _event: DescendantFocus) -> None:
        """Another field offers something else; what is chosen from a list is written over."""
        if (name := self.current) in CHOSEN:
            self.lines[name].field.select_all()
        self._offer()

    # What is offered -------------------------------------------------------------------------------------------------

    def _offer(self) -> None:
        name = self.current
        if name in ("who", "phone") and self.kept.known is None:
            words = self.lines[name].value
            if len(words) >= 2:
                self.access.ask(Customers(words, 8), self._offer_customers, topic="callers", failed=self._unanswered)
                return
        self.found = {}
        self._show()

    def _offer_customers(self, found: tuple[CustomerRow, ...]) -> None:
        if self.current in ("who", "phone") and self.kept.known is None:
            self.found = {f"who {one.id}": one for one in found}
        self._show()

    def _show(self) -> None:
        name = self.current
        value = self.lines[name].value if name else ""
        offered: list[Entry] = []
        if self.found:
            offered = [
                heading("customers"),
                *(Entry(key, partial(customer_offer, one)) for key, one in self.found.items()),
                blank(),
            ]
        elif name == "who" and len(value) >= 2 and self.kept.known is None and not self.access.lost:
            offered = [heading("nobody of that name yet: a new customer"), blank()]
        elif name and (choices := choices_for(name, value, self.names)):
            offered = [
                heading(self.lines[name].name or ""),
                *(word_offer(text, more) for text, more in choices),
                blank(),
            ]
        others = [ticket_offer(row, self.now, mine=mine) for row, mine in self.alike]
        shown = [*offered, *([heading("possible duplicates"), *others] if others else [])]
        lit = bool(self.found) or fits(name, value, self.names)
        none = (
            "what is like it is not known: the desk does not answer" if self.access.lost else "nothing like it of late"
        )
        self.aside.show(shown or [heading(none)], at=None if lit else "")

    def _unanswered(self, error: DeskError) -> None:
        """Who or what is like it cannot be read: that is not to look as if there were nothing."""
        self.tell_failure(error)
        self._show()

    def _look_for_others(self) -> None:
        known = self.kept.known.id if self.kept.known else None
        asked = Duplicates(known, self.lines["subject"].value)
        self.access.ask(asked, self._show_others, topic="duplicates", failed=self._unanswered)

    def _show_others(self, alike: tuple[tuple[TicketRow, bool], ...]) -> None:
        self.alike = alike
        self._show()

    def _remark_known(self) -> None:
        if (known := self.kept.known) is not None:
            self.lines["who"].remark(known_of(known))

    # Keys ------------------------------------------------------------------------------------------------------------

    def action_do(self, action: str) -> None:
        """Carry out an action of the table."""
        match action:
            case "form_next":
                self.focus_next()
            case "form_previous":
                self.focus_previous()
            case "form_down":
                self.aside.move_to(self.aside.cursor + 1)
            case "form_up":
                self.aside.move_to(self.aside.cursor - 1)
            case "form_take":
                self._take(self.aside.key)
            case "form_empty":
                self.dismiss(0)
            case "save":
                self._save()
            case _:
                self.dismiss(None)

    def on_entries_chosen(self, event: Entries.Chosen) -> None:
        """A click takes what is offered."""
        self._take(event.key)

    def _take(self, key: str) -> None:
        """Take what is under the cursor; with nothing there go on to the next field."""
        kind, _, value = key.partition(" ")
        if kind == "ticket":
            self.dismiss(int(value))
            return
        if kind == "who":
            self._know(self.found[key])
            (self.lines["subject"] if self.lines["phone"].value else self.lines["phone"]).field.focus()
            return
        if kind == "option":
            self._choose(value)
            if self.current == "tags":
                return
        self.focus_next()

    def _know(self, customer: CustomerRow) -> None:
        """Whoever calls is this customer."""
        self.kept.known = customer
        self.lines["who"].fill(written(customer))
        self.kept.values["who"] = written(customer)
        if not self.lines["phone"].value or self.current == "phone":
            self.lines["phone"].fill(next(iter(customer.phones), self.lines["phone"].value))
        self._remark_known()
        self._look_for_others()

    def _choose(self, value: str) -> None:
        line = self.lines[self.current]
        before = line.value.rpartition(" ")[0] if self.current == "tags" else ""
        line.fill(f"{before} {value} ".lstrip() if self.current == "tags" else value)

    # Saving ----------------------------------------------------------------------------------------------------------

    def _save(self) -> None:
        if self._saving:
            return
        values = {name: line.value for name, line in self.lines.items()}
        if wrong := faults(values, self.names, known=self.kept.known is not None):
            self._blame(wrong)
            return
        self._saving = True
        words = words_of(values, self.kept.text, self.kept.known)
        self.perform("new", "opened", self._opened, failed=self._refused, **words)

    def _opened(self, outcome: Outcome) -> None:
        self.kept.values, self.kept.text, self.kept.known = {"channel": "phone"}, "", None
        self.dismiss(outcome.number)

    def _refused(self, error: DeskError) -> None:
        self._saving = False
        if name := place_of(error):
            self._blame({name: error.message})
        else:
            self.tell_failure(error)

    def _blame(self, wrong: Faults) -> None:
        """Say at each field what is wrong with it, and go to the first."""
        for name, message in wrong.items():
            self.lines[name].fault(shown_line(message))
        self.lines[next(iter(wrong))].field.focus()
