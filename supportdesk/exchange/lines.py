"""Lines of a stream of any size, in bounded memory."""

from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

PIECE = 1 << 20
LONGEST_LINE = 48 << 20
"""Bytes of a line; a longer one is passed over to its end, and only its length is told."""


class Line(NamedTuple):
    """A line without its newline: its number from 1, its offset, its bytes (None if too long) and its size."""

    number: int
    offset: int
    content: bytes | None
    size: int


def read_lines(stream: BinaryIO) -> Iterator[Line]:
    """Every line that is not blank; a byte order mark at the beginning is dropped."""
    number, offset = 0, 0
    held: list[bytes] = []
    size = 0
    while piece := stream.read(PIECE):
        parts = piece.split(b"\n")
        for part in parts[:-1]:
            number += 1
            size += len(part)
            if not held and size == len(part):
                line = part
            else:
                held.append(part)
                line = b"".join(held) if size <= LONGEST_LINE else b""
                held.clear()
            yield from _line(number, offset, line, size)
            offset += size + 1
            size = 0
        size += len(parts[-1])
        if size > LONGEST_LINE:
            held.clear()
        elif parts[-1]:
            held.append(parts[-1])
    if size:
        yield from _line(number + 1, offset, b"".join(held) if size <= LONGEST_LINE else b"", size)


def _line(number: int, offset: int, line: bytes, size: int) -> Iterator[Line]:
    if number == 1:
        line = line.removeprefix(b"\xef\xbb\xbf")
    if size > LONGEST_LINE:
        yield Line(number, offset, None, size)
    elif line.strip():
        yield Line(number, offset, line, size)
