"""Reads of one ticket: its thread, its files and the mail it came from."""

import json
import re
from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import func, select

from supportdesk.domain.models import AttachedFile, Person, ThreadMessage, TicketDetail
from supportdesk.domain.ticket import Delivery, MessageKind
from supportdesk.errors import NotFound
from supportdesk.store import tables
from supportdesk.store.reading import AnyRow, Reading, among
from supportdesk.store.rows import blob_content
from supportdesk.store.tables import attachment, delivery, message
from supportdesk.store.ticket_rows import by_number, ticket_rows


def detail(reading: Reading, number: int, *, newest: int | None = None) -> TicketDetail:
    """One ticket with its thread, or with so many of its newest messages; NotFound for an unknown number."""
    found = by_number(reading, [number])
    if not found:
        raise NotFound(f"no ticket {number}")
    return TicketDetail(ticket_rows(found.values(), sqlite=reading.sqlite)[0], messages(reading, number, newest=newest))


def messages(reading: Reading, number: int, *, newest: int | None = None) -> tuple[ThreadMessage, ...]:
    """The standing messages of a ticket, oldest first; of many only so many of the newest where that is asked."""
    standing = select(message).where(message.c.ticket_id == number, message.c.withdrawn == 0)
    rows = reading.rows(standing.order_by(message.c.at.desc(), message.c.id.desc()).limit(newest))[::-1]
    files = _files(reading, [row.id for row in rows])
    posts = _posts(reading, [row.id for row in rows if row.delivery])
    return tuple(thread_message(row, files.get(row.id, ()), posts.get(row.id)) for row in rows)


SNIPPET = 200
"""Characters of a message that its snippet is made of."""


def snippets(reading: Reading, numbers: Sequence[int]) -> dict[int, str]:
    """How the last message of each ticket begins, on one line; tickets without any are left out."""
    held = among(message.c.ticket_id, numbers, sqlite=reading.sqlite)
    said = (message.c.withdrawn == 0) & (message.c.kind != MessageKind.SYSTEM)
    last = select(func.max(message.c.id)).where(held, said).group_by(message.c.ticket_id)
    begun = func.substr(func.coalesce(message.c.text, message.c.body), 1, SNIPPET)
    rows = reading.rows(select(message.c.ticket_id, begun).where(message.c.id.in_(last)))
    return {number: " ".join(text.split()) for number, text in rows}


def naming(reading: Reading, messages: Sequence[int], login: str) -> tuple[int, ...]:
    """The tickets of those messages that name an agent: `@login` as a word, in any case."""
    held = among(message.c.id, messages, sqlite=reading.sqlite)
    named = re.compile(rf"(?<![\w@.]){re.escape('@' + login)}(?![\w@])", re.IGNORECASE)
    rows = reading.rows(select(message.c.ticket_id, message.c.body).where(held, message.c.withdrawn == 0))
    return tuple(dict.fromkeys(number for number, body in rows if named.search(body)))


def thread_message(row: AnyRow, files: Sequence[AttachedFile], post: AnyRow | None = None) -> ThreadMessage:
    """A row of `message` as a read model; `post` is its row of `delivery`, where it is a letter that was tried."""
    queued = row.delivery == str(Delivery.QUEUED)
    times = [instant for instant in (row.deliver_at, post.next_at if post else None) if instant is not None]
    return ThreadMessage(
        id=row.id,
        kind=row.kind,
        author=Person(row.author_name, row.author_email),
        at=row.at,
        to=people(row.recipients),
        cc=people(row.copies),
        subject=row.subject,
        message_id=row.message_id,
        body=row.body,
        text=row.body if row.text is None else row.text,
        quoted=row.quoted or "",
        attachments=tuple(files),
        automatic=row.automatic or None,
        delivery=row.delivery or None,
        send_at=max(times) if queued and times else None,
        sent_at=post.sent_at if post else None,
        tries=post.tries if post else 0,
        failure=post.failure if post else "",
    )


def people(listed: str) -> tuple[Person, ...]:
    """People as a message's column keeps them: JSON pairs of name and address."""
    return tuple(Person(name, email) for name, email in json.loads(listed)) if listed != "[]" else ()


def people_json(listed: Sequence[Person]) -> str:
    """The inverse of `people`."""
    pairs = [[person.name, person.email] for person in listed]
    return json.dumps(pairs, ensure_ascii=False, separators=(",", ":"))


def _files(reading: Reading, ids: Sequence[int]) -> dict[int, list[AttachedFile]]:
    found: dict[int, list[AttachedFile]] = defaultdict(list)
    if ids:
        held = select(attachment).where(among(attachment.c.message_id, ids, sqlite=reading.sqlite))
        for row in reading.rows(held.order_by(attachment.c.id)):
            found[row.message_id].append(AttachedFile(row.name, row.size, row.type, row.sha256))
    return found


def _posts(reading: Reading, ids: Sequence[int]) -> dict[int, AnyRow]:
    """How far letters got, of those that were tried."""
    if not ids:
        return {}
    columns = (delivery.c.message_id, delivery.c.next_at, delivery.c.sent_at, delivery.c.tries, delivery.c.failure)
    held = select(*columns).where(among(delivery.c.message_id, ids, sqlite=reading.sqlite))
    return {row.message_id: row for row in reading.rows(held)}


def content(reading: Reading, sha256: str) -> bytes:
    """The content that has this hash; NotFound if the store has none."""
    data = reading.value(select(tables.blob.c.data).where(tables.blob.c.sha256 == sha256))
    if data is None:
        raise NotFound(f"no content {sha256}")
    return blob_content(data)


def body(reading: Reading, message_id: int) -> str:
    """All that a message says; empty for one that is not there."""
    return str(reading.value(select(message.c.body).where(message.c.id == message_id)) or "")


def raw(reading: Reading, message_id: int) -> bytes | None:
    """The mail as it arrived, or None for a message that was not a mail."""
    sha256 = reading.value(select(message.c.raw).where(message.c.id == message_id))
    return None if sha256 is None else content(reading, sha256)
