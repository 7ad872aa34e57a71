"""What a mail says and what it carries: the readable text chosen from the tree, and everything else as attachments.

Here: text or attachment, plain or HTML, safe names. Not here: MIME syntax, quotations.
"""

import re
from dataclasses import dataclass, field

from supportdesk.mail import structure
from supportdesk.mail.charset import decode
from supportdesk.mail.charset_names import codec
from supportdesk.mail.encoded import one_line
from supportdesk.mail.flowed import unflowed
from supportdesk.mail.headers import read_block
from supportdesk.mail.html import to_text
from supportdesk.mail.structure import Entity

MAXIMUM_MARKUP = 1_000_000  # characters of HTML that are read in one mail, pictures written into it not counted

_PICTURE = re.compile(r"data:[\w.+-]{1,40}/[\w.+-]{1,40};base64,[A-Za-z0-9+/=%]{100,}+")
_UNSAFE_IN_NAME = re.compile(r"[\x00-\x1f\x7f-\x9f/\\\u2028\u2029]")
_META_CHARSET = re.compile(rb"<meta[^>]{0,300}?charset\s{0,5}=\s{0,5}[\"']?\s{0,5}([\w.:-]{1,60})", re.IGNORECASE)
_MARKUP = {"text/html", "text/enriched", "text/richtext", "text/x-amp-html"}
_FILES = ("calendar", "vcard", "x-vcard", "directory", "css", "csv", "javascript", "rfc822-headers")
_KEPT_TEXTS = frozenset(f"text/{kind}" for kind in _FILES)  # texts that are files rather than words


@dataclass(frozen=True, slots=True)
class Part:
    """One attachment: its name made safe to show and to store, its type, its bytes."""

    name: str
    type: str
    content: bytes
    inline: bool = False
    content_id: str = ""


@dataclass(frozen=True, slots=True)
class Content:
    """All that a mail holds: its readable text, whether that was HTML, and its attachments."""

    text: str
    html: bool
    parts: tuple[Part, ...]


@dataclass(slots=True)
class _Piece:
    """One readable part: its words, for HTML only its markup, since that is costly to read and often not wanted."""

    words: str
    markup: bool

    def text(self) -> str:
        return to_text(self.words) if self.markup else self.words


@dataclass(slots=True)
class _Found:
    pieces: list[_Piece] = field(default_factory=list)  # readable text as it comes
    parts: list[Part] = field(default_factory=list)
    markup: list[int] = field(default_factory=lambda: [0])  # characters of HTML so far, in the whole mail
    plain: bool = False  # the same words are there in plain text: HTML is passed over


def read_content(raw: bytes, tree: Entity) -> Content:
    """Gather the text and the attachments of a mail from its tree."""
    found = _Found()
    _gather(raw, tree, found, related=False)
    read = [(piece.text(), piece.markup) for piece in found.pieces]
    spoken = [(text, markup) for text, markup in read if text.strip()]
    text = "\n".join(text.rstrip("\n") + "\n" for text, _ in spoken)
    return Content(text, bool(spoken) and all(markup for _, markup in spoken), tuple(found.parts))


def _gather(raw: bytes, entity: Entity, found: _Found, *, related: bool) -> None:
    kind = entity.type.value
    if kind == "multipart/alternative" and entity.children:
        _gather_alternative(raw, entity, found)
    elif kind == "multipart/related" and entity.children:
        _gather_related(raw, entity, found)
    elif entity.children:
        for child in entity.children:
            _gather(raw, child, found, related=related)
    elif not related and _is_read(entity):
        if not found.plain or entity.type.value not in _MARKUP:
            _read(raw, entity, found)
    elif entity.start < entity.end or entity.name or not kind.startswith("text/"):
        found.parts.append(_part(raw, entity, related=related))


def _gather_alternative(raw: bytes, entity: Entity, found: _Found) -> None:
    """Of the same words said twice the plain ones are taken, unless they are empty."""
    chosen: list[_Piece] = []
    for child in entity.children:
        one = _Found(parts=found.parts, markup=found.markup, plain=bool(chosen) and not chosen[0].markup)
        _gather(raw, child, one, related=False)
        spoken = [piece for piece in one.pieces if piece.words.strip()]
        if spoken and (not chosen or (chosen[0].markup and not spoken[0].markup)):
            chosen = one.pieces
    found.pieces.extend(chosen)


def _gather_related(raw: bytes, entity: Entity, found: _Found) -> None:
    wanted = entity.type.get("start").strip("<> ")
    root = next((child for child in entity.children if wanted and _content_id(child) == wanted), entity.children[0])
    for child in entity.children:
        _gather(raw, child, found, related=child is not root)


def _is_read(entity: Entity) -> bool:
    kind = entity.type.value
    if not kind.startswith("text/") or kind in _KEPT_TEXTS:
        return False
    return entity.disposition.value != "attachment" and not entity.name


def _read(raw: bytes, entity: Entity, found: _Found) -> None:
    encoded = structure.content(raw, entity)
    label = entity.type.get("charset")
    if entity.type.value not in _MARKUP:
        text = clean(decode(encoded, label))
        found.pieces.append(_Piece(unflowed(text) if _is_flowed(entity) else text, markup=False))
        return
    if not codec(label) and (meta := _META_CHARSET.search(encoded[:4096])):
        label = meta[1].decode("latin-1")
    markup = _PICTURE.sub("", clean(decode(encoded, label)))
    left = MAXIMUM_MARKUP - found.markup[0]
    found.markup[0] += min(left, len(markup))
    if len(markup) > left:  # what is not read is kept as it came
        found.parts.append(Part("message.html", entity.type.value, encoded))
    found.pieces.append(_Piece(markup[:left], markup=True))


def _is_flowed(entity: Entity) -> bool:
    """Whether its lines were broken in the middle of words too; others read as well as they are."""
    told = entity.type.get
    return told("delsp").lower() == "yes" and told("format").lower() == "flowed"


def clean(text: str) -> str:
    """Text with "\\n" newlines and without NULs and byte order marks."""
    if not text.isascii():
        text = text.replace("\u2028", "\n").replace("\u2029", "\n").replace("\x85", "\n")
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").removeprefix("\ufeff")


def _content_id(entity: Entity) -> str:
    return one_line(entity.block.raw("content-id")).strip("<> ")


def _part(raw: bytes, entity: Entity, *, related: bool) -> Part:
    kind = entity.type.value
    content_id = _content_id(entity)
    inline = entity.disposition.value != "attachment" and (related or entity.disposition.value == "inline")
    content = structure.content(raw, entity)
    name = safe_name(entity.name)
    if kind == "message/rfc822" and not name.lower().endswith(".eml"):
        name = f"{name or safe_name(_subject(content)) or 'message'}.eml"
    return Part(name, kind, content, inline, content_id)


def _subject(mail: bytes) -> str:
    return read_block(mail, 0, min(len(mail), 65536)).text("subject")[:100]


def safe_name(name: str) -> str:
    """The name as its sender gave it, except for what could leave a folder or a line; at most 200 characters."""
    shown = _UNSAFE_IN_NAME.sub("_", " ".join(name.split()))
    shown = "_" * len(shown) if shown.strip(".") == "" else shown
    if len(shown) <= 200:
        return shown
    stem, dot, ending = shown.rpartition(".")
    return f"{stem[: 199 - len(ending)]}.{ending}" if dot and len(ending) <= 20 else shown[:200]
