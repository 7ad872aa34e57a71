"""Canned responses filled in for tickets."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from supportdesk.domain import template as language
from supportdesk.domain.models import TicketRow
from supportdesk.errors import NotFound, UsageError
from supportdesk.services import lookup
from supportdesk.store import queries, tables
from supportdesk.store.reading import Reading


def render_for(reading: Reading, name: str, number: int) -> str:
    """The canned response `name` as it would go out on a ticket."""
    return render_all(reading, name, [number])[number]


def render_all(reading: Reading, name: str, numbers: Sequence[int], *, before: str = "") -> dict[int, str]:
    """The canned response for each ticket, under the words `before` where there are any."""
    body = str(lookup.record(reading, tables.template, name).body)
    found = queries.rows(reading, numbers)
    if len(found) != len(set(numbers)):
        raise NotFound(f"no ticket {min(set(numbers) - {row.number for row in found})}")
    head = f"{before.rstrip()}\n\n" if before.strip() else ""
    address = desk_address(reading)
    try:
        return {row.number: head + language.render(body, values(reading, row, address)) for row in found}
    except UsageError as error:
        raise UsageError(f"template {name}, {error.message}", hint=error.hint) from error


def render_text(reading: Reading, body: str, number: int) -> str:
    """A canned response that is being written, as it would go out on a ticket."""
    found = queries.rows(reading, [number])
    if not found:
        raise NotFound(f"no ticket {number}")
    return language.render(body, values(reading, found[0], desk_address(reading)))


def desk_address(reading: Reading) -> str:
    """The address that the desk writes from: the store's, or else that of the settings."""
    kept = reading.value(select(tables.meta.c.value).where(tables.meta.c.key == "address"))
    return str(kept or reading.address)


def values(reading: Reading, row: TicketRow, address: str) -> language.Values:
    """What the placeholders of a canned response stand for on a ticket."""
    customer = row.customer
    name = customer.name if customer else ""
    return {
        "customer": {
            "name": name,
            "first_name": name.split()[0] if name.split() else "",
            "email": customer.email if customer else "",
            "organization": (customer.organization or "") if customer else "",
        },
        "ticket": {
            "number": str(row.number),
            "subject": row.subject,
            "status": row.status,
            "priority": row.priority,
            "type": row.type,
            "created": _day(row.created_at),
            "due": f"{row.next_due:%Y-%m-%d %H:%M} UTC" if row.next_due else "",
        },
        "agent": {"name": reading.actor.name or reading.actor.login, "login": reading.actor.login},
        "team": {"name": row.team or ""},
        "desk": {"address": address},
        "today": _day(reading.now),
    }


def _day(instant: datetime) -> str:
    return f"{instant:%Y-%m-%d}"
