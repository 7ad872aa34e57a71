"""Reads of the ledger of mail: what became of each message, and whether it balances."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.sql.elements import ColumnElement

from supportdesk.domain.arriving import Received, State, explain
from supportdesk.domain.mail_rows import ArrivalRow, MailBalance
from supportdesk.domain.models import Count
from supportdesk.errors import NotFound
from supportdesk.store import bulk, tables
from supportdesk.store.leads import MOVED
from supportdesk.store.reading import LARGEST, AnyRow, Reading
from supportdesk.store.tables import arrival, mailbox, message
from supportdesk.store.thread import content

DISCARDED = "discarded"
"""The rule of a message that was thrown out of quarantine."""


def balances(reading: Reading) -> tuple[MailBalance, ...]:
    """What each mailbox received, by name; mailboxes that are gone, and mail of none, last."""
    names: dict[int, str] = {row[0]: row[1] for row in reading.rows(select(mailbox.c.id, mailbox.c.name))}
    counted: dict[int, Counter[str]] = {number: Counter() for number in names}
    last: dict[int, datetime] = {}
    for number, state, times, at in reading.rows(_counts()):
        counted.setdefault(number, Counter())[state] += times
        last[number] = max(at, last.get(number, at))
    waiting = select(arrival.c.mailbox_id, func.count()).where(in_quarantine()).group_by(arrival.c.mailbox_id)
    left = {row[0]: row[1] for row in reading.rows(waiting)}
    ordered = sorted(counted, key=lambda number: (number not in names, names.get(number, ""), number))
    return tuple(
        _balance(
            names.get(number) or (f"(removed {number})" if number else "(none)"), counted[number], left, number, last
        )
        for number in ordered
    )


def _counts() -> Select[Any]:
    return select(arrival.c.mailbox_id, arrival.c.state, func.count(), func.max(arrival.c.at)).group_by(
        arrival.c.mailbox_id, arrival.c.state
    )


def _balance(
    name: str, counted: Counter[str], left: dict[int, int], number: int, last: dict[int, datetime]
) -> MailBalance:
    states = {str(state): counted[state] for state in State}
    return MailBalance(name, counted.total(), **states, waiting=left.get(number, 0), last=last.get(number))


def in_quarantine() -> ColumnElement[bool]:
    """Whether a message lies in quarantine still."""
    return (arrival.c.state == str(State.QUARANTINED)) & (arrival.c.rule != DISCARDED)


def arrivals(reading: Reading, *, state: str = "", limit: int = 50) -> tuple[ArrivalRow, ...]:
    """Messages that arrived, the newest first; of one state where that is asked."""
    statement = _arrivals().order_by(arrival.c.id.desc()).limit(limit)
    return _rows(reading, statement.where(arrival.c.state == state) if state else statement)


def quarantine(reading: Reading, *, limit: int | None = None) -> tuple[ArrivalRow, ...]:
    """Messages that lie in quarantine, the oldest first."""
    return _rows(reading, _arrivals().where(in_quarantine()).order_by(arrival.c.id).limit(limit))


def waiting(reading: Reading, *, cap: int) -> Count:
    """How many messages lie in quarantine, counted no further than `cap`."""
    some = select(arrival.c.id).where(in_quarantine()).limit(cap + 1).subquery()
    number = int(reading.value(select(func.count()).select_from(some)))
    return Count(min(number, cap), capped=number > cap)


def one(reading: Reading, number: int) -> ArrivalRow:
    """One message that arrived; NotFound for an unknown number."""
    found = _rows(reading, _arrivals().where(arrival.c.id == number)) if number <= LARGEST else ()
    if not found:
        raise NotFound(f"no arrival {number}", hint="supportdesk mail log")
    return found[0]


def at_place(reading: Reading, mailbox_id: int, place: str) -> ArrivalRow | None:
    """The message that lay at a place of a mailbox; None for one that has not arrived."""
    found = _rows(reading, _arrivals().where(arrival.c.mailbox_id == mailbox_id, arrival.c.place == place))
    return found[0] if found else None


def of_entry(reading: Reading, entry: int, message_id: str) -> ArrivalRow | None:
    """The arrival that an entry of a thread is, in whichever ticket it lies; None for one that did not come by mail."""
    mine = (arrival.c.message_id == message_id.partition(MOVED)[0]) & (arrival.c.state != str(State.DUPLICATE))
    found = _rows(reading, _arrivals().where(mine).order_by(arrival.c.entry_id == entry, arrival.c.id.desc()))
    return found[0] if found else None


def why(reading: Reading, entry: int, message_id: str) -> str:
    """Why an entry of a thread is where it is, in a sentence."""
    row = of_entry(reading, entry, message_id)
    return explain(row.rule) if row else "it did not come by mail: it was written or imported here"


def entry_of(reading: Reading, wanted: str) -> AnyRow:
    """An entry of a thread by its number or its Message-ID, the standing one first; NotFound for none."""
    columns = select(message.c.id, message.c.ticket_id, message.c.message_id, message.c.kind, message.c.withdrawn)
    name = wanted.strip().strip("<>")
    if name.isdecimal():
        row = reading.row(columns.where(message.c.id == int(name))) if int(name) <= LARGEST else None
    else:
        after = (message.c.message_id >= name) & (message.c.message_id < name + MOVED + "~")
        alike = message.c.message_id.startswith(name + MOVED, autoescape=True) | (message.c.message_id == name)
        row = reading.row(columns.where(after, alike).order_by(message.c.withdrawn, message.c.id.desc()))
    if row is None:
        raise NotFound(f"no message {wanted[:80]!r}", hint="supportdesk show N --json lists the messages of a ticket")
    return row


def raw_of(reading: Reading, number: int) -> bytes:
    """A message as it arrived; NotFound where its bytes are not kept."""
    kept = one(reading, number)
    sha256 = kept.raw
    if sha256 is None and kept.message is not None:
        sha256 = reading.value(select(message.c.raw).where(message.c.id == kept.message))
    if sha256 is None:
        raise NotFound(f"the bytes of arrival {number} are not kept: {kept.reason or kept.state}")
    return content(reading, sha256)


def known_places(reading: Reading, mailbox_id: int, places: Iterable[str]) -> set[str]:
    """Which of these places of a mailbox hold messages that arrived before."""
    return {
        row[0]
        for row in bulk.matching(
            reading, tables.arrival, ("place",), "place", places, within=("mailbox_id", mailbox_id)
        )
    }


@dataclass(frozen=True, slots=True)
class Arrived:
    """A message that arrived at a place: what became of it, its Message-ID, the hash of its bytes if they are kept."""

    received: Received
    message_id: str
    sha256: str | None


def arrived(reading: Reading, mailbox_id: int, places: Iterable[str]) -> dict[str, Arrived]:
    """What arrived at these places of a mailbox before."""
    columns = ("place", "id", "state", "ticket_id", "reason", "message_id", "entry_id", "raw")
    mine = ("mailbox_id", mailbox_id)
    rows = bulk.matching(reading, arrival, columns, "place", places, within=mine)
    # A duplicate's entry is the other mail, whose bytes need not be its own.
    entries = {number: entry for _, number, state, *_, entry, _ in rows if entry and state != State.DUPLICATE}
    kept = dict(bulk.matching(reading, message, ("id", "raw"), "id", [*entries.values()]))
    return {
        place: Arrived(
            Received(number, State(state), ticket, reason, again=True), named, raw or kept.get(entries.get(number))
        )
        for place, number, state, ticket, reason, named, _, raw in rows
    }


def places_under(reading: Reading, mailbox_id: int, prefix: str) -> list[str]:
    """The places of a mailbox that begin so."""
    held = (arrival.c.mailbox_id == mailbox_id) & arrival.c.place.startswith(prefix, autoescape=True)
    between = (arrival.c.place >= prefix) & (arrival.c.place < prefix + "~")
    return [row[0] for row in reading.rows(select(arrival.c.place).where(held, between))]


def last_arrival(reading: Reading, mailbox_id: int) -> datetime | None:
    """When a mailbox last had mail."""
    found: datetime | None = reading.value(select(func.max(arrival.c.at)).where(arrival.c.mailbox_id == mailbox_id))
    return found


def _arrivals() -> Select[Any]:
    joined = arrival.outerjoin(mailbox, mailbox.c.id == arrival.c.mailbox_id)
    return select(arrival, mailbox.c.name.label("mailbox")).select_from(joined)


def _rows(reading: Reading, statement: Select[Any]) -> tuple[ArrivalRow, ...]:
    return tuple(
        ArrivalRow(
            id=row.id,
            mailbox=row.mailbox,
            at=row.at,
            state=row.state,
            sender=row.sender,
            subject=row.subject,
            ticket=row.ticket_id,
            message=row.entry_id,
            message_id=row.message_id,
            rule=row.rule,
            reason=row.reason,
            place=row.place,
            raw=row.raw,
        )
        for row in reading.rows(statement)
    )
