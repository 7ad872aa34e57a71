"""Whether the database itself is whole: its pages, references, number sequences and stored content."""

import hashlib
import zlib
from collections.abc import Iterator

from sqlalchemy import Column, Table, TextClause, func, select, text
from sqlalchemy.exc import DatabaseError

from supportdesk.store.blobs import unpacked
from supportdesk.store.fault import Fault, fault
from supportdesk.store.reading import Reading
from supportdesk.store.tables import blob, metadata

SHOWN = 100
"""Broken references that are told of each kind."""


def damage(reading: Reading) -> Iterator[Fault]:
    """What SQLite finds wrong in its own file; where there is any, nothing else that is read can be trusted."""
    if not reading.sqlite:
        return
    try:
        for (line,) in reading.connection.exec_driver_sql("PRAGMA integrity_check"):
            if line != "ok":
                yield fault(None, "file", "a whole database file", line)
    except DatabaseError as error:
        yield fault(None, "file", "a whole database file", str(error.orig))
        # SQLite would refuse to commit even this reading transaction.
        if (transaction := reading.connection.get_transaction()) is not None:
            transaction.rollback()


def faults(reading: Reading, *, deep: bool) -> Iterator[Fault]:
    """References that lead nowhere, numbers that would be given twice and, where `deep`, content that has changed."""
    for table in metadata.sorted_tables:
        for column in table.columns:
            yield from _orphans(reading, table, column)
    yield from _sequences(reading)
    if deep:
        yield from _contents(reading)


def _orphans(reading: Reading, table: Table, column: "Column[object]") -> Iterator[Fault]:
    for key in column.foreign_keys:
        target = key.column
        lost = text(
            f'SELECT "{table.name}"."{column.name}" FROM "{table.name}" LEFT JOIN "{target.table.name}" AS standing '
            f'ON standing."{target.name}" = "{table.name}"."{column.name}" WHERE standing."{target.name}" IS NULL '
            f'AND "{table.name}"."{column.name}" IS NOT NULL LIMIT {SHOWN}'
        )
        for (value,) in reading.rows(lost):
            number = int(str(value)) if column.name == "ticket_id" else None
            yield fault(number, f"{table.name}.{column.name}", f"a row of {target.table.name}", value)


def _sequences(reading: Reading) -> Iterator[Fault]:
    """A row's number is never given twice, so the next one lies beyond all that stand."""
    for table in metadata.sorted_tables:
        if "id" not in table.columns or (reading.sqlite and not table.dialect_options["sqlite"]["autoincrement"]):
            continue
        highest = int(reading.value(select(func.max(table.c.id))) or 0)
        given = int(reading.value(_last_given(reading, table)) or 0)
        if given < highest:
            yield fault(None, f"{table.name} numbers", f"none below {highest} any more", given + 1)


def _last_given(reading: Reading, table: Table) -> TextClause:
    if reading.sqlite:
        return text("SELECT seq FROM sqlite_sequence WHERE name = :name").bindparams(name=table.name)
    sequence = str(reading.value(text("SELECT pg_get_serial_sequence(:name, 'id')").bindparams(name=table.name)))
    return text(f"SELECT CASE WHEN is_called THEN last_value ELSE last_value - 1 END FROM {sequence}")


def _contents(reading: Reading) -> Iterator[Fault]:
    statement = select(blob.c.sha256, blob.c.size, blob.c.data)
    with reading.connection.execute(statement, execution_options={"yield_per": 20}) as rows:
        for sha256, size, data in rows:
            found = _hashed(data)
            if found != (sha256, size):
                yield fault(None, f"content {sha256}", f"{size} bytes of this hash", found)


def _hashed(data: bytes) -> tuple[str, int] | str:
    try:
        content = unpacked(data)
    except zlib.error as error:
        return str(error)
    return hashlib.sha256(content).hexdigest(), len(content)
