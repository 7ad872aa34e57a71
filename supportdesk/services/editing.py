"""`set SEL KEY=VALUE`: the columns and custom fields that an agent may write by hand."""

import json
from collections.abc import Callable, Mapping

from supportdesk.domain.changes import Outcome
from supportdesk.domain.ticket import Channel, Priority, Role, TicketType
from supportdesk.domain.times import parse_time
from supportdesk.errors import NotFound, UsageError
from supportdesk.near import nearest_of, spelled
from supportdesk.services import customers, fields, lookup
from supportdesk.services.naming import person_of
from supportdesk.services.tickets import tidy_subject
from supportdesk.store import records, rows
from supportdesk.store.change import Change
from supportdesk.store.reading import of_tickets
from supportdesk.store.selection import Selection
from supportdesk.store.tables import ticket

Writer = Callable[[Change, Selection, str], object]


def set_fields(change: Change, tickets: Selection, *, values: Mapping[str, str]) -> Outcome:
    """Write columns and custom fields of tickets; `none` empties one. An unknown key is NotFound with the nearest."""
    change.require(Role.AGENT, what="changing tickets")
    if not tickets:
        return change.outcome(tickets)
    custom: dict[str, str] = {}
    for key, value in values.items():
        if key in WRITERS:
            WRITERS[key](change, tickets, value)
        else:
            custom[_custom(change, key)] = value
    if custom:
        _set_custom(change, tickets, fields.field_values(change, custom))
    return change.outcome(tickets)


def _custom(change: Change, key: str) -> str:
    name = key.removeprefix("field.")
    known = [field.name for field in records.fields(change)]
    if (found := spelled(known, name)) is not None:
        return found
    near = nearest_of(key, [*WRITERS, *known])
    meant = f"; did you mean {near[0]}?" if near else f"; there are {', '.join([*WRITERS, *known])}"
    raise NotFound(f"no field {key!r}{meant}", hint="supportdesk field list")


def _set_custom(change: Change, tickets: Selection, values: Mapping[str, object]) -> None:
    those = of_tickets(tickets.ids, ticket.c.id, ticket.c.fields, sqlite=change.sqlite)
    standing: dict[int, str] = {row[0]: row[1] for row in change.rows(those)}
    wanted = {listed: rows.object_json({**json.loads(listed), **values}) for listed in set(standing.values())}
    change.set_each("edited", {number: {"fields": wanted[listed]} for number, listed in standing.items()})


def _subject(change: Change, tickets: Selection, value: str) -> None:
    change.set(tickets, "edited", subject=tidy_subject("" if value == "none" else value))


def _due(change: Change, tickets: Selection, value: str) -> None:
    change.set(tickets, "edited", due_at=None if value == "none" else parse_time(value, change.now))


def _channel(change: Change, tickets: Selection, value: str) -> None:
    change.set(tickets, "edited", channel=str(_member(Channel, value, "channel")))


def _type(change: Change, tickets: Selection, value: str) -> None:
    change.set(tickets, "classified", type=str(_member(TicketType, value, "type")))


def _priority(change: Change, tickets: Selection, value: str) -> None:
    try:
        level = Priority.of(value)
    except ValueError:
        raise UsageError(f"no priority {value!r}; there are {', '.join(level.word for level in Priority)}") from None
    change.set(tickets, "prioritised", priority=int(level))


def _customer(change: Change, tickets: Selection, value: str) -> None:
    customer_id = None if value == "none" else customers.of_person(change, person_of(value))
    change.set(tickets, "edited", customer=customer_id)


def _team(change: Change, tickets: Selection, value: str) -> None:
    change.set(tickets, "assigned", team=None if value == "none" else lookup.team(change, value).id)


def _member(kind: type[Channel] | type[TicketType], value: str, what: str) -> Channel | TicketType:
    try:
        return kind(value)
    except ValueError:
        raise UsageError(f"no {what} {value!r}; there are {', '.join(kind)}") from None


WRITERS: dict[str, Writer] = {
    "subject": _subject,
    "due": _due,
    "channel": _channel,
    "type": _type,
    "priority": _priority,
    "customer": _customer,
    "team": _team,
}
