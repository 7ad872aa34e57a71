"""The measurements run from end to end; what they find is no matter of tests."""

import json
from pathlib import Path

import pytest

from bench.__main__ import main
from bench.figures import Figure, Target, table
from bench.race import Race, Times, race
from tests.postgres import Server


def _figure(ratio: float, target: Target) -> Figure:
    return Figure("page", "SQLite", 1000, 2.0, 1.0, "ms", ratio, None, target)


def test_reads_and_writes_are_measured_on_both_databases(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, postgres_server: Server
) -> None:
    words = ["--quick", "--tickets", "300", "--rounds", "2", "--only", "page,search,sidebar,single,batch"]
    assert main([*words, "--postgres", postgres_server.url, "--json", str(tmp_path / "figures.json")]) == 0
    figures = json.loads((tmp_path / "figures.json").read_text())
    assert {row["place"] for row in figures} == {"SQLite", "PostgreSQL"}
    assert all(row["ratio"] > 0 for row in figures)
    assert "deepest page, inbox" in capsys.readouterr().out


def test_an_import_writes_as_many_rows_as_its_reference(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--tickets", "200", "--rounds", "1", "--sqlite-only", "--only", "import"]) == 0
    assert "import jsonl, memory" in capsys.readouterr().out


def test_start_up_is_measured_in_whole_processes(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--tickets", "50", "--rounds", "1", "--sqlite-only", "--only", "startup"]) == 0
    assert "console, first row again" in capsys.readouterr().out


def test_an_unknown_measurement_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--only", "pages"]) == 2
    assert "no measurement 'pages'" in capsys.readouterr().err


def test_a_filled_store_is_kept_for_the_next_run(tmp_path: Path) -> None:
    words = ["--tickets", "60", "--rounds", "1", "--sqlite-only", "--only", "sidebar", "--keep", str(tmp_path)]
    main(words)
    made = (tmp_path / "demo-60.db").stat().st_mtime_ns
    main(words)
    assert (tmp_path / "demo-60.db").stat().st_mtime_ns == made


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
