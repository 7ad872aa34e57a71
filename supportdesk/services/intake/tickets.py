"""Tickets with their threads and events, as rows: thousands in one transaction.

Here: which tickets are new, their numbers, tags, events and full text. Their cells are in `ticket_row.py`, messages in
`threads.py`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TypeAlias

from supportdesk.domain.shape import ImportedEvent, ImportedMessage, ImportedTicket
from supportdesk.domain.ticket import Role
from supportdesk.errors import DeskError
from supportdesk.services.intake import log, past, threads, words
from supportdesk.services.intake.names import Names
from supportdesk.services.intake.ticket_row import TICKET, cells_of, opening
from supportdesk.services.intake.verdict import Added, Decision, Memory, Unfit, Verdict
from supportdesk.services.tags import tidy_tag
from supportdesk.store import bulk, tables, text
from supportdesk.store.change import Change
from supportdesk.store.columns import instant_text


@dataclass(slots=True)
class Standing:
    """The tickets of this transaction that stand already, by uid and by (source, external id); and numbers in use."""

    uids: dict[str, int] = field(default_factory=dict)
    foreign: dict[tuple[str, str], int] = field(default_factory=dict)
    numbers: set[int] = field(default_factory=set)

    def find(self, one: ImportedTicket) -> int | None:
        """The number of the ticket that a record is of, None for a new one."""
        if (number := self.uids.get(one.uid)) is not None:
            return number
        return self.foreign.get((one.source or "", one.external_id)) if one.external_id else None


def add(change: Change, listed: Sequence[ImportedTicket], names: Names, memory: Memory, added: Added) -> list[Decision]:
    """Insert tickets; to one that stands only the messages are added that its thread lacks."""
    change.require(Role.ADMIN if any(one.events for one in listed) else Role.LEAD, what="importing")
    if not memory.whole:
        listed = list(map(_tagged, listed))
    standing = _standing(change, listed)
    _load_names(listed, names)
    threads.keep(change, [content for one in listed for content in one.contents])
    contents = threads.known_contents(change, listed)
    mails = threads.known_mails(change, [message.message_id for one in listed for message in one.thread])
    events = [event for one in listed for event in one.events or ()]
    changes = past.change_ids(change, events, memory)
    batch = _Batch(change, names, memory, added, changes, mails, contents, standing)
    decisions = [batch.decide(one) for one in listed]
    batch.write()
    return decisions


def _tagged(one: ImportedTicket) -> ImportedTicket:
    """A ticket with its tags in lower case, as all are that verbs put on."""
    tags = tuple([tag.lower() for tag in one.tags])
    return one if tags == one.tags else one._replace(tags=tags)


_fit_tag = lru_cache(4096)(tidy_tag)
"""The same few tags stand on most tickets of a file."""


def _standing(change: Change, listed: Sequence[ImportedTicket]) -> Standing:
    found = Standing()
    found.uids = dict(bulk.matching(change, tables.ticket, ("uid", "id"), "uid", [one.uid for one in listed]))
    foreign = [one.external_id for one in listed if one.external_id]
    for source, external_id, number in bulk.matching(
        change, tables.ticket, ("source", "external_id", "id"), "external_id", foreign
    ):
        found.foreign[source or "", external_id] = number
    wanted = [one.number for one in listed if one.number is not None]
    found.numbers = bulk.standing_ids(change, tables.ticket, wanted)
    return found


def _load_names(listed: Sequence[ImportedTicket], names: Names) -> None:
    keys = [one.customer for one in listed if one.customer]
    names.load(keys)
    uids = {message.customer for one in listed for message in one.thread if message.customer}
    names.load_uids(uids | past.customers_named(event for one in listed for event in one.events or ()))


_Past: TypeAlias = tuple[ImportedEvent, int | None, str]
"""An event with the number of its change here and its changes as the column keeps them."""


@dataclass(slots=True)
class _Batch:
    """Tickets of one transaction on their way into rows."""

    change: Change
    names: Names
    memory: Memory
    added: Added
    changes: Mapping[int, int]
    mails: set[str]
    contents: set[str]
    standing: Standing
    fresh: list[ImportedTicket] = field(default_factory=list)
    histories: list[list[_Past]] = field(default_factory=list)
    more: list[tuple[int, tuple[ImportedMessage, ...]]] = field(default_factory=list)
    seen: dict[str, ImportedTicket] = field(default_factory=dict)
    kept: set[int] = field(default_factory=set)

    def decide(self, one: ImportedTicket) -> Decision:
        """What becomes of one ticket; new ones are noted for `write`."""
        number = self.standing.find(one)
        if number is not None:
            return self._continue(one, number)
        if one.uid in self.seen or (one.external_id and f"{one.source}\n{one.external_id}" in self.seen):
            return Verdict.DUPLICATE
        try:
            self._check(one)
            if self._must_wait(one):
                return Verdict.LATER
            history = [self._event(event) for event in one.events or ()]
            if one.events is not None and not self.memory.whole:
                self._check_history(one, history)
            self.histories.append(history)
        except DeskError as fault:
            return fault
        self.fresh.append(one)
        self.seen[one.uid] = one
        if one.external_id:
            self.seen[f"{one.source}\n{one.external_id}"] = one
        if one.number is not None and one.number not in self.standing.numbers:
            self.kept.add(one.number)
            self.memory.placed.add(one.number)
        return Verdict.NEW

    def _continue(self, one: ImportedTicket, number: int) -> Decision:
        if one.number is not None:
            if one.number == number:
                self.memory.placed.add(number)
            else:
                self.memory.renumbered.setdefault(one.number, number)
        missing = tuple(message for message in one.thread if message.message_id not in self.mails)
        if not missing:
            return Verdict.DUPLICATE
        try:
            for message in missing:
                threads.check(message, self.names, self.contents)
        except DeskError as fault:
            return fault
        self.mails.update(message.message_id for message in missing)
        self.more.append((number, missing))
        return Verdict.THREADED

    def _check(self, one: ImportedTicket) -> None:
        """Everything that can be wrong with a record is found before the first row of it is made."""
        self.names.agent(one.assignee)
        self.names.team(one.team)
        if self.memory.whole and one.customer and self.names.find(one.customer) is None:
            raise Unfit(f"no customer {one.customer.uid or one.customer.email!r} at this desk; add them first")
        for message in one.thread:
            threads.check(message, self.names, self.contents)
        if not self.memory.whole:
            for tag in one.tags:
                _fit_tag(tag)

    def _check_history(self, one: ImportedTicket, history: Sequence[_Past]) -> None:
        """What a ticket is must follow from what happened to it; without events an import writes the first one."""
        if [event.kind == "opened" for event, *_ in history] != [True, *[False] * (len(history) - 1)]:
            raise Unfit("its events do not begin with `opened`; leave them out")
        known = self.names.find(one.customer) if one.customer else None
        begun = opening(cells_of(0, one, known, self.names), one, self.memory)
        if name := past.unexplained((changes for *_, changes in history), begun):
            raise Unfit(f"its events do not lead to its {name}; leave them out, or make them whole")

    def _event(self, event: ImportedEvent) -> _Past:
        if event.change and event.change not in self.changes:
            raise Unfit(f"an event is of change {event.change}, which is not at this desk; add it first")
        change_id = self.changes[event.change] if event.change else None
        return event, change_id, past.machine_changes(event, self.names, self.memory)

    def _must_wait(self, one: ImportedTicket) -> bool:
        """Whether its number is taken, or it refers to a ticket that has not come: both are settled at the end."""
        refers = [one.merged_into] if one.merged_into is not None else []
        for event in one.events or ():
            refers += [value for value in event.changes.get("merged_into", ()) if isinstance(value, int)]
        missing = [number for number in refers if self.memory.number_of(number) is None]
        if missing and self.memory.last_call:
            raise Unfit(f"refers to ticket {missing[0]}, which the file does not hold")
        taken = one.number is not None and (one.number in self.standing.numbers or one.number in self.kept)
        return bool(missing) or (taken and not self.memory.late)

    def write(self) -> None:
        """Insert what was decided."""
        if self.fresh:
            self.names.add([one.customer for one in self.fresh if one.customer])
            numbers = self._numbers()
            _insert(self, numbers)
        threads.add_to_standing(self.change, self.more, self.names)
        self.added.messages += sum(len(messages) for _, messages in self.more)
        self.change.touched = self.change.touched or bool(self.fresh)

    def _numbers(self) -> list[int]:
        """A number for each new ticket: its own where that is free."""
        if self.kept:
            bulk.keep_ids(self.change, tables.ticket, max(self.kept))
        free = set(self.kept)
        wanting = [one for one in self.fresh if one.number is None or one.number not in free]
        fresh = iter(bulk.take_ids(self.change, tables.ticket, len(wanting)))
        numbers: list[int] = []
        for one in self.fresh:
            if one.number is not None and one.number in free:
                free.discard(one.number)
                numbers.append(one.number)
                continue
            numbers.append(next(fresh))
            if one.number is not None:
                self.added.renumbered += 1
                if one.number not in self.memory.placed:
                    self.memory.renumbered.setdefault(one.number, numbers[-1])
        return numbers


def _insert(batch: _Batch, numbers: Sequence[int]) -> None:
    change, names = batch.change, batch.names
    pairs = list(zip(numbers, batch.fresh, strict=True))
    people = [names.find(one.customer) if one.customer else None for one in batch.fresh]
    cells = [cells_of(number, one, known, names) for (number, one), known in zip(pairs, people, strict=True)]
    bulk.insert(change, tables.ticket, TICKET, cells)
    merged = [(batch.memory.number_of(one.merged_into), number) for number, one in pairs if one.merged_into is not None]
    bulk.update(change, tables.ticket, ("merged_into",), merged)
    marked = [(tag, number) for number, one in pairs for tag in dict.fromkeys(one.tags)]
    bulk.insert(change, tables.ticket_tag, ("tag", "ticket_id"), marked)
    if marked and not batch.memory.whole:
        _list_tags(change, {tag for tag, _ in marked})
    ids = threads.insert(change, pairs, people, names, batch.mails, restoring=batch.memory.restoring)
    _log(batch, pairs, cells, ids)
    text.index(change.connection, words.documents(pairs, people, change))
    batch.added.tickets += len(pairs)
    batch.added.messages += len(ids)


def _list_tags(change: Change, wanted: set[str]) -> None:
    """Tags that the desk did not have are put on its list."""
    standing = {row[0] for row in bulk.matching(change, tables.tag, ("name",), "name", wanted)}
    new = sorted(wanted - standing)
    listed = list(zip(bulk.take_ids(change, tables.tag, len(new)), new, [""] * len(new), strict=True))
    bulk.insert(change, tables.tag, ("id", "name", "note"), listed)
    log.added_events(change, tables.tag, ("name", "note"), listed)


# Events --------------------------------------------------------------------------------------------------------------


def _log(
    batch: _Batch,
    pairs: Sequence[tuple[int, ImportedTicket]],
    cells: Sequence[bulk.Cells],
    ids: Mapping[tuple[int, str], int],
) -> None:
    """The events that tickets bring; for those that bring none, one `opened` that holds all that is not empty."""
    change = batch.change
    listed: list[bulk.Cells] = []
    brought: list[int | None] = []
    now, actor = instant_text(change.now), change.actor.login
    for (number, one), row, history in zip(pairs, cells, batch.histories, strict=True):
        if one.events is None:
            begun = opening(row, one, batch.memory)
            listed.append((change.id, number, None, None, "opened", now, actor, begun, None))
            brought.append(None)
        for event, change_id, changes in history:
            message = ids.get((number, event.message)) if event.message else None
            head = (change_id or change.id, number, None, None)
            listed.append((*head, event.kind, event.at, event.actor, changes, message))
            brought.append(event.id)
    log.insert_events(change, listed, brought if batch.memory.restoring else ())
