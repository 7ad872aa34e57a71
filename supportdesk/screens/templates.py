"""Canned responses: found by a few letters, shown filled in for this very customer before they are taken."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from supportdesk.console.access import Access
from supportdesk.console.questions import Rendered
from supportdesk.domain.models import TemplateRow
from supportdesk.domain.safe import shown, shown_line
from supportdesk.errors import DeskError
from supportdesk.screens.pick import PickScreen
from supportdesk.widgets.choices import Choice, Choices
from supportdesk.widgets.fitting import wrap
from supportdesk.widgets.ink import Ink
from supportdesk.widgets.panel import Panel


class TemplateScreen(PickScreen):
    """Choose a canned response; the answer is its name."""

    def __init__(self, access: Access, templates: Sequence[TemplateRow], ticket: int) -> None:
        choices = [
            Choice(
                template.name,
                shown_line(template.title or template.name),
                shown_line(template.language or template.name),
            )
            for template in templates
        ]
        super().__init__(f"canned response for #{ticket}", choices)
        self.access, self.ticket = access, ticket
        self.preview = Panel()
        self.preview.can_focus = False

    def compose(self) -> ComposeResult:
        """Title, field, and the lines beside the preview."""
        with Vertical(id="templates", classes="box"):
            yield self._title()
            yield self.field
            with Horizontal():
                yield self.list
                yield self.preview

    def on_choices_moved(self, event: Choices.Moved) -> None:
        """Show the response under the cursor as it would go out."""
        if event.choice is None:
            nothing = (
                "No canned response fits."
                if self.all
                else "There are no canned responses yet: supportdesk template add"
            )
            self.preview.write([(), ((f"  {nothing}", Ink.DIM),)])
            return
        self.access.ask(Rendered(event.choice.key, self.ticket), self._show, topic="preview", failed=self._cannot)

    def _show(self, text: str) -> None:
        width = max(self.preview.size.width - 4, 20)
        self.preview.write([(), *(((f"  {line}", Ink.TEXT),) for line in wrap(shown(text), width))])

    def _cannot(self, error: DeskError) -> None:
        self.preview.write([(), ((f"  {shown_line(error.message)}", Ink.BAD),)])
