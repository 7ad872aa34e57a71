"""The rows of a long list as far as they have been read, in blocks; and what to ask for when one is missing.

Pure: no drawing, no store. The list's order is the one it had when it was read; later news change rows in place.
"""

from collections import OrderedDict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from supportdesk.domain.models import Cursor, Page, TicketRow

BLOCK = 100
"""Rows in a block: two screens, and a few milliseconds of the store."""

MOST_BLOCKS = 100
"""Blocks that are kept; those not looked at for longest are forgotten."""


@dataclass(frozen=True, slots=True)
class Block:
    """Consecutive rows; the cursors that continue the list behind and before them, where they are known."""

    rows: tuple[TicketRow, ...]
    after: Cursor | None = None
    before: Cursor | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """A block that is missing, and the nearest cursor that leads to it."""

    first: int
    limit: int
    after: Cursor | None = None
    before: Cursor | None = None
    total: int | None = None


@dataclass(slots=True)
class RowCache:
    """A list of `height` rows, of which some blocks are here."""

    total: int | None = None
    blocks: OrderedDict[int, Block] = field(default_factory=OrderedDict)
    numbers: dict[int, int] = field(default_factory=dict)
    reached: int = 0
    more: bool = False

    @property
    def height(self) -> int:
        """How many rows there are, as far as is known: before the count, those read and room for a block more."""
        if self.total is not None:
            return max(self.total, 0)
        return self.reached + (BLOCK if self.more else 0)

    @property
    def complete(self) -> bool:
        """Whether every row of the list is here."""
        return not self.more and self.reached == sum(len(block.rows) for block in self.blocks.values())

    def row(self, index: int) -> TicketRow | None:
        """The row at an index, or None where it has not been read."""
        block = self.blocks.get(index // BLOCK)
        at = index % BLOCK
        return block.rows[at] if block is not None and at < len(block.rows) else None

    def index_of(self, number: int) -> int | None:
        """Where a ticket stands, or None if it is not here."""
        return self.numbers.get(number)

    def known(self) -> Iterator[int]:
        """The tickets that are here."""
        return iter(self.numbers)

    def put(self, first: int, page: Page, *, backwards: bool = False) -> None:
        """Keep rows that were read from index `first` on, which is the beginning of a block."""
        rows = page.rows
        self.reached = max(self.reached, first + len(rows))
        if not backwards:
            self.more = page.after is not None if first + len(rows) >= self.reached else self.more
            if page.after is None:
                self.total = first + len(rows)
        for start in range(0, len(rows), BLOCK):
            part = rows[start : start + BLOCK]
            last = start + len(part) == len(rows)
            after, before = (page.back, page.after) if backwards else (page.after, page.back)
            after, before = after if last else None, before if start == 0 else None
            self._keep((first + start) // BLOCK, Block(part, after, before))

    def _keep(self, index: int, block: Block) -> None:
        self._forget(index)
        self.blocks[index] = block
        for at, row in enumerate(block.rows, index * BLOCK):
            self.numbers.setdefault(row.number, at)
        while len(self.blocks) > MOST_BLOCKS:
            self._forget(next(iter(self.blocks)))

    def _forget(self, index: int) -> None:
        block = self.blocks.pop(index, None)
        for row in block.rows if block else ():
            if (at := self.numbers.get(row.number)) is not None and at // BLOCK == index:
                del self.numbers[row.number]

    def wanted(self, first: int, last: int) -> Wanted | None:
        """The first missing block between two rows, if any; those between are marked as looked at."""
        for index in range(max(first, 0) // BLOCK, max(last, 0) // BLOCK + 1):
            if index in self.blocks:
                self.blocks.move_to_end(index)
            elif index * BLOCK < self.height:
                return self._asking(index)
        return None

    def _asking(self, index: int) -> Wanted:
        earlier, later = self.blocks.get(index - 1), self.blocks.get(index + 1)
        return Wanted(
            index * BLOCK,
            BLOCK,
            after=earlier.after if earlier else None,
            before=later.before if later else None,
            total=self.total,
        )

    def update(self, rows: Iterable[TicketRow]) -> list[int]:
        """Put new values in the place of old ones; the indexes that changed."""
        changed = []
        for row in rows:
            index = self.numbers.get(row.number)
            if index is None or self.row(index) == row:
                continue
            block = self.blocks[index // BLOCK]
            at = index % BLOCK
            self.blocks[index // BLOCK] = replace(block, rows=(*block.rows[:at], row, *block.rows[at + 1 :]))
            changed.append(index)
        return changed
