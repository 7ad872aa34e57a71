"""What a bounce says: which mail came back, from whom, and why.

Here: reports (RFC 3464, RFC 6533) and the habits of servers that write none. Not here: whether a mail is a bounce
(`automatic.py`), and what the desk does then.
"""

import re
from collections.abc import Iterator

from supportdesk.domain.letters import Bounce, Failed
from supportdesk.mail import structure
from supportdesk.mail.charset import decode
from supportdesk.mail.encoded import one_line
from supportdesk.mail.headers import read_block
from supportdesk.mail.structure import Entity, read_structure

STATUS = ("message/delivery-status", "message/global-delivery-status")
READ = ("message/disposition-notification", "message/global-disposition-notification")
RETURNED = ("message/rfc822", "message/global", "text/rfc822-headers", "message/global-headers")

LONGEST_TEXT = 200_000
"""Bytes of a part that are looked at."""

MOST_FAILED = 100
LONGEST_REASON = 300

_ID = re.compile(rb"<([^<>\s]{3,900}@[^<>\s]{1,500})>|^\s*([^<>\s]{1,900}@[^<>\s]{1,500})\s*$")
_NAMED_ID = re.compile(rb"(?im)^[>\s]{0,9}(?:X-)?(?:Original-)?Message-ID:\s{0,9}<([^<>\s]{3,900})>")
_ADDRESS = re.compile(rb"(?<![^\s<>@\"(),;:\[\]])[^\s<>@\"(),;:\[\]]{1,200}@[\w.-]{1,200}\w")
_FAILED_AT = re.compile(
    rb"(?im)^[ \t>]*[<\"]?(?:mailto:)?([^\s<>@\"(),;:\[\]]{1,200}@[\w.-]{1,200}\w)[>\"]?"
    rb"(?:[ \t]*\([^)\n]{0,200}\))?(?:[ \t]*(?::|\.{2,}|-{1,2}[ \t]|on[ \t])|[ \t]*\r?$)"
)
_LABELLED = re.compile(
    rb"(?im)^[ \t>*]*(?:(?:failed|original|final) )?"
    rb"(?:recipients?(?: address)?|address(?:ed to)?|rcpt to|delivered to|sent to)"
    rb"[ \t]*:[ \t<'\"]*([^\s<>@\"'(),;:\[\]]{1,200}@[\w.-]{1,200}\w)"
)
_REASON = re.compile(rb"(?m)\b((?:5\d\d[ -]|[#(]?5\.\d{1,3}\.\d{1,3}\b)[^\r\n]{0,300})")
_RETURNED_BELOW = re.compile(
    rb"(?im)^(?:-{2,40}.{0,60}(?:original|returned|copy|message).{0,60}$|Original message|Received:|Return-Path:)"
)
_NO_FAILURE = re.compile(rb"(?im)^Action:\s{0,9}(?:delayed|delivered|relayed|expanded)")
_STATUS = re.compile(r"\b5\.\d{1,3}\.\d{1,3}\b")


def read_bounce(raw: bytes) -> Bounce:
    """What a bounce says; empty where it says nothing that can be read."""
    tree, _ = read_structure(raw)
    parts = list(_parts(tree))
    failed = [one for part in parts if part.type.value in STATUS for one in _reported(_text(raw, part))]
    if not failed and not any(_NO_FAILURE.search(_text(raw, part)) for part in parts if part.type.value in STATUS):
        failed = _told(raw, tree, parts)
    unique = {one.address.lower(): one for one in reversed(failed[:MOST_FAILED])}
    return Bounce(tuple(dict.fromkeys(_ids(raw, tree, parts))), tuple(reversed(unique.values())))


def _parts(entity: Entity) -> Iterator[Entity]:
    yield entity
    for child in entity.children:
        yield from _parts(child)


def _text(raw: bytes, part: Entity) -> bytes:
    return structure.content(raw, part)[:LONGEST_TEXT]


def _ids(raw: bytes, tree: Entity, parts: list[Entity]) -> Iterator[str]:
    """Ids that may be the mail's, the likeliest first: of what was returned, in the report, in what it answers."""
    for part in parts:
        if part.type.value in RETURNED:
            yield from _named(_text(raw, part))
    for part in parts:
        if part.type.value in (*STATUS, *READ):
            yield from _named(_text(raw, part))
    for field in ("in-reply-to", "x-original-message-id", "x-riferimento-message-id", "references"):
        found = [_written(one) for one in _ID.findall(tree.block.raw(field))]
        yield from reversed(found)
    for part in parts:
        if not part.children and part.type.value.startswith("text/"):
            yield from _named(_text(raw, part))


def _named(text: bytes) -> Iterator[str]:
    return (one_line(found) for found in _NAMED_ID.findall(text))


def _written(found: tuple[bytes, bytes]) -> str:
    return one_line(found[0] or found[1])


def _reported(status: bytes) -> Iterator[Failed]:
    """RFC 3464: a block of fields for each recipient; delays and deliveries are no failures."""
    for block in filter(bytes.strip, re.split(rb"\r?\n[ \t]*\r?\n", status, maxsplit=2 * MOST_FAILED)):
        fields = read_block(block.lstrip() + b"\n\n", 0, len(block.lstrip()) + 2)
        final, original = fields.raw("final-recipient"), fields.raw("original-recipient")
        action, code = fields.text("action").lower(), fields.text("status")
        is_failure = action.startswith("fail") if action else code[:1] not in ("2", "4")
        if not is_failure:
            continue
        found = _ADDRESS.search(original.rpartition(b";")[2]) or _ADDRESS.search(final.rpartition(b";")[2])
        reason = fields.text("diagnostic-code").partition(";")[2].strip() or fields.text("diagnostic-code") or code
        if found:
            status_code = _STATUS.search(code) or _STATUS.search(reason)
            yield Failed(
                one_line(found[0]), status_code[0] if status_code else "", " ".join(reason.split())[:LONGEST_REASON]
            )


def _told(raw: bytes, tree: Entity, parts: list[Entity]) -> list[Failed]:
    """What servers say that write no report: in a header, or in words above what they return."""
    words = next((_words(raw, part) for part in parts if part.type.value.startswith("text/")), b"")
    above = _RETURNED_BELOW.split(words)[0]
    reason = _REASON.search(above)
    said = " ".join(one_line(reason[1]).split())[:LONGEST_REASON] if reason else ""
    status = _STATUS.search(said)
    addresses = _ADDRESS.findall(tree.block.raw("x-failed-recipients"))
    addresses = addresses or _known(_FAILED_AT.findall(above)) or _known(_LABELLED.findall(above))
    addresses = addresses or _others(tree, above) or _returned_to(raw, parts)
    return [Failed(one_line(address), status[0] if status else "", said) for address in dict.fromkeys(addresses)]


def _known(addresses: list[bytes]) -> list[bytes]:
    """Addresses without quotation marks around them, and without those that a server masks."""
    return [address.strip(b"'") for address in addresses if b"*" not in address]


def _words(raw: bytes, part: Entity) -> bytes:
    """The words of a part in UTF-8, with the wide colons of China and Japan as plain ones."""
    content = _text(raw, part)
    if content.isascii() and b"\x1b" not in content:
        return content
    return decode(content, part.type.get("charset")).replace("：", ": ").encode("utf-8", "replace")


def _others(tree: Entity, words: bytes) -> list[bytes]:
    """The first address in the words that is neither the server's nor our own."""
    envelope = b" ".join(tree.block.raw(field) for field in ("from", "sender", "to", "delivered-to", "message-id"))
    known = {address.lower() for address in (*_ADDRESS.findall(envelope), *_NAMED_ID.findall(words))}
    return [address for address in _known(_ADDRESS.findall(words)) if address.lower() not in known][:1]


def _returned_to(raw: bytes, parts: list[Entity]) -> list[bytes]:
    """To whom the returned mail was written."""
    heads = (_text(raw, part) for part in parts if part.type.value in RETURNED)
    return [address for head in heads for address in _ADDRESS.findall(read_block(head, 0, len(head)).raw("to"))][:1]
