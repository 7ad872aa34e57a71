"""A thread on its way to the screen: laid out from the newest message back, as far as it is wanted.

A ticket of hundreds of messages is opened to read the last ones; the others are laid out when there is time.
"""

import sys
from datetime import datetime

from supportdesk.domain.models import ThreadMessage
from supportdesk.widgets.thread_lines import Laid, lay_out


class LaidThread:
    """The lines of a thread for one width, and how many of them are the newest message."""

    def __init__(
        self, thread: tuple[ThreadMessage, ...], width: int, now: datetime, *, unfolded: bool, key: str
    ) -> None:
        self.lines: list[Laid] = []
        self.newest = 0
        self._thread, self.width, self._now, self._unfolded, self._key = thread, width, now, unfolded, key
        self._left = len(thread)

    @property
    def whole(self) -> bool:
        """Whether every message is laid out."""
        return not self._left

    def reach(self, lines: int) -> int:
        """Lay out further back until so many lines stand; how many were put before those that stood."""
        parts: list[list[Laid]] = []
        added = 0
        while self._left and len(self.lines) + added < lines:
            self._left -= 1
            parts.append(self._laid(self._left))
            added += len(parts[-1])
            self.newest = self.newest or added
        self.lines[:0] = [line for part in reversed(parts) for line in part]
        return added

    def reach_all(self) -> int:
        """Lay out the rest; how many lines were put before those that stood."""
        return self.reach(sys.maxsize)

    def _laid(self, place: int) -> list[Laid]:
        messages = self._thread[place : place + 1]
        return lay_out(messages, self.width, self._now, unfolded=self._unfolded, key=self._key)
