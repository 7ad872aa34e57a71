"""Bounces: the letter that did not arrive is marked, told on its ticket, and dead addresses are left in peace."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import insert, select, update

from supportdesk.domain.idn import mailable
from supportdesk.domain.letters import Bounce, Failed
from supportdesk.domain.ticket import Delivery
from supportdesk.services import silencing, telling
from supportdesk.services.delivering import LONGEST_FAILURE, named
from supportdesk.store.change import Change
from supportdesk.store.reading import AnyRow
from supportdesk.store.selection import hold_numbers
from supportdesk.store.tables import delivery, message
from supportdesk.store.thread import people

NO_REASON = "it came back"

SETTLED = (str(Delivery.SENT), str(Delivery.FAILED))
"""States of letters with which no worker has anything to do."""


@dataclass(frozen=True, slots=True)
class Bounced:
    """The letter that a bounce was about."""

    ticket: int
    message: int


def bounced(change: Change, bounce: Bounce) -> Bounced | None:
    """Mark the letter that came back; None where the bounce is of no letter of ours.

    Whom it did not reach, and why, is told on the ticket once, however often a server says it. Only addresses that the
    letter went to are silenced, so that nobody silences others by making up a bounce.
    """
    row = _letter(change, bounce.message_ids)
    if row is None:
        return None
    hold_numbers(change, [row.ticket_id], skip=True, deleted=True)
    recipients = tuple(person.email for person in (*people(row.recipients), *people(row.copies)))
    failed = _failed(bounce, recipients)
    reasons = named({one.address: one.reason or NO_REASON for one in failed})[:LONGEST_FAILURE]
    standing = change.row(select(delivery).where(delivery.c.message_id == row.id))
    if standing is None or reasons not in standing.failure:
        _mark(change, row, standing, reasons, [one.address for one in failed if one.address in recipients])
    silencing.silence(change, [one for one in failed if one.address.lower() in map(str.lower, recipients)])
    return Bounced(row.ticket_id, row.id)


def _letter(change: Change, ids: Sequence[str]) -> AnyRow | None:
    """The first of the ids that is a letter of ours."""
    for one in ids:
        found = change.row(select(message).where(message.c.message_id == one, message.c.delivery != ""))
        if found is not None:
            return found
    return None


def _failed(bounce: Bounce, recipients: Sequence[str]) -> tuple[Failed, ...]:
    """Whom the letter did not reach; a report that names nobody, or a letter's only reader otherwise, means that one.

    Mail that is forwarded comes back from an address that the desk never wrote to. Servers name an international domain
    by its ASCII form.
    """
    known = {mailable(email).lower(): email for email in recipients}
    named_as = [(mailable(one.address).lower(), one) for one in bounce.failed]
    ours = tuple(replace(one, address=known[name]) for name, one in named_as if name in known)
    if ours:
        return ours
    if len(recipients) == 1 and bounce.failed:
        first = bounce.failed[0]
        return (Failed(first.address or recipients[0], first.status, first.reason),)
    return bounce.failed or tuple(Failed(email, "", NO_REASON) for email in recipients[:1])


def _mark(change: Change, row: AnyRow, standing: AnyRow | None, reasons: str, failed: Sequence[str]) -> None:
    """The letter has failed; sent again, it goes to those alone whom it did not reach. One under way still goes on."""
    values = {"failure": reasons}
    if row.delivery in SETTLED:
        state = str(Delivery.FAILED)
        change.connection.execute(update(message).where(message.c.id == row.id).values(delivery=state))
        values |= {"state": state, "recipient": " ".join(failed)}
    if standing is None:
        same = {"message_id": row.id, "ticket_id": row.ticket_id, "at": row.at, "next_at": change.now}
        change.connection.execute(insert(delivery).values(**same, **values))
    else:
        change.connection.execute(update(delivery).where(delivery.c.message_id == row.id).values(values))
    change.events([{"ticket_id": row.ticket_id, "kind": "bounced", "message_id": row.id}])
    telling.failure(change, row.ticket_id, reasons)
