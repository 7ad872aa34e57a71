"""Messages as rows, with their files and the mail ids that lead to their tickets."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from itertools import chain, count, repeat
from typing import TypeAlias

from sqlalchemy import ColumnElement, func, select

from supportdesk.domain.shape import Content, ImportedMessage, ImportedTicket
from supportdesk.domain.ticket import SAID, MessageKind
from supportdesk.services.intake.log import insert_events
from supportdesk.services.intake.names import Known, Names
from supportdesk.services.intake.notation import as_text
from supportdesk.services.intake.unsent import hold_back
from supportdesk.services.intake.verdict import Unfit
from supportdesk.store import bulk, indexes, tables, text
from supportdesk.store.answered import PEOPLES
from supportdesk.store.change import Change
from supportdesk.store.columns import instant_text
from supportdesk.store.reading import Reading, of_tickets
from supportdesk.store.rows import shown
from supportdesk.store.selection import Selection, hold_numbers
from supportdesk.store.thread import people_json

MESSAGE = (
    "id", "ticket_id", "kind", "author_name", "author_email", "agent_id", "customer_id", "at", "subject", "message_id",
    "in_reply_to", "recipients", "copies", "body", "text", "quoted", "automatic", "delivery", "deliver_at", "raw",
    "withdrawn",
)  # fmt: skip
ATTACHMENT = ("message_id", "name", "type", "size", "sha256", "inline")


def known_mails(reading: Reading, ids: Iterable[str]) -> set[str]:
    """Which of these mail ids messages of the desk bear."""
    return {row[0] for row in bulk.matching(reading, tables.message, ("message_id",), "message_id", ids)}


def keep(change: Change, contents: Iterable[Content]) -> None:
    """Store contents under their hashes; those that are there already are left as they are."""
    cells = [(content.sha256, content.size, content.data) for content in contents]
    bulk.insert_missing(change, tables.blob, ("sha256", "size", "data"), cells)
    change.touched = change.touched or bool(cells)


def known_contents(change: Change, listed: Iterable[ImportedTicket]) -> set[str]:
    """Which of the contents that the threads of tickets name the desk has."""
    messages = [message for one in listed for message in one.thread]
    wanted = {file.sha256 for message in messages if message.attachments for file in message.attachments}
    wanted.update([message.raw for message in messages if message.raw])
    return kept(change, wanted)


def kept(change: Change, hashes: set[str]) -> set[str]:
    """Which of these contents the desk has, by SHA-256."""
    return {row[0] for row in bulk.matching(change, tables.blob, ("sha256",), "sha256", hashes)}


def check(message: ImportedMessage, names: Names, contents: set[str]) -> None:
    """Unfit where a message names somebody who is not at this desk, or content that is not."""
    names.agent(message.agent)
    names.customer(message.customer)
    if message.raw or message.attachments:
        for sha256 in [file.sha256 for file in message.attachments] + ([message.raw] if message.raw else []):
            if sha256 not in contents:
                raise Unfit(f"the content {sha256[:64]!r} is not at this desk; add it first")


def insert(
    change: Change,
    pairs: Sequence[tuple[int, ImportedTicket]],
    people: Sequence[Known | None],
    names: Names,
    standing: set[str],
    *,
    restoring: bool,
) -> dict[tuple[int, str], int]:
    """Insert the threads of new tickets; the row number of each message by its ticket and mail id."""
    messages = [message for _, one in pairs for message in one.thread]
    ids = bulk.kept_ids(change, tables.message, [message.id if restoring else None for message in messages])
    rows: list[bulk.Cells] = []
    known: dict[tuple[int, str], int] = {}
    for row, message, (owner, uid) in zip(ids, messages, _owners(pairs, people), strict=True):
        mail = message.message_id
        known[owner[0], mail] = row
        if mail in standing:
            mail = _apart(mail, uid, standing)
        standing.add(mail)
        rows.append(_cells(row, owner, message, mail, names))
    bulk.insert(change, tables.message, MESSAGE, rows)
    hold_back(change, zip(ids, (owner[0] for owner, _ in _owners(pairs, people)), messages, strict=True))
    attach(change, zip(ids, messages, strict=True))
    refer(change, _references(pairs))
    return known


def _apart(mail: str, uid: str, standing: set[str]) -> str:
    """Another id for a mail that lies in another ticket too: both keep it. Uids that begin alike are told apart."""
    mark = f"{mail}+{sha256(uid.encode('utf-8', 'replace')).hexdigest()[:16]}"
    return next(one for one in chain([mark], (f"{mark}.{again}" for again in count(2))) if one not in standing)


Owner: TypeAlias = tuple[int, int | None]
"""A ticket's number, and who asks in it."""


def _owners(pairs: Sequence[tuple[int, ImportedTicket]], people: Sequence[Known | None]) -> Iterator[tuple[Owner, str]]:
    """For each message the ticket that it belongs to, with its uid."""
    for (number, one), known in zip(pairs, people, strict=True):
        yield from repeat(((number, known.id if known else None), one.uid), len(one.thread))


def _cells(row: int, owner: Owner, message: ImportedMessage, mail: str, names: Names) -> bulk.Cells:
    (
        kind, at, _, body, author, to, cc, subject, in_reply_to, _, text, quoted, agent, uid, automatic, delivery,
        deliver_at, raw, withdrawn, *_,
    ) = message  # fmt: skip
    number, customer = owner
    if uid is not None or kind != "customer":
        customer = names.customer(uid)
    writer = names.agent(agent) if agent is not None else None
    name = author.name or (names.agent_names.get(writer, "") if names.signing and writer else "")
    return (
        row, number, kind, name, author.email, writer, customer, at, subject,
        mail, in_reply_to, people_json(to), people_json(cc), body, text, quoted, automatic,
        delivery, deliver_at, raw, int(withdrawn),
    )  # fmt: skip


def attach(change: Change, messages: Iterable[tuple[int, ImportedMessage]]) -> None:
    """Let messages have their files; the contents are kept already."""
    cells = [
        (row, shown(file.name), file.type, file.size, file.sha256, int(file.inline))
        for row, message in messages
        if message.attachments
        for file in message.attachments
    ]
    bulk.insert(change, tables.attachment, ATTACHMENT, cells)


def _references(pairs: Sequence[tuple[int, ImportedTicket]]) -> Iterable[tuple[str, int]]:
    for number, one in pairs:
        for reference in one.references:
            yield reference, number
        for message in one.thread:
            yield message.message_id, number
            if message.in_reply_to:
                yield message.in_reply_to, number
            for reference in message.references:
                yield reference, number


def waits_since(thread: Sequence[ImportedMessage]) -> str | None:
    """Since when a customer waits: their oldest message after the last answer, machines' mail left out."""
    answered = max((message.at for message in thread if message.kind == MessageKind.REPLY), default="")
    asked = [one.at for one in thread if one.kind == MessageKind.CUSTOMER and one.automatic in PEOPLES]
    return min((at for at in asked if at > answered), default=None)


def mail_ids(message: ImportedMessage) -> Iterable[str]:
    """Every mail id that a message bears or names."""
    return filter(None, (message.message_id, message.in_reply_to, *message.references))


def refer(change: Change, pairs: Iterable[tuple[str, int]]) -> None:
    """Let mail ids lead to tickets; an id that leads to one already goes on doing so."""
    cells: dict[str, int] = {}
    for reference, number in pairs:
        cells.setdefault(reference, number)
    bulk.insert_missing(change, tables.mail_reference, ("reference", "ticket_id"), list(cells.items()))


# Messages for tickets that stand -------------------------------------------------------------------------------------


def add_to_standing(
    change: Change, listed: Sequence[tuple[int, tuple[ImportedMessage, ...]]], names: Names
) -> Mapping[str, int]:
    """Add messages to tickets that stood already, each with its event; counts and clocks follow."""
    flat = [(number, message) for number, messages in listed for message in messages]
    if not flat:
        return {}
    # Held before anything is added: whoever answers meanwhile counts the messages of the same ticket.
    hold_numbers(change, [number for number, _ in flat], deleted=True)
    customers = dict(bulk.matching(change, tables.ticket, ("id", "customer_id"), "id", [number for number, _ in flat]))
    ids = bulk.take_ids(change, tables.message, len(flat))
    rows = [
        _cells(row, (number, customers[number]), message, message.message_id, names)
        for row, (number, message) in zip(ids, flat, strict=True)
    ]
    bulk.insert(change, tables.message, MESSAGE, rows)
    hold_back(change, [(row, number, message) for row, (number, message) in zip(ids, flat, strict=True)])
    attach(change, zip(ids, (message for _, message in flat), strict=True))
    refer(change, [(mail, number) for number, message in flat for mail in mail_ids(message)])
    now = instant_text(change.now)
    events: list[bulk.Cells] = [
        (change.id, number, None, None, SAID[MessageKind(message.kind)], now, change.actor.login, "{}", row)
        for row, (number, message) in zip(ids, flat, strict=True)
    ]
    insert_events(change, events)
    _follow(change, flat)
    change.touched = True
    return {message.message_id: row for row, (_, message) in zip(ids, flat, strict=True)}


def _follow(change: Change, flat: Sequence[tuple[int, ImportedMessage]]) -> None:
    """What follows for tickets from messages that are added: counts, time of the last one, full text, who waits."""
    before = dict(bulk.matching(change, tables.ticket, ("id", "updated_at"), "id", [number for number, _ in flat]))
    _lengthen(change, flat)
    wait(change, sorted(before))
    indexes.recount(change, sorted(before))
    newest = {number: as_text(value) for number, value in before.items()}
    for number, message in flat:
        newest[number] = max(newest[number], message.at)
    # A ticket was last updated when its newest message was written, not when that was read in.
    cells = [(at, -seconds(at), number) for number, at in newest.items()]
    bulk.update(change, tables.ticket, ("updated_at", "upd_neg"), cells)


def _lengthen(change: Change, flat: Sequence[tuple[int, ImportedMessage]]) -> None:
    """Add the words of messages to the full text of their tickets, once a ticket however many they are."""
    documents = dict(
        bulk.matching(change, tables.ticket_text, ("ticket_id", "stems"), "ticket_id", [number for number, _ in flat])
    )
    missing = {number for number, _ in flat} - documents.keys()
    for number, message in flat:
        if number not in missing and not message.withdrawn:
            said = message.stems if message.stems is not None else text.stems_of(message.body)
            documents[number] += text.SEPARATOR + said
    long = {number for number, document in documents.items() if len(document) > text.LONGEST}
    text.replace(change.connection, {number: doc for number, doc in documents.items() if number not in long})
    indexes.reindex(change, sorted(missing | long))


def wait(change: Change, numbers: Sequence[int]) -> None:
    """In open tickets, who was answered and since when the customer waits follow from the messages."""
    those = of_tickets(numbers, tables.ticket.c.id, sqlite=change.sqlite)
    change.set(
        Selection(change.ids(those.where(tables.ticket.c.is_open == 1))),
        "continued",
        first_reply_at=FIRST_REPLY,
        waiting_since=WAITING_SINCE,
    )


def _waiting() -> tuple[ColumnElement[datetime], ColumnElement[datetime]]:
    """The first answer of a ticket, and its oldest message of a person that came after the last one."""
    ticket, reply, asked = tables.ticket, tables.message.alias(), tables.message.alias()
    replied = (reply.c.ticket_id == ticket.c.id) & (reply.c.kind == "reply") & (reply.c.withdrawn == 0)
    first = select(func.min(reply.c.at)).where(replied).correlate(ticket).scalar_subquery()
    last = select(func.max(reply.c.at)).where(replied).correlate(ticket, asked).scalar_subquery()
    unanswered = (
        (asked.c.ticket_id == ticket.c.id)
        & (asked.c.kind == "customer")
        & asked.c.automatic.in_(PEOPLES)
        & (asked.c.withdrawn == 0)
        & ((asked.c.at > last) | last.is_(None))
    )
    waiting = select(func.min(asked.c.at)).where(unanswered).correlate(ticket).scalar_subquery()
    return func.coalesce(ticket.c.first_reply_at, first), waiting


FIRST_REPLY, WAITING_SINCE = _waiting()


def seconds(at: str) -> int:
    """Seconds since 1970 of an instant written as text."""
    return int(datetime.fromisoformat(at).timestamp())
