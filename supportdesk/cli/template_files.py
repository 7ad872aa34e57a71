"""Canned responses as files: a folder with one text file each, or one CSV. Nothing of the desk belongs here.

A file is named after its template and may begin with a head between two lines of `---` that holds `title:`,
`language:`, `team:` and `actions:`; the rest is the text.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from urllib.parse import quote, unquote

from supportdesk.console.attaching import read_bytes
from supportdesk.domain.macro import read_actions, write_actions
from supportdesk.domain.models import TemplateRow
from supportdesk.errors import NotFound, Refused, UsageError
from supportdesk.exchange.sheet import Row, neutral, plain, read_rows
from supportdesk.homes import stands

ENDINGS = (".txt", ".md")
COLUMNS = ("name", "title", "language", "team", "actions", "body")
LIMIT = "---"


@dataclass(frozen=True, slots=True)
class Written:
    """A canned response as a file holds it; `place` is where it stood, for errors."""

    place: str
    name: str
    body: str
    title: str = ""
    language: str = ""
    team: str = ""
    actions: Mapping[str, str] = field(default_factory=dict)


def read(path: Path) -> list[Written]:
    """The canned responses of a folder or of a CSV file, in order; UsageError names what cannot be read."""
    if not stands(path):
        raise NotFound(f"no file or folder {path}")
    if path.is_dir():
        return _each_once(
            _read_file(file) for file in sorted(path.iterdir()) if file.suffix in ENDINGS and file.is_file()
        )
    return _each_once(_read_csv(path))


def _each_once(found: Iterable[Written]) -> list[Written]:
    """Of two templates of one name the second would take the place of the first."""
    known: dict[str, Written] = {}
    for one in found:
        if (before := known.setdefault(one.name, one)) is not one:
            raise UsageError(f"{one.place}: template {one.name} came before, in {before.place}")
    return list(known.values())


def _read_file(path: Path) -> Written:
    text = _text(path)
    head, body = _parted(text)
    known = {"title": "", "language": "", "team": "", "actions": ""}
    for line in head:
        key, colon, value = line.partition(":")
        if key.strip() not in known or not colon:
            raise UsageError(f"{path}: the head holds title:, language:, team: and actions:, not {line.strip()[:40]!r}")
        known[key.strip()] = value.strip()
    return _written(str(path), unquote(path.stem), body, **known)


def _written(place: str, name: str, body: str, *, title: str, language: str, team: str, actions: str) -> Written:
    try:
        return Written(place, name, body, title, language, team, read_actions([actions]))
    except UsageError as error:
        raise UsageError(f"{place}: {error.message}", hint=error.hint) from error


def _parted(text: str) -> tuple[list[str], str]:
    """The lines of the head, and the text; a file without a head is all text."""
    lines = text.splitlines(keepends=True)
    if not lines or lines[0].strip() != LIMIT:
        return [], text
    ends = [at for at, line in enumerate(lines[1:], start=1) if line.strip() == LIMIT]
    if not ends:
        return [], text
    return [line for line in lines[1 : ends[0]] if line.strip()], "".join(lines[ends[0] + 1 :])


def _read_csv(path: Path) -> Iterator[Written]:
    rows = read_rows(BytesIO(read_bytes(path)))
    header = _header(path, next(rows, None))
    for row in rows:
        place = f"{path}, line {row.line}"
        if row.fault:
            raise UsageError(f"{place}: {row.fault}")
        if len(row.cells) > len(header):
            raise UsageError(f"{place}: the row has {len(row.cells)} cells, and the header {len(header)}")
        values = dict(zip(header, map(plain, row.cells), strict=False))
        yield _written(place, **{key: values.get(key, "") for key in COLUMNS})


def _header(path: Path, row: Row | None) -> list[str]:
    header = [cell.strip().casefold() for cell in row.cells] if row else []
    if not {"name", "body"} <= set(header):
        raise UsageError(f"{path} needs the columns name and body; it may have {', '.join(COLUMNS)}")
    odd = next((cell for at, cell in enumerate(header) if cell not in COLUMNS or cell in header[:at]), None)
    if odd is not None:
        raise UsageError(f"{path}: the columns are {', '.join(COLUMNS)}, not {odd[:40]!r}")
    return header


def _text(path: Path) -> str:
    try:
        return read_bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(f"{path} is not UTF-8 at byte {error.start}") from error


def write(path: Path, templates: Iterable[TemplateRow]) -> int:
    """Write canned responses into a folder, or into a CSV file where the path ends so; how many there were."""
    rows = list(templates)
    try:
        if path.suffix == ".csv":
            _write_csv(path, rows)
            return len(rows)
        path.mkdir(parents=True, exist_ok=True)
        for row in rows:
            (path / f"{quote(row.name, safe='')}.txt").write_text(_file(row), "utf-8")
    except OSError as error:
        raise Refused(f"cannot write {error.filename or path}: {error.strerror}") from error
    return len(rows)


def _write_csv(path: Path, rows: Iterable[TemplateRow]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(COLUMNS)
        writer.writerows(
            [neutral(cell) for cell in (row.name, row.title, row.language, row.team or "", does, row.body)]
            for row, does in ((row, write_actions(row.actions)) for row in rows)
        )


def _file(row: TemplateRow) -> str:
    """The head is written where there is something to say in it, or where the text would be taken for one."""
    head = {"title": row.title, "language": row.language, "team": row.team or "", "actions": write_actions(row.actions)}
    lines = [f"{key}: {' '.join(value.split())}\n" for key, value in head.items() if value]
    if not lines and not row.body.startswith(LIMIT):
        return row.body
    return "".join([f"{LIMIT}\n", *lines, f"{LIMIT}\n", row.body])
