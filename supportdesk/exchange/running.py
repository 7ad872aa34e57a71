"""One run of an import: records in chunks, a short transaction each, under one change number.

A chunk grows or shrinks so that nobody else waits for the store longer than a moment. Not here: formats, what a record
means, and the other process (`ahead.py`).
"""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from typing import BinaryIO, Generic, NamedTuple, TypeVar

from supportdesk import ahead
from supportdesk.collecting import rare_collections
from supportdesk.desk import Desk
from supportdesk.errors import DeskError
from supportdesk.exchange.report import ImportReport, Progress, Reject, Watcher, write_reject
from supportdesk.exchange.tally import Tally
from supportdesk.services.intake import Added, Decision, Verdict
from supportdesk.store import bulk, memory, stock
from supportdesk.store.change import Change

WRITE_SECONDS = 0.4
"""How long a transaction should hold the store."""

SMALLEST = 1 << 18

MOST_RECORDS = 5000
SHOWN_REJECTS = 20

R = TypeVar("R")
T = TypeVar("T")


class Item(NamedTuple, Generic[T]):
    """A record with its place in the source; `fault` is why it cannot be read at all, `weight` its size in bytes."""

    place: int
    offset: int
    weight: int
    record: T | None
    raw: bytes = b""
    fault: str = ""


Writer = Callable[[Change, Sequence[T]], tuple[list[Decision], Added]]
"""Takes records in through an open change: a decision for each, and how many rows were added."""


@dataclass(slots=True)
class Run(Generic[T]):
    """An import on its way: where it writes, how, and what it has counted."""

    desk: Desk
    writer: Writer[T]
    rejects: BinaryIO | None = None
    progress: Watcher | None = None
    size: int | None = None
    verb: str = "import"
    tally: Tally = field(default_factory=Tally)
    budget: int = 1 << 20

    def take(
        self,
        found: Iterable[R],
        prepare: Callable[[Sequence[R]], list[Item[T]]],
        *,
        weigh: Callable[[R], int],
        later: Callable[[Item[T]], None] | None = None,
        sift: Callable[[list[R]], list[R]] | None = None,
        raw: Callable[[R], bytes | None] | None = None,
    ) -> None:
        """Write all that was found, made ready by `prepare`; items whose time has not come go to `later`.

        `prepare` may run anywhere and has no store; what has to ask the store before is done by `sift`. Where `raw`
        gives what an item keeps of its source, that need not come back from another process.
        """
        chunks = self._chunks(found, weigh)
        chunks = map(sift, chunks) if sift else chunks

        def bare(chunk: Sequence[R]) -> list[Item[T]]:
            items = prepare(chunk)
            return [item._replace(raw=b"") for item in items] if raw else items

        def whole(chunk: Sequence[R], items: list[Item[T]]) -> list[Item[T]]:
            if not raw:
                return items
            return [item._replace(raw=raw(one) or b"") for item, one in zip(items, chunk, strict=True)]

        ready = ahead.made_ready(
            chunks, bare, whole, weigh=lambda chunk: sum(map(weigh, chunk)), in_threads=not self.desk.store.sqlite
        )
        with rare_collections(), closing(ready):
            for chunk in ready:
                self._write(chunk, later)
                if self.progress:
                    last = chunk[-1]
                    self.progress(Progress(last.offset + last.weight, self.size, self.tally.received))
                del chunk

    def report(self) -> ImportReport:
        """The import is over: what it took in."""
        stock.take(self.desk.store, self.tally.added.tickets + self.tally.added.messages)
        return self.tally.report()

    def once(self, work: Callable[[Change], None]) -> None:
        """Do something in a transaction of its own."""
        with self.desk.change(self.verb, number=self.tally.change) as change:
            work(change)

    def _chunks(self, found: Iterable[R], weigh: Callable[[R], int]) -> Iterator[list[R]]:
        """What was found in pieces of about the budget; whoever takes a piece is alone in holding it."""
        chunk: list[R] = []
        weight = 0
        for one in found:
            size = weigh(one)
            if chunk and (weight + size > self.budget or len(chunk) >= MOST_RECORDS):
                full, chunk, weight = [chunk], [], 0
                yield full.pop()
            chunk.append(one)
            weight += size
            del one
            if weight > ahead.LARGEST:
                full, chunk, weight = [chunk], [], 0
                yield full.pop()
        if chunk:
            yield chunk

    def _write(self, chunk: Sequence[Item[T]], later: Callable[[Item[T]], None] | None) -> None:
        readable = [item for item in chunk if item.record is not None]
        began = time.perf_counter()
        decisions, added = self._commit([item.record for item in readable if item.record is not None])
        self._adapt(time.perf_counter() - began, _weight(chunk))
        if _weight(chunk) > ahead.LARGEST:
            with self.desk.read() as reading:
                memory.release(reading)
        self._count(added)
        told = dict(zip(map(id, readable), decisions, strict=True))
        for item in chunk:
            self._settle(item, told.get(id(item)), later)

    def _commit(self, records: Sequence[T]) -> tuple[list[Decision], Added]:
        """Write a chunk; where somebody wrote the same at the same time, look again at what stands now."""
        if not records:
            return [], Added()
        for attempt in range(5):
            try:
                with self.desk.change(self.verb, number=self.tally.change) as change:
                    bulk.checkpoint_rarely(change)
                    decisions, added = self.writer(change, records)
                    number = change.number
                self.tally.change = number or self.tally.change
                return decisions, added
            except DeskError as error:
                if attempt == 4 or not _met(error):
                    raise
        raise AssertionError("the last attempt returns or raises")

    def _adapt(self, seconds: float, weight: int) -> None:
        """Aim at `WRITE_SECONDS` a transaction."""
        if seconds > WRITE_SECONDS * 1.25:
            self.budget = max(SMALLEST, min(self.budget, int(weight * WRITE_SECONDS / seconds)))
        elif seconds < WRITE_SECONDS and weight > self.budget // 2:
            self.budget = min(ahead.LARGEST, int(self.budget * 1.5))

    def _count(self, added: Added) -> None:
        total = self.tally.added
        total.tickets += added.tickets
        total.messages += added.messages
        total.customers += added.customers
        total.renumbered += added.renumbered

    def _settle(self, item: Item[T], decision: Decision | None, later: Callable[[Item[T]], None] | None) -> None:
        if decision is Verdict.LATER and later:
            later(item)
            return
        self.tally.received += 1
        if isinstance(decision, Verdict):
            self.tally.counts[decision] += 1
            return
        self.tally.rejected += 1
        reason = decision.message if isinstance(decision, DeskError) else item.fault
        self._reject(Reject(item.place, item.offset, reason, item.raw))

    def _reject(self, reject: Reject) -> None:
        if len(self.tally.rejects) < SHOWN_REJECTS:
            self.tally.rejects.append(Reject(reject.place, reject.offset, reject.reason, reject.raw[:200]))
        if self.rejects:
            write_reject(self.rejects, reject)


def _weight(items: Sequence[Item[T]]) -> int:
    return sum([item.weight for item in items])


def _met(error: DeskError) -> bool:
    """Whether a transaction failed only because another one wrote the same, or waited for it, at the same time."""
    state = getattr(getattr(error.__cause__, "orig", None), "sqlstate", "")
    return state in ("23505", "40P01", "40001")
