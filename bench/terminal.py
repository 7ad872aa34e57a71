"""A program in a pseudo-terminal: keys in, what it writes out. What that looks like is in `screen.py`."""

import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from bench.screen import END

HEIGHT = 40
KEPT = 20_000
"""Bytes of what was written last that are kept, for who asks how it ended."""

ASKED, KNOWN = b"\x1b[?2026$p", b"\x1b[?2026;2$y"
"""Whether the terminal updates in one go, and that it does."""


class Terminal:
    """A program in a pseudo-terminal."""

    def __init__(self, words: Sequence[str], surroundings: dict[str, str], *, width: int = 120) -> None:
        self.process, self.file = pty.fork()
        if not self.process:
            os.execvpe(words[0], list(words), surroundings)
        self.code: int | None = None
        self.written = b""
        fcntl.ioctl(self.file, termios.TIOCSWINSZ, struct.pack("HHHH", HEIGHT, width, 0, 0))

    def read_until(self, sign: bytes, *, patience: float = 60) -> bytes:
        """What was written up to and with a sign."""
        written, ended = b"", time.perf_counter() + patience
        while sign not in written:
            assert time.perf_counter() < ended, f"never saw {sign!r}: {written[-300:]!r}"
            written += self.read(0.5)
        return written

    def press(self, keys: bytes, sign: bytes = END) -> float:
        """Milliseconds from a key until a sign has been painted; nothing may be on its way before."""
        self.settle()
        began = time.perf_counter()
        os.write(self.file, keys)
        self.read_until(sign)
        return (time.perf_counter() - began) * 1000

    def settle(self, quiet: float = 0.15) -> None:
        """Read until nothing more comes."""
        while self.read(quiet):
            pass

    def read(self, patience: float) -> bytes:
        """What is written within so many seconds, as soon as it is."""
        if not select.select([self.file], [], [], patience)[0]:
            return b""
        found = os.read(self.file, 1 << 16)
        self.written = (self.written + found)[-KEPT:]
        if ASKED in found:
            os.write(self.file, KNOWN)
        return found

    def cpu(self) -> float:
        """CPU seconds so far."""
        fields = Path(f"/proc/{self.process}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def megabytes(self) -> float:
        """What it holds in memory."""
        status = Path(f"/proc/{self.process}/status").read_text()
        return int(status.partition("VmRSS:")[2].split()[0]) / 1024

    def end(self, keys: bytes, patience: float = 60) -> int | None:
        """Press what ends the program, and wait; its exit code, None where it goes on."""
        ended = time.perf_counter() + patience
        os.write(self.file, keys)
        while self.code is None and time.perf_counter() < ended:
            with suppress(OSError):
                self.read(0.05)
            found, status = os.waitpid(self.process, os.WNOHANG)
            self.code = os.waitstatus_to_exitcode(status) if found else None
        return self.code

    def close(self) -> None:
        """End the program, if it has not."""
        if self.code is None:
            os.kill(self.process, signal.SIGKILL)
        with suppress(OSError):
            while os.read(self.file, 1 << 16):
                pass
        os.close(self.file)
        if self.code is None:
            os.waitpid(self.process, 0)
