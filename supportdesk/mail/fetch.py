"""Fetching the mail of a mailbox once: each message is committed before it is marked at its source.

Nothing is ever deleted there. Here: maildir, mbox and IMAP as sources. Not here: when to fetch again (`collecting.py`).
"""

import fcntl
import hashlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from supportdesk.desk import Desk
from supportdesk.domain.arriving import Received, State
from supportdesk.domain.identity import identity
from supportdesk.domain.mail_places import read_place
from supportdesk.domain.mail_rows import MailboxRow
from supportdesk.errors import Refused, Unavailable
from supportdesk.mail.mailbox import Raw, read_eml, read_mbox
from supportdesk.mail.parse import message_id
from supportdesk.mail.receive import receive
from supportdesk.store import ledger

if TYPE_CHECKING:
    from supportdesk.mail.imap import Folder, Found

Watcher = Callable[[Received], None]
"""Told of each message after it is safe in the store and before it is marked at its source."""

Stopped = Callable[[], bool]
"""Asked between two messages whether to leave the rest to a later fetch."""

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

    def __str__(self) -> str:
        """What a fetch brought, in one line."""
        parts = [f"{number:,} {state}" for state, number in self.states.items() if number]
        again = f"; {self.again:,} known already" if self.again else ""
        return f"received {self.received:,}" + (f": {', '.join(parts)}" if parts else "") + again


def _never() -> bool:
    return False


def fetch(desk: Desk, mailbox: MailboxRow, *, watch: Watcher | None = None, stopped: Stopped = _never) -> Tally:
    """Take in what is new in a mailbox; Unavailable where its source is not there now, Refused where it says no."""
    place = read_place(mailbox.source, use="source")
    if not place.host:
        taking = Taking(desk, mailbox, stopped, watch)
        {"maildir": _maildir, "mbox": _mbox}[place.scheme](taking, Path(place.path))
        return taking.tally
    from supportdesk.mail.credentials import credential_of
    from supportdesk.mail.imap import opened

    with opened(place, credential_of(mailbox)) as folder:
        return look(desk, mailbox, folder, watch=watch, stopped=stopped)


@dataclass(slots=True)
class Taking:
    """One fetch of a mailbox under way."""

    desk: Desk
    mailbox: MailboxRow
    stopped: Stopped
    watch: Watcher | None = None
    tally: Tally = field(default_factory=Tally)

    def take(self, content: bytes | None, place: str, fault: str) -> None:
        """Take one message in and count it."""
        got = receive(self.desk, content, mailbox=self.mailbox, place=place, fault=fault)
        self.tally.add(got)
        if self.watch:
            self.watch(got)


def _maildir(taking: Taking, folder: Path) -> None:
    """Messages of `new` go to `cur` once they are safe; one that somebody else took meanwhile is theirs."""
    try:
        names = sorted(path.name for path in (folder / "new").iterdir() if not path.name.startswith("."))
    except OSError as error:
        raise Unavailable(f"the maildir {folder} cannot be read: {error.strerror}") from None
    for name in names:
        path = folder / "new" / name
        if taking.stopped():
            return
        if path.is_symlink() or not path.is_file():
            continue
        one = read_eml(path)
        if one.content is None and not path.exists():
            continue
        taking.take(one.content, f"maildir:{name.partition(':')[0]}", one.fault)
        _move(path, folder / "cur" / (name.partition(":")[0] + SEEN))


def _move(path: Path, target: Path) -> None:
    try:
        path.rename(target)
    except FileNotFoundError:
        return  # another fetch has moved it, or somebody removed it: it is in the store
    except OSError as error:
        raise Refused(f"{path} cannot be moved to {target.parent}: {error.strerror}") from None


def _mbox(taking: Taking, path: Path) -> None:
    """An mbox is read whole each time and left as it is; what arrived from it before is known by its content."""
    with _locked(path) as stream:
        listed: list[tuple[str, Raw]] = []
        for one in read_mbox(stream):
            listed.append((_mbox_place(one), one))
            if len(listed) == TOGETHER:
                _take_unknown(taking, listed)
                listed = []
        _take_unknown(taking, listed)


TOGETHER = 100
"""Messages of an mbox that the store is asked for at once."""


def _mbox_place(one: Raw) -> str:
    said = one.content if one.content is not None else f"{one.offset} {one.fault}".encode()
    return f"mbox:{hashlib.sha256(said).hexdigest()}"


def _take_unknown(taking: Taking, listed: list[tuple[str, Raw]]) -> None:
    if taking.stopped():
        return
    with taking.desk.read() as reading:
        known = ledger.known_places(reading, taking.mailbox.id, [place for place, _ in listed])
    for place, one in listed:
        if place not in known and not taking.stopped():
            taking.take(one.content, place, one.fault)


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


def look(
    desk: Desk, mailbox: MailboxRow, folder: "Folder", *, watch: Watcher | None = None, stopped: Stopped = _never
) -> Tally:
    """Take in what is new in an open folder: known by UIDVALIDITY and UID, each is marked as seen once it is safe."""
    taking = Taking(desk, mailbox, stopped, watch)
    known, last = _known(taking, folder)
    for one in folder.messages(folder.unmarked(known)):
        if (place := _other_place(taking, one)) is not None:
            taking.take(one.content, place, one.fault)
        folder.mark([one.uid])
    for one in folder.messages(folder.wanted(known, last)):
        taking.take(one.content, one.place, one.fault)
        known.add(one.uid)
        folder.mark([one.uid])
        if stopped():
            break
    return taking.tally


def _known(taking: Taking, folder: "Folder") -> tuple[set[int], datetime | None]:
    """UIDs of messages that have arrived, read once a session; and, where there are none, when the mailbox had mail."""
    if folder.known is None:
        with taking.desk.read() as reading:
            places = ledger.places_under(reading, taking.mailbox.id, folder.prefix)
        folder.known = {int(place.removeprefix(folder.prefix).partition(":")[0]) for place in places}
    if folder.known:
        return folder.known, None
    with taking.desk.read() as reading:
        return folder.known, ledger.last_arrival(reading, taking.mailbox.id)


def _other_place(taking: Taking, one: "Found") -> str | None:
    """Where a message is known that is unseen although one with its UID has arrived; None where it is that one.

    As a rule the connection was lost before it was marked. But a server that was restored from a copy may give a number
    a second time, and says nothing of it.
    """
    with taking.desk.read() as reading:
        arrived = ledger.at_place(reading, taking.mailbox.id, one.place)
    if one.content is None or arrived is None or not arrived.message_id:
        return None
    if identity(message_id(one.content)) == arrived.message_id:
        return None
    return f"{one.place}:{hashlib.sha256(one.content).hexdigest()}"
