"""JSON lines: one record a line, everything that a desk holds, without loss.

A file that `write` made begins with a record `desk`: it brings its whole history, and an import of it into an empty
desk gives the same desk. Any other file may hold any records with as few keys as make sense.
"""

import json
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from operator import attrgetter
from typing import BinaryIO, TypeVar

from supportdesk.desk import Desk
from supportdesk.domain.shape import Imported
from supportdesk.errors import DeskError
from supportdesk.exchange import pack, parsing, unpack
from supportdesk.exchange.lines import LONGEST_LINE, Line, read_lines
from supportdesk.exchange.report import ExportReport, ImportOptions, ImportReport, Progress, Source, Watcher
from supportdesk.exchange.running import Item, Run
from supportdesk.exchange.source import created, opened
from supportdesk.exchange.unpack_ticket import Hand
from supportdesk.services import intake
from supportdesk.services.intake import Added, Decision, Memory
from supportdesk.store import outgoing, outgoing_past, outgoing_records
from supportdesk.store.change import Change
from supportdesk.store.columns import instant_text
from supportdesk.store.reading import Reading

_DEFAULTS = ImportOptions()
T = TypeVar("T")


def read(
    desk: Desk, source: Source, *, options: ImportOptions = _DEFAULTS, progress: Watcher | None = None
) -> ImportReport:
    """Take a file of records in. Tickets whose number is taken, or that refer to later ones, come after all others."""
    memory = Memory()
    hand = Hand(instant_text(desk.clock()), options.source or "desk")

    def write(change: Change, records: Sequence[Imported]) -> tuple[list[Decision], Added]:
        return intake.write(change, records, memory)

    with ExitStack() as stack:
        stream, size = opened(source, stack)
        run: Run[Imported] = Run(desk, write, options.rejects, progress, size)
        late = stack.enter_context(_Later())
        prepare = partial(items, hand)
        weigh, raw = attrgetter("size"), attrgetter("content")
        run.take(read_lines(stream), prepare, weigh=weigh, later=late.add, raw=raw)
        memory.late = True
        while late.count:
            waiting, late = late, stack.enter_context(_Later())
            again = None if memory.last_call else late.add
            run.take(waiting.lines(), prepare, weigh=weigh, later=again, raw=raw)
            memory.last_call = late.count == waiting.count
        if memory.restoring:
            run.once(intake.end_whole)
    return run.report()


def write(desk: Desk, target: Source, *, filter: str = "", progress: Watcher | None = None) -> ExportReport:
    """Write what the desk holds; with a filter, the tickets that it matches and all that they refer to."""
    with ExitStack() as stack:
        out = Output(created(target, stack))
        reading = stack.enter_context(desk.read())
        if not filter.strip():
            out.put({"record": "desk", "format": unpack.FORMAT})
        _beside(out, reading, filter)
        numbers = outgoing.numbers(reading, filter)
        for shown in outgoing.tickets(reading, numbers):
            out.put(pack.ticket(shown))
            out.tickets += 1
            out.messages += len(shown.ticket.thread)
            if progress and not out.tickets % 500:
                progress(Progress(out.tickets, len(numbers), out.records))
    return ExportReport(out.tickets, out.messages, out.records, out.bytes)


def _beside(out: "Output", reading: Reading, filter: str) -> None:
    """Everything that tickets may refer to comes before them."""
    out.put_all(pack.organization, outgoing_records.organizations(reading))
    out.put_all(pack.team, outgoing_records.teams(reading))
    out.put_all(pack.agent, outgoing_records.agents(reading))
    out.put_all(pack.tag, outgoing_records.tags(reading))
    out.put_all(pack.field, outgoing_records.fields(reading))
    out.put_all(pack.template, outgoing_records.templates(reading))
    out.put_all(pack.view, outgoing_records.views(reading))
    out.put_all(pack.customer, outgoing_records.customers(reading, filter))
    out.put_all(pack.change, outgoing_records.changes(reading, filter))
    if not filter.strip():
        out.put_all(pack.record_event, outgoing_past.record_events(reading))
    for sha256, data in outgoing_records.contents(reading, filter):
        out.put(pack.content(sha256, data))


@dataclass(slots=True)
class Output:
    """Where lines go, and how many went."""

    stream: BinaryIO
    records: int = 0
    bytes: int = 0
    tickets: int = 0
    messages: int = 0

    def put(self, found: pack.Object) -> None:
        """Write one record."""
        line = json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode("utf-8") + b"\n"
        self.stream.write(line)
        self.records += 1
        self.bytes += len(line)

    def put_all(self, packed: Callable[[T], pack.Object], records: Iterable[T]) -> None:
        """Write records of one kind."""
        for record in records:
            self.put(packed(record))


def items(hand: Hand, lines: Sequence[Line]) -> list[Item[Imported]]:
    """Lines as records, each with its fault where it is none."""
    return [_item(line, hand) for line in lines]


def _item(line: Line, hand: Hand) -> Item[Imported]:
    if line.content is None:
        limit = LONGEST_LINE >> 20
        fault = f"a line of {line.size / 2**20:.0f} MB is longer than {limit} MB"
        return Item(line.number, line.offset, 1, None, fault=fault)
    try:
        record = _record(line.content, hand)
    except DeskError as error:
        return Item(line.number, line.offset, line.size, None, line.content, error.message)
    return Item(line.number, line.offset, line.size, record, line.content)


def _record(content: bytes, hand: Hand) -> Imported:
    """The record of a line; what is wrong with one is told by the careful reader."""
    found = parsing.quickly(content)
    if found is not None:
        try:
            return unpack.record(found, hand)
        except DeskError:
            pass
    return unpack.record(parsing.carefully(content), hand)


class _Later:
    """Records that wait for the end of the file, on disk."""

    def __init__(self) -> None:
        self.count = 0
        self.file: BinaryIO = tempfile.TemporaryFile()  # noqa: SIM115 - closed by the context

    def __enter__(self) -> "_Later":
        return self

    def __exit__(self, *_error: object) -> None:
        self.file.close()

    def add(self, item: Item[Imported]) -> None:
        """Keep an item, with its place."""
        self.count += 1
        self.file.write(b"%d %d %s\n" % (item.place, item.offset, item.raw))

    def lines(self) -> Iterator[Line]:
        """Their lines again, in their order."""
        self.file.seek(0)
        for line in read_lines(self.file):
            place, offset, raw = (line.content or b"").split(b" ", 2)
            yield Line(int(place), int(offset), raw, len(raw))
