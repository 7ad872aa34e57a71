"""Filtering the inbox by indexed keys in a terminal: from the key that asks for it to the frame with the right rows.

That key is enter, or the last letter where the console filters while it is typed. A filtering ends with the first frame
that has the filter in the title and the ticket that the store has first in the first row.
"""

import os
import re
import time
from collections import Counter
from collections.abc import Iterable, Iterator

from bench.places import desk
from bench.screen import Screen
from bench.terminal import HEIGHT, Terminal
from supportdesk.domain.filters import parse
from supportdesk.domain.models import TicketRow
from supportdesk.store import queries
from supportdesk.store.reading import Reading

WIDTH = 120
QUIET = 0.15
"""Seconds without a frame after which no other is on its way."""

FIRST_ROW = re.compile(r"[▌ ].?\s*(\d+) ")
WHERE = slice(2, 5)
"""The lines in which the first row can stand: under title and heading, and under the filter bar while it is open."""

SAMPLE = 1_000
LONGEST = 26
"""Letters of an address that the title has room for, so that it is seen whole."""

FIXED = ("status:pending", "status:new", "status:open,hold", "assignee:none", "priority:urgent", "vip:yes")


def wanted(address: str) -> dict[str, int]:
    """Filters of the inbox with the number of the ticket that each shows first; values are those of the store."""
    with desk(address) as ours, ours.read() as reading:
        return dict(_with_first(reading, _filters(queries.page(reading, parse("is:open"), limit=SAMPLE).rows)))


def _filters(rows: tuple[TicketRow, ...]) -> Iterator[str]:
    yield from FIXED
    yield from (f"assignee:{login}" for login in _usual(row.assignee for row in rows))
    yield from (f'team:"{name}"' for name in _usual(row.team for row in rows))
    yield from (f"tag:{tag}" for tag in _usual(tag for row in rows for tag in row.tags))
    addresses = (row.customer.email for row in rows if row.customer is not None)
    yield f"customer:{next(address for address in addresses if 0 < len(address) <= LONGEST)}"
    yield f"number:{rows[len(rows) // 2].number}"


def _usual(values: Iterable[str | None]) -> list[str]:
    """The two values that stand there most often."""
    return [value for value, _ in Counter(value for value in values if value is not None).most_common(2)]


def _with_first(reading: Reading, filters: Iterable[str]) -> Iterator[tuple[str, int]]:
    for text in filters:
        rows = queries.page(reading, parse(f"is:open {text}"), limit=1).rows
        if rows:
            yield text, rows[0].number


class Filtering:
    """Filters a console that shows its inbox."""

    def __init__(self, terminal: Terminal) -> None:
        self.terminal, self.screen = terminal, Screen(WIDTH, HEIGHT)

    def time(self, text: str, number: int) -> float:
        """Milliseconds until a filter shows this ticket first; afterwards the inbox is as it was."""
        for keys in ("/", text[:-1]):
            self._press(keys)
        took = self._press(text[-1], text, number)
        while_typing = took is not None
        confirmed = self._press("\r", text, number)
        took = took if while_typing else confirmed
        assert took is not None, f"{text} never shows {number}: {self.screen.lines[:6]}"
        self._press("\x1b")
        return took

    def _press(self, keys: str, text: str = "", number: int = 0) -> float | None:
        """Press keys and see all that comes of it; when the ticket was first in the list, if it was."""
        self.terminal.settle(QUIET)
        began = time.perf_counter()
        os.write(self.terminal.file, keys.encode())
        came = []
        while written := self.terminal.read(QUIET * (1 if came else 10)):
            came.append(((time.perf_counter() - began) * 1000, written))
        found = None
        for at, written in came:
            self.screen.write(written)
            if found is None and text in self.screen.lines[0] and self._first() == number:
                found = at
        return found

    def _first(self) -> int | None:
        """The ticket in the first row."""
        rows = (FIRST_ROW.match(line) for line in self.screen.lines[WHERE])
        return next((int(row[1]) for row in rows if row), None)
