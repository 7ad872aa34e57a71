"""Memory is tidied while nobody waits: Python's collector would else stop a key on its way to the screen.

It stops for some 20 ms whenever enough objects have been made, which is every few keys. What is done here leaves it
nothing to do; it stays for the case that there is never a quiet moment.
"""

import gc

ENOUGH = 2_000
"""New objects from which it is worth looking; a console that does nothing makes fewer."""

WHOLE = 5
"""Looks at new objects after which the older ones are looked at as well."""


class Tidying:
    """Looks for objects that nobody can reach any more."""

    def __init__(self) -> None:
        self._looks = 0

    def look(self, *, idle: bool) -> None:
        """Look if nobody waits at this moment. What was loaded before the first time stays, and is never looked at."""
        if not idle:
            return
        first = not self._looks
        if not first and gc.get_count()[0] < ENOUGH:
            return
        self._looks += 1
        gc.collect(2 if self._looks % WHOLE == 0 else 1)
        if first:
            gc.freeze()

    def end(self) -> None:
        """The console is left: nothing stays for good."""
        if self._looks:
            gc.unfreeze()
