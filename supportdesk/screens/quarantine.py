"""The quarantine: mail that could not be taken in, why, and what it says; taken in after all, or thrown away."""

from datetime import datetime
from functools import partial
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical

from supportdesk.actions import Scope, bindings
from supportdesk.console.access import Access
from supportdesk.console.mails import MOST_QUARANTINED, ArrivalSource, Quarantined, Source
from supportdesk.console.orders import Target
from supportdesk.domain.changes import Outcome
from supportdesk.domain.mail_rows import ArrivalRow
from supportdesk.domain.safe import shown_line
from supportdesk.domain.source_text import SourceText
from supportdesk.errors import DeskError
from supportdesk.screens.room import Room, Told
from supportdesk.widgets.entries import Entries, Entry, blank, heading
from supportdesk.widgets.fitting import cut
from supportdesk.widgets.ink import Ink
from supportdesk.widgets.lines import Lines
from supportdesk.widgets.mail_lines import held_lines
from supportdesk.widgets.source_view import SourceView


class QuarantineScreen(Room[int]):
    """What lies there beside the source of the one under the cursor; the answer is a ticket that is to be opened."""

    CSS = """
    #quarantine { width: 150; height: 90%; }
    #quarantine #sides { height: 1fr; }
    #quarantine #held { width: 2fr; }
    #quarantine #about { width: 3fr; border-left: vkey $panel; }
    #quarantine #over { height: 1; }
    #quarantine.narrow #sides { layout: vertical; }
    #quarantine.narrow #held { width: 1fr; height: 3fr; }
    #quarantine.narrow #about { width: 1fr; height: 2fr; border-left: none; border-top: hkey $panel; }
    """
    AUTO_FOCUS = "#held"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Scope.QUARANTINE)]
    scopes = (Scope.QUARANTINE, Scope.MOVE)

    def __init__(self, access: Access, now: datetime, *, changed: Told) -> None:
        super().__init__(access, "quarantine", changed=changed)
        self.list, self.view, self.over = Entries(id="held", always_lit=True), SourceView(), Lines(id="over")
        self.view.can_focus = False
        self.now, self.rows = now, tuple[ArrivalRow, ...]()
        self._busy = False

    def compose(self) -> ComposeResult:
        """The list beside the source."""
        with Vertical(id="quarantine", classes="box"):
            yield self.title_bar
            with Horizontal(id="sides"):
                yield self.list
                with Vertical(id="about"):
                    yield self.over
                    yield self.view
            yield self.status

    def on_mount(self) -> None:
        """Read what lies there."""
        self.say_hints()
        self.read()

    def read(self) -> None:
        """Read it anew; the cursor stays on its message, or on its place if that is gone."""
        self.access.ask(Quarantined(), self._show, topic="quarantine", failed=self.tell_failure)

    def _show(self, rows: tuple[ArrivalRow, ...]) -> None:
        place = max(self.list.cursor, 0) // 2  # a blank stands below each
        keys = [str(row.id) for row in rows]
        at = self.list.key if self.list.key in keys else keys[min(place, len(keys) - 1)] if keys else None
        self.rows = rows
        many = f"{len(rows):,}{'+' if len(rows) == MOST_QUARANTINED else ''}"
        self.heading = f"quarantine · {many if rows else 'empty'}"
        self.say_hints()
        entries = [one for row in rows for one in (Entry(str(row.id), partial(held_lines, row, self.now)), blank())]
        self.list.show(entries or [heading(""), heading(" Nothing lies in quarantine.")], at=at)

    @property
    def current(self) -> ArrivalRow | None:
        """The message under the cursor."""
        return next((row for row in self.rows if str(row.id) == self.list.key), None)

    def offers(self, action: str) -> bool:
        """Where nothing lies there, nothing can be done with it."""
        return bool(self.rows) or action not in ("held_read", "held_retry", "held_discard")

    def on_entries_moved(self) -> None:
        """Show the source of the one under the cursor."""
        row = self.current
        if row is None:
            self.over.write(())
            self.view.show(SourceText(b""))
            return
        self.over.write(((f" {shown_line(row.reason)}", Ink.WARN),))
        asked = ArrivalSource(row.id)
        self.access.ask(asked, partial(self._read, row.id), topic="source", failed=self._cannot)

    def _read(self, number: int, source: Source) -> None:
        if self.list.key == str(number):
            self.view.show(source.text)

    def _cannot(self, error: DeskError) -> None:
        self.view.show(SourceText(b""))
        self.over.write(((f" {shown_line(error.message)}", Ink.BAD),))

    def on_entries_chosen(self) -> None:
        """A click reads like enter."""
        self.action_do("held_read")

    def action_do(self, action: str) -> None:
        """Carry out an action of the table."""
        row = self.current
        match action:
            case "held_done":
                self.dismiss(None)
            case "held_undo":
                self.undo(lambda _outcome: self.read())
            case "held_down" | "held_up":
                self.view.action_do("half_down" if action == "held_down" else "half_up")
            case "held_read" if row is not None:
                from supportdesk.screens.source import SourceScreen

                sources = [(_title(one), ArrivalSource(one.id)) for one in self.rows]
                self.app.push_screen(SourceScreen(self.access, sources, self.rows.index(row)))
            case "held_retry" if row is not None:
                self._retry(row)
            case "held_discard" if row is not None:
                self._ask_whether(row)
            case _:
                self.app.bell()

    def _retry(self, row: ArrivalRow) -> None:
        if self._busy:
            return
        self._busy = True
        self.remark(f"taking message {row.id} in …")

        def done(outcome: Outcome) -> None:
            self._busy = False
            self.changed(outcome)
            where = f"it is on ticket {outcome.number}" if outcome.number else "it is counted, on no ticket"
            self.tell(f"took message {row.id} in: {where}")
            self.read()

        def refused(error: DeskError) -> None:
            self._busy = False
            self.tell_failure(error)
            self.read()

        words = {"arrival": row.id}
        self.access.perform("mail quarantine retry", Target(), words, then=done, failed=refused)

    def _ask_whether(self, row: ArrivalRow) -> None:
        from supportdesk.screens.confirm import ConfirmScreen

        undo = self.access.habits.keymap.shown("held_undo")

        def answered(sure: bool | None) -> None:
            if sure:
                said = f"threw message {row.id} away{f' · {undo} undo' if undo else ''}"
                self.perform("mail quarantine discard", said, lambda _outcome: self.read(), arrival=row.id)

        what = cut(shown_line(row.subject) or shown_line(row.sender) or f"message {row.id}", 40)
        more = "it stays counted, and its bytes stay in the store"
        self.app.push_screen(ConfirmScreen(f"throw “{what}” away?", more), answered)


def _title(row: ArrivalRow) -> str:
    return f"message {row.id} of the quarantine"
