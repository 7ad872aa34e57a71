"""Canned responses: found by a few letters, shown filled in for this very customer before they are taken."""

from dataclasses import dataclass
from functools import partial

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from supportdesk.console.access import Access
from supportdesk.console.questions import Rendered, Templates
from supportdesk.domain.models import TemplateRow
from supportdesk.domain.safe import shown_line
from supportdesk.errors import DeskError
from supportdesk.screens.pick import Picking
from supportdesk.widgets.choices import Choice, Choices
from supportdesk.widgets.ink import Ink
from supportdesk.widgets.panel import Panel


@dataclass(frozen=True, slots=True)
class Filled:
    """A canned response and its text for the ticket that it was shown for."""

    name: str
    text: str


class TemplateScreen(Picking[Filled]):
    """Choose a canned response. It is taken when it has been filled in, so that nothing unfilled goes out."""

    def __init__(self, access: Access, ticket: int, *, several: bool) -> None:
        super().__init__(f"canned response for {'the marked tickets' if several else f'#{ticket}'}", ())
        self.access, self.ticket = access, ticket
        self.preview = Panel()
        self.preview.can_focus = False
        self._filled: Filled | None = None
        self._taken = ""
        self._asked = False

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
            none = "There are no canned responses yet: supportdesk template add"
            self._say("No canned response fits." if self.all else none, Ink.DIM)

    def _show(self, name: str, text: str) -> None:
        self._filled = Filled(name, text)
        if name == self._taken:
            self.dismiss(self._filled)
        else:
            self._say(text, Ink.TEXT)

    def _cannot(self, error: DeskError) -> None:
        self._taken = ""
        self._say(error.message, Ink.BAD)

    def _say(self, text: str, ink: Ink) -> None:
        self.preview.say([("", ink), (text, ink)])

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
