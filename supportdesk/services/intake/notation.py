"""How columns write JSON and instants: the same text whichever way a row was made."""

import json
from collections.abc import Iterable, Mapping, Sequence
from json.encoder import encode_basestring
from typing import Any

from supportdesk.store.columns import instant_text

quoted = encode_basestring
"""A text in JSON."""

compact = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
"""JSON as columns keep it."""


def changes_text(changes: Mapping[str, Sequence[object]]) -> str:
    """`compact` for the changes of an event, which are many and mostly short texts."""
    return f"{{{','.join([pair_text(name, pair[0], pair[1]) for name, pair in changes.items()])}}}"


def pair_text(name: str, old: object, new: object) -> str:
    """One field of an event's changes: its old and its new value."""
    if old is None and new.__class__ is str:
        return f"{quoted(name)}:[null,{quoted(new)}]"
    return f"{quoted(name)}:[{_value(old)},{_value(new)}]"


def list_text(texts: Iterable[str]) -> str:
    """`compact` for a list of texts."""
    return f"[{','.join(map(quoted, texts))}]"


def _value(value: object) -> str:
    if value is None:
        return "null"
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, list) and not [1 for one in value if one.__class__ is not str]:
        return list_text(value)
    return str(value) if value.__class__ is int else compact(value)


def as_text(value: Any) -> str:
    """An instant as the drivers give it, as text."""
    return value if isinstance(value, str) else instant_text(value)
