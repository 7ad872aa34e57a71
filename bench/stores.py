"""The filled stores that the measurements share: made once a size by the demo desk's generator."""

import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from bench.copying import copy_store
from bench.places import Place, Postgres, Sqlite, bare, desk

SEED = 20_261_121


@dataclass(slots=True)
class Stores:
    """Makes stores when they are first asked for. `kept` holds SQLite stores from one run to the next."""

    sqlite: Sqlite
    postgres: Postgres | None
    kept: Path
    known: dict[tuple[str, int], str] = field(default_factory=dict)

    def places(self) -> list[Place]:
        """The databases that are measured."""
        return [self.sqlite, *([self.postgres] if self.postgres else [])]

    def filled(self, place: Place, tickets: int) -> str:
        """The address of a store with so many tickets; it is shared, so write to a copy."""
        key = (place.name, tickets)
        if key not in self.known:
            began = time.monotonic()
            self.known[key] = self._filled_sqlite(tickets) if place is self.sqlite else self._copied(place, tickets)
            say(f"{tickets:,} tickets on {place.name}: ready after {time.monotonic() - began:.0f} s")
        return self.known[key]

    def _filled_sqlite(self, tickets: int) -> str:
        name = f"demo-{tickets}"
        done = self.kept / f"{name}.done"
        if done.exists():
            return str(self.kept / f"{name}.db")
        from supportdesk import demo

        address = Sqlite(self.kept).new(name)
        with desk(address) as filling:
            demo.fill(filling, tickets=tickets, seed=SEED)
        done.touch()
        return address

    def _copied(self, place: Place, tickets: int) -> str:
        source = self.filled(self.sqlite, tickets)
        address = place.new(f"demo_{tickets}")
        with bare(self.sqlite, source) as rows, bare(place, address) as target:
            copy_store(rows, target, postgres=True)
        return address


def say(text: str) -> None:
    """What goes on, for whoever waits."""
    print(text, file=sys.stderr, flush=True)
