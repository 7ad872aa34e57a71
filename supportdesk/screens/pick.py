"""A pick list: a few letters find the line, enter takes it."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input

from supportdesk.actions import Scope, bindings
from supportdesk.widgets.choices import Choice, Choices
from supportdesk.widgets.fields import Field
from supportdesk.widgets.fuzzy import matching
from supportdesk.widgets.ink import Ground, Ink
from supportdesk.widgets.lines import Bar


class PickScreen(ModalScreen[str]):
    """Choose one; the answer is its key, `typed …` for free words where they are allowed, or empty."""

    AUTO_FOCUS = "Field"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Scope.CHOICE, priority=True)]

    def __init__(self, title: str, choices: Sequence[Choice], *, free: str = "") -> None:
        super().__init__()
        self.heading, self.all, self.free = title, choices, free
        self.field = Field(placeholder=free or "type to find")
        self.list = Choices(always_lit=True)

    def compose(self) -> ComposeResult:
        """Title, field, lines."""
        with Vertical(id="pick", classes="box"):
            yield self._title()
            yield self.field
            yield self.list

    def _title(self) -> Bar:
        bar = Bar(ground=Ground.FOCUSED)
        bar.say(
            ((f" {self.heading}", Ink.STRONG),),
            (("enter", Ink.KEY), (" takes ", Ink.DIM), ("esc", Ink.KEY), (" back ", Ink.DIM)),
        )
        return bar

    def on_mount(self) -> None:
        """Offer everything."""
        self.offer("")

    def offer(self, typed: str) -> None:
        """Show what fits."""
        self.list.show(matching(typed, self.all))

    def on_input_changed(self, event: Input.Changed) -> None:
        """Find anew with each letter."""
        self.offer(event.value)

    def on_choices_chosen(self, event: Choices.Chosen) -> None:
        """A click takes a line."""
        self.dismiss(event.choice.key)

    def action_do(self, action: str) -> None:
        """Move in the list, take or leave."""
        match action:
            case "choice_down" | "choice_up":
                self.list.move_to(self.list.cursor + (1 if action == "choice_down" else -1))
            case "choose":
                self._choose()
            case _:
                self.dismiss("")

    def _choose(self) -> None:
        typed = self.field.value.strip()
        choice = self.list.current
        if choice is not None and not (self.free and typed[:1] in ("+", "-")):
            self.dismiss(choice.key)
        elif self.free and typed:
            self.dismiss(f"typed {typed}")
        else:
            self.app.bell()
