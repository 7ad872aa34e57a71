"""The streams of one call: where the answer and the talk go, and what may be asked of whoever sits there.

Nothing here knows a command. A test's streams are another instance, with bytes in memory.
"""

import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from typing import BinaryIO

from supportdesk.errors import Unavailable

Launch = Callable[[Sequence[str], bytes | None], int]
"""Run another program on this terminal, with these bytes as its input if any; its exit code."""


@dataclass(slots=True)
class Streams:
    """Standard input, output and error as bytes, and what is known of the terminal behind each."""

    out: BinaryIO = field(default_factory=BytesIO)
    err: BinaryIO = field(default_factory=BytesIO)
    source: BinaryIO = field(default_factory=BytesIO)
    out_terminal: bool = False
    err_terminal: bool = False
    in_browser: bool = False
    source_terminal: bool = False
    width: int = 80
    height: int = 24
    encoding: str = "utf-8"
    launch: Launch = lambda _words, _input: 127

    @classmethod
    def of_process(cls, environment: Mapping[str, str]) -> "Streams":
        """The streams of this process; a closed one is as good as empty."""
        size = shutil.get_terminal_size()
        return cls(
            out=_opened(sys.stdout, writing=True),
            err=_opened(sys.stderr, writing=True),
            source=_opened(sys.stdin, writing=False),
            out_terminal=_terminal(sys.stdout),
            err_terminal=_terminal(sys.stderr),
            in_browser=environment.get("TEXTUAL_DRIVER", "").startswith("textual.drivers.web_driver"),
            source_terminal=_terminal(sys.stdin),
            width=_number(environment.get("COLUMNS")) or size.columns,
            height=_number(environment.get("LINES")) or size.lines,
            encoding=getattr(sys.stdout, "encoding", None) or "utf-8",
            launch=_launch,
        )

    def write(self, text: str) -> None:
        """Put text that was asked for on standard output; it must be safe already."""
        self.write_bytes(text.encode(self.encoding, "replace"))

    def write_bytes(self, content: bytes) -> None:
        """Put bytes that were asked for on standard output."""
        with self._written():
            self.out.write(content)

    def say(self, text: str) -> None:
        """Put something about the answer on standard error, at once and after what was written so far.

        Where neither can be written, nobody can be told here; what is lost of the answer is told at the end.
        """
        with _unheard():
            self.out.flush()
        with _unheard():
            self.err.write(text.encode(self.encoding, "replace"))
            self.err.flush()

    def flush(self) -> None:
        """Let everything written so far reach its reader."""
        with self._written():
            self.out.flush()
        with _unheard():
            self.err.flush()

    @contextmanager
    def _written(self) -> Iterator[None]:
        """What is asked for and cannot be written, as on a full disk, is an error, once: nothing more is tried.

        That nobody reads on is none.
        """
        try:
            yield
        except BrokenPipeError:
            raise
        except OSError as error:
            self.out = _opened(None, writing=True)
            raise Unavailable(f"the answer cannot be written: {error.strerror}") from error

    @property
    def can_ask(self) -> bool:
        """Whether somebody sits there who can be asked, and sees the question."""
        return self.source_terminal and self.err_terminal

    @property
    def can_draw(self) -> bool:
        """Whether there is a terminal or a page for the console: one that shows, with somebody at its keys."""
        return self.in_browser or (self.source_terminal and self.out_terminal)

    @contextmanager
    def drawing(self) -> Iterator[None]:
        """The console draws on standard error: where that was redirected, it goes to the terminal meanwhile."""
        if self.err_terminal or self.in_browser:
            yield
            return
        self.flush()
        kept = os.dup(2)
        os.dup2(1, 2)
        try:
            yield
        finally:
            os.dup2(kept, 2)
            os.close(kept)

    def read_line(self) -> str:
        """One line that was typed, without its end; empty at the end of input."""
        return self.source.readline().decode(self.encoding, "replace").rstrip("\r\n")

    def read_text(self) -> str:
        """All of standard input as text: UTF-8, in which broken bytes become U+FFFD."""
        return self.source.read().decode("utf-8-sig", "replace")


@contextmanager
def _unheard() -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError:
        return


def _opened(stream: object, *, writing: bool) -> BinaryIO:
    buffer = getattr(stream, "buffer", None)
    if buffer is not None:
        found: BinaryIO = buffer
        return found
    return open(os.devnull, "wb" if writing else "rb")  # noqa: PTH123 - lives as long as the process


def _terminal(stream: object) -> bool:
    try:
        return bool(stream is not None and stream.isatty())  # type: ignore[attr-defined]
    except ValueError:
        return False


def _number(text: str | None) -> int:
    return int(text) if text and text.isdigit() else 0


def _launch(words: Sequence[str], given: bytes | None) -> int:
    """Run a pager or an editor that the user named; Ctrl-C is its own affair while it has the terminal."""
    try:
        with _uninterrupted():
            return subprocess.run(list(words), input=given, check=False).returncode  # noqa: S603 - the user's own choice
    except OSError:
        return 127


def _pass_over(_number: int, _frame: object) -> None:
    """An interrupt that is for the other program."""


@contextmanager
def _uninterrupted() -> Iterator[None]:
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    standing = signal.signal(signal.SIGINT, _pass_over)  # not SIG_IGN, which the other program would inherit
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, standing)
