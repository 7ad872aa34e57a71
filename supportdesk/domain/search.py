"""What full text is asked to find, in the words of the index. How a database is asked stands in the store."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from supportdesk.domain import words


@dataclass(frozen=True, slots=True)
class Sought:
    """One thing to be found: neighbouring stems, the last of which may be the beginning of a word.

    With `beginning`, the word after `stems` starts with it, or is one of `others` (see `words.beginnings`).
    """

    stems: tuple[str, ...]
    beginning: str = ""
    others: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.stems or self.beginning)

    def __len__(self) -> int:
        return len(self.stems) + bool(self.beginning)

    def fits(self, stem: str) -> bool:
        """Whether a stem is one that `beginning` asks for."""
        return stem.startswith(self.beginning) or stem in self.others


def seek(text: str, *, prefix: bool = False) -> Sought:
    """What a word or phrase of a filter looks for; with `prefix` its last word is only a beginning.

    A text without letters and digits gives a Sought that is false.
    """
    if not prefix:
        return Sought(tuple(words.stems(text)))
    found = list(words.tokens(text))
    if not found:
        return Sought(())
    *before, last = found
    return Sought(tuple(map(words.stem, before)), last, words.beginnings(last))


def places(sought: Sought, stems: Sequence[str]) -> Iterator[int]:
    """Where in a text what is sought begins, as indexes of its stems: the rule that both databases follow."""
    if len(sought.stems) == 1 and not sought.beginning:
        yield from (at for at, stem in enumerate(stems) if stem == sought.stems[0])
        return
    width = len(sought.stems)
    for at in range(len(stems) - len(sought) + 1):
        if tuple(stems[at : at + width]) != sought.stems:
            continue
        if not sought.beginning or sought.fits(stems[at + width]):
            yield at
