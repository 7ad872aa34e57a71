"""Tables in text: encoding, separator and rows of a CSV file from anywhere, and cells that no spreadsheet runs."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

SAMPLE = 1 << 18
"""Bytes from which encoding and separator are told."""

LONGEST_CELL = 4 << 20
"""Characters of a cell, and of a line."""

TOO_LONG = f"a line is longer than {LONGEST_CELL:,} characters"

NEVER_CLOSED = "a quotation mark is opened and never closed: all lines after it are part of this row"

SEPARATORS = ",;\t|"

_RUN = re.compile(r"'*[=+\-@\t\r\n]")
_KEPT = re.compile(r"'+[=+\-@\t\r\n]")
_QUOTED = re.compile(r'"[^"]*"')


@dataclass(frozen=True, slots=True)
class Row:
    """A row: the line that it begins on, its byte offset, its text as it stood, its cells, or why there are none."""

    line: int
    offset: int
    text: str
    cells: Sequence[str]
    fault: str = ""


def neutral(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula: an apostrophe goes before what would begin one."""
    return f"'{cell}" if _RUN.match(cell) else cell


def plain(cell: str) -> str:
    """The inverse of `neutral`."""
    return cell[1:] if _KEPT.match(cell) else cell


def read_rows(stream: BinaryIO) -> Iterator[Row]:
    """Every row that is not blank, the header first."""
    sample = stream.read(SAMPLE)
    encoding = encoding_of(sample)
    text = io.TextIOWrapper(
        io.BufferedReader(_Joined(sample, stream)), encoding=encoding, errors="surrogateescape", newline=""
    )
    lines = _Lines(text, encoding)
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(lines, delimiter=_separator(sample.decode(encoding, "replace")))
    while True:
        lines.begin()
        try:
            cells = next(reader)
        except StopIteration:
            break
        except csv.Error as error:
            yield Row(lines.first, lines.offset, lines.taken(), (), f"not a row: {error}")
            continue
        if fault := TOO_LONG if lines.overlong else NEVER_CLOSED if lines.ended_within else "":
            yield Row(lines.first, lines.offset, lines.taken(), (), fault)
        elif any(cell.strip() for cell in cells):
            yield Row(lines.first, lines.offset, lines.taken(), cells)
    text.detach()


class _Joined(io.RawIOBase):
    """What was read already, and then the rest."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self.head = head
        self.rest = rest

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: "memoryview | bytearray") -> int:  # type: ignore[override]
        """Fill a buffer."""
        piece = self.head[: len(buffer)] or self.rest.read(len(buffer))
        self.head = self.head[len(buffer) :]
        buffer[: len(piece)] = piece
        return len(piece)


class _Lines:
    """Lines of a text for the reader of rows, which remembers where a row began and what it was made of."""

    def __init__(self, text: io.TextIOWrapper, encoding: str) -> None:
        self.text = text
        self.encoding = "utf-16-le" if encoding == "utf-16" else encoding
        self.number = self.at = self.first = self.offset = 0
        self.parts: list[str] = []
        self.overlong = self.ended_within = False

    def begin(self) -> None:
        """A new row begins."""
        self.first, self.offset, self.parts, self.overlong = self.number + 1, self.at, [], False

    def taken(self) -> str:
        """The text of the row."""
        return "".join(self.parts)

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self._line()
        if not line:
            self.ended_within = bool(self.parts)
            raise StopIteration
        self.parts.append(line)
        return line

    def _line(self) -> str:
        line = self._piece()
        self.number += 1
        while line and line[-1] not in "\r\n" and len(line) >= LONGEST_CELL:
            self.overlong = True
            more = self._piece()
            if not more or more[-1] in "\r\n":
                break
        return line

    def _piece(self) -> str:
        piece = self.text.readline(LONGEST_CELL)
        self.at += len(piece.encode(self.encoding, "surrogateescape"))
        return piece


def encoding_of(sample: bytes) -> str:
    """The encoding of a sample: by its mark, else UTF-8 where it is that, else the likelier of the two of Windows."""
    if sample.startswith(b"\xef\xbb\xbf"):
        return "utf-8-sig"
    if sample.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    try:
        sample.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start < len(sample) - 4:
            return _windows(sample)
    return "utf-8"


def _windows(sample: bytes) -> str:
    """Russian text is mostly high bytes; Western text has few of them between plain letters."""
    high = sum(byte >= 0xC0 for byte in sample)
    letters = sum(65 <= byte <= 90 or 97 <= byte <= 122 for byte in sample)
    return "windows-1251" if high > letters // 2 else "windows-1252"


def _separator(text: str) -> str:
    """The separator that the header has most of, outside quotes."""
    header = _QUOTED.sub("", text.lstrip("\ufeff\r\n")[:65536]).splitlines()[:1] or [""]
    return max(SEPARATORS, key=lambda mark: (header[0].count(mark), -SEPARATORS.index(mark)))
