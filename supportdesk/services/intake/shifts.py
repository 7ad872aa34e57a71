"""Which change here a change of a file is.

Changes keep their numbers in an empty desk; elsewhere they are shifted, in as few stretches as other people's changes
leave, and `meta` remembers the shifts so that the same file meets its changes again.
"""

import json

from supportdesk.services.intake.notation import compact
from supportdesk.store import bulk, tables
from supportdesk.store.change import Change


class Shifts:
    """Which change here a change of the file is: number plus the shift of the last stretch that begins before it."""

    def __init__(self, change: Change, origin: str) -> None:
        self.change = change
        self.key = f"import {origin}"
        found = bulk.matching(change, tables.meta, ("value",), "key", [self.key]) if origin else []
        kept = json.loads(found[0][0]) if found else {}
        self.stretches: list[list[int]] = kept.get("changes", [[0, 0]])
        self.events: int = kept.get("events", 0)
        """The last event of a record that was taken in; they come in the order of their numbers."""

    def of(self, number: int) -> int:
        """The number here of the file's change."""
        for first, shift in reversed(self.stretches):
            if number >= first:
                return number + shift
        return number

    def begin(self, number: int, shift: int) -> None:
        """From this number of the file on, another shift holds."""
        self.stretches = [*(one for one in self.stretches if one[0] < number), [number, shift]]

    def save(self) -> None:
        """Remember the shifts with the rows that they placed."""
        row = {"key": self.key, "value": compact({"changes": self.stretches, "events": self.events})}
        statement = self.change.upsert(tables.meta).values(row)
        self.change.connection.execute(
            statement.on_conflict_do_update(index_elements=["key"], set_={"value": row["value"]})
        )
        self.change.touched = True
