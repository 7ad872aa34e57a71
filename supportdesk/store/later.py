"""What a series of changes has given out and what it puts off: what lists and search derive from tickets, which is made
once a ticket at the end of the series, not once a change.

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
    given: dict[str, int] = field(default_factory=dict)
    """The last number of each table that the series gave; SQLite alone asks, where whoever writes is alone."""
