"""What happened: the events that a file brings, as they stand in the log."""

import json
from collections.abc import Iterable, Mapping, Sequence

from supportdesk.domain.changes import Machine
from supportdesk.domain.shape import Gone, ImportedEvent, Reference
from supportdesk.domain.ticket import Priority, Role
from supportdesk.errors import DeskError
from supportdesk.services.intake.log import insert_events
from supportdesk.services.intake.names import Names
from supportdesk.services.intake.notation import pair_text, quoted
from supportdesk.services.intake.shifts import Shifts
from supportdesk.services.intake.verdict import Decision, Memory, Unfit, Verdict
from supportdesk.store import bulk, tables
from supportdesk.store.change import Change

COLUMNS = {
    "customer": "customer_id",
    "assignee": "assignee_id",
    "agent": "agent_id",
    "owner": "owner_id",
    "team": "team_id",
    "organization": "organization_id",
    "merged_into": "merged_into",
}
"""The words of a file for columns that hold another row's number."""

RANKS: Mapping[str, type[Priority] | type[Role]] = {"priority": Priority, "role": Role}
"""The words of a file whose values are words for ranks."""

AGENT_COLUMNS = frozenset({"assignee_id", "agent_id", "owner_id"})


# Events --------------------------------------------------------------------------------------------------------------


def add_events(change: Change, listed: Sequence[ImportedEvent], names: Names, memory: Memory) -> list[Decision]:
    """Insert events of records other than tickets; those up to the last one that was taken in stand already."""
    change.require(Role.ADMIN, what="importing history")
    for record in {event.record for event in listed if event.record}:
        names.load_records(record, [e.key for e in listed if e.record == record and isinstance(e.key, str)])
    names.load_uids(customers_named(listed))
    names.load_records("organization", _named(listed, "organization"))
    shifts, changes = Shifts(change, memory.origin), change_ids(change, listed, memory)
    decisions: list[Decision] = []
    rows: list[bulk.Cells] = []
    brought: list[int | None] = []
    for event in listed:
        if event.id is not None and event.id <= shifts.events:
            decisions.append(Verdict.DUPLICATE)
            continue
        try:
            rows.append(_record_event(event, names, memory, changes))
        except DeskError as fault:
            decisions.append(fault)
            continue
        brought.append(event.id)
        shifts.events = event.id or shifts.events
        decisions.append(Verdict.NEW)
    insert_events(change, rows, brought if memory.restoring else ())
    if rows:
        shifts.save()
    return decisions


def _record_event(event: ImportedEvent, names: Names, memory: Memory, changes: Mapping[int, int]) -> bulk.Cells:
    record = event.record or ""
    if record not in tables.metadata.tables:
        raise Unfit(f"an event of a {record!r}: there are no such records")
    if event.change not in changes:
        raise Unfit(f"an event is of change {event.change}, which is not at this desk; add it first")
    number = record_number(record, event.key, names)
    changed = machine_changes(event, names, memory)
    return changes[event.change], None, record, number, event.kind, event.at, event.actor, changed, None


def _named(listed: Sequence[ImportedEvent], word: str) -> list[str]:
    return [value for event in listed for value in event.changes.get(word, ()) if isinstance(value, str)]


def change_ids(change: Change, events: Iterable[ImportedEvent], memory: Memory) -> dict[int, int]:
    """The number here of every change that the events belong to; those that are not here are left out."""
    shifts = Shifts(change, memory.origin)
    wanted = {number: shifts.of(number) for number in {event.change for event in events} if number}
    rows = bulk.matching(change, tables.change, ("id",), "id", wanted.values())
    here = {row[0] for row in rows}
    return {number: shifted for number, shifted in wanted.items() if shifted in here}


def customers_named(events: Iterable[ImportedEvent]) -> set[str]:
    """The uids of the customers that the changes of events name."""
    return {
        value
        for event in events
        if "customer" in event.changes
        for value in event.changes["customer"]
        if isinstance(value, str)
    }


def parted(changes: Mapping[str, Sequence[Machine]]) -> tuple[tuple[str | None, ...], Mapping[str, Sequence[Machine]]]:
    """The changes of an event as its column keeps them, as far as that can be said without the desk: pieces in their
    order, None for each change that names another record; and those changes.
    """
    parts: list[str | None] = []
    named: dict[str, Sequence[Machine]] = {}
    said: list[str] = []
    for word, pair in changes.items():
        old, new = pair
        if word in COLUMNS:
            if said:
                parts.append(",".join(said))
                said = []
            parts.append(None)
            named[word] = pair
        elif word in RANKS:
            said.append(pair_text(word, _rank(word, old), _rank(word, new)))
        elif old is None and new.__class__ is str:
            said.append(f"{quoted(word)}:[null,{quoted(new)}]")
        else:
            said.append(pair_text(word, old, new))
    if said:
        parts.append(",".join(said))
    return tuple(parts), named


def machine_changes(event: ImportedEvent, names: Names, memory: Memory) -> str:
    """The `changes` of an event as its column keeps them, with row numbers for names."""
    named = iter(event.changes.items())
    said = [_numbered(*next(named), names, memory) if part is None else part for part in event.parts]
    return f"{{{','.join(said)}}}"


def _numbered(word: str, pair: Sequence[Machine], names: Names, memory: Memory) -> str:
    """One change with row numbers for names; that a field got the same first value is said thousands of times."""
    column, (old, new) = COLUMNS[word], pair
    if old is None and isinstance(new, str):
        said = names.said.get((column, new))
        if said is None:
            said = names.said[column, new] = pair_text(column, None, _machine(column, new, names, memory))
        return said
    before = None if old is None else _machine(column, old, names, memory)
    return pair_text(column, before, None if new is None else _machine(column, new, names, memory))


def _rank(word: str, value: Machine) -> Machine:
    """What a column holds for the word of a rank."""
    if value is None:
        return None
    if not isinstance(value, str):
        raise Unfit(f"an event's {word} is {value!r}, not a name")
    try:
        return int(RANKS[word].of(value))
    except ValueError:
        raise Unfit(f"no {word} {value!r}") from None


def _machine(column: str, value: Machine, names: Names, memory: Memory) -> Machine:
    """What a column holds for a name in a file; the same few agents and teams are looked for once."""
    if isinstance(value, dict):
        return -_number(value.get("gone"))
    if column == "merged_into":
        return memory.number_of(_number(value))
    if not isinstance(value, str):
        raise Unfit(f"an event's {column} is {value!r}, not a name")
    found = names.numbers.get((column, value))
    if found is None:
        found = names.numbers[column, value] = _row_number(column, value, names)
    return found


def _row_number(column: str, name: str, names: Names) -> int | None:
    if column in AGENT_COLUMNS:
        return names.agent(name)
    match column:
        case "customer_id":
            return names.customer(name)
        case "team_id":
            return names.team(name)
        case _:
            return names.record("organization", name)


def _number(value: Machine) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise Unfit(f"an event refers to {value!r}, not to a number")
    return value


def record_number(record: str, key: Reference, names: Names) -> int:
    """The row that an event of a record is about; gone rows keep a number that no row can have."""
    if isinstance(key, Gone):
        return -key.number
    if key is None:
        raise Unfit(f"an event of a {record} does not say of which")
    return names.record(record, key)


def unexplained(history: Iterable[str], opening: str) -> str:
    """Which column a history does not lead to, "" where replaying it gives exactly what an opening event would say."""
    state: dict[str, object] = {}
    for changes in history:
        for name, (old, new) in json.loads(changes).items():
            if (old or None) != (state.get(name) or None):
                return str(name)
            state[name] = new
    wanted = {name: new for name, (_, new) in json.loads(opening).items()}
    return next((name for name in {**wanted, **state} if (state.get(name) or None) != (wanted.get(name) or None)), "")
