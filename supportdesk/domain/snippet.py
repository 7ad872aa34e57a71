"""The lines of a text around the words that were looked for. Drawing the marks belongs to the edges."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from supportdesk.domain import words
from supportdesk.domain.search import Sought, places

LEAD = 30
"""Characters shown before the first hit."""

READ = 20_000
"""Characters of a text that are looked through."""


@dataclass(frozen=True, slots=True)
class Snippet:
    """A piece of a text on one line; `marks` are the (start, end) of each hit in it."""

    text: str
    marks: tuple[tuple[int, int], ...] = ()


def snippet(body: str, sought: Sequence[Sought], *, width: int = 120) -> Snippet:
    """The piece of a text, about `width` characters, that holds the most of what is sought; its beginning if none."""
    line = " ".join(body[:READ].split())
    hits = _hits(line, sought)
    start = _start(line, hits, width)
    end = _word_end(line, min(len(line), start + width))
    before, after = "… " if start else "", " …" if end < len(line) else ""
    shift = len(before) - start
    marks = [(first + shift, last + shift) for first, last, _ in hits if start <= first and last <= end]
    return Snippet(f"{before}{line[start:end]}{after}", tuple(_merged(marks)))


def _hits(line: str, sought: Sequence[Sought]) -> list[tuple[int, int, int]]:
    """Where a line holds what is sought: start, end, and which of it."""
    spans = list(words.spans(line))
    stems = [stem for stem, _, _ in spans]
    found = [
        (spans[at][1], spans[at + len(one) - 1][2], number)
        for number, one in enumerate(sought)
        if one
        for at in places(one, stems)
    ]
    return sorted(found)


def _start(line: str, hits: Sequence[tuple[int, int, int]], width: int) -> int:
    """Where the piece begins that holds the most different hits; the first of several as good."""
    best, most = (hits[0][0] if hits else 0), 0
    last = 0
    held: dict[int, int] = {}
    for first, hit in enumerate(hits):
        while last < len(hits) and hits[last][1] - hit[0] <= width - LEAD:
            held[hits[last][2]] = held.get(hits[last][2], 0) + 1
            last += 1
        if len(held) > most:
            best, most = hit[0], len(held)
        _leave(held, hit[2])
        last = max(last, first + 1)
    earliest = max(0, best - LEAD)
    return earliest if earliest == 0 else line.find(" ", earliest, best) + 1 or best


def _leave(held: dict[int, int], number: int) -> None:
    if held.get(number, 0) > 1:
        held[number] -= 1
    else:
        held.pop(number, None)


def _word_end(line: str, end: int) -> int:
    if end == len(line) or line[end] == " ":
        return end
    space = line.rfind(" ", max(0, end - 30), end)
    return space if space > 0 else end


def _merged(marks: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Marks that overlap, as one."""
    open_mark: tuple[int, int] | None = None
    for start, end in marks:
        if open_mark is not None and start < open_mark[1]:
            open_mark = open_mark[0], max(end, open_mark[1])
            continue
        if open_mark is not None:
            yield open_mark
        open_mark = start, end
    if open_mark is not None:
        yield open_mark
