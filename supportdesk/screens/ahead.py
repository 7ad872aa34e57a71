"""The first rows of a filter that is typed but not asked for yet, read while the agent may still go on typing.

Nothing is shown of them here: their lines are made ready, and the inbox takes them when enter makes the filter the
list's.
"""

import time
from collections.abc import Callable, Iterable

from supportdesk.console.access import Access, Failed
from supportdesk.console.questions import Rows, Slice
from supportdesk.domain.filter_keys import KEYS, Kind
from supportdesk.domain.filter_tree import Filter, Term, leaves
from supportdesk.domain.models import TicketRow
from supportdesk.errors import DeskError

FRESH = 5.0
"""Seconds for which rows that were read ahead are those of the moment, if nothing happened at the desk meanwhile."""

QUICK = {Kind.NUMBER, Kind.STATUS, Kind.PRIORITY, Kind.TYPE, Kind.CHANNEL, Kind.STATE, Kind.YES_NO, Kind.NAME}
"""What is found as soon as it is typed. Words and times may take long, and what has been typed of them so far is no
help to what they become.
"""

Then = Callable[[Slice], object]


def is_quick(filter: Filter) -> bool:
    """Whether a filter asks only for what is soon found."""
    return all(
        isinstance(leaf, Term) and not leaf.field_name and KEYS[leaf.key].kind in QUICK for leaf in leaves(filter.node)
    )


class Ahead:
    """One reading at a time, that of what was typed last."""

    def __init__(self, access: Access, prepare: Callable[[Iterable[TicketRow]], None]) -> None:
        self.access, self._prepare = access, prepare
        self._asked: Rows | None = None
        self._slice: Slice | None = None
        self._waiting: tuple[Then, Failed] | None = None
        self._at = 0.0

    def read(self, asked: Rows) -> None:
        """Read these rows, unless they are here or on their way, or others are waited for."""
        if self._waiting is not None or (asked == self._asked and not self._is_old()):
            return
        self._asked, self._slice, self._at = asked, None, time.monotonic()
        self.access.ask(asked, lambda found: self._read(asked, found), topic="ahead", failed=self._failed)

    def take(self, asked: Rows, then: Then, failed: Failed) -> bool:
        """Hand these rows over as soon as they are here; False where they were not read ahead."""
        if asked != self._asked or self._is_old():
            return False
        if self._slice is None:
            self._waiting = then, failed
        else:
            found = self._slice
            self.forget()
            then(found)
        return True

    def give_up(self) -> None:
        """Something else was asked for, and what is being read would only stand before it."""
        if self._slice is None:
            self.access.give_up("ahead")
            self._asked = self._waiting = None

    def forget(self) -> None:
        """What was read is not how things are any more."""
        if self._waiting is None:
            self._asked = self._slice = None

    def _is_old(self) -> bool:
        return self._slice is not None and time.monotonic() - self._at > FRESH

    def _read(self, asked: Rows, found: Slice) -> None:
        if self._asked is not asked:
            return
        waiting, self._waiting = self._waiting, None
        if waiting is None:
            self._slice = found
            self._prepare(found.page.rows)
        else:
            self.forget()
            waiting[0](found)

    def _failed(self, error: DeskError) -> None:
        """A filter that the store refuses is told of when it is asked for."""
        waiting, self._waiting = self._waiting, None
        self.forget()
        if waiting is not None:
            waiting[1](error)
