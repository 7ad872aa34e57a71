"""The thread of a ticket as one long page: laid out once, drawn line by line as it scrolls into sight."""

from datetime import UTC, datetime
from typing import ClassVar

from textual.binding import BindingType
from textual.events import Resize
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from supportdesk.actions import Scope, bindings
from supportdesk.domain.models import ThreadMessage
from supportdesk.widgets.finding import Place, find, lit
from supportdesk.widgets.ink import Ink
from supportdesk.widgets.moving import Moving
from supportdesk.widgets.painting import palette_of, strip
from supportdesk.widgets.thread_lines import Laid, lay_out


class ThreadView(Moving, ScrollView):
    """The messages of one ticket, oldest first; it opens where the newest one begins."""

    DEFAULT_CSS = "ThreadView { height: 1fr; width: 1fr; overflow: hidden; }"
    can_focus = True

    class Found(Message):
        """Another place is looked at."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Scope.FOUND)]

    def __init__(self, *, fold_key: str = "f", id: str | None = None) -> None:
        super().__init__(id=id)
        self.thread: tuple[ThreadMessage, ...] = ()
        self.now = datetime.now(UTC)
        self.unfolded = False
        self.fold_key = fold_key
        self.ticket: int | None = None
        self._lines: list[Laid] = []
        self._height = 0
        self._empty = ""
        self.sought = ""
        self.places: list[Place] = []
        self.at = 0

    def show(self, ticket: int, thread: tuple[ThreadMessage, ...], now: datetime) -> None:
        """Draw a thread. Another ticket starts at its newest message, the same one stays where it was read."""
        same = ticket == self.ticket
        grown = len(thread) > len(self.thread)
        at_end = same and grown and self.scroll_offset.y >= self.max_scroll_y
        self.ticket, self.thread, self.now = ticket, thread, now
        if not same:
            self.unfolded, self.sought = False, ""
        self._lay_out()
        if not same or at_end:
            self.show_newest()

    def clear(self, why: str) -> None:
        """Draw no thread but a sentence."""
        self.ticket, self.thread, self._empty = None, (), why
        self._lay_out()

    def show_newest(self) -> None:
        """Scroll so that the newest message is seen from its head."""
        newest = len(lay_out(self.thread[-1:], self.size.width, self.now, unfolded=self.unfolded, key=self.fold_key))
        start = len(self._lines) - max(newest, self.size.height)
        self.scroll_to(y=max(0, min(start, len(self._lines) - newest)), animate=False, force=True, immediate=True)

    def fold(self) -> None:
        """Unfold what is folded, or fold it again."""
        self.unfolded = not self.unfolded
        self._lay_out()

    def _lay_out(self) -> None:
        width = self.size.width
        if self.ticket is None:
            self._lines = [Laid(()), Laid(((f"  {self._empty}", Ink.DIM),))]
        else:
            self._lines = lay_out(self.thread, width, self.now, unfolded=self.unfolded, key=self.fold_key)
        self.places = find((laid.line for laid in self._lines), self.sought)
        self.at = min(self.at, max(len(self.places) - 1, 0))
        self.lengthen(len(self._lines))
        self._height = self.size.height
        self.refresh()

    def search(self, sought: str) -> None:
        """Light every place where words stand, unfolding what hides some, and go to the last one; nothing ends it."""
        self.sought = sought.strip()
        if self.sought:
            self.unfolded = True
        self._lay_out()
        self.at = max(len(self.places) - 1, 0)
        self._bring()

    def find(self, step: int) -> None:
        """Go to the next place, or the one before, and from the last to the first."""
        if self.places:
            self.at = (self.at + step) % len(self.places)
            self._bring()

    def _bring(self) -> None:
        """Bring the place that is looked at into sight, with some lines before it."""
        if self.places:
            line, top = self.places[self.at].line, self.scroll_offset.y
            if not top <= line < top + self.size.height:
                self.move_to(line - self.size.height // 3)
        self.refresh()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The keys that go from place to place are others while nothing is searched for."""
        if action == "do" and parameters[:1] in (("find_next",), ("find_previous",)):
            return bool(self.sought)
        return super().check_action(action, parameters)

    def action_do(self, action: str) -> None:
        """Go from place to place, or move."""
        if action in ("find_next", "find_previous"):
            self.find(1 if action == "find_next" else -1)
            self.post_message(self.Found())
        else:
            super().action_do(action)

    def on_resize(self, _event: Resize) -> None:
        """Wrap anew for another width; the newest message stays in sight if it was."""
        at_end = self.scroll_offset.y + self._height >= len(self._lines)
        self._lay_out()
        if at_end and self.ticket is not None:
            self.show_newest()

    def render_line(self, y: int) -> Strip:
        """One line of what is laid out."""
        index = self.scroll_offset.y + y
        palette = palette_of(self)
        if index >= len(self._lines):
            return strip((), self.size.width, palette=palette)
        laid = self._lines[index]
        here = [place for place in self.places if place.line == index] if self.places else []
        line = lit(laid.line, here, self.places[self.at]) if here else laid.line
        return strip(line, self.size.width, ground=laid.ground, palette=palette)
