"""A pick list: a few letters find the line, enter takes it."""

from collections.abc import Sequence
from typing import ClassVar, TypeVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets import Input

from supportdesk.actions import Scope, bindings
from supportdesk.screens.helped import Helped
from supportdesk.widgets.choices import Choice, Choices
from supportdesk.widgets.fields import Field
from supportdesk.widgets.fuzzy import matching
from supportdesk.widgets.in_force import keymap_of
from supportdesk.widgets.ink import Ground, Ink
from supportdesk.widgets.lines import Bar
from supportdesk.widgets.moving import Moving

Answer = TypeVar("Answer")


class Picking(Helped[Answer]):
    """What every pick list does; a screen with it says what taking a line and leaving mean."""

    AUTO_FOCUS: ClassVar[str | None] = "Field"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Scope.CHOICE, priority=True)]

    def __init__(self, title: str, choices: Sequence[Choice], *, hint: str = "type to find") -> None:
        super().__init__()
        self.heading, self.all = title, choices
        self.field = Field(placeholder=hint)
        self.list = Choices(always_lit=True)

    def heard(self) -> Sequence[Scope]:
        """The keys of choosing."""
        return (Scope.CHOICE,)

    def title_bar(self) -> Bar:
        """What is chosen, and the two keys."""
        bar = Bar(ground=Ground.FOCUSED)
        keymap = keymap_of(self)
        keys = ((keymap.shown("choose"), " takes  "), (keymap.shown("dismiss"), " back "))
        named = tuple(span for key, does in keys if key for span in ((key, Ink.KEY), (does, Ink.DIM)))
        bar.say(((f" {self.heading}", Ink.STRONG),), named)
        return bar

    def offer(self, typed: str) -> None:
        """Show what fits."""
        self.list.show(matching(typed, self.all))

    def on_input_changed(self, event: Input.Changed) -> None:
        """Find anew with each letter."""
        self.offer(event.value)

    def on_choices_chosen(self, event: Choices.Chosen) -> None:
        """A click takes a line."""
        self.take(event.choice, "")

    @property
    def paged(self) -> Moving:
        """What a page down is of: the list, or what is shown beside it."""
        return self.list

    def action_do(self, action: str) -> None:
        """Move in the list, take or leave."""
        match action:
            case "choices_on" | "choices_back":
                self.paged.action_do("page_down" if action == "choices_on" else "page_up")
            case "choice_down" | "choice_up":
                self.list.move_to(self.list.cursor + (1 if action == "choice_down" else -1))
            case "choose":
                self.take(self.list.current, self.field.value.strip())
            case _:
                self.leave()

    def take(self, choice: Choice | None, typed: str, /) -> None:
        """Enter was pressed, or a line clicked."""

    def leave(self) -> None:
        """Escape was pressed."""


FREE = frozenset("+-/~.")
"""What free words begin with that are never meant to find a line: tags to add or remove, and paths."""


class PickScreen(Picking[str]):
    """Choose one; the answer is its key, `typed …` for free words where they are allowed, or empty."""

    def __init__(self, title: str, choices: Sequence[Choice], *, free: str = "") -> None:
        super().__init__(title, choices, hint=free or "type to find")
        self.free = bool(free)

    def compose(self) -> ComposeResult:
        """Title, field, lines."""
        with Vertical(id="pick", classes="box"):
            yield self.title_bar()
            yield self.field
            yield self.list

    def on_mount(self) -> None:
        """Offer everything."""
        self.offer("")

    def take(self, choice: Choice | None, typed: str, /) -> None:
        """Answer with the line, or with what was typed where that is allowed."""
        if choice is not None and not (self.free and typed[:1] in FREE):
            self.dismiss(choice.key)
        elif self.free and typed:
            self.dismiss(f"typed {typed}")
        else:
            self.app.bell()

    def leave(self) -> None:
        """Go back without an answer."""
        self.dismiss("")
