"""`V`: tickets are marked from where it was pressed to where the cursor goes, whether they have been seen or not."""

from typing import TYPE_CHECKING

from supportdesk.console.access import Access
from supportdesk.console.questions import Rows, Slice
from supportdesk.widgets.marks import Marks

if TYPE_CHECKING:
    from supportdesk.screens.desk import DeskScreen

MOST = 5_000
"""Tickets of a range; more are marked by what they have in common."""


class Ranging:
    """A range that is being marked, on top of what was marked before."""

    def __init__(self, access: Access, screen: "DeskScreen") -> None:
        self.access, self.screen = access, screen
        self._anchor: int | None = None
        self._before: frozenset[int] = frozenset()

    async def do(self, action: str) -> bool:
        """Begin a range, or end it."""
        if action != "range":
            return False
        rows = self.screen.rows
        if self._anchor is not None:
            self.end()
            self.screen.tell(f"{len(rows.marks):,} tickets are marked")
        elif rows.marks.everything:
            self.screen.remark("everything that matches is marked already")
        elif rows.number is not None:
            self._anchor, self._before = rows.number, rows.marks.numbers
            self.follow()
            ends = self.screen.keymap.says("range", "to end")
            told = f"marking from #{rows.number} on: move, then press a verb"
            self.screen.remark(f"{told}, or {ends}" if ends else told)
        return True

    def end(self) -> None:
        """Leave marked what is marked."""
        self._anchor = None

    def follow(self) -> None:
        """Mark from the anchor to the cursor; where rows of the range have not been read, read them first."""
        if self._anchor is None:
            return
        rows = self.screen.rows
        start = rows.cache.index_of(self._anchor)
        if start is None:
            self.end()
            return
        first, last = sorted((start, rows.cursor))
        if last - first >= MOST:
            self.screen.remark(f"a range has at most {MOST:,} tickets; filter and mark all that match instead")
            return
        stretch = [rows.cache.row(index) for index in range(first, last + 1)]
        numbers = frozenset(row.number for row in stretch if row is not None)
        rows.mark(Marks(self._before | numbers))
        if len(numbers) < len(stretch):
            self._read(first, last - first + 1)

    def _read(self, first: int, length: int) -> None:
        """Until it is known which tickets lie in the range, no verb has a target."""
        inbox = self.screen.inbox

        def read(slice: Slice) -> None:
            if self._anchor is not None:
                self.screen.rows.mark(Marks(self._before | {row.number for row in slice.page.rows}))

        asked = Rows(inbox.filter, inbox.sort, first, length, total=self.screen.rows.cache.total)
        inbox.once_counted(asked, read, topic="range")
