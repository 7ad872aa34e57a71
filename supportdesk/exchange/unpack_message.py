"""From the objects of a thread to its messages with their files."""

import base64
import binascii
from collections.abc import Sequence

from supportdesk.domain.models import Person
from supportdesk.domain.shape import NOBODY, Content, CustomerKey, ImportedAttachment, ImportedMessage
from supportdesk.domain.ticket import Delivery, MessageKind
from supportdesk.exchange import fields
from supportdesk.exchange.fields import Object, canonical
from supportdesk.exchange.forms import ABSENT, Form, anything, one_of
from supportdesk.services.intake import Unfit
from supportdesk.store.blobs import packed

_MESSAGE = Form(
    "a message",
    {
        "id": fields.number,
        "kind": one_of(MessageKind),
        "author": anything,
        "agent": fields.optional,
        "customer": fields.optional,
        "at": fields.instant,
        "to": anything,
        "cc": anything,
        "subject": fields.text,
        "message_id": fields.text,
        "in_reply_to": fields.text,
        "body": fields.text,
        "text": fields.optional,
        "quoted": fields.optional,
        "attachments": anything,
        "automatic": fields.text,
        "delivery": anything,
        "deliver_at": anything,
        "raw": fields.optional,
        "withdrawn": fields.truth,
        "references": anything,
    },
    telling=frozenset({"author"}),
)
_KINDS = frozenset(map(str, MessageKind))
_FILE = Form(
    "an attachment",
    {
        "name": fields.text,
        "type": fields.text,
        "size": fields.whole,
        "sha256": fields.text,
        "inline": fields.truth,
        "content": fields.text,
    },
    telling=frozenset({"content"}),
)


def thread(
    listed: Sequence[Object], uid: str, created: str, customer: CustomerKey | None
) -> tuple[tuple[ImportedMessage, ...], tuple[Content, ...]]:
    """The messages of a ticket, and the contents of files that came within them."""
    contents: list[Content] = []
    messages = [
        _message(found, f"{uid}.{at}@import.invalid", created, customer, contents) for at, found in enumerate(listed)
    ]
    return tuple(messages), tuple(contents)


def _message(
    found: Object, mail: str, created: str, customer: CustomerKey | None, contents: list[Content]
) -> ImportedMessage:
    (
        number, kind, author, agent, spoken_by, at, to, cc, subject, message_id, answers, body, text, quoted, files,
        automatic, delivery, deliver_at, raw, withdrawn, references,
    ) = _MESSAGE.values(found)  # fmt: skip
    _refuse_odd(found, number, message_id, answers)
    if kind not in _KINDS:
        kind = fields.word(found, "kind", MessageKind, MessageKind.CUSTOMER)
    if author is not ABSENT:
        author = fields.person(author, what="author")
    else:
        author = Person(customer.name, customer.email) if kind == "customer" and customer else NOBODY
    body = body or ""
    if text == body and not quoted:
        text = quoted = None
    return ImportedMessage(
        kind,
        created if at is None else canonical(at, "at"),
        message_id.strip("<> ") or mail if message_id else mail,
        body,
        author,
        fields.people(found, "to") if to else (),
        fields.people(found, "cc") if cc else (),
        subject or "",
        answers or "",
        fields.names(found, "references") if references else (),
        text,
        quoted,
        agent,
        spoken_by,
        automatic or "",
        fields.word(found, "delivery", Delivery, Delivery.SENT) if delivery else "",
        fields.instant(found, "deliver_at") if deliver_at else None,
        raw,
        bool(withdrawn),
        tuple([_attachment(one, contents) for one in fields.objects(found, "attachments")]) if files else (),
        number,
    )


def _refuse_odd(found: Object, number: int | None, message_id: str | None, answers: str | None) -> None:
    """What the types of values do not settle."""
    if number is not None and not 0 < number <= fields.HIGHEST_NUMBER:
        fields.number(found, "id")
    if message_id and len(message_id) > fields.SURELY_SHORT:
        fields.known_by(found, "message_id")
    if answers and len(answers) > fields.SURELY_SHORT:
        fields.known_by(found, "in_reply_to")


def _attachment(found: Object, contents: list[Content]) -> ImportedAttachment:
    name, kind, _, sha256, inline, content = _FILE.values(found)
    size = fields.whole(found, "size")
    if content is not ABSENT:
        contents.append(packed(base64_of(found, "content")))
        sha256, size = contents[-1].sha256, contents[-1].size
    if not sha256:
        raise Unfit("an attachment has neither content nor sha256")
    kind = "application/octet-stream" if kind is None else kind
    return ImportedAttachment(name or "", kind, size, sha256, bool(inline))


def base64_of(found: Object, key: str) -> bytes:
    """The bytes that a text in base64 stands for."""
    try:
        return base64.b64decode(fields.text(found, key), validate=True)
    except (binascii.Error, ValueError):
        raise Unfit(f"{key} is not base64") from None
