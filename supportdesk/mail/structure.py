"""The MIME tree of a mail (RFC 2046), read over offsets so that nothing is copied, within fixed limits.

Here: entities, boundaries and transfer encodings. Not here: which part is the text and which an attachment.
"""

import binascii
from collections.abc import Iterator
from dataclasses import dataclass

from supportdesk.mail.encoded import unbase64
from supportdesk.mail.headers import Block, read_block
from supportdesk.mail.valued import Valued, read_valued

MAXIMUM_DEPTH = 40  # multiparts within multiparts; deeper ones stay whole, as one attachment
_MAXIMUM_MISSES = 10_000  # lines that only begin like a boundary; after so many, boundaries are no longer looked for
MAXIMUM_PARTS = 1000  # parts of one mail; the rest stays together, as one attachment


@dataclass(frozen=True, slots=True)
class Entity:
    """One node: a part with its bytes still encoded in `raw[start:end]`, or a multipart with children."""

    block: Block
    type: Valued
    disposition: Valued
    start: int
    end: int
    children: tuple["Entity", ...] = ()

    @property
    def name(self) -> str:
        """The file name that the sender gave it, decoded."""
        return self.disposition.get("filename") or self.type.get("name")


@dataclass(slots=True)
class _Tree:
    raw: bytes
    parts: int
    defects: list[str]


def beginning(raw: bytes) -> int:
    """Where the headers of a mail begin: behind what is blank."""
    return len(raw) - len(raw.lstrip(b" \t\r\n"))


def read_structure(raw: bytes) -> tuple[Entity, tuple[str, ...]]:
    """The tree of a mail, and what was wrong with it in plain words."""
    tree = _Tree(raw, 0, [])
    entity = _read(tree, beginning(raw), len(raw), 0, "text/plain")
    return entity, tuple(dict.fromkeys(tree.defects))


def _read(tree: _Tree, start: int, end: int, depth: int, default: str) -> Entity:
    block = read_block(tree.raw, start, end)
    tree.defects.extend(block.defects)
    tree.parts += 1
    declared = read_valued(block.raw("content-type"))
    kind = Valued(_media_type(declared.value, default), declared.parameters)
    disposition = read_valued(block.raw("content-disposition"))
    boundary = kind.get("boundary") if kind.value.startswith("multipart/") else ""
    if not kind.value.startswith("multipart/"):
        return Entity(block, kind, disposition, block.body, end)
    if depth >= MAXIMUM_DEPTH:
        tree.defects.append(f"parts are nested deeper than {MAXIMUM_DEPTH}; the rest is one attachment")
        return _opaque(block, disposition, start, end)
    inner = "message/rfc822" if kind.value == "multipart/digest" else "text/plain"
    children: list[Entity] = []
    for first, last in _split(tree.raw, boundary, block.body, end):
        if tree.parts >= MAXIMUM_PARTS:
            tree.defects.append(f"the mail has more than {MAXIMUM_PARTS} parts; the rest is one attachment")
            children.append(_opaque(Block((), first), Valued("attachment"), first, end))
            break
        children.append(_read(tree, first, last, depth + 1, inner))
    if not children:
        tree.defects.append("a multipart without parts was read as text")
        return Entity(block, Valued("text/plain", kind.parameters), disposition, block.body, end)
    return Entity(block, kind, disposition, block.body, end, tuple(children))


def _opaque(block: Block, disposition: Valued, start: int, end: int) -> Entity:
    bare = Block(tuple(f for f in block.fields if f.key != "content-transfer-encoding"), block.body)
    return Entity(bare, Valued("application/octet-stream"), disposition, start, end)


def _media_type(declared: str, default: str) -> str:
    main, _, sub = declared.partition("/")
    main, sub = main.strip(), sub.strip()
    if main and sub:
        return f"{main}/{sub.split()[0]}"
    return "text/plain" if main == "text" else default


def _split(raw: bytes, boundary: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Where the parts between the lines `--boundary` lie; the last ends at `--boundary--` or with the multipart."""
    if not boundary:
        return
    mark = b"\n--" + boundary.encode("utf-8", "replace").rstrip()
    first, misses = -1, 0
    at = max(0, start - 1)  # the newline before the body counts for its first line
    while (found := raw.find(mark, at, end)) >= 0 and misses < _MAXIMUM_MISSES:
        at = found + len(mark)
        line_end = raw.find(b"\n", at, min(end, at + 80))
        line_end = min(end, at + 80) if line_end < 0 else line_end
        rest = raw[at:line_end].strip()
        if rest not in (b"", b"--"):
            misses += 1
            continue
        if first >= 0:
            yield first, _before_newline(raw, first, found + 1)
        if rest:
            return
        first = at = min(line_end + 1, end)
        at -= 1
    if first >= 0:
        yield first, end


def _before_newline(raw: bytes, start: int, end: int) -> int:
    """The newline before a boundary belongs to the boundary."""
    if end > start and raw[end - 1] == 10:
        end -= 1
    if end > start and raw[end - 1] == 13:
        end -= 1
    return end


def content(raw: bytes, entity: Entity) -> bytes:
    """The bytes of a part with its transfer encoding undone."""
    encoded = memoryview(raw)[entity.start : entity.end]
    match entity.block.raw("content-transfer-encoding").strip(b" \t\"';").lower().split(b";")[0].split(b"(")[0].strip():
        case b"base64":
            return unbase64(encoded)
        case b"quoted-printable":
            return binascii.a2b_qp(encoded)
        case b"x-uuencode" | b"uuencode" | b"x-uue" | b"uue":
            return _unuuencode(bytes(encoded))
        case _:
            return bytes(encoded)


def _unuuencode(encoded: bytes) -> bytes:
    out: list[bytes] = []
    inside = False
    for line in encoded.splitlines():
        if not inside:
            inside = line.startswith(b"begin ")
        elif line.strip() in (b"end", b"`", b""):
            continue
        else:
            try:
                out.append(binascii.a2b_uu(line))
            except binascii.Error:
                size = ((line[0] - 32) & 63) * 4 // 3 + 2
                try:
                    out.append(binascii.a2b_uu(line[:size]))
                except binascii.Error:
                    return encoded
    return b"".join(out) if inside else encoded
