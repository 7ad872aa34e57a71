"""Header fields: the block at the top of a mail, encoded words (RFC 2047) and parameters (RFC 2045, 2231).

Here: syntax of fields. Not here: what a field means to the desk, addresses, MIME structure.
"""

import binascii
import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import unquote_to_bytes

from supportdesk.mail.charset import choose, codec, decode

_MAXIMUM_STRAYS = 40  # lines that may stand among the headers without being any
MAXIMUM_BLOCK = 2**20  # bytes of one header block that are read
MAXIMUM_FIELD = 100_000  # bytes of one field that are read
MAXIMUM_FIELDS = 2000  # fields of one block that are read

_FIELD = re.compile(rb"([!-9;-~]{1,200})[ \t]*:")
_WHOLE = re.compile(rb"([!-9;-~]{1,200})[ \t]*:([^\n]*(?:\n[ \t][^\n]*)*)(?:\n|\Z)")  # a field with its folded lines
_KNOWN = re.compile(
    rb"(?:from|to|cc|subject|date|received|return-path|message-id|mime-version|content-[a-z-]+|delivered-to|reply-to"
    rb"|x-[a-z0-9-]+|dkim-signature|sender|references|in-reply-to|list-[a-z]+|precedence|auto-submitted)[ \t]*:",
    re.IGNORECASE,
)
_SHORT = 120  # bytes of a value with parameters that is remembered
_WORD = re.compile(r"=\?([^?\s=]{1,60})\?([bBqQ])\?")
_UNFOLDED = re.compile(rb"[\w*-]{1,40}=")  # a parameter whose line lost its indentation
_PARAMETER = re.compile(r';\s*([^\s=;"]{1,100})\s*=\s*(?:"((?:[^"\\]|\\.)*)"?|([^;]*))', re.DOTALL)
_CONTINUED = re.compile(r"(.+?)\*(\d{1,3})(\*?)")


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

    def text(self, name: str) -> str:
        """Decoded value of the first field of that name, on one line."""
        return one_line(self.raw(name))


@dataclass(frozen=True, slots=True)
class Valued:
    """A value with parameters: `text/plain; charset=utf-8`. The value and the names are in lower case."""

    value: str
    parameters: tuple[tuple[str, str], ...] = ()

    def get(self, name: str) -> str:
        """The parameter of that name, "" if there is none."""
        return next((value for key, value in self.parameters if key == name), "")


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
    return _read_plain(raw, start, end) or _read_odd(raw, start, end)


def _read_plain(raw: bytes, start: int, end: int) -> Block | None:
    """Headers as nearly all are: fields and nothing else up to an empty line; None for others."""
    fields: list[Field] = []
    at, last = start, min(end, start + MAXIMUM_BLOCK)
    broken = False  # the value before ends with ";": its parameters may go on unfolded
    while found := _WHOLE.match(raw, at, last):
        if broken and _UNFOLDED.match(raw, at):
            return None
        value = found[2]
        if b"\n" in value or value.endswith(b"\r"):
            value = _unfolded(value)
        if len(value) > MAXIMUM_FIELD or len(fields) >= MAXIMUM_FIELDS - 1:
            return None
        broken = value.endswith(b";")
        name, key = _names(found[1])
        fields.append(Field(name, value.strip(), key))
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
def _names(written: bytes) -> tuple[str, str]:
    """The name of a field, and the same in lower case."""
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


def one_line(value: bytes) -> str:
    """Decode a header value and lay it on one line, without NULs."""
    if value.isascii() and b"=?" not in value and b"\x1b" not in value:
        text = value.decode("ascii")
    else:
        text = decode_words(value)
    return " ".join((text.replace("\0", "") if "\0" in text else text).split())


def decode_words(value: bytes) -> str:
    """Text of a header value: encoded words decoded, neighbours of one charset joined first, raw bytes guessed."""
    if b"=?" not in value:
        return decode(value)
    text = value.decode("latin-1")
    out: list[str] = []
    held: list[bytes] = []
    label, at = "", 0
    while (word := _WORD.search(text, at)) and (stop := text.find("?=", word.end())) >= 0:
        between = text[at : word.start()]
        same = label and not between.strip() and word[1].lower() == label
        if not same:
            out.append(decode(b"".join(held), label) if label else "")
            out.append(decode(between.encode("latin-1")) if between.strip() or not label else "")
            held, label = [], word[1].partition("*")[0].lower()
        held.append(_word_bytes(text[word.end() : stop], word[2]))
        at = stop + 2
    out.append(decode(b"".join(held), label) if label else "")
    out.append(decode(text[at:].encode("latin-1")))
    return "".join(out)


def _word_bytes(payload: str, kind: str) -> bytes:
    if kind in "qQ":
        return binascii.a2b_qp(payload.replace("\r", "").replace("\n", "").encode("latin-1"), header=True)
    return unbase64(payload.encode("latin-1"))


_FOREIGN_TO_BASE64 = bytes(set(range(256)) - set(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="))


def unbase64(content: bytes | memoryview) -> bytes:
    """Decode base64 however it is broken: strange characters are passed over, a cut end is padded."""
    try:
        return binascii.a2b_base64(content)
    except binascii.Error:
        pass
    clean = bytes(content).translate(None, _FOREIGN_TO_BASE64).rstrip(b"=")
    clean = clean.partition(b"=")[0]
    if len(clean) % 4 == 1:
        clean = clean[:-1]
    return binascii.a2b_base64(clean + b"=" * (-len(clean) % 4))


def read_valued(value: bytes) -> Valued:
    """Read `value; name=text; name*0*=charset''text …` (RFC 2231), forgiving what mail programs do to it."""
    return _read_known(value) if len(value) <= _SHORT else _read_valued(value)


def _read_valued(value: bytes) -> Valued:
    text = value[:65536].decode("latin-1")
    head, separator, _ = text.partition(";")
    pieces: dict[str, list[tuple[int, str, bool]]] = {}
    if separator:
        for match in _PARAMETER.finditer(text, len(head)):
            quoted = match[2] is not None
            content = re.sub(r"\\(.)", r"\1", match[2]) if quoted else match[3].strip()
            key = match[1].lower()
            if continued := _CONTINUED.fullmatch(key):
                pieces.setdefault(continued[1], []).append((int(continued[2]), content, bool(continued[3])))
            elif key.endswith("*"):
                pieces.setdefault(key[:-1], []).insert(0, (-1, content, True))
            else:
                pieces.setdefault(key, []).append((-1, content, False))
    parameters = tuple((key, _join(found)) for key, found in pieces.items())
    return Valued(head.strip().strip('"').lower(), parameters)


_read_known = lru_cache(maxsize=1000)(_read_valued)
"""Most parts are of a few kinds."""


def _join(pieces: list[tuple[int, str, bool]]) -> str:
    pieces = pieces[:1] if pieces[0][0] < 0 else sorted(pieces, key=lambda piece: piece[0])
    label, content = "", b""
    for at, (_, text, extended) in enumerate(pieces):
        if extended and at == 0 and text.count("'") >= 2:
            label, _, text = text.split("'", 2)  # noqa: PLW2901
        content += unquote_to_bytes(text.encode("latin-1")) if extended else text.encode("latin-1")
    if label:
        return decode(content, label)
    return decode_words(content)
