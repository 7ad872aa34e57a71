"""Fetching the mail of a mailbox once: each message is committed before it is marked at its source.

Nothing is ever deleted there. Here: maildir, mbox and IMAP as sources. Not here: when to fetch again.
"""

import fcntl
import hashlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from supportdesk.desk import Desk
from supportdesk.domain.arriving import Received, State
from supportdesk.domain.mail_places import Place, read_place
from supportdesk.domain.mail_rows import MailboxRow
from supportdesk.errors import Refused, Unavailable
from supportdesk.mail.mailbox import Raw, read_eml, read_mbox
from supportdesk.mail.receive import receive
from supportdesk.store import ledger

Watcher = Callable[[Received], None]
"""Told of each message after it is safe in the store and before it is marked at its source."""

SEEN = ":2,S"
"""What the name of a message in `cur` ends with: it was seen."""


@dataclass(slots=True)
class Tally:
    """What one fetch of a mailbox brought; `again` are messages that had arrived before and were only marked now."""

    states: dict[State, int] = field(default_factory=lambda: dict.fromkeys(State, 0))
    again: int = 0

    def add(self, got: Received) -> None:
        """Count a message."""
        if got.again:
            self.again += 1
        else:
            self.states[got.state] += 1

    @property
    def received(self) -> int:
        """Messages that arrived for the first time."""
        return sum(self.states.values())


def fetch(desk: Desk, mailbox: MailboxRow, *, watch: Watcher | None = None) -> Tally:
    """Take in what is new in a mailbox; Unavailable where its source is not there now, Refused where it says no."""
    tally = Tally()

    def told(got: Received) -> None:
        tally.add(got)
        if watch:
            watch(got)

    place = read_place(mailbox.source, use="source")
    ways = {"maildir": _maildir, "mbox": _mbox, "imap": _imap, "imaps": _imap}
    ways[place.scheme](desk, mailbox, place, told)
    return tally


def _maildir(desk: Desk, mailbox: MailboxRow, place: Place, told: Watcher) -> None:
    """Messages of `new` go to `cur` once they are safe; one that somebody else took meanwhile is theirs."""
    folder = Path(place.path)
    try:
        names = sorted(path.name for path in (folder / "new").iterdir() if not path.name.startswith("."))
    except OSError as error:
        raise Unavailable(f"the maildir {folder} cannot be read: {error.strerror}") from None
    for name in names:
        path = folder / "new" / name
        if path.is_symlink() or not path.is_file():
            continue
        one = read_eml(path)
        if one.content is None and not path.exists():
            continue
        told(receive(desk, one.content, mailbox=mailbox, place=f"maildir:{name.partition(':')[0]}", fault=one.fault))
        _move(path, folder / "cur" / (name.partition(":")[0] + SEEN))


def _move(path: Path, target: Path) -> None:
    try:
        path.rename(target)
    except FileNotFoundError:
        return  # another fetch has moved it, or somebody removed it: it is in the store
    except OSError as error:
        raise Refused(f"{path} cannot be moved to {target.parent}: {error.strerror}") from None


def _mbox(desk: Desk, mailbox: MailboxRow, place: Place, told: Watcher) -> None:
    """An mbox is read whole each time and left as it is; what arrived from it before is known by its content."""
    path = Path(place.path)
    with _locked(path) as stream:
        listed: list[tuple[str, Raw]] = []
        for one in read_mbox(stream):
            listed.append((_mbox_place(one), one))
            if len(listed) == TOGETHER:
                _take_unknown(desk, mailbox, listed, told)
                listed = []
        _take_unknown(desk, mailbox, listed, told)


TOGETHER = 100
"""Messages of an mbox that the store is asked for at once."""


def _mbox_place(one: Raw) -> str:
    said = one.content if one.content is not None else f"{one.offset} {one.fault}".encode()
    return f"mbox:{hashlib.sha256(said).hexdigest()}"


def _take_unknown(desk: Desk, mailbox: MailboxRow, listed: list[tuple[str, Raw]], told: Watcher) -> None:
    with desk.read() as reading:
        known = ledger.known_places(reading, mailbox.id, [place for place, _ in listed])
    for place, one in listed:
        if place not in known:
            told(receive(desk, one.content, mailbox=mailbox, place=place, fault=one.fault))


@contextmanager
def _locked(path: Path) -> Iterator[BinaryIO]:
    """The file, while nobody appends to it: half a message would be taken for a whole one."""
    if path.with_name(f"{path.name}.lock").exists():
        raise Unavailable(f"{path} is locked by another program; try again")
    with ExitStack() as opened:
        try:
            stream = opened.enter_context(path.open("rb"))
            fcntl.lockf(stream, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError as error:
            raise Unavailable(f"{path} cannot be read now: {error.strerror}") from None
        yield stream


def _imap(desk: Desk, mailbox: MailboxRow, place: Place, told: Watcher) -> None:
    """Messages are known by UIDVALIDITY and UID; each is marked as seen once it is safe."""
    from supportdesk.mail.credentials import credential_of
    from supportdesk.mail.imap import opened

    with opened(place, credential_of(mailbox)) as folder:
        with desk.read() as reading:
            known = {int(one.rpartition(":")[2]) for one in ledger.places_under(reading, mailbox.id, folder.prefix)}
            last = ledger.last_arrival(reading, mailbox.id)
        folder.mark(folder.unmarked(known))
        for one in folder.messages(folder.wanted(known, last)):
            told(receive(desk, one.content, mailbox=mailbox, place=one.place, fault=one.fault))
            folder.mark([one.uid])
