"""Lists in which the cursor's line alone shows whether the keys go to them.

Textual draws the whole of a widget that gets or loses the keys; here one line is drawn.
"""

from textual.events import Blur, DescendantBlur, DescendantFocus, Event, Focus
from textual.message import Message
from textual.scroll_view import ScrollView

from supportdesk.widgets.moving import Moving


class CursorLine(Moving, ScrollView):
    """One entry a line, and a cursor on one of them."""

    cursor: int

    def on_focus(self, event: Focus) -> None:
        """The keys go here: all that Textual does then but the drawing."""
        self._follow(event, DescendantFocus(self), has_focus=True)

    def on_blur(self, event: Blur) -> None:
        """The keys go elsewhere."""
        self._follow(event, DescendantBlur(self), has_focus=False)

    def _follow(self, event: Event, told: Message, *, has_focus: bool) -> None:
        event.prevent_default()
        self.has_focus = has_focus
        self.refresh_line(self.cursor)
        if self.parent is not None:
            self.parent.post_message(told)
