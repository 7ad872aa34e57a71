"""The outbox as it is read: which letters are due, what each is made of, and how far all of them are.

Nothing is written here; `services/delivering.py` does.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, or_, select, true
from sqlalchemy.sql.elements import ColumnElement

from supportdesk.domain.idn import mailable
from supportdesk.domain.letters import (
    GIVEN_UP,
    Claimed,
    Letter,
    LetterFile,
    OutboxRow,
    Quotation,
    Transport,
)
from supportdesk.domain.models import Person
from supportdesk.domain.ticket import UNSENT, Delivery, MessageKind
from supportdesk.errors import NotFound
from supportdesk.store.answered import mails_asking
from supportdesk.store.columns import FAR
from supportdesk.store.mail_addresses import senders_of, sending
from supportdesk.store.reading import LARGEST, AnyRow, Reading
from supportdesk.store.tables import attachment, delivery, message, meta, ticket
from supportdesk.store.thread import content, people

HEADERS = 65_536
"""Bytes of the mail that a letter answers, in which its headers stand."""

EARLIER = 40
"""Ids of a thread that are read for References; fewer are written."""

OLD = "older than the mailbox; waits for: supportdesk mail outbox retry"


def due(reading: Reading, clock: datetime, passed: Sequence[int] = (), *, sender: str | None = None) -> int | None:
    """A letter to send now, held by this transaction, but for those that were `passed` over; the oldest first.

    Its worker has died by the `clock` that leases run by, or it is queued and its time has come. One of a ticket in the
    bin waits there, and one that was old when the desk began to send waits to be asked for: its customer has long been
    answered in another way. With a `sender`, one of those that `senders_waiting` tells, only letters of its.
    """
    boxes = sending(reading)
    own = _written_from(sender, boxes) if sender is not None else true()
    for state, condition in _ready(reading.now, boxes, clock):
        joined = _standing().where(message.c.delivery == str(state), condition, own, message.c.id.not_in(passed))
        # One state at a time, so that the index gives them in order.
        wanted = joined.with_only_columns(message.c.id).order_by(message.c.id).limit(1)
        found = reading.value(
            wanted if reading.sqlite else wanted.with_for_update(of=[message, ticket], skip_locked=True)
        )
        if found is not None:
            return int(found)
    return None


def senders_waiting(reading: Reading, clock: datetime) -> frozenset[str]:
    """The mailboxes, by address, that have letters to send now; empty for letters of no mailbox that sends itself."""
    boxes = sending(reading)
    known = {box.address for box in boxes}
    found: set[str] = set()
    for state, condition in _ready(reading.now, boxes, clock):
        wanted = _standing().where(message.c.delivery == str(state), condition)
        rows = reading.rows(wanted.with_only_columns(message.c.author_email).distinct())
        found |= {row[0] if row[0] in known else "" for row in rows}
    return frozenset(found)


def _written_from(sender: str, boxes: Sequence[AnyRow]) -> ColumnElement[bool]:
    if sender:
        return message.c.author_email == sender
    return message.c.author_email.not_in([box.address for box in boxes])


def _ready(now: datetime, boxes: Sequence[AnyRow], clock: datetime) -> Sequence[tuple[Delivery, ColumnElement[bool]]]:
    """The states in which letters may be sent, each with what must hold for that; none where no mailbox sends."""
    since = _beginning(boxes)
    if since is None:
        return ()
    timely = (message.c.deliver_at <= now) & (message.c.deliver_at >= since)
    ready = timely & or_(delivery.c.next_at.is_(None), delivery.c.next_at <= now)
    return ((Delivery.SENDING, delivery.c.held_until < clock), (Delivery.QUEUED, ready))


def _beginning(boxes: Sequence[AnyRow]) -> datetime | None:
    """Letters that were due before are not sent by themselves: three days before the first mailbox that sends."""
    made = [box.created_at for box in boxes]
    return min(made) - GIVEN_UP if made else None


def _standing() -> Select[Any]:
    """Letters of tickets that are not in the bin, with how far each is."""
    joined = message.join(ticket, ticket.c.id == message.c.ticket_id).outerjoin(
        delivery, delivery.c.message_id == message.c.id
    )
    return select(message).select_from(joined).where(message.c.withdrawn == 0, ticket.c.deleted_at.is_(None))


def claimed(reading: Reading, number: int, *, holder: str, owed: Sequence[str] = ()) -> Claimed:
    """A letter with all that sending it takes; it is owed to everybody unless told. The desk has a mailbox that sends.

    Its mailbox is the one with the address that it was written from, or the ticket's where that one sends no more.
    """
    row = reading.row(select(message).where(message.c.id == number))
    assert row is not None
    boxes = {box.address: box for box in sending(reading)}
    box = boxes.get(row.author_email) or boxes[senders_of(reading, [row.ticket_id])[row.ticket_id]]
    letter = _letter(reading, row, box)
    secrets = (box.password_command, box.password_file, box.token_command)
    transport = Transport(box.id, box.name, mailable(box.address), box.target, *secrets)
    return Claimed(number, row.ticket_id, holder, tuple(map(mailable, owed)) or letter.recipients, letter, transport)


def _letter(reading: Reading, row: AnyRow, box: AnyRow) -> Letter:
    answers = {"auto-reply": "auto-replied", "": ""}
    references, begun = _thread(reading, row)
    return Letter(
        sender=Person(box.sender, mailable(box.address)),
        to=_mailable(row.recipients),
        cc=_mailable(row.copies),
        subject=row.subject,
        message_id=row.message_id,
        at=row.deliver_at or row.at,
        body=row.body,
        in_reply_to=row.in_reply_to,
        references=references,
        automatic=answers.get(row.automatic, "auto-generated"),
        signature=box.signature,
        html=bool(box.html),
        quotation=_quotation(reading, row) if box.html else None,
        files=_files(reading, row.id),
        desk=str(reading.value(select(meta.c.value).where(meta.c.key == "desk")) or ""),
        begun=begun,
        answered=_answered(reading, row),
    )


def _mailable(listed: str) -> tuple[Person, ...]:
    return tuple(Person(person.name, mailable(person.email)) for person in people(listed))


def _before(row: AnyRow) -> ColumnElement[bool]:
    said = message.c.kind.in_([str(MessageKind.CUSTOMER), str(MessageKind.REPLY)])
    standing = (message.c.ticket_id == row.ticket_id) & (message.c.withdrawn == 0) & (message.c.id < row.id)
    return and_(standing, or_(said, message.c.delivery != ""))


def _thread(reading: Reading, row: AnyRow) -> tuple[tuple[str, ...], datetime]:
    """The ids of the mails before it, oldest first, that which began the thread and the newest; when it was begun."""
    ids = select(message.c.message_id, message.c.at).where(_before(row))
    newest = reading.rows(ids.order_by(message.c.at.desc(), message.c.id.desc()).limit(EARLIER))
    first = reading.row(ids.order_by(message.c.at, message.c.id).limit(1))
    if first is None:
        return (), row.at
    return tuple(dict.fromkeys([first.message_id, *(one.message_id for one in newest[::-1])])), first.at


def _answered(reading: Reading, row: AnyRow) -> bytes:
    """The headers of the mail that a letter answers; none where that is not kept as it came."""
    held = (message.c.ticket_id == row.ticket_id) & (message.c.message_id == row.in_reply_to)
    raw = reading.value(select(message.c.raw).where(held, message.c.raw.is_not(None)).limit(1))
    return content(reading, raw)[:HEADERS] if raw else b""


def _quotation(reading: Reading, row: AnyRow) -> Quotation | None:
    found = reading.row(mails_asking(row.ticket_id).where(message.c.id < row.id).limit(1))
    if found is None:
        return None
    text = found.body if found.text is None else found.text
    return Quotation(Person(found.author_name, found.author_email), found.at, text)


def _files(reading: Reading, number: int) -> tuple[LetterFile, ...]:
    rows = reading.rows(select(attachment).where(attachment.c.message_id == number).order_by(attachment.c.id))
    return tuple(LetterFile(row.name, row.type, content(reading, row.sha256)) for row in rows)


def listed(reading: Reading) -> tuple[OutboxRow, ...]:
    """Every letter that has not been sent, those that failed too, the oldest first."""
    rows = reading.rows(_all(message.c.delivery.in_(UNSENT) & (message.c.withdrawn == 0)).order_by(message.c.id))
    since = _beginning(sending(reading))
    return tuple(_row(row, since) for row in rows)


def imported(reading: Reading) -> tuple[int, ...]:
    """Letters that came by an import before they were sent, and wait to be asked for."""
    joined = message.join(delivery, delivery.c.message_id == message.c.id)
    waiting = message.c.delivery.in_(UNSENT) & (message.c.withdrawn == 0) & (delivery.c.next_at == FAR)
    return reading.ids(select(message.c.id).select_from(joined).where(waiting).order_by(message.c.id))


def is_under_way(reading: Reading, number: int) -> bool:
    """Whether a worker of this desk has a letter, and not one of the desk that it came from."""
    return bool(reading.value(select(delivery.c.holder).where(delivery.c.message_id == number)))


def unsent_of(reading: Reading, ticket: int) -> tuple[OutboxRow, ...]:
    """The letters of a ticket that have not been sent, those that failed too, the oldest first."""
    held = (message.c.ticket_id == ticket) & message.c.delivery.in_(UNSENT) & (message.c.withdrawn == 0)
    rows = reading.rows(_all(held).order_by(message.c.id))
    since = _beginning(sending(reading))
    return tuple(_row(row, since) for row in rows)


def unsent(reading: Reading, number: int) -> OutboxRow:
    """One letter of the outbox; NotFound for any other message."""
    wanted = (message.c.id == number) & message.c.delivery.in_(UNSENT) & (message.c.withdrawn == 0)
    found = reading.row(_all(wanted)) if abs(number) <= LARGEST else None
    if found is None:
        raise NotFound(f"no letter {number} in the outbox", hint="supportdesk mail outbox list")
    return _row(found, _beginning(sending(reading)))


def _all(condition: ColumnElement[bool]) -> Select[Any]:
    columns = (
        message.c.id,
        message.c.ticket_id,
        message.c.delivery,
        message.c.recipients,
        message.c.copies,
        message.c.deliver_at,
        message.c.subject,
        delivery.c.recipient,
        delivery.c.next_at,
        delivery.c.tries,
        delivery.c.failure,
    )
    joined = message.outerjoin(delivery, delivery.c.message_id == message.c.id)
    return select(*columns).select_from(joined).where(condition)


def _row(row: AnyRow, since: datetime | None) -> OutboxRow:
    everybody = [person.email for person in (*people(row.recipients), *people(row.copies))]
    queued = row.delivery == str(Delivery.QUEUED)
    is_old = queued and since is not None and row.deliver_at is not None and row.deliver_at < since
    times = [instant for instant in (row.next_at, row.deliver_at) if instant is not None]
    return OutboxRow(
        id=row.id,
        ticket=row.ticket_id,
        state=row.delivery,
        to=row.recipient or " ".join(everybody),
        next_at=max(times) if queued and times and not is_old and FAR not in times else None,
        tries=row.tries or 0,
        subject=row.subject,
        failure=row.failure or (OLD if is_old else ""),
    )
