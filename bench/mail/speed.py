"""Mails a second: ours, which reads all that a desk wants to know, beside parsers that read less.

Python's `email` is asked for the same texts and attachments; it neither chooses among them nor looks for quotations,
machines or charsets. `notmuch new` reads, threads and indexes the same mails in the same run: reading them with the
keys of their threads, and receiving them into a store as a worker does, in its one process, are each held against it,
by CPU. Twice its rate is enough. notmuch is counted from its start to its end, these two without Python's start; whole
lists are fetched by a program of our own, and there both are counted alike, by the clock and by CPU.
"""

import cProfile
import email
import email.policy
import lzma
import pstats
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path

from bench.mail import libraries
from bench.mail.cases import Clock
from bench.mail.checks import Check
from bench.mail.fetching import by_notmuch, fetching
from bench.places import NOW, Sqlite, desk
from supportdesk.mail.mailbox import read_mbox
from supportdesk.mail.parse import parse
from supportdesk.mail.receive import Arriving, read_letter, receive_all
from supportdesk.mail.thread import links
from supportdesk.services import mailboxes
from supportdesk.store import mailboxes as stored

ENOUGH = 636
"""Mails a second of CPU that are enough where notmuch is not installed: twice what it did on a machine of two cores."""

EVERY = 9  # of a mailing list's mails, that many are left out between two that are read
ROUNDS = 3
PROFILED = 300  # mails of which it is looked up who read them


def speed(corpora: Path, _clock: Clock) -> Iterator[Check]:
    """Checks for each collection; a share is our rate beside the one that is enough."""
    singles = [path.read_bytes() for path in sorted(corpora.glob("mail/*/*.eml"))]
    yield from _measured("mail/*", singles)
    for packed in sorted((corpora / "threading").glob("*.mbox.xz")):
        with lzma.open(packed) as stream:
            mails = [raw.content for raw in read_mbox(BytesIO(stream.read())) if raw.content]
        place = f"threading/{packed.name.partition('.')[0]}"
        yield from _measured(place, mails[::EVERY])
        yield from fetching(place, mails)


def _measured(place: str, mails: Sequence[bytes]) -> Iterator[Check]:
    ours, taken, theirs, notmuch = 0.0, 0.0, 0.0, 0.0
    for _ in range(ROUNDS):  # in turns, so that a busy machine slows all
        ours = max(ours, _rate(_by_us, mails))
        theirs = max(theirs, _rate(_by_email, mails))
        taken = max(taken, _by_a_worker(mails))
        notmuch = max(notmuch, _rate_of_notmuch(mails))
    enough = round(2 * notmuch) or ENOUGH
    what = f"{len(mails):,} mails of {sum(map(len, mails)) / 1e6:.1f} MB"
    read = Check("speed: read, mails a CPU second", place, 1.0, cases=enough, good=round(ours))
    read.libraries["Python's email"] = round(theirs)
    read.libraries["mail-parser"] = round(_rate(libraries.fields, mails)) if libraries.module("mailparser") else None
    kept = Check("speed: received by a worker, mails a CPU second", place, 1.0, cases=enough, good=round(taken))
    for check, rate in ((read, ours), (kept, taken)):
        check.libraries["notmuch new"] = round(notmuch) if notmuch else None
        check.note = f"{what}; {_beside(rate, notmuch)}"
    read.note += f"; {100 * _share_of_email(mails[:PROFILED]):.1f} % of it in Python's own email package"
    yield from (read, kept)


def _beside(rate: float, notmuch: float) -> str:
    return f"{rate / notmuch:.2f} times notmuch's {notmuch:,.0f}" if notmuch else "notmuch is not installed"


def _rate(read: Callable[[bytes], object], mails: Sequence[bytes]) -> float:
    began = time.process_time()
    for mail in mails:
        read(mail)
    return len(mails) / (time.process_time() - began)


def _by_us(raw: bytes) -> object:
    return links(parse(raw))


def _rate_of_notmuch(mails: Sequence[bytes]) -> float:
    took = by_notmuch(mails)
    return len(mails) / took.cpu if took else 0.0


def _by_a_worker(mails: Sequence[bytes]) -> float:
    """The rate at which a worker receives them: in a thread, so that no other process reads ahead."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(_received, mails).result()


def _received(mails: Sequence[bytes]) -> float:
    """Into a new store, as a mailbox that is fetched gives them: threads, tickets, customers, events, full text."""
    with (
        tempfile.TemporaryDirectory(prefix="supportdesk-bench-") as folder,
        desk(Sqlite(Path(folder)).new("received")) as ours,
    ):
        with ours.change("mailbox add") as change:
            mailboxes.add_mailbox(change, name="list", wanted=mailboxes.Wanted(address="list@bench.example"))
        with ours.read() as reading:
            (mailbox,) = stored.mailboxes(reading)
        began = time.process_time()
        arriving = (Arriving(mail, f"maildir:{at}") for at, mail in enumerate(mails))
        count = sum(1 for _ in receive_all(ours, arriving, mailbox=mailbox))
        return count / (time.process_time() - began)


def _share_of_email(mails: Sequence[bytes]) -> float:
    """Which part of the time to read mails is spent in Python's own email package, of 1."""
    profile = cProfile.Profile()
    for mail in mails:
        profile.runcall(read_letter, mail, NOW)
    spent = {where[0]: 0.0 for where in pstats.Stats(profile).stats}  # type: ignore[attr-defined]
    for (file, *_), (_, _, own, *_) in pstats.Stats(profile).stats.items():  # type: ignore[attr-defined]
        spent[file] += own
    folder = str(Path(email.__file__).parent)
    return sum(own for file, own in spent.items() if file.startswith(folder)) / sum(spent.values())


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
