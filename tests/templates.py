"""Desks that tests begin with: each is made once in a test process, and copied for every test that asks for one."""

import os
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from supportdesk.desk import Desk
from supportdesk.store import schema
from supportdesk.store.engine import connect
from tests import postgres

MORNING = datetime(2026, 11, 21, 9, tzinfo=UTC)
"""When every test begins."""


class Clock:
    """A clock that stands still until a test advances it."""

    def __init__(self, now: datetime = MORNING) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **by: float) -> datetime:
        """Let time pass: `advance(hours=1)`, or any other words of a timedelta."""
        self.now += timedelta(**by)
        return self.now


@dataclass(frozen=True)
class Beginning:
    """What a new desk, whose agent and admin is anna, is furnished with before a test begins; `name` is its file's."""

    name: str
    furnish: Callable[[Desk], object] = lambda _desk: None


NEW = Beginning("new")


class Templates:
    """Desks to copy, made when they are first asked for."""

    def __init__(self, folder: Path, server: Callable[[], postgres.Server]) -> None:
        self._folder, self._server = folder, server
        self._ended: dict[str, datetime] = {}
        self._databases: dict[str, str] = {}

    def sqlite(self, beginning: Beginning) -> Path:
        """A store in a file."""
        path = self._folder / f"{beginning.name}.db"
        if not path.exists():
            with tempfile.TemporaryDirectory(dir=self._folder) as folder:
                made = Path(folder) / "desk.db"
                if beginning.name == NEW.name:
                    self._ended[beginning.name] = make(str(made))
                else:
                    shutil.copyfile(self.sqlite(NEW), made)
                    self._ended[beginning.name] = furnished(str(made), beginning)
                made.rename(path)
        return path

    def postgres(self, beginning: Beginning) -> str:
        """The name of a database of the server."""
        if beginning.name not in self._databases:
            name, server = f"desk_template_{os.getpid()}_{beginning.name}", self._server()
            if beginning.name == NEW.name:
                server.keep(name)
                make(server.database(name))
            else:
                server.keep(name, like=self.postgres(NEW))
                furnished(server.database(name), beginning)
            self._databases[beginning.name] = name
        return self._databases[beginning.name]

    def ended(self, beginning: Beginning) -> datetime:
        """What time it is when a desk has been furnished."""
        self.sqlite(beginning)
        return self._ended[beginning.name]


def make(place: str, beginning: Beginning = NEW) -> datetime:
    """Make and furnish a desk at a path or an empty database; what time it is then."""
    store = connect(place)
    schema.create(store, login="anna", now=MORNING)
    store.close()
    return furnished(place, beginning)


def furnished(place: str, beginning: Beginning) -> datetime:
    """Furnish a new desk; what time it is then."""
    clock, store = Clock(), connect(place)
    beginning.furnish(Desk(store, "anna", clock))
    store.close()
    return clock.now
