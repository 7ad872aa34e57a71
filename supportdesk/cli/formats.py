"""Rows written as a table, tab-separated lines, JSON, NDJSON, CSV or ids. Which of them is chosen in `output.py`."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import chain, islice
from typing import TypeVar

from supportdesk.cli.cells import as_cell, as_json
from supportdesk.cli.kinds import Kind
from supportdesk.cli.paint import paint, style_of
from supportdesk.domain.safe import escaped

Row = TypeVar("Row")
Write = Callable[[str], None]

MEASURED = 500
"""Rows that decide how wide a table's columns are; later ones are cut to them."""

GAP = 2
NARROWEST = 6

RUN_BY_SPREADSHEETS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a cell must not begin with: spreadsheets take it for a formula (OWASP, CSV injection)."""


def write_json(write: Write, kind: Kind[Row], rows: Iterable[Row], names: Sequence[str]) -> None:
    """A list of objects, one a line."""
    before = "[\n"
    for row in rows:
        write(before + _object(kind, row, names))
        before = ",\n"
    write("[]\n" if before == "[\n" else "\n]\n")


def write_ndjson(write: Write, kind: Kind[Row], rows: Iterable[Row], names: Sequence[str]) -> None:
    """One object a line."""
    for row in rows:
        write(_object(kind, row, names) + "\n")


def _object(kind: Kind[Row], row: Row, names: Sequence[str]) -> str:
    return escaped(json.dumps({name: as_json(kind.value(row, name)) for name in names}, ensure_ascii=False))


def write_csv(write: Write, kind: Kind[Row], rows: Iterable[Row], names: Sequence[str]) -> None:
    """Comma-separated values with a header (RFC 4180), in which no cell can be taken for a formula."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(names)
    for row in rows:
        writer.writerow([neutral(_csv_cell(kind.value(row, name))) for name in names])
        write(buffer.getvalue())
        buffer.seek(0)
        buffer.truncate()
    write(buffer.getvalue())


def _csv_cell(value: object) -> str:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else as_cell(value)


def neutral(cell: str) -> str:
    """A cell that a spreadsheet shows instead of running; numbers stay numbers."""
    if not cell.startswith(RUN_BY_SPREADSHEETS):
        return cell
    return cell if cell[1:].isdecimal() and cell[0] == "-" else "'" + cell


def write_ids(write: Write, kind: Kind[Row], rows: Iterable[Row]) -> None:
    """What names each row, one a line: what `-` reads."""
    for row in rows:
        write(as_cell(kind.value(row, kind.key)) + "\n")


def write_tabs(write: Write, kind: Kind[Row], rows: Iterable[Row], names: Sequence[str], *, header: bool) -> None:
    """Tab-separated lines, nothing cut; cells hold neither tabs nor newlines."""
    if header:
        write("\t".join(names) + "\n")
    for row in rows:
        write("\t".join(as_cell(kind.value(row, name)) for name in names) + "\n")


def write_table(
    write: Write, kind: Kind[Row], rows: Iterable[Row], names: Sequence[str], *, width: int, now: datetime, color: bool
) -> None:
    """Aligned columns under a header, cut to the terminal's width."""
    waiting = iter(rows)
    first = [_cells(kind, row, names, now) for row in islice(waiting, MEASURED)]
    if not first:
        return
    titles = [title(name) for name in names]
    widths = fitted(_natural([titles, *first]), width)
    write(paint(_line(titles, widths), "bold", on=color) + "\n")
    rest: Iterator[list[str]] = (_cells(kind, row, names, now) for row in waiting)
    for cells in chain(first, rest):
        styles = [style_of(name, cell) for name, cell in zip(names, cells, strict=True)]
        write(_line(cells, widths, styles=styles, color=color) + "\n")


TITLES = {"number": "#", "priority": "PRIO", "updated_at": "AGE", "assignee": "AGENT", "open_tickets": "OPEN"}
"""Headings shorter than their fields, so that a narrow terminal has room for the subject."""


def title(name: str) -> str:
    """A column's heading."""
    return TITLES.get(name) or name.removesuffix("_at").replace("_", " ").upper()


def _cells(kind: Kind[Row], row: Row, names: Sequence[str], now: datetime) -> list[str]:
    return [as_cell(kind.value(row, name), now=now) for name in names]


def _natural(lines: Sequence[Sequence[str]]) -> list[int]:
    from rich.cells import cell_len

    return [max(map(cell_len, column)) for column in zip(*lines, strict=True)]


def fitted(widths: Sequence[int], width: int) -> list[int]:
    """Column widths that fit a line: the widest columns give way first, none below a few cells."""
    fitting = list(widths)
    excess = sum(fitting) + GAP * (len(fitting) - 1) - width
    while excess > 0:
        widest = max(range(len(fitting)), key=lambda at: fitting[at])
        others = [size for at, size in enumerate(fitting) if at != widest]
        floor = max([NARROWEST, *(size for size in others if size < fitting[widest])])
        taken = min(excess, max(1, fitting[widest] - floor))
        if fitting[widest] - taken < NARROWEST:
            break
        fitting[widest] -= taken
        excess -= taken
    return fitting


def _line(cells: Sequence[str], widths: Sequence[int], *, styles: Sequence[str] = (), color: bool = False) -> str:
    """Cells side by side; the last one is not padded."""
    parts = []
    last = len(cells) - 1
    for at, (cell, width) in enumerate(zip(cells, widths, strict=True)):
        cut = cut_to(cell, width)
        painted = paint(cut, styles[at], on=color) if styles else cut
        parts.append(painted if at == last else painted + " " * (width + GAP - _width(cut)))
    return "".join(parts).rstrip()


def _width(text: str) -> int:
    from rich.cells import cell_len

    return cell_len(text)


def cut_to(text: str, width: int) -> str:
    """Text in at most so many cells; what is cut off leaves an ellipsis."""
    if _width(text) <= width:
        return text
    from rich.cells import set_cell_size

    return set_cell_size(text, max(0, width - 1)).rstrip() + "…"
