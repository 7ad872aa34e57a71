"""A store's transactions, and what the drivers' errors become."""

import socket
import sqlite3
import threading
from pathlib import Path

import pytest
from sqlalchemy import Connection, event, text

from supportdesk.desk import Desk
from supportdesk.errors import NotFound, Refused, Unavailable
from supportdesk.store import tables
from supportdesk.store.engine import Store, connect
from tests import postgres
from tests.conftest import opened
from tests.templates import make


def tag(connection: Connection, name: str = "x") -> None:
    """Write something."""
    connection.execute(tables.tag.insert().values(name=name))


def tagged(store: Store, name: str = "x") -> None:
    """Write something, in a transaction of its own."""
    with store.writing() as connection:
        tag(connection, name)


def tags(store: Store) -> int:
    """How much was written."""
    with store.reading() as connection:
        return len(connection.execute(tables.tag.select()).all())


def test_a_reading_transaction_can_write_nothing(store: Store) -> None:
    with pytest.raises(Refused, match=r"read-only|does not let you write"), store.reading() as connection:
        tag(connection)


def test_a_reading_transaction_sees_one_moment(store: Store) -> None:
    with store.reading() as reading:
        assert reading.execute(tables.tag.select()).all() == []
        tagged(store)
        assert reading.execute(tables.tag.select()).all() == []
    assert tags(store) == 1


def test_a_writing_transaction_that_raises_leaves_nothing(store: Store) -> None:
    with pytest.raises(ZeroDivisionError):
        _fail_after_writing(store)
    assert tags(store) == 0


def _fail_after_writing(store: Store) -> None:
    with store.writing() as connection:
        tag(connection)
        raise ZeroDivisionError


def test_a_connection_that_read_can_write_next(store: Store) -> None:
    for number in range(3):
        assert tags(store) == number
        tagged(store, f"tag{number}")


def test_what_was_committed_survives_the_closing_of_the_store(store: Store, place: str) -> None:
    tagged(store)
    store.close()
    again = connect(place)
    assert tags(again) == 1
    again.close()


# Somebody else holds the store ---------------------------------------------------------------------------------------


def test_a_locked_file_is_unavailable_after_the_wait(sqlite_store: Store, sqlite_place: str) -> None:
    hasty = connect(sqlite_place, lock_wait=0.05)
    with sqlite_store.writing():
        with pytest.raises(Unavailable, match="another process holds the store") as told:
            tagged(hasty)
        assert tags(hasty) == 0
    assert told.value.exit_code == 6
    tagged(hasty)
    hasty.close()


def test_a_writer_waits_for_another_and_goes_on(sqlite_store: Store, sqlite_place: str) -> None:
    patient, written = connect(sqlite_place, lock_wait=20), threading.Event()
    waiting = threading.Thread(target=lambda: (tagged(patient), written.set()))
    with sqlite_store.writing() as connection:
        waiting.start()
        tag(connection, "first")
        assert not written.wait(0.1)
    waiting.join(20)
    assert tags(sqlite_store) == 2
    patient.close()


def test_a_locked_ticket_is_unavailable_after_the_wait(postgres_desk: Desk, postgres_place: str) -> None:
    held = tables.ticket.select().where(tables.ticket.c.id == opened(postgres_desk)).with_for_update()
    hasty = connect(postgres_place, lock_wait=0.05)
    with postgres_desk.store.writing() as first:
        first.execute(held)
        with pytest.raises(Unavailable, match="another agent holds"), hasty.writing() as second:
            second.execute(held)
    hasty.close()


def test_a_reader_never_waits_for_a_writer(store: Store) -> None:
    with store.writing() as writing:
        tag(writing)
        assert tags(store) == 0


# Files that cannot be used -------------------------------------------------------------------------------------------


def test_a_file_that_is_not_there_is_not_found_and_not_made(tmp_path: Path) -> None:
    store = connect(str(tmp_path / "none.db"))
    with pytest.raises(NotFound, match="no store at"):
        tags(store)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="is a folder"):
        connect(str(tmp_path))


def test_a_path_into_nowhere_is_not_found(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="no folder"):
        connect(str(tmp_path / "none" / "desk.db"))


def test_any_other_file_is_refused_and_left_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("Dear desk,\n" * 500)
    store = connect(str(path))
    with pytest.raises(Refused, match="is not a supportdesk store"):
        tags(store)
    assert path.read_text() == "Dear desk,\n" * 500


def test_a_damaged_file_is_refused(sqlite_place: str) -> None:
    with Path(sqlite_place).open("r+b") as file:
        file.seek(100)
        file.write(b"\xff" * 3996)
    store = connect(sqlite_place)
    with pytest.raises(Refused, match="is damaged"):
        tags(store)
    store.close()


def test_a_path_may_hold_any_character(tmp_path: Path) -> None:
    path = tmp_path / "a ?mode=ro#100% ёлка.db"
    make(str(path))
    store = connect(str(path))
    tagged(store)
    store.close()
    assert path.exists()


def test_a_full_disk_is_unavailable_and_nothing_was_changed(sqlite_store: Store) -> None:
    event.listen(sqlite_store.engine, "connect", lambda connection, _: connection.execute("PRAGMA max_page_count = 70"))
    with pytest.raises(Unavailable, match="is full; nothing was changed") as told:
        tagged(sqlite_store, "x" * 1_000_000)
    assert told.value.exit_code == 6
    assert tags(sqlite_store) == 0


def test_a_full_server_is_unavailable(postgres_store: Store) -> None:
    with pytest.raises(Unavailable, match=r"disk of .* is full"), postgres_store.writing() as connection:
        connection.execute(text("DO $$ BEGIN RAISE 'no space left on device' USING ERRCODE = 'disk_full'; END $$"))


# Servers that cannot be reached --------------------------------------------------------------------------------------


def test_a_server_that_is_not_there_is_unavailable() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        store = connect(f"postgresql://anna:secret@127.0.0.1:{port}/desk")
        with pytest.raises(Unavailable, match="cannot reach") as told:
            tags(store)
    assert told.value.exit_code == 6
    assert "secret" not in told.value.message + store.place


def test_a_database_that_is_not_there_is_unavailable(postgres_server: postgres.Server) -> None:
    store = connect(postgres_server.database("nowhere"))
    with pytest.raises(Unavailable, match="does not exist"):
        tags(store)


def test_a_role_that_may_not_is_told_what(postgres_server: postgres.Server, postgres_place: str) -> None:
    postgres_server.run("DROP ROLE IF EXISTS onlooker")
    postgres_server.run("CREATE ROLE onlooker LOGIN")
    store = connect(f"{postgres_place}&user=onlooker" if "?" in postgres_place else f"{postgres_place}?user=onlooker")
    with pytest.raises(Refused, match="does not let you: permission denied for table tag") as told:
        tagged(store)
    assert told.value.exit_code == 5
    with pytest.raises(Refused, match="does not let you: permission denied for table tag"):
        tags(store)
    store.close()


def test_a_desk_carries_on_when_its_server_was_restarted() -> None:
    server = postgres.OwnServer()
    try:
        server.run("CREATE DATABASE desk")
        make(server.database("desk"))
        store = connect(server.database("desk"))
        tagged(store, "before")
        with pytest.raises(Unavailable, match="cannot reach"):
            _crash_while_writing(server, store)
        with pytest.raises(Unavailable, match="cannot reach"):
            tags(store)
        server.start()
        tagged(store, "after")
        assert tags(store) == 2
        store.close()
    finally:
        server.close()


def _crash_while_writing(server: postgres.OwnServer, store: Store) -> None:
    with store.writing() as connection:
        tag(connection, "lost")
        server.crash()
        tag(connection, "lost too")


# How a file is opened ------------------------------------------------------------------------------------------------


def test_a_store_keeps_a_log_and_minds_references(sqlite_store: Store) -> None:
    with sqlite_store.reading() as connection:
        pragmas = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "foreign_keys", "synchronous")
        }
    assert pragmas == {"journal_mode": "wal", "foreign_keys": 1, "synchronous": 1}


def test_full_sync_survives_a_power_cut(sqlite_place: str) -> None:
    store = connect(sqlite_place, full_sync=True)
    with store.reading() as connection:
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2
    store.close()


def test_somebody_elses_database_stays_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE meta (key TEXT)")
    other.close()
    before = path.read_bytes()
    store = connect(str(path))
    with store.reading() as connection:
        connection.exec_driver_sql("SELECT * FROM meta").all()
    store.close()
    assert path.read_bytes() == before


def test_errors_never_tell_what_was_written(sqlite_store: Store) -> None:
    tagged(sqlite_store, "a customer's secret")
    with pytest.raises(Refused) as told:
        tagged(sqlite_store, "a customer's secret")
    assert "secret" not in f"{told.value} {told.value.__cause__}"
