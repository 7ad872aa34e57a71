"""A list whose entries take several lines each: past tickets, finds of a search, the lines of a customer.

What an entry says is written by whoever shows it, for a width; here are only the cursor and the drawing.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from textual.events import Click, Resize
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from supportdesk.widgets.fitting import wrap
from supportdesk.widgets.ink import Ground, Ink, Line
from supportdesk.widgets.moving import Moving
from supportdesk.widgets.painting import palette_of, strip

NOWHERE = -1
"""The cursor's place while it is on no entry."""


@dataclass(frozen=True, slots=True)
class Entry:
    """`key` is what it stands for, empty for a heading; `draw` gives its lines for a width."""

    key: str
    draw: Callable[[int], Sequence[Line]]


def heading(text: str) -> Entry:
    """An entry that only says what follows; the cursor skips it."""
    said = text.lstrip()
    lead = " " * (len(text) - len(said))
    return Entry("", lambda width: [((lead + line, Ink.FAINT),) for line in wrap(said, max(width - len(lead) - 1, 8))])


def blank() -> Entry:
    """An empty line between entries."""
    return Entry("", lambda _width: ((),))


class Entries(Moving, ScrollView):
    """Entries with a cursor, which may be on none of them."""

    DEFAULT_CSS = "Entries { height: 1fr; width: 1fr; overflow: hidden; }"
    can_focus = True

    @dataclass
    class Moved(Message):
        """The cursor is on another entry, or on none."""

        entries: "Entries"
        key: str

    @dataclass
    class Chosen(Message):
        """An entry was clicked."""

        entries: "Entries"
        key: str

    def __init__(self, *, id: str | None = None, always_lit: bool = False) -> None:
        super().__init__(id=id)
        self.entries: list[Entry] = []
        self.cursor = NOWHERE
        self.always_lit = always_lit
        self._drawn: list[Sequence[Line]] = []
        self._starts: list[int] = [0]

    @property
    def key(self) -> str:
        """What the entry under the cursor stands for, empty where there is none."""
        return self.entries[self.cursor].key if 0 <= self.cursor < len(self.entries) else ""

    @property
    def text(self) -> str:
        """What it says, without inks."""
        return "\n".join("".join(part for part, _ in line) for drawn in self._drawn for line in drawn)

    def show(self, entries: Iterable[Entry], *, at: str | None = None) -> None:
        """Show other entries, with the cursor on the one that stands for `at`: the first one for None, none for ""."""
        self.entries = list(entries)
        keys = [entry.key for entry in self.entries]
        first = next((place for place, key in enumerate(keys) if key), NOWHERE)
        self.cursor = first if at is None else keys.index(at) if at and at in keys else NOWHERE if not at else first
        self._lay_out()
        self._reveal()
        self.post_message(self.Moved(self, self.key))

    def add(self, entries: Iterable[Entry]) -> None:
        """Show more entries below those that stand."""
        self.entries += entries
        self._lay_out()

    def _lay_out(self) -> None:
        width = max(self.size.width - 2, 10)
        self._drawn = [entry.draw(width) for entry in self.entries]
        self._starts = [0, *accumulate(len(lines) for lines in self._drawn)]
        self.lengthen(self._starts[-1])
        self.refresh()

    def on_resize(self, _event: Resize) -> None:
        """Draw for another width."""
        self._lay_out()
        self._reveal()

    def place(self) -> int:
        """The entry of the cursor."""
        return self.cursor

    def last(self) -> int:
        """The last entry."""
        return len(self.entries) - 1

    def move_to(self, index: int) -> None:
        """Put the cursor on an entry, or on the nearest one beyond it in the direction of the move."""
        if not any(entry.key for entry in self.entries):
            return
        index = max(0, min(index, self.last()))
        onwards = range(index, len(self.entries)) if index > self.cursor else range(index, -1, -1)
        back = range(index, -1, -1) if index > self.cursor else range(index, len(self.entries))
        self.cursor = next(place for place in (*onwards, *back) if self.entries[place].key)
        self._reveal()
        self.refresh()
        self.post_message(self.Moved(self, self.key))

    def _reveal(self) -> None:
        """Scroll so that all of the entry is seen, and the headings above the first one."""
        if self.cursor == NOWHERE:
            return
        headed = not any(entry.key for entry in self.entries[: self.cursor])
        start, end = 0 if headed else self._starts[self.cursor], self._starts[self.cursor + 1]
        top, page = self.scroll_offset.y, max(self.size.height, 1)
        y = min(max(top, end - page), start)
        if y != top:
            self.scroll_to(y=max(0, y), animate=False, force=True, immediate=True)

    def on_click(self, event: Click) -> None:
        """A click chooses."""
        index = bisect_right(self._starts, self.scroll_offset.y + event.y) - 1
        if 0 <= index < len(self.entries) and self.entries[index].key:
            self.move_to(index)
            self.post_message(self.Chosen(self, self.entries[index].key))

    def render_line(self, y: int) -> Strip:
        """One line of an entry."""
        y += self.scroll_offset.y
        index = bisect_right(self._starts, y) - 1
        width, palette = self.size.width, palette_of(self)
        if index >= len(self._drawn):
            return strip((), width, palette=palette)
        chosen = index == self.cursor
        lit = chosen and (self.has_focus or self.always_lit)
        ground = Ground.CURSOR if lit else Ground.BLURRED if chosen else Ground.PLAIN
        line = self._drawn[index][y - self._starts[index]]
        bar = ("▌" if lit else " ", Ink.ACCENT)
        return strip((bar, *line), width, ground=ground, palette=palette)
