"""Fetching the mail of a mailbox once: each message is committed before it is marked at its source.

Nothing is ever deleted there. Here: maildir, mbox and IMAP as sources. Not here: when to fetch again (`collecting.py`).
"""

import fcntl
import filecmp
import hashlib
import stat
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, TypeVar

from supportdesk.desk import Desk
from supportdesk.domain.arriving import Received, State
from supportdesk.domain.identity import identity
from supportdesk.domain.mail_places import read_place
from supportdesk.domain.mail_rows import MailboxRow
from supportdesk.errors import Refused, Unavailable
from supportdesk.mail.mailbox import Raw, read_file, read_mbox
from supportdesk.mail.parse import message_id
from supportdesk.mail.receive import Arriving, receive_all
from supportdesk.store import ledger

if TYPE_CHECKING:
    from supportdesk.mail.imap import Folder, Found

Watcher = Callable[[Received], None]
"""Told of each message after it is safe in the store and before it is marked at its source."""

Stopped = Callable[[], bool]
"""Asked between two messages whether to leave the rest to a later fetch."""

T = TypeVar("T")

MAILDIR = "maildir:"
"""What places in a maildir begin with."""

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

    def count(self, got: Received) -> None:
        """Count a message that is in the store."""
        self.tally.add(got)
        if self.watch:
            self.watch(got)

    def safe(self, messages: Iterable[tuple[Arriving, T]]) -> Iterator[T]:
        """Take messages in and count them; what each came with is given as soon as it is safe in the store."""
        waiting: deque[T] = deque()

        def arriving() -> Iterator[Arriving]:
            for one, mark in messages:
                waiting.append(mark)
                yield one
                if self.stopped():
                    return

        for got in receive_all(self.desk, arriving(), mailbox=self.mailbox):
            self.count(got)
            yield waiting.popleft()


def _maildir(taking: Taking, folder: Path) -> None:
    """Messages of `new` go to `cur` once they are safe; one that somebody else took meanwhile is theirs."""
    try:
        names = sorted(path.name for path in (folder / "new").iterdir() if not path.name.startswith("."))
    except OSError as error:
        raise Unavailable(f"the maildir {folder} cannot be read: {error.strerror}") from None
    if not taking.stopped():
        for path, place in taking.safe(_waiting(taking, folder, names)):
            _seen(path, place)


def _waiting(taking: Taking, folder: Path, names: Sequence[str]) -> Iterator[tuple[Arriving, tuple[Path, str]]]:
    """Messages with their files and places. One that another program put back is known by its bytes, and not parsed.

    A name should be one message's alone. Where it is not, the other message gets a place, and a name, of its own.
    """
    met: set[str] = set()
    for at in range(0, len(names), LOOKED_UP):
        some = {name: _maildir_place(name) for name in names[at : at + LOOKED_UP]}
        with taking.desk.read() as reading:
            arrived = ledger.arrived(reading, taking.mailbox.id, some.values())
        for name, place in some.items():
            path = folder / "new" / name
            if not _is_message(path):
                continue
            one, before = read_file(path), arrived.get(place)
            if one.content is None:
                if path.exists():
                    yield Arriving(None, place, one.fault), (path, place)
            elif before is not None and _is_same(one.content, before):
                taking.count(before.received)
                _seen(path, place)
                if taking.stopped():
                    return
            else:
                own = _of_its_own(place, one.content) if before is not None or place in met else place
                met.add(place)
                yield Arriving(one.content, own), (path, own)


def _is_message(path: Path) -> bool:
    """Whether a name is a file's: no pipe that one would wait at, and no link out of the maildir."""
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except OSError:
        return False


def _maildir_place(name: str) -> str:
    return f"{MAILDIR}{name.partition(':')[0]}"


def _is_same(content: bytes, before: ledger.Arrived) -> bool:
    """Whether a message is the one that arrived under its name; where its bytes are not kept, its Message-ID tells.

    One that could not be read then has neither, and the desk does not have it yet.
    """
    if before.sha256 is not None:
        return hashlib.sha256(content).hexdigest() == before.sha256
    return identity(message_id(content)) == before.message_id


def _of_its_own(place: str, content: bytes) -> str:
    return f"{place}.{hashlib.sha256(content).hexdigest()[:16]}"


def _seen(path: Path, place: str) -> None:
    """Mark a message as seen; nothing that lies there under its name is lost."""
    folder = path.parent.with_name("cur")
    target = folder / f"{place.removeprefix(MAILDIR)}{SEEN}"
    try:
        if target.exists() and not filecmp.cmp(path, target, shallow=False):
            target = folder / f"{_of_its_own(place, path.read_bytes()).removeprefix(MAILDIR)}{SEEN}"
        path.rename(target)
    except FileNotFoundError:
        return  # another fetch has moved it, or somebody removed it: it is in the store
    except OSError as error:
        raise Refused(f"{path} cannot be moved to {target.parent}: {error.strerror}") from None


def _mbox(taking: Taking, path: Path) -> None:
    """An mbox is read whole each time and left as it is; what arrived from it before is known by its content."""
    with _locked(path) as stream:
        if not taking.stopped():
            for _ in taking.safe((one, None) for one in _unknown(taking, read_mbox(stream))):
                pass


def _unknown(taking: Taking, messages: Iterable[Raw]) -> Iterator[Arriving]:
    """Those that have not arrived before."""
    listed = iter(messages)
    while some := {_mbox_place(one): one for one in islice(listed, LOOKED_UP)}:
        with taking.desk.read() as reading:
            known = ledger.known_places(reading, taking.mailbox.id, some)
        for place, one in some.items():
            if place not in known:
                yield Arriving(one.content, place, one.fault)


LOOKED_UP = 100
"""Messages of an mbox that the store is asked for at once."""


def _mbox_place(one: Raw) -> str:
    said = one.content if one.content is not None else f"{one.offset} {one.fault}".encode()
    return f"mbox:{hashlib.sha256(said).hexdigest()}"


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
            list(taking.safe([(Arriving(one.content, place, one.fault), None)]))
        folder.mark([one.uid])
    found = folder.messages(folder.wanted(known, last))
    wanted = ((Arriving(one.content, one.place, one.fault), one.uid) for one in found)
    for uid in taking.safe(wanted):
        known.add(uid)
        folder.mark([uid])
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
