"""The one door to every write: a change sets columns of many tickets at once and leaves an event for each.

An unaudited write cannot be expressed here, a write that would alter nothing writes nothing, and what a change
did can be read back from its events: that is what a dry run shows and what undo reverses.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Table, insert, literal, or_, select
from sqlalchemy.dialects import postgresql, sqlite

from supportdesk.domain.changes import Outcome
from supportdesk.domain.ticket import Status, origins
from supportdesk.errors import IllegalMove
from supportdesk.store import tables
from supportdesk.store.columns import Instant, instant_text
from supportdesk.store.logged import LOGGED, derived, differences, new_value
from supportdesk.store.reading import Reading, among
from supportdesk.store.selection import Selection, named
from supportdesk.store.tables import event, ticket


@dataclass(slots=True)
class Change(Reading):
    """One run of a verb, inside its transaction. The edge opens it; services take it first and never commit."""

    verb: str = ""
    number: int | None = None
    dry_run: bool = False
    changed: set[int] = field(default_factory=set)
    touched: bool = False

    @property
    def id(self) -> int:
        """The change's number; the first use writes its row."""
        if self.number is None:
            row = insert(tables.change).values(
                at=self.now, agent_id=self.actor.id, actor=self.actor.login, verb=self.verb
            )
            self.number = int(self.connection.execute(row.returning(tables.change.c.id)).scalar_one())
        return self.number

    def set(self, selection: Selection, kind: str, **values: object) -> Selection:
        """Set columns on all tickets of a selection; those whose values differ get an event of this kind.

        Two statements, however many tickets: one inserts the events, one updates the rows.
        """
        columns = {LOGGED_NAMES.get(name, name): value for name, value in values.items()}
        differing = or_(*(ticket.c[name].is_distinct_from(new_value(name, value)) for name, value in columns.items()))
        held = among(ticket.c.id, selection.ids, sqlite=self.sqlite)
        ids = self.ids(select(ticket.c.id).where(held, differing).order_by(ticket.c.id))
        if ids:
            self._log(ids, kind, columns)
            self._update(ids, {**columns, **derived(columns, self.now, sqlite=self.sqlite)})
            self._follow(ids, columns)
            self.changed.update(ids)
        return Selection(ids, selection.skipped)

    def _log(self, ids: Sequence[int], kind: str, values: Mapping[str, object]) -> None:
        names = ["change_id", "ticket_id", "kind", "at", "actor", "changes"]
        row = select(
            literal(self.id, tables.Key),
            ticket.c.id,
            literal(kind),
            literal(self.now, Instant()),
            literal(self.actor.login),
            differences(values, sqlite=self.sqlite),
        ).where(among(ticket.c.id, ids, sqlite=self.sqlite))
        ordered = row if self.sqlite else row.order_by(ticket.c.id)
        self.connection.execute(insert(event).from_select(names, ordered, include_defaults=False))
        self.touched = True

    def _update(self, ids: Iterable[int], values: Mapping[str, Any]) -> None:
        self.connection.execute(ticket.update().where(among(ticket.c.id, ids, sqlite=self.sqlite)).values(dict(values)))

    def _follow(self, ids: Sequence[int], values: Mapping[str, object]) -> None:
        """Keep what is derived outside the row: the tag index and the full text."""
        from supportdesk.store import indexes

        if "tags" in values:
            indexes.retag(self, ids)
        if "customer_id" in values:
            indexes.revip(self, among(ticket.c.id, ids, sqlite=self.sqlite))
        if {"subject", "customer_id"} & values.keys():
            indexes.reindex(self, ids)

    def move(self, selection: Selection, to: Status, *, skip: bool = False) -> Selection:
        """The tickets of a selection that may go to this status and are not there yet; an illegal move refuses all."""
        held = among(ticket.c.id, selection.ids, sqlite=self.sqlite)
        statuses = {row.id: Status(row.status) for row in self.rows(select(ticket.c.id, ticket.c.status).where(held))}
        allowed = origins(to, role=self.actor.role)
        refused = [number for number in selection.ids if statuses[number] not in allowed and statuses[number] != to]
        if refused and not skip:
            raise IllegalMove(self._why_not(refused, statuses[refused[0]], to))
        return selection.without(refused)

    def _why_not(self, refused: Sequence[int], status: Status, to: Status) -> str:
        verb = "is" if len(refused) == 1 else "are"
        if status == Status.CLOSED and to == Status.OPEN:
            return f"{named(refused)} {verb} closed, and only a lead may reopen"
        return f"{named(refused)} {verb} {status} and cannot become {to}"

    def record(self, kind: str, *, ticket_id: int | None = None, message_id: int | None = None) -> None:
        """Write an event that sets no column of a ticket."""
        self.events([{"ticket_id": ticket_id, "kind": kind, "message_id": message_id, "changes": "{}"}])

    def events(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Write events one by one described; change, instant and actor are this change's."""
        if not rows:
            return
        same = {"change_id": self.id, "at": self.now, "actor": self.actor.login}
        self.connection.execute(
            insert(event),
            [{"record": None, "record_id": None, "ticket_id": None, "message_id": None, **same, **row} for row in rows],
        )
        self.changed.update(row["ticket_id"] for row in rows if row.get("ticket_id"))
        self.touched = True

    def open(self, **values: Any) -> int:
        """Insert a ticket; its number. Values are columns; the event `opened` holds all that are not empty."""
        from supportdesk.store import rows

        row = rows.ticket_row(values, self.now)
        number = int(self.connection.execute(insert(ticket).values(row).returning(ticket.c.id)).scalar_one())
        self.events([{"ticket_id": number, "kind": "opened", "changes": rows.opening(row)}])
        from supportdesk.store import indexes

        indexes.start(self, number)
        if row["tags"] != "[]":
            indexes.retag(self, (number,))
        return number

    def add_messages(self, kind: str, rows: Sequence[Mapping[str, Any]]) -> tuple[int, ...]:
        """Insert messages (columns of `message`), with an event of this kind each; their ids in the same order."""
        from supportdesk.store import indexes

        statement = insert(tables.message).returning(tables.message.c.id, sort_by_parameter_order=True)
        ids = tuple(self.connection.execute(statement, [dict(row) for row in rows]).scalars())
        pairs = list(zip(rows, ids, strict=True))
        self.events(
            [
                {"ticket_id": row["ticket_id"], "kind": kind, "message_id": number, "changes": "{}"}
                for row, number in pairs
            ]
        )
        numbers = sorted({row["ticket_id"] for row in rows})
        indexes.append(self, [(row["ticket_id"], row["body"]) for row in rows])
        indexes.recount(self, numbers)
        return ids

    def attach(self, message_id: int, name: str, type: str, content: bytes) -> None:
        """Keep a file with a message; content that the store has already is not stored twice."""
        from supportdesk.store import rows

        sha256 = self.keep(content)
        self.connection.execute(
            insert(tables.attachment).values(
                message_id=message_id, name=rows.shown(name), type=type, size=len(content), sha256=sha256, inline=0
            )
        )
        number = self.value(select(tables.message.c.ticket_id).where(tables.message.c.id == message_id))
        from supportdesk.store import indexes

        indexes.recount(self, [number])

    def keep(self, content: bytes) -> str:
        """Store content under its SHA-256, once; the hash in hexadecimal."""
        from supportdesk.store import rows

        row = rows.blob_row(content)
        self.connection.execute(self.upsert(tables.blob).values(row).on_conflict_do_nothing())
        return str(row["sha256"])

    def upsert(self, table: Table) -> Any:
        """An INSERT that knows ON CONFLICT, of this store's dialect."""
        return sqlite.insert(table) if self.sqlite else postgresql.insert(table)

    # Records other than tickets ------------------------------------------------------------------------------------

    def add(self, table: Table, **values: Any) -> int:
        """Insert a record with an event that holds all its columns; its id."""
        number = int(self.connection.execute(insert(table).values(values).returning(table.c.id)).scalar_one())
        self._record(table, number, "added", None, self._whole(table, number))
        return number

    def edit(self, table: Table, number: int, **values: Any) -> bool:
        """Set columns of a record; False, and no event, where nothing differs."""
        before = self._whole(table, number)
        self.connection.execute(table.update().where(table.c.id == number).values(values))
        return self._record(table, number, "edited", before, self._whole(table, number))

    def remove(self, table: Table, number: int) -> None:
        """Delete a record; its event holds all its columns, so that undo can bring it back."""
        before = self._whole(table, number)
        self.connection.execute(table.delete().where(table.c.id == number))
        self._record(table, number, "removed", before, None)

    def _whole(self, table: Table, number: int) -> dict[str, Any]:
        row = self.row(select(table).where(table.c.id == number))
        return {} if row is None else {name: _plain(value) for name, value in row._mapping.items() if name != "id"}

    def _record(
        self, table: Table, number: int, kind: str, before: Mapping[str, Any] | None, after: Mapping[str, Any] | None
    ) -> bool:
        names = (before or after or {}).keys()
        changes = {name: [(before or {}).get(name), (after or {}).get(name)] for name in names}
        changes = {
            name: pair for name, pair in changes.items() if pair[0] != pair[1] or before is None or after is None
        }
        if not changes:
            return False
        row = {
            "record": table.name,
            "record_id": number,
            "kind": kind,
            "changes": json.dumps(changes, ensure_ascii=False),
        }
        self.events([row])
        self._follow_record(table, number, before or after or {})
        return True

    def _follow_record(self, table: Table, number: int, values: Mapping[str, Any]) -> None:
        """Keep what tickets derive from customers and companies."""
        from supportdesk.store import indexes

        if table is tables.customer:
            indexes.follow_customers(self, [number])
        elif table is tables.address:
            indexes.follow_customers(self, [values["customer_id"]])
        elif table is tables.organization:
            members = select(tables.customer.c.id).where(tables.customer.c.organization_id == number)
            indexes.revip(self, ticket.c.customer_id.in_(members))

    def outcome(self, selection: Selection | None = None, **more: Any) -> Outcome:
        """What this change did, for whoever called the verb."""
        ids = selection.ids if selection else ()
        changed = tuple(sorted(self.changed))
        return Outcome(
            verb=self.verb,
            changed=changed,
            unchanged=tuple(number for number in ids if number not in self.changed),
            skipped=selection.skipped if selection else (),
            change=self.number if self.touched else None,
            **more,
        )


LOGGED_NAMES = {"customer": "customer_id", "assignee": "assignee_id", "team": "team_id"}
assert set(LOGGED_NAMES.values()) <= LOGGED.keys()


def _plain(value: object) -> object:
    return instant_text(value) if isinstance(value, datetime) else value
