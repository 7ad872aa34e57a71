"""From the object of an event to the event."""

from supportdesk.domain.changes import Machine
from supportdesk.domain.shape import (
    Gone,
    ImportedEvent,
)
from supportdesk.exchange import fields
from supportdesk.exchange.fields import Object
from supportdesk.services.intake import Unfit

# History -------------------------------------------------------------------------------------------------------------

_EVENT_KEYS = frozenset({"id", "change", "kind", "at", "actor", "changes", "message"})
RECORD_EVENT_KEYS = _EVENT_KEYS | {"record", "of", "key"}


def event(found: Object) -> ImportedEvent:
    fields.refuse_unknown(found, _EVENT_KEYS, what="an event")
    return any_event(found)


def any_event(found: Object) -> ImportedEvent:
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
