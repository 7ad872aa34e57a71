"""What is said in a ticket: public answers, which are also the outbox, and internal notes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import case, func, literal, select

from supportdesk.domain.changes import Outcome
from supportdesk.domain.models import Person
from supportdesk.domain.ticket import Delivery, MessageKind, Role, Status
from supportdesk.errors import IllegalMove, UsageError
from supportdesk.services import tickets as ticket_verbs
from supportdesk.store import tables
from supportdesk.store.change import Change
from supportdesk.store.reading import AnyRow, among
from supportdesk.store.selection import Selection, named
from supportdesk.store.tables import address, customer, message, ticket
from supportdesk.store.thread import people_json

UNDO_WINDOW = timedelta(seconds=10)
"""How long a reply is held back, so that it can be taken back before anybody reads it."""

LONGEST_BODY = 1_000_000

EVENTS = {
    MessageKind.CUSTOMER: "received",
    MessageKind.REPLY: "replied",
    MessageKind.NOTE: "noted",
    MessageKind.SYSTEM: "noted",
}


@dataclass(frozen=True, slots=True)
class File:
    """A file that goes with a message."""

    name: str
    content: bytes
    type: str = "application/octet-stream"


def reply(
    change: Change,
    tickets: Selection,
    *,
    body: str = "",
    template: str | None = None,
    files: Sequence[File] = (),
    cc: Sequence[str] = (),
    status: Status | None = None,
    at: datetime | None = None,
) -> Outcome:
    """Answer the customers of tickets in public: one queued message each, the template rendered for each.

    The first answer stops that clock, a new ticket becomes open, and one without an agent becomes the answering one's.
    """
    _refuse_closed(change, tickets)
    bodies = dict.fromkeys(tickets.ids, body)
    if template is not None:
        from supportdesk.services import templating  # brings jinja2, which most verbs do without

        bodies = templating.render_all(change, template, tickets.ids, before=body)
    ids = add(change, tickets, MessageKind.REPLY, bodies=bodies, files=files, cc=cc, at=at)
    answered(change, tickets)
    if status is not None:
        ticket_verbs.move(change, tickets, to=status)
    return change.outcome(tickets, message=ids[0] if len(ids) == 1 else None)


def note(change: Change, tickets: Selection, *, body: str, files: Sequence[File] = ()) -> Outcome:
    """Leave a note that only agents see."""
    change.require(Role.AGENT, what="writing notes")
    ids = add(change, tickets, MessageKind.NOTE, bodies=dict.fromkeys(tickets.ids, body), files=files)
    return change.outcome(tickets, message=ids[0] if len(ids) == 1 else None)


def answered(change: Change, tickets: Selection) -> None:
    """What a public answer does to a ticket: the first one is stamped, and nobody waits any more."""
    now = literal(change.now, ticket.c.first_reply_at.type)
    change.set(
        tickets,
        "answered",
        first_reply_at=func.coalesce(ticket.c.first_reply_at, now),
        waiting_since=None,
        next_reply_due=None,
        assignee=func.coalesce(ticket.c.assignee_id, literal(change.actor.id, tables.Key)),
        status=case((ticket.c.status == str(Status.NEW), str(Status.OPEN)), else_=ticket.c.status),
    )


def _refuse_closed(change: Change, tickets: Selection) -> None:
    held = among(ticket.c.id, tickets.ids, sqlite=change.sqlite)
    closed = change.ids(select(ticket.c.id).where(held, ticket.c.status == str(Status.CLOSED)).order_by(ticket.c.id))
    if closed:
        verb = "is" if len(closed) == 1 else "are"
        raise IllegalMove(
            f"{named(closed)} {verb} closed and cannot be answered", hint=f"supportdesk reopen {closed[0]}"
        )


def add(
    change: Change,
    tickets: Selection,
    kind: MessageKind,
    *,
    bodies: Mapping[int, str],
    files: Sequence[File] = (),
    cc: Sequence[str] = (),
    at: datetime | None = None,
) -> tuple[int, ...]:
    """Add one message to each ticket; the ids of the messages, in the order of the tickets."""
    tidy = {number: tidy_body(text, files=files) for number, text in bodies.items()}
    copies = people_json([_copy(text) for text in cc])
    heads = _heads(change, tickets)
    rows = [_row(change, heads[number], kind, tidy[number], copies, at) for number in tickets.ids]
    if not rows:
        return ()
    ids = change.add_messages(EVENTS[kind], rows)
    for file in files:
        change.attach(ids, file.name, file.type, file.content)
    return ids


def tidy_body(text: str, *, files: Sequence[File] = ()) -> str:
    """A message says something, in lines that end in a newline alone, and not without end."""
    body = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "").strip("\n")
    if not body.strip() and not files:
        raise UsageError("the message is empty; nothing was sent")
    if len(body) > LONGEST_BODY:
        raise UsageError(f"a message has at most {LONGEST_BODY:,} characters, not {len(body):,}")
    return body


def _copy(text: str) -> Person:
    from supportdesk.services.customers import EMAIL, person_of

    person = person_of(text)
    if not EMAIL.fullmatch(person.email):
        raise UsageError(f"{text!r} is not a mail address")
    return person


def _heads(change: Change, tickets: Selection) -> dict[int, AnyRow]:
    """What a message needs of its ticket: the subject, the customer and the mail that it answers."""
    email = _first_email()
    asked = (
        select(message.c.message_id)
        .where(
            message.c.ticket_id == ticket.c.id, message.c.kind == str(MessageKind.CUSTOMER), message.c.withdrawn == 0
        )
        .order_by(message.c.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    statement = (
        select(
            ticket.c.id,
            ticket.c.subject,
            ticket.c.customer_id,
            customer.c.name,
            email.label("email"),
            asked.label("asked"),
        )
        .select_from(ticket.outerjoin(customer, customer.c.id == ticket.c.customer_id))
        .where(among(ticket.c.id, tickets.ids, sqlite=change.sqlite))
    )
    return {row.id: row for row in change.rows(statement)}


def _first_email() -> Any:
    mine = (address.c.customer_id == ticket.c.customer_id) & (address.c.kind == "email")
    return select(address.c.value).where(mine).order_by(address.c.id).limit(1).scalar_subquery()


def _row(
    change: Change, head: AnyRow, kind: MessageKind, body: str, copies: str, at: datetime | None
) -> dict[str, Any]:
    row: dict[str, Any] = {
        "ticket_id": head.id,
        "kind": str(kind),
        "at": change.now,
        "subject": head.subject,
        "message_id": f"{uuid4().hex}@{change.address.rpartition('@')[2]}",
        "body": body,
        "copies": copies,
        "in_reply_to": "",
        "recipients": "[]",
        "delivery": "",
        "deliver_at": None,
        "agent_id": None,
        "customer_id": None,
    }
    if kind == MessageKind.CUSTOMER:
        return {
            **row,
            "author_name": head.name or "",
            "author_email": head.email or "",
            "customer_id": head.customer_id,
        }
    row |= {"author_name": change.actor.name or change.actor.login, "author_email": "", "agent_id": change.actor.id}
    return row if kind != MessageKind.REPLY else {**row, **_outgoing(change, head, at)}


def _outgoing(change: Change, head: AnyRow, at: datetime | None) -> dict[str, Any]:
    """A reply's envelope, frozen now; a customer without a mail address is answered elsewhere, so nothing is queued."""
    subject = head.subject if head.subject.lower().startswith("re:") else f"Re: {head.subject}"
    envelope = {"author_email": change.address, "subject": subject, "in_reply_to": head.asked or ""}
    if not head.email:
        return envelope
    return {
        **envelope,
        "recipients": people_json([Person(head.name or "", head.email)]),
        "delivery": str(Delivery.QUEUED),
        "deliver_at": at or change.now + UNDO_WINDOW,
    }
