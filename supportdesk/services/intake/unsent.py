"""Letters that came by an import before they were sent: they wait to be asked for.

The desk that they come from has them in its own outbox and will send them; two desks would send them twice. The message
itself stays as it came, so that an export of it is the same again.
"""

from collections.abc import Iterable

from supportdesk.domain.letters import IMPORTED
from supportdesk.domain.shape import ImportedMessage
from supportdesk.domain.ticket import Delivery
from supportdesk.store import bulk, tables
from supportdesk.store.change import Change
from supportdesk.store.columns import FAR, instant_text

UNDER_WAY = (Delivery.QUEUED, Delivery.SENDING)

DELIVERY = (
    "message_id", "ticket_id", "mailbox_id", "recipient", "automatic", "state", "tries", "at", "next_at", "holder",
    "held_until", "failure", "sent_at",
)  # fmt: skip


def hold_back(change: Change, added: Iterable[tuple[int, int, ImportedMessage]]) -> None:
    """Hold back those messages that are letters not sent yet; each comes with its number and its ticket's."""
    never = instant_text(FAR)
    cells: list[bulk.Cells] = [
        (row, number, 0, "", 0, str(Delivery.QUEUED), 0, message.at, never, "", None, IMPORTED, None)
        for row, number, message in added
        if message.delivery in UNDER_WAY
    ]
    bulk.insert(change, tables.delivery, DELIVERY, cells)
