"""How far long work has come: one line on standard error, on a terminal only, after a moment."""

import time
from collections.abc import Callable

from supportdesk.cli.call import Call

SILENT = 0.3
"""Seconds of work that need no bar."""

EVERY = 0.1
WIDTH = 24


class Bar:
    """A line that is drawn anew as work goes on; leaving the block takes it away."""

    def __init__(self, call: Call, what: str, *, clock: Callable[[], float] = time.monotonic) -> None:
        self.call = call
        self.what = what
        self.clock = clock
        self.on = call.streams.err_terminal and not call.flags.quiet
        self.began = self.drawn = clock()
        self.visible = False

    def __enter__(self) -> "Bar":
        return self

    def __exit__(self, *_: object) -> None:
        if self.visible:
            self.call.streams.say("\r\x1b[K")

    def show(self, done: int, total: int | None, told: str = "") -> None:
        """Draw `done` of `total` (None where the end is unknown), and what else there is to tell."""
        now = self.clock()
        if not self.on or now - self.began < SILENT or (self.visible and now - self.drawn < EVERY):
            return
        self.visible, self.drawn = True, now
        line = f"{self.what} {_portion(done, total)} {told}".rstrip()
        self.call.streams.say(f"\r\x1b[K{line[: self.call.streams.width - 1]}")


def _portion(done: int, total: int | None) -> str:
    if not total:
        return ""
    part = min(1.0, done / total)
    filled = int(part * WIDTH)
    return f"[{'#' * filled}{'.' * (WIDTH - filled)}] {part:4.0%}"
