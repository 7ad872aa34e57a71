"""Which tickets are marked: some by number, or all that the list holds but some."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Marks:
    """`everything` marks all tickets that match, seen or not, but `numbers`; else `numbers` are the marked ones.

    `total` is the exact number that matched when everything was marked.
    """

    numbers: frozenset[int] = frozenset()
    everything: bool = False
    total: int = 0

    def __contains__(self, number: int) -> bool:
        return (number in self.numbers) != self.everything

    def __len__(self) -> int:
        return self.total - len(self.numbers) if self.everything else len(self.numbers)

    def __bool__(self) -> bool:
        return self.everything or bool(self.numbers)

    def toggled(self, number: int) -> "Marks":
        """The same with one ticket marked that was not, or the other way round."""
        return Marks(self.numbers ^ {number}, self.everything, self.total)
