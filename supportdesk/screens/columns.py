"""The columns of the inbox: shown or hidden, and in which order. The list behind shows each change at once."""

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.binding import BindingType

from supportdesk.actions import Scope, bindings
from supportdesk.keymap import Keymap
from supportdesk.screens.list_box import ListBox
from supportdesk.widgets.choices import Choice, Choices
from supportdesk.widgets.column import TOLD, USUAL, Column


class ColumnsScreen(ListBox):
    """A line for each column: those that are shown first, in their order, then the others."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Scope.COLUMNS)]

    def __init__(self, shown: Sequence[Column], keymap: Keymap, *, changed: Callable[[Sequence[Column]], None]) -> None:
        super().__init__("columns", "columns of the inbox", Scope.COLUMNS, keymap)
        self.changed = changed
        self.shown = list(shown)

    def on_mount(self) -> None:
        """Show them."""
        super().on_mount()
        self._write(self.shown[0])

    def on_choices_chosen(self, event: Choices.Chosen) -> None:
        """A click shows or hides."""
        self._toggle(Column(event.choice.key))

    def action_do(self, action: str) -> None:
        """Show, hide, move, or go back."""
        under = self.list.current
        column = Column(under.key) if under else Column.SUBJECT
        match action:
            case "show_column":
                self._toggle(column)
            case "column_right" | "column_left":
                self._move(column, 1 if action == "column_right" else -1)
            case "usual_columns":
                self.shown = list(USUAL)
                self._changed(column)
            case _:
                self.dismiss()

    def _toggle(self, column: Column) -> None:
        if column is Column.SUBJECT:
            self.app.bell()
            return
        if column in self.shown:
            self.shown.remove(column)
        else:
            self.shown.append(column)
        self._changed(column)

    def _move(self, column: Column, step: int) -> None:
        """Change places with the neighbour."""
        place = self.shown.index(column) if column in self.shown else -1
        if place < 0 or not 0 <= place + step < len(self.shown):
            self.app.bell()
            return
        self.shown[place], self.shown[place + step] = self.shown[place + step], self.shown[place]
        self._changed(column)

    def _changed(self, column: Column) -> None:
        self.changed(tuple(self.shown))
        self._write(column)

    def _write(self, at: Column) -> None:
        hidden = [column for column in Column if column not in self.shown]
        choices = [Choice(str(column), f"{column:<13}{TOLD[column]}", lead="✓") for column in self.shown]
        choices += [Choice(str(column), f"{column:<13}{TOLD[column]}", lead=" ") for column in hidden]
        self.list.show(choices, at=str(at))
