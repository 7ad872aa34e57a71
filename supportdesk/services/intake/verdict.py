"""What becomes of each record that arrives, and what an import remembers from one transaction to the next."""

from dataclasses import dataclass, field
from enum import Enum
from typing import TypeAlias

from supportdesk.errors import DeskError, Refused


class Verdict(Enum):
    """What became of a record. `LATER` is one that refers to what has not come yet: offer it again at the end."""

    NEW = "new"
    THREADED = "threaded"
    DUPLICATE = "duplicate"
    LATER = "later"


class Unfit(Refused):
    """A record that cannot be taken in, with the reason."""


Decision: TypeAlias = Verdict | DeskError


@dataclass(slots=True)
class Added:
    """Rows that one transaction added."""

    tickets: int = 0
    messages: int = 0
    customers: int = 0
    renumbered: int = 0


@dataclass(slots=True)
class Numbers:
    """A set of ticket numbers as ranges: a million in a row cost nothing."""

    ranges: list[list[int]] = field(default_factory=list)

    def add(self, number: int) -> None:
        """Put a number in."""
        if self.ranges and self.ranges[-1][1] == number:
            self.ranges[-1][1] = number + 1
        elif number not in self:
            self.ranges.append([number, number + 1])

    def __contains__(self, number: int) -> bool:
        return any(first <= number < after for first, after in reversed(self.ranges))


@dataclass(slots=True)
class Memory:
    """What a run knows of its file: whether it brings its history, which tickets came, which got other numbers."""

    whole: bool = False
    restoring: bool = False
    origin: str = ""
    placed: Numbers = field(default_factory=Numbers)
    renumbered: dict[int, int] = field(default_factory=dict)
    undone: dict[int, int] = field(default_factory=dict)
    aliases: dict[str, str] = field(default_factory=dict)
    """Customers of the file whom the desk knows under another uid, by their address or their source."""
    spelled: dict[tuple[str, str], str] = field(default_factory=dict)
    """Records of the file that the desk knows in another case of their letters, by table and name."""
    late: bool = False
    """The file has been read: tickets whose number is taken get another."""
    last_call: bool = False
    """Nothing more will come: references into nowhere are refused."""

    def number_of(self, number: int) -> int | None:
        """The number here of the ticket with this number in the file, None while it has not come."""
        if number in self.renumbered:
            return self.renumbered[number]
        return number if number in self.placed else None
