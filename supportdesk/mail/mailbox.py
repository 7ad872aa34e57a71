"""Mailboxes as messages one by one: mbox, Maildir and single files, and mbox written.

Here: where one message ends and the next begins. Not here: what is in a message.
"""

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from supportdesk.errors import UsageError
from supportdesk.mail.parse import MAXIMUM_SIZE

_PIECE = 65536  # bytes of one line that are read at once
_DATED = re.compile(rb"From [^\r\n]{0,900}?\b\d{1,2}:\d\d(?::\d\d)?\b[^\r\n]{0,40}\b(?:19|20)\d\d\b")
_BARE = re.compile(rb"From (?:-|\S+@\S+|MAILER[-_]DAEMON)[ \t]*\r?$", re.MULTILINE)
_FIELD = re.compile(rb"[!-9;-~]{1,200}[ \t]*:")
_ESCAPED = re.compile(rb"^>(>*From )", re.MULTILINE)
_TO_ESCAPE = re.compile(rb"^(>*From )", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Raw:
    """One message of a mailbox: its number from 1, its offset in bytes, its bytes, or None and why it was refused.

    `separator` is the line `From …` before it in an mbox, which says when it arrived.
    """

    number: int
    offset: int
    content: bytes | None
    fault: str = ""
    separator: bytes = b""


def read_mbox(stream: BinaryIO) -> Iterator[Raw]:
    """The messages of an mbox file, one at a time in bounded memory; `>From ` is unescaped once (mboxrd).

    Content-Length headers are not believed. A line `From …` begins a message after an empty line or at the start,
    and elsewhere only where it carries a date and a header follows.
    """
    number, offset = 0, 0
    gathered = BytesIO()
    size = 0
    started, separator = False, b""
    for at, line, begins in _separated(_lines(stream)):
        if begins or not started:
            if started:
                number += 1
                yield _message(number, offset, gathered, size, separator)
            elif not begins and not line.strip():
                continue
            gathered, size, offset, started = BytesIO(), 0, at, True
            separator = line if begins else b""
            if begins:
                continue
        size += len(line)
        if size <= MAXIMUM_SIZE:
            gathered.write(line)
        elif gathered.tell():
            gathered = BytesIO()
    if started:
        yield _message(number + 1, offset, gathered, size, separator)


def read_true_mbox(stream: BinaryIO) -> Iterator[Raw]:
    """The same for a file that somebody says is an mbox: UsageError where it holds no line `From …` and no mail."""
    found = read_mbox(stream)
    head = list(islice(found, 2))
    if len(head) == 1 and not _is_mail(head[0]):
        raise UsageError("this is no mbox: there is no line 'From …' in it, nor is it a mail")
    while head:
        yield head.pop(0)
    yield from found


def _is_mail(one: Raw) -> bool:
    """Whether something came after a separator or begins with a header; what is too large is told of elsewhere."""
    text = (one.content or b"").removeprefix(b"\xef\xbb\xbf").lstrip().removeprefix(b">")
    return bool(one.separator or one.content is None or _FIELD.match(text))


def _message(number: int, offset: int, gathered: BytesIO, size: int, separator: bytes) -> Raw:
    if size > MAXIMUM_SIZE:
        return Raw(number, offset, None, _too_large(size), separator)
    # The empty line before the next separator is cut off where it stands: a large mail is not copied.
    ending = bytes(gathered.getbuffer()[-4:])
    gathered.truncate(size - (2 if ending == b"\r\n\r\n" else 1 if ending.endswith(b"\n\n") else 0))
    return Raw(number, offset, _ESCAPED.sub(rb"\1", gathered.getvalue()), "", separator)


def _too_large(size: int) -> str:
    return f"a message of {size / 2**20:.0f} MB is larger than {MAXIMUM_SIZE // 2**20} MB"


def _lines(stream: BinaryIO) -> Iterator[tuple[int, bytes, bool]]:
    """Offset, bytes and whether it begins a line, in pieces of bounded length; CR alone counts as a newline."""
    at, fresh = 0, True
    head = stream.read(_PIECE)
    classic = b"\n" not in head and b"\r" in head
    rest = head
    while rest:
        more = stream.read(_PIECE)
        block = rest.replace(b"\r", b"\n") if classic else rest
        lines = block.splitlines(keepends=True) if classic else _cut(block)
        if more and lines and not lines[-1].endswith(b"\n") and len(lines[-1]) < _PIECE:
            rest = lines.pop() + more
        else:
            rest = more
        for line in lines:
            yield at, line, fresh
            at += len(line)
            fresh = line.endswith(b"\n")


def _cut(block: bytes) -> list[bytes]:
    pieces = block.split(b"\n")
    last = pieces.pop()
    lines = [piece + b"\n" for piece in pieces]
    return [*lines, last] if last else lines


def _separated(lines: Iterator[tuple[int, bytes, bool]]) -> Iterator[tuple[int, bytes, bool]]:
    """Each piece with its offset and whether it is the separator before a message."""
    empty_before = True
    held: tuple[int, bytes, bool] | None = None  # a `From ` line, on which the next line decides
    for at, line, fresh in lines:
        if held:
            yield held[0], held[1], _begins(held[1], line, held[2])
            empty_before, held = False, None
        if fresh and line.startswith(b"From "):
            held = (at, line, empty_before)
            continue
        yield at, line, False
        empty_before = line in (b"\n", b"\r\n")
    if held:
        yield held[0], held[1], held[2] and _DATED.match(held[1]) is not None


def _begins(line: bytes, following: bytes, empty_before: bool) -> bool:
    """Whether a line `From …` separates: by its form, the line after it, and the empty line that belongs before it."""
    field = _FIELD.match(following) is not None
    if _DATED.match(line):
        return field or (empty_before and following[:1] in (b">", b"F", b"\n", b"\r", b" "))
    return field and _BARE.match(line) is not None


def read_maildir(folder: Path) -> Iterator[Raw]:
    """The messages of a Maildir, `cur` and `new`, in the order of their names; links out of it are not followed.

    Raises UsageError when the folder has neither.
    """
    homes = [folder / name for name in ("cur", "new") if (folder / name).is_dir() and not (folder / name).is_symlink()]
    if not homes:
        raise UsageError(f"{folder} is no maildir: it has no folder cur or new")
    names = sorted((name, at) for at, home in enumerate(homes) for name in _names(home))
    number = 0
    for name, at in names:
        path = homes[at] / name
        if path.is_symlink() or not path.is_file():
            continue
        number += 1
        one = read_eml(path)
        yield Raw(number, 0, one.content, one.fault)


def _names(home: Path) -> Iterator[str]:
    with os.scandir(home) as entries:
        yield from (entry.name for entry in entries if not entry.name.startswith("."))


def read_eml(path: Path) -> Raw:
    """One message from a file; refused with a reason when it is too large or cannot be read."""
    return read_file(path) if path.is_file() else Raw(1, 0, None, f"{path.name} is not a file")


def read_file(path: Path) -> Raw:
    """`read_eml` for what is known to be a file, and no pipe that one would wait at."""
    try:
        with path.open("rb", buffering=0) as file:
            size = os.fstat(file.fileno()).st_size
            return Raw(1, 0, None, _too_large(size)) if size > MAXIMUM_SIZE else Raw(1, 0, file.read())
    except OSError as fault:
        return Raw(1, 0, None, f"{path.name} cannot be read: {fault.strerror or fault}")


def write_mbox(stream: BinaryIO, messages: Iterable[tuple[str, datetime, bytes]]) -> int:
    """Write (sender, instant, bytes) as mboxrd and return how many; lines that look like separators are escaped."""
    count = 0
    for sender, instant, content in messages:
        who = re.sub(r"[^!-~]", "", sender) or "MAILER-DAEMON"
        body = _TO_ESCAPE.sub(rb">\1", content)
        end = b"\n" if body.endswith(b"\n") else b"\n\n"
        stream.write(f"From {who} {instant:%a %b %d %H:%M:%S %Y}\n".encode("ascii") + body + end)
        count += 1
    return count
