"""What the console does when it is told to end from outside: a closed terminal, a shutdown, Ctrl-C by another way."""

import asyncio
import signal
from collections.abc import Callable

ENDING = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name))


def heed(*, end: Callable[[], None], interrupt: Callable[[], None]) -> None:
    """End in good order on a signal that says so; where the platform has none, everything stays as it is."""
    loop = asyncio.get_running_loop()
    try:
        for number in ENDING:
            loop.add_signal_handler(number, end)
        loop.add_signal_handler(signal.SIGINT, interrupt)
    except (NotImplementedError, RuntimeError, ValueError):
        return
