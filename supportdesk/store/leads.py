"""Reads by which mail finds its ticket: mail ids, and tickets that follow a closed one."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select

from supportdesk.domain.ticket import MessageKind
from supportdesk.store import bulk, tables
from supportdesk.store.reading import Reading
from supportdesk.store.tables import arrival, message

MOVED = "+moved."
"""What a mail's id goes on with in the ticket that an agent moved it to; the mail that was moved away keeps its own."""


ACKNOWLEDGEMENT = [str(MessageKind.SYSTEM), "auto-reply"]
"""The kind of a letter by which the desk acknowledges a mail, and why it counts as automatic."""


def tickets_of_ids(reading: Reading, ids: Iterable[str]) -> dict[str, int]:
    """The ticket that each mail id leads to; unknown ids are left out.

    A message leads to the ticket that it stands in, one that was moved to where it is now, and with it what
    acknowledged it. Ids of mails that the desk never had lead where the mails that named them went.
    """
    wanted = list(dict.fromkeys(ids))
    named = bulk.matching(reading, tables.mail_reference, ("reference", "ticket_id"), "reference", wanted)
    found = {one: int(number) for one, number in named}
    columns = ("message_id", "ticket_id", "withdrawn", "kind", "automatic", "in_reply_to")
    for one, number, withdrawn, *sort, asked in bulk.matching(reading, tables.message, columns, "message_id", wanted):
        mail = asked if sort == ACKNOWLEDGEMENT else one if withdrawn else ""
        found[one] = (_moved(reading, mail) if mail else None) or int(number)
    return found


def _moved(reading: Reading, one: str) -> int | None:
    begins = message.c.message_id.startswith(one + MOVED, autoescape=True)
    after = (message.c.message_id > one + MOVED) & (message.c.message_id < one + MOVED + "~")
    copy = select(message.c.ticket_id).where(after, begins, message.c.withdrawn == 0)
    number: int | None = reading.value(copy.order_by(message.c.id.desc()).limit(1))
    return number


@dataclass(frozen=True, slots=True)
class Head:
    """A ticket that a mail may be led to."""

    number: int
    status: str
    subject: str


_HEAD = ("id", "merged_into", "deleted_at", "status", "subject")


def standing(reading: Reading, number: int) -> Head | None:
    """The ticket itself or what it was merged into, however often; None for one that is deleted or never was."""
    seen: set[int] = set()
    while number not in seen:
        seen.add(number)
        found = bulk.matching(reading, tables.ticket, _HEAD, "id", [number])
        if not found:
            return None
        _, into, deleted, status, subject = found[0]
        if into is None:
            return None if deleted is not None else Head(number, status, subject)
        number = into
    return None


def follower_of(reading: Reading, number: int) -> int | None:
    """The newest ticket that mail opened because this one was closed."""
    rule = f"follow-up #{number}"
    mine = select(tables.ticket.c.customer_id).where(tables.ticket.c.id == number).scalar_subquery()
    joined = arrival.join(tables.ticket, tables.ticket.c.id == arrival.c.ticket_id)
    same = tables.ticket.c.customer_id.is_not_distinct_from(mine)
    followers = select(arrival.c.ticket_id).select_from(joined).where(same, arrival.c.rule == rule)
    found: int | None = reading.value(followers.order_by(arrival.c.id.desc()).limit(1))
    return found
