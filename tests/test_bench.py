"""The measurements run from end to end; what they find is no matter of tests."""

import json
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from bench import opening, startup
from bench.__main__ import main
from bench.figures import Figure, Target, table
from bench.mail import mutations
from bench.places import Sqlite
from bench.race import Race, Times, race
from bench.stores import Stores
from supportdesk.cli import main as supportdesk
from supportdesk.cli.streams import Streams
from tests.postgres import Server

SMALL = 150
"""Tickets that are enough to measure with: the inbox is longer than a page."""


def _figure(ratio: float, target: Target) -> Figure:
    return Figure("page", "SQLite", 1000, 2.0, 1.0, "ms", ratio, None, target)


def _tickets(address: str) -> list[tuple[object, ...]]:
    """How the tickets of a store stand."""
    with closing(sqlite3.connect(address)) as connection:
        return connection.execute("SELECT id, status, is_open FROM ticket ORDER BY id").fetchall()


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the filled stores are kept from one measurement to the next."""
    return tmp_path_factory.mktemp("bench")


@pytest.fixture
def measure(kept: Path) -> Callable[..., int]:
    """`measure("page")`: one round on a small store."""
    return lambda only, *words: main(
        ["--tickets", str(SMALL), "--rounds", "1", "--keep", str(kept), "--only", only, *words]
    )


def test_reads_and_writes_are_measured_on_both_databases(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, postgres_server: Server, measure: Callable[..., int]
) -> None:
    found = tmp_path / "figures.json"
    only = "page,orders,search,sidebar,single,batch"
    assert measure(only, "--postgres", postgres_server.url, "--json", str(found)) == 0
    figures = json.loads(found.read_text())
    told = [{row["what"] for row in figures if row["place"] == place} for place in ("SQLite", "PostgreSQL")]
    assert told[0] == told[1]
    assert all(row["ratio"] > 0 for row in figures)
    assert "deepest pages, inbox" in capsys.readouterr().out


def test_an_import_writes_as_many_rows_as_its_reference(
    capsys: pytest.CaptureFixture[str], measure: Callable[..., int]
) -> None:
    assert measure("import", "--sqlite-only") == 0
    assert "import jsonl, memory" in capsys.readouterr().out


@pytest.fixture
def copied(kept: Path) -> Callable[[str], str]:
    """The address of a new copy of the small store."""
    place = Sqlite(kept)
    return lambda name: place.copy(Stores(place, None, kept).filled(place, SMALL), name)


def test_start_up_is_measured_in_whole_processes(kept: Path) -> None:
    figures = startup.startup(Stores(Sqlite(kept), None, kept), SMALL, 1)
    told = {figure.what: figure.ratio for figure in islice(figures, 4)}
    assert list(told) == ["--version", "--help", "completion", "show"]
    assert all(told.values())


def test_the_start_of_the_console_is_measured_until_its_first_row_is_painted(
    kept: Path, copied: Callable[[str], str]
) -> None:
    told = {figure.what: figure.ratio for figure in opening.console(Sqlite(kept), copied("painted"), SMALL, 1)}
    assert list(told) == ["console, first row again", "console, first row ever"]
    assert all(told.values())


@pytest.mark.parametrize(("words", "body"), [verb[1:] for verb in startup.VERBS])
def test_a_verb_whose_start_up_is_measured_does_what_its_reference_does(
    capsys: pytest.CaptureFixture[str], copied: Callable[[str], str], words: str, body: str
) -> None:
    mine, theirs = copied("mine"), copied("theirs")
    number = startup.open_ticket(mine)
    out, ran = BytesIO(), dict[str, Any]()
    assert supportdesk(startup.pair(mine, number, words, body)[0], Streams(out=out), {}) == 0
    exec(startup.pair(theirs, number, words, body)[1], ran)
    ran["connection"].close()
    printed, tickets = out.getvalue().decode(), [_tickets(mine), _tickets(theirs)]
    assert tickets[0] == tickets[1]
    assert (str(number) in printed) == (str(number) in capsys.readouterr().out)


def test_an_unknown_measurement_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--only", "pages"]) == 2
    assert "no measurement 'pages'" in capsys.readouterr().err


def test_a_filled_store_is_kept_for_the_next_run(kept: Path, measure: Callable[..., int]) -> None:
    measure("sidebar", "--sqlite-only")
    made = (kept / f"demo-{SMALL}.db").stat().st_mtime_ns
    measure("sidebar", "--sqlite-only")
    assert (kept / f"demo-{SMALL}.db").stat().st_mtime_ns == made


@pytest.mark.parametrize(
    ("ratio", "target", "verdict"),
    [
        (2.0, Target(2), "met"),
        (2.1, Target(2), "NOT MET"),
        (0.4, Target(0.4, at_least=True), "met"),
        (0.3, Target(0.4, at_least=True), "NOT MET"),
    ],
)
def test_a_verdict_follows_from_ratio_and_target(ratio: float, target: Target, verdict: str) -> None:
    assert _figure(ratio, target).verdict == verdict


def test_the_table_has_a_line_for_each_figure_and_its_note_below() -> None:
    noted = Figure("list", "peer", 0, None, 1.5, "s", note="whole commands")
    lines = table([_figure(1.0, Target(2)), noted]).splitlines()
    assert lines[2].split()[:3] == ["page", "SQLite", "1,000"]
    assert lines[-1] == "list (peer): whole commands"


def test_both_sides_of_a_race_run_equally_often_and_in_turns() -> None:
    order: list[str] = []
    race(lambda: order.append("desk"), lambda: order.append("reference"), rounds=4, warm=1)
    assert order.count("desk") == order.count("reference") == 5
    assert {tuple(order[at : at + 2]) for at in range(2, 10, 2)} == {("desk", "reference"), ("reference", "desk")}


def test_a_rate_compares_what_is_done_in_the_same_time() -> None:
    found = Race(Times([2.0], [2.0]), Times([1.0], [1.0]))
    figure = found.rate("import", "SQLite", 10, done=100, unit="rows/s", target=0.4)
    assert (figure.desk, figure.reference, figure.ratio) == (50, 100, 0.5)


def test_the_reading_of_mail_is_checked_case_by_case(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "mail" / "own"
    folder.mkdir(parents=True)
    (folder / "a.eml").write_bytes(b"From: Ivan <ivan@example.org>\nSubject: Lamp\nMessage-ID: <a@x>\n\nIt burns.\n")
    agreed = {"from_email": "ivan@example.org", "subject": "Lamp", "message_id": "a@x", "text": "It is cold."}
    (folder / "cases.jsonl").write_text(json.dumps({"file": "a.eml", "consensus": agreed, "ref_gmime": {"parts": []}}))
    assert main(["mail", "--corpora", str(tmp_path), "--only", "mail", "--cases"]) == 1
    said = capsys.readouterr().out
    assert re.search(r"mail: subject +all +1 +1 +100.0 %.*met", said)
    assert re.search(r"mail: text +all +1 +0 +0.0 %.*NOT MET", said)
    assert "mail/own/a.eml: text: 'It is cold.' was expected, 'It burns.' was read" in said


def test_damaged_mail_is_the_same_each_time(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.eml").write_bytes(b"From: Ivan <ivan@example.org>\n\nIt burns.\n")
    assert main(["mail", "--corpora", str(tmp_path), "--mutations", "20"]) == 0
    assert "20     20    100.0 %" in capsys.readouterr().out
    copies = [list(mutations.damaged([("a", b"From: a\n\nb\n")], 5)) for _ in range(2)]
    assert copies[0] == copies[1]
