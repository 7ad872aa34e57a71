"""From the objects of a JSON lines file to records.

Keys that `show --json` prints and that follow from others (counts, url) are read over; unknown ones are refused.
"""

import base64
import binascii
import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from supportdesk.domain.changes import Machine
from supportdesk.domain.models import Person
from supportdesk.domain.shape import (
    Content,
    CustomerKey,
    Gone,
    Imported,
    ImportedAgent,
    ImportedAttachment,
    ImportedChange,
    ImportedCustomer,
    ImportedEvent,
    ImportedField,
    ImportedMessage,
    ImportedOrganization,
    ImportedTag,
    ImportedTeam,
    ImportedTemplate,
    ImportedTicket,
    ImportedView,
    Whole,
)
from supportdesk.domain.ticket import Channel, Delivery, MessageKind, Priority, Role, Status, TicketType
from supportdesk.exchange import fields
from supportdesk.exchange.fields import Object
from supportdesk.services.customers import person_of, tidy_phone
from supportdesk.services.intake import Unfit, stems_of, waits_since
from supportdesk.store.rows import blob_row

LONGEST_SUBJECT = 1000
FORMAT = 1
"""The version of whole desks' files that is written, and the highest that is read."""


@dataclass(frozen=True, slots=True)
class Hand:
    """What a record takes where it says nothing: the instant of the import and the name of the other desk."""

    now: str
    source: str


def record(found: Object, hand: Hand) -> Imported:
    """The record that an object is; Unfit with a reason."""
    kind = found.get("record")
    if not isinstance(kind, str) or kind not in READERS:
        raise Unfit(f"record is {kind!r}; it is one of {', '.join(READERS)}")
    known, read = READERS[kind]
    fields.refuse_unknown(found, known)
    return read(found, hand)


# Tickets -------------------------------------------------------------------------------------------------------------


def _ticket(found: Object, hand: Hand) -> ImportedTicket:
    external_id = fields.known_by(found, "external_id") or None
    source = fields.known_by(found, "source") or (hand.source if external_id else None)
    uid = fields.known_by(found, "uid") or _uid(found, source, external_id)
    customer = _customer_key(found.get("customer"))
    created, thread = fields.instant(found, "created_at"), fields.objects(found, "thread")
    created = created or (fields.instant(thread[0], "at") if thread else None) or hand.now
    messages, contents = _thread(thread, uid, created, customer)
    clocks = _clocks(found, messages, created)
    subject = fields.text(found, "subject") if "uid" in found else _subject(found)
    vip = found["customer"].get("vip") if isinstance(found.get("customer"), dict) else None  # type: ignore[union-attr]
    return ImportedTicket(
        uid=uid,
        subject=subject,
        created_at=created,
        number=fields.number(found, "number"),
        status=fields.word(found, "status", Status, Status.NEW),
        priority=_rank(found, "priority", Priority, Priority.NORMAL),
        type=fields.word(found, "type", TicketType, TicketType.QUESTION),
        channel=fields.word(found, "channel", Channel, Channel.OTHER),
        customer=customer,
        vip=bool(vip) if vip is not None else None,
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
        events=tuple(map(_event, fields.objects(found, "events"))) if "events" in found else None,
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


def _uid(found: Object, source: str | None, external_id: str | None) -> str:
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


def _rank(found: Object, key: str, ranks: type[Priority] | type[Role], default: Priority | Role) -> int:
    value = found.get(key)
    if value is None:
        return int(default)
    try:
        return int(ranks.of(str(value)))
    except ValueError:
        raise Unfit(f"{key} is {value!r}; it is one of {', '.join(rank.word for rank in ranks)}") from None


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
    fields.refuse_unknown(found, _MESSAGE_KEYS, what="a message")
    kind = fields.word(found, "kind", MessageKind, MessageKind.CUSTOMER)
    author = fields.person(found.get("author"), what="author")
    if "author" not in found and kind == MessageKind.CUSTOMER and customer:
        author = Person(customer.name, customer.email)
    body, said, quoted = fields.text(found, "body"), fields.optional(found, "text"), fields.optional(found, "quoted")
    if said == body and not quoted:
        said = quoted = None
    delivery = fields.word(found, "delivery", Delivery, Delivery.SENT) if found.get("delivery") else ""
    return ImportedMessage(
        kind=kind,
        at=fields.instant(found, "at") or created,
        message_id=fields.known_by(found, "message_id").strip("<> ") or mail,
        body=body,
        author=author,
        to=fields.people(found, "to"),
        cc=fields.people(found, "cc"),
        subject=fields.text(found, "subject"),
        in_reply_to=fields.known_by(found, "in_reply_to"),
        references=fields.names(found, "references"),
        text=said,
        quoted=quoted,
        agent=fields.optional(found, "agent"),
        customer=fields.optional(found, "customer"),
        automatic=fields.text(found, "automatic"),
        delivery=delivery,
        deliver_at=fields.instant(found, "deliver_at"),
        raw=fields.optional(found, "raw"),
        withdrawn=fields.truth(found, "withdrawn"),
        attachments=tuple(_attachment(one, contents) for one in fields.objects(found, "attachments")),
        id=fields.number(found, "id"),
    )


def _attachment(found: Object, contents: list[Content]) -> ImportedAttachment:
    fields.refuse_unknown(found, _FILE_KEYS, what="an attachment")
    sha256, size = fields.text(found, "sha256"), fields.whole(found, "size")
    if "content" in found:
        contents.append(content_of(_bytes(found, "content")))
        sha256, size = contents[-1].sha256, contents[-1].size
    if not sha256:
        raise Unfit("an attachment has neither content nor sha256")
    kind = fields.text(found, "type", "application/octet-stream")
    return ImportedAttachment(fields.text(found, "name"), kind, size, sha256, fields.truth(found, "inline"))


def content_of(data: bytes) -> Content:
    """Content as the store keeps it."""
    row = blob_row(data)
    return Content(row["sha256"], row["size"], row["data"])


def _bytes(found: Object, key: str) -> bytes:
    try:
        return base64.b64decode(fields.text(found, key), validate=True)
    except (binascii.Error, ValueError):
        raise Unfit(f"{key} is not base64") from None


# History -------------------------------------------------------------------------------------------------------------

_EVENT_KEYS = frozenset({"id", "change", "kind", "at", "actor", "changes", "message"})
_RECORD_EVENT_KEYS = _EVENT_KEYS | {"record", "of", "key"}


def _event(found: Object) -> ImportedEvent:
    fields.refuse_unknown(found, _EVENT_KEYS, what="an event")
    return _any_event(found)


def _any_event(found: Object) -> ImportedEvent:
    at = fields.instant(found, "at")
    if at is None:
        raise Unfit("an event has no time")
    return ImportedEvent(
        kind=fields.needed(found, "kind"),
        at=at,
        actor=fields.text(found, "actor"),
        change=fields.whole(found, "change"),
        changes=_changes(found),
        message=fields.optional(found, "message"),
        record=fields.optional(found, "of"),
        key=_key(found.get("key")),
        id=fields.number(found, "id"),
    )


def _changes(found: Object) -> dict[str, tuple[Machine, Machine]]:
    value = found.get("changes")
    if not value:
        return {}
    if not isinstance(value, dict) or not all(isinstance(pair, list) and len(pair) == 2 for pair in value.values()):
        raise Unfit("changes are an object of fields, each with its old and its new value")
    return {name: (pair[0], pair[1]) for name, pair in value.items()}  # type: ignore[index]


def _key(value: Machine) -> str | Gone | None:
    if isinstance(value, dict):
        fields.refuse_unknown(value, frozenset({"gone"}), what="key")
        return Gone(fields.whole(value, "gone"))
    if value is None or isinstance(value, str):
        return value
    raise Unfit(f"key is {str(value)[:60]!r}, not a name")


def _record_event(found: Object, _hand: Hand) -> ImportedEvent:
    fields.needed(found, "of")
    return _any_event(found)


def _change(found: Object, _hand: Hand) -> ImportedChange:
    number, at = fields.number(found, "id"), fields.instant(found, "at")
    if number is None or at is None:
        raise Unfit("a change needs an id and a time")
    return ImportedChange(
        id=number,
        at=at,
        actor=fields.text(found, "actor"),
        verb=fields.needed(found, "verb"),
        agent=fields.optional(found, "agent"),
        undoes=fields.number(found, "undoes"),
        undone_by=fields.number(found, "undone_by"),
    )


# Other records -------------------------------------------------------------------------------------------------------


def _desk(found: Object, _hand: Hand) -> Whole:
    version = fields.whole(found, "format", 1)
    if version > FORMAT:
        raise Unfit(f"the file is of format {version}; this program reads up to {FORMAT}: upgrade supportdesk")
    return Whole(version)


def _content(found: Object, _hand: Hand) -> Content:
    content = content_of(_bytes(found, "data"))
    if content.sha256 != fields.text(found, "sha256", content.sha256):
        raise Unfit("the content does not have the sha256 that it claims")
    return content


def _customer(found: Object, hand: Hand) -> ImportedCustomer:
    emails = tuple(email.strip().lower() for email in fields.names(found, "emails"))
    if email := fields.text(found, "email").strip().lower():
        emails = (email, *(one for one in emails if one != email))
    phones = tuple(tidy_phone(phone) for phone in fields.names(found, "phones"))
    external_id = fields.known_by(found, "external_id") or None
    source = fields.known_by(found, "source") or (hand.source if external_id else None)
    name = fields.text(found, "name")
    if not (name or emails or phones or found.get("uid")):
        raise Unfit("a customer needs a name, a mail address or a phone number")
    return ImportedCustomer(
        uid=fields.known_by(found, "uid") or _uid(found, source, external_id),
        name=name,
        created_at=fields.instant(found, "created_at") or hand.now,
        id=fields.number(found, "id"),
        emails=emails,
        phones=phones,
        vip=fields.truth(found, "vip"),
        organization=fields.optional(found, "organization"),
        language=fields.text(found, "language"),
        note=fields.text(found, "note"),
        source=source,
        external_id=external_id,
    )


def _organization(found: Object, hand: Hand) -> ImportedOrganization:
    return ImportedOrganization(
        name=fields.needed(found, "name"),
        created_at=fields.instant(found, "created_at") or hand.now,
        domains=fields.names(found, "domains"),
        vip=fields.truth(found, "vip"),
        note=fields.text(found, "note"),
        source=fields.known_by(found, "source") or None,
        external_id=fields.known_by(found, "external_id") or None,
    )


def _team(found: Object, _hand: Hand) -> ImportedTeam:
    line = fields.whole(found, "line", 1)
    if line not in (1, 2, 3):
        raise Unfit(f"line is {line}; support lines are 1, 2 and 3")
    return ImportedTeam(fields.needed(found, "name"), line, fields.text(found, "note"))


def _agent(found: Object, _hand: Hand) -> ImportedAgent:
    login = fields.needed(found, "login")
    return ImportedAgent(
        login=login,
        name=fields.text(found, "name", login),
        email=fields.text(found, "email").lower(),
        role=_rank(found, "role", Role, Role.AGENT),
        active=fields.truth(found, "active", default=True),
        teams=fields.names(found, "teams"),
        capacity=fields.whole(found, "capacity"),
        skills=fields.texts(found, "skills"),
        away_from=fields.instant(found, "away_from"),
        away_to=fields.instant(found, "away_to"),
    )


def _template(found: Object, hand: Hand) -> ImportedTemplate:
    return ImportedTemplate(
        name=fields.needed(found, "name"),
        created_at=fields.instant(found, "created_at") or hand.now,
        updated_at=fields.instant(found, "updated_at") or hand.now,
        title=fields.text(found, "title"),
        body=fields.text(found, "body"),
        language=fields.text(found, "language"),
        team=fields.optional(found, "team"),
        actions=fields.mapping(found, "actions"),
    )


def _view(found: Object, _hand: Hand) -> ImportedView:
    return ImportedView(
        name=fields.needed(found, "name"),
        filter=fields.text(found, "filter"),
        sort=fields.text(found, "sort"),
        position=fields.whole(found, "position"),
        owner=fields.optional(found, "owner"),
    )


def _tag(found: Object, _hand: Hand) -> ImportedTag:
    return ImportedTag(fields.needed(found, "name"), fields.text(found, "note"))


def _field(found: Object, _hand: Hand) -> ImportedField:
    name, kind = fields.needed(found, "name"), fields.text(found, "kind", "text")
    if kind not in ("text", "number", "date", "choice"):
        raise Unfit(f"kind is {kind!r}; it is one of text, number, date, choice")
    return ImportedField(name, fields.text(found, "label", name), kind, fields.texts(found, "choices"))


_SHOWN = "messages attachments url"
_TICKET_KEYS = (
    "number uid subject status priority type channel customer assignee team tags fields created_at updated_at "
    "first_reply_at first_reply_due next_reply_due due_at solved_at closed_at waiting_since snoozed_until reopened "
    f"minutes_spent merged_into deleted_at source external_id thread events references {_SHOWN}"
)
_PERSON_KEYS = "uid id name email emails phones vip organization language note created_at source external_id tickets"


def _keys(words: str) -> frozenset[str]:
    return frozenset({"record", *words.split()})


READERS: dict[str, tuple[frozenset[str], Callable[[Object, Hand], Imported]]] = {
    "desk": (_keys("format"), _desk),
    "organization": (_keys("name domains vip note created_at source external_id customers"), _organization),
    "team": (_keys("name line note agents"), _team),
    "agent": (_keys("login name email role active teams capacity skills away_from away_to open_tickets"), _agent),
    "tag": (_keys("name note tickets"), _tag),
    "field": (_keys("name label kind choices"), _field),
    "template": (_keys("name title body language team actions created_at updated_at"), _template),
    "view": (_keys("name filter sort position owner"), _view),
    "customer": (_keys(_PERSON_KEYS), _customer),
    "change": (_keys("id at actor agent verb undoes undone_by"), _change),
    "event": (_RECORD_EVENT_KEYS, _record_event),
    "content": (_keys("sha256 data"), _content),
    "ticket": (_keys(_TICKET_KEYS), _ticket),
}
"""Every record by its word: the keys that it may have, and who reads it. A whole desk comes in this order."""
