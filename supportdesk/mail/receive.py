"""Receiving one message: bytes in, exactly one of five states out, in one transaction.

What cannot be taken in goes to quarantine with its reason, and never stops a run. Not here: where bytes come from.
"""

import hashlib
from dataclasses import replace
from datetime import datetime

from supportdesk.desk import Desk
from supportdesk.domain.arriving import ARRIVING, Letter, Origin, Received, State
from supportdesk.domain.identity import clean, identity
from supportdesk.domain.letters import Bounce, bare
from supportdesk.domain.mail_rows import MailboxRow
from supportdesk.domain.models import Person
from supportdesk.errors import DeskError, NotFound, NotPermitted, Unavailable, UsageError
from supportdesk.mail import leading
from supportdesk.mail.automatic import Reason
from supportdesk.mail.bounces import read_bounce
from supportdesk.mail.parse import MAXIMUM_SIZE, parse
from supportdesk.mail.record import imported
from supportdesk.services import acknowledging, arrivals, bouncing, filing, speakers
from supportdesk.store.change import Change
from supportdesk.store.mailboxes import mailboxes
from supportdesk.store.thread import content

_RETURNING = frozenset(map(str, (Reason.BOUNCE, Reason.DELAY, Reason.RECEIPT, Reason.COMPLAINT)))


def receive(
    desk: Desk, raw: bytes | None, *, mailbox: MailboxRow | None = None, place: str = "", fault: str = ""
) -> Received:
    """Take one message in. The same message at the same place of a mailbox, or under the same Message-ID, comes once.

    `raw` is None with a `fault` for what could not even be fetched. Raises only what concerns every message alike:
    Unavailable (try again), an agent who may not write, a store that is none.
    """
    place = place or f"bytes:{hashlib.sha256(raw or fault.encode()).hexdigest()}"
    origin = Origin(mailbox.id if mailbox else 0, place, mailbox.team if mailbox else None)
    letter, fault = _read(desk.clock(), raw, fault)
    if letter is not None:
        if mailbox is None:
            origin = _addressed(desk, letter, origin)
        try:
            with desk.change(ARRIVING) as change:
                return _take(change, letter, origin)
        except Exception as error:
            fault = _why(error)
    with desk.change(ARRIVING) as change:
        arrivals.alone(change)
        return arrivals.at_place(change, origin) or arrivals.quarantine(change, origin, raw, fault, letter)


def retry(desk: Desk, number: int) -> Received:
    """Take a message in that an agent vouches for: out of quarantine, or one that was taken for a machine's.

    One whose Message-ID another's mail has gets an id of its own.
    """
    with desk.read() as reading:
        row = arrivals.left_out(reading, number)
        raw = content(reading, row.raw) if row.raw else None
        teams = {mailbox.id: mailbox.team for mailbox in mailboxes(reading)}
    if raw is None:
        return Received(number, State.QUARANTINED, reason=row.reason, again=True)
    origin = Origin(row.mailbox_id, row.place, teams.get(row.mailbox_id), arrival=number)
    letter, fault = _read(desk.clock(), raw, "")
    if letter is not None:
        try:
            with desk.change(ARRIVING) as change:
                arrivals.left_out(change, number)
                return _take(change, letter, origin, insisting=True)
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
    return Letter(imported(mail, raw, now, now), reply_to, returned, came_back)


def _addressed(desk: Desk, letter: Letter, origin: Origin) -> Origin:
    """Of a message that came without a mailbox: the one that it was sent to, by To and then Cc."""
    with desk.read() as reading:
        known = {mailbox.address: mailbox for mailbox in mailboxes(reading)}
    for person in (*letter.message.to, *letter.message.cc):
        if (found := known.get(person.email) or known.get(bare(person.email))) is not None:
            return Origin(found.id, origin.place, found.team)
    return origin


def _take(change: Change, letter: Letter, origin: Origin, *, insisting: bool = False) -> Received:
    """The message as a new one, a duplicate, or one to be looked at because somebody else's bears its id."""
    arrivals.alone(change)
    if (before := arrivals.at_place(change, origin)) is not None:
        return before
    twin = arrivals.twin_of(change, letter, origin)
    if twin is not None and twin.author and twin.author.lower() != letter.message.author.email:
        if not insisting:
            raise UsageError(f"its Message-ID is that of a mail by {twin.author}")
        letter, twin = letter.called(identity(f"{letter.message.message_id}+{(letter.message.raw or '')[:8]}")), None
    if twin is not None:
        return arrivals.duplicate(change, origin, letter, twin)
    speaker = speakers.speaker_of(letter, speakers.staff_of(change))
    if insisting:
        speaker = replace(speaker, vouched=True)
    got = filing.file(change, letter, origin, leading.lead(change, letter, speaker), speaker)
    if letter.bounce is not None:
        bouncing.bounced(change, letter.bounce)
    elif got.state == State.NEW and got.ticket is not None:
        automatic = "" if speaker.vouched else letter.message.automatic or ""
        acknowledging.acknowledge(change, got.ticket, box=origin.mailbox_id, to=speaker.person, automatic=automatic)
    return got
