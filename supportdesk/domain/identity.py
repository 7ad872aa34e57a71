"""Text from outside made fit for any database, and ids short enough for any index."""

import hashlib
import re

LONGEST_IDENTITY = 1000
"""Bytes of what a record is known by; PostgreSQL's indexes take no more than 2,700 of a row."""

_FAULTY = re.compile("[\x00\ud800-\udfff]")


def clean(text: str) -> str:
    """Text that every database takes: NUL becomes the sign for it, half a surrogate pair the sign for a lost letter."""
    if "\0" not in text:
        if text.isascii():
            return text
        try:
            text.encode()
        except UnicodeEncodeError:
            pass
        else:
            return text
    return _FAULTY.sub(lambda found: "\u2400" if found[0] == "\0" else "\ufffd", text)


def identity(text: str) -> str:
    """`clean` for an id: one that is longer than any index takes ends in its hash."""
    text = clean(text)
    if 4 * len(text) <= LONGEST_IDENTITY:
        return text
    encoded = text.encode("utf-8")
    if len(encoded) <= LONGEST_IDENTITY:
        return text
    head = encoded[: LONGEST_IDENTITY - 65].decode("utf-8", "ignore")
    return f"{head}-{hashlib.sha256(encoded).hexdigest()}"
