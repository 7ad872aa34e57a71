"""Moving through lines: the same keys in every list and thread."""

from typing import ClassVar

from textual.binding import BindingType
from textual.events import Event, MouseScrollDown, MouseScrollUp
from textual.geometry import Size
from textual.widget import Widget

from supportdesk.actions import Scope, bindings

WHEEL = 3
"""Lines that a notch of the mouse wheel moves."""


class Moving(Widget):
    """A widget of many lines; a subclass says where it is, where the last line is, and how to go to one."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Scope.MOVE)]

    def watch_has_focus(self, has_focus: bool) -> None:
        """Who has the keys is drawn here and in no style sheet, so that no rule is matched anew for it."""

    def place(self) -> int:
        """The line that the keys start from."""
        return self.scroll_offset.y

    def last(self) -> int:
        """The line that `G` goes to."""
        return self.max_scroll_y

    def move_to(self, index: int) -> None:
        """Go to a line; one that is not there means the nearest that is."""
        self.scroll_to(y=max(0, min(index, self.last())), animate=False, force=True, immediate=True)

    def lengthen(self, lines: int) -> None:
        """Be so many lines long. Nothing around it is laid out anew, as no scrollbar shows the length."""
        self.set_reactive(Widget.virtual_size, Size(max(self.size.width, 1), lines))
        if self.scroll_offset.y > self.max_scroll_y:
            self.scroll_to(y=self.max_scroll_y, animate=False, force=True, immediate=True)

    def on_mouse_scroll_down(self, event: MouseScrollDown) -> None:
        """The wheel moves what is seen, not the cursor."""
        self._roll(event, WHEEL)

    def on_mouse_scroll_up(self, event: MouseScrollUp) -> None:
        """As for down."""
        self._roll(event, -WHEEL)

    def _roll(self, event: Event, lines: int) -> None:
        event.stop()
        event.prevent_default()
        self.scroll_to(y=self.scroll_offset.y + lines, animate=False, force=True, immediate=True)

    def action_do(self, action: str) -> None:
        """Move as an action of the table says."""
        page = max(self.size.height - 1, 1)
        steps = {
            "down": 1,
            "up": -1,
            "half_down": page // 2,
            "half_up": -(page // 2),
            "page_down": page,
            "page_up": -page,
        }
        if action == "top":
            self.move_to(0)
        elif action == "bottom":
            self.move_to(self.last())
        else:
            self.move_to(self.place() + steps[action])
