"""The console draws on a terminal, wherever standard error goes."""

import os
import pty
import select
import signal
import sys
from pathlib import Path

import pytest

START = "import sys; from supportdesk.__main__ import main; sys.exit(main())"


def _painted(words: list[str], sign: bytes) -> bytes:
    """What a program paints on a terminal until a sign appears, or all that it paints."""
    process, terminal = pty.fork()
    if process == 0:
        os.execvp(words[0], words)
    written = b""
    try:
        while sign not in written and select.select([terminal], [], [], 20)[0]:
            written += os.read(terminal, 65536)
    except OSError:  # the program has ended, and its terminal with it
        pass
    os.kill(process, signal.SIGKILL)
    os.close(terminal)
    os.waitpid(process, 0)
    return written


def test_the_console_is_seen_where_standard_error_goes_to_a_file(tmp_path: Path, sqlite_place: str) -> None:
    log = tmp_path / "errors.log"
    line = f'{sys.executable} -c "{START}" --store {sqlite_place} --as anna 2>{log}'
    assert b"No tickets here" in _painted(["sh", "-c", line], b"No tickets here")
    assert log.read_bytes() == b""


FAULT = """
from supportdesk.app import Console
def opened(self, opened):
    letter = "words of " + "a customer"
    raise RuntimeError("a fault")
Console._opened = opened
"""


def test_a_fault_ends_the_console_in_one_line_without_what_customers_wrote(sqlite_place: str) -> None:
    program = [sys.executable, "-c", FAULT + START, "--store", sqlite_place, "--as", "anna"]
    painted = _painted(program, b"--debug shows where")
    assert b"supportdesk: unexpected RuntimeError: a fault" in painted
    assert b"words of a customer" not in painted


@pytest.mark.parametrize("words", [[], ["demo"]])
def test_a_terminal_that_obeys_no_sequence_is_told_what_it_can_show(sqlite_place: str, words: list[str]) -> None:
    program = ["env", "TERM=dumb", sys.executable, "-c", START, "--store", sqlite_place, "--as", "anna", *words]
    painted = _painted(program, b"supportdesk list")
    assert b"supportdesk: the console cannot be drawn on this terminal (TERM=dumb)" in painted
    assert b"\x1b" not in painted
