"""Reads of one ticket: its thread, its files and the mail it came from."""

import json
import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import lru_cache
from json.encoder import encode_basestring as quoted
from typing import Any, NamedTuple, TypeAlias, cast

from sqlalchemy import BigInteger, Dialect, bindparam, func, select

from supportdesk.domain.models import AttachedFile, Person, ThreadMessage, TicketDetail
from supportdesk.domain.ticket import Delivery, MessageKind
from supportdesk.errors import NotFound
from supportdesk.store import tables
from supportdesk.store.blobs import unpacked
from supportdesk.store.columns import FAR, read_instant, read_text
from supportdesk.store.prepared import Prepared
from supportdesk.store.reading import Reading, among, among_given, listing
from supportdesk.store.tables import attachment, delivery, message, ticket
from supportdesk.store.ticket_rows import by_number, ticket_rows


def detail(reading: Reading, number: int, *, newest: int | None = None) -> TicketDetail:
    """One ticket with its thread, or with so many of its newest messages; NotFound for an unknown number."""
    found = by_number(reading, [number])
    if not found:
        raise NotFound(f"no ticket {number}")
    return TicketDetail(ticket_rows(found.values(), sqlite=reading.sqlite)[0], messages(reading, number, newest=newest))


def deleted_at(reading: Reading, number: int) -> datetime | None:
    """Since when a ticket is where no list shows it; None for one that is not."""
    return cast("datetime | None", reading.value(select(ticket.c.deleted_at).where(ticket.c.id == number)))


def messages(reading: Reading, number: int, *, newest: int | None = None) -> tuple[ThreadMessage, ...]:
    """The standing messages of a ticket, oldest first; of many only so many of the newest where that is asked."""
    connection = reading.connection
    statements = _prepared(connection.dialect)
    given: dict[str, object] = {"ticket": number}
    if newest is None:
        return _read(reading, statements.whole.rows(connection, given))
    return _read(reading, statements.newest.rows(connection, given | {"newest": newest}))


def numbered(reading: Reading, numbers: Sequence[int]) -> dict[int, ThreadMessage]:
    """The messages with these numbers, of any tickets."""
    connection = reading.connection
    given: dict[str, object] = {"messages": listing(numbers, sqlite=reading.sqlite)}
    found = _read(reading, _prepared(connection.dialect).numbered.rows(connection, given))
    return {one.id: one for one in found}


def _read(reading: Reading, rows: Sequence[Sequence[Any]]) -> tuple[ThreadMessage, ...]:
    files = _files(reading, [row[0] for row in rows])
    posts = _posts(reading, [row[0] for row in rows if row[SENT]])
    instant = read_text if reading.sqlite else read_instant
    return tuple([_message(row, instant, files.get(row[0], ()), posts.get(row[0])) for row in rows])


READ = ("id", "kind", "author_name", "author_email", "at", "recipients", "copies", "subject", "message_id", "body")
READ_AFTER = ("text", "quoted", "automatic", "delivery", "deliver_at")
"""The columns of a message that are shown, in the order in which `_message` takes them."""

SENT = (*READ, *READ_AFTER).index("delivery")

Post: TypeAlias = Sequence[Any]
"""How far a letter got that was tried: when it is tried next, when it was sent, how often it was tried, what failed."""


class Statements(NamedTuple):
    """What reads a thread, its newest messages, messages by number, the files of messages, how far letters got."""

    whole: Prepared
    newest: Prepared
    numbered: Prepared
    files: Prepared
    posts: Prepared


@lru_cache(maxsize=8)
def _prepared(dialect: Dialect) -> Statements:
    """The statements, made once.

    The newest are found first and read then: a sort would carry the words of all of them along.
    """
    sqlite = dialect.name == "sqlite"
    held = (message.c.ticket_id == bindparam("ticket", None, BigInteger)) & (message.c.withdrawn == 0)
    newest = select(message.c.id).where(held).order_by(message.c.at.desc(), message.c.id.desc())
    shown = select(*(message.c[name] for name in (*READ, *READ_AFTER))).order_by(message.c.at, message.c.id)
    last = shown.where(message.c.id.in_(newest.limit(bindparam("newest", None, BigInteger))))
    numbered = shown.where(among_given(message.c.id, "messages", sqlite=sqlite))
    columns = (attachment.c[name] for name in ("message_id", "name", "size", "type", "sha256"))
    of_messages = among_given(attachment.c.message_id, "messages", sqlite=sqlite)
    files = select(*columns).where(of_messages).order_by(attachment.c.id)
    got = (delivery.c[name] for name in ("message_id", "next_at", "sent_at", "tries", "failure"))
    posts = select(*got).where(among_given(delivery.c.message_id, "messages", sqlite=sqlite))
    return Statements(*(Prepared(one, dialect) for one in (shown.where(held), last, numbered, files, posts)))


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


def _message(
    row: Sequence[Any], instant: Callable[[Any], datetime], files: Sequence[AttachedFile], post: Post | None
) -> ThreadMessage:
    """A row of the columns read as a read model."""
    number, kind, name, email, at, recipients, copies, subject, message_id, body, text, quoted, *sending = row
    automatic, state, deliver_at = sending
    next_at, sent_at, tries, failure = post or (None, None, 0, "")
    queued = state == str(Delivery.QUEUED)
    times = [instant(time) for time in (deliver_at, next_at) if queued and time is not None]
    held_back = FAR in times
    return ThreadMessage(
        id=number,
        kind=kind,
        author=Person(name, email),
        at=instant(at),
        to=people(recipients),
        cc=people(copies),
        subject=subject,
        message_id=message_id,
        body=body,
        text=body if text is None else text,
        quoted=quoted or "",
        attachments=tuple(files),
        automatic=automatic or None,
        delivery=state or None,
        send_at=None if held_back else max(times, default=None),
        sent_at=None if sent_at is None else instant(sent_at),
        tries=tries,
        failure=failure,
    )


def people(listed: str) -> tuple[Person, ...]:
    """People as a message's column keeps them: JSON pairs of name and address."""
    return tuple(Person(name, email) for name, email in json.loads(listed)) if listed != "[]" else ()


def people_json(listed: Sequence[Person]) -> str:
    """The inverse of `people`."""
    return f"[{','.join([f'[{quoted(person.name)},{quoted(person.email)}]' for person in listed])}]"


def _files(reading: Reading, ids: Sequence[int]) -> dict[int, list[AttachedFile]]:
    found: dict[int, list[AttachedFile]] = defaultdict(list)
    if ids:
        connection = reading.connection
        listed = listing(ids, sqlite=reading.sqlite)
        for message_id, *file in _prepared(connection.dialect).files.rows(connection, {"messages": listed}):
            found[message_id].append(AttachedFile(*file))
    return found


def _posts(reading: Reading, ids: Sequence[int]) -> dict[int, Post]:
    """How far letters got, of those that were tried."""
    if not ids:
        return {}
    given: dict[str, object] = {"messages": listing(ids, sqlite=reading.sqlite)}
    connection = reading.connection
    return {number: post for number, *post in _prepared(connection.dialect).posts.rows(connection, given)}


def content(reading: Reading, sha256: str) -> bytes:
    """The content that has this hash; NotFound if the store has none."""
    data = reading.value(select(tables.blob.c.data).where(tables.blob.c.sha256 == sha256))
    if data is None:
        raise NotFound(f"no content {sha256}")
    return unpacked(data)


def body(reading: Reading, message_id: int) -> str:
    """All that a message says; empty for one that is not there."""
    return str(reading.value(select(message.c.body).where(message.c.id == message_id)) or "")


def raw(reading: Reading, message_id: int) -> bytes | None:
    """The mail as it arrived, or None for a message that was not a mail."""
    sha256 = reading.value(select(message.c.raw).where(message.c.id == message_id))
    return None if sha256 is None else content(reading, sha256)
