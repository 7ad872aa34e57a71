"""Changes one after the other in one transaction: all are committed together, or none of them.

Here: what one of them is within the transaction. Not here: the transaction itself (`desk.py`).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection

from supportdesk.store import indexes
from supportdesk.store.change import Change
from supportdesk.store.later import Later
from supportdesk.store.reading import Actor, Reading


@dataclass(slots=True)
class Series:
    """Runs of a verb that share a transaction; what lists and search derive from them is made once, at the end."""

    connection: Connection
    now: datetime
    actor: Actor
    address: str
    verb: str
    touched: bool = False
    failed: bool = False
    _later: Later = field(default_factory=Later)

    @property
    def reading(self) -> Reading:
        """The desk as the changes before have left it."""
        return Reading(self.connection, self.now, self.actor, self.address)

    @contextmanager
    def change(self) -> Iterator[Change]:
        """One run of the verb; if its body raises, nothing stays of the whole series."""
        change = Change(self.connection, self.now, self.actor, self.address, self.verb, later=self._later)
        try:
            yield change
        except BaseException:
            self.failed = True
            raise
        self.touched = self.touched or change.touched

    def settle(self) -> None:
        """Derive what waited."""
        indexes.settle(Reading(self.connection, self.now, self.actor, self.address), self._later)
