"""An agent works by keys alone while others write, and the store agrees; `python -m bench.hour` does it for an hour."""

from pathlib import Path

import pytest

from bench import places
from bench.hour import hour, table
from bench.proof import last_change, proof
from bench.screen import END, Screen
from bench.seat import Deed, Ledger
from supportdesk.services import select, tickets
from tests import postgres
from tests.conftest import opened

TICKETS, AGENTS, PAUSE = 2, 3, 0.5


@pytest.fixture
def database(postgres_server: postgres.Server) -> places.Place:
    """Where the store is made; `python -m bench.hour --store sqlite` does the same in a file."""
    return places.Postgres(postgres_server)


def test_every_key_acts_once_on_the_ticket_that_is_seen_while_others_write(database: places.Place) -> None:
    found = hour(database, tickets=TICKETS, agents=AGENTS, pause=PAUSE)
    assert found.bad == []
    assert len(found.ledger.triaged) >= TICKETS
    assert found.tally.total() > 0
    assert "drafts lost" in table(database.name, found, AGENTS)


def test_the_proof_tells_what_was_not_meant_not_done_not_said_and_not_kept(tmp_path: Path) -> None:
    address = places.Sqlite(tmp_path).new("proof")
    with places.desk(address) as desk:
        first, second = opened(desk), opened(desk)
        since = last_change(address)
        with desk.change("solve") as change:
            tickets.solve(change, select.tickets(change, numbers=[first]))
    meant = Ledger([Deed("solve", frozenset({first}))])
    assert proof(address, meant, since).faults == []
    other = Ledger([Deed("reply", frozenset({second}), "Dear end0001z")], {(second, False): "Dear"})
    verdict = proof(address, other, since)
    assert [len(found) for found in (verdict.unmeant, verdict.undone, verdict.words, verdict.drafts)] == [1, 1, 1, 1]


def test_a_screen_shows_whole_frames_alone() -> None:
    screen = Screen(12, 2)
    screen.write(b"\x1b[2J\x1b[1;1H\x1b[1;31mone\x1b[0m" + END + b"\x1b[2;3Htwo")
    assert screen.lines == ["one", ""]
    screen.write("\x1b[2;6H語!".encode() + END)
    assert (screen.lines, screen.frames) == (["one", "  two語!"], 2)
