"""The migrations make what the tables say, on both databases."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text

from supportdesk.errors import Refused
from supportdesk.store import schema, tables
from supportdesk.store.engine import Store, connect
from supportdesk.store.migrations import run
from tests import postgres

OURS = {"alembic_version", "ticket_fts", "ticket_fts_config", "ticket_fts_data", "ticket_fts_docsize", "ticket_fts_idx"}
"""What a store has beside its tables."""


@pytest.mark.filterwarnings("ignore:.*expression-based index")  # the tests below compare those too
def test_a_migrated_store_is_what_the_tables_say(store: Store) -> None:
    with store.reading() as connection:
        found = compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), tables.metadata)
    assert [difference for difference in found if not _is_extra(difference)] == []


def _is_extra(difference: object) -> bool:
    """The full-text index, which only the migrations know."""
    return bool(re.search(r"ticket_fts|ticket_text_vector|'vector'", repr(difference)))


def test_sqlite_would_make_the_same_tables_itself(sqlite_store: Store, tmp_path: Path) -> None:
    (tmp_path / "made.db").touch()
    made = connect(str(tmp_path / "made.db"))
    with made.writing() as connection:
        tables.metadata.create_all(connection)
        expected = _declared(connection)
    made.close()
    with sqlite_store.reading() as connection:
        assert {name: sql for name, sql in _declared(connection).items() if name not in OURS} == expected


def _declared(connection: Connection) -> dict[str, list[str]]:
    """Each table and index by its clauses; their order means nothing."""
    found = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL")).all()
    return {name: sorted(" ".join(clause.split()) for clause in re.split(r",\s|\(\s|\s\)", sql)) for name, sql in found}


@pytest.fixture
def bare(postgres_server: postgres.Server) -> Iterator[Store]:
    """An empty PostgreSQL database."""
    with postgres_server.copied("template0", "desk_bare") as url:
        store = connect(url)
        yield store
        store.close()


def test_postgresql_would_make_the_same_tables_itself(postgres_store: Store, bare: Store) -> None:
    with bare.writing() as connection:
        tables.metadata.create_all(connection)
        expected = _catalogue(connection)
    with postgres_store.reading() as connection:
        assert [row for row in _catalogue(connection) if not _is_extra(row) and row[0] not in OURS] == expected


def _catalogue(connection: Connection) -> list[tuple[str, ...]]:
    """Every column, constraint and index of a PostgreSQL database, as it would be declared."""
    columns = """SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull::text,
        coalesce(pg_get_expr(d.adbin, d.adrelid), '')
        FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid AND c.relkind = 'r' AND a.attnum > 0
        LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
        WHERE c.relnamespace = 'public'::regnamespace ORDER BY 1, 2"""
    constraints = """SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
        WHERE connamespace = 'public'::regnamespace AND contype <> 'n' ORDER BY 1, 2"""
    indexes = "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1, 2"
    return [tuple(row) for part in (columns, constraints, indexes) for row in connection.execute(text(part))]


def test_postgresql_compares_text_as_sqlite_does_whatever_the_server_speaks(postgres_store: Store) -> None:
    other = """SELECT c.relname, a.attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
        WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND a.atttypid = 'text'::regtype
        AND a.attcollation <> '"C"'::regcollation"""
    with postgres_store.reading() as connection:
        assert connection.execute(text(other)).all() == []


def test_the_newest_migration_is_the_version_that_the_program_knows() -> None:
    assert ScriptDirectory.from_config(run.settings()).get_current_head() == schema.HEAD


@pytest.fixture(params=["sqlite", "postgres"])
def older(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """A store as the first version of the program made it, on each database."""
    if request.param == "postgres":
        store: Store = request.getfixturevalue("bare")
    else:
        (tmp_path / "older.db").touch()
        store = connect(str(tmp_path / "older.db"))
    with store.writing() as connection:
        run.upgrade(connection, "0001")
        connection.execute(tables.meta.insert().values(key="desk", value="x"))
    yield store
    store.close()


def test_a_store_of_the_first_version_is_refused_until_it_is_migrated(older: Store) -> None:
    with pytest.raises(Refused, match="is of an older version") as told:
        schema.check(older)
    assert told.value.hint == "supportdesk db migrate"
    assert schema.migrate(older) == ("0001", schema.HEAD)
    schema.check(older)
    with older.reading() as connection:
        assert connection.execute(tables.draft.select()).all() == []


def test_a_migration_that_fails_leaves_the_database_as_it_was(bare: Store, tmp_path: Path) -> None:
    (tmp_path / "empty.db").touch()
    for store in (bare, connect(str(tmp_path / "empty.db"))):
        with pytest.raises(ZeroDivisionError):
            _fail_after_migrating(store)
        with store.reading() as connection:
            assert schema.state(connection) == schema.State.EMPTY
            assert inspect(connection).get_table_names() == []
        store.close()


def _fail_after_migrating(store: Store) -> None:
    with store.writing() as connection:
        run.upgrade(connection)
        raise ZeroDivisionError


def test_migrating_says_nothing(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "new.db").touch()
    store = connect(str(tmp_path / "new.db"))
    with store.writing() as connection:
        run.upgrade(connection)
    store.close()
    assert capfd.readouterr() == ("", "")
    assert [record for record in caplog.records if record.levelname not in ("DEBUG", "INFO")] == []
