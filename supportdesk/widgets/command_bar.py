"""A line to type a command or a search into, what could come next under it, and the lines typed before it.

What a line means and what is done with it is not known here.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Input

from supportdesk.actions import Scope, bindings
from supportdesk.domain.filter_completion import Completion
from supportdesk.domain.safe import shown_line
from supportdesk.errors import DeskError
from supportdesk.widgets.fields import Field
from supportdesk.widgets.fitting import cut
from supportdesk.widgets.hint_line import hint_line
from supportdesk.widgets.ink import Ground, Ink
from supportdesk.widgets.lines import Lines

Complete = Callable[[str, int], Sequence[Completion]]


class CommandBar(Vertical):
    """A prompt, a field, and one line under them."""

    DEFAULT_CSS = """
    CommandBar { height: auto; width: 1fr; background: $surface; }
    CommandBar Horizontal { height: 1; }
    CommandBar #sign { width: 3; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Scope.COMMAND, priority=True)]

    @dataclass
    class Edited(Message):
        """Something else is written."""

        bar: "CommandBar"
        text: str

    @dataclass
    class Entered(Message):
        """The line is to be done."""

        bar: "CommandBar"
        text: str

    @dataclass
    class Left(Message):
        """Nothing is to be done."""

        bar: "CommandBar"

    def __init__(
        self, sign: str, text: str, *, placeholder: str, complete: Complete | None = None, past: Sequence[str] = ()
    ) -> None:
        super().__init__()
        self.sign, self.complete, self.past = sign, complete, past
        self.field = Field(text, placeholder=placeholder)
        self.under = Lines(ground=Ground.BAR)
        self.under.display = complete is not None
        self._back = 0
        self._typed = text

    def compose(self) -> ComposeResult:
        """The prompt, the field, and the line under them."""
        with Horizontal():
            yield Lines(((f" {self.sign} ", Ink.KEY),), ground=Ground.BAR, id="sign")
            yield self.field
        yield self.under

    def on_mount(self) -> None:
        """Go on behind what stands there."""
        self.field.cursor_position = len(self.field.value)
        self._hint()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Tell what is written, and what could come next."""
        event.stop()
        self._hint()
        self.post_message(self.Edited(self, event.value))

    def fault(self, error: DeskError) -> None:
        """Show in one line why the line cannot be done."""
        self.under.display = True
        self.under.write(((f"   {cut(shown_line(error.message), max(self.size.width - 4, 20))}", Ink.BAD),))

    def _hint(self) -> None:
        hints = self._hints()
        self.under.write(hint_line(hints) if hints else ((" ", Ink.FAINT),))

    def _hints(self) -> Sequence[Completion]:
        return self.complete(self.field.value, self.field.cursor_position) if self.complete else ()

    def action_do(self, action: str) -> None:
        """Do, complete, go through the past, or leave."""
        match action:
            case "run":
                self.post_message(self.Entered(self, self.field.value))
            case "word":
                self._take_word()
            case "older" | "newer":
                self._recall(1 if action == "older" else -1)
            case _:
                self.post_message(self.Left(self))

    def _take_word(self) -> None:
        hints = self._hints()
        if not hints:
            return
        first, cursor = hints[0], self.field.cursor_position
        tail = "" if first.text.endswith((":", "=")) else " "
        self.field.replace(first.text + tail, first.at, max(cursor, first.at))
        self.field.cursor_position = first.at + len(first.text) + len(tail)

    def _recall(self, step: int) -> None:
        """An older line, or a newer one, or what was being written."""
        if not self._back:
            self._typed = self.field.value
        self._back = max(0, min(self._back + step, len(self.past)))
        self.field.value = self.past[-self._back] if self._back else self._typed
        self.field.cursor_position = len(self.field.value)
