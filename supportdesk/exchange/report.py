"""What goes into an import or export besides the data, and what is told afterwards.

Here: options, progress, rejects and reports. Not here: any format.
"""

import base64
import json
from codecs import getincrementaldecoder
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO, Protocol

from supportdesk.desk import Desk
from supportdesk.domain.ticket import Status

Source = BinaryIO | Path
"""Where an import reads: an open stream, or the path of a file or folder."""


@dataclass(frozen=True, slots=True)
class Format:
    """A format by the name that users type."""

    name: str
    help: str
    folder: bool = False


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run has come: bytes of the input read, of how many (None where unknown), and records done."""

    at: int
    size: int | None
    records: int


Watcher = Callable[[Progress], None]
"""Told of progress, about once a chunk."""


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """How to read: every field may be left out.

    `source` names the other desk in each ticket (the default is the format's own habit); `status` is given to tickets
    that come from mail; `mapping` says which of their columns is which of ours (csv); `rejects` takes a JSON line for
    each record that could not be read.
    """

    source: str = ""
    status: Status = Status.NEW
    mapping: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    rejects: BinaryIO | None = None


@dataclass(frozen=True, slots=True)
class Reject:
    """A record that could not be taken in: where it stood (line or message from 1, byte offset), why, and its bytes."""

    place: int
    offset: int
    reason: str
    raw: bytes = b""


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What became of the records: each is new, threaded (added to what stood), duplicate or rejected.

    `tickets`, `messages` and `customers` count the rows that were added; `renumbered` the tickets whose number was
    taken; `change` is the number of the change, None where nothing of ours had to be logged; `rejects` the first few.
    """

    received: int = 0
    new: int = 0
    threaded: int = 0
    duplicate: int = 0
    rejected: int = 0
    tickets: int = 0
    messages: int = 0
    customers: int = 0
    renumbered: int = 0
    change: int | None = None
    rejects: tuple[Reject, ...] = ()


@dataclass(frozen=True, slots=True)
class ExportReport:
    """How much was written; `left_out` counts what the format cannot hold, by what it is."""

    tickets: int = 0
    messages: int = 0
    records: int = 0
    bytes: int = 0
    left_out: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))


class Importer(Protocol):
    """Reads a source into a desk. UsageError for a source that is no such format at all."""

    def __call__(
        self, desk: Desk, source: Source, *, options: ImportOptions = ..., progress: Watcher | None = None
    ) -> ImportReport: ...


class Exporter(Protocol):
    """Writes the tickets that a filter matches, all of them for an empty filter."""

    def __call__(
        self, desk: Desk, target: Source, *, filter: str = "", progress: Watcher | None = None
    ) -> ExportReport: ...


def write_reject(out: BinaryIO, reject: Reject) -> None:
    """Write a reject as a line of JSON, with all its bytes: as text where they are that, else in base64.

    It goes out in pieces: a record may be as large as the memory that an import has.
    """
    try:
        for _ in _texts(reject.raw):
            pass
    except UnicodeDecodeError:
        key = "raw_base64"
        pieces: Iterable[bytes] = map(base64.b64encode, _pieces(reject.raw))
    else:
        key = "raw"
        pieces = (json.dumps(text, ensure_ascii=False)[1:-1].encode() for text in _texts(reject.raw))
    told = {"line": reject.place, "offset": reject.offset, "reason": reject.reason, key: ""}
    out.write(json.dumps(told, ensure_ascii=False).encode("utf-8", "replace").removesuffix(b'"}'))
    for piece in pieces:
        out.write(piece)
    out.write(b'"}\n')


PIECE = 3 << 18
"""Bytes that are written at once; base64 has no padding where threes end."""


def _pieces(raw: bytes) -> Iterator[bytes]:
    return (raw[at : at + PIECE] for at in range(0, len(raw), PIECE))


def _texts(raw: bytes) -> Iterator[str]:
    decoder = getincrementaldecoder("utf-8")()
    yield from map(decoder.decode, _pieces(raw))
    decoder.decode(b"", final=True)
