"""A labelled field, and under it in one line what is wrong with it."""

from dataclasses import dataclass

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Input

from supportdesk.widgets.fields import Field
from supportdesk.widgets.fitting import cut, left
from supportdesk.widgets.ink import Ground, Ink
from supportdesk.widgets.lines import Lines

LABEL = 11
"""Cells of a label, with the space on either side."""


class FormLine(Vertical):
    """One field of a form; `name` says which."""

    DEFAULT_CSS = """
    FormLine { height: auto; width: 1fr; }
    FormLine Horizontal { height: 1; }
    FormLine .label { width: 11; }
    """

    @dataclass
    class Edited(Message):
        """Something else is written."""

        line: "FormLine"
        text: str

    def __init__(self, name: str, label: str, value: str = "", *, placeholder: str = "") -> None:
        super().__init__(name=name)
        self.label = Lines(((f" {left(label, LABEL - 2)} ", Ink.DIM),), classes="label")
        self.field = Field(value, placeholder=placeholder)
        self.under = Lines()
        self.under.display = False

    def compose(self) -> ComposeResult:
        """Label and field, and the line under them."""
        with Horizontal():
            yield self.label
            yield self.field
        yield self.under

    @property
    def value(self) -> str:
        """What is written, without spaces around it."""
        return self.field.value.strip()

    def fill(self, text: str) -> None:
        """Write something in the place of what is written."""
        self.field.value = text
        self.field.cursor_position = len(self.field.value)

    def fault(self, text: str) -> None:
        """Say in one line what is wrong; nothing takes the line away."""
        self._say(text, Ink.BAD, "✗ ")

    def remark(self, text: str) -> None:
        """Say in one line what is known of it."""
        self._say(text, Ink.DIM, "")

    def _say(self, text: str, ink: Ink, glyph: str) -> None:
        self.under.display = bool(text)
        self.under.write(
            ((" " * LABEL, ink), (cut(f"{glyph}{text}", max(self.size.width - LABEL, 20)), ink)), ground=Ground.PLAIN
        )

    def on_input_changed(self, event: Input.Changed) -> None:
        """What was wrong is being mended."""
        event.stop()
        if self.under.display:
            self.fault("")
        self.post_message(self.Edited(self, event.value))
