"""Encoded words (RFC 2047) and base64 as mail programs write them: what letters a header value holds.

Here: bytes of one value into text. Not here: which values a header has.
"""

import binascii
import re

from supportdesk.mail.charset import decode

_WORD = re.compile(r"=\?([^?\s=]{1,60})\?([bBqQ])\?")


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
