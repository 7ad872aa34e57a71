"""Canned responses filled in for tickets."""

import json
from collections.abc import Callable, Sequence
from datetime import datetime

from supportdesk.domain import template as language
from supportdesk.domain.models import TicketRow
from supportdesk.errors import NotFound, UsageError
from supportdesk.services import lookup
from supportdesk.store import queries, tables
from supportdesk.store.mail_addresses import senders_of
from supportdesk.store.reading import Reading


def render_for(reading: Reading, name: str, number: int, *, to_write_on: bool = False) -> str:
    """The canned response `name` as it would go out on a ticket; nothing for one that has actions alone.

    For somebody `to_write_on` it keeps the placeholders that nothing is known for.
    """
    body = str(lookup.record(reading, tables.template, name).body)
    return _named(name, lambda: render_bodies(reading, body, [number], to_write_on=to_write_on))[number]


def render_all(reading: Reading, name: str, numbers: Sequence[int], *, before: str = "") -> dict[int, str]:
    """The canned response for each ticket, under the words `before` where there are any.

    UsageError for one that has actions alone.
    """
    body = str(lookup.record(reading, tables.template, name).body)
    if not body.strip():
        raise UsageError(f"template {name} has actions and no text", hint=f"supportdesk macro {numbers[0]} {name}")
    return _named(name, lambda: render_bodies(reading, body, numbers, before=before))


def _named(name: str, rendered: Callable[[], dict[int, str]]) -> dict[int, str]:
    """What was rendered; an error names the canned response that it is in."""
    try:
        return rendered()
    except UsageError as error:
        raise UsageError(f"template {name}, {error.message}", hint=error.hint) from error


def render_bodies(
    reading: Reading, body: str, numbers: Sequence[int], *, before: str = "", to_write_on: bool = False
) -> dict[int, str]:
    """A text with placeholders for each ticket, under the words `before` where there are any."""
    found = queries.rows(reading, numbers)
    if len(found) != len(set(numbers)):
        raise NotFound(f"no ticket {min(set(numbers) - {row.number for row in found})}")
    head = f"{before.rstrip()}\n\n" if before.strip() else ""
    senders = senders_of(reading, numbers)
    return {
        row.number: head
        + language.render(body, values(reading, row, senders[row.number]), showing_unfilled=to_write_on)
        for row in found
    }


def actions_of(reading: Reading, name: str) -> dict[str, str]:
    """What a canned response does besides its words."""
    found: dict[str, str] = json.loads(lookup.record(reading, tables.template, name).actions)
    return found


def render_text(reading: Reading, body: str, number: int) -> str:
    """A canned response that is being written, as it would go out on a ticket."""
    return render_bodies(reading, body, [number])[number]


def values(reading: Reading, row: TicketRow, address: str) -> language.Values:
    """What the placeholders of a canned response stand for on a ticket that is answered from an address."""
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
