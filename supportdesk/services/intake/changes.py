"""Changes that a file brings: the runs of verbs that its events belong to."""

import hashlib
from collections.abc import Sequence

from supportdesk.domain.shape import ImportedChange
from supportdesk.services.intake.names import Names
from supportdesk.services.intake.notation import as_text, compact
from supportdesk.services.intake.shifts import Shifts
from supportdesk.services.intake.verdict import Decision, Memory, Unfit, Verdict
from supportdesk.store import bulk, tables
from supportdesk.store.change import Change


def origin_of(first: ImportedChange) -> str:
    """What a file's history is known by: its first change."""
    return hashlib.sha256(compact([first.id, first.at, first.actor, first.verb]).encode()).hexdigest()[:32]


CHANGE = ("id", "at", "agent_id", "actor", "verb", "undoes")


def add_changes(change: Change, listed: Sequence[ImportedChange], names: Names, memory: Memory) -> list[Decision]:
    """Insert the changes of a file, in the order of their numbers."""
    memory.origin = memory.origin or origin_of(listed[0])
    shifts = Shifts(change, memory.origin)
    decisions: list[Decision] = []
    rows: list[bulk.Cells] = []
    standing = _standing(change, [shifts.of(one.id) for one in listed])
    highest = here = bulk.highest(change, tables.change)
    read: dict[int, ImportedChange] = {}
    for one in listed:
        if (before := read.setdefault(one.id, one)) is not one:
            decisions.append(_repeated(one, before))
            continue
        number = shifts.of(one.id)
        if number in standing and standing[number] == (one.at, one.actor, one.verb):
            decisions.append(Verdict.DUPLICATE)
            continue
        if number in standing or number <= 0:
            shifts.begin(one.id, highest + 1 - one.id)
            number = highest + 1
            standing = {}
        try:
            undoes = None if one.undoes is None else _earlier(shifts, one)
            rows.append((number, one.at, names.agent(one.agent), one.actor, one.verb, undoes))
        except Unfit as fault:
            decisions.append(fault)
            continue
        highest = max(highest, number)
        if not memory.restoring:  # a desk that is restored goes on where it was
            shifts.take(number, highest=here)
        decisions.append(Verdict.NEW)
    _insert_changes(change, rows)
    if rows:
        shifts.save()
    _mark_undone(change, listed, shifts, memory)
    return decisions


def _repeated(one: ImportedChange, before: ImportedChange) -> Decision:
    """A number that stands in a file twice is of one change, or nobody knows whose events are whose."""
    if (one.at, one.actor, one.verb) == (before.at, before.actor, before.verb):
        return Verdict.DUPLICATE
    return Unfit(f"another change of the number {one.id} came before")


def _earlier(shifts: Shifts, one: ImportedChange) -> int:
    assert one.undoes is not None
    if one.undoes >= one.id:
        raise Unfit(f"change {one.id} cannot undo change {one.undoes}, which came later")
    return shifts.of(one.undoes)


def _standing(change: Change, numbers: Sequence[int]) -> dict[int, tuple[str, str, str]]:
    rows = bulk.matching(change, tables.change, ("id", "at", "actor", "verb"), "id", numbers)
    return {row[0]: (as_text(row[1]), row[2], row[3]) for row in rows}


def _insert_changes(change: Change, rows: Sequence[bulk.Cells]) -> None:
    if rows:
        bulk.keep_ids(change, tables.change, max(int(row[0] or 0) for row in rows))
        bulk.insert(change, tables.change, CHANGE, rows)
        change.touched = True


def _mark_undone(change: Change, listed: Sequence[ImportedChange], shifts: Shifts, memory: Memory) -> None:
    """A change is marked as undone once the change that did it is there: the other way round neither could be first."""
    memory.undone.update({one.undone_by: one.id for one in listed if one.undone_by is not None})
    pairs = [(one.id, memory.undone.pop(one.id)) for one in listed if one.id in memory.undone]
    bulk.update(change, tables.change, ("undone_by",), [(shifts.of(by), shifts.of(number)) for by, number in pairs])
