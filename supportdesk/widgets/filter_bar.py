"""The filter bar: the filter language with its errors under the fault and its words as hints.

Reading the language is the domain's; whether a valid filter names something that exists, the store says later.
"""

from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.events import Resize
from textual.message import Message
from textual.widgets import Input

from supportdesk.actions import Scope, bindings
from supportdesk.domain.filter_completion import Completion, Names, complete, foreseen
from supportdesk.domain.filters import parse
from supportdesk.domain.safe import shown_line
from supportdesk.errors import DeskError, FilterError
from supportdesk.widgets.fields import Field
from supportdesk.widgets.fitting import wrap
from supportdesk.widgets.hint_line import hint_line
from supportdesk.widgets.in_force import key_and
from supportdesk.widgets.ink import Ground, Ink, Line, cells
from supportdesk.widgets.lines import Lines
from supportdesk.widgets.one_frame import in_one_frame

PROMPT = " / "


class FilterBar(Vertical):
    """A line to type in, and under it what is wrong with it or what could come next."""

    DEFAULT_CSS = """
    FilterBar { height: auto; width: 1fr; background: $surface; }
    FilterBar Horizontal { height: 1; }
    FilterBar #prompt { width: 3; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Scope.FILTER, priority=True)]
    placeholder: ClassVar[str] = "status:open assignee:me due<2h words"
    patient: ClassVar[bool] = True
    """Whether a word that may become a key is waited for."""

    @dataclass
    class Edited(Message):
        """What is typed is a filter now."""

        text: str

    @dataclass
    class Likely(Message):
        """What is typed would be a filter, though more may follow, or can only become this one."""

        text: str

    @dataclass
    class Applied(Message):
        """The agent is content with the filter."""

        text: str

    class Abandoned(Message):
        """The filter shall be what it was before."""

    def __init__(self, text: str, names: Names) -> None:
        super().__init__()
        self.names = names
        self.field = Field(text, placeholder=self.placeholder)
        self.under = Lines(ground=Ground.BAR)
        self._valid: str | None = text
        self._fault: DeskError | None = None

    def compose(self) -> ComposeResult:
        """The prompt, the field, and the lines under it."""
        with Horizontal():
            yield Lines(((PROMPT, Ink.KEY),), ground=Ground.BAR, id="prompt")
            yield self.field
        yield self.under

    def on_mount(self) -> None:
        """Go on behind what stands there."""
        self.field.cursor_position = len(self.field.value)
        self._look()

    def begin(self, text: str, names: Names) -> None:
        """Start anew with a filter, as if just made."""
        self.names, self._valid, self._fault = names, text, None
        self.field.value = shown_line(text)
        self.field.cursor_position = len(self.field.value)
        self._look()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Read the filter anew with each letter, which is painted with its rows where those are here already."""
        event.stop()
        in_one_frame(self, self._look)

    def fault(self, error: DeskError) -> None:
        """Show what the filter language or the store has against the filter."""
        self._fault = error
        self.under.write(*self._error_lines(error))

    def on_resize(self, _event: Resize) -> None:
        """A fault is wrapped to the room that there is."""
        if self._fault is not None:
            self.fault(self._fault)

    def _look(self) -> None:
        text, hints, self._fault = self.field.value, self._hints(), None
        coming = foreseen(text, self.field.cursor_position, hints) if self.patient else None
        try:
            parse(text)
        except FilterError as error:
            typing_on = error.at + error.length >= len(text.rstrip()) and bool(hints)
            if typing_on:
                self.under.write(self._hint_line(hints))
                if coming is not None:
                    self._tell(self.Likely(coming))
            else:
                self.fault(error)
            return
        self.under.write(self._hint_line(hints))
        half_typed = any(hint.length for hint in hints) and not text.endswith(" ")
        if text == self._valid:
            return
        if half_typed and self.patient:
            self._tell(self.Likely(coming or text))
        else:
            self._valid = text
            self._tell(self.Edited(text))

    def _tell(self, message: Message) -> None:
        """Straight to the screen: on its way through the panes, frames would be painted before the reading begins."""
        self.screen.post_message(message)

    def _hints(self) -> list[Completion]:
        return complete(self.field.value, self.field.cursor_position, self.names)

    def _hint_line(self, hints: list[Completion]) -> Line:
        if not hints:
            return ((PROMPT.replace("/", " ") + self.hint(), Ink.FAINT),)
        return hint_line(hints)

    def hint(self) -> str:
        """What is said under the field where nothing can be completed."""
        does = key_and(self, "apply", "filters"), key_and(self, "abandon", "leaves it as it was")
        return " · ".join(filter(None, does))

    def _error_lines(self, error: DeskError) -> list[Line]:
        message = shown_line(f"{error.message}; {error.hint}" if error.hint else error.message)
        lines: list[Line] = [((f"   {line}", Ink.BAD),) for line in wrap(message, max(self.size.width - 4, 20))]
        if not isinstance(error, FilterError):
            return lines
        before = cells(error.text[: error.at]) - round(self.field.scroll_offset.x)
        length = max(1, cells(error.text[error.at : error.at + error.length]))
        caret = " " * (len(PROMPT) + max(before, 0)) + "^" * min(length, 60)
        return [((caret, Ink.BAD),), *lines]

    def action_do(self, action: str) -> None:
        """Apply, complete or leave."""
        match action:
            case "apply":
                self._apply()
            case "complete":
                self._complete()
            case _:
                self._tell(self.Abandoned())

    def _apply(self) -> None:
        try:
            parse(self.field.value)
        except FilterError as error:
            self.fault(error)
            return
        self._tell(self.Applied(self.field.value))

    def _complete(self) -> None:
        hints = self._hints()
        if not hints:
            return
        first, cursor = hints[0], self.field.cursor_position
        tail = "" if first.text.endswith(":") else " "
        self.field.replace(first.text + tail, first.at, max(cursor, first.at))
        self.field.cursor_position = first.at + len(first.text) + len(tail)
