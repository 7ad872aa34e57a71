"""A database that is lent again is as new: what tests stand on, tested itself."""

import os
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

import psycopg
import pytest

from tests.conftest import ONE_TICKET
from tests.lending import Lending
from tests.postgres import OwnServer, Server
from tests.templates import Templates

TABLES = "SELECT oid::regclass::text FROM pg_class WHERE relkind = 'r' AND oid >= 16384 ORDER BY 1"
SEQUENCES = "SELECT oid::regclass::text FROM pg_class WHERE relkind = 'S' ORDER BY 1"

NEEDED = """
SELECT attname, CASE WHEN typname ~ '^(int|float|numeric)' THEN '7' WHEN typname = 'bool' THEN 'true'
  WHEN typname ~ '^timestamp' THEN '2026-01-01' WHEN typname ~ '^json' THEN '{}' ELSE 'x' END
FROM pg_attribute JOIN pg_type ON pg_type.oid = atttypid
WHERE attrelid = %s::regclass AND attnum > 0 AND attnotnull AND attidentity = '' AND NOT atthasdef
"""


@pytest.fixture
def template(templates: Templates) -> str:
    """What is lent: a desk with a ticket."""
    return templates.postgres(ONE_TICKET)


@pytest.fixture
def lender(lending: Lending, postgres_server: Server) -> Iterator[Lending]:
    """Lends databases that no other test has had; they go with this one."""
    if not isinstance(postgres_server, OwnServer):
        pytest.skip("on a server that others use too, nothing is lent again")
    with closing(Lending(postgres_server)) as found, found.attended():
        yield found


def like_the_program(url: str) -> "psycopg.Connection[Any]":
    """A connection as the program makes it."""
    return psycopg.connect(url, connect_timeout=10, application_name="supportdesk")


def everything(connection: "psycopg.Connection[Any]") -> dict[str, Any]:
    """Every row of every table, in the order in which it lies there, and what every sequence stands at."""
    tables = {name: connection.execute(f"SELECT * FROM {name}").fetchall() for (name,) in connection.execute(TABLES)}
    numbers = {
        name: connection.execute(f"SELECT last_value, is_called FROM {name}").fetchall()
        for (name,) in connection.execute(SEQUENCES)
    }
    return tables | numbers


def write_everything(connection: "psycopg.Connection[Any]") -> None:
    """Take a number of every sequence; in every table, remove the first row, change the others and add one."""
    connection.execute("SET session_replication_role = replica")
    for (name,) in connection.execute(SEQUENCES).fetchall():
        connection.execute(f"SELECT nextval('{name}') FROM generate_series(1, 3)")
    for (name,) in connection.execute(TABLES).fetchall():
        connection.execute(f"DELETE FROM {name} WHERE ctid = (SELECT min(ctid) FROM {name})")
        needed = connection.execute(NEEDED, [name]).fetchall()
        column = needed[0][0] if needed else connection.execute(f"SELECT * FROM {name}").description[0].name  # type: ignore[index]
        connection.execute(f'UPDATE {name} SET "{column}" = "{column}"')
        columns, values = ", ".join(f'"{one}"' for one, _ in needed), ", ".join(f"'{value}'" for _, value in needed)
        connection.execute(f"INSERT INTO {name} ({columns}) VALUES ({values})")
    connection.commit()


def test_after_a_test_that_wrote_every_table_the_next_finds_what_the_template_holds(
    lender: Lending, template: str, postgres_server: Server
) -> None:
    with postgres_server.copied(template, "desk_never_lent") as url, closing(like_the_program(url)) as connection:
        new = everything(connection)

    for _ in range(3):
        with lender.copy(template) as url, closing(like_the_program(url)) as connection:
            assert everything(connection) == new
            write_everything(connection)
            now = everything(connection)
            assert [name for name in new if now[name] == new[name]] == []
            connection.rollback()  # else its session ends, which the server may do a moment later

    assert lender.made == 1


def test_numbers_that_were_given_to_nothing_are_given_again(lender: Lending, template: str) -> None:
    given = []
    for _ in range(2):
        with lender.copy(template) as url, closing(like_the_program(url)) as connection, connection:
            given += connection.execute("SELECT nextval(pg_get_serial_sequence('ticket', 'id'))").fetchall()

    assert (given, lender.made) == ([(2,), (2,)], 1)


def test_a_session_that_is_used_again_has_forgotten_everything(lender: Lending, template: str) -> None:
    sessions = []
    for _ in range(2):
        with lender.copy(template) as url, closing(like_the_program(url)) as connection:
            sessions.append(connection.info.backend_pid)
            assert connection.execute("SHOW lock_timeout").fetchone() == ("0",)
            assert connection.execute("SELECT count(*) FROM pg_prepared_statements").fetchone() == (0,)
            connection.execute("CREATE TEMPORARY TABLE mine (a int)")
            connection.execute("SET lock_timeout = 77")
            connection.execute("SELECT pg_advisory_lock(1), 1", prepare=True)
            connection.commit()

    assert sessions[0] == sessions[1]
    assert lender.made == 1


def altering(url: str) -> None:
    """Add a column to a table."""
    with closing(like_the_program(url)) as connection, connection:
        connection.execute("ALTER TABLE team ADD COLUMN more text")


def analyzing(url: str) -> None:
    """Let the planner count."""
    with closing(like_the_program(url)) as connection, connection:
        connection.execute("ANALYZE")


def setting(url: str) -> None:
    """Set something for the whole database."""
    with closing(like_the_program(url)) as connection, connection:
        name = url.partition("?")[0].rpartition("/")[2]
        connection.execute(f"ALTER DATABASE {name} SET work_mem = '1MB'")


def starting_a_process(_url: str) -> None:
    """Start what might outlive the test."""
    subprocess.run(["true"], check=True)


def leaving_a_child(_url: str) -> None:
    """Double the process, and let the other live on."""
    child = os.fork()
    if not child:
        signal.pause()
        os._exit(0)
    CHILDREN.append(child)


CHILDREN: list[int] = []


def ending_a_session(url: str) -> None:
    """Cut a session that waits for its next use."""
    with closing(like_the_program(url)) as connection:
        number = connection.info.backend_pid
    with closing(psycopg.connect(url, autocommit=True)) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [number])


@pytest.mark.parametrize("does", [altering, analyzing, setting, starting_a_process, leaving_a_child, ending_a_session])
def test_what_cannot_be_taken_back_is_thrown_away(lender: Lending, template: str, does: Callable[[str], None]) -> None:
    with lender.copy(template) as first:
        does(first)
    with lender.copy(template) as second:
        assert (second == first, lender.made) == (False, 2)
    while CHILDREN:
        os.kill(CHILDREN[-1], signal.SIGKILL)
        os.waitpid(CHILDREN.pop(), 0)


def test_a_database_is_not_lent_while_somebody_is_connected(lender: Lending, template: str) -> None:
    with lender.copy(template) as first:
        left = psycopg.connect(first)
    with closing(left), lender.copy(template) as second:
        assert second != first


def test_a_child_that_has_ended_is_no_reason_to_throw_it_away(lender: Lending, template: str) -> None:
    with lender.copy(template) as first:
        if not (child := os.fork()):
            os._exit(0)
        os.waitpid(child, 0)
    with lender.copy(template) as second:
        assert second == first


def test_two_at_once_get_a_database_each(lender: Lending, template: str) -> None:
    with lender.copy(template) as first, lender.copy(template) as second:
        assert second != first
    with lender.copy(template) as third, lender.copy(template) as fourth:
        assert {third, fourth} == {first, second}
