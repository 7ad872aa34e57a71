"""Ids of the desk's own mails, which tell the ticket that they are of and that the desk made them.

An answer names the id of the mail that it answers. Since ids of ours bear a keyed hash (HMAC, RFC 2104, over SHA-256),
nobody leads a mail to a ticket by guessing one.
"""

import hmac
import re
from hashlib import sha256
from uuid import uuid4

HASH = 16
"""Hexadecimal digits of the hash that are written: 64 bits."""

_OURS = re.compile(r"desk\.(\d{1,18})\.([0-9a-f]{8,40})\.([0-9a-f]{16})@[^@<>\s]+", re.ASCII)


def mail_id(key: bytes, ticket: int, token: str, host: str) -> str:
    """The id of a mail of a ticket, without angle brackets; `token` (8 to 40 hexadecimal digits) makes it unique."""
    return f"desk.{ticket}.{token}.{_hash(key, ticket, token)}@{host}"


def entry_id(address: str) -> str:
    """The id of what is no mail of the desk's but stands in a thread: a note, a call, a line; unlike all others."""
    return f"{uuid4().hex}@{address.rpartition('@')[2]}"


def may_be_ours(written: str) -> bool:
    """Whether an id looks like one of the desk's own mails; the key tells whether it is one."""
    return _OURS.fullmatch(written) is not None


def ticket_of_id(key: bytes, written: str) -> int | None:
    """The ticket that an id of ours is of; None for another's, and for one that was made up."""
    found = _OURS.fullmatch(written)
    if found is None:
        return None
    ticket = int(found[1])
    return ticket if hmac.compare_digest(found[3], _hash(key, ticket, found[2])) else None


def _hash(key: bytes, ticket: int, token: str) -> str:
    return hmac.new(key, f"{ticket}.{token}".encode(), sha256).hexdigest()[:HASH]
