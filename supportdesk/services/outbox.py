"""The outbox by hand: letters that failed are sent again, and those that wait are called back."""

from collections.abc import Sequence

from sqlalchemy import update

from supportdesk.domain.changes import Outcome
from supportdesk.domain.ticket import Delivery, Role
from supportdesk.errors import Refused
from supportdesk.services import undo
from supportdesk.store import outbox
from supportdesk.store.change import Change
from supportdesk.store.inverse import WITHDRAWN
from supportdesk.store.reading import AnyRow
from supportdesk.store.selection import hold_numbers
from supportdesk.store.tables import delivery, message

_GONE = {str(Delivery.SENDING): "is being sent", str(Delivery.SENT): "has been sent"}


def retry(change: Change, numbers: Sequence[int]) -> Outcome:
    """Send letters at once that wait or have failed, with three days of tries before them again."""
    change.require(Role.AGENT, what="sending mail")
    for row in _held(change, numbers, verb="retried"):
        queued = str(Delivery.QUEUED)
        change.connection.execute(
            update(message).where(message.c.id == row.id).values(delivery=queued, deliver_at=change.now)
        )
        again = {"state": queued, "tries": 0, "at": change.now, "next_at": change.now, "failure": ""}
        change.connection.execute(update(delivery).where(delivery.c.message_id == row.id).values(again))
        change.events([{"ticket_id": row.ticket_id, "kind": "retried", "message_id": row.id}])
    return change.outcome()


def cancel(change: Change, numbers: Sequence[int]) -> Outcome:
    """Take letters out of the outbox and out of their threads, as undo does; those of others take a lead."""
    change.require(Role.AGENT, what="cancelling letters")
    rows = _held(change, numbers, verb="cancelled")
    for row in rows:
        undo.refuse_others(change, row.agent_id, what=f"letter {row.id} is another agent's")
    undo.speak(change, [row.id for row in rows], WITHDRAWN)
    return change.outcome()


def _held(change: Change, numbers: Sequence[int], *, verb: str) -> Sequence[AnyRow]:
    """Letters of the outbox, held so that no worker takes them meanwhile; one that is being sent is refused."""
    letters = [outbox.unsent(change, number) for number in dict.fromkeys(numbers)]
    hold_numbers(change, {letter.ticket for letter in letters}, deleted=True)
    rows = undo.hold_messages(change, [letter.id for letter in letters])
    for row in rows:
        under_way = row.delivery == str(Delivery.SENDING) and outbox.is_under_way(change, row.id)
        if under_way or row.delivery == str(Delivery.SENT):
            raise Refused(f"letter {row.id} of ticket {row.ticket_id} {_GONE[row.delivery]} and cannot be {verb}")
    return rows
