"""Every exit code is reached, and every error is one line with at most one hint."""

import os
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest

from supportdesk.cli import main
from supportdesk.cli.streams import Streams
from supportdesk.desk import Desk
from tests.conftest import Run, opened


def test_0_is_done_and_nothing_to_do_and_an_empty_list(run: Run, ticket: int) -> None:
    assert [run("close 1").code, run("close 1").code, run("list is:open").code] == [0, 0, 0]


def test_1_is_unexpected_and_told_in_a_line(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    from supportdesk.store import queries

    monkeypatch.setattr(queries, "count", lambda *_: 1 / 0)

    ran = run("count")
    assert (ran.code, ran.err) == (
        1,
        "supportdesk: unexpected ZeroDivisionError: division by zero\n--debug shows where\n",
    )
    assert "Traceback" in run("count --debug").err


def test_2_is_a_bad_call_with_the_nearest_word(run: Run) -> None:
    ran = run("clsoe 1")
    assert (ran.code, ran.err) == (
        2,
        "supportdesk: no command 'clsoe'; did you mean close?\ntry: supportdesk --help\n",
    )
    assert "did you mean --query?" in run("close 1 --qery x").err
    assert run("close 1 --qery x").code == 2
    assert "did you mean list?" in run("agent lst").err


@pytest.mark.parametrize("given", ["", " ", "\t"])
@pytest.mark.parametrize("option", ["--store", "--as", "--profile"])
def test_2_is_an_option_whose_variable_was_empty_and_not_another_desk_or_agent(
    run: Run, option: str, given: str
) -> None:
    ran = run(["count", option, given])
    assert (ran.code, ran.err) == (2, f"supportdesk: {option} is empty\ntry: supportdesk --help\n")


def test_2_is_a_bad_filter_with_a_caret_under_the_fault(run: Run) -> None:
    ran = run("list is:open status:opne")

    assert ran.code == 2
    lines = ran.err.splitlines()
    assert lines[1] == "  is:open status:opne"
    assert lines[2] == "                 ^^^^"


def test_the_caret_stands_right_under_wide_letters_and_far_into_a_long_filter(run: Run) -> None:
    lines = run(["list", "漢字 status:opne"]).err.splitlines()
    assert lines[2] == " " * (2 + 4 + 1 + 7) + "^^^^"

    lines = run(["list", "word " * 60 + "status:opne"]).err.splitlines()
    assert len(lines[1]) < 110
    assert lines[1].index("opne") == lines[2].index("^")


def test_3_is_declined(run: Run, ticket: int) -> None:
    asked = {"source_terminal": True, "err_terminal": True}
    run("new -s Two --from Ivan")

    assert run("close --query is:open", given="n\n", streams=asked).code == 3


def test_4_is_not_found(run: Run) -> None:
    assert run("show 9").err == "supportdesk: no ticket 9\n"
    codes = [run(line).code for line in ("show 9", "agent show x", "template show x", "list --view x", "--as x list")]
    assert codes == [4, 4, 4, 4, 4]


def test_5_is_refused(run: Run, ticket: int, agents: dict[str, Desk]) -> None:
    run("close 1")

    assert run("pend 1").code == 5
    assert run("--as vera close 1").code == 5
    assert run("--as boris agent add x").code == 5


def test_6_is_unavailable_while_another_holds_the_store(sqlite_place: str, tmp_path: Path) -> None:
    import sqlite3

    holder = sqlite3.connect(sqlite_place, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    streams = Streams()
    environment = {"SUPPORTDESK_STORE": sqlite_place, "SUPPORTDESK_AS": "anna", "SUPPORTDESK_LOCK_WAIT": "0.1"}
    code = main(["new", "-s", "x", "--from", "Ivan"], streams, {"HOME": str(tmp_path), **environment})
    holder.close()

    assert code == 6
    assert "try again" in streams.err.getvalue().decode()  # type: ignore[attr-defined]


def test_6_is_unavailable_where_no_server_answers(tmp_path: Path) -> None:
    streams = Streams()
    code = main(["--store", "postgresql://a:secret@127.0.0.1:1/desk", "list"], streams, {"HOME": str(tmp_path)})

    assert code == 6
    told = streams.err.getvalue().decode()  # type: ignore[attr-defined]
    assert "cannot reach" in told
    assert "secret" not in told


def test_130_is_interrupted(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    from supportdesk.store import queries

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(queries, "count", interrupt)

    assert (run("count").code, run("count").err) == (130, "")


class Closed(BytesIO):
    """A pipe that nobody reads."""

    def write(self, _: object) -> int:  # type: ignore[override]
        raise BrokenPipeError


def test_a_closed_pipe_ends_quietly(sqlite_place: str, tmp_path: Path) -> None:
    streams = Streams(out=Closed())
    environment = {"SUPPORTDESK_STORE": sqlite_place, "SUPPORTDESK_AS": "anna", "HOME": str(tmp_path)}

    assert main(["help", "filters"], streams, environment) == 0
    assert streams.err.getvalue() == b""  # type: ignore[attr-defined]


def test_a_closed_pipe_ends_a_process_quietly(sqlite_place: str, tmp_path: Path) -> None:
    environment = {**os.environ, "SUPPORTDESK_STORE": sqlite_place, "SUPPORTDESK_AS": "anna", "HOME": str(tmp_path)}
    words = [sys.executable, "-m", "supportdesk", "help", "filters"]
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(words, check=False, stdout=writing, stderr=subprocess.PIPE, env=environment)
    os.close(writing)

    assert (done.returncode, done.stderr) == (0, b"")


def test_without_a_command_and_a_terminal_help_goes_to_standard_error(run: Run) -> None:
    ran = run("")

    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("supportdesk: a help desk")


def test_the_version_is_told(run: Run) -> None:
    from supportdesk import __version__

    assert run("--version").out == f"supportdesk {__version__}\n"
    assert run("list --version").out == f"supportdesk {__version__}\n"


@pytest.mark.parametrize("line", ["--color pink list", "list --store", "--profile none-such list"])
def test_bad_global_options_are_usage_errors(run: Run, line: str) -> None:
    assert run(line).code == 2


def test_an_error_shows_outside_text_without_obeying_it(run: Run) -> None:
    ran = run(["agent", "show", "\x1b]0;x\x07\u202e"])

    assert not set(ran.err) & set("\x1b\x07\u202e")


@pytest.mark.parametrize(
    "store",
    [
        "postgresql://anna:secret@[::1",
        "postgresql://anna:secret@a b/x",
        "postgresql:///x?password=secret&nope=1",
        "/tmp/\0desk.db",
    ],
)
def test_an_address_that_is_none_is_told_in_one_line_without_its_password(run: Run, store: str) -> None:
    ran = run(["count", "--store", store])
    assert (ran.code, ran.err.count("\n"), "secret" in ran.err) == (2, 1, False), ran.err


FULL = Path("/dev/full")


@pytest.mark.skipif(not FULL.exists(), reason="there is no device here that is always full")
@pytest.mark.parametrize("line", ["--version", "help filters", "new -s x --from anna@example.org"])
def test_6_is_an_answer_that_cannot_be_written(sqlite_place: str, tmp_path: Path, line: str) -> None:
    done = full(sqlite_place, tmp_path, line, out=True)
    assert done.returncode == 6
    assert done.stderr.splitlines()[-1] == b"supportdesk: the answer cannot be written: No space left on device"
    assert b"Traceback" not in done.stderr


@pytest.mark.skipif(not FULL.exists(), reason="there is no device here that is always full")
@pytest.mark.parametrize(("line", "code"), [("list nope:", 2), ("new -s x --from anna@example.org", 0)])
def test_where_nothing_can_be_said_the_exit_code_is_what_it_is(
    sqlite_place: str, tmp_path: Path, line: str, code: int
) -> None:
    assert full(sqlite_place, tmp_path, line, out=False).returncode == code


def full(place: str, home: Path, line: str, *, out: bool) -> subprocess.CompletedProcess[bytes]:
    """Run a line where standard output, or else standard error, leads to a disk that is full."""
    environment = {**os.environ, "SUPPORTDESK_STORE": place, "SUPPORTDESK_AS": "anna", "HOME": str(home)}
    environment.pop("PYTHONUNBUFFERED", None)  # what is written stays in memory until the end, as for users
    with FULL.open("wb") as stream:
        return subprocess.run(
            [sys.executable, "-m", "supportdesk", *line.split()],
            check=False,
            stdout=stream if out else subprocess.PIPE,
            stderr=subprocess.PIPE if out else stream,
            env=environment,
        )


@pytest.mark.both
@pytest.mark.parametrize(
    ("line", "code"),
    [
        (f"mail outbox cancel {10**30}", 4),
        (f"mail outbox retry -- -{10**30}", 4),
        ("mail outbox cancel x", 2),
        (f"mail log --limit {10**30}", 2),
        (f"changes --limit {10**30}", 2),
        (f"customer list --limit {10**30}", 2),
        (f"search x --limit {10**30}", 2),
        (f"watch --since {10**30} --limit 1", 2),
        (f"agent add x --capacity {10**30}", 2),
        (f"changes --limit {2**62 - 1}", 0),
        (f"search x --limit {2**62 - 1}", 0),
        (f"mail log --limit {2**62 - 1}", 0),
        (f"customer list --limit {2**62 - 1}", 0),
    ],
)
def test_no_number_is_too_large_to_be_answered_in_one_line(run: Run, line: str, code: int) -> None:
    ran = run(line)
    assert (ran.code, "unexpected" in ran.err) == (code, False), ran.err


@pytest.mark.parametrize("now", ["0001-01-01T00:00:00Z", "1899-12-31T23:59:59Z", "3000-01-01T00:00:00Z", "x"])
def test_a_clock_that_stands_beyond_the_calendar_is_refused(run: Run, now: str) -> None:
    assert run("list created<2h", SUPPORTDESK_NOW=now).code == 2


def test_whom_a_copy_cannot_go_to_is_named(run: Run, desk: Desk) -> None:
    opened(desk)
    assert "'notmail' is not a mail address" in run("reply 1 -m x --cc notmail").err
