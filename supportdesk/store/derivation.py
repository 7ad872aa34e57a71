"""Whether what tickets keep for the speed of lists follows from the rest, and each message from an event."""

import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy import BigInteger, cast, extract, func, or_, select
from sqlalchemy.sql.elements import ColumnElement

from supportdesk.store.fault import Fault, fault
from supportdesk.store.indexes import vip_expression
from supportdesk.store.inverse import REINSTATED, WITHDRAWN
from supportdesk.store.logged import due_expression, open_expression
from supportdesk.store.reading import Reading
from supportdesk.store.rows import tags_json
from supportdesk.store.span import Span
from supportdesk.store.tables import attachment, change, event, message, ticket, ticket_tag


def faults(reading: Reading, span: Span) -> Iterator[Fault]:
    """Every derived value of the span's tickets that is not what it is derived from."""
    expected = _derived(sqlite=reading.sqlite)
    differing = [ticket.c[name].is_distinct_from(right) for name, right in expected.items()]
    columns = [column for name, right in expected.items() for column in (right, ticket.c[name])]
    statement = select(ticket.c.id, *columns).where(span.holds(ticket.c.id), or_(*differing)).order_by(ticket.c.id)
    for number, *pairs in reading.rows(statement):
        for name, right, found in zip(expected, pairs[::2], pairs[1::2], strict=True):
            if right != found:
                yield fault(number, name, right, found)
    yield from _counts(reading, span)
    yield from _tags(reading, span)
    yield from _spoken(reading, span)


def _derived(*, sqlite: bool) -> dict[str, ColumnElement[Any]]:
    """What follows from a ticket's own row, and from its customer's."""
    seconds = func.strftime("%s", ticket.c.updated_at) if sqlite else extract("epoch", ticket.c.updated_at)
    return {
        "is_open": open_expression({}),
        "due_key": due_expression({}, sqlite=sqlite),
        "upd_neg": -cast(seconds, BigInteger()),
        "vip": vip_expression(),
    }


def _counts(reading: Reading, span: Span) -> Iterator[Fault]:
    """Messages and attachments that stand, each counted in one walk over the span."""
    files = message.join(attachment, attachment.c.message_id == message.c.id)
    for name, source in (("messages", message), ("attachments", files)):
        standing = (
            select(message.c.ticket_id, func.count())
            .select_from(source)
            .where(span.holds(message.c.ticket_id), message.c.withdrawn == 0)
        )
        grouped = standing.group_by(message.c.ticket_id)
        counted: dict[int, int] = dict(map(tuple, reading.rows(grouped)))
        column = ticket.c[name]
        for number, found in reading.rows(
            select(ticket.c.id, column).where(span.holds(ticket.c.id)).order_by(ticket.c.id)
        ):
            if found != counted.get(number, 0):
                yield fault(number, name, counted.get(number, 0), found)


def _tags(reading: Reading, span: Span) -> Iterator[Fault]:
    indexed: dict[int, list[str]] = {}
    rows = select(ticket_tag.c.ticket_id, ticket_tag.c.tag).where(span.holds(ticket_tag.c.ticket_id))
    for number, tag in reading.rows(rows):
        indexed.setdefault(number, []).append(tag)
    for number, listed in reading.rows(select(ticket.c.id, ticket.c.tags).where(span.holds(ticket.c.id))):
        found = sorted(indexed.get(number, ()))
        if (found or listed != "[]") and tags_json(found) != listed and found != sorted(json.loads(listed)):
            yield fault(number, "tag index", listed, found)


def _spoken(reading: Reading, span: Span) -> Iterator[Fault]:
    """Messages came by events of their own tickets, and whether one stands is what the last of them said."""
    said: dict[int, int] = {}
    came: set[int] = set()
    events = select(event.c.message_id, event.c.kind).where(
        span.holds(event.c.ticket_id), event.c.message_id.is_not(None)
    )
    for message_id, kind in reading.rows(events.order_by(event.c.id)):
        said[message_id] = int(kind == WITHDRAWN)
        if kind not in (WITHDRAWN, REINSTATED):
            came.add(message_id)
    silent: dict[int, list[int]] = {}
    first_said: dict[int, int] = {}
    rows = select(message.c.ticket_id, message.c.id, message.c.withdrawn).where(span.holds(message.c.ticket_id))
    for number, message_id, found in reading.rows(rows.order_by(message.c.id)):
        if message_id in came:
            first_said.setdefault(number, message_id)
        else:
            silent.setdefault(number, []).append(message_id)
        if said.get(message_id, found) != found:
            yield fault(number, f"withdrawn of message {message_id}", said[message_id], found)
    yield from _silent(reading, span, silent, first_said)


def _silent(reading: Reading, span: Span, silent: dict[int, list[int]], first_said: dict[int, int]) -> Iterator[Fault]:
    """Only what an imported ticket came with needs no event of its own, and it came before all that was said here."""
    if not silent:
        return
    opened = select(event.c.ticket_id).join(change, change.c.id == event.c.change_id)
    by_hand = set(
        reading.ids(opened.where(span.holds(event.c.ticket_id), event.c.kind == "opened", change.c.verb == "new"))
    )
    for number, listed in silent.items():
        for message_id in listed:
            if number in by_hand or message_id > first_said.get(number, message_id):
                yield fault(number, f"message {message_id}", "an event that says how it came", "none")
