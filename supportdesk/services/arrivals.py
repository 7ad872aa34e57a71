"""The ledger of mail: every message that reached the desk, once, with what became of it."""

from dataclasses import dataclass

from sqlalchemy import select, text, update

from supportdesk.domain.arriving import Letter, Origin, Received, State
from supportdesk.domain.identity import clean, identity
from supportdesk.domain.mail_ids import may_be_ours, ticket_of_id
from supportdesk.domain.plain import one_line
from supportdesk.errors import NotFound, Refused
from supportdesk.services.intake import threads
from supportdesk.store import bulk, rows
from supportdesk.store.change import Change
from supportdesk.store.ledger import DISCARDED
from supportdesk.store.mailboxes import mail_key
from supportdesk.store.reading import LARGEST, AnyRow, Reading
from supportdesk.store.tables import arrival, message

ALONE = 0x6D61696C
"""The number of the lock under which PostgreSQL takes mail in (the letters `mail`); SQLite has one writer anyway."""

LONGEST_LINE = 1000
"""Characters of what the ledger keeps on one line of a message."""


@dataclass(frozen=True, slots=True)
class Twin:
    """What the desk has under a Message-ID already: where it lies, whose it is, whether it says the same, its bytes."""

    rule: str
    ticket: int | None = None
    entry: int | None = None
    author: str = ""
    same: bool = True
    raw: str = ""


def alone(change: Change) -> None:
    """Let one process at a time take mail in: two mails of a thread, or the same one twice, never meet."""
    if not change.sqlite:
        change.connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ALONE})


def at_place(change: Reading, origin: Origin) -> Received | None:
    """What became of the message that lay at this place of this mailbox, None for one that is new."""
    if origin.arrival is not None:
        return None
    columns = ("id", "state", "ticket_id", "reason")
    mine = ("mailbox_id", origin.mailbox_id)
    found = bulk.matching(change, arrival, columns, "place", [identity(origin.place)], within=mine)
    if not found:
        return None
    number, state, ticket, reason = found[0]
    return Received(number, State(state), ticket, reason, again=True)


def twin_of(change: Reading, letter: Letter, origin: Origin) -> Twin | None:
    """The mail with the same Message-ID that the desk has or has sent, None for one that is new to it."""
    mail = letter.message.message_id
    found = bulk.matching(change, message, ("id", "ticket_id", "author_email", "body", "raw"), "message_id", [mail])
    entry, ticket, author, body, raw = found[0] if found else (None, None, "", "", "")
    key = mail_key(change) if may_be_ours(mail) else None
    if key is not None and (number := ticket_of_id(key, mail)) is not None:
        return Twin("own", ticket, entry) if found else Twin(f"own {number}")
    if found:
        return Twin("known", ticket, entry, author, body == letter.message.body, raw or "")
    kept = (State.AUTOMATIC, State.QUARANTINED)
    for number, state, sender in bulk.matching(change, arrival, ("id", "state", "sender"), "message_id", [mail]):
        if state in kept and number != origin.arrival:
            return Twin("known", author=sender)
    return None


def record(
    change: Change,
    origin: Origin,
    state: State,
    letter: Letter | None,
    *,
    rule: str = "",
    reason: str = "",
    ticket: int | None = None,
    entry: int | None = None,
    raw: str | None = None,
) -> Received:
    """Write down what became of a message; one that is taken out of quarantine keeps its line."""
    said = letter.message if letter else None
    values = {
        "state": str(state),
        "message_id": said.message_id if said else "",
        "sender": _line(said.author.email or said.author.name) if said else "",
        "subject": _line(letter.mail.subject) if letter else "",
        "rule": clean(rule)[:LONGEST_LINE],
        "reason": _line(reason),
        "ticket_id": ticket,
        "entry_id": entry,
        "raw": raw,
    }
    change.touched = True
    if origin.arrival is not None:
        change.connection.execute(update(arrival).where(arrival.c.id == origin.arrival).values(values))
        return Received(origin.arrival, state, ticket, reason)
    (number,) = bulk.take_ids(change, arrival, 1)
    row = {"mailbox_id": origin.mailbox_id, "place": identity(origin.place), "at": change.now, **rows.tidy(values)}
    names = ("id", *row)
    bulk.insert(change, arrival, names, [rows.cells({**row, "id": number}, names)])
    return Received(number, state, ticket, reason)


def _line(said: str) -> str:
    return one_line(clean(said))[:LONGEST_LINE]


def duplicate(change: Change, origin: Origin, letter: Letter, twin: Twin) -> Received:
    """Count a message that the desk has; one that says something else under the same Message-ID is kept as it came."""
    if not twin.same:
        threads.keep(change, letter.mail.contents[:1])
    raw = None if twin.same else letter.message.raw
    return record(
        change, origin, State.DUPLICATE, letter, rule=twin.rule, ticket=twin.ticket, entry=twin.entry, raw=raw
    )


def quarantine(
    change: Change, origin: Origin, raw: bytes | None, reason: str, letter: Letter | None = None
) -> Received:
    """Keep a message that cannot be taken in, whole and with its reason."""
    kept = change.keep(raw) if raw is not None else None
    return record(change, origin, State.QUARANTINED, letter, reason=reason, raw=kept)


def withhold(change: Change, origin: Origin, reason: str, letter: Letter) -> Received:
    """The same for a mail that has been read, and that somebody has to look at."""
    threads.keep(change, letter.mail.contents[:1])
    return record(change, origin, State.QUARANTINED, letter, reason=reason, raw=letter.message.raw)


def left_out(reading: Reading, number: int) -> AnyRow:
    """A message that became part of no ticket, and may yet: in quarantine, or kept as a machine's."""
    row = reading.row(select(arrival).where(arrival.c.id == number)) if abs(number) <= LARGEST else None
    if row is not None and row.state == str(State.AUTOMATIC) and row.ticket_id is None:
        return row
    return quarantined(reading, number)


def quarantined(reading: Reading, number: int) -> AnyRow:
    """A message that lies in quarantine; NotFound for a number that is none, Refused for one that left it."""
    row = reading.row(select(arrival).where(arrival.c.id == number)) if abs(number) <= LARGEST else None
    if row is None:
        raise NotFound(f"no arrival {number}", hint="supportdesk mail quarantine list")
    if row.state != str(State.QUARANTINED) or row.rule == DISCARDED:
        raise Refused(f"arrival {number} is not in quarantine", hint="supportdesk mail quarantine list")
    return row


def discard(change: Change, number: int) -> None:
    """Throw a message out of quarantine; it stays counted."""
    row = quarantined(change, number)
    change.edit(arrival, row.id, rule=DISCARDED)
