"""Writing a canned response: its text beside how it will go out, and what is wrong with it while it is typed."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import TextArea

from supportdesk.actions import Scope, bindings
from supportdesk.console.access import Access
from supportdesk.console.canned import Previewed
from supportdesk.domain.changes import Outcome
from supportdesk.domain.macro import read_actions, write_actions
from supportdesk.domain.models import TemplateRow
from supportdesk.domain.safe import shown_line
from supportdesk.errors import DeskError, UsageError
from supportdesk.screens.room import Room, Told
from supportdesk.widgets.fields import Page
from supportdesk.widgets.fitting import cut
from supportdesk.widgets.form_line import FormLine
from supportdesk.widgets.ink import Ground, Ink
from supportdesk.widgets.lines import Lines
from supportdesk.widgets.preview import Preview

ROWS = (("name", "title"), ("language", "team"))
HINTS = {
    "name": "one word",
    "title": "what it is for",
    "language": "en, ru …",
    "team": "everybody's",
    "actions": "what it does besides: tag +refund; pend 3d; assign me",
}


class TemplateFormScreen(Room[str]):
    """One canned response; the answer is its name once it is saved."""

    CSS = """
    #writing { width: 132; height: 34; max-height: 94%; }
    #writing .row { height: auto; }
    #writing #both { height: 1fr; border-top: hkey $panel; }
    #writing Page { width: 1fr; height: 1fr; border: none; padding: 0; margin: 0 1; }
    #writing Panel { width: 1fr; border-left: vkey $panel; }
    #writing.narrow #both { layout: vertical; }
    #writing.narrow Panel { width: 100%; border-left: none; border-top: hkey $panel; }
    """
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Scope.FORM, priority=True)]
    scopes = (Scope.FORM,)

    def __init__(
        self, access: Access, one: TemplateRow | None, ticket: int | None, teams: tuple[str, ...], *, changed: Told
    ) -> None:
        super().__init__(access, "new canned response" if one is None else shown_line(one.name), changed=changed)
        self.one, self.ticket, self.teams = one, ticket, teams
        standing = _standing(one)
        self.lines = {name: FormLine(name, name, standing[name], placeholder=HINTS[name]) for name in HINTS}
        self.page = Page(one.body if one else "", placeholder="Hello {{ customer.first_name }}, …")
        self.preview, self.under = Preview(), Lines(ground=Ground.BAR)
        self._before = self._written
        self._asked_to_leave = self._saving = False

    def compose(self) -> ComposeResult:
        """The fields over the text and its preview, and what is wrong with it."""
        with Vertical(id="writing", classes="box"):
            yield self.title_bar
            for row in ROWS:
                with Horizontal(classes="row"):
                    yield from (self.lines[name] for name in row)
            with Horizontal(id="both"):
                yield self.page
                yield self.preview
            yield self.lines["actions"]
            yield self.under
            yield self.status

    def on_mount(self) -> None:
        """Begin with the name of a new one, and with the text of one that stands."""
        self.say_hints()
        self.page.move_cursor(self.page.document.end)
        (self.page if self.one else self.lines["name"].field).focus()
        self._look()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """In the text, enter and arrows are the text's."""
        mine = ("form_take", "form_down", "form_up")
        return not (action == "do" and self.page.has_focus and parameters[0] in mine)

    @property
    def _written(self) -> tuple[str, ...]:
        return (*(line.value for line in self.lines.values()), self.page.text)

    def on_text_area_changed(self, _event: TextArea.Changed) -> None:
        """See how it would go out with each letter."""
        self._asked_to_leave = False
        self._look()

    def on_form_line_edited(self, event: FormLine.Edited) -> None:
        """Something else is written; actions that cannot be read are told while they are."""
        self._asked_to_leave = False
        if event.line is self.lines["actions"]:
            self._check_actions()

    def _check_actions(self) -> bool:
        try:
            read_actions([self.lines["actions"].value])
        except UsageError as error:
            self.lines["actions"].fault(shown_line(error.message))
            return False
        return True

    def _look(self) -> None:
        if not self.page.text.strip():
            self.preview.say(("The preview stands here while you write.", Ink.DIM))
            self._places()
            return
        asked = Previewed(self.page.text, self.ticket)
        self.access.ask(asked, self._preview, topic="preview", failed=self._wrong)

    def _preview(self, text: str) -> None:
        self.preview.say((text, Ink.TEXT))
        self._places()

    def _wrong(self, error: DeskError) -> None:
        """What is wrong is said under the text; the last preview stays, as the text is being written."""
        self.under.write(((f" ✗ {cut(shown_line(error.message), max(self.size.width - 8, 20))}", Ink.BAD),))

    def _places(self) -> None:
        """What could be written between the braces."""
        where = f"as it goes out on #{self.ticket}" if self.ticket else "with no ticket to fill it in for"
        some = "{{ customer.first_name }} {{ ticket.number }} {{ agent.name }} · all: supportdesk help templates"
        self.under.write(((f" {where} · ", Ink.DIM), (some, Ink.FAINT)))

    def action_do(self, action: str) -> None:
        """Carry out an action of the table."""
        match action:
            case "save":
                self._save()
            case "form_previous" | "form_up":
                self.focus_previous()
            case "form_next" | "form_take" | "form_down":
                self.focus_next()
            case "form_empty":
                self.page.clear()
            case _:
                self._leave()

    def _leave(self) -> None:
        """Go back; what would be lost is asked for once."""
        if self._written == self._before or self._asked_to_leave:
            self.dismiss(None)
            return
        self._asked_to_leave = True
        keymap = self.access.habits.keymap
        ways = filter(None, (keymap.says("form_leave", "again leaves it"), keymap.says("save", "saves")))
        self.status.say(((f" not saved yet: {', '.join(ways)}", Ink.WARN),))

    def _save(self) -> None:
        values = {name: line.value for name, line in self.lines.items()}
        if values["team"] and values["team"] not in self.teams:
            self.lines["team"].fault(f"no team {values['team']!r}")
            self.lines["team"].field.focus()
            return
        if not self._check_actions():
            self.lines["actions"].field.focus()
            return
        if self._saving:
            return
        self._saving = True
        words = {**values, "body": self.page.text}
        if self.one is None:
            self.perform("template add", "saved", self._saved, failed=self._refused, **words)
        else:
            self.perform("template edit", "saved", self._saved, failed=self._refused, which=self.one.name, **words)

    def _saved(self, _outcome: Outcome) -> None:
        self.dismiss(self.lines["name"].value)

    def _refused(self, error: DeskError) -> None:
        """What is wrong with the name is said at the name, all else under the text."""
        self._saving = False
        message = error.message
        if "name a template" in message or "needs a name" in message or "there is a template" in message:
            self.lines["name"].fault(shown_line(message))
            self.lines["name"].field.focus()
        else:
            self._wrong(error)


def _standing(one: TemplateRow | None) -> dict[str, str]:
    """The fields of the one that is changed."""
    if one is None:
        return dict.fromkeys(HINTS, "")
    return {
        "name": one.name,
        "title": one.title,
        "language": one.language,
        "team": one.team or "",
        "actions": write_actions(one.actions),
    }
