"""Reads of what is an agent's own or passes: their drafts, what they have not read, who else is at a ticket.

Writes of it are in `private.py`.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.sql.elements import ColumnElement

from supportdesk.domain.drafts import Draft, DraftKey, KeptDraft
from supportdesk.domain.presence import Present
from supportdesk.domain.ticket import MessageKind
from supportdesk.store.inverse import WITHDRAWN
from supportdesk.store.reading import AnyRow, Reading, among, of_tickets
from supportdesk.store.tables import agent, change, event, message, presence, seen, ticket
from supportdesk.store.tables import draft as drafts

EXPIRY = timedelta(seconds=25)
"""A console that was not heard of for so long is gone: two of its heartbeats and some patience."""


def kind_of(*, note: bool) -> MessageKind:
    """What a draft becomes."""
    return MessageKind.NOTE if note else MessageKind.REPLY


def kept_draft(row: AnyRow) -> KeptDraft:
    """A row of `draft` as a read model."""
    numbers, files = tuple(json.loads(row.numbers)), tuple(json.loads(row.files))
    note, copies = row.kind == str(MessageKind.NOTE), tuple(json.loads(row.copies)) if row.copies else None
    draft = Draft(row.ticket_id, row.text, note, numbers, files, row.actions, copies)
    return KeptDraft(draft, row.revision, row.updated_at)


def own_drafts(reading: Reading) -> tuple[KeptDraft, ...]:
    """All that the acting agent has half-written."""
    mine = select(drafts).where(drafts.c.agent_id == reading.actor.id)
    return tuple(kept_draft(row) for row in reading.rows(mine.order_by(drafts.c.ticket_id, drafts.c.kind)))


def revisions(reading: Reading) -> dict[DraftKey, str]:
    """The revision of each draft of the acting agent, without its words."""
    mine = select(drafts.c.ticket_id, drafts.c.kind, drafts.c.revision).where(drafts.c.agent_id == reading.actor.id)
    return {(row[0], row[1] == str(MessageKind.NOTE)): row[2] for row in reading.rows(mine)}


def drafted(reading: Reading) -> Select[Any]:
    """The tickets for which the acting agent has half-written something."""
    return select(drafts.c.ticket_id).where(drafts.c.agent_id == reading.actor.id)


def taken_back(reading: Reading, number: int) -> Draft | None:
    """What the acting agent had written that an undo, the change of a number, took out of threads: as it was before it
    was sent. None where nothing was, or where each customer had words of their own.
    """
    undone = change.alias()
    written = change.join(undone, undone.c.id == change.c.undoes).join(event, event.c.change_id == change.c.id)
    rows = reading.rows(
        select(message.c.ticket_id, message.c.kind, message.c.body)
        .select_from(written.join(message, message.c.id == event.c.message_id))
        .where(
            change.c.id == number,
            undone.c.verb.in_(["reply", "note"]),
            event.c.kind == WITHDRAWN,
            message.c.agent_id == reading.actor.id,
        )
        .order_by(message.c.ticket_id)
    )
    if len({(row.kind, row.body) for row in rows}) != 1:
        return None
    first = rows[0]
    return Draft(first.ticket_id, first.body, first.kind == MessageKind.NOTE, tuple(row.ticket_id for row in rows))


def clock_of(reading: Reading) -> datetime:
    """The database's own instant: machines whose clocks differ must agree on who is here and who has a lease."""
    if reading.sqlite:
        found = datetime.fromisoformat(str(reading.value(select(func.strftime("%Y-%m-%dT%H:%M:%SZ", "now")))))
    else:
        found = reading.value(select(func.clock_timestamp()))
    return found.replace(microsecond=0)


def present(reading: Reading) -> tuple[Present, ...]:
    """The colleagues of the acting agent who have a ticket open at this moment."""
    joined = presence.join(agent, agent.c.id == presence.c.agent_id)
    rows = reading.rows(
        select(presence.c.ticket_id, agent.c.login, agent.c.name, presence.c.typing)
        .select_from(joined)
        .where(
            presence.c.ticket_id != 0,
            presence.c.agent_id != reading.actor.id,
            presence.c.heard > _oldest(sqlite=reading.sqlite),
        )
        .order_by(presence.c.ticket_id, presence.c.typing.desc(), agent.c.login)
    )
    people = {(row[0], row[1]): Present(row[0], row[1], row[2], bool(row[3])) for row in reversed(rows)}
    return tuple(people[key] for key in sorted(people))


def _oldest(*, sqlite: bool) -> ColumnElement[datetime]:
    if sqlite:
        return func.strftime("%Y-%m-%dT%H:%M:%SZ", "now", f"-{int(EXPIRY.total_seconds())} seconds")
    return func.clock_timestamp() - EXPIRY


def unread(reading: Reading) -> ColumnElement[bool]:
    """Whether somebody else had the last word on a ticket and the acting agent has not seen it.

    A ticket without any message is unread until it was looked at.
    """
    mine = and_(seen.c.agent_id == reading.actor.id, seen.c.ticket_id == ticket.c.id)
    mark = func.coalesce(select(seen.c.message_id).where(mine).correlate(ticket).scalar_subquery(), 0)
    standing = message.alias("standing")
    last = (
        select(standing.c.id)
        .where(standing.c.ticket_id == ticket.c.id, standing.c.withdrawn == 0)
        .order_by(standing.c.id.desc())
        .limit(1)
        .correlate(ticket)
        .scalar_subquery()
    )
    others = func.coalesce(message.c.agent_id, 0) != reading.actor.id
    newer = select(message.c.id).where(message.c.id == last, message.c.id > mark, others).correlate(ticket)
    looked_at = select(seen.c.ticket_id).where(mine).correlate(ticket)
    return or_(newer.exists(), and_(ticket.c.messages == 0, ~looked_at.exists()))


def unread_among(reading: Reading, numbers: Iterable[int]) -> frozenset[int]:
    """Those of some tickets that the acting agent has not read."""
    those = of_tickets(tuple(numbers), ticket.c.id, sqlite=reading.sqlite)
    return frozenset(reading.ids(those.where(unread(reading))))


def last_said(reading: Reading, numbers: Iterable[int]) -> dict[int, int]:
    """The last message of each of some tickets; for one that has none, the last one of the desk."""
    wanted = tuple(numbers)
    newest = reading.value(select(func.max(message.c.id))) or 0
    held = among(message.c.ticket_id, wanted, sqlite=reading.sqlite) & (message.c.withdrawn == 0)
    last = select(message.c.ticket_id, func.max(message.c.id)).where(held).group_by(message.c.ticket_id)
    return {**dict.fromkeys(wanted, newest), **{row[0]: row[1] for row in reading.rows(last)}}


def written_since(reading: Reading, lasts: Mapping[int, int]) -> dict[int, int]:
    """The number of the last message by somebody else on each of some tickets where one came after the last known one.

    What the acting agent wrote and what the desk itself says do not count.
    """
    if not lasts:
        return {}
    newer = select(message.c.id, message.c.ticket_id).where(
        among(message.c.ticket_id, tuple(lasts), sqlite=reading.sqlite),
        message.c.id > min(lasts.values()),
        message.c.withdrawn == 0,
        message.c.kind != str(MessageKind.SYSTEM),
        func.coalesce(message.c.agent_id, 0) != reading.actor.id,
    )
    rows = reading.rows(newer.order_by(message.c.id))
    return {row.ticket_id: row.id for row in rows if row.id > lasts[row.ticket_id]}
