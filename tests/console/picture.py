"""Pictures of the console as text: what stands in each cell, and in which style, in the dark and the light theme.

A picture is a file that reads and diffs like the screen: for each size the lines, then for each line its styles as
runs of cells, by letters that the end of the file explains. What is shown in the pictures is not here.
"""

import difflib
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, groupby
from pathlib import Path
from string import ascii_letters, digits

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style

from supportdesk.widgets.palettes import PALETTES
from tests.console import frames
from tests.console.hands import Hands

FOLDER = Path(__file__).parent / "looks"
SIZES = ((160, 48), (120, 36), (80, 24))
THEMES = ("dark", "light")
WRITING = os.environ.get("SUPPORTDESK_GOLDEN") == "write"
"""Whether pictures are made anew instead of compared."""

MOST_SHOWN = 6
"""Differing lines that a failure shows of a size."""

Cell = tuple[str, ...]
"""The style of a cell in each theme."""


@dataclass
class View:
    """The console in one size: its lines, and the styles of each line's cells."""

    lines: list[str] = field(default_factory=list)
    cells: list[list[Cell]] = field(default_factory=list)


Picture = dict[str, View]
"""A screen in each size, by the size as it is written in the file."""


async def view(hands: Hands) -> View:
    """The screen as it is painted in each theme, first in the one it has: a change of it costs as much as a start."""
    names = [PALETTES[theme].theme.name for theme in THEMES]
    seen: dict[str, list[list[Segment]]] = {}
    for name in sorted(names, key=lambda name: name != hands.app.theme):
        hands.app.theme = name
        await hands.settle()
        seen[name] = frames.lines(hands.app)
    looks = [seen[name] for name in names]
    lines = [words_of(line) for line in looks[0]]
    assert all([words_of(line) for line in other] == lines for other in looks), "the themes show different words"
    return View(lines, [list(zip(*map(styles_of, same), strict=True)) for same in zip(*looks, strict=True)])


def words_of(line: Iterable[Segment]) -> str:
    """What can be read in a painted line."""
    return "".join(segment.text for segment in line).rstrip()


def styles_of(line: Iterable[Segment]) -> list[str]:
    """The style of each cell of a painted line."""
    return [name for segment in line for name in [_name(segment.style)] * cell_len(segment.text)]


def _name(style: Style | None) -> str:
    """A style in words, without what only the mouse is told."""
    if style is None:
        return "none"
    words = [word for word in ("bold", "dim", "italic", "underline", "reverse", "strike") if getattr(style, word)]
    ink = style.color.name if style.color else "none"
    return " ".join((*words, ink, "on", style.bgcolor.name if style.bgcolor else "none"))


# Files ---------------------------------------------------------------------------------------------------------------


def written(picture: Picture) -> str:
    """A picture as its file."""
    signs: dict[Cell, str] = {}
    names = chain(ascii_letters, (a + b for a in ascii_letters for b in ascii_letters))
    parts: list[str] = []
    for size, view in picture.items():
        runs = [_runs(row, signs, names) for row in view.cells]
        parts += [f"== {size}", *view.lines, "-- styles", *_numbered(runs), ""]
    return "\n".join((*parts, "== letters", *(f"{sign}  {'  |  '.join(cell)}" for cell, sign in signs.items()), ""))


def _runs(row: Iterable[Cell], signs: dict[Cell, str], names: Iterator[str]) -> str:
    """A line's styles as letters with the number of cells that each holds."""
    runs: list[str] = []
    for cell, same in groupby(row):
        if cell not in signs:
            signs[cell] = next(names)
        runs.append(f"{signs[cell]}{len(list(same))}")
    return " ".join(runs)


def _numbered(runs: Sequence[str]) -> Iterator[str]:
    """Lines that look the same are told once."""
    first = 1
    for row, same in groupby(runs):
        last = first + len(list(same)) - 1
        yield f"{first if first == last else f'{first}-{last}'}: {row}"
        first = last + 1


def read(text: str) -> Picture:
    """A picture from its file."""
    body, _, legend = text.partition("== letters\n")
    cells = {
        sign: tuple(told.split("  |  ")) for sign, _, told in (line.partition("  ") for line in legend.splitlines())
    }
    views: Picture = {}
    for part in re.split(r"^== ", body, flags=re.M)[1:]:
        size, _, rest = part.partition("\n")
        lines, _, styles = rest.partition("\n-- styles\n")
        views[size] = View(lines.split("\n"), list(_cells(styles.split("\n"), cells)))
    return views


def _cells(rows: Iterable[str], cells: Mapping[str, Cell]) -> Iterator[list[Cell]]:
    for row in filter(None, rows):
        numbers, _, runs = row.partition(": ")
        first, _, last = numbers.partition("-")
        line = [cells[run.rstrip(digits)] for run in runs.split() for _ in range(int(run.lstrip(ascii_letters)))]
        yield from [line] * (int(last or first) - int(first) + 1)


# Comparing -----------------------------------------------------------------------------------------------------------


def named(size: tuple[int, int]) -> str:
    """A size as files write it."""
    return "{}x{}".format(*size)


def kept(name: str) -> Picture:
    """The picture of a screen."""
    file = FOLDER / f"{name}.txt"
    assert file.exists(), f"there is no picture of {name}: SUPPORTDESK_GOLDEN=write makes it"
    return read(file.read_text("utf-8"))


def compare(name: str, now: Picture) -> None:
    """Hold a screen against its picture, or make that anew; a failure says where they differ first."""
    if WRITING:
        FOLDER.mkdir(exist_ok=True)
        (FOLDER / f"{name}.txt").write_text(written(now), "utf-8")
        return
    then = kept(name)
    said = [line for size in then | now for line in _different(then, now, size)]
    assert not said, "\n".join((f"{name} looks different; if that is meant, SUPPORTDESK_GOLDEN=write", *said))


def _different(then: Picture, now: Picture, size: str) -> list[str]:
    old, new = then.get(size, View()), now.get(size, View())
    if old.lines != new.lines:
        words = difflib.unified_diff(old.lines, new.lines, "was", "is", lineterm="", n=0)
        return [f"{size}, words:", *list(words)[2 : 2 + 3 * MOST_SHOWN]]
    styles = [line for place, theme in enumerate(THEMES) for line in _restyled(old, new, place, theme)]
    return [f"{size}, styles:", *styles[: 2 * MOST_SHOWN]] if styles else []


def _restyled(old: View, new: View, place: int, theme: str) -> Iterator[str]:
    """Where a theme paints the same words in other styles."""
    for number, (before, after, words) in enumerate(zip(old.cells, new.cells, new.lines, strict=True), 1):
        pairs = [(one[place], other[place]) for one, other in zip(before, after, strict=True)]
        at = 0
        for (was, is_), same in groupby(pairs):
            end = at + len(list(same))
            if was != is_:
                yield f"{theme}, line {number}, cells {at + 1}-{end} {words[at:end].strip()!r}: was {was}, is {is_}"
            at = end
