"""A short list of lines to choose from: views, statuses, agents, canned responses."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.binding import BindingType
from textual.events import Click
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip

from supportdesk.widgets.cursor_line import CursorLine
from supportdesk.widgets.fitting import cut
from supportdesk.widgets.ink import Ground, Ink, Line, Span, cells, length
from supportdesk.widgets.painting import palette_of, strip


@dataclass(frozen=True, slots=True)
class Choice:
    """A line: `key` is what it stands for, `text` what is chosen, `more` what is said about it at the right.

    All of it is safe to show. A choice without a key is a heading, one that alarms is painted so.
    """

    key: str
    text: str
    more: str = ""
    lead: str = ""
    hits: tuple[int, ...] = ()
    alarms: bool = False


class Choices(CursorLine):
    """Lines with a cursor that skips headings."""

    DEFAULT_CSS = "Choices { height: 1fr; width: 1fr; overflow: hidden; }"
    can_focus = True
    BINDINGS: ClassVar[list[BindingType]] = []

    @dataclass
    class Moved(Message):
        """The cursor is on another choice, or on none."""

        choices: "Choices"
        choice: Choice | None

    @dataclass
    class Chosen(Message):
        """A choice was clicked."""

        choices: "Choices"
        choice: Choice

    def __init__(self, *, id: str | None = None, always_lit: bool = False) -> None:
        super().__init__(id=id)
        self.choices: Sequence[Choice] = ()
        self.cursor = 0
        self.active = ""
        self._always_lit = always_lit

    @property
    def current(self) -> Choice | None:
        """The choice under the cursor."""
        choice = self.choices[self.cursor] if self.cursor < len(self.choices) else None
        return choice if choice and choice.key else None

    def show(self, choices: Sequence[Choice], *, at: str = "") -> None:
        """Draw other choices; the cursor goes to the one with the key `at`, or the first."""
        self.choices = choices
        self.virtual_size = Size(max(self.size.width, 1), len(choices))
        keys = [choice.key for choice in choices]
        self.cursor = keys.index(at) if at in keys else next((place for place, key in enumerate(keys) if key), 0)
        self.move_to(self.cursor)
        self.refresh()

    def place(self) -> int:
        """The line of the cursor."""
        return self.cursor

    def last(self) -> int:
        """The last line."""
        return len(self.choices) - 1

    def move_to(self, index: int) -> None:
        """Put the cursor on the choice at a line, or on the next one in the direction of the move."""
        index = max(0, min(index, self.last()))
        self.cursor = self._nearest(index)
        index = self.cursor
        top, page = self.scroll_offset.y, max(self.size.height, 1)
        if not top <= index < top + page:
            y = index - page + 1 if index >= top + page else index
            self.scroll_to(y=max(0, y if index > 1 else 0), animate=False, force=True, immediate=True)
        self.refresh()
        self.post_message(self.Moved(self, self.current))

    def _nearest(self, index: int) -> int:
        """The choice at a line, else the next one in the direction of the move, else the one before."""
        lines = range(len(self.choices))
        onwards = lines[max(index, 0) :] if index >= self.cursor else lines[max(index, 0) :: -1]
        back = reversed(lines[:index]) if index >= self.cursor else lines[index + 1 :]
        return next((place for place in (*onwards, *back) if self.choices[place].key), 0)

    def on_click(self, event: Click) -> None:
        """A click chooses."""
        index = self.scroll_offset.y + event.y
        if index < len(self.choices) and self.choices[index].key:
            self.move_to(index)
            self.post_message(self.Chosen(self, self.choices[index]))

    def render_line(self, y: int) -> Strip:
        """One choice."""
        index = self.scroll_offset.y + y
        width, palette = self.size.width, palette_of(self)
        if index >= len(self.choices):
            return strip((), width, palette=palette)
        choice = self.choices[index]
        lit = self.has_focus or self._always_lit
        ground = Ground.PLAIN
        if index == self.cursor and choice.key:
            ground = Ground.CURSOR if lit else Ground.BLURRED if choice.key == self.active else Ground.PLAIN
        elif choice.key and choice.key == self.active:
            ground = Ground.BLURRED
        return strip(
            self._line(choice, width, cursor=lit and index == self.cursor), width, ground=ground, palette=palette
        )

    def _line(self, choice: Choice, width: int, *, cursor: bool) -> Line:
        if not choice.key:
            return ((f" {cut(choice.text, width - 1)}", Ink.FAINT),)
        more = cut(choice.more, max(width // 2, 6))
        lead = ((f"{choice.lead} ", Ink.BAD if choice.alarms else Ink.FAINT),) if choice.lead else ()
        bar: Span = ("▌" if cursor else " ", Ink.ACCENT)
        room = width - 2 - length(lead) - cells(more) - 1
        text = cut(choice.text, room)
        usual = Ink.STRONG if choice.key == self.active else Ink.TEXT
        strong, ink = (Ink.BAD, Ink.BAD) if choice.alarms else (usual, Ink.DIM)
        spans = (
            [(letter, Ink.KEY if place in choice.hits else strong) for place, letter in enumerate(text)]
            if choice.hits
            else [(text, strong)]
        )
        gap = width - 2 - length(lead) - length(spans) - cells(more)
        return (bar, *lead, *spans, (" " * max(gap, 1), Ink.TEXT), (more, ink))
