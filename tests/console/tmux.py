"""tmux as the terminal that tests sit at: keys in, and the screen out as tmux has understood it."""

import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

import pytest

PATIENCE = 60.0
"""Seconds that a test waits for something on the screen."""

without_tmux = pytest.mark.skipif(not shutil.which("tmux"), reason="there is no tmux here")


class Tmux:
    """One pane with a shell in it."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self.environment = environment

    def do(self, *words: str) -> str:
        """Give tmux a command; what it answers."""
        command = ["tmux", "-u", "-f", "/dev/null", "-L", "supportdesk", *words]
        return subprocess.run(command, env=self.environment, check=True, capture_output=True, text=True).stdout

    def press(self, *keys: str) -> None:
        """Press keys by tmux's names for them."""
        self.do("send-keys", *keys)

    def type(self, text: str) -> None:
        """Type letters."""
        self.do("send-keys", "-l", text)

    @property
    def screen(self) -> str:
        """What stands on the screen."""
        return self.do("capture-pane", "-p")

    def until(self, holds: Callable[[], bool]) -> None:
        """Wait until something is so."""
        deadline = time.monotonic() + PATIENCE
        while not holds():
            assert time.monotonic() < deadline, f"it does not happen; on the screen:\n{self.screen}"
            time.sleep(0.05)

    def until_seen(self, text: str) -> None:
        """Wait until a text stands on the screen."""
        self.until(lambda: text in self.screen)


@contextmanager
def tmux(environment: Mapping[str, str]) -> Iterator[Tmux]:
    """A terminal of 120 by 36 with a shell, on a server of its own; programs that run in it end with it."""
    with tempfile.TemporaryDirectory(prefix="tmux-") as sockets:
        terminal = Tmux({**environment, "TMUX_TMPDIR": sockets})
        terminal.do("new-session", "-d", "-x", "120", "-y", "36", "sh")
        try:
            yield terminal
        finally:
            terminal.do("kill-server")
