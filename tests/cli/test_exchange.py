"""`import`, `export` and `demo` from the command line; the formats themselves are tested beside them."""

from pathlib import Path

import pytest

from tests.conftest import Run

MBOX = b"""From ivan@example.org Sat Nov 21 09:00:00 2026
From: Ivan <ivan@example.org>
To: support@example.org
Subject: Card
Message-ID: <one@example.org>

It says 402.

From ivan@example.org Sat Nov 21 10:00:00 2026
From: Ivan <ivan@example.org>
To: support@example.org
Subject: Re: Card
Message-ID: <two@example.org>
In-Reply-To: <one@example.org>

Still so.

"""


def test_an_import_reads_a_file_and_may_be_run_again(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "support.mbox"
    file.write_bytes(MBOX)

    first = run(["import", "mbox", str(file)])
    again = run(["import", "mbox", str(file)])

    assert first.err.startswith("read 2 records: 1 new, 1 threaded; added 1 ticket, 2 messages, 1 customer")
    assert "2 known already" in again.err
    assert run("count").out == "1\n"


def test_an_import_reads_standard_input(run: Run) -> None:
    assert run("import mbox -", given=MBOX).code == 0
    assert run("list number:1 --json messages").json == [{"messages": 2}]


def test_what_cannot_be_read_is_kept_told_and_ends_1(run: Run, tmp_path: Path) -> None:
    rejects = tmp_path / "rejects.jsonl"

    ran = run(
        ["import", "jsonl", "-", "--rejects", str(rejects)], given='{"record": "ticket", "subject": 7}\nnonsense\n'
    )

    assert ran.code == 1
    assert "could not be read" in ran.err
    assert len(rejects.read_bytes().splitlines()) == 2


def test_columns_are_mapped(run: Run) -> None:
    given = "Title,Mail\nCard declined,ivan@example.org\n"

    ran = run("import csv - --map Title=subject --map Mail=customer_email", given=given)

    assert ran.code == 0, ran.err
    assert run("list number>0 --json subject,customer.email").json == [
        {"subject": "Card declined", "customer.email": "ivan@example.org"}
    ]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("import mbxo -", 2),
        ("import mbox /no/such/file", 4),
        ("import mbox", 2),
        ("import csv - --map nonsense", 2),
        ("import mbox - --status slved", 2),
        ("import mbox - --rejects /no/such/folder/file", 5),
        ("export mbxo", 2),
        ("export maildir", 2),
        ("export jsonl --query status:opne", 2),
        ("export jsonl /no/such/folder/file", 5),
    ],
)
def test_what_cannot_be_carried_is_told(run: Run, line: str, code: int) -> None:
    ran = run(line)

    assert ran.code == code, ran.err
    assert ran.err.startswith("supportdesk: ")


def test_an_export_goes_to_standard_output_and_comes_back_the_same(run: Run, ticket: int, tmp_path: Path) -> None:
    run("close 1 -m done")
    out = run("export jsonl").out
    other = f"--store {tmp_path}/other.db"

    assert run(f"{other} import jsonl -", given=out).code == 0
    assert run(f"{other} export jsonl").out == out


def test_an_export_goes_into_a_file_for_some_tickets(run: Run, tmp_path: Path) -> None:
    run("import mbox -", given=MBOX)
    file = tmp_path / "out.csv"

    assert run(["export", "csv", str(file), "--query", "number:1"]).err.startswith("wrote 1 ticket,")
    assert "Card" in file.read_text()


def test_progress_is_shown_on_a_terminal_after_a_moment_and_leaves_nothing(run: Run) -> None:
    from supportdesk.cli.call import Call
    from supportdesk.cli.progress import Bar
    from supportdesk.cli.streams import Streams

    instants = iter([0.0, 0.1, 0.5, 0.55, 0.7])
    streams = Streams(err_terminal=True)
    with Bar(Call(streams, {}), "importing", clock=lambda: next(instants)) as bar:
        for done in (1, 50, 51, 100):
            bar.show(done, 100)

    shown = streams.err.getvalue().decode()  # type: ignore[attr-defined]
    assert shown.count("importing") == 2
    assert " 50%" in shown
    assert "100%" in shown
    assert shown.endswith("\r\x1b[K")


def test_progress_is_silent_elsewhere(run: Run) -> None:
    from supportdesk.cli.call import Call
    from supportdesk.cli.progress import Bar
    from supportdesk.cli.streams import Streams

    instants = iter([0.0, 1.0])
    streams = Streams()
    with Bar(Call(streams, {}), "importing", clock=lambda: next(instants)) as bar:
        bar.show(1, 2)

    assert streams.err.getvalue() == b""  # type: ignore[attr-defined]


def test_a_demo_desk_is_filled(run: Run, tmp_path: Path) -> None:
    ran = run(f"demo --to {tmp_path}/demo.db --tickets 30 --seed 3")

    assert ran.code == 0, ran.err
    assert run(f"--store {tmp_path}/demo.db count").out == "30\n"


def test_a_demo_without_a_terminal_names_the_way(run: Run) -> None:
    ran = run("demo")

    assert (ran.code, "demo --to" in ran.err) == (2, True)


@pytest.mark.parametrize("line", ["--query bad:", "--query assignee:ghost", "--store /nowhere/desk.db", "--as ghost"])
@pytest.mark.parametrize("format", ["csv", "jsonl", "mbox"])
def test_an_export_that_cannot_be_leaves_the_last_one_as_it_is(
    run: Run, tmp_path: Path, format: str, line: str
) -> None:
    (tmp_path / "backup").write_bytes(b"the last one")
    assert run(["export", format, str(tmp_path / "backup"), *line.split()]).code in (2, 4)
    assert (tmp_path / "backup").read_bytes() == b"the last one"


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="no file here fails to be read")
def test_a_disk_that_fails_ends_an_import_in_one_line(run: Run) -> None:
    ran = run("import mbox /proc/self/mem")
    assert (ran.code, ran.err) == (
        6,
        "supportdesk: the import cannot go on: Input/output error; it may be run again\n",
    )


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no device here that is always full")
@pytest.mark.parametrize("format", ["csv", "jsonl", "mbox"])
def test_a_full_disk_ends_an_export_in_one_line(run: Run, ticket: int, format: str) -> None:
    ran = run(f"export {format} /dev/full")
    assert (ran.code, ran.err) == (
        6,
        "supportdesk: the export cannot go on: No space left on device; it may be run again\n",
    )


@pytest.mark.parametrize("command", ["import csv", "import maildir", "template import"])
def test_a_name_that_no_system_has_is_that_of_no_file(run: Run, command: str) -> None:
    ran = run(f"{command} {'x' * 300}")

    assert ran.code == 4
    assert ran.err.startswith("supportdesk: no file")
