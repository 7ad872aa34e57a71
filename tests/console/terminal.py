"""The console as its own process in a terminal of its own, which tests may end in any way there is."""

import fcntl
import os
import pty
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Thread

PATIENCE = 60.0
"""Seconds that a test waits for something in the terminal."""

WORD = 0.2
"""Seconds that the fastest typist takes for a word."""


class Terminal:
    """A running console: keys in, what it has drawn as text out."""

    def __init__(self, process: subprocess.Popen[bytes], handle: int) -> None:
        self.process, self.handle = process, handle
        self._drawn = bytearray()
        self._reader = Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        with suppress(OSError):
            while piece := os.read(self.handle, 65536):
                self._drawn += piece

    @property
    def drawn(self) -> str:
        """Everything that was drawn so far, with the escapes between."""
        return self._drawn.decode("utf-8", "replace")

    def press(self, keys: str) -> None:
        """Press keys, as a terminal sends them."""
        os.write(self.handle, keys.encode())

    def until(self, holds: Callable[[], bool]) -> None:
        """Wait until something is so."""
        deadline = time.monotonic() + PATIENCE
        while not holds():
            assert time.monotonic() < deadline, f"it does not happen; drawn at last: {self.drawn[-2000:]!r}"
            assert self.process.poll() is None or holds(), f"the console has ended: {self.drawn[-2000:]!r}"
            time.sleep(0.01)

    def until_drawn(self, text: str) -> None:
        """Wait until a text has been drawn."""
        self.until(lambda: text in self.drawn)

    def type_for(self, seconds: float, *, first: int = 0) -> list[tuple[float, str]]:
        """Type numbered words, as fast as people do and are shown them; when each of them was seen."""
        typed: list[tuple[float, str]] = []
        began = time.monotonic()
        while (now := time.monotonic()) < began + seconds:
            word, due = f"w{first + len(typed)}x", now + WORD
            self.press(f"{word} ")
            self.until_drawn(word)
            typed.append((time.monotonic(), word))
            self.until(lambda due=due: time.monotonic() >= due)  # type: ignore[misc]
        return typed

    def kill(self) -> float:
        """End it as a power cut would; when that was."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        return time.monotonic()

    def end(self, number: signal.Signals) -> int:
        """Tell it to end by a signal, and wait; its exit code."""
        self.process.send_signal(number)
        return self.process.wait(timeout=PATIENCE)


@contextmanager
def console(place: str, home: Path, **more: str) -> Iterator[Terminal]:
    """The console over a store, for anna, with everything of its own under `home`."""
    parent, child = pty.openpty()
    fcntl.ioctl(child, termios.TIOCSWINSZ, struct.pack("HHHH", 36, 120, 0, 0))
    process = subprocess.Popen(
        [sys.executable, "-m", "supportdesk"],
        stdin=child,
        stdout=child,
        stderr=child,
        env=environment(place, home, **more),
        start_new_session=True,
    )
    os.close(child)
    terminal = Terminal(process, parent)
    try:
        yield terminal
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()
        os.close(parent)


def environment(place: str, home: Path, **more: str) -> dict[str, str]:
    """All that a console of anna's over a store knows of the world, with everything of its own under `home`."""
    return {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": os.pathsep.join(sys.path),
        "HOME": str(home),
        "XDG_CONFIG_HOME": f"{home}/config",
        "XDG_CACHE_HOME": f"{home}/cache",
        "XDG_STATE_HOME": f"{home}/state",
        "TERM": "xterm-256color",
        "LANG": "C.UTF-8",
        "SUPPORTDESK_STORE": place,
        "SUPPORTDESK_AS": "anna",
        **more,
    }
