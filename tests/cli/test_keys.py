"""Keys of one's own and snoozing, from the command line."""

import os
import pty
import sys
from pathlib import Path

from tests.conftest import Run

START = "import sys; from supportdesk.__main__ import main; sys.exit(main())"


def on_a_terminal(*words: str, **environment: str) -> tuple[str, int]:
    """What the program writes on a terminal until it ends, and its exit code."""
    process, terminal = pty.fork()
    if process == 0:
        os.execve(sys.executable, [sys.executable, "-c", START, *words], {**os.environ, **environment})
    written = b""
    try:
        while part := os.read(terminal, 65536):
            written += part
    except OSError:  # the program has ended, and its terminal with it
        pass
    os.close(terminal)
    return written.decode(), os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


def test_config_show_lists_the_keys_that_were_given_with_their_lines(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "own.toml"
    file.write_text('after = "next"\n[keys]\nassign = "w"\nsolve = ["ctrl+e", "E"]\n')

    out = run("config show --origin", SUPPORTDESK_CONFIG=str(file)).out

    assert f"after\tnext\t{file}\n" in out
    assert f"keys.assign\tw\t{file}:3\n" in out
    assert f"keys.solve\tctrl+e, E\t{file}:4\n" in out


def test_config_show_says_what_is_wrong_with_a_key(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "own.toml"
    file.write_text('[keys]\nasign = "b"\n')

    ran = run("config show", SUPPORTDESK_CONFIG=str(file))

    assert ran.code == 2
    assert ran.err.startswith(f"supportdesk: {file}:2: there is no action 'asign'; did you mean assign?")


def test_a_fault_in_the_keys_is_no_hindrance_to_the_other_commands(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "own.toml"
    file.write_text('[keys]\nassign = "e"\n')

    assert run("count", SUPPORTDESK_CONFIG=str(file)).code == 0


def test_a_way_to_go_on_that_there_is_not_is_refused(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "own.toml"
    file.write_text('after = "home"\n')

    ran = run("config show", SUPPORTDESK_CONFIG=str(file))

    assert ran.code == 2
    assert "it is stay, list or next" in ran.err


def test_the_console_does_not_open_where_two_keys_are_in_conflict(tmp_path: Path) -> None:
    file, store = tmp_path / "own.toml", tmp_path / "desk.db"
    file.write_text('[keys]\nassign = "e"\n')

    written, code = on_a_terminal("--store", str(store), SUPPORTDESK_CONFIG=str(file))

    assert code == 2
    assert f"supportdesk: {file}:2: e for assign is in the way of solve in the inbox" in written.replace("\r\n", "")
    assert not store.exists()


# Snoozing


def test_snooze_and_unsnooze_say_what_they_did(run: Run) -> None:
    run("new -s One --from Ivan")

    snoozed = run("snooze 1 --until 2h")
    woken = run("unsnooze 1")

    assert snoozed.err.startswith("snoozed until 2026-11-21 11:00 UTC: ticket 1 (change ")
    assert woken.err.startswith("woken ticket 1 (change ")
    assert "snoozed" in run("history 1").out


def test_snoozing_twice_changes_nothing_and_a_dry_run_neither(run: Run) -> None:
    run("new -s One --from Ivan")

    dry = run("snooze 1 --until 2h --dry-run")
    assert "snoozed_until" in dry.out
    assert run("list is:snoozed --ids").out == ""
    run("snooze 1 --until 2h")
    again = run("snooze 1 --until 2h")
    assert (again.code, "(change " in again.err) == (0, False)
    assert run("list is:snoozed --ids").out == "1\n"


def test_snooze_needs_a_time_to_come(run: Run) -> None:
    run("new -s One --from Ivan")

    assert run("snooze 1").code == 2
    assert "has passed" in run("snooze 1 --until yesterday").err


def test_what_is_solved_is_not_snoozed(run: Run) -> None:
    run("new -s One --from Ivan")
    run("solve 1")

    ran = run("snooze 1 --until 2h")

    assert ran.code == 5
    assert "solved or closed and cannot be snoozed" in ran.err
