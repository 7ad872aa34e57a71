"""Mail addresses as people write them (RFC 5322 section 3.4 and the habits of mail programs).

Here: `Mailbox` and the reading of address lists. Not here: whether an address belongs to a customer.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from supportdesk.domain.idn import known_as
from supportdesk.mail.charset import decode
from supportdesk.mail.encoded import decode_words

MAXIMUM_NESTED = 20  # comments within comments
SHORT = 300  # bytes of a header value whose addresses are remembered

_TOKEN = re.compile(rb'"[^"\\]{0,300}(?:\\.[^"\\]{0,300}){0,20}"|<[^<>]*>?|[(),;:]|[^"<(),;:]+|.', re.DOTALL)
_ADDRESS = re.compile(r"[^\s<>,;:()\"]+@[^\s<>,;:()\"]+")
_PLAIN = re.compile(rb"[\w.+=-]+@[\w.-]+", re.ASCII)
_WORDS = re.compile(rb"[\w .,+-]*", re.ASCII)  # nothing that is quoted, encoded or commented
_BINDING = re.compile(rb'["():;\\]|=\?')  # with these, a comma may stand within an address
_BRACKETED = re.compile(rb"[^<>]*(?:<[^<>]*>[^<>]*)?")
_BLANK = re.compile(r"\s+")
_COMMENT = re.compile(rb"\([^()]*\)")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Mailbox:
    """One address: the name as its owner shows it, and the e-mail address in lower case ("" if unreadable)."""

    name: str
    email: str


@dataclass(slots=True)
class _Draft:
    """What has been read of one address so far."""

    words: list[bytes]
    comments: list[bytes]
    route: bytes | None = None

    def empty(self) -> bool:
        return self.route is None and not self.comments and not b"".join(self.words).strip()


def read_addresses(value: bytes) -> tuple[Mailbox, ...]:
    """Every address of a header value, in order; groups are opened, what is no address is passed over."""
    if len(value) <= SHORT:
        return _read_short(value)
    return _read_any(value)


def _read_any(value: bytes) -> tuple[Mailbox, ...]:
    found = _read_listed(value) or _read(value)
    if any("@" in mailbox.email for mailbox in found) or b"=?" not in value:
        return found
    whole = decode_words(value)
    return _read(whole.encode("utf-8", "replace")) if "@" in whole else found


def _read_listed(value: bytes) -> tuple[Mailbox, ...]:
    """Addresses between commas, where nothing else can be meant by these; none for what is to be read as a whole."""
    if _BINDING.search(value):
        return ()
    found = [_read_plain(piece) for piece in value.split(b",")]
    return tuple(mailbox for listed in found for mailbox in listed or ()) if None not in found else ()


@lru_cache(4000)
def _read_plain(piece: bytes) -> tuple[Mailbox, ...] | None:
    """What stands between two commas; None where its angle brackets may be meant otherwise."""
    return _read(piece) if _BRACKETED.fullmatch(piece) else None


_read_short = lru_cache(2000)(_read_any)
"""The same people write and are written to again and again."""


def _read(value: bytes) -> tuple[Mailbox, ...]:
    out: list[Mailbox] = []
    draft = _Draft([], [])
    depth = 0
    for match in _TOKEN.finditer(value):
        token = match[0]
        if token == b"(" and depth < MAXIMUM_NESTED:
            depth += 1
            if depth == 1:
                draft.comments.append(b"")
        elif depth:
            depth -= token == b")"
            if depth:
                draft.comments[-1] += token
        elif token in (b",", b";"):
            _finish(out, draft)
            draft = _Draft([], [])
        elif token == b":":
            draft = _after_colon(draft)
        elif token[:1] == b"<" and not draft.route:
            draft.route = token.strip(b"<>")
        elif token.strip() != b">":  # the second end of `<<ivan@x.example>>`
            draft.words.append(token)
    _finish(out, draft)
    return tuple(out)


def _after_colon(draft: _Draft) -> _Draft:
    """A colon ends the name of a group, unless it stands within an address."""
    written = b"".join(draft.words)
    if b"@" in written or written.strip().lower() == b"mailto":
        draft.words = [] if written.strip().lower() == b"mailto" else [*draft.words, b":"]
        return draft
    return _Draft([], [])


def _finish(out: list[Mailbox], draft: _Draft) -> None:
    if draft.empty():
        return
    comment = _clean(b" ".join(draft.comments))
    if draft.route is not None:
        email = _email(draft.route.rpartition(b":")[2] if draft.route.startswith(b"@") else draft.route)
        out.append(Mailbox(_clean(b"".join(draft.words)) or comment, email))
        return
    words = b"".join(draft.words)
    plain = _email(words)
    said = _text(words).strip()
    if "@" in plain and " " in said and (inner := _ADDRESS.search(said)):
        name = _BLANK.sub(" ", said.replace(inner[0], " ").replace("< >", " ")).strip(' "')
        out.append(Mailbox(name or comment, known_as(_unbracketed(inner[0]))))
        return
    out.append(Mailbox(comment, plain))


def _email(written: bytes) -> str:
    if _PLAIN.fullmatch(written):
        plain = written.decode("ascii").strip("\"' ").lower()
        return known_as(plain) if "xn--" in plain else plain
    written = _COMMENT.sub(b"", written)
    text = decode(written) if b"=?" not in written or b"@" in written else decode_words(written)
    text = _CONTROL.sub("", text).strip(" \t<>")
    text = _unbracketed(text)
    if text.lower().startswith("mailto:"):
        text = text[7:]
    if text.startswith('"') and '"@' in text:
        return known_as(text)
    return known_as(_BLANK.sub("", text).strip("'")) if "@" in text else text.strip("\"' ").lower()


def _unbracketed(email: str) -> str:
    """`[ivan@x.example]` as some programs write it; the brackets of `ivan@[10.0.0.1]` are of the address."""
    return email[1:-1] if email.startswith("[") and email.endswith("]") else email


def _text(words: bytes) -> str:
    return _CONTROL.sub(" ", decode_words(words))


def _clean(written: bytes) -> str:
    """A name without the quotes and escapes that only carry it."""
    if _WORDS.fullmatch(written):
        return " ".join(written.decode("ascii").split())
    bare = re.sub(rb'"((?:[^"\\]|\\.)*)"?', lambda quoted: re.sub(rb"\\(.)", rb"\1", quoted[1]), written)
    name = _BLANK.sub(" ", _CONTROL.sub(" ", decode_words(bare))).strip()
    if len(name) > 1 and name[0] == name[-1] and name[0] in "'\"":
        name = name[1:-1].strip()
    return name
