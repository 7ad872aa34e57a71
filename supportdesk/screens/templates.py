"""Canned responses: found by a few letters, shown filled in for this very customer before they are taken."""

from dataclasses import dataclass
from functools import partial

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from supportdesk.console.access import Access
from supportdesk.console.questions import Rendered, Templates
from supportdesk.domain.macro import write_actions
from supportdesk.domain.models import TemplateRow
from supportdesk.domain.safe import shown_line
from supportdesk.errors import DeskError
from supportdesk.screens.pick import Picking
from supportdesk.widgets.choices import Choice, Choices
from supportdesk.widgets.in_force import key_and
from supportdesk.widgets.ink import Ink
from supportdesk.widgets.preview import Preview


@dataclass(frozen=True, slots=True)
class Filled:
    """A canned response, its text for the ticket that it was shown for, and what it does, in one line."""

    name: str
    text: str
    actions: str = ""

    @property
    def speaks(self) -> bool:
        """Whether it says anything to the customer."""
        return bool(self.text.strip())


class TemplateScreen(Picking[Filled]):
    """Choose a canned response. It is taken when it has been filled in, so that nothing unfilled goes out."""

    def __init__(self, access: Access, ticket: int, *, several: bool) -> None:
        super().__init__(f"canned response for {'the marked tickets' if several else f'#{ticket}'}", ())
        self.access, self.ticket = access, ticket
        self.preview = Preview("choices_on")
        self._filled: Filled | None = None
        self._taken = ""
        self._asked = False
        self._actions: dict[str, str] = {}

    @property
    def paged(self) -> Preview:
        """The response as it would go out: it may be longer than the screen."""
        return self.preview

    def compose(self) -> ComposeResult:
        """Title, field, and the lines beside the preview."""
        with Vertical(id="templates", classes="box"):
            yield self.title_bar()
            yield self.field
            with Horizontal():
                yield self.list
                yield self.preview

    def on_mount(self) -> None:
        """Read the canned responses."""
        self.access.ask(Templates(), self._offer, topic="templates", failed=self._cannot)

    def _offer(self, templates: tuple[TemplateRow, ...]) -> None:
        self._asked = True
        self._actions = {one.name: write_actions(one.actions) for one in templates}
        self.all = [
            Choice(one.name, shown_line(one.title or one.name), shown_line(one.language or one.name))
            for one in templates
        ]
        self.offer(self.field.value)

    def on_choices_moved(self, event: Choices.Moved) -> None:
        """Show the response under the cursor as it would go out."""
        self._taken = ""
        if event.choice is not None:
            name = event.choice.key
            asked = Rendered(name, self.ticket)
            self.access.ask(asked, partial(self._show, name), topic="preview", failed=self._cannot)
        elif self._asked:
            none, writes = "There are no canned responses yet.", key_and(self, "canned", "writes one.")
            none = f"{none} In the list, {writes}" if writes else none
            self._say("No canned response fits." if self.all else none, Ink.DIM)

    def _show(self, name: str, text: str) -> None:
        self._filled = filled = Filled(name, text, self._actions.get(name, ""))
        if name == self._taken:
            self.dismiss(filled)
        else:
            does = ("then ", filled.actions) if filled.speaks else ("does ", f"{filled.actions} · sends nothing")
            self._say(text if filled.speaks else "", Ink.TEXT, does="".join(does) if filled.actions else "")

    def _cannot(self, error: DeskError) -> None:
        self._taken = ""
        self._say(error.message, Ink.BAD)

    def _say(self, text: str, ink: Ink, *, does: str = "") -> None:
        between = ("", Ink.TEXT)
        doing = ((shown_line(does), Ink.WARN), between) if does else ()
        self.preview.say(between, *doing, (text, ink))

    def take(self, choice: Choice | None, _typed: str, /) -> None:
        """Take a response as soon as it is filled in."""
        if choice is None:
            self.app.bell()
        elif self._filled is not None and self._filled.name == choice.key:
            self.dismiss(self._filled)
        else:
            self._taken = choice.key

    def leave(self) -> None:
        """Go back without one."""
        self.dismiss(None)
