"""The inbox: a list of any length that draws only what has been read and is known by ticket, not by place.

It never waits: a row that is not here is a placeholder, and a message asks for its block.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import ClassVar

from textual.binding import BindingType
from textual.events import Click, Resize
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from supportdesk.domain.models import TicketRow
from supportdesk.widgets.column import USUAL, Column
from supportdesk.widgets.columns import Columns, placeholder, ticket_line
from supportdesk.widgets.cursor_line import CursorLine
from supportdesk.widgets.decorated import Decorated
from supportdesk.widgets.ink import Ground, Ink
from supportdesk.widgets.marks import Marks
from supportdesk.widgets.painted import Painted, Strips
from supportdesk.widgets.painting import palette_of, strip
from supportdesk.widgets.palettes import Palette
from supportdesk.widgets.row_cache import RowCache, Wanted


class TicketList(Decorated, CursorLine, Painted, ScrollView):
    """Tickets in the order of the desk, one a line, with a cursor that stays on its ticket."""

    DEFAULT_CSS = "TicketList { height: 1fr; width: 1fr; overflow: hidden; }"
    can_focus = True
    BINDINGS: ClassVar[list[BindingType]] = []

    @dataclass
    class Moved(Message):
        """The cursor is on another ticket, or on none."""

        row: TicketRow | None

    @dataclass
    class Opened(Message):
        """A ticket was chosen with the mouse."""

        number: int

    @dataclass
    class BlockWanted(Message):
        """Rows came into sight that have not been read."""

        wanted: Wanted

    class Marked(Message):
        """Marks changed."""

    class Fitted(Message):
        """The columns have other widths."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.cache = RowCache()
        self.cursor = 0
        self.number: int | None = None
        self.marks = Marks()
        self.now = datetime.now(UTC)
        self.snippets: dict[int, str] = {}
        self.chosen: Sequence[Column] = USUAL
        self.stale = False
        self.empty = ""
        self.early: Callable[[str], bool] = lambda _action: False
        self._columns = Columns.within(80, widest=9999)
        self._asked: Wanted | None = None
        self._to_end = False
        self._fitted = 0
        self._strips = Strips()

    @property
    def current(self) -> TicketRow | None:
        """The ticket under the cursor, if it has been read."""
        return self.cache.row(self.cursor)

    def show(self, cache: RowCache, *, keep: bool, stale: bool = False) -> None:
        """Draw another list. With `keep` the cursor stays on its ticket and on its line of the screen, or, where the
        ticket is gone, on its place; else it starts at the top. A stale list is greyed.
        """
        line = self.cursor - self.scroll_offset.y
        found = cache.index_of(self.number) if keep and self.number is not None else None
        place = found if found is not None else self.cursor if keep else 0
        self.cache, self._asked, self.gone, self.stale = cache, None, frozenset(), stale
        self.snippets = {number: self.snippets[number] for number in cache.known() if number in self.snippets}
        self._lay_out()
        self.cursor = max(0, min(place, cache.height - 1))
        if not keep:
            line = 0
        self.scroll_to(y=max(0, self.cursor - line), animate=False, force=True, immediate=True)
        self.refresh()
        self._settle()
        self.want()

    def fill(self, first: int, put: Callable[[RowCache], None]) -> None:
        """Add rows that were asked for."""
        self._asked = None
        with self.drawing_what_differs():
            put(self.cache)
            self._lay_out()
        if self.number is None or first <= self.cursor < first + 100:
            self._settle()
        self.want()

    def count(self, total: int) -> None:
        """Say how long the list is."""
        with self.drawing_what_differs():
            self.cache.total = total
            self._lay_out()
            if self._to_end or self.cursor >= total:
                self.move_to(total - 1)
        self.want()

    def update_rows(self, rows: Iterable[TicketRow]) -> None:
        """Show new values of tickets in the places where they stand."""
        with self.drawing_what_differs():
            self.cache.update(rows)

    def watch_clock(self, now: datetime) -> None:
        """Let ages and countdowns follow the clock, as often as they show a difference."""
        due = (now - self.now).total_seconds() >= 30 or now < self.now
        if due:
            self.now = now
            self.refresh()

    def say(self, snippets: Mapping[int, str]) -> None:
        """Show how the last messages of tickets begin, beside those that are known."""
        self.snippets.update(snippets)
        self.refresh()

    def choose(self, columns: Sequence[Column]) -> None:
        """Show these columns, in this order."""
        self.chosen = columns
        self._lay_out()

    def mark(self, marks: Marks) -> None:
        """Mark tickets, instead of those marked before."""
        self.marks = marks
        self.refresh()
        self.post_message(self.Marked())

    def mark_current(self) -> None:
        """Turn the mark of the ticket under the cursor and go on."""
        if self.number is not None:
            self.marks = self.marks.toggled(self.number)
            self.post_message(self.Marked())
            self.refresh_line(self.cursor)
            self.move_to(self.cursor + 1)

    def action_do(self, action: str) -> None:
        """Move, unless it is too early for that."""
        if not self.early(action):
            super().action_do(action)

    def move_to(self, index: int) -> None:
        """Put the cursor on a line and bring it into sight; two lines are drawn, or one screen."""
        self._to_end = False
        height = self.cache.height
        index = max(0, min(index, height - 1))
        old, self.cursor = self.cursor, index
        top, page = self.scroll_offset.y, max(self.size.height, 1)
        if not top <= index < top + page:
            y = index - page + 1 if index >= top + page else index
            self.scroll_to(y=y, animate=False, force=True, immediate=True)
            self.refresh()
        else:
            self.refresh_line(old)
            self.refresh_line(index)
        self._settle()
        self.want()

    def move_to_ticket(self, number: int) -> None:
        """Put the cursor on a ticket, if it is among those that are here."""
        if (index := self.cache.index_of(number)) is not None:
            self.move_to(index)

    def place(self) -> int:
        """The line of the cursor."""
        return self.cursor

    def last(self) -> int:
        """The last line; until the list is counted, the end waits for the count."""
        if self.cache.total is None:
            self.call_later(self._aim_for_end)
        return self.cache.height - 1

    def _aim_for_end(self) -> None:
        self._to_end = self.cache.total is None

    def want(self) -> None:
        """Ask for the rows in sight, and for those that come next."""
        if self._asked is not None:
            return
        top, page = self.scroll_offset.y, max(self.size.height, 1)
        wanted = self.cache.wanted(top, top + page) or self.cache.wanted(top - page, top + 2 * page)
        if wanted is not None:
            self._asked = wanted
            self.post_message(self.BlockWanted(wanted))

    def forget_asking(self) -> None:
        """What was asked for will not come; ask again when it is needed."""
        self._asked = None

    def _settle(self) -> None:
        """Know the ticket under the cursor, and tell if it is another one."""
        row = self.current
        number = row.number if row else None
        if number != self.number:
            self.number = number
            # Straight to the screen, so that the frame with the cursor on a ticket has its facts as well.
            self.screen.post_message(self.Moved(row))

    def _lay_out(self) -> None:
        self.lengthen(self.cache.height)
        before = self._columns
        self._fit()
        if self._columns != before:
            self.refresh()

    def _fit(self) -> None:
        self._fitted = self.size.width
        widest = max(self.cache.numbers, default=9999)
        columns = Columns.within(self._fitted, widest=widest, chosen=self.chosen)
        if columns != self._columns:
            self._columns = columns
            self.post_message(self.Fitted())

    @property
    def columns(self) -> Columns:
        """The columns as they are drawn, at the width of now: a frame may come before the list hears of it."""
        if self._fitted != self.size.width:
            self._fit()
        return self._columns

    def on_resize(self, _event: Resize) -> None:
        """Fit the columns to the width, and keep the cursor in sight."""
        self._lay_out()
        self.move_to(self.cursor)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Ask for what scrolls into sight."""
        super().watch_scroll_y(old_value, new_value)
        self.want()

    def on_click(self, event: Click) -> None:
        """A click moves the cursor, a second one opens."""
        index = self.scroll_offset.y + event.y
        if index < self.cache.height:
            self.move_to(index)
            if event.chain == 2 and self.number is not None:
                self.post_message(self.Opened(self.number))

    def render_line(self, y: int) -> Strip:
        """One line, from the cache alone."""
        index = self.scroll_offset.y + y
        palette = palette_of(self)
        width = self.size.width
        if index >= self.cache.height:
            sentence = self.empty if index == 1 and not self.cache.height else ""
            return strip(((f"  {sentence}", Ink.DIM),), width, palette=palette)
        row = self.cache.row(index)
        cursor = index == self.cursor
        if row is None:
            return strip(
                placeholder(self.columns), width, ground=self._ground(cursor=cursor, marked=False), palette=palette
            )
        return self._strip(row, width, palette, cursor=cursor)

    def prepare(self, rows: Iterable[TicketRow]) -> None:
        """Have the lines of tickets ready that may be shown next."""
        width, palette = self.size.width, palette_of(self)
        for row in islice(rows, self.size.height):
            self._strip(row, width, palette, cursor=False)

    def _strip(self, row: TicketRow, width: int, palette: Palette, *, cursor: bool) -> Strip:
        snippet = self.snippets.get(row.number, "") if self.columns.snippet else ""
        looks = self.looks(row.number, cursor=cursor and self.has_focus, snippet=snippet)
        ground = self._ground(cursor=cursor, marked=looks.marked)
        seen = row, looks, ground, width, self._columns, self.now, palette.name

        def paint() -> Strip:
            return strip(ticket_line(row, self._columns, self.now, looks), width, ground=ground, palette=palette)

        return self._strips.take(row.number, seen, paint)

    def _ground(self, *, cursor: bool, marked: bool) -> Ground:
        if cursor:
            return Ground.CURSOR if self.has_focus else Ground.BLURRED
        return Ground.MARKED if marked else Ground.PLAIN
