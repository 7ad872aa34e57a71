"""Moving a message that mail put on the wrong ticket; later answers to it go where it went."""

from uuid import uuid4

from sqlalchemy import func, insert, select

from supportdesk.domain.changes import Outcome
from supportdesk.domain.ticket import SAID, MessageKind, Role, Status
from supportdesk.errors import Refused
from supportdesk.services import arrivals, customers, filing, moved_copies
from supportdesk.services.intake import threads
from supportdesk.services.undo import speak
from supportdesk.store import indexes, ledger
from supportdesk.store.answered import PEOPLES
from supportdesk.store.change import Change
from supportdesk.store.inverse import WITHDRAWN
from supportdesk.store.leads import MOVED
from supportdesk.store.reading import AnyRow
from supportdesk.store.selection import Selection, hold_numbers
from supportdesk.store.tables import arrival, attachment, message, ticket


def rethread(change: Change, wanted: str, *, to: int | None) -> Outcome:
    """Move a message, by its number or Message-ID, to another ticket, or to a new one where `to` is None.

    It is withdrawn where it was and stands where it goes, so undo is the way back, and what answers it is led by where
    it stands. Who followed because of it alone goes with it.
    """
    change.require(Role.AGENT, what="moving messages")
    arrivals.alone(change)
    found = ledger.entry_of(change, wanted)
    _refuse_immovable(found)
    if found.ticket_id == to:
        return change.outcome(Selection((found.ticket_id,)), number=to)
    hold_numbers(change, [found.ticket_id, *([to] if to is not None else [])])
    row = change.row(select(message).where(message.c.id == found.id))
    assert row is not None
    number = to if to is not None else _opened(change, row)
    _refuse_merged(change, number)
    entry = _copied(change, row, number)
    speak(change, [row.id], WITHDRAWN)
    moved_copies.leave(change, row)
    moved_copies.join(change, row, number, begins=to is None)
    threads.wait(change, [row.ticket_id])
    if row.kind == str(MessageKind.CUSTOMER) and row.automatic in PEOPLES and to is not None:
        _turn(change, number)
    _noted(change, row, number, entry)
    return change.outcome(number=number, message=entry)


def _refuse_immovable(row: AnyRow) -> None:
    if row.withdrawn:
        raise Refused(f"message {row.id} was withdrawn from ticket {row.ticket_id}", hint="supportdesk undo")
    if row.kind != str(MessageKind.CUSTOMER):
        raise Refused(f"message {row.id} is a {row.kind}; only what a customer wrote is moved")


def _refuse_merged(change: Change, number: int) -> None:
    into = change.value(select(ticket.c.merged_into).where(ticket.c.id == number))
    if into is not None:
        raise Refused(f"ticket {number} was merged into {into}", hint=f"supportdesk rethread MESSAGE --to {into}")


def _opened(change: Change, row: AnyRow) -> int:
    """A new ticket of whoever wrote the message."""
    old = change.row(select(ticket.c.subject, ticket.c.channel, ticket.c.team_id).where(ticket.c.id == row.ticket_id))
    assert old is not None
    return change.open(
        subject=" ".join(row.subject.split())[:1000] or old.subject,
        status=str(Status.NEW),
        channel=old.channel,
        team_id=old.team_id,
        customer_id=row.customer_id,
        vip=customers.is_vip(change, row.customer_id),
        waiting_since=row.at,
    )


def _copied(change: Change, row: AnyRow, number: int) -> int:
    values = {name: value for name, value in row._mapping.items() if name != "id"}
    values |= {"ticket_id": number, "message_id": f"{base_id(row.message_id)}{MOVED}{uuid4().hex[:12]}"}
    (entry,) = change.add_messages(SAID[MessageKind(row.kind)], [values])
    held = select(attachment).where(attachment.c.message_id == row.id).order_by(attachment.c.id)
    files = [{**file._mapping, "message_id": entry} for file in change.rows(held)]
    for file in files:
        del file["id"]
    if files:
        change.connection.execute(insert(attachment), files)
        indexes.recount(change, [number])
    return entry


def base_id(message_id: str) -> str:
    """The Message-ID that a mail came with, wherever it was moved."""
    return message_id.partition(MOVED)[0]


def _turn(change: Change, number: int) -> None:
    closed = change.value(select(func.count()).where(ticket.c.id == number, ticket.c.status == str(Status.CLOSED)))
    if not closed:
        filing.our_turn(change, Selection((number,)))


def _noted(change: Change, row: AnyRow, number: int, entry: int) -> None:
    """The ledger says where the message lies now."""
    known = ledger.of_entry(change, row.id, row.message_id)
    if known is not None:
        change.edit(arrival, known.id, ticket_id=number, entry_id=entry, rule=f"moved from #{row.ticket_id}")
