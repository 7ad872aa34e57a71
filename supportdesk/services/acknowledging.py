"""Acknowledgements: a new ticket that came by mail is answered at once by the mailbox, where that may be done.

Here: who gets one, in which language, and how many at most. Not here: which mail is automatic, and the sending.
"""

import re
from datetime import timedelta
from uuid import uuid4

from sqlalchemy import ColumnElement, func, insert, select

from supportdesk.domain.addresses import is_address
from supportdesk.domain.idn import mailable
from supportdesk.domain.mail_ids import mail_id
from supportdesk.domain.models import Person
from supportdesk.domain.ticket import Delivery, MessageKind
from supportdesk.errors import DeskError
from supportdesk.services import silencing, telling, templating
from supportdesk.services.conversation import answering
from supportdesk.services.mail_key import mail_key
from supportdesk.store import bulk, tables
from supportdesk.store.answered import mails_asking
from supportdesk.store.change import Change
from supportdesk.store.mail_addresses import own
from supportdesk.store.reading import AnyRow, Reading
from supportdesk.store.tables import customer, delivery, mailbox, message, template, ticket
from supportdesk.store.thread import people_json

CAPS = ((10, 10), (15, 30), (25, 60), (50, 180), (100, 600))
"""Of automatic mail, so many letters in so many minutes to one address, and on one ticket: a loop ends there."""

AUTOMATIC = "auto-reply"
"""What the thread calls such a letter; it goes out as Auto-Submitted: auto-replied (RFC 3834)."""

_UNANSWERED = re.compile(
    r"(?:do[-_.]?not|no)[-_.]?reply.*|.*[-_.+]no[-_.]?reply|mailer[-_.]?daemon|mail[-_.]?daemon|postmaster|abuse|root"
    r"|nobody|daemon|bounces?|bounces?[-+_.].*|.*[-+_.]bounces?|double-bounce|hostmaster|listserv|majordomo"
    r"|owner-.*|.*-(?:owner|request)",
    re.IGNORECASE,
)
"""Names of addresses that no person reads, or that lead to many (RFC 2142, RFC 3834)."""


def acknowledge(change: Change, number: int, *, box: int, to: Person, automatic: str = "") -> int | None:
    """Answer a new ticket that came by mail to a mailbox; the message's id, or None where nothing is sent.

    `to` is who wrote the mail, `automatic` why it counts as automatic, empty for a person's: automatic mail is never
    answered. A canned response that cannot be used is told on the ticket, and stops nothing.
    """
    said = bulk.matching(change, mailbox, ("auto_reply", "active", "target"), "id", [box])
    if automatic or not said or not all(said[0]):
        return None
    if not may_be_answered(change, to.email) or not _below_caps(change, number, to.email):
        return None
    try:
        body = _body(change, number, said[0][0])
    except DeskError as error:
        telling.line(change, number, f"No acknowledgement was sent: {error.message}")
        return None
    row = change.row(select(mailbox).where(mailbox.c.id == box))
    return None if row is None else _queue(change, number, row, to, body)


def may_be_answered(reading: Reading, email: str) -> bool:
    """Whether automatic mail may go to an address: a person's, not our own, and not one that mail came back from."""
    if not is_address(email) or _UNANSWERED.fullmatch(email.rpartition("@")[0]):
        return False
    return email.lower() not in own(reading) and not silencing.is_silent(reading, email)


def _below_caps(reading: Reading, number: int, email: str) -> bool:
    theirs = delivery.c.recipient == mailable(email)
    return _is_below(reading, delivery.c.ticket_id == number) and _is_below(reading, theirs)


def _is_below(reading: Reading, condition: ColumnElement[bool]) -> bool:
    """Whether one more automatic letter stays within every cap."""
    since = reading.now - timedelta(minutes=max(minutes for _, minutes in CAPS))
    counted = [func.count().filter(delivery.c.at > reading.now - timedelta(minutes=minutes)) for _, minutes in CAPS]
    found = reading.row(select(*counted).where(condition, delivery.c.automatic == 1, delivery.c.at >= since))
    return found is None or all(number < most for number, (most, _) in zip(found, CAPS, strict=True))


def _body(change: Change, number: int, name: str) -> str:
    """The canned response NAME, or NAME-ru and the like, in the first language of the customer that there is one in."""
    spoken = (*_known(change, number), _guessed(change, number))
    named = template.c.name.in_([name, *(f"{name}-{language}" for language in spoken)])
    standing = {
        row.name: row.language for row in change.rows(select(template.c.name, template.c.language).where(named))
    }
    for language in spoken:
        if (wanted := f"{name}-{language}") in standing:
            return templating.render_all(change, wanted, [number])[number]
        if standing.get(name, "").lower() == language:
            break
    return templating.render_all(change, name, [number])[number]


def _known(reading: Reading, number: int) -> tuple[str, ...]:
    """What the desk has noted as the customer's language, `de-at` and then `de`; nothing where it has not."""
    theirs = select(customer.c.language).join(ticket, ticket.c.customer_id == customer.c.id)
    noted = (reading.value(theirs.where(ticket.c.id == number)) or "").strip().lower()
    return tuple(dict.fromkeys((noted, noted.partition("-")[0]))) if noted else ()


def _guessed(reading: Reading, number: int) -> str:
    """`ru` where most letters of what was asked are Cyrillic, otherwise `en`."""
    first = select(message.c.body).where(message.c.ticket_id == number).order_by(message.c.id).limit(1)
    subject = select(ticket.c.subject).where(ticket.c.id == number)
    text = f"{reading.value(subject) or ''} {reading.value(first) or ''}"[:5_000].lower()
    cyrillic = sum("\u0400" <= letter <= "\u04ff" for letter in text)
    latin = sum("a" <= letter <= "z" for letter in text)
    return "ru" if cyrillic > latin else "en"


def _queue(change: Change, number: int, row: AnyRow, to: Person, body: str) -> int:
    """Put the letter into the outbox: at once, and counted as automatic."""
    found = change.row(mails_asking(number).limit(1))
    subject = (found and found.subject) or change.value(select(ticket.c.subject).where(ticket.c.id == number))
    letter = {
        "ticket_id": number,
        "kind": str(MessageKind.SYSTEM),
        "at": change.now,
        "author_name": row.sender,
        "author_email": row.address,
        "subject": answering(subject),
        "message_id": mail_id(mail_key(change), number, uuid4().hex, mailable(row.address).rpartition("@")[2]),
        "in_reply_to": found.message_id if found else "",
        "recipients": people_json([to]),
        "body": body,
        "automatic": AUTOMATIC,
        "delivery": str(Delivery.QUEUED),
        "deliver_at": change.now,
    }
    (entry,) = change.add_messages("acknowledged", [letter])
    counted = {"message_id": entry, "ticket_id": number, "mailbox_id": row.id, "automatic": 1}
    owed = {"recipient": mailable(to.email), "at": change.now, "next_at": change.now}
    change.connection.execute(insert(tables.delivery).values(**counted, **owed))
    return entry
