"""The desk's canned responses: found by a few letters, previewed, written, changed and thrown away."""

from functools import partial
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Input

from supportdesk.actions import Scope, bindings
from supportdesk.console.access import Access
from supportdesk.console.canned import Previewed
from supportdesk.console.questions import Templates
from supportdesk.domain.changes import Outcome
from supportdesk.domain.macro import write_actions
from supportdesk.domain.models import TemplateRow
from supportdesk.domain.safe import shown_line
from supportdesk.errors import DeskError
from supportdesk.screens.room import Room, Told
from supportdesk.widgets.choices import Choice, Choices
from supportdesk.widgets.fields import Field
from supportdesk.widgets.fuzzy import matching
from supportdesk.widgets.ink import Ink
from supportdesk.widgets.preview import Preview


class TemplateListScreen(Room[None]):
    """All canned responses beside the one under the cursor, as it would go out on the desk's ticket."""

    CSS = """
    #canned { width: 132; height: 34; max-height: 90%; }
    #canned Field { padding: 0 1; }
    #canned #both { height: 1fr; }
    #canned Choices { width: 2fr; height: 1fr; max-height: 100%; }
    #canned Panel { width: 3fr; border-left: vkey $panel; }
    #canned.narrow #both { layout: vertical; }
    #canned.narrow Choices { width: 1fr; }
    #canned.narrow Panel { width: 1fr; border-left: none; border-top: hkey $panel; }
    """
    AUTO_FOCUS = "Field"
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(Scope.CANNED, priority=True),
        *bindings(Scope.CHOICE, priority=True),
    ]
    scopes = (Scope.CANNED, Scope.CHOICE)

    def __init__(self, access: Access, ticket: int | None, teams: tuple[str, ...], *, changed: Told) -> None:
        super().__init__(access, "canned responses", changed=changed)
        self.ticket, self.teams = ticket, teams
        self.field, self.list = Field(placeholder="type to find"), Choices(always_lit=True)
        self.preview = Preview("choices_on")
        self.list.can_focus = False
        self.templates: dict[str, TemplateRow] = {}
        self._read = False

    def compose(self) -> ComposeResult:
        """The field, and the list beside the preview."""
        with Vertical(id="canned", classes="box"):
            yield self.title_bar
            yield self.field
            with Horizontal(id="both"):
                yield self.list
                yield self.preview
            yield self.status

    def on_mount(self) -> None:
        """Read the canned responses."""
        self.say_hints()
        self.read()

    def read(self, at: str = "") -> None:
        """Read them anew, with the cursor on one of them."""
        self.access.ask(Templates(), partial(self._show, at), topic="templates", failed=self.tell_failure)

    def _show(self, at: str, templates: tuple[TemplateRow, ...]) -> None:
        self._read = True
        self.templates = {one.name: one for one in templates}
        self._offer(at)

    def _offer(self, at: str = "") -> None:
        current = at or (self.list.current.key if self.list.current else "")
        choices = [_choice(one) for one in self.templates.values()]
        self.list.show(matching(self.field.value, choices), at=current)

    def on_input_changed(self, _event: Input.Changed) -> None:
        """Find anew with each letter."""
        self._offer()

    def on_choices_moved(self, event: Choices.Moved) -> None:
        """Show the one under the cursor as it would go out."""
        if event.choice is not None:
            one = self.templates[event.choice.key]
            asked = Previewed(one.body, self.ticket)
            self.access.ask(asked, partial(self._preview, one), topic="preview", failed=self._cannot)
        elif self._read:
            writes = self.access.habits.keymap.says("canned_new", "writes the first.")
            none = f"There are no canned responses yet. {writes}"
            self.preview.say(("No canned response fits." if self.templates else none, Ink.DIM))

    def _preview(self, one: TemplateRow, text: str) -> None:
        about = " · ".join(filter(None, (one.name, one.language, one.team or "")))
        does = write_actions(one.actions)
        head = [(shown_line(about), Ink.FAINT), *([(shown_line(f"then {does}"), Ink.WARN)] if does else [])]
        self.preview.say(*head, ("", Ink.TEXT), (text, Ink.TEXT))

    def _cannot(self, error: DeskError) -> None:
        self.preview.say((error.message, Ink.BAD))

    def on_choices_chosen(self, _event: Choices.Chosen) -> None:
        """A click changes it like enter."""
        self.action_do("choose")

    def action_do(self, action: str) -> None:
        """Carry out an action of the table."""
        chosen = self.list.current
        one = self.templates.get(chosen.key) if chosen else None
        match action:
            case "choice_down" | "choice_up":
                self.list.move_to(self.list.cursor + (1 if action == "choice_down" else -1))
            case "choices_on" | "choices_back":
                self.preview.action_do("page_down" if action == "choices_on" else "page_up")
            case "canned_new":
                self._write(None)
            case "canned_undo":
                self.undo(lambda _outcome: self.read())
            case "dismiss":
                self.dismiss(None)
            case "choose" if one is not None:
                self._write(one)
            case "canned_remove" if one is not None:
                self._remove(one)
            case _:
                self.app.bell()

    def _write(self, one: TemplateRow | None) -> None:
        from supportdesk.screens.template_form import TemplateFormScreen

        def written(name: str | None) -> None:
            if name:
                undo = self.access.habits.keymap.shown("canned_undo")
                self.tell(f"saved {shown_line(name)}{f' · {undo} undo' if undo else ''}")
                self.field.value = ""
                self.read(name)

        room = TemplateFormScreen(self.access, one, self.ticket, self.teams, changed=self.changed)
        self.app.push_screen(room, written)

    def _remove(self, one: TemplateRow) -> None:
        undo = self.access.habits.keymap.shown("canned_undo")

        def removed(_outcome: Outcome) -> None:
            self.read()

        said = f"threw {shown_line(one.name)} away{f' · {undo} undo' if undo else ''}"
        self.perform("template remove", said, removed, which=one.name)


def _choice(one: TemplateRow) -> Choice:
    more = " · ".join(filter(None, (one.language, one.team or "")))
    return Choice(one.name, shown_line(one.title or one.name), shown_line(more or one.name))
