"""The console in a real terminal, tmux: what an agent presses, what tmux then shows, and what it leaves behind."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from supportdesk.desk import Desk
from tests.console.conftest import drafts
from tests.console.terminal import environment
from tests.console.test_triage import bodies, row
from tests.console.tmux import Tmux, tmux, without_tmux

pytestmark = without_tmux


@pytest.fixture
def terminal(busy: Desk, sqlite_place: str, tmp_path: Path) -> Iterator[Tmux]:
    """A terminal in which the console has been started from a shell."""
    with tmux(environment(sqlite_place, tmp_path / "home")) as terminal:
        terminal.type(f"sh -c 'echo $$ > {tmp_path}/pid; exec {sys.executable} -m supportdesk'; stty -a")
        terminal.press("Enter")
        terminal.until_seen("Please help: Export to CSV")
        yield terminal
    process = (tmp_path / "pid").read_text().strip()
    if runs(process):
        os.kill(int(process), signal.SIGKILL)


def state(terminal: Tmux) -> dict[str, str]:
    """What programs may have left on in the terminal: another screen, a hidden cursor, the mouse, the keypad."""
    names = ("alternate_on", "cursor_flag", "mouse_any_flag", "mouse_sgr_flag", "keypad_flag", "keypad_cursor_flag")
    told = terminal.do("display-message", "-p", " ".join(f"#{{{name}}}" for name in names))
    return dict(zip(names, told.split(), strict=True))


def runs(process: str) -> bool:
    """Whether a process is there and has not ended."""
    told = subprocess.run(["ps", "-o", "stat=", "-p", process], check=False, capture_output=True, text=True).stdout
    return told.strip()[:1] not in ("", "Z")


def test_a_whole_task_is_done_by_keys_of_both_layouts_and_leaves_the_terminal_clean(terminal: Tmux, busy: Desk) -> None:
    terminal.press("j", "о")
    terminal.until_seen("Please help: Invoice copy for July.")
    terminal.press("y")
    terminal.until_seen("copy of #3")
    terminal.press("Enter")
    terminal.until_seen("sent number #3 to tmux's buffer and your terminal's clipboard")
    assert terminal.do("show-buffer") == "#3"
    assert terminal.do("list-buffers", "-F", "#{buffer_size}").split() == ["2"]
    terminal.press("Enter", "к")
    terminal.until_seen("reply to Lee Chen")
    terminal.type("Счёт на второй странице.")
    terminal.until_seen("Счёт на второй странице.")
    terminal.press("C-j")
    terminal.until_seen("answered #3")
    assert bodies(busy, 3)[-1] == ("reply", "Счёт на второй странице.")
    terminal.press("u")
    terminal.until_seen("taken back")
    assert len(bodies(busy, 3)) == 1
    terminal.press("r", "C-j")
    terminal.until_seen("answered #3")
    terminal.press("e")
    terminal.until_seen("solved #3")
    assert (row(busy, 3).status, len(bodies(busy, 3))) == ("solved", 2)
    terminal.press("q", "q")
    terminal.until_seen("This session")
    terminal.press("Enter")
    terminal.until(lambda: "icanon" in terminal.screen)
    assert " icanon" in terminal.screen
    assert " echo " in terminal.screen
    assert state(terminal) == {**dict.fromkeys(state(terminal), "0"), "cursor_flag": "1"}
    assert "Export to CSV" not in terminal.screen
    assert drafts(busy) == {}


def test_closing_the_pane_while_somebody_writes_ends_the_console_and_keeps_the_draft(
    terminal: Tmux, busy: Desk, tmp_path: Path
) -> None:
    terminal.press("r")
    terminal.until_seen("reply to Lee Chen")
    terminal.type("Dear Lee, half")
    terminal.until_seen("Dear Lee, half")
    terminal.do("split-window", "-d", "sh")
    terminal.do("kill-pane", "-t", "{top}")
    terminal.until(lambda: drafts(busy) == {(5, False): "Dear Lee, half"})
    terminal.until(lambda: not runs((tmp_path / "pid").read_text().strip()))
