"""A database of the tests' server that is used again: what was written to it is taken back, or it is found unfit.

Which test gets which database stands in `lending.py`; nothing here knows a desk.
"""

import os
from dataclasses import dataclass, field
from typing import Any

import psycopg
from psycopg import pq, sql

MUCH = 3000
"""Rows written, by one test or by all, after which a database has served: what is deleted still lies in its files."""

FIRST_OF_OURS = 16384
"""The lowest number of a table that is not PostgreSQL's own."""

OPENED = psycopg.connect
"""Makes a session that is nobody else's."""

GONE = pq.PGconn.connect(b"host=/nowhere")
"""What a closed connection is left with whose session waits for another."""
GONE.finish()


class Session(psycopg.Connection[Any]):
    """A connection whose session another may use when it is closed; to him it is new, as behind a pooler."""

    home: "Lent | None" = None

    def close(self) -> None:
        """Leave the session to the next if it is fit for that."""
        if not self.closed and self.home is not None and self.home.takes_over(self.pgconn):
            self._closed, self.pgconn = True, GONE
        else:
            super().close()


@dataclass(frozen=True)
class Template:
    """What a copy of a template holds: statements that fill its tables, and how many rows each catalogue has."""

    rows: dict[str, str]
    catalogues: dict[str, int]


@dataclass(frozen=True)
class Observed:
    """What can be seen of a database at little cost."""

    tables: dict[int, tuple[int, ...]]
    """How many rows were ever inserted, updated and deleted in each table and catalogue, taken back or not."""

    numbers: dict[str, int | None]
    """The last number that each sequence gave."""

    planner: tuple[int, ...]
    """What the planner knows of the tables' sizes."""

    sessions: frozenset[int]
    """Who is connected besides the observer."""


@dataclass
class Lent:
    """A database, the connection that observes it, and the sessions that wait to be used again."""

    name: str
    url: str
    watch: psycopg.Connection[Any]
    template: Template
    waiting: list[pq.abc.PGconn] = field(default_factory=list)
    uses: int = 0
    written: int = 0
    lent: bool = False
    process: int = field(default_factory=os.getpid)

    def __post_init__(self) -> None:
        self.first = _one(self.watch, "SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint")
        self._note()

    def connect(self, **words: Any) -> Session:
        """A session that knows nothing of those before, or one that is new."""
        try:
            session = Session(self.waiting.pop())
            session.prepare_threshold = 5
        except IndexError:
            session = Session.connect(self.url, **words)
        session.home = self
        return session

    def takes_over(self, session: pq.abc.PGconn) -> bool:
        """Whether a session may be used again: it lives, is in no transaction, and has forgotten what it was told."""
        if not self.lent or self.process != os.getpid() or session.transaction_status != pq.TransactionStatus.IDLE:
            return False
        for statement in (b"SELECT pg_stat_force_next_flush()", b"DISCARD ALL"):
            if session.exec_(statement).status not in (pq.ExecStatus.TUPLES_OK, pq.ExecStatus.COMMAND_OK):
                return False
        self.waiting.append(session)
        return True

    def restore(self) -> bool:
        """Take back what was written; False if more was done than writing rows, or somebody else is connected."""
        now = self._observe()
        changed = {oid: sum(of) - sum(self.before.tables.get(oid, ())) for oid, of in now.tables.items()}
        changed = {oid: rows for oid, rows in changed.items() if rows}
        given = [name for name, number in now.numbers.items() if number != self.before.numbers.get(name, -1)]
        self.written += sum(changed.values())
        if self.written > MUCH or not self._is_as_it_was(now, [oid for oid in changed if oid < FIRST_OF_OURS]):
            return False
        if changed or given:
            self._take_back([oid for oid in changed if oid >= FIRST_OF_OURS], given)
            self._note()
        return True

    def close(self) -> None:
        """End its sessions."""
        self.lent = False
        self.end_waiting()
        self.watch.close()

    def end_waiting(self) -> None:
        """End the sessions that nobody uses now."""
        while self.waiting:
            self.waiting.pop().finish()

    def _note(self) -> None:
        """Remember what it is like now."""
        self.watch.execute("SELECT pg_stat_force_next_flush()")
        self.before = self._observe()

    def _observe(self) -> Observed:
        found = self.watch.execute(OBSERVED).fetchall()
        return Observed(
            {int(name): tuple(counts) for kind, name, *counts in found if kind == "table"},
            {name: number for kind, name, number, *_ in found if kind == "sequence"},
            next(tuple(counts) for kind, _, *counts in found if kind == "planner"),
            frozenset(process for kind, _, process, *_ in found if kind == "session"),
        )

    def _is_as_it_was(self, now: Observed, catalogues: list[int]) -> bool:
        """Whether it differs from what it was by rows of its tables only."""
        return (
            now.sessions == {session.backend_pid for session in self.waiting}
            and now.planner == self.before.planner
            and now.tables.keys() == self.before.tables.keys()
            and now.numbers.keys() == self.before.numbers.keys()
            and all(self._holds_what_it_held(name) for name in self._names(catalogues))
        )

    def _holds_what_it_held(self, catalogue: str) -> bool:
        """A catalogue to which something was written, say a table that is gone again: as many rows, and none new."""
        new = f"SELECT count(*) FROM {catalogue} WHERE xmin::text::bigint >= {self.first} AND {_lasting(catalogue)}"
        return _one(self.watch, new) == 0 and counted(self.watch, catalogue) == self.template.catalogues[catalogue]

    def _take_back(self, changed: list[int], given: list[str]) -> None:
        statements = ["BEGIN; SET LOCAL session_replication_role = replica"]
        for table in self._names(changed):
            statements += [f"DELETE FROM {table}", self.template.rows.get(table, "")]
        for name in given:
            number = self.before.numbers[name]
            statements.append(f"SELECT setval('{name}', {number or 1}, {number is not None})")
        self.watch.execute("; ".join(filter(None, [*statements, "COMMIT"])))

    def _names(self, tables: list[int]) -> list[str]:
        found = self.watch.execute("SELECT oid::regclass::text FROM pg_class WHERE oid = ANY(%s)", [tables])
        return [name for (name,) in found.fetchall()] if tables else []


OBSERVED = f"""
SELECT 'table', oid::text, pg_stat_get_tuples_inserted(oid), pg_stat_get_tuples_updated(oid),
  pg_stat_get_tuples_deleted(oid)
FROM pg_class WHERE relkind = 'r' AND (NOT relisshared OR oid = 'pg_db_role_setting'::regclass)
UNION ALL SELECT 'sequence', oid::regclass::text, pg_sequence_last_value(oid), 0, 0 FROM pg_class WHERE relkind = 'S'
UNION ALL SELECT 'planner', '', sum(relpages), sum(reltuples)::bigint, 0 FROM pg_class WHERE oid >= {FIRST_OF_OURS}
UNION ALL SELECT 'session', '', pid, 0, 0 FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""

COLUMNS = """
SELECT attname FROM pg_attribute
WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '' ORDER BY attnum
"""


def read(connection: psycopg.Connection[Any]) -> Template:
    """What a copy of a template holds."""
    found = connection.execute("SELECT oid::bigint, oid::regclass::text FROM pg_class WHERE relkind = 'r'").fetchall()
    rows = {table: _filling(connection, table) for oid, table in found if oid >= FIRST_OF_OURS}
    return Template(rows, {table: counted(connection, table) for oid, table in found if oid < FIRST_OF_OURS})


def counted(connection: psycopg.Connection[Any], catalogue: str) -> int:
    """How many rows a catalogue has."""
    return _one(connection, f"SELECT count(*) FROM {catalogue} WHERE {_lasting(catalogue)}")


def _lasting(catalogue: str) -> str:
    """All rows but those that a session leaves of its temporary tables, for the next that has some."""
    return "nspname !~ '^pg_(toast_)?temp_'" if catalogue == "pg_namespace" else "true"


def _one(connection: psycopg.Connection[Any], statement: str) -> int:
    row = connection.execute(statement).fetchone()  # type: ignore[arg-type]
    assert row is not None
    return int(row[0])


def _filling(connection: psycopg.Connection[Any], table: str) -> str:
    """The statement that fills a table as it is filled now, in the same order; none for an empty one."""
    names = [sql.Identifier(name) for (name,) in connection.execute(COLUMNS, [table]).fetchall()]
    values = sql.SQL(", ").join(sql.SQL("coalesce(quote_literal({}), 'NULL')").format(name) for name in names)
    listed = sql.SQL("SELECT string_agg('(' || concat_ws(', ', {}) || ')', ', ') FROM {}")
    row = connection.execute(listed.format(values, sql.SQL(table))).fetchone()  # type: ignore[arg-type]
    columns = sql.SQL(", ").join(names).as_string(connection)
    return f"INSERT INTO {table} ({columns}) OVERRIDING SYSTEM VALUE VALUES {row[0]}" if row and row[0] else ""
