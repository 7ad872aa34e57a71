"""A question before something that touches more than is seen; the safe answer is the default."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from supportdesk.keyboard import with_aliases
from supportdesk.widgets.fitting import wrap
from supportdesk.widgets.ink import Ink
from supportdesk.widgets.lines import Lines

WIDTH = 60


class ConfirmScreen(ModalScreen[bool]):
    """Yes is a deliberate `y`; everything else is no."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(",".join(with_aliases(["y"])), "answer(True)", show=False),
        Binding(",".join(["escape", "enter", *with_aliases(["n", "q"])]), "answer(False)", show=False),
    ]

    def __init__(self, question: str, more: str = "") -> None:
        super().__init__()
        self.question, self.more = question, more

    def compose(self) -> ComposeResult:
        """The question, what it means, and the two keys."""
        with Vertical(classes="box"):
            yield Lines(
                ((f" {self.question}", Ink.STRONG),),
                *(((f" {line}", Ink.DIM),) for line in wrap(self.more, WIDTH)),
                (),
                ((" y", Ink.KEY), (" yes   ", Ink.TEXT), ("esc", Ink.KEY), (" no", Ink.TEXT)),
            )

    def action_answer(self, sure: bool) -> None:
        """Go back with the answer."""
        self.dismiss(sure)
