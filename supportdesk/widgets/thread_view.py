"""The thread of a ticket as one long page: laid out once, drawn line by line as it scrolls into sight."""

from datetime import UTC, datetime
from functools import partial
from typing import ClassVar

from textual.binding import BindingType
from textual.events import Event, Resize
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widget import Widget

from supportdesk.actions import Scope, bindings
from supportdesk.domain.models import ThreadMessage
from supportdesk.widgets.finding import Place, find, lit
from supportdesk.widgets.ink import Ink
from supportdesk.widgets.laid_thread import LaidThread
from supportdesk.widgets.moving import Moving
from supportdesk.widgets.painted import Painted, Strips
from supportdesk.widgets.painting import palette_of, strip
from supportdesk.widgets.thread_lines import Laid

SCREENS = 2
"""How much of a thread is laid out at once, in heights of its pane: what is seen, and what a first key scrolls to."""

REST, BREATH = 0.06, 0.01
"""Seconds until the rest is laid out, and between two pieces of it."""

PIECE = 250
"""Lines of the rest that are laid out at once: so few that a key which comes meanwhile hardly waits."""


class ThreadView(Moving, Painted, ScrollView):
    """The messages of one ticket, oldest first; it opens where the newest one begins."""

    DEFAULT_CSS = "ThreadView { height: 1fr; width: 1fr; overflow: hidden; }"
    can_focus = True

    class Found(Message):
        """Another place is looked at."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Scope.FOUND)]

    def __init__(self, fold_key: str = "f", *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.thread: tuple[ThreadMessage, ...] = ()
        self.now = datetime.now(UTC)
        self.unfolded = False
        self.fold_key = fold_key
        self.ticket: int | None = None
        self._laid = self._lay(())
        self._empty = ""
        self._newest_at = self._height = 0
        self.sought = ""
        self.places: list[Place] = []
        self.at = 0
        self._strips = Strips()

    def show(self, ticket: int, thread: tuple[ThreadMessage, ...], now: datetime) -> None:
        """Draw a thread. Another ticket starts at its newest message, the same one stays where it was read."""
        same = ticket == self.ticket
        earlier = same and bool(self.thread and thread) and thread[0].id != self.thread[0].id
        grown = len(thread) > len(self.thread)
        at_end = same and grown and self.scroll_offset.y >= self.max_scroll_y
        self.ticket, self.thread, self.now = ticket, thread, now
        if not same:
            self.unfolded, self.sought = False, ""
            self._begin()
        elif earlier:
            self._put_before()
            return
        else:
            self._lay_out()
        if not same or at_end:
            self.show_newest()

    def watch_clock(self, now: datetime) -> None:
        """Let the ages of its messages follow the clock: the lines in sight are drawn as of now."""
        self.now = now
        self.refresh()

    def clear(self, why: str) -> None:
        """Draw no thread but a sentence."""
        self.ticket, self.thread, self._empty = None, (), why
        self._lay_out()

    @property
    def laid_out(self) -> bool:
        """Whether every message of it has its lines."""
        return self._laid.whole

    def show_newest(self) -> None:
        """Scroll so that the newest message is seen from its head."""
        newest, lines = self._laid.newest, len(self._laid.lines)
        start = lines - max(newest, self.size.height)
        self._stand_at(max(0, min(start, lines - newest)))
        self._newest_at = self.scroll_offset.y

    def _stand_at(self, line: int) -> None:
        self.scroll_to(y=line, animate=False, force=True, immediate=True)

    def _shift(self, by: int, top: int) -> None:
        """So many lines were put before what is shown, the first of which was `top`; it stays where it is."""
        self._newest_at += by
        self._stand_at(top + by)

    def fold(self) -> None:
        """Unfold what is folded, or fold it again."""
        self.unfolded = not self.unfolded
        self._lay_out()

    def _lay(self, thread: tuple[ThreadMessage, ...]) -> LaidThread:
        return LaidThread(thread, self.size.width, self.now, unfolded=self.unfolded, key=self.fold_key)

    def _begin(self, lines: int = 0) -> None:
        """Lay out what is seen of another ticket, and the rest in a moment: who goes on to the next waits for none."""
        self._laid = self._lay(self.thread)
        self._laid.reach(max(SCREENS * self.size.height, lines, 1))
        self._laid_out()
        if not self._laid.whole:
            self.set_timer(REST, partial(self._lay_piece, self._laid))

    def _put_before(self) -> None:
        """More of the thread is known, from before what is shown; that stays where it is."""
        before, top = len(self._laid.lines), self.scroll_offset.y
        if self.sought:
            self._lay_out()
        else:
            self._begin(before - top + self.size.height)
        self._shift(len(self._laid.lines) - before, top)

    def _lay_piece(self, laid: LaidThread) -> None:
        """Lay out some of what comes before, and more of it in a moment."""
        if laid is self._laid:
            self._put_unseen(laid.reach(len(laid.lines) + PIECE))
            if not laid.whole:
                self.set_timer(BREATH, partial(self._lay_piece, laid))

    def _go_back(self) -> None:
        """Lay out all that comes before."""
        self._put_unseen(self._laid.reach_all())

    def _put_unseen(self, by: int) -> None:
        """So many lines came before what is seen, which stays where it is: nothing is drawn anew."""
        if by:
            self.lengthen(len(self._laid.lines))
            self._newest_at += by
            self.set_reactive(Widget.scroll_y, self.scroll_y + by)
            self.set_reactive(Widget.scroll_target_y, self.scroll_target_y + by)

    def _lay_out(self) -> None:
        """Lay out all of it anew."""
        self._laid = self._lay(self.thread)
        self._laid.reach_all()
        self._laid_out()

    def _laid_out(self) -> None:
        if self.ticket is None:
            self._laid.lines = [Laid(()), Laid(((f"  {self._empty}", Ink.DIM),))]
        self.places = find((laid.line for laid in self._laid.lines), self.sought)
        self.at = min(self.at, max(len(self.places) - 1, 0))
        self.lengthen(len(self._laid.lines))
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
            self._go_back()
            super().action_do(action)

    def _roll(self, event: Event, lines: int) -> None:
        self._go_back()
        super()._roll(event, lines)

    def on_resize(self, _event: Resize) -> None:
        """Wrap anew for another width; the newest message stays in sight if it was."""
        top = self.scroll_offset.y
        following = top == self._newest_at or top + self._height >= len(self._laid.lines)
        if self._laid.width != self.size.width:
            self._lay_out()
        if following and self.ticket is not None:
            self.show_newest()

    def render_line(self, y: int) -> Strip:
        """One line of what is laid out."""
        index = self.scroll_offset.y + y
        palette = palette_of(self)
        if index >= len(self._laid.lines):
            return strip((), self.size.width, palette=palette)
        laid = self._laid.lines[index]
        here = [place for place in self.places if place.line == index] if self.places else []
        as_of_now = laid.line if laid.at is None else laid.at(self.now)
        line = lit(laid.line, here, self.places[self.at]) if here else as_of_now

        def paint() -> Strip:
            return strip(line, self.size.width, ground=laid.ground, palette=palette, links=laid.links)

        return self._strips.take((line, laid.ground, laid.links), (self.size.width, palette.name), paint)
