"""Making a store, and telling a store of ours from everything else."""

import multiprocessing
import os
import sqlite3
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from supportdesk.config import resolve
from supportdesk.desk import open_desk
from supportdesk.errors import DeskError, NotFound, Refused
from supportdesk.store import schema, tables
from supportdesk.store.engine import Store, connect
from tests import postgres
from tests.templates import MORNING


@pytest.fixture
def bare(postgres_server: postgres.Server) -> Iterator[str]:
    """The URL of an empty PostgreSQL database."""
    with postgres_server.copied("template0", "desk_empty") as url:
        yield url


def opened(path: Path) -> tuple[str, ...]:
    """Open the desk at a path as `LOGNAME` does; the logins that it has."""
    desk = open_desk(resolve({"LOGNAME": "ivan"}, flags={"store": str(path)}), clock=lambda: MORNING)
    with desk.read() as reading:
        logins = tuple(reading.connection.execute(tables.agent.select()).mappings())
    desk.close()
    return tuple(row["login"] for row in logins)


def test_a_local_store_is_made_on_first_use_with_the_user_as_its_admin(tmp_path: Path) -> None:
    assert opened(tmp_path / "desk.db") == ("ivan",)
    assert opened(tmp_path / "desk.db") == ("ivan",)


def test_a_new_desk_has_its_views(store: Store) -> None:
    with store.reading() as connection:
        names = [row.name for row in connection.execute(tables.view.select().order_by(tables.view.c.position))]
    assert names == ["default", "mine", "unassigned", "overdue", "pending", "solved"]


def test_a_store_is_private_from_birth_whatever_the_mask(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        opened(tmp_path / "desk.db")
        store = connect(str(tmp_path / "desk.db"))
        with store.writing() as connection:
            connection.execute(tables.tag.insert().values(name="x"))
            modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()}
        store.close()
    finally:
        os.umask(before)
    assert modes == {"desk.db": 0o600, "desk.db-wal": 0o600, "desk.db-shm": 0o600}


def test_a_file_that_was_made_empty_becomes_a_store(tmp_path: Path) -> None:
    (tmp_path / "desk.db").touch()
    assert opened(tmp_path / "desk.db") == ("ivan",)


def test_a_store_whose_making_was_cut_short_is_made_again(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "desk.db") as connection:
        connection.execute("PRAGMA journal_mode = WAL")
    connection.close()
    assert (tmp_path / "desk.db").stat().st_size > 0
    assert opened(tmp_path / "desk.db") == ("ivan",)


def test_many_who_come_at_once_make_one_store(tmp_path: Path) -> None:
    context = multiprocessing.get_context("fork")
    with context.Pool(6) as pool:
        assert pool.map(opened, [tmp_path / "desk.db"] * 12, chunksize=1) == [("ivan",)] * 12


def test_a_servers_store_is_made_by_init_alone(bare: str) -> None:
    with pytest.raises(NotFound, match="no store at") as told:
        open_desk(resolve({"LOGNAME": "ivan"}, flags={"store": bare}))
    assert told.value.hint == "supportdesk init"
    store = connect(bare)
    assert schema.create(store, login="ivan", now=MORNING) is True
    assert schema.create(store, login="boris", now=MORNING) is False
    schema.check(store)
    store.close()


def test_many_inits_at_once_make_one_store(bare: str) -> None:
    context = multiprocessing.get_context("fork")
    with context.Pool(4) as pool:
        assert sorted(pool.map(_create, [bare] * 4, chunksize=1)) == [False, False, False, True]


def _create(url: str) -> bool:
    store = connect(url)
    made = schema.create(store, login="ivan", now=MORNING)
    store.close()
    return made


# What is not ours ----------------------------------------------------------------------------------------------------


def refusal(store: Store) -> DeskError:
    """Why a store cannot be used."""
    with pytest.raises(DeskError) as told:
        schema.check(store)
    return told.value


def versioned(store: Store, version: str) -> None:
    """Make a store say that it is of another version."""
    with store.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :version"), {"version": version})


def test_a_newer_store_is_never_touched(store: Store) -> None:
    versioned(store, "9999")
    assert "is of a newer version; upgrade supportdesk" in refusal(store).message
    with pytest.raises(Refused, match="newer version"):
        schema.migrate(store)
    with pytest.raises(Refused, match="newer version"):
        schema.create(store, login="anna", now=MORNING)


def test_an_older_store_names_the_command_that_upgrades_it(store: Store) -> None:
    versioned(store, "0000")
    told = refusal(store)
    assert (told.exit_code, told.hint) == (5, "supportdesk db migrate")


def test_a_current_store_is_migrated_already(store: Store) -> None:
    assert schema.migrate(store) == (schema.HEAD, schema.HEAD)


def test_somebody_elses_file_is_refused(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "other.db") as other:
        other.execute("CREATE TABLE meta (key TEXT)")
    other.close()
    before = (tmp_path / "other.db").read_bytes()
    store = connect(str(tmp_path / "other.db"))
    assert "is not a supportdesk store" in refusal(store).message
    with pytest.raises(Refused, match="is not a supportdesk store"):
        opened(tmp_path / "other.db")
    store.close()
    assert (tmp_path / "other.db").read_bytes() == before


def test_somebody_elses_database_is_refused(bare: str) -> None:
    store = connect(bare)
    with store.writing() as connection:
        connection.execute(text("CREATE TABLE meta (key TEXT)"))
    assert "is not a supportdesk store" in refusal(store).message
    with pytest.raises(Refused, match="is not a supportdesk store"):
        schema.create(store, login="anna", now=MORNING)
    store.close()


def test_a_store_without_its_version_is_refused(store: Store) -> None:
    with store.writing() as connection:
        connection.execute(text("DROP TABLE alembic_version"))
    assert "is not a supportdesk store" in refusal(store).message
