"""From the object of an event to the event."""

from collections.abc import Mapping, Sequence
from typing import Any

from supportdesk.domain.changes import Machine
from supportdesk.domain.shape import Gone, ImportedEvent
from supportdesk.exchange import fields
from supportdesk.exchange.fields import Object, canonical
from supportdesk.exchange.forms import Form, anything
from supportdesk.services.intake import Unfit, parted

_EVENT = {
    "id": fields.number,
    "change": fields.whole,
    "kind": fields.needed,
    "at": fields.instant,
    "actor": fields.text,
    "changes": anything,
    "message": fields.optional,
}
EVENT = Form("an event", _EVENT)
RECORD_EVENT = Form("", {"record": anything, "of": fields.needed, "key": anything, **_EVENT})
_NOTHING: tuple[tuple[str | None, ...], Mapping[str, Sequence[Machine]]] = ((), {})


def event(found: Object) -> ImportedEvent:
    """An event of a ticket."""
    number, change, kind, at, actor, changes, message = EVENT.values(found)
    _refuse_odd(found, number, change, kind, at)
    parts, named = parted(_changes(changes)) if changes else _NOTHING
    return ImportedEvent(
        kind, canonical(at, "at"), actor or "", change or 0, named, message, None, None, number, parts
    )  # fmt: skip


def record_event(found: Object) -> ImportedEvent:
    """An event of another record, with the name of what it is about."""
    _, of, key, number, change, kind, at, actor, changes, message = RECORD_EVENT.values(found)
    _refuse_odd(found, number, change, kind, at)
    fields.needed(found, "of")
    parts, named = parted(_changes(changes)) if changes else _NOTHING
    return ImportedEvent(
        kind, canonical(at, "at"), actor or "", change or 0, named, message, of, _key(key), number, parts
    )  # fmt: skip


def _refuse_odd(found: Object, number: int | None, change: int | None, kind: str, at: str | None) -> None:
    """What the types of values do not settle."""
    if at is None:
        raise Unfit("an event has no time")
    if number is not None and not 0 < number <= fields.HIGHEST_NUMBER:
        fields.number(found, "id")
    if change is not None and not 0 <= change <= fields.HIGHEST_NUMBER:
        fields.whole(found, "change")
    if not kind.strip() or len(kind) > fields.SURELY_SHORT:
        fields.needed(found, "kind")


def _changes(value: Any) -> Mapping[str, Sequence[Machine]]:
    """The fields that changed, each with its old and its new value."""
    if value.__class__ is dict and not [1 for pair in value.values() if pair.__class__ is not list or len(pair) != 2]:
        pairs: Mapping[str, Sequence[Machine]] = value
        return pairs
    raise Unfit("changes are an object of fields, each with its old and its new value")


def _key(value: Machine) -> str | Gone | None:
    if isinstance(value, dict):
        fields.refuse_unknown(value, frozenset({"gone"}), what="key")
        return Gone(fields.whole(value, "gone"))
    if value is None or isinstance(value, str):
        return value
    raise Unfit(f"key is {str(value)[:60]!r}, not a name")
