"""How a command that runs until interrupted is told to stop: SIGTERM or Ctrl-C, once politely, then at once."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

SIGNALS = (signal.SIGTERM, signal.SIGINT)


@contextmanager
def told_to_stop() -> Iterator[threading.Event]:
    """An event that the first signal sets; a second one does what it does to other programs."""
    bell = threading.Event()
    if threading.current_thread() is not threading.main_thread():
        yield bell  # signals reach the main thread alone
        return
    before = {number: signal.getsignal(number) for number in SIGNALS}

    def ring(number: int, _frame: object) -> None:
        bell.set()
        signal.signal(number, before[signal.Signals(number)])

    for number in SIGNALS:
        signal.signal(number, ring)
    try:
        yield bell
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
