"""A mail as a value: bytes in, `Mail` out, whatever the bytes are.

Here: the meaning of a mail's fields to a desk. Not here: reading mailboxes, choosing a ticket, sending.
"""

import email.utils
import hashlib
import itertools
import re
from dataclasses import dataclass
from datetime import UTC, datetime

from supportdesk.mail import quotes
from supportdesk.mail.addresses import Mailbox, read_addresses
from supportdesk.mail.automatic import reason
from supportdesk.mail.content import Content, Part, read_content
from supportdesk.mail.encoded import one_line
from supportdesk.mail.headers import Block, Field, read_block
from supportdesk.mail.structure import Entity, beginning, read_structure

__all__ = ["MAXIMUM_SIZE", "Mail", "Mailbox", "Part", "message_id", "parse"]

MAXIMUM_SIZE = 25 * 2**20  # bytes; readers of mailboxes refuse larger mails with a reason
MAXIMUM_REFERENCES = 1000  # the newest ids of a References header that are kept
MAXIMUM_ADDRESSES = 10_000  # addresses of To, Cc or Reply-To that are kept

_ID = re.compile(rb"<([^<>]{1,1000})>")
_FIRST_YEAR, _LAST_YEAR = 1970, 2200


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail, read. Ids come without < >; every text is decoded; `defects` says what was wrong with the bytes."""

    message_id: str
    in_reply_to: tuple[str, ...]
    references: tuple[str, ...]
    sender: Mailbox
    reply_to: tuple[Mailbox, ...]
    to: tuple[Mailbox, ...]
    cc: tuple[Mailbox, ...]
    subject: str
    date: datetime | None
    body: str
    text: str
    quoted: str
    html: bool
    automatic: str
    parts: tuple[Part, ...]
    fields: tuple[Field, ...]
    defects: tuple[str, ...]

    @property
    def headers(self) -> tuple[tuple[str, str], ...]:
        """Every field of the header block, decoded: many, and few are ever asked for."""
        return tuple((field.name, one_line(field.value)) for field in self.fields)

    def written(self, *names: str) -> str:
        """The decoded values of the fields with these names (in lower case), one behind the other."""
        return "".join([one_line(field.value) for field in self.fields if field.key in names])


def parse(raw: bytes) -> Mail:
    """Read a mail; never raises, and keeps what it cannot make sense of as text or as an attachment.

    A mail without a Message-ID gets one made from its bytes, the same each time.
    """
    raw = _with_newlines(raw)
    tree, defects = read_structure(raw)
    block = tree.block
    content = read_content(raw, tree)
    split = quotes.split(content.text)
    sender = _sender(block)
    date, dated = _date(block)
    return Mail(
        message_id=_message_id(block, raw),
        in_reply_to=_ids(block.raw("in-reply-to")),
        references=_ids(block.raw("references"))[-MAXIMUM_REFERENCES:],
        sender=sender,
        reply_to=_all_addresses(block, "reply-to"),
        to=_all_addresses(block, "to"),
        cc=_all_addresses(block, "cc"),
        subject=block.text("subject"),
        date=date,
        body=content.text,
        text=split.text,
        quoted=split.quoted,
        html=content.html,
        automatic=reason(raw, tree, sender.email, sender.name, content.text),
        parts=content.parts,
        fields=block.fields,
        defects=(*defects, *dated, *_missing(tree, content)),
    )


def message_id(raw: bytes) -> str:
    """The Message-ID that `parse` would find, without reading more than the headers."""
    raw = _with_newlines(raw)
    return _message_id(read_block(raw, beginning(raw), len(raw)), raw)


def _with_newlines(raw: bytes) -> bytes:
    """Old Macintosh mail ends its lines with CR alone."""
    head = raw[:65536]
    if head.count(b"\n") <= 1 and head.count(b"\r") > 1:
        return raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return raw


def _ids(value: bytes) -> tuple[str, ...]:
    """Message ids of a header, as written, each once; words that are no ids are passed over."""
    found = _ID.findall(value) or [word for word in value.split() if b"@" in word and b"<" not in word]
    ids = (_id(one) for one in found)
    return tuple(dict.fromkeys(one for one in ids if one))


def _id(written: bytes) -> str:
    return "".join(one_line(written).split())


def _message_id(block: Block, raw: bytes) -> str:
    value = block.raw("message-id")
    found = _ID.search(value)
    named = _id(found[1]) if found else _id(value.strip(b"<> \t"))[:1000]
    return named or f"{hashlib.sha256(raw).hexdigest()[:32]}@supportdesk.invalid"


def _sender(block: Block) -> Mailbox:
    """The first author with an address: a name that is not quoted may hold a comma."""
    authors = read_addresses(block.raw("from"))
    return next((one for one in authors if "@" in one.email), next(iter(authors), Mailbox("", "")))


def _all_addresses(block: Block, name: str) -> tuple[Mailbox, ...]:
    if not block.has(name):
        return ()
    value = b", ".join(field.value for field in block.fields if field.key == name)
    found = (mailbox for mailbox in read_addresses(value) if mailbox.email or mailbox.name)
    return tuple(itertools.islice(found, MAXIMUM_ADDRESSES))


def _date(block: Block) -> tuple[datetime | None, tuple[str, ...]]:
    written = block.text("date")
    if not written:
        return None, ("the mail has no date",)
    try:
        fields = email.utils.parsedate_tz(written[:200])
        if fields is None:
            return None, ("the date cannot be read",)
        moment = datetime.fromtimestamp(email.utils.mktime_tz(fields), UTC)
    except (ValueError, OverflowError, OSError, IndexError, TypeError):
        return None, ("the date cannot be read",)
    if not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
        return None, ("the date is absurd",)
    return moment.replace(microsecond=0), ()


def _missing(tree: Entity, content: Content) -> tuple[str, ...]:
    defects = []
    if not tree.block.raw("from"):
        defects.append("the mail has no sender")
    if not content.text.strip() and not content.parts:
        defects.append("the mail is empty")
    return tuple(defects)
