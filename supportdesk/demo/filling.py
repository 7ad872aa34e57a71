"""Writes the demo desk into a store, and opens one that is gone when it is closed."""

import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from supportdesk.demo.records import Size, records
from supportdesk.desk import Clock, Desk, wall_clock
from supportdesk.domain.shape import Content, Imported, ImportedTicket
from supportdesk.errors import DeskError
from supportdesk.services import intake
from supportdesk.store import schema, stock
from supportdesk.store.engine import connect

CHUNK = 5_000
"""Records in one transaction: other writers wait no longer than it takes."""

TICKETS = 300
SEED = 7
LOGIN = "you"
"""The agent of a throw-away desk, and its admin."""


def fill(desk: Desk, *, tickets: int, seed: int, progress: Callable[[int], None] | None = None) -> int:
    """Fill a desk with so many tickets, the same for a seed and an instant; how many were added.

    `progress` is told how many have been written. A desk that was filled with this seed before gets no ticket twice.
    """
    size = Size(tickets, seed, desk.clock(), desk.login)
    memory, number, added, done = intake.Memory(), None, 0, 0
    for chunk in _chunks(records(size)):
        with desk.change("demo", number=number) as change:
            decisions, rows = intake.write(change, chunk, memory)
            number = change.number
        _refuse_faults(decisions)
        added += rows.tickets
        done += sum(isinstance(record, ImportedTicket) for record in chunk)
        if progress:
            progress(done)
    stock.take(desk.store, added)
    return added


def _refuse_faults(decisions: Iterable[intake.Decision]) -> None:
    for decision in decisions:
        if isinstance(decision, DeskError):
            raise decision


def _chunks(found: Iterable[Imported]) -> Iterator[list[Imported]]:
    """Records by the thousand; files stand before the tickets that hold them, and so may stand before all."""
    stream = iter(found)
    while chunk := list(islice(stream, CHUNK)):
        yield sorted(chunk, key=lambda record: not isinstance(record, Content))


@contextmanager
def open_throwaway(
    *, tickets: int = TICKETS, seed: int = SEED, login: str = LOGIN, clock: Clock = wall_clock
) -> Iterator[Desk]:
    """A desk full of demo tickets in a private file of its own, which is removed at the end."""
    folder = Path(tempfile.mkdtemp(prefix="supportdesk-demo-"))
    try:
        store = connect(str(folder / "desk.db"))
        schema.create(store, login=login, now=clock())
        desk = Desk(store, login, clock)
        try:
            fill(desk, tickets=tickets, seed=seed)
            yield desk
        finally:
            desk.close()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
