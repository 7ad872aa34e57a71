"""What was measured, against which target, and the table that says so."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

HEADINGS = ("what", "on", "tickets", "desk", "reference", "ratio", "cpu ratio", "target", "verdict")


@dataclass(frozen=True, slots=True)
class Target:
    """What a ratio has to be: at least or at most a number."""

    number: float
    at_least: bool = False

    def met(self, ratio: float) -> bool:
        """Whether a ratio is good enough."""
        return ratio >= self.number if self.at_least else ratio <= self.number

    def __str__(self) -> str:
        return f"{'>=' if self.at_least else '<='} {self.number:g}"


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table: the desk's number beside its reference's.

    `ratio` is desk over reference, in wall time or in rate, as the unit says; `cpu_ratio` the same in the CPU time of
    the measuring process (a database server's own is not in it); both are None where there is nothing to compare.
    """

    what: str
    place: str
    tickets: int
    desk: float | None
    reference: float | None
    unit: str
    ratio: float | None = None
    cpu_ratio: float | None = None
    target: Target | None = None
    note: str = ""

    @property
    def verdict(self) -> str:
        """Whether the target is met; empty where there is none."""
        if self.target is None or self.ratio is None:
            return ""
        return "met" if self.target.met(self.ratio) else "NOT MET"


def table(figures: Sequence[Figure]) -> str:
    """The figures as aligned text, notes below."""
    rows = [HEADINGS, *(_cells(figure) for figure in figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADINGS))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    notes = [f"{figure.what} ({figure.place}): {figure.note}" for figure in figures if figure.note]
    return "\n".join([lines[0], "  ".join("-" * width for width in widths), *lines[1:], "", *notes])


def _cells(figure: Figure) -> tuple[str, ...]:
    return (
        figure.what,
        figure.place,
        f"{figure.tickets:,}" if figure.tickets else "",
        _amount(figure.desk, figure.unit),
        _amount(figure.reference, figure.unit),
        "" if figure.ratio is None else f"{figure.ratio:.2f}",
        "" if figure.cpu_ratio is None else f"{figure.cpu_ratio:.2f}",
        "" if figure.target is None else str(figure.target),
        figure.verdict,
    )


def _amount(number: float | None, unit: str) -> str:
    if number is None:
        return "-"
    return f"{number:,.0f} {unit}" if number >= 100 else f"{number:.3g} {unit}"


def write_json(figures: Sequence[Figure], path: Path) -> None:
    """The figures for machines, each with its verdict."""
    rows = [{**asdict(figure), "target": str(figure.target or ""), "verdict": figure.verdict} for figure in figures]
    path.write_text(json.dumps(rows, indent=1) + "\n")
