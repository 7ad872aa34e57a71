"""Which change here a change of a file is.

Changes keep their numbers in an empty desk; elsewhere they are shifted, in as few stretches as other people's changes
leave, and `meta` remembers the shifts so that the same file meets its changes again, and which changes came so.
"""

import json

from sqlalchemy import select

from supportdesk.services.intake.notation import compact
from supportdesk.store import bulk, tables
from supportdesk.store.change import Change
from supportdesk.store.reading import Reading

KEY = "import "
"""How the rows of `meta` begin that remember a file's shifts; the rest is what the file is known by."""


class Shifts:
    """Which change here a change of the file is: number plus the shift of the last stretch that begins before it."""

    def __init__(self, change: Change, origin: str) -> None:
        self.change = change
        self.key = f"{KEY}{origin}"
        found = bulk.matching(change, tables.meta, ("value",), "key", [self.key]) if origin else []
        kept = json.loads(found[0][0]) if found else {}
        self.stretches: list[list[int]] = kept.get("changes", [[0, 0]])
        self.taken: list[list[int]] = kept.get("taken", [])
        """The first and the last number of each stretch of changes that were not done here."""
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

    def take(self, number: int, *, highest: int) -> None:
        """A change of the file got this number and was not done here; nothing of here is beyond the `highest`."""
        if self.taken and (self.taken[-1][1] == number - 1 or self.taken[-1][0] > highest):
            self.taken[-1][1] = number
        else:
            self.taken.append([number, number])

    def save(self) -> None:
        """Remember the shifts with the rows that they placed."""
        row = {
            "key": self.key,
            "value": compact({"changes": self.stretches, "taken": self.taken, "events": self.events}),
        }
        statement = self.change.upsert(tables.meta).values(row)
        self.change.connection.execute(
            statement.on_conflict_do_update(index_elements=["key"], set_={"value": row["value"]})
        )
        self.change.touched = True


def brought(reading: Reading) -> list[tuple[int, int]]:
    """The first and the last number of each stretch of changes that files brought from other desks."""
    meta = tables.meta
    rows = reading.rows(select(meta.c.value).where(meta.c.key.startswith(KEY)))
    return [(first, last) for row in rows for first, last in json.loads(row.value).get("taken", [])]
