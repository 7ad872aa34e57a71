"""The reference of an import: rows that are ready to be inserted, inserted by the bare driver.

They are read from a store that the desk has filled, ten thousand tickets at a time; only inserting is timed. What the
desk's import does besides (reading JSON, checking, stemming, numbering) is exactly what this has been spared.
"""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bench.places import Bare
from supportdesk.store import tables
from supportdesk.store.text import vector_literal

CHUNK = 10_000
"""Tickets in one transaction."""

PEOPLE = (
    "organization", "customer", "address", "team", "agent", "membership", "template", "view", "tag", "field", "change",
)  # fmt: skip
"""Tables that are copied whole, in an order that their references allow."""

BY_TICKET = (
    ("ticket", "id"), ("ticket_tag", "ticket_id"), ("ticket_text", "ticket_id"), ("message", "ticket_id"),
    ("event", "ticket_id"), ("mail_reference", "ticket_id"),
)  # fmt: skip

Row = Sequence[object]


@dataclass(slots=True)
class Copied:
    """How many rows were inserted, and the seconds that took."""

    rows: int = 0
    wall: float = 0.0
    cpu: float = 0.0


def copy_store(source: Bare, target: Bare, *, postgres: bool) -> Copied:
    """Copy a filled SQLite store into a new one on either database."""
    copied = Copied()
    _empty(target)
    for name in PEOPLE:
        for chunk in _whole(source, name):
            _insert(target, [(name, *chunk)], copied, postgres=postgres)
    for chunk in _whole(source, "blob"):
        _insert(target, [("blob", *chunk)], copied, postgres=postgres)
    (highest,) = source.run("SELECT coalesce(max(id), 0) FROM ticket")[0]
    for first in range(0, highest, CHUNK):
        parts = [(name, *_part(source, name, key, first)) for name, key in BY_TICKET]
        parts.append(("attachment", *_attachments(source, first)))
        _insert(target, parts, copied, postgres=postgres)
    columns = _columns("event")
    rest = source.run(f"SELECT {_listed(columns)} FROM event WHERE ticket_id IS NULL ORDER BY id")
    _insert(target, [("event", columns, rest)], copied, postgres=postgres)
    if postgres:
        _go_on_counting(target)
    return copied


def _insert(
    target: Bare, parts: Sequence[tuple[str, Sequence[str], list[Row]]], copied: Copied, *, postgres: bool
) -> None:
    """One transaction: this alone is timed."""
    ready = [_indexed(part, postgres=postgres) for part in parts]
    wall, cpu = time.perf_counter(), time.process_time()
    target.begin()
    for name, columns, rows in (part for indexed in ready for part in indexed):
        target.insert(name, columns, rows)
    target.commit()
    copied.wall += time.perf_counter() - wall
    copied.cpu += time.process_time() - cpu
    copied.rows += sum(len(rows) for _, _, rows in parts)


def _indexed(
    part: tuple[str, Sequence[str], list[Row]], *, postgres: bool
) -> list[tuple[str, Sequence[str], list[Row]]]:
    """The full text comes with its index: a row of FTS5, or a vector."""
    name, columns, rows = part
    if name != "ticket_text":
        return [part]
    if postgres:
        return [(name, [*columns, "vector"], [[*row, vector_literal(str(row[1]))] for row in rows])]
    return [part, ("ticket_fts", ["rowid", "stems"], rows)]


def _columns(name: str) -> list[str]:
    return [column.name for column in tables.metadata.tables[name].columns]


def _listed(columns: Sequence[str], prefix: str = "") -> str:
    return ", ".join(f'{prefix}"{column}"' for column in columns)


def _whole(source: Bare, name: str) -> Iterator[tuple[Sequence[str], list[Row]]]:
    """A table's rows in chunks."""
    columns, key, last = _columns(name), "sha256" if name == "blob" else "id", None
    while True:
        after = f"WHERE {key} > ?" if last is not None else ""
        statement = f"SELECT {_listed(columns)} FROM {name} {after} ORDER BY {key} LIMIT {CHUNK}"
        rows: list[Row] = list(source.run(statement, [last] if last is not None else []))
        if not rows:
            return
        last = rows[-1][columns.index(key)]
        yield columns, rows


def _part(source: Bare, name: str, key: str, first: int) -> tuple[Sequence[str], list[Row]]:
    columns = _columns(name)
    order = "id" if "id" in columns else key
    statement = f"SELECT {_listed(columns)} FROM {name} WHERE {key} > ? AND {key} <= ? ORDER BY {order}"
    return columns, list(source.run(statement, [first, first + CHUNK]))


def _attachments(source: Bare, first: int) -> tuple[Sequence[str], list[Row]]:
    columns = _columns("attachment")
    statement = (
        f"SELECT {_listed(columns, 'a.')} FROM message m JOIN attachment a ON a.message_id = m.id "
        "WHERE m.ticket_id > ? AND m.ticket_id <= ? ORDER BY a.id"
    )
    return columns, list(source.run(statement, [first, first + CHUNK]))


def _empty(target: Bare) -> None:
    """A new store has an agent and views; those of the source take their place."""
    for name in ("event", "change", "view", "agent"):
        target.run(f"DELETE FROM {name}")


def _go_on_counting(target: Bare) -> None:
    """PostgreSQL counts beside the rows; SQLite knows its highest by itself."""
    for table in tables.metadata.sorted_tables:
        if "id" in table.columns and table.name != "alembic_version":
            highest = f"SELECT coalesce(max(id), 1) FROM {table.name}"
            target.run(f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), ({highest}))")
    target.run("VACUUM ANALYZE")  # or it would begin by itself in the midst of what is measured
