"""What the console does when it is told to end from outside: a closed terminal, a shutdown, Ctrl-C by another way."""

import asyncio
import os
import signal
from collections.abc import Callable, Iterable, Sequence
from types import FrameType

ENDING = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name))


def heed(*, end: Callable[[], None], interrupt: Callable[[], None]) -> None:
    """End in good order on a signal that says so; where the platform has none, everything stays as it is."""
    loop, terminal = asyncio.get_running_loop(), [handle for handle in range(3) if os.isatty(handle)]

    def finish() -> None:
        _forsake(terminal)
        end()

    try:
        for number in ENDING:
            loop.add_signal_handler(number, finish)
        loop.add_signal_handler(signal.SIGINT, interrupt)
        _resume_only_on(terminal)
    except (NotImplementedError, RuntimeError, ValueError):
        return


def _resume_only_on(terminal: Sequence[int]) -> None:
    """A closed terminal sends SIGCONT after SIGHUP (POSIX.1-2024, _exit); Textual would then begin to draw
    once more, from a thread that dies of it and that ending would wait for without end.
    """
    resume = signal.getsignal(signal.SIGCONT)
    if not callable(resume):
        return

    def go_on(number: int, frame: FrameType | None) -> None:
        if not any(map(_is_gone, terminal)):
            resume(number, frame)

    signal.signal(signal.SIGCONT, go_on)


def _forsake(terminal: Iterable[int]) -> None:
    """Let what is still drawn go nowhere where the terminal is gone, as writing there fails. One that is still there is
    left clean as always.
    """
    nowhere = os.open(os.devnull, os.O_RDWR)
    for handle in filter(_is_gone, terminal):
        os.dup2(nowhere, handle)
    os.close(nowhere)


def _is_gone(handle: int) -> bool:
    """Whether the terminal behind a handle has been closed."""
    import termios

    try:
        termios.tcgetattr(handle)
    except termios.error:
        return True
    return False
