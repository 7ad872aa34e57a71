"""Several lines to write a remark into, and one line that says what is wrong with it or which key keeps it."""

from textual.app import ComposeResult
from textual.containers import Vertical

from supportdesk.widgets.fields import Page
from supportdesk.widgets.in_force import keymap_of
from supportdesk.widgets.ink import Ground, Ink
from supportdesk.widgets.lines import Lines


class NotePage(Vertical):
    """A note on a record."""

    DEFAULT_CSS = """
    NotePage { height: 7; width: 1fr; background: $surface; }
    NotePage Page { height: 1fr; margin: 0 1; border: none; padding: 0; }
    """

    def __init__(self, text: str) -> None:
        super().__init__()
        self.field = Page(text, placeholder="what to know before answering them")
        self.under = Lines(ground=Ground.BAR)

    def compose(self) -> ComposeResult:
        """The page, and the line under it."""
        yield self.field
        yield self.under

    def on_mount(self) -> None:
        """Go on behind what stands there."""
        self.field.move_cursor(self.field.document.end)
        keymap = keymap_of(self)
        keep, leave = keymap.shown("keep") or "no key", keymap.shown("away")
        keys = ((keep, Ink.KEY), (" keeps  ", Ink.DIM), (leave, Ink.KEY), (" leaves", Ink.DIM))
        self.under.write(((" note  ", Ink.DIM), *keys))

    @property
    def value(self) -> str:
        """What is written."""
        return self.field.text

    def fault(self, text: str) -> None:
        """Say in one line what is wrong."""
        self.under.write(((f" ✗ {text}", Ink.BAD),))
