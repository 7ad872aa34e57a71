"""Which of the desk's addresses a ticket is answered from, and which addresses are the desk's own."""

from collections.abc import Sequence

from sqlalchemy import select

from supportdesk.domain.idn import known_as
from supportdesk.store.reading import AnyRow, Reading, among, of_tickets
from supportdesk.store.tables import arrival, mailbox, ticket


def senders_of(reading: Reading, numbers: Sequence[int]) -> dict[int, str]:
    """For each ticket the address that answers come from.

    That is the mailbox that its latest mail came to, or else that of its team, or else the desk's own address if that
    is a mailbox, or else the first mailbox that sends; without any, the address of the settings.
    """
    boxes = {row.id: row for row in sending(reading)}
    if not boxes:
        return dict.fromkeys(numbers, reading.address)
    usual = next((row.address for row in boxes.values() if row.address == reading.address), None)
    of_team = {row.team_id: row.address for row in reversed(boxes.values()) if row.team_id is not None}
    found = dict.fromkeys(numbers, usual or next(iter(boxes.values())).address)
    if of_team:
        those = of_tickets(numbers, ticket.c.id, ticket.c.team_id, sqlite=reading.sqlite)
        rows = reading.rows(those.where(ticket.c.team_id.is_not(None)))
        found |= {number: of_team[team] for number, team in rows if team in of_team}
    arrived = select(arrival.c.ticket_id, arrival.c.mailbox_id).where(
        among(arrival.c.ticket_id, numbers, sqlite=reading.sqlite)
    )
    rows = reading.rows(arrived.order_by(arrival.c.id))
    return found | {number: boxes[box].address for number, box in rows if box in boxes}


def sending(reading: Reading) -> Sequence[AnyRow]:
    """The mailboxes that send, the oldest first."""
    return reading.rows(select(mailbox).where(mailbox.c.active == 1, mailbox.c.target != "").order_by(mailbox.c.id))


def own(reading: Reading) -> set[str]:
    """Every address that is the desk's own, in lower case."""
    listed = reading.rows(select(mailbox.c.address))
    return {known_as(reading.address), *(row[0].lower() for row in listed)}
