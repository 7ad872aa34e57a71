"""What lists and search derive from tickets, put off until a series of changes ends: once a ticket, not once a change.

Here: what waits. Not here: how it is derived (`indexes`), when the series ends (`series`).
"""

from dataclasses import dataclass, field


@dataclass(slots=True)
class Later:
    """The tickets that wait: new ones without a full text, words to add to others, full texts to make anew, counts."""

    started: list[int] = field(default_factory=list)
    said: list[tuple[int, str]] = field(default_factory=list)
    """Tickets with the stems of what was said on them, in order."""
    anew: list[int] = field(default_factory=list)
    counted: list[int] = field(default_factory=list)

    def mark(self) -> tuple[int, int, int, int]:
        """How much waits now."""
        return len(self.started), len(self.said), len(self.anew), len(self.counted)

    def cut(self, mark: tuple[int, int, int, int]) -> None:
        """Forget what came after a mark: the change that brought it did not happen."""
        started, said, anew, counted = mark
        del self.started[started:], self.said[said:], self.anew[anew:], self.counted[counted:]
