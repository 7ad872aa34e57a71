"""The one bulk path of each database: rows as tuples, through the driver, in the transaction of a change.

SQLite takes `executemany`, PostgreSQL `COPY`. Values are what both drivers take as they are: text, numbers, bytes and
None; instants as ISO 8601 text. Callers log what they insert; nothing here knows what a ticket is.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Any, TypeAlias

from sqlalchemy import Connection, Table
from sqlalchemy.exc import DBAPIError, IntegrityError

from supportdesk.store.reading import Reading

Cell: TypeAlias = str | int | bytes | None
Cells: TypeAlias = tuple[Cell, ...]


def insert(reading: Reading, table: Table, names: Sequence[str], rows: Sequence[Cells]) -> None:
    """Insert rows whose cells are in the order of `names`."""
    _insert(reading.driver, table.name, names, rows, sqlite=reading.sqlite)


def insert_into(connection: Connection, name: str, names: Sequence[str], rows: Sequence[Cells]) -> None:
    """`insert` for a table by its name, and for columns that the tables of `tables.py` leave out."""
    driver = connection.connection.driver_connection
    _insert(driver, name, names, rows, sqlite=connection.dialect.name == "sqlite")


def _insert(driver: Any, name: str, names: Sequence[str], rows: Sequence[Cells], *, sqlite: bool) -> None:
    if not rows:
        return
    if sqlite:
        driver.executemany(f"INSERT INTO {_cells_of(name, tuple(names))}", rows)
        return
    with _postgres_errors(), driver.cursor() as cursor:
        _copy(cursor, name, names, rows)


def insert_missing(reading: Reading, table: Table, names: Sequence[str], rows: Sequence[Cells]) -> None:
    """Insert rows, but leave out those that a unique constraint says are there already."""
    if not rows:
        return
    if reading.sqlite:
        reading.driver.executemany(f"INSERT OR IGNORE INTO {_cells_of(table.name, tuple(names))}", rows)
        return
    columns = ", ".join(map(_quoted, names))
    with _postgres_errors(), reading.driver.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS pg_temp.arriving")
        cursor.execute(
            f"CREATE TEMP TABLE arriving ON COMMIT DROP AS SELECT {columns} FROM {_quoted(table.name)} LIMIT 0"
        )
        _copy(cursor, "arriving", names, rows)
        arrived = f"SELECT {columns} FROM arriving ORDER BY 1"
        cursor.execute(f"INSERT INTO {_quoted(table.name)} ({columns}) {arrived} ON CONFLICT DO NOTHING")


LOG_PAGES = 16_384
"""Pages of 4 KB that SQLite's log may hold before they are brought into the file, while rows come in great numbers."""


def checkpoint_rarely(reading: Reading) -> None:
    """Let SQLite bring its log into the file every 64 MB instead of every 4, from here on for this connection.

    Pages that many transactions write are so brought in once for all of them, and the disk is waited for less often.
    What is committed is as safe as ever.
    """
    if reading.sqlite:
        reading.driver.execute(f"PRAGMA wal_autocheckpoint = {LOG_PAGES}")


def update(reading: Reading, table: Table, names: Sequence[str], rows: Sequence[Cells]) -> None:
    """Set columns of rows by id; each tuple holds the cells of `names` and then the id."""
    mark = "?" if reading.sqlite else "%s"
    sets = ", ".join(f"{_quoted(name)} = {mark}" for name in names)
    statement = f"UPDATE {_quoted(table.name)} SET {sets} WHERE id = {mark}"
    if reading.sqlite:
        reading.driver.executemany(statement, rows)
        return
    with _postgres_errors(), reading.driver.cursor() as cursor:
        cursor.executemany(statement, rows)


def take_ids(reading: Reading, table: Table, count: int) -> Sequence[int]:
    """So many new ids, ascending, which nobody else will be given."""
    if not count:
        return ()
    if not reading.sqlite:
        rows = query(reading, f"SELECT nextval('{_sequence(table)}') FROM generate_series(1, {int(count)})")
        return [row[0] for row in rows]
    given = reading.later.given if reading.later is not None else None
    if given is None:
        last = highest(reading, table)
        _remember(reading, table, last + count)
    else:  # rows that bring their numbers raise SQLite's own count when they are inserted
        last = given[table.name] if table.name in given else highest(reading, table)
        given[table.name] = last + count
    return range(last + 1, last + count + 1)


def kept_ids(reading: Reading, table: Table, wanted: Sequence[int | None]) -> list[int]:
    """For each row the id that it brings where that is free, and a new one where it is not or there is none."""
    brought = [number for number in wanted if number is not None and number > 0]
    if not brought:
        return list(take_ids(reading, table, len(wanted)))
    taken = standing_ids(reading, table, brought)
    keep_ids(reading, table, max(brought))
    ids: list[int] = []
    for number in wanted:
        free = number is not None and number > 0 and number not in taken
        ids.append(number if free and number is not None else 0)
        taken.add(ids[-1])
    fresh = iter(take_ids(reading, table, ids.count(0)))
    return [number or next(fresh) for number in ids]


def standing_ids(reading: Reading, table: Table, wanted: Iterable[int]) -> set[int]:
    """Which of these ids rows have; those above the highest that was ever given are not looked for."""
    last = highest(reading, table)
    return {row[0] for row in matching(reading, table, ("id",), "id", [number for number in wanted if number <= last])}


def keep_ids(reading: Reading, table: Table, number: int) -> None:
    """Go on counting after `number`, for rows that bring their ids; call it before they are inserted."""
    if number <= highest(reading, table):
        return
    if reading.sqlite:
        _remember(reading, table, number)
        return
    with _postgres_errors(), reading.driver.cursor() as cursor:
        # Nobody may draw an id between looking and setting: inserts take this lock before they draw.
        cursor.execute(f"LOCK TABLE {_quoted(table.name)} IN SHARE ROW EXCLUSIVE MODE")
        if number > highest(reading, table):
            cursor.execute(f"SELECT setval('{_sequence(table)}', {int(number)})")


def highest(reading: Reading, table: Table) -> int:
    """The highest id that was ever given; tables of SQLite that may reuse ids are asked for what stands."""
    if not reading.sqlite:
        last, called = query(reading, f"SELECT last_value, is_called FROM {_sequence(table)}")[0]
        return int(last) if called else int(last) - 1
    standing = f"coalesce((SELECT max(id) FROM {_quoted(table.name)}), 0)"
    given = f"coalesce((SELECT seq FROM sqlite_sequence WHERE name = '{table.name}'), 0)" if _counted(table) else "0"
    return int(query(reading, f"SELECT max({standing}, {given})")[0][0])


def _sequence(table: Table) -> str:
    return f"{table.name}_id_seq"


def _counted(table: Table) -> bool:
    return bool(table.dialect_options["sqlite"]["autoincrement"])


def _remember(reading: Reading, table: Table, number: int) -> None:
    if not _counted(table):
        return
    changed = reading.driver.execute("UPDATE sqlite_sequence SET seq = ? WHERE name = ?", (number, table.name))
    if not changed.rowcount:
        reading.driver.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", (table.name, number))


def matching(
    reading: Reading,
    table: Table,
    names: Sequence[str],
    key: str,
    values: Iterable[str | int],
    *,
    within: tuple[str, str | int] | None = None,
) -> Sequence[tuple[Any, ...]]:
    """The named columns of rows whose `key` is one of the values, which all are text or all numbers.

    `within` is a column and what it has to hold besides.
    """
    wanted = list(dict.fromkeys(values))
    if not wanted:
        return []
    head = _selecting(table.name, tuple(names), key, within[0] if within else "", "?" if reading.sqlite else "%s")
    same = (within[1],) if within else ()
    if reading.sqlite:
        if len(wanted) == 1:
            return query(reading, f"{head} = ?", *same, wanted[0])
        from orjson import dumps  # most verbs do without

        return query(reading, f"{head} IN (SELECT value FROM json_each(?))", *same, dumps(wanted).decode())
    kind = "text" if isinstance(wanted[0], str) else "bigint"
    return query(reading, f"{head} = ANY (%s::{kind}[])", *same, wanted)


@lru_cache(512)
def _selecting(table: str, names: tuple[str, ...], key: str, within: str, mark: str) -> str:
    columns = ", ".join(map(_quoted, names))
    owned = f"{_quoted(within)} = {mark} AND " if within else ""
    return f"SELECT {columns} FROM {_quoted(table)} WHERE {owned}{_quoted(key)}"


def query(reading: Reading, statement: str, *parameters: object) -> Sequence[tuple[Any, ...]]:
    """All rows of a statement as the driver gives them: tuples."""
    if reading.sqlite:
        rows: Sequence[tuple[Any, ...]] = reading.driver.execute(statement, parameters).fetchall()
        return rows
    with _postgres_errors(), reading.driver.cursor() as cursor:
        found: Sequence[tuple[Any, ...]] = cursor.execute(statement, parameters or None).fetchall()
        return found


@lru_cache(512)
def _cells_of(name: str, names: tuple[str, ...]) -> str:
    return f"{_quoted(name)} ({', '.join(map(_quoted, names))}) VALUES ({', '.join('?' * len(names))})"


def _copy(cursor: Any, name: str, names: Sequence[str], rows: Sequence[Cells]) -> None:
    with cursor.copy(f"COPY {_quoted(name)} ({', '.join(map(_quoted, names))}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


@contextmanager
def _postgres_errors() -> Iterator[None]:
    """A driver's error as SQLAlchemy would have raised it, so that `engine.mapped_errors` knows it."""
    import psycopg

    try:
        yield
    except psycopg.IntegrityError as error:
        raise IntegrityError(None, None, error) from error
    except psycopg.Error as error:
        raise DBAPIError(None, None, error) from error
