"""From records to the objects of a JSON lines file: the inverse of `unpack`. What says nothing is left out or null."""

import base64
from collections.abc import Mapping

from supportdesk.domain.changes import Machine
from supportdesk.domain.models import Person
from supportdesk.domain.shape import (
    Gone,
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
    ImportedView,
)
from supportdesk.domain.ticket import Priority, Role
from supportdesk.store.outgoing import ShownTicket

Object = dict[str, Machine]


def _texts(listed: tuple[str, ...]) -> list[Machine]:
    return list(listed)


def _words(mapping: Mapping[str, str]) -> Object:
    return {key: mapping[key] for key in sorted(mapping)}


def organization(one: ImportedOrganization) -> Object:
    """An organization."""
    head: Object = {"record": "organization", "name": one.name, "domains": _texts(one.domains), "vip": one.vip}
    tail: Object = {
        "note": one.note,
        "created_at": one.created_at,
        "source": one.source,
        "external_id": one.external_id,
    }
    return head | tail


def team(one: ImportedTeam) -> Object:
    """A team."""
    return {"record": "team", "name": one.name, "line": one.line, "note": one.note}


def agent(one: ImportedAgent) -> Object:
    """An agent."""
    return {
        "record": "agent",
        "login": one.login,
        "name": one.name,
        "email": one.email,
        "role": Role(one.role).word,
        "active": one.active,
        "teams": _texts(one.teams),
        "capacity": one.capacity,
        "skills": _texts(one.skills),
        "away_from": one.away_from,
        "away_to": one.away_to,
    }


def tag(one: ImportedTag) -> Object:
    """A tag."""
    return {"record": "tag", "name": one.name, "note": one.note}


def field(one: ImportedField) -> Object:
    """A custom field."""
    return {
        "record": "field",
        "name": one.name,
        "label": one.label,
        "kind": one.kind,
        "choices": _texts(one.choices),
    }


def template(one: ImportedTemplate) -> Object:
    """A canned response."""
    return {
        "record": "template",
        "name": one.name,
        "title": one.title,
        "body": one.body,
        "language": one.language,
        "team": one.team,
        "actions": _words(one.actions),
        "created_at": one.created_at,
        "updated_at": one.updated_at,
    }


def view(one: ImportedView) -> Object:
    """A saved view."""
    head: Object = {"record": "view", "name": one.name, "filter": one.filter, "sort": one.sort}
    return head | {"position": one.position, "owner": one.owner}


def customer(one: ImportedCustomer) -> Object:
    """A customer."""
    return {
        "record": "customer",
        "id": one.id,
        "uid": one.uid,
        "name": one.name,
        "emails": _texts(one.emails),
        "phones": _texts(one.phones),
        "vip": one.vip,
        "organization": one.organization,
        "language": one.language,
        "note": one.note,
        "created_at": one.created_at,
        "source": one.source,
        "external_id": one.external_id,
    }


def change(one: ImportedChange) -> Object:
    """A change."""
    head: Object = {"record": "change", "id": one.id, "at": one.at, "actor": one.actor, "agent": one.agent}
    return head | {"verb": one.verb, "undoes": one.undoes, "undone_by": one.undone_by}


def content(sha256: str, data: bytes) -> Object:
    """A content, in base64."""
    return {"record": "content", "sha256": sha256, "data": base64.b64encode(data).decode("ascii")}


def record_event(one: ImportedEvent) -> Object:
    """An event of a record that is no ticket."""
    key: Machine = {"gone": one.key.number} if isinstance(one.key, Gone) else one.key
    return {"record": "event", "of": one.record, "key": key, **event(one)}


def event(one: ImportedEvent) -> Object:
    """An event."""
    found: Object = {"id": one.id, "change": one.change, "kind": one.kind, "at": one.at, "actor": one.actor}
    if one.changes:
        found["changes"] = {name: list(pair) for name, pair in one.changes.items()}
    if one.message is not None:
        found["message"] = one.message
    return found


def ticket(shown: ShownTicket) -> Object:
    """A ticket with all of `show --json`, and what else an import needs to make it again."""
    one = shown.ticket
    standing = [message for message in one.thread if not message.withdrawn]
    found: Object = {
        "record": "ticket",
        "number": one.number,
        "uid": one.uid,
        "subject": one.subject,
        "status": one.status,
        "priority": Priority(one.priority).word,
        "type": one.type,
        "channel": one.channel,
        "customer": _ticket_customer(shown),
        "assignee": one.assignee,
        "team": one.team,
        "tags": _texts(one.tags),
        "created_at": one.created_at,
        "updated_at": one.updated_at,
        "first_reply_at": one.first_reply_at,
        "first_reply_due": one.first_reply_due,
        "next_reply_due": one.next_reply_due,
        "due_at": one.due_at,
        "solved_at": one.solved_at,
        "closed_at": one.closed_at,
        "waiting_since": one.waiting_since,
        "snoozed_until": one.snoozed_until,
        "reopened": one.reopened,
        "minutes_spent": one.minutes_spent,
        "messages": len(standing),
        "attachments": sum(len(message.attachments) for message in standing),
        "merged_into": one.merged_into,
        "external_id": one.external_id,
        "source": one.source,
        "fields": _words(one.fields),
        "url": None,
    }
    if one.deleted_at is not None:
        found["deleted_at"] = one.deleted_at
    if one.followers:
        found["followers"] = [_person(person) for person in one.followers]
    if one.rating is not None:
        score, comment, at = one.rating
        found["rating"] = {"score": score, "comment": comment or "", "at": at}
    if one.references:
        found["references"] = _texts(one.references)
    found["thread"] = [message(entry) for entry in one.thread]
    if one.events is not None:
        found["events"] = [event(entry) for entry in one.events]
    return found


def _ticket_customer(shown: ShownTicket) -> Machine:
    if shown.ticket.customer is None:
        return None
    return {
        "uid": shown.ticket.customer.uid,
        "name": shown.customer_name,
        "email": shown.customer_email,
        "vip": bool(shown.ticket.vip),
        "organization": shown.organization,
    }


def message(one: ImportedMessage) -> Object:
    """An entry of a thread; `text` and `quoted` stand where they differ from the body."""
    found: Object = {
        "id": one.id,
        "kind": one.kind,
        "author": _person(one.author),
        "agent": one.agent,
        "customer": one.customer,
        "at": one.at,
        "to": [_person(person) for person in one.to],
        "cc": [_person(person) for person in one.cc],
        "subject": one.subject,
        "message_id": one.message_id,
        "in_reply_to": one.in_reply_to,
        "body": one.body,
    }
    if one.text is not None or one.quoted is not None:
        found |= {"text": one.text, "quoted": one.quoted}
    found["attachments"] = [attachment(file) for file in one.attachments]
    found |= {"automatic": one.automatic or None, "delivery": one.delivery or None}
    rare: Object = {"deliver_at": one.deliver_at, "raw": one.raw, "withdrawn": one.withdrawn or None}
    return found | {key: value for key, value in rare.items() if value is not None}


def _person(person: Person) -> Object:
    return {"name": person.name, "email": person.email}


def attachment(one: ImportedAttachment) -> Object:
    """A file of a message."""
    found: Object = {"name": one.name, "type": one.type, "size": one.size, "sha256": one.sha256}
    return found | ({"inline": True} if one.inline else {})
