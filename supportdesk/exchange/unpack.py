"""From the objects of a JSON lines file to records.

Keys that `show --json` prints and that follow from others (counts, url) are read over; unknown ones are refused.
"""

from collections.abc import Callable

from supportdesk.domain.idn import known_as
from supportdesk.domain.shape import (
    Content,
    Imported,
    ImportedAgent,
    ImportedChange,
    ImportedCustomer,
    ImportedEvent,
    ImportedField,
    ImportedOrganization,
    ImportedTag,
    ImportedTeam,
    ImportedTemplate,
    ImportedView,
    Whole,
)
from supportdesk.domain.ticket import Role
from supportdesk.exchange import fields
from supportdesk.exchange.fields import Object
from supportdesk.exchange.unpack_event import record_event
from supportdesk.exchange.unpack_message import base64_of
from supportdesk.exchange.unpack_ticket import Hand, rank, ticket, uid_of
from supportdesk.services.intake import Unfit
from supportdesk.services.naming import tidy_phone
from supportdesk.store.blobs import packed

FORMAT = 1
"""The version of whole desks' files that is written, and the highest that is read."""


def record(found: Object, hand: Hand) -> Imported:
    """The record that an object is; Unfit with a reason."""
    kind = found.get("record")
    if not isinstance(kind, str) or kind not in READERS:
        raise Unfit(f"record is {kind!r}; it is one of {', '.join(READERS)}")
    known, read = READERS[kind]
    if known is not None:
        fields.refuse_unknown(found, known)
    return read(found, hand)


def _event(found: Object, _hand: Hand) -> ImportedEvent:
    return record_event(found)


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
    content = packed(base64_of(found, "data"))
    if content.sha256 != fields.text(found, "sha256", content.sha256):
        raise Unfit("the content does not have the sha256 that it claims")
    return content


def _customer(found: Object, hand: Hand) -> ImportedCustomer:
    emails = tuple(known_as(email.strip()) for email in fields.names(found, "emails"))
    if email := known_as(fields.text(found, "email").strip()):
        emails = (email, *(one for one in emails if one != email))
    phones = tuple(tidy_phone(phone) for phone in fields.names(found, "phones"))
    external_id = fields.known_by(found, "external_id") or None
    source = fields.known_by(found, "source") or (hand.source if external_id else None)
    name = fields.known_by(found, "name")
    if not (name or emails or phones or found.get("uid")):
        raise Unfit("a customer needs a name, a mail address or a phone number")
    return ImportedCustomer(
        uid=fields.known_by(found, "uid") or uid_of(found, source, external_id),
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
        role=rank(found, "role", Role, Role.AGENT),
        active=fields.truth(found, "active", default=True),
        teams=fields.names(found, "teams"),
        capacity=fields.count(found, "capacity"),
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
        position=fields.count(found, "position"),
        owner=fields.optional(found, "owner"),
    )


def _tag(found: Object, _hand: Hand) -> ImportedTag:
    return ImportedTag(fields.needed(found, "name"), fields.text(found, "note"))


def _field(found: Object, _hand: Hand) -> ImportedField:
    name, kind = fields.needed(found, "name"), fields.text(found, "kind", "text")
    if kind not in ("text", "number", "date", "choice"):
        raise Unfit(f"kind is {kind!r}; it is one of text, number, date, choice")
    return ImportedField(name, fields.text(found, "label", name), kind, fields.texts(found, "choices"))


_PERSON_KEYS = "uid id name email emails phones vip organization language note created_at source external_id tickets"


def _keys(words: str) -> frozenset[str]:
    return frozenset({"record", *words.split()})


READERS: dict[str, tuple[frozenset[str] | None, Callable[[Object, Hand], Imported]]] = {
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
    "event": (None, _event),
    "content": (_keys("sha256 data"), _content),
    "ticket": (None, ticket),
}
"""Every record by its word: the keys that it may have (None where its form knows), and who reads it.

A whole desk comes in this order.
"""
