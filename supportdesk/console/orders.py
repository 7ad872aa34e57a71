"""What the console asks the desk to do: a verb, the tickets that it acts on, and its words.

Which service carries a verb out is in `verbs.py`; here is only what screens say.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from supportdesk.domain.filters import Filter, Not, both, parse, write
from supportdesk.errors import Refused


@dataclass(frozen=True, slots=True)
class Target:
    """Tickets by number, or every ticket that a filter matches.

    `expected` is the number that the agent was told; a selection of another size is refused.
    """

    numbers: tuple[int, ...] = ()
    filter: str | None = None
    expected: int | None = None

    def __len__(self) -> int:
        return len(self.numbers) if self.filter is None else self.expected or 0

    def __bool__(self) -> bool:
        return len(self) > 0


class Unsure(Refused):
    """What would be taken back touched so many tickets that it is to be asked for; nothing was changed."""

    def __init__(self, change: int, verb: str, tickets: int) -> None:
        super().__init__(f"your last change, {verb}, was to {tickets:,} tickets; undo it in the inbox")
        self.change, self.verb, self.tickets = change, verb, tickets


def joined(view: str, typed: str) -> Filter:
    """What a view and the filter bar ask for together; FilterError marks the fault in `typed`.

    They are joined as trees, so that an `or` in one never reaches into the other.
    """
    narrowed, base = parse(typed), parse(view)
    return Filter(both(base.node, narrowed.node), narrowed.sort or base.sort, typed)


def all_but(filter: Filter, numbers: Iterable[int]) -> str:
    """The text of a filter that leaves some tickets out."""
    left_out = ",".join(map(str, sorted(numbers)))
    but = parse(f"number:{left_out}").node if left_out else None
    return write(node) if (node := both(filter.node, Not(but) if but else None)) else ""
