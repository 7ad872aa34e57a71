"""What a run of a verb did, as its caller is told."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from supportdesk.domain.verb_words import Word

Machine = str | int | float | bool | None | list["Machine"] | dict[str, "Machine"]
"""A value as events keep it: what JSON can hold; references are row numbers, times ISO 8601 in UTC."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One field of one ticket, or of another record where `ticket` is None, before and after, as people read it."""

    ticket: int | None
    field: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a verb did to its selection.

    `change` is the id that `undo` takes, None when nothing changed; `differences` are filled for a dry run. `did` are
    the verbs with their words where one change did several: an answer that solves, a canned response with actions.
    """

    verb: str
    changed: tuple[int, ...] = ()
    unchanged: tuple[int, ...] = ()
    skipped: tuple[int, ...] = ()
    change: int | None = None
    dry_run: bool = False
    differences: tuple[Difference, ...] = ()
    number: int | None = None
    message: int | None = None
    did: "tuple[tuple[str, Mapping[str, Word]], ...]" = ()


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One event as `history` and `watch` show it; `changes` pairs are (field, old, new) as people read them."""

    id: int
    change: int
    ticket: int | None
    record: str | None
    kind: str
    at: datetime
    actor: str
    changes: tuple[tuple[str, str, str], ...]
    message: int | None = None


@dataclass(frozen=True, slots=True)
class ChangeEntry:
    """One change as `changes` lists it."""

    id: int
    at: datetime
    actor: str
    verb: str
    tickets: int
    undoes: int | None
    undone_by: int | None
