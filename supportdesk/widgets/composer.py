"""Where a reply or a note is written. It knows its ticket and never loses a word: leaving it makes a draft."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.events import Key
from textual.message import Message
from textual.widgets import TextArea

from supportdesk.actions import Scope, bindings
from supportdesk.domain.drafts import Draft, DraftKey
from supportdesk.domain.followers import person
from supportdesk.domain.models import TicketRow
from supportdesk.domain.safe import shown_line
from supportdesk.widgets.fields import Page
from supportdesk.widgets.fitting import cut
from supportdesk.widgets.in_force import key_and
from supportdesk.widgets.ink import Ground, Ink, Line
from supportdesk.widgets.lines import Bar, Lines
from supportdesk.widgets.people_line import people_line

SHORT_FOR_CANNED = ";"
"""At the beginning of a word it asks for a canned response."""


class Sheet(Page):
    """The words of a composer."""

    class Canned(Message):
        """A canned response is asked for in the middle of writing."""

    def on_key(self, event: Key) -> None:
        """Offer canned responses at `;` where a word begins; within words and after them it is a semicolon."""
        if event.character == SHORT_FOR_CANNED and not self.selected_text and self._at_beginning():
            event.stop()
            event.prevent_default()
            self.post_message(self.Canned())

    def _at_beginning(self) -> bool:
        row, column = self.cursor_location
        return not column or self.document.get_line(row)[column - 1].isspace()


class Composer(Vertical):
    """An editor under the thread, for one ticket or for several marked ones."""

    DEFAULT_CSS = """
    Composer { height: 50%; min-height: 6; width: 1fr; }
    Composer Page { background: $surface; padding: 0 1; }
    Composer Lines.files { display: none; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Scope.COMPOSER, priority=True)]

    @dataclass
    class Asked(Message):
        """A key of the composer: send, insert a canned response, drop, or leave."""

        composer: "Composer"
        action: str

    @dataclass
    class Edited(Message):
        """Something was written."""

        composer: "Composer"

    def __init__(
        self,
        ticket: TicketRow,
        draft: Draft,
        *,
        seen: int | None = None,
    ) -> None:
        """Go on with a draft; `seen` is the last message of its ticket that the agent has before their eyes."""
        super().__init__()
        self.row = ticket
        self.ticket = ticket.number
        self.numbers = draft.numbers
        self.note = draft.note
        self.seen = seen
        self.lasts: Mapping[int, int] = {}
        self.files, self.actions, self.copies = draft.files, draft.actions, draft.copies
        self._to = shown_line(ticket.customer.name or ticket.customer.email) if ticket.customer else "nobody"
        self._news = ""
        self._bar = Bar(ground=Ground.NOTE if self.note else Ground.FOCUSED)
        self._files = Lines(classes="files", ground=Ground.BAR)
        self._does = Lines(classes="files", ground=Ground.BAR)
        self._cc = Lines(classes="files", ground=Ground.BAR)
        self.page = Sheet(
            draft.text, placeholder="a note that only agents see" if self.note else "write to the customer"
        )
        self._begun = self.page.text

    def compose(self) -> ComposeResult:
        """The head, what goes with it, then the editor."""
        yield self._bar
        yield self._cc
        yield self._files
        yield self._does
        yield self.page

    def on_mount(self) -> None:
        """Say to whom; go on behind what is written."""
        self._say()
        self._say_copies()
        self._say_files()
        self._say_actions()
        self.page.move_cursor(self.page.document.end)

    @property
    def key(self) -> DraftKey:
        """Which draft this is."""
        return self.ticket, self.note

    @property
    def draft(self) -> Draft | None:
        """What is written, or None for nothing but blanks."""
        text = self.page.text
        if not text.strip() and not self.files:
            return None
        return Draft(self.ticket, text, self.note, self.numbers, self.files, self.actions, self.copies)

    @property
    def copied(self) -> tuple[str, ...] | None:
        """Who gets a copy, as it is shown; None where each of several tickets has followers of its own."""
        if self.copies is not None or len(self.numbers) > 1:
            return self.copies
        return tuple(map(str, self.row.followers))

    @property
    def untouched(self) -> bool:
        """Whether nobody has typed since the words were put here."""
        return self.page.text == self._begun

    def go_on_with(self, draft: Draft) -> None:
        """Have these words, with the cursor behind them."""
        self.write(draft.text)
        self.attach(draft.files)
        self.then(draft.actions)
        self.copy(draft.copies)
        self._begun = self.page.text

    def write(self, text: str) -> None:
        """Have other words instead, which can be taken back like any others."""
        if text != self.page.text:
            self.page.replace(text, (0, 0), self.page.document.end)
            self.page.move_cursor(self.page.document.end)

    def attach(self, files: tuple[str, ...]) -> None:
        """Have these files go with it."""
        self.files = files
        self._say_files()
        self.post_message(self.Edited(self))

    def then(self, actions: str) -> None:
        """Have this done when it is sent; nothing more where it is empty."""
        if actions != self.actions:
            self.actions = actions
            self._say_actions()
            self.post_message(self.Edited(self))

    def copy(self, copies: tuple[str, ...] | None) -> None:
        """Have these people get a copy; whoever follows, for None."""
        if copies != self.copies:
            self.copies = copies
            self._say_copies()
            self.post_message(self.Edited(self))

    def _say_copies(self) -> None:
        copied = self.copied
        if copied is None:
            self._cc.write(((" cc ", Ink.DIM), ("who follows each of them", Ink.ACCENT)))
        else:
            names = people_line([person(one) for one in copied], (self.size.width or 60) - 5) or "nobody"
            self._cc.write(((" cc ", Ink.DIM), (names, Ink.ACCENT if copied else Ink.DIM)))
        self._cc.display = not self.note and (copied is None or bool(copied) or self.copies is not None)

    def on_resize(self) -> None:
        """As many of those who get a copy as there is room for."""
        self._say_copies()

    def _say_actions(self) -> None:
        self._does.write(((" then ", Ink.DIM), (shown_line(self.actions), Ink.WARN)))
        self._does.display = bool(self.actions)

    def _say_files(self) -> None:
        files = self.files
        names = " · ".join(shown_line(PurePath(file).name) for file in files)
        self._files.write(((f" + {names}", Ink.ACCENT),))
        self._files.display = bool(files)

    def tell(self, news: str) -> None:
        """Say in the head that something happened meanwhile; nothing where it is over."""
        if news != self._news:
            self._news = news
            self._say()

    def put(self, text: str) -> None:
        """Insert at the cursor."""
        self.page.insert(text)

    def _say(self) -> None:
        ink = Ink.NOTE if self.note else Ink.REPLY
        tickets = f"{len(self.numbers):,} marked tickets" if len(self.numbers) > 1 else f"#{self.ticket}"
        if self.note:
            what = "NOTE · agents only"
        else:
            what = "reply" if self._news or len(self.numbers) > 1 else f"reply to {cut(self._to, 30)}"
        kept = key_and(self, "leave", "keeps it as a draft")
        news: Line = ((f" {self._news} ", Ink.WARN),) if self._news else ((f" {kept} ", Ink.FAINT),)
        self._bar.say(((f" ✎ {what} · {tickets}", ink),), news)

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Words were typed."""
        event.stop()
        self.post_message(self.Edited(self))

    def on_sheet_canned(self, event: Sheet.Canned) -> None:
        """A canned response was asked for in the text."""
        event.stop()
        self.post_message(self.Asked(self, "abbreviate"))

    def action_do(self, action: str) -> None:
        """Hand a key on; the screen knows what to do."""
        self.post_message(self.Asked(self, action))
