"""The worker that does the mail of a desk: rounds of steps, until it is told to stop.

Here: when a round begins, and what a worker outlives. Not here: what a step does. Any number of workers may do the
mail of one desk, on any number of hosts: each step takes what it works on to itself first.
"""

from collections.abc import Callable, Sequence
from typing import Protocol, TypeAlias

from supportdesk.errors import Unavailable

PAUSE = 2.0
"""Seconds between two rounds."""

LONG_PAUSE = 15.0
"""Seconds before the next round where the store did not answer."""

Stopped: TypeAlias = Callable[[], bool]
Step: TypeAlias = Callable[[Stopped], None]
"""One part of a round; it looks at what it is given between two pieces of work, and ends early where that is true."""


class Bell(Protocol):
    """What tells a worker to stop; `threading.Event` is one."""

    def is_set(self) -> bool:
        """Whether the worker is to stop."""

    def wait(self, timeout: float) -> bool:
        """Sleep for so many seconds, or until the worker is to stop."""


def work(steps: Sequence[Step], *, until: Bell, say: Callable[[str], None]) -> None:
    """Do all steps, round after round; a store that is busy or away is waited for, and told."""
    while not until.is_set():
        pause = PAUSE
        try:
            for step in steps:
                step(until.is_set)
        except Unavailable as error:
            say(error.message)
            pause = LONG_PAUSE
        until.wait(pause)
