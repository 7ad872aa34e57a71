"""A transaction that may write: what `Change` and `Private` have in common. What each leaves behind is said there."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table

from supportdesk.store.reading import Reading


@dataclass(slots=True)
class Writing(Reading):
    """A reading in whose transaction rows may be written."""

    def upsert(self, table: Table) -> Any:
        """An INSERT that knows ON CONFLICT, of this store's dialect."""
        if self.sqlite:
            from sqlalchemy.dialects import sqlite

            return sqlite.insert(table)
        from sqlalchemy.dialects import postgresql  # a local desk does without: it is slow to load

        return postgresql.insert(table)
