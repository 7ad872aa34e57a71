"""Python's search for reference cycles, put off while many records without any are made."""

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

SELDOM = (1_000_000, 20, 20)

_turn = threading.Lock()
_under_way: list[tuple[int, int, int]] = []


@contextmanager
def rare_collections() -> Iterator[None]:
    """Let Python look for cycles rarely: records are many and have none, and looking took a third of the time.

    Threads may do so at once; the last of them puts things back.
    """
    with _turn:
        _under_way.append(gc.get_threshold())
        gc.set_threshold(*SELDOM)
    try:
        yield
    finally:
        with _turn:
            before = _under_way.pop()
            if not _under_way:
                gc.set_threshold(*before)
