"""Header fields: the block at the top of a mail or of a part.

Here: where fields begin and end. Not here: what letters (`encoded`) and parameters (`valued`) are in a value, what a
field means to the desk.
"""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from supportdesk.mail.charset import choose, decode
from supportdesk.mail.charset_names import codec
from supportdesk.mail.encoded import one_line
from supportdesk.mail.valued import read_valued

_MAXIMUM_STRAYS = 40  # lines that may stand among the headers without being any
MAXIMUM_BLOCK = 2**20  # bytes of one header block that are read
MAXIMUM_FIELD = 100_000  # bytes of one field that are read
MAXIMUM_FIELDS = 2000  # fields of one block that are read

_FIELD = re.compile(rb"([!-9;-~]{1,200})[ \t]*:")
_NAME = re.compile(rb"[!-9;-~]{1,200}")
_WHOLE = re.compile(rb"([!-9;-~]{1,200})[ \t]*:([^\n]*(?:\n[ \t][^\n]*)*)(?:\n|\Z)")  # a field with its folded lines
_KNOWN = re.compile(
    rb"(?:from|to|cc|subject|date|received|return-path|message-id|mime-version|content-[a-z-]+|delivered-to|reply-to"
    rb"|x-[a-z0-9-]+|dkim-signature|sender|references|in-reply-to|list-[a-z]+|precedence|auto-submitted)[ \t]*:",
    re.IGNORECASE,
)
_UNFOLDED = re.compile(rb"[\w*-]{1,40}=")  # a parameter whose line lost its indentation


class Field(NamedTuple):
    """One header field as written: its name, and its value unfolded but not decoded; mails have fifty of them."""

    name: str
    value: bytes
    key: str  # the name in lower case


@dataclass(frozen=True, slots=True)
class Block:
    """The header block of a mail or of a part: its fields, where its body starts, what was wrong."""

    fields: tuple[Field, ...]
    body: int
    defects: tuple[str, ...] = ()
    _first: dict[str, bytes] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_first", {one.key: one.value for one in reversed(self.fields)})

    def raw(self, name: str) -> bytes:
        """Value of the first field of that name (in lower case), b"" if there is none."""
        return self._first.get(name, b"")

    def has(self, name: str) -> bool:
        """Whether a field of that name is there, be it empty."""
        return name in self._first

    def text(self, name: str) -> str:
        """Decoded value of the first field of that name, on one line."""
        value = self._first.get(name)
        return one_line(value) if value else ""


@dataclass(slots=True)
class _Reading:
    """A block while it is read: its fields so far, and the lines of the last one."""

    fields: list[Field]
    defects: list[str]
    name: str = ""
    lines: list[bytes] = field(default_factory=list)
    strays: int = 0

    def keep(self) -> None:
        value = b"".join(self.lines)
        if len(value) > MAXIMUM_FIELD:
            self.defects.append(f"only the first {MAXIMUM_FIELD} bytes of the header {self.name} were read")
        if self.name and len(self.fields) < MAXIMUM_FIELDS:
            self.fields.append(Field(self.name, value[:MAXIMUM_FIELD].strip(), self.name.lower()))


def read_block(raw: bytes, start: int, end: int) -> Block:
    """Read the header fields of `raw[start:end]`; a line that is no field ends them unless fields go on after it."""
    return _read_plain(raw, start, end) or _read_folded(raw, start, end) or _read_odd(raw, start, end)


def _read_plain(raw: bytes, start: int, end: int) -> Block | None:
    """Headers as nearly all are: lines that end with a newline alone, up to an empty one; None for others."""
    stop = raw.find(b"\n\n", start, min(end, start + MAXIMUM_BLOCK))
    head = raw[start : max(start, stop)]
    lines = head.replace(b"\n ", b" ").replace(b"\n\t", b"\t").split(b"\n")
    if b"\r" in head or len(lines) >= MAXIMUM_FIELDS:
        return None
    fields: list[Field] = []
    broken = False  # the value before ends with ";": its parameters may go on unfolded
    for line in lines:
        written, colon, value = line.partition(b":")
        names = _names(written) if colon else None
        if names is None or len(value) > MAXIMUM_FIELD or (broken and _UNFOLDED.match(line)):
            return None
        broken = value.endswith(b";")
        fields.append(Field(names[0], value.strip(), names[1]))
    return Block(tuple(fields) if head.isascii() else _legible(fields), stop + 2)


def _read_folded(raw: bytes, start: int, end: int) -> Block | None:
    """The same with lines that end in any way, and with a block that ends its part."""
    fields: list[Field] = []
    at, last = start, min(end, start + MAXIMUM_BLOCK)
    broken = False
    while found := _WHOLE.match(raw, at, last):
        if broken and _UNFOLDED.match(raw, at):
            return None
        value = found[2]
        if b"\n" in value or value.endswith(b"\r"):
            value = _unfolded(value)
        names = _names(found[1])
        if names is None or len(value) > MAXIMUM_FIELD or len(fields) >= MAXIMUM_FIELDS - 1:
            return None
        broken = value.endswith(b";")
        fields.append(Field(names[0], value.strip(), names[1]))
        at = found.end()
    if at == last:
        return Block(_legible(fields), at) if last == end else None
    if raw.startswith(b"\n", at):
        return Block(_legible(fields), at + 1)
    return Block(_legible(fields), at + 2) if raw.startswith(b"\r\n", at) else None


def _unfolded(value: bytes) -> bytes:
    """A value without the ends of its lines."""
    flat = value.replace(b"\r\n", b"").replace(b"\n", b"")
    return flat if b"\r" not in flat else b"".join([line.rstrip(b"\r") for line in value.split(b"\n")])


@lru_cache(maxsize=2000)
def _names(written: bytes) -> tuple[str, str] | None:
    """The name of a field, and the same in lower case; None for what is no name."""
    if _NAME.fullmatch(written) is None:
        return None
    name = written.decode("ascii")
    return name, name.lower()


def _read_odd(raw: bytes, start: int, end: int) -> Block:
    """Headers of any kind, line by line."""
    block = _Reading([], [])
    at, last = start, min(end, start + MAXIMUM_BLOCK)
    while at < last:
        stop = raw.find(b"\n", at, last)
        after = last if stop < 0 else stop + 1
        line = raw[at : last if stop < 0 else stop].rstrip(b"\r")
        if not line or not (block.name or line.strip()):
            at = after
            break
        if not _read_line(block, line):
            if stop < 0 and last < end:  # cut before its colon, where reading ends
                at = last
                continue
            block.strays += 1
            if block.strays > _MAXIMUM_STRAYS or not _goes_on(raw, after, last):
                block.defects.append("the headers end without an empty line")
                break
            _keep_stray(block, line)
        at = after
    else:
        if last < end:
            at = _after_headers(raw, last, end)
            block.defects.append(f"only the first {MAXIMUM_BLOCK} bytes of the headers were read")
    block.keep()
    if len(block.fields) >= MAXIMUM_FIELDS:
        block.defects.append(f"only the first {MAXIMUM_FIELDS} headers were read")
    return Block(_legible(block.fields), at, tuple(dict.fromkeys(block.defects)))


def _legible(fields: list[Field]) -> tuple[Field, ...]:
    """Values with raw 8-bit letters as UTF-8: all of a block are in one charset, and together they show which."""
    raw = [one.value for one in fields if not one.value.isascii()]
    if not raw:
        return tuple(fields)
    label = next((read_valued(one.value).get("charset") for one in fields if one.key == "content-type"), "")
    together = b" ".join(raw)
    name = choose(together, codec(label))
    if name == "utf-8" or name.startswith(("utf-", "iso2022")):
        return tuple(fields)
    return tuple(
        one if one.value.isascii() else one._replace(value=decode(one.value, name).encode("utf-8")) for one in fields
    )


def _read_line(block: _Reading, line: bytes) -> bool:
    """Take a line that begins a field or continues one."""
    folded = line[:1] in (b" ", b"\t")
    if block.name and (folded or (block.lines[-1].endswith(b";") and _UNFOLDED.match(line))):
        block.lines.append(line)
        return True
    if match := _FIELD.match(line):
        block.keep()
        block.name, block.lines = match[1].decode("ascii"), [line[match.end() :]]
        return True
    return False


def _keep_stray(block: _Reading, line: bytes) -> None:
    """A line that is no header belongs to the one before it."""
    if not line.startswith((b"From ", b">From ")):
        block.defects.append("a line among the headers is not a header")
        block.lines.append(line)


def _after_headers(raw: bytes, at: int, end: int) -> int:
    ends = [found + len(mark) for mark in (b"\n\n", b"\n\r\n") if (found := raw.find(mark, at, end)) >= 0]
    return min(ends, default=end)


def _goes_on(raw: bytes, at: int, end: int) -> bool:
    """Whether one of the next lines, before any empty one, is a field that mail is known to have."""
    for _ in range(_MAXIMUM_STRAYS):
        if _KNOWN.match(raw, at, end):
            return True
        stop = raw.find(b"\n", at, min(end, at + 2000))
        if stop < 0 or not raw[at:stop].strip():
            return False
        at = stop + 1
    return False
