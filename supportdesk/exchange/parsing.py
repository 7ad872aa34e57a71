"""From a line of JSON to the object that it holds.

Most lines are read by the quick reader, in less than half the time. What it refuses, or may not read exactly, the
standard library reads, which says what is wrong with a line and where. Not here: what an object means.
"""

import json
import re
from collections.abc import Callable, Iterable
from itertools import chain
from typing import Any

import orjson

from supportdesk.domain.changes import Machine
from supportdesk.exchange.fields import Object, clean_all
from supportdesk.services.intake import Unfit

_SUSPECT = re.compile(rb"\\u(?:0000|[dD][89a-fA-F])")
"""Escapes of what no database takes: NUL and halves of surrogate pairs (the quick reader refuses the halves)."""

_EXACT = frozenset({str, int, bool, type(None)})
_PAIRS = frozenset({list})


def quickly(content: bytes) -> Object | None:
    """The object of a line, exactly as `carefully` would read it; None for a line that needs care."""
    if b"\\u0000" in content:
        return None
    try:
        found = orjson.loads(content)
        return found if _IS_EXACT[found["record"]](found) else None
    except (LookupError, TypeError, ValueError, AttributeError):
        return None


def _is_exact_ticket(found: dict[str, Any]) -> bool:
    values: list[Machine] = []
    if fields := found.get("fields"):
        values += fields.values()
    for event in found.get("events") or ():
        if changes := event.get("changes"):
            values += _before_and_after(changes)
    return "uid" in found and _are_exact(values)


def _is_exact_event(found: dict[str, Any]) -> bool:
    return _are_exact(_before_and_after(found.get("changes") or {}))


def _before_and_after(changes: dict[str, Any]) -> Iterable[Machine]:
    """What stood and what stands of each change; TypeError where they are no pairs."""
    if not _PAIRS.issuperset(map(type, changes.values())):
        raise TypeError("a change is [before, after]")
    return chain.from_iterable(changes.values())


def _is_exact_customer(found: dict[str, Any]) -> bool:
    return "uid" in found


def _are_exact(values: Iterable[Machine]) -> bool:
    return all(map(_is_exact_value, [value for value in values if value.__class__ not in _EXACT]))


def _is_exact_value(value: Machine) -> bool:
    if isinstance(value, list):
        return _are_exact(value)
    return _are_exact(value.values()) if isinstance(value, dict) else value.__class__ in _EXACT


_IS_EXACT: dict[str, Callable[[dict[str, Any]], bool]] = {
    "ticket": _is_exact_ticket,
    "event": _is_exact_event,
    "customer": _is_exact_customer,
}
"""The records that come in great numbers, and whether one has been read exactly.

The quick reader rounds whole numbers of more than 64 bits. They matter where any value may stand (in fields, and before
and after what an event changed), and in a record without a uid, which is known by all that it holds.
"""


def carefully(content: bytes) -> Object:
    """The object of a line; Unfit, with the reason, for a line that holds none."""
    try:
        found: Machine = _decode(content.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise Unfit(f"not UTF-8 at byte {error.start}") from None
    except json.JSONDecodeError as error:
        raise Unfit(f"not JSON: {error.msg[:1].lower()}{error.msg[1:]} at character {error.pos + 1}") from None
    except (RecursionError, ValueError):
        raise Unfit("not JSON that can be read: nested too deeply, or a number without end") from None
    if not isinstance(found, dict):
        raise Unfit("not an object: a record is {…} on one line")
    if b"\\u" in content and _SUSPECT.search(content):
        found = clean_all(found)
        assert isinstance(found, dict)
    return found


_decode = json.JSONDecoder().decode
