"""The one door to every write: a change sets columns of many tickets at once and leaves an event for each.

An unaudited write cannot be expressed here, a write that would alter nothing writes nothing, and what a change
did can be read back from its events: that is what a dry run shows and what undo reverses.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Table, insert, select
from sqlalchemy.exc import IntegrityError

from supportdesk.domain.changes import Outcome
from supportdesk.domain.ticket import Role, Status, origins
from supportdesk.errors import IllegalMove
from supportdesk.store import bulk, recording, rows, setting, tables
from supportdesk.store.blobs import packed
from supportdesk.store.columns import instant_text
from supportdesk.store.logged import LOGGED
from supportdesk.store.reading import among, of_tickets
from supportdesk.store.selection import Selection, named
from supportdesk.store.tables import event, ticket
from supportdesk.store.writing import Writing

Values = Mapping[str, object]

FOLLOWED = {"tags", "customer_id", "subject"}
"""The columns of a ticket that something outside its row is derived from."""


@dataclass(slots=True)
class Change(Writing):
    """One run of a verb, inside its transaction. The edge opens it; services take it first and never commit."""

    verb: str = ""
    number: int | None = None
    dry_run: bool = False
    changed: set[int] = field(default_factory=set)
    touched: bool = False

    @property
    def id(self) -> int:
        """The change's number; the first use writes its row, and no viewer gets so far."""
        if self.number is None:
            self.require(Role.AGENT, what="changing the desk")
            (self.number,) = bulk.take_ids(self, tables.change, 1)
            cells = (self.number, instant_text(self.now), self.actor.id, self.actor.login, self.verb)
            bulk.insert(self, tables.change, ("id", "at", "agent_id", "actor", "verb"), [cells])
        return self.number

    # Tickets -------------------------------------------------------------------------------------------------------

    def set(self, selection: Selection, kind: str, **values: object) -> Selection:
        """Set columns on all tickets of a selection; those whose values differ get an event of this kind.

        Two statements that write, however many tickets: one inserts the events, one updates the rows.
        """
        columns = {LOGGED_NAMES.get(name, name): value for name, value in values.items()}
        wanted = setting.same(selection.ids, columns)
        ids = setting.differing(self, wanted) if selection else ()
        self._write(kind, setting.same(ids, columns))
        return Selection(ids, selection.skipped)

    def set_each(self, kind: str, values: Mapping[int, Values]) -> Selection:
        """The same where each ticket gets values of its own (machine values as the columns hold them), by number."""
        differing: list[int] = []
        for wanted in setting.each(values, sqlite=self.sqlite):
            differing += setting.differing(self, wanted)
        for wanted in setting.each({number: values[number] for number in differing}, sqlite=self.sqlite):
            self._write(kind, wanted)
        return Selection(tuple(sorted(differing)))

    def _write(self, kind: str, wanted: setting.Setting) -> None:
        if not wanted.ids:
            return
        self.connection.execute(setting.events(self, self.id, kind, wanted))
        self.connection.execute(setting.update(self, wanted))
        self.touched = True
        self._follow(wanted.ids, wanted.columns)
        self.changed.update(wanted.ids)

    def _follow(self, ids: Sequence[int], values: Values) -> None:
        """Keep what is derived outside the row: the tag index, whether the customer is a VIP, and the full text."""
        if not FOLLOWED & values.keys():
            return
        from supportdesk.store import indexes  # brings the full text, which most verbs do without

        if "tags" in values:
            indexes.retag(self, ids)
        if "customer_id" in values:
            indexes.hold_customers(self, ids)
            indexes.revip(self, among(ticket.c.id, ids, sqlite=self.sqlite))
        if {"subject", "customer_id"} & values.keys():
            indexes.reindex(self, ids)

    def move(self, selection: Selection, to: Status, *, skip: bool = False) -> Selection:
        """The tickets of a selection that may go to this status or are there; an illegal move refuses all."""
        allowed = [str(status) for status in (*origins(to, role=self.actor.role), to)]
        those = of_tickets(selection.ids, ticket.c.id, ticket.c.status, sqlite=self.sqlite)
        refused = {row[0]: Status(row[1]) for row in self.rows(those.where(ticket.c.status.not_in(allowed)))}
        if refused and not skip:
            raise IllegalMove(_why_not(refused, to))
        return selection.without(refused) if refused else selection

    def open(self, **values: Any) -> int:
        """Insert a ticket; its number. Values are columns; the event `opened` holds all that are not empty."""
        from supportdesk.store import indexes

        row = rows.ticket_row(rows.tidy(values), self.now)
        (number,) = bulk.take_ids(self, ticket, 1)
        names = rows.columns(ticket, numbered=True)
        bulk.insert(self, ticket, names, [rows.cells({**row, "id": number}, names)])
        self.events([{"ticket_id": number, "kind": "opened", "changes": rows.opening(row)}])
        indexes.start(self, number)
        if row["tags"] != "[]":
            indexes.retag(self, (number,))
        return number

    # What is said --------------------------------------------------------------------------------------------------

    def add_messages(self, kind: str, listed: Sequence[Mapping[str, Any]]) -> tuple[int, ...]:
        """Insert messages (columns of `message`), with an event of this kind each; their ids in the same order.

        A message may bring the `stems` of its body, where they are known.
        """
        from supportdesk.store import indexes

        ids = tuple(bulk.take_ids(self, tables.message, len(listed)))
        messages = [{**rows.message_row(row), "id": number} for number, row in zip(ids, listed, strict=True)]
        names = rows.columns(tables.message, numbered=True)
        bulk.insert(self, tables.message, names, [rows.cells(row, names) for row in messages])
        self.events([{"ticket_id": row["ticket_id"], "kind": kind, "message_id": row["id"]} for row in messages])
        indexes.append(
            self, [(row["ticket_id"], row["body"]) for row in messages], [row.get("stems") for row in messages]
        )
        indexes.recount(self, sorted({row["ticket_id"] for row in messages}))
        return ids

    def attach(self, messages: Sequence[int], name: str, type: str, content: bytes) -> None:
        """Keep a file with messages; content that the store has already is not stored twice."""
        from supportdesk.store import indexes

        file = {"name": rows.shown(name), "type": type, "size": len(content), "sha256": self.keep(content), "inline": 0}
        self.connection.execute(insert(tables.attachment), [{"message_id": number, **file} for number in messages])
        held = among(tables.message.c.id, messages, sqlite=self.sqlite)
        indexes.recount(self, self.ids(select(tables.message.c.ticket_id).distinct().where(held)))

    def keep(self, content: bytes) -> str:
        """Store content under its SHA-256, once; the hash in hexadecimal."""
        held = packed(content)
        row = {"sha256": held.sha256, "size": held.size, "data": held.data}
        self.connection.execute(self.upsert(tables.blob).values(row).on_conflict_do_nothing())
        return held.sha256

    # Events and records --------------------------------------------------------------------------------------------

    def events(self, listed: Sequence[Mapping[str, Any]]) -> None:
        """Write events, each described by its columns; change, instant and actor are this change's."""
        if not listed:
            return
        same = {"change_id": self.id, "at": self.now, "actor": self.actor.login}
        names = rows.columns(event, numbered=False)
        bulk.insert(self, event, names, [rows.cells({"changes": "{}", **row, **same}, names) for row in listed])
        self.changed.update(row["ticket_id"] for row in listed if row.get("ticket_id"))
        self.touched = True

    def add(self, table: Table, **values: Any) -> int:
        """Insert a record with an event that holds all its columns; its id."""
        known = values.pop("id", None)  # of one that comes back
        number: int = known if known is not None else bulk.take_ids(self, table, 1)[0]
        row = rows.record_row(table, values)
        names = tuple(row)
        bulk.insert(self, table, ("id", *names), [(number, *row.values())])
        self._record(table, number, "added", None, row)
        return number

    def edit(self, table: Table, number: int, **values: Any) -> bool:
        """Set columns of a record; False, and no event, where nothing differs."""
        before = recording.whole(self, table, number)
        self.connection.execute(table.update().where(table.c.id == number).values(values))
        return self._record(table, number, "edited", before, recording.whole(self, table, number))

    def remove(self, table: Table, number: int) -> None:
        """Delete a record; its event holds all its columns, so that undo can bring it back."""
        before = recording.whole(self, table, number)
        self.connection.execute(table.delete().where(table.c.id == number))
        self._record(table, number, "removed", before, None)

    def _record(
        self, table: Table, number: int, kind: str, before: recording.Columns | None, after: recording.Columns | None
    ) -> bool:
        changes = recording.differing(before, after)
        if changes:
            self.events([recording.event_row(table, number, kind, changes)])
            recording.follow(self, table, number, changes)
        return bool(changes)

    def found_or_made(self, find: Callable[[], int | None], make: Callable[[], int]) -> int:
        """What `find` gives or else what `make` adds; where another process adds the same at this moment, theirs."""
        found = find()
        if found is not None:
            return found
        if self.sqlite:  # whoever writes is alone
            return make()
        before = self.id, self.touched, set(self.changed)
        try:
            with self.connection.begin_nested():
                return make()
        except IntegrityError:
            _, self.touched, self.changed = before
            found = find()
            if found is None:
                raise
            return found

    def outcome(self, selection: Selection | None = None, **more: Any) -> Outcome:
        """What this change did, for whoever called the verb."""
        ids = selection.ids if selection else ()
        return Outcome(
            verb=self.verb,
            changed=tuple(sorted(self.changed)),
            unchanged=tuple(number for number in ids if number not in self.changed),
            skipped=selection.skipped if selection is not None else (),
            change=self.number if self.touched else None,
            dry_run=self.dry_run,
            **more,
        )


def _why_not(refused: Mapping[int, Status], to: Status) -> str:
    """Of the refused tickets those that stand where the first one does."""
    status = next(iter(refused.values()))
    alike = [number for number, other in refused.items() if other == status]
    verb = "is" if len(alike) == 1 else "are"
    if status == Status.CLOSED and to == Status.OPEN:
        return f"{named(alike)} {verb} closed, and only a lead may reopen"
    return f"{named(alike)} {verb} {status} and cannot become {to}"


LOGGED_NAMES = {"customer": "customer_id", "assignee": "assignee_id", "team": "team_id"}
assert set(LOGGED_NAMES.values()) <= LOGGED.keys()
