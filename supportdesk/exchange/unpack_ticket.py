"""From the object of a ticket to the ticket, its thread and its files.

Keys that `show --json` prints and that follow from others (counts, url) are read over. Other records: `unpack.py`.
"""

import base64
import binascii
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass

from supportdesk.domain.changes import Machine
from supportdesk.domain.models import Person
from supportdesk.domain.shape import (
    Content,
    CustomerKey,
    ImportedAttachment,
    ImportedMessage,
    ImportedTicket,
)
from supportdesk.domain.ticket import Channel, Delivery, MessageKind, Priority, Role, Status, TicketType
from supportdesk.exchange import fields
from supportdesk.exchange.fields import Object
from supportdesk.exchange.unpack_event import event
from supportdesk.services.customers import person_of, tidy_phone
from supportdesk.services.intake import Unfit, stems_of, waits_since
from supportdesk.store.rows import blob_row

LONGEST_SUBJECT = 1000


@dataclass(frozen=True, slots=True)
class Hand:
    """What a record takes where it says nothing: the instant of the import and the name of the other desk."""

    now: str
    source: str


# Tickets -------------------------------------------------------------------------------------------------------------


def ticket(found: Object, hand: Hand) -> ImportedTicket:
    external_id = fields.known_by(found, "external_id") or None
    source = fields.known_by(found, "source") or (hand.source if external_id else None)
    uid = fields.known_by(found, "uid") or uid_of(found, source, external_id)
    customer = _customer_key(found.get("customer"))
    created, thread = fields.instant(found, "created_at"), fields.objects(found, "thread")
    created = created or (fields.instant(thread[0], "at") if thread else None) or hand.now
    messages, contents = _thread(thread, uid, created, customer)
    clocks = _clocks(found, messages, created)
    subject = fields.text(found, "subject") if "uid" in found else _subject(found)
    who = found.get("customer")
    return ImportedTicket(
        uid=uid,
        subject=subject,
        created_at=created,
        number=fields.number(found, "number"),
        status=fields.word(found, "status", Status, Status.NEW),
        priority=rank(found, "priority", Priority, Priority.NORMAL),
        type=fields.word(found, "type", TicketType, TicketType.QUESTION),
        channel=fields.word(found, "channel", Channel, Channel.OTHER),
        customer=customer,
        vip=fields.truth(who, "vip") if isinstance(who, dict) and who.get("vip") is not None else None,
        assignee=fields.optional(found, "assignee"),
        team=fields.optional(found, "team"),
        tags=fields.names(found, "tags"),
        fields=fields.mapping(found, "fields"),
        first_reply_due=fields.instant(found, "first_reply_due"),
        next_reply_due=fields.instant(found, "next_reply_due"),
        due_at=fields.instant(found, "due_at"),
        snoozed_until=fields.instant(found, "snoozed_until"),
        reopened=fields.whole(found, "reopened"),
        minutes_spent=fields.whole(found, "minutes_spent"),
        merged_into=fields.number(found, "merged_into"),
        deleted_at=fields.instant(found, "deleted_at"),
        source=source,
        external_id=external_id,
        thread=messages,
        events=tuple(map(event, fields.objects(found, "events"))) if "events" in found else None,
        references=fields.names(found, "references"),
        stems=stems_of(subject, messages),
        contents=contents,
        **clocks,
    )


def _subject(found: Object) -> str:
    """One line that says something."""
    line = " ".join(fields.text(found, "subject").split())
    if not line:
        raise Unfit("a ticket needs a subject")
    if len(line) > LONGEST_SUBJECT:
        raise Unfit(f"a subject has at most {LONGEST_SUBJECT:,} characters, not {len(line):,}")
    return line


def uid_of(found: Object, source: str | None, external_id: str | None) -> str:
    """What says nothing of its identity is known by its content, so that it can come again."""
    known = [source, external_id] if external_id else found
    return hashlib.sha256(json.dumps(known, sort_keys=True).encode()).hexdigest()[:32]


def _clocks(found: Object, thread: Sequence[ImportedMessage], created: str) -> dict[str, str]:
    """The instants that follow from status and thread where a record does not name them."""
    last = max((message.at for message in thread), default=created)
    clocks = {"updated_at": fields.instant(found, "updated_at") or max(created, last)}
    status = found.get("status")
    ended = {"solved_at": status in ("solved", "closed"), "closed_at": status == "closed"}
    for key, passed in ended.items():
        moment = fields.instant(found, key) if key in found else (clocks["updated_at"] if passed else None)
        clocks |= {key: moment} if moment else {}
    replies = [message.at for message in thread if message.kind == MessageKind.REPLY]
    first = fields.instant(found, "first_reply_at") if "first_reply_at" in found else min(replies, default=None)
    clocks |= {"first_reply_at": first} if first else {}
    waiting = fields.instant(found, "waiting_since") if "waiting_since" in found else None
    if "waiting_since" not in found and not any(ended.values()):
        waiting = waits_since(thread) or (created if not thread else None)
    return clocks | ({"waiting_since": waiting} if waiting else {})


_CUSTOMER_KEYS = frozenset({"uid", "name", "email", "phone", "vip", "organization"})


def _customer_key(value: Machine) -> CustomerKey | None:
    if value is None:
        return None
    if isinstance(value, str):
        person = person_of(value)
        return CustomerKey("", person.email.lower(), person.name)
    if not isinstance(value, dict):
        raise Unfit(f"customer is {str(value)[:60]!r}, not a name and an email")
    fields.refuse_unknown(value, _CUSTOMER_KEYS, what="customer")
    phone = fields.text(value, "phone")
    return CustomerKey(
        fields.known_by(value, "uid"),
        fields.known_by(value, "email").strip().lower(),
        fields.text(value, "name"),
        tidy_phone(phone) if phone else "",
    )


# Messages ------------------------------------------------------------------------------------------------------------

_MESSAGE_KEYS = frozenset(
    {
        *("id", "kind", "author", "agent", "customer", "at", "to", "cc", "subject", "message_id", "in_reply_to"),
        *("body", "text", "quoted", "attachments", "automatic", "delivery", "deliver_at", "raw", "withdrawn"),
        "references",
    }
)
_FILE_KEYS = frozenset({"name", "type", "size", "sha256", "inline", "content"})


def _thread(
    listed: Sequence[Object], uid: str, created: str, customer: CustomerKey | None
) -> tuple[tuple[ImportedMessage, ...], tuple[Content, ...]]:
    contents: list[Content] = []
    messages = [
        _message(found, f"{uid}.{at}@import.invalid", created, customer, contents) for at, found in enumerate(listed)
    ]
    return tuple(messages), tuple(contents)


def _message(
    found: Object, mail: str, created: str, customer: CustomerKey | None, contents: list[Content]
) -> ImportedMessage:
    if not found.keys() <= _MESSAGE_KEYS:
        fields.refuse_unknown(found, _MESSAGE_KEYS, what="a message")
    get = found.get
    kind = fields.word(found, "kind", MessageKind, MessageKind.CUSTOMER)
    author = fields.person(get("author"), what="author")
    if "author" not in found and kind == "customer" and customer:
        author = Person(customer.name, customer.email)
    body = fields.text(found, "body")
    text = fields.optional(found, "text") if get("text") is not None else None
    quoted = fields.optional(found, "quoted") if get("quoted") is not None else None
    files = fields.objects(found, "attachments") if get("attachments") else ()
    return ImportedMessage(
        kind,
        fields.instant(found, "at") or created,
        fields.known_by(found, "message_id").strip("<> ") or mail,
        body,
        author,
        fields.people(found, "to") if get("to") else (),
        fields.people(found, "cc") if get("cc") else (),
        fields.text(found, "subject"),
        fields.known_by(found, "in_reply_to"),
        fields.names(found, "references") if get("references") else (),
        None if text == body and not quoted else text,
        None if text == body and not quoted else quoted,
        fields.optional(found, "agent"),
        fields.optional(found, "customer"),
        fields.text(found, "automatic"),
        fields.word(found, "delivery", Delivery, Delivery.SENT) if get("delivery") else "",
        fields.instant(found, "deliver_at") if get("deliver_at") else None,
        fields.optional(found, "raw"),
        fields.truth(found, "withdrawn") if get("withdrawn") is not None else False,
        tuple([_attachment(one, contents) for one in files]) if files else (),
        fields.number(found, "id"),
    )


def _attachment(found: Object, contents: list[Content]) -> ImportedAttachment:
    fields.refuse_unknown(found, _FILE_KEYS, what="an attachment")
    sha256, size = fields.text(found, "sha256"), fields.whole(found, "size")
    if "content" in found:
        contents.append(content_of(base64_of(found, "content")))
        sha256, size = contents[-1].sha256, contents[-1].size
    if not sha256:
        raise Unfit("an attachment has neither content nor sha256")
    kind = fields.text(found, "type", "application/octet-stream")
    return ImportedAttachment(fields.text(found, "name"), kind, size, sha256, fields.truth(found, "inline"))


def content_of(data: bytes) -> Content:
    """Content as the store keeps it."""
    row = blob_row(data)
    return Content(row["sha256"], row["size"], row["data"])


def base64_of(found: Object, key: str) -> bytes:
    try:
        return base64.b64decode(fields.text(found, key), validate=True)
    except (binascii.Error, ValueError):
        raise Unfit(f"{key} is not base64") from None


def rank(found: Object, key: str, ranks: type[Priority] | type[Role], default: Priority | Role) -> int:
    value = found.get(key)
    if value is None:
        return int(default)
    try:
        return int(ranks.of(str(value)))
    except ValueError:
        raise Unfit(f"{key} is {value!r}; it is one of {', '.join(rank.word for rank in ranks)}") from None
