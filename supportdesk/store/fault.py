"""What `db check` reports: one value that is not what it should be."""

import json
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """A value that does not follow from what it rests on; `ticket` is None where it is not a ticket's."""

    ticket: int | None
    field: str
    expected: str
    found: str


def fault(ticket: int | None, field: str, expected: object, found: object) -> Fault:
    """A fault with its values as JSON, as events write them."""
    return Fault(ticket, field, _word(expected), _word(found))


def _word(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
