"""What a list of tickets shows of each that is not the ticket's own: a draft, what was not read, who else is there.

Which tickets those are is told from outside; how a sign looks is in `columns.py`. Only lines that look different are
drawn again.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from textual.scroll_view import ScrollView

from supportdesk.widgets.columns import Looks, Sign
from supportdesk.widgets.marks import Marks
from supportdesk.widgets.row_cache import RowCache

END = object()


class Decorated(ScrollView):
    """A list whose tickets have signs; what is said of one is drawn in its line alone."""

    cache: RowCache
    marks: Marks
    stale: bool

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.drafts: frozenset[int] = frozenset()
        self.gone: frozenset[int] = frozenset()
        self.unread: frozenset[int] = frozenset()
        self.typing: frozenset[int] = frozenset()
        self.open: frozenset[int] = frozenset()

    def decorate(self, **sets: frozenset[int]) -> None:
        """Show which tickets have a draft, are unread or do not match any more, and where others read or write.

        The names of the sets are those of the attributes; what is not named stays.
        """
        for name, numbers in sets.items():
            differing = getattr(self, name) ^ numbers
            setattr(self, name, numbers)
            self._draw(differing)

    @contextmanager
    def drawing_what_differs(self) -> Iterator[None]:
        """Do something to the rows that leaves them where they are; lines that look as before are not drawn again."""
        place, before = self._in_sight()
        yield
        now, after = self._in_sight()
        if now != place:
            self.refresh()
        for y in (y for y, rows in enumerate(zip(before, after, strict=False)) if rows[0] != rows[1]):
            self.refresh_line(self.scroll_offset.y + y)

    def _in_sight(self) -> tuple[object, list[object]]:
        """How the lines stand, and what is in each: a row, None for one that has not been read, or the list's end."""
        top, height = self.scroll_offset.y, self.cache.height
        lines = range(top, top + self.size.height)
        return (top, not height), [self.cache.row(line) if line < height else END for line in lines]

    def _draw(self, numbers: frozenset[int]) -> None:
        top = self.scroll_offset.y
        for number in numbers:
            line = self.cache.index_of(number)
            if line is not None and top <= line < top + self.size.height:
                self.refresh_line(line)

    def sign(self, number: int) -> Sign:
        """What is most worth knowing: somebody writes here, I have begun to, somebody is here, I have not read it."""
        signs = ((Sign.TYPING, self.typing), (Sign.DRAFT, self.drafts), (Sign.OPEN, self.open))
        found = next((sign for sign, numbers in signs if number in numbers), Sign.NONE)
        return Sign.UNREAD if found is Sign.NONE and number in self.unread else found

    def looks(self, number: int, *, cursor: bool, snippet: str) -> Looks:
        """How the line of a ticket looks at this moment."""
        return Looks(
            cursor=cursor,
            marked=number in self.marks,
            left=number in self.gone,
            stale=self.stale,
            sign=self.sign(number),
            unread=number in self.unread,
            snippet=snippet,
        )
