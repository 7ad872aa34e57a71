"""What is said in a ticket: public answers, which are also the outbox, and internal notes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from typing import Any
from uuid import uuid4

from sqlalchemy import case, func, literal, select

from supportdesk.domain.changes import Outcome
from supportdesk.domain.idn import known_as, mailable
from supportdesk.domain.macro import Actions, without_moves
from supportdesk.domain.mail_ids import entry_id, mail_id
from supportdesk.domain.models import Person
from supportdesk.domain.plain import plain
from supportdesk.domain.ticket import SAID, UNDO_WINDOW, Delivery, MessageKind, Role, Status
from supportdesk.domain.verb_words import Word
from supportdesk.errors import Refused, UsageError
from supportdesk.services import following
from supportdesk.services import tickets as ticket_verbs
from supportdesk.services.answerable import answerable, left_by
from supportdesk.services.mail_key import mail_key
from supportdesk.services.naming import reachable
from supportdesk.store import mail_addresses, tables
from supportdesk.store.answered import mails_asking
from supportdesk.store.change import Change
from supportdesk.store.mail_addresses import senders_of
from supportdesk.store.reading import AnyRow, among
from supportdesk.store.selection import Selection
from supportdesk.store.tables import address, customer, message, ticket
from supportdesk.store.thread import people_json

LONGEST_BODY = 1_000_000
"""Characters of a message."""

TOGETHER = 5_000
"""Messages that are written together."""


@dataclass(frozen=True, slots=True)
class File:
    """A file that goes with a message."""

    name: str
    content: bytes
    type: str = "application/octet-stream"


def get_ready(*, template: bool = False) -> None:
    """Load what writing takes, the full text and the templates, before a change holds the store for it."""
    import_module("supportdesk.store.indexes")
    if template:
        import_module("supportdesk.services.macros")


def reply(
    change: Change,
    tickets: Selection,
    *,
    body: str = "",
    template: str | None = None,
    files: Sequence[File] = (),
    cc: Sequence[str] = (),
    without: Sequence[str] = (),
    status: Status | None = None,
    at: datetime | None = None,
    actions: Actions | None = None,
    skip: bool = False,
) -> Outcome:
    """Answer the customers of tickets in public: one queued message each, the template rendered for each.

    The first answer stops that clock, a new ticket becomes open, and one without an agent becomes the answering one's.
    Then come the `actions`, those of the template unless others are given; a `status` takes the place of their move.
    Who follows a ticket gets a copy, but for those `without` (`all` for all of them), and so does who is in `cc`.
    A ticket that may not be answered so refuses all, or is left out with `skip`.
    """
    tickets = answerable(change, tickets, skip=skip)
    if template is not None:
        from supportdesk.services import templating  # brings jinja2, which most verbs do without

        actions = templating.actions_of(change, template) if actions is None else actions
    if skip:
        tickets = left_by(change, tickets, actions or {}, status=status, cc=cc)
    bodies = dict.fromkeys(tickets.ids, body)
    if template is not None:
        bodies = templating.render_all(change, template, tickets.ids, before=body)
    ids = add(change, tickets, MessageKind.REPLY, bodies=bodies, files=files, cc=cc, without=without, at=at)
    answered(change, tickets)
    did: list[tuple[str, Mapping[str, Word]]] = [("reply", {})]
    if actions:
        from supportdesk.services import macros

        did += macros.act(change, tickets, actions if status is None else without_moves(actions))
    if status is not None:
        ticket_verbs.move(change, tickets, to=status)
        did.append(("status", {"to": str(status)}))
    return change.outcome(tickets, message=ids[0] if len(ids) == 1 else None, did=tuple(did))


def note(change: Change, tickets: Selection, *, body: str, files: Sequence[File] = ()) -> Outcome:
    """Leave a note that only agents see."""
    return notes(change, tickets, bodies=dict.fromkeys(tickets.ids, body), files=files)


def notes(change: Change, tickets: Selection, *, bodies: Mapping[int, str], files: Sequence[File] = ()) -> Outcome:
    """Leave a note of its own on each ticket."""
    change.require(Role.AGENT, what="writing notes")
    ids = add(change, tickets, MessageKind.NOTE, bodies=bodies, files=files)
    return change.outcome(tickets, message=ids[0] if len(ids) == 1 else None)


def note_along(change: Change, outcome: Outcome, *, body: str) -> None:
    """Leave the note that goes with a verb on the tickets that it changed: done again, the verb does not repeat it."""
    if body.strip() and outcome.changed:
        note(change, Selection(outcome.changed), body=body)


def answered(change: Change, tickets: Selection) -> None:
    """What a public answer of the acting agent does to tickets."""
    answered_by(change, tickets, change.actor.id)


def answered_by(change: Change, tickets: Selection, agent_id: int | None) -> None:
    """What a public answer does to a ticket: the first one is stamped, and nobody waits any more."""
    now = literal(change.now, ticket.c.first_reply_at.type)
    change.set(
        tickets,
        "answered",
        first_reply_at=func.coalesce(ticket.c.first_reply_at, now),
        waiting_since=None,
        next_reply_due=None,
        assignee=func.coalesce(ticket.c.assignee_id, literal(agent_id, tables.Key)),
        status=case((ticket.c.status == str(Status.NEW), str(Status.OPEN)), else_=ticket.c.status),
    )


def add(
    change: Change,
    tickets: Selection,
    kind: MessageKind,
    *,
    bodies: Mapping[int, str],
    files: Sequence[File] = (),
    cc: Sequence[str] = (),
    without: Sequence[str] = (),
    at: datetime | None = None,
) -> tuple[int, ...]:
    """Add one message to each ticket; the ids of the messages, in the order of the tickets."""
    bodies = _tidy_bodies(bodies, files)
    named = [reachable(text) for text in cc]
    ids: list[int] = []
    for numbers in batched(tickets.ids, TOGETHER):
        heads = _heads(change, numbers)
        rows = [_row(change, heads[number], kind) for number in numbers]
        if kind == MessageKind.REPLY:
            rows = _enveloped(change, heads, rows)
            rows = _copied(change, heads, rows, cc=named, without=without)
        said = [{**row, "body": bodies[row["ticket_id"]]} for row in rows]
        if at is not None:
            said = [{**row, "deliver_at": at} if row["delivery"] else row for row in said]
        ids += change.add_messages(SAID[kind], said)
    if kind == MessageKind.CUSTOMER:
        end_waiting(change, tickets)
    for file in files:
        if ids:
            change.attach(ids, file.name, file.type, file.content)
    return tuple(ids)


def end_waiting(change: Change, tickets: Selection) -> None:
    """A customer's message ends pending, hold and snooze: it is our turn again."""
    resting = ticket.c.status.in_([str(Status.PENDING), str(Status.HOLD)])
    status = case((resting, str(Status.OPEN)), else_=ticket.c.status)
    change.set(tickets, "woken", status=status, snoozed_until=None)


def _tidy_bodies(bodies: Mapping[int, str], files: Sequence[File]) -> Mapping[int, str]:
    """The same text for many tickets is tidied and kept once."""
    tidy = {text: tidy_body(text, files=files) for text in set(bodies.values())}
    return {number: tidy[text] for number, text in bodies.items()}


def batched(numbers: Sequence[int], size: int) -> Iterator[Sequence[int]]:
    """Numbers in order, so many at a time: messages of a hundred thousand tickets do not stand in memory at once."""
    return (numbers[first : first + size] for first in range(0, len(numbers), size))


def tidy_body(text: str, *, files: Sequence[File] = ()) -> str:
    """A message says something, in lines that end in a newline alone, and not without end."""
    body = plain(text).replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    if not body.strip() and not files:
        raise UsageError("the message is empty; nothing was sent")
    if len(body) > LONGEST_BODY:
        raise UsageError(f"a message has at most {LONGEST_BODY:,} characters, not {len(body):,}")
    return body


def _heads(change: Change, numbers: Sequence[int]) -> dict[int, AnyRow]:
    """What a message needs of its ticket: the subject, the customer and the mail that it answers."""
    email = _first_email()
    asked = mails_asking(ticket.c.id).with_only_columns(message.c.message_id).limit(1).scalar_subquery()
    statement = (
        select(
            ticket.c.id,
            ticket.c.subject,
            ticket.c.customer_id,
            ticket.c.followers,
            customer.c.name,
            email.label("email"),
            asked.label("asked"),
        )
        .select_from(ticket.outerjoin(customer, customer.c.id == ticket.c.customer_id))
        .where(among(ticket.c.id, numbers, sqlite=change.sqlite))
    )
    return {row.id: row for row in change.rows(statement)}


def _first_email() -> Any:
    mine = (address.c.customer_id == ticket.c.customer_id) & (address.c.kind == "email")
    return select(address.c.value).where(mine).order_by(address.c.id).limit(1).scalar_subquery()


def _row(change: Change, head: AnyRow, kind: MessageKind) -> dict[str, Any]:
    """A message of a ticket but for its words and envelope; an agent's is signed by the agent."""
    row: dict[str, Any] = {
        "ticket_id": head.id,
        "kind": str(kind),
        "at": change.now,
        "subject": head.subject,
        "message_id": entry_id(change.address),
        "delivery": "",
    }
    if kind == MessageKind.CUSTOMER:
        author = {"author_name": head.name or "", "author_email": head.email or "", "customer_id": head.customer_id}
        return {**row, **author}
    return row | {"author_name": change.actor.name or change.actor.login, "agent_id": change.actor.id}


def _enveloped(change: Change, heads: Mapping[int, AnyRow], rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Replies in their envelopes, each from the mailbox of its ticket."""
    senders, key = senders_of(change, list(heads)), mail_key(change)
    return [{**row, **_envelope(change, heads[row["ticket_id"]], senders[row["ticket_id"]], key)} for row in rows]


def _copied(
    change: Change,
    heads: Mapping[int, AnyRow],
    rows: Sequence[Mapping[str, Any]],
    *,
    cc: Sequence[Person],
    without: Sequence[str],
) -> list[dict[str, Any]]:
    """Replies with those who get a copy; where the customer has no address, nothing goes to anybody who follows.

    Whoever names somebody for a copy of a letter that is none is told so.
    """
    own, spared = mail_addresses.own(change), {known_as(text.strip()) for text in without}
    found: list[dict[str, Any]] = []
    for row in rows:
        head = heads[row["ticket_id"]]
        if cc and not head.email:
            raise Refused(f"ticket {head.id}: its customer has no mail address, so nobody gets a copy either")
        left_out = spared if head.email else {following.ALL}
        copies = following.copied(head.followers, to=head.email or "", cc=cc, without=left_out, own=own)
        found.append({**row, "copies": people_json(copies)})
    return found


def _envelope(change: Change, head: AnyRow, sender: str, key: bytes) -> dict[str, Any]:
    """A reply's envelope, frozen now; a customer without a mail address is answered elsewhere, so nothing is queued."""
    envelope = {
        "author_email": sender,
        "subject": answering(head.subject),
        "in_reply_to": head.asked or "",
        "message_id": mail_id(key, head.id, uuid4().hex, mailable(sender).rpartition("@")[2]),
    }
    if not head.email:
        return envelope
    return {
        **envelope,
        "recipients": people_json([Person(head.name or "", head.email)]),
        "delivery": str(Delivery.QUEUED),
        "deliver_at": change.now + UNDO_WINDOW,
    }


def answering(subject: str) -> str:
    """The subject of an answer; mail programs thread by it where they do not by ids."""
    return subject if subject.lower().startswith("re:") else f"Re: {subject}"
