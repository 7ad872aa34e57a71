"""Kill -9 at random instants loses nothing and doubles nothing; `python -m bench.robustness` does it by the hundred."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bench import commands, contention, kills, places
from supportdesk.demo import fill
from tests import postgres

KILLS, TICKETS, MAILS = 2, 24, 24


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> places.Place:
    """Where stores are made and copied."""
    if request.param == "sqlite":
        return places.Sqlite(tmp_path_factory.mktemp("kills"))
    server: postgres.Server = request.getfixturevalue("postgres_server")
    return places.Postgres(server)


@pytest.fixture(scope="module")
def filled(database: places.Place) -> Iterator[str]:
    """A desk with the tickets of the demo."""
    address = database.new("filled")
    with places.desk(address) as desk:
        fill(desk, tickets=TICKETS, seed=kills.SEED)
    yield address
    database.remove(address)


@pytest.mark.parametrize("name", ["import", "close", "reply", "undo"])
def test_a_killed_command_leaves_a_sound_store_and_is_finished_by_the_next_run(
    database: places.Place, filled: str, tmp_path: Path, name: str
) -> None:
    work = kills.every_work(database, tmp_path, filled, mails=MAILS)[name]()
    assert kills.kill(database, work, times=KILLS).killed == KILLS


def test_many_agents_at_once_are_at_worst_told_to_try_again(database: places.Place, filled: str) -> None:
    address = database.copy(filled, "busy")
    tally = contention.contend(address, processes=4, seconds=1)
    assert tally.told == []
    assert tally.total() > 0
    assert commands.faults(address) == ()
    database.remove(address)
