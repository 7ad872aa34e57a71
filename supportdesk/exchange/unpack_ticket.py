"""From the object of a ticket to the ticket: its thread is `unpack_message.py`, its events `unpack_event.py`.

Keys that `show --json` prints and that follow from others (counts, url) are read over. Other records: `unpack.py`.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from supportdesk.domain.changes import Machine
from supportdesk.domain.followers import MOST
from supportdesk.domain.idn import known_as
from supportdesk.domain.models import Person
from supportdesk.domain.shape import CustomerKey, ImportedMessage, ImportedTicket
from supportdesk.domain.ticket import Channel, MessageKind, Priority, Role, Status, TicketType
from supportdesk.exchange import fields
from supportdesk.exchange.fields import Object, canonical
from supportdesk.exchange.forms import ABSENT, Absence, Form, anything, one_of
from supportdesk.exchange.unpack_event import event
from supportdesk.exchange.unpack_message import thread
from supportdesk.exchange.unpack_rating import rating
from supportdesk.services.intake import Unfit, stems_of, waits_since
from supportdesk.services.naming import person_of, tidy_email, tidy_phone

LONGEST_SUBJECT = 1000


@dataclass(frozen=True, slots=True)
class Hand:
    """What a record takes where it says nothing: the instant of the import and the name of the other desk."""

    now: str
    source: str


def _is_priority(found: Object, key: str) -> None:
    rank(found, key, Priority, Priority.NORMAL)


def rank(found: Object, key: str, ranks: type[Priority] | type[Role], default: Priority | Role) -> int:
    """A word for a rank, as the number that the store keeps."""
    value = found.get(key)
    if value is None:
        return int(default)
    try:
        return int(ranks.of(str(value)))
    except ValueError:
        raise Unfit(f"{key} is {value!r}; it is one of {', '.join(rank.word for rank in ranks)}") from None


_TICKET = Form(
    "",
    {
        "record": anything,
        "number": fields.number,
        "uid": fields.text,
        "subject": fields.text,
        "status": one_of(Status),
        "priority": _is_priority,
        "type": one_of(TicketType),
        "channel": one_of(Channel),
        "customer": anything,
        "assignee": fields.optional,
        "team": fields.optional,
        "tags": anything,
        "fields": anything,
        "created_at": fields.instant,
        "updated_at": fields.instant,
        "first_reply_at": fields.instant,
        "first_reply_due": fields.instant,
        "next_reply_due": fields.instant,
        "due_at": fields.instant,
        "solved_at": fields.instant,
        "closed_at": fields.instant,
        "waiting_since": fields.instant,
        "snoozed_until": fields.instant,
        "reopened": fields.count,
        "minutes_spent": fields.count,
        "merged_into": fields.number,
        "deleted_at": fields.instant,
        "source": fields.text,
        "external_id": fields.text,
        "thread": anything,
        "events": anything,
        "references": anything,
        "followers": anything,
        "rating": anything,
        "messages": anything,
        "attachments": anything,
        "url": anything,
    },
    telling=frozenset({"uid", "first_reply_at", "solved_at", "closed_at", "waiting_since", "events"}),
)
_CUSTOMER = Form(
    "customer",
    {
        "uid": fields.text,
        "name": fields.text,
        "email": fields.text,
        "phone": fields.text,
        "vip": fields.truth,
        "organization": anything,
    },
)
_STATUSES, _TYPES, _CHANNELS = (frozenset(map(str, words)) for words in (Status, TicketType, Channel))
_PRIORITIES = {rank.word: int(rank) for rank in Priority}
_NO_FIELDS: Mapping[str, str] = {}


def ticket(found: Object, hand: Hand) -> ImportedTicket:
    """The ticket that an object is; Unfit with a reason."""
    (
        _, number, uid, subject, status, priority, kind, channel, who, assignee, team, tags, custom, created, updated,
        first_reply, first_reply_due, next_reply_due, due, solved, closed, waiting, snoozed, reopened, spent, merged,
        deleted, source, external_id, said, events, references, followers, rated, *_,
    ) = _TICKET.values(found)  # fmt: skip
    external_id = external_id or None
    source = source or (hand.source if external_id else None)
    identity = uid_of(found, source, external_id) if uid is ABSENT or not uid else uid
    _refuse_odd(found, (number, merged), (reopened, spent), (identity, source, external_id))
    customer, vip = _customer(who) if who is not None else (None, None)
    listed = fields.objects(found, "thread") if said else ()
    created = _opened(created, listed) or hand.now
    messages, contents = thread(listed, identity, created, customer)
    updated = canonical(updated, "updated_at") if updated is not None else _last(messages, created)
    if status not in _STATUSES:
        status = fields.word(found, "status", Status, Status.NEW)
    subject = (subject or "") if uid is not ABSENT else _subject(subject or "")
    ended = status in ("solved", "closed")
    return ImportedTicket(
        identity,
        subject,
        created,
        updated,
        number,
        status,
        _PRIORITIES[priority] if priority in _PRIORITIES else rank(found, "priority", Priority, Priority.NORMAL),
        kind if kind in _TYPES else fields.word(found, "type", TicketType, TicketType.QUESTION),
        channel if channel in _CHANNELS else fields.word(found, "channel", Channel, Channel.OTHER),
        customer,
        vip,
        assignee,
        team,
        fields.names(found, "tags") if tags else (),
        fields.mapping(found, "fields") if custom else _NO_FIELDS,
        _first_reply(first_reply, messages),
        _instant(first_reply_due, "first_reply_due"),
        _instant(next_reply_due, "next_reply_due"),
        _instant(due, "due_at"),
        _instant(solved, "solved_at") if solved is not ABSENT else (updated if ended else None),
        _instant(closed, "closed_at") if closed is not ABSENT else (updated if status == "closed" else None),
        _waiting(waiting, messages, created, ended=ended),
        _instant(snoozed, "snoozed_until"),
        reopened or 0,
        spent or 0,
        merged,
        _instant(deleted, "deleted_at"),
        source,
        external_id,
        messages,
        None if events is ABSENT else tuple([event(one) for one in fields.objects(found, "events")]),
        fields.names(found, "references") if references else (),
        stems_of(subject, messages),
        contents,
        _followers(found) if followers else (),
        rating(rated, updated) if rated is not None else None,
    )


def _refuse_odd(
    found: Object, numbers: Sequence[int | None], counts: Sequence[int], names: Sequence[str | None]
) -> None:
    """What the types of values do not settle; the careful readers tell what is wrong."""
    for number in numbers:
        if number is not None and not 0 < number <= fields.HIGHEST_NUMBER:
            for key in ("number", "merged_into"):
                fields.number(found, key)
    for number in counts:
        if number and not 0 <= number <= fields.HIGHEST_COUNT:
            for key in ("reopened", "minutes_spent"):
                fields.count(found, key)
    for name in names:
        if name and len(name) > fields.SURELY_SHORT:
            for key in ("uid", "source", "external_id"):
                fields.known_by(found, key)


def _followers(found: Object) -> tuple[Person, ...]:
    """Who follows: each by an address that mail can go to."""
    listed = tuple(Person(one.name, tidy_email(one.email)) for one in fields.people(found, "followers"))
    if len(listed) > MOST:
        raise Unfit(f"a ticket has at most {MOST} followers, not {len(listed):,}")
    return listed


def _subject(said: str) -> str:
    """One line that says something."""
    line = " ".join(said.split())
    if not line:
        raise Unfit("a ticket needs a subject")
    if len(line) > LONGEST_SUBJECT:
        raise Unfit(f"a subject has at most {LONGEST_SUBJECT:,} characters, not {len(line):,}")
    return line


def uid_of(found: Object, source: str | None, external_id: str | None) -> str:
    """What says nothing of its identity is known by its content, so that it can come again."""
    known = [source, external_id] if external_id else found
    return hashlib.sha256(json.dumps(known, sort_keys=True).encode()).hexdigest()[:32]


# Times ---------------------------------------------------------------------------------------------------------------


def _instant(value: str | None, key: str) -> str | None:
    return canonical(value, key) if value is not None else None


def _opened(created: str | None, listed: Sequence[Object]) -> str | None:
    """When the ticket was opened, or else when it was first spoken of."""
    if created is not None:
        return canonical(created, "created_at")
    return fields.instant(listed[0], "at") if listed else None


def _last(messages: Sequence[ImportedMessage], created: str) -> str:
    return max(created, max((message.at for message in messages), default=created))


def _first_reply(said: str | Absence | None, messages: Sequence[ImportedMessage]) -> str | None:
    if said is ABSENT:
        return min((message.at for message in messages if message.kind == MessageKind.REPLY), default=None)
    return canonical(said, "first_reply_at") if said is not None else None


def _waiting(
    said: str | Absence | None, messages: Sequence[ImportedMessage], created: str, *, ended: bool
) -> str | None:
    if said is not ABSENT:
        return canonical(said, "waiting_since") if said is not None else None
    return None if ended else waits_since(messages) or (created if not messages else None)


# Who asks ------------------------------------------------------------------------------------------------------------


def _customer(value: Machine) -> tuple[CustomerKey, bool | None]:
    """Who asks, and whether the file says that they are a VIP."""
    if isinstance(value, str):
        fields.refuse_long(value, "customer")
        person = person_of(value)
        return CustomerKey("", known_as(person.email), person.name), None
    if not isinstance(value, dict):
        raise Unfit(f"customer is {str(value)[:60]!r}, not a name and an email")
    uid, name, email, phone, vip, _ = _CUSTOMER.values(value)
    for key, known in (("uid", uid), ("email", email), ("name", name)):
        if known and len(known) > fields.SURELY_SHORT:
            fields.refuse_long(known, key)
    email = known_as(email.strip()) if email else ""
    return CustomerKey(uid or "", email, name or "", tidy_phone(phone) if phone else ""), vip
