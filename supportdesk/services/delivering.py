"""Letters on their way: a worker takes one to itself, and what became of it is written down.

Here: who has a letter, and what each outcome means for it. Not here: the mail itself and the servers it goes to.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update

from supportdesk.domain.letters import GIVEN_UP, LEASE, Claimed, Failed, Fate, pause_after
from supportdesk.domain.ticket import Delivery, Role
from supportdesk.services import silencing, telling
from supportdesk.store import outbox
from supportdesk.store.around import clock_of
from supportdesk.store.change import Change
from supportdesk.store.private import Private
from supportdesk.store.reading import AnyRow
from supportdesk.store.selection import hold_numbers
from supportdesk.store.tables import delivery, message

VERB = "mail send"
"""The verb of changes that tell what became of letters; nobody takes those back."""

LONGEST_FAILURE = 1_000
"""Characters of what went wrong that are kept with a letter."""


def claim(private: Private, holder: str, *, sender: str | None = None) -> Claimed | None:
    """Take a letter that is due, for LEASE; None where there is none, or no mailbox sends. No two workers get one.

    A lease runs by the clock of the database, for those of the workers' hosts may differ.
    """
    private.require(Role.AGENT, what="sending mail")
    clock, passed = clock_of(private), list[int]()
    while (number := outbox.due(private, clock, passed, sender=sender)) is not None:
        row = private.row(select(delivery).where(delivery.c.message_id == number))
        if row is None or (row.next_at <= private.now and (row.held_until is None or row.held_until < clock)):
            return _take(private, number, row, holder, until=clock + LEASE)
        passed.append(number)  # another worker had it between the look and the lock
    return None


def _take(private: Private, number: int, row: AnyRow | None, holder: str, *, until: datetime) -> Claimed:
    found = outbox.claimed(private, number, holder=holder, owed=row.recipient.split() if row else ())
    held = {
        "mailbox_id": found.transport.id,
        "state": str(Delivery.SENDING),
        "tries": (row.tries if row else 0) + 1,
        "holder": holder,
        "held_until": until,
    }
    if row is None:
        first = {"message_id": number, "ticket_id": found.ticket, "recipient": " ".join(found.owed)}
        private.connection.execute(insert(delivery).values(**first, **held, at=private.now, next_at=private.now))
    else:
        private.connection.execute(update(delivery).where(delivery.c.message_id == number).values(held))
    private.connection.execute(_message(number, Delivery.SENDING))
    return found


def settle(change: Change, claimed: Claimed, fate: Fate) -> Delivery | None:
    """Write down what became of a try; None, and nothing, where another worker has taken the letter meanwhile.

    Whom a server put off is tried again after a pause, up to three days; whom it refused is told on the ticket.
    """
    hold_numbers(change, [claimed.ticket], skip=True, deleted=True)
    wanted = select(delivery).where(delivery.c.message_id == claimed.message)
    row = change.row(wanted if change.sqlite else wanted.with_for_update())
    if row is None or row.holder != claimed.holder or row.state != str(Delivery.SENDING):
        return None
    result = _result(row, fate, change.now)
    change.connection.execute(_message(claimed.message, result.state))
    change.connection.execute(
        update(delivery).where(delivery.c.message_id == claimed.message).values(_values(row, result, change.now))
    )
    _tell(change, claimed, result)
    change.touched = True  # a letter that waits is no event, but what was tried is kept
    return result.state


@dataclass(frozen=True, slots=True)
class _Result:
    """A fate as it stands after all tries so far."""

    state: Delivery
    refused: Mapping[str, str]
    deferred: Mapping[str, str]
    sent_at: datetime | None


def _result(row: AnyRow, fate: Fate, now: datetime) -> _Result:
    """A letter that reached somebody is sent; that others refused it is told beside it."""
    refused, deferred = fate.refused, fate.deferred
    if deferred and now - row.at >= GIVEN_UP:
        given_up = {address: f"given up after {GIVEN_UP.days} days: {reason}" for address, reason in deferred.items()}
        refused, deferred = {**refused, **given_up}, {}
    sent_at = row.sent_at or (now if fate.taken else None)
    settled = Delivery.SENT if sent_at else Delivery.FAILED
    return _Result(Delivery.QUEUED if deferred else settled, refused, deferred, sent_at)


def _values(row: AnyRow, result: _Result, now: datetime) -> dict[str, Any]:
    """What is kept of a try; for whom the letter is still to be taken stands in `recipient`."""
    return {
        "state": str(result.state),
        "recipient": " ".join(result.deferred) or row.recipient,
        "next_at": now + pause_after(row.tries) if result.deferred else now,
        "holder": "",
        "held_until": None,
        "failure": named({**result.refused, **result.deferred})[:LONGEST_FAILURE],
        "sent_at": result.sent_at,
    }


def _tell(change: Change, claimed: Claimed, result: _Result) -> None:
    """Events for what is settled, a line on the ticket for whom it does not reach; nothing for what still waits."""
    if result.refused:
        telling.failure(change, claimed.ticket, named(result.refused))
        silencing.silence(change, [Failed.of(address, reason) for address, reason in result.refused.items()])
    if result.state != Delivery.QUEUED:
        change.events([{"ticket_id": claimed.ticket, "kind": str(result.state), "message_id": claimed.message}])


def named(reasons: Mapping[str, str]) -> str:
    """Addresses with the reason of each; those that share one stand together."""
    shared: dict[str, list[str]] = {}
    for address, reason in reasons.items():
        shared.setdefault(reason, []).append(address)
    return "; ".join(f"{', '.join(addresses)}: {reason}" for reason, addresses in shared.items())


def _message(number: int, state: Delivery) -> Any:
    return update(message).where(message.c.id == number).values(delivery=str(state))
