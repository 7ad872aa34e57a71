"""Receiving messages: bytes in, exactly one of five states out for each, and a change of its own.

What cannot be taken in goes to quarantine with its reason, and never stops a run. Not here: where bytes come from.
"""

import hashlib
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime

from supportdesk import ahead
from supportdesk.collecting import rare_collections
from supportdesk.desk import Desk
from supportdesk.domain.arriving import ARRIVING, Letter, Origin, Received, State
from supportdesk.domain.identity import clean, identity
from supportdesk.domain.letters import Bounce, bare
from supportdesk.domain.mail_rows import MailboxRow
from supportdesk.domain.models import Person
from supportdesk.errors import DeskError, NotFound, NotPermitted, Unavailable
from supportdesk.mail import leading
from supportdesk.mail.automatic import Reason
from supportdesk.mail.bounces import read_bounce
from supportdesk.mail.parse import MAXIMUM_SIZE, parse
from supportdesk.mail.record import imported
from supportdesk.mail.subjects import is_wordless
from supportdesk.mail.vouching import vouched
from supportdesk.services import acknowledging, arrivals, bouncing, filing, speakers
from supportdesk.store.change import Change
from supportdesk.store.mailboxes import mailboxes
from supportdesk.store.thread import content

TOGETHER = 300
"""Messages that share a transaction in a local store. A server's others write meanwhile, and would wait crosswise for
tickets that are held in the order of arrival: there each message is a transaction of its own."""

WORDLESS = "wordless"
"""Why a mail without a word is not acknowledged."""

HOLDING = 0.5
"""Seconds after which a transaction takes in no more: others wait to write."""

_RETURNING = frozenset(map(str, (Reason.BOUNCE, Reason.DELAY, Reason.RECEIPT, Reason.COMPLAINT)))


@dataclass(frozen=True, slots=True)
class Arriving:
    """A message at its source: where it lies, its bytes, or None and why it could not be fetched."""

    raw: bytes | None
    place: str = ""
    fault: str = ""

    @property
    def size(self) -> int:
        """Bytes that it takes in memory."""
        return len(self.raw or b"")


@dataclass(frozen=True, slots=True)
class _Read:
    """A message that has been read, or why it cannot be."""

    arriving: Arriving
    origin: Origin
    letter: Letter | None
    fault: str


def receive(
    desk: Desk, raw: bytes | None, *, mailbox: MailboxRow | None = None, place: str = "", fault: str = ""
) -> Received:
    """Take one message in. The same message at the same place of a mailbox, or under the same Message-ID, comes once.

    `raw` is None with a `fault` for what could not even be fetched. Raises only what concerns every message alike:
    Unavailable (try again), an agent who may not write, a store that is none.
    """
    return next(receive_all(desk, [Arriving(raw, place, fault)], mailbox=mailbox))


def receive_all(desk: Desk, messages: Iterable[Arriving], *, mailbox: MailboxRow | None = None) -> Iterator[Received]:
    """Take messages in, each as `receive` does; whatever this gives is committed, and may be marked at its source.

    Those that come together share a transaction, so that a mail costs little; one that cannot be taken in stands alone
    and spoils no other.
    """
    for waiting in _read_ahead(desk, messages, mailbox):
        most = len(waiting)
        while waiting:
            done = _take_some(desk, waiting[:most])
            if not done:
                most = max(1, most // 2)
                done = [_take_alone(desk, waiting[0])]
            yield from done
            del waiting[: len(done)]


def _read_ahead(desk: Desk, messages: Iterable[Arriving], mailbox: MailboxRow | None) -> Iterator[list[_Read]]:
    """Messages that have been read, those that are taken in together; of many the next while the desk takes some."""

    @rare_collections()
    def read(listed: Sequence[Arriving]) -> list[tuple[Letter | None, str]]:
        return [_read(desk.clock(), one.raw, one.fault) for one in listed]

    def joined(listed: Sequence[Arriving], letters: Sequence[tuple[Letter | None, str]]) -> list[_Read]:
        return [_Read(one, _origin(one, mailbox), *letter) for one, letter in zip(listed, letters, strict=True)]

    listed = _together(messages, TOGETHER if desk.store.sqlite else 1)
    with closing(ahead.made_ready(listed, read, joined, weigh=lambda some: sum(one.size for one in some))) as ready:
        yield from ready


def _origin(one: Arriving, mailbox: MailboxRow | None) -> Origin:
    place = one.place or f"bytes:{hashlib.sha256(one.raw or one.fault.encode()).hexdigest()}"
    return _at(mailbox, place) if mailbox else Origin(0, place)


def _together(messages: Iterable[Arriving], most: int) -> Iterator[list[Arriving]]:
    """So many messages at a time as may stand in memory; those that a source gave before it failed come first."""
    listed: list[Arriving] = []
    size = 0
    try:
        for one in messages:
            listed.append(one)
            size += one.size
            if len(listed) >= most or size >= ahead.LARGEST:
                yield listed
                listed, size = [], 0
    except Exception:
        if listed:
            yield listed
        raise
    if listed:
        yield listed


@rare_collections()
def _take_some(desk: Desk, waiting: Sequence[_Read]) -> list[Received]:
    """What became of the first of these messages; it stops before one that cannot be taken in, and in time for others.

    Nothing, where it is the first one.
    """
    got: list[Received] = []
    until = time.monotonic() + HOLDING
    try:
        with desk.series(ARRIVING) as series:
            staff, boxes = speakers.staff_of(series.reading), mailboxes(series.reading)
            for one in waiting:
                if one.letter is None or time.monotonic() > until:
                    break
                with series.change() as change:
                    got.append(_take(change, one.letter, _addressed(boxes, one.letter, one.origin), staff))
    except Exception as error:
        if 0 < len(got) < len(waiting):
            return _take_some(desk, waiting[: len(got)])  # the next one is tried again alone, where its reason is told
        _why(error)
        return []
    return got


def _take_alone(desk: Desk, one: _Read) -> Received:
    """What became of one message: what cannot be taken in goes to quarantine."""
    letter, fault, origin = one.letter, one.fault, one.origin
    try:
        if letter is not None:
            with desk.change(ARRIVING) as change:
                origin = _addressed(mailboxes(change), letter, origin)
                return _take(change, letter, origin, speakers.staff_of(change))
    except Exception as error:
        fault = _why(error)
    with desk.change(ARRIVING) as change:
        arrivals.alone(change)
        return arrivals.at_place(change, origin) or arrivals.quarantine(change, origin, one.arriving.raw, fault, letter)


def retry(desk: Desk, number: int) -> Received:
    """Take a message in that an agent vouches for: out of quarantine, or one that was taken for a machine's.

    One whose Message-ID another's mail has gets an id of its own.
    """
    with desk.read() as reading:
        row = arrivals.left_out(reading, number)
        raw = content(reading, row.raw) if row.raw else None
        mine = next((mailbox for mailbox in mailboxes(reading) if mailbox.id == row.mailbox_id), None)
    if raw is None:
        return Received(number, State.QUARANTINED, reason=row.reason, again=True)
    origin = replace(_at(mine, row.place) if mine else Origin(row.mailbox_id, row.place), arrival=number)
    letter, fault = _read(desk.clock(), raw, "")
    if letter is not None:
        try:
            with desk.change(ARRIVING) as change:
                arrivals.left_out(change, number)
                return _take(change, letter, origin, speakers.staff_of(change), insisting=True)
        except Exception as error:
            fault = _why(error)
    with desk.change(ARRIVING) as change:
        arrivals.alone(change)
        return arrivals.quarantine(change, origin, raw, fault, letter)


def _why(error: Exception) -> str:
    """Why a message cannot be taken in; what concerns all messages is raised again."""
    if isinstance(error, Unavailable | NotPermitted):
        raise error
    if isinstance(error, DeskError):
        if isinstance(error, NotFound) and "agent" in error.message:
            raise error
        return error.message
    return f"unexpected {type(error).__name__}: {str(error)[:300]}"


def _read(now: datetime, raw: bytes | None, fault: str) -> tuple[Letter | None, str]:
    """The mail that the bytes are, or why they are none."""
    if raw is None or fault:
        return None, fault or "the message could not be fetched"
    if not raw.strip():
        return None, "the mail is empty"
    if len(raw) > MAXIMUM_SIZE:
        return None, f"a message of {len(raw) / 2**20:.0f} MB is larger than {MAXIMUM_SIZE // 2**20} MB"
    try:
        return read_letter(raw, now), ""
    except Exception as error:  # whatever a mail does to its reader, the next one is to be read
        return None, f"it cannot be read: {type(error).__name__}: {str(error)[:300]}"


def read_letter(raw: bytes, now: datetime) -> Letter:
    """A mail as the desk takes it in."""
    mail = parse(raw)
    first = next((one for one in mail.reply_to if one.email), None)
    reply_to = Person(clean(first.name), clean(first.email)) if first else None
    bounce = read_bounce(raw) if mail.automatic in _RETURNING else Bounce()
    returned = tuple(dict.fromkeys(identity(one) for one in bounce.message_ids if one != mail.message_id))
    came_back = bounce if mail.automatic == Reason.BOUNCE else None
    return Letter(imported(mail, raw, now, now), reply_to, returned, came_back, vouched(mail.fields), mail.date)


def _addressed(boxes: Sequence[MailboxRow], letter: Letter, origin: Origin) -> Origin:
    """Of a message that came without a mailbox: the one that it was sent to, by To and then Cc."""
    if origin.mailbox_id:
        return origin
    known = {mailbox.address: mailbox for mailbox in boxes}
    for person in (*letter.message.to, *letter.message.cc):
        if (found := known.get(person.email) or known.get(bare(person.email))) is not None:
            return _at(found, origin.place)
    return origin


def _at(mailbox: MailboxRow, place: str) -> Origin:
    return Origin(mailbox.id, place, mailbox.team, believed=mailbox.authserv_id)


def _anew(letter: Letter) -> Letter:
    """A mail under an id that only its own bytes have."""
    return letter.called(identity(f"{letter.message.message_id}+{(letter.message.raw or '')[:8]}"))


def _is_later(change: Change, letter: Letter, twin: arrivals.Twin) -> bool:
    """Whether a mail says something else at another time than the one whose id it bears, as those of scanners do.

    The same words at another time were sent again; other words at the same time have a list's foot below them.
    """
    if twin.same or not twin.raw or letter.written is None:
        return False
    before = parse(content(change, twin.raw)).date
    return before is not None and before != letter.written


def _take(
    change: Change, letter: Letter, origin: Origin, staff: speakers.Staff, *, insisting: bool = False
) -> Received:
    """The message as a new one, a duplicate, or one to be looked at because somebody else's bears its id."""
    arrivals.alone(change)
    if (before := arrivals.at_place(change, origin)) is not None:
        return before
    twin = arrivals.twin_of(change, letter, origin)
    if twin is not None and twin.author and twin.author.lower() != letter.message.author.email:
        if not insisting:
            return arrivals.withhold(change, origin, f"its Message-ID is that of a mail by {twin.author}", letter)
        letter, twin = _anew(letter), None
    elif twin is not None and _is_later(change, letter, twin):
        letter = _anew(letter)
        twin = arrivals.twin_of(change, letter, origin)
    if twin is not None:
        return arrivals.duplicate(change, origin, letter, twin)
    speaker = speakers.speaker_of(letter, staff, believed=origin.believed)
    if insisting:
        speaker = replace(speaker, vouched=True)
    got = filing.file(change, letter, origin, leading.lead(change, letter, speaker), speaker)
    if letter.bounce is not None:
        bouncing.bounced(change, letter.bounce)
    elif got.state == State.NEW and got.ticket is not None:
        said = letter.message
        nothing = WORDLESS if is_wordless(said.subject, said.body) else ""
        automatic = "" if speaker.vouched else said.automatic or nothing
        acknowledging.acknowledge(change, got.ticket, box=origin.mailbox_id, to=speaker.person, automatic=automatic)
    return got
