"""Mails a second of CPU: ours, which reads all that a desk wants to know, beside parsers that read less.

Python's `email` is asked for the same texts and attachments; it neither chooses among them nor looks for quotations,
machines or charsets.
"""

import email
import email.policy
import lzma
import time
from collections.abc import Callable, Iterator, Sequence
from io import BytesIO
from pathlib import Path

from bench.mail import libraries
from bench.mail.cases import Clock
from bench.mail.checks import Check
from supportdesk.mail.mailbox import read_mbox
from supportdesk.mail.parse import parse

ENOUGH = 636
"""Mails a second of CPU: twice what `notmuch new` indexes on a machine of two cores."""

EVERY = 9  # of a mailing list's mails, that many are left out between two that are read
ROUNDS = 3


def speed(corpora: Path, _clock: Clock) -> Iterator[Check]:
    """A check a collection; its share is our rate beside the one that is enough."""
    singles = [path.read_bytes() for path in sorted(corpora.glob("mail/*/*.eml"))]
    yield from _measured("mail/*", singles)
    for packed in sorted((corpora / "threading").glob("*.mbox.xz")):
        with lzma.open(packed) as stream:
            mails = [raw.content for raw in read_mbox(BytesIO(stream.read())) if raw.content]
        yield from _measured(f"threading/{packed.name.partition('.')[0]}", mails[::EVERY])


def _measured(place: str, mails: Sequence[bytes]) -> Iterator[Check]:
    ours, theirs = 0.0, 0.0
    for _ in range(ROUNDS):  # in turns, so that a busy machine slows both
        ours = max(ours, _rate(parse, mails))
        theirs = max(theirs, _rate(_by_email, mails))
    check = Check("speed: mails a second of CPU", place, 1.0, cases=ENOUGH, good=round(ours))
    check.libraries["Python's email"] = round(theirs)
    check.libraries["mail-parser"] = round(_rate(libraries.fields, mails)) if libraries.module("mailparser") else None
    check.note = f"{len(mails):,} mails of {sum(map(len, mails)) / 1e6:.1f} MB; " + ", ".join(
        f"{name} {rate:,}" for name, rate in check.libraries.items() if rate is not None
    )
    yield check


def _rate(read: Callable[[bytes], object], mails: Sequence[bytes]) -> float:
    began = time.process_time()
    for mail in mails:
        read(mail)
    return len(mails) / (time.process_time() - began)


def _by_email(raw: bytes) -> tuple[object, ...]:
    mail = email.message_from_bytes(raw, policy=email.policy.default)
    texts, files = [], []
    for part in mail.walk():
        if part.is_multipart():
            continue
        if part.get_content_maintype() == "text" and part.get_content_disposition() != "attachment":
            texts.append(_content(part))
        else:
            files.append((part.get_filename(), part.get_payload(decode=True)))
    return texts, files, [_field(mail, name) for name in dict.fromkeys(mail)]


def _content(part: email.message.EmailMessage) -> object:
    try:
        return part.get_content()
    except (LookupError, ValueError, AttributeError, KeyError):
        return part.get_payload(decode=True)


def _field(mail: email.message.EmailMessage, name: str) -> str:
    try:
        return str(mail[name])
    except Exception:  # it raises a dozen kinds on headers of real mail
        return ""
