"""The conversation that a letter belongs to, as Outlook and Exchange know it: Thread-Topic and Thread-Index.

They go by these two before References ([MS-OXOMSG] 2.2.1.3). An answer goes on in the conversation of the mail
that it answers; where that names none, the first mail of the thread begins one, so that all letters of it agree.
"""

import binascii
from base64 import b64encode
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256

from supportdesk.domain.letters import Letter
from supportdesk.mail import fields
from supportdesk.mail.headers import Block, read_block
from supportdesk.mail.structure import beginning
from supportdesk.mail.subjects import without_prefix

HEADER, RESPONSE = 22, 5
"""Bytes of an index: of what all mails of a conversation share, and of each answer's own place in it."""

MOST_RESPONSES = 100
"""Answers that an index names; one that is longer is sent on as it is."""

LONGEST_TOPIC = 255
"""Characters of a topic."""

_RESERVED = 1
_FILETIME_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)


def conversation(letter: Letter) -> Iterator[tuple[str, str]]:
    """The two fields of a letter."""
    answered = read_block(letter.answered, beginning(letter.answered), len(letter.answered))
    topic = answered.text("thread-topic") or without_prefix(answered.text("subject") or letter.subject)
    if topic := fields.one_line(topic)[:LONGEST_TOPIC].strip():
        yield "Thread-Topic", fields.words(topic, field="Thread-Topic")
    yield "Thread-Index", b64encode(_index(letter, _index_of(answered))).decode("ascii")


def _index_of(mail: Block) -> bytes:
    """The index of a mail, b"" for what is none."""
    try:
        found = binascii.a2b_base64(b"".join(mail.raw("thread-index").split()), strict_mode=True)
    except ValueError:
        return b""
    whole = len(found) >= HEADER and (len(found) - HEADER) % RESPONSE == 0 and found[0] == _RESERVED
    return found if whole and len(found) <= HEADER + MOST_RESPONSES * RESPONSE else b""


def _index(letter: Letter, answered: bytes) -> bytes:
    before = answered or _header(letter)
    begins = not (answered or letter.references or letter.in_reply_to)
    full = len(before) >= HEADER + MOST_RESPONSES * RESPONSE
    return before if begins or full else before + _response(before, letter)


def _header(letter: Letter) -> bytes:
    """What all letters of a thread share: 40 bits of when it was begun, and 16 bytes that no other thread has."""
    first = (*letter.references, letter.in_reply_to or letter.message_id)[0]
    ticks = _ticks(letter.begun or letter.at)
    return bytes([_RESERVED]) + (ticks >> 24).to_bytes(5, "big") + sha256(first.encode()).digest()[:16]


def _response(before: bytes, letter: Letter) -> bytes:
    """How long after the beginning a letter was written, in 26 ms or, after 1.7 years, 0.8 s; four bits by chance."""
    passed = max(0, _ticks(letter.at) - _begun(before))
    near = passed < 1 << 49
    span = passed >> 18 if near else min(passed >> 23, (1 << 31) - 1) | 1 << 31
    return span.to_bytes(4, "big") + bytes([sha256(letter.message_id.encode()).digest()[0] & 0xF0])


def _begun(index: bytes) -> int:
    """When a conversation began: the 40 high bits of it, or those below the first eight, as older programs write."""
    shift = 24 if index[1] == _RESERVED else 16
    return int.from_bytes(index[1:6], "big") << shift | (0 if shift == 24 else _RESERVED << 56)


def _ticks(at: datetime) -> int:
    """An instant in units of 100 ns since 1601, as Windows counts."""
    return int((at - _FILETIME_EPOCH).total_seconds() * 10_000_000)
