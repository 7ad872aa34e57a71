"""How an answer is printed: the options that choose, and the choice; the writing itself is in `formats.py`."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, TypeVar

import typer

from supportdesk.cli.call import Call
from supportdesk.cli.kinds import Kind
from supportdesk.errors import UsageError

Row = TypeVar("Row")

JsonFields = Annotated[
    str | None, typer.Option("--json", metavar="[FIELDS]", help="a list of objects; `--json help` lists the fields")
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="show what would change, and change nothing")]


@dataclass(frozen=True)
class Form:
    """The options of output; at most one format."""

    json: JsonFields = None
    ndjson: Annotated[bool, typer.Option("--ndjson", help="one JSON object a line")] = False
    csv: Annotated[bool, typer.Option("--csv", help="comma-separated, with a header, harmless to spreadsheets")] = False
    ids: Annotated[bool, typer.Option("--ids", help="what names each row, alone")] = False
    fields: Annotated[
        str, typer.Option("--fields", metavar="FIELDS", help="the columns of any format, with commas between")
    ] = ""
    header: Annotated[bool, typer.Option("--header", help="a header line in a pipe too")] = False


def emit(call: Call, kind: Kind[Row], rows: Iterable[Row], form: Form) -> None:
    """Print rows in the form that was asked for: unasked, a table on a terminal and tab-separated lines elsewhere."""
    from supportdesk.cli import formats

    check(kind, form)
    write = call.streams.write
    if form.json == "help":
        write("".join(f"{name}\n" for name in kind.names))
    elif form.json is not None:
        formats.write_json(write, kind, rows, kind.chosen(form.json or form.fields))
    elif form.ndjson:
        formats.write_ndjson(write, kind, rows, kind.chosen(form.fields))
    elif form.csv:
        formats.write_csv(write, kind, rows, kind.chosen(form.fields))
    elif form.ids:
        formats.write_ids(write, kind, rows)
    else:
        _lines(call, kind, rows, form)


def _lines(call: Call, kind: Kind[Row], rows: Iterable[Row], form: Form) -> None:
    from supportdesk.cli import formats
    from supportdesk.cli.pages import show_long

    names = kind.chosen(form.fields) if form.fields else kind.columns
    if not call.streams.out_terminal:
        formats.write_tabs(call.streams.write, kind, rows, names, header=form.header)
        return
    lines: list[str] = []
    formats.write_table(lines.append, kind, rows, names, width=call.streams.width, now=call.clock(), color=call.colored)
    show_long(call, "".join(lines))


def check(kind: Kind[Row], form: Form) -> None:
    """Refuse two formats at once, fields named twice, and fields that the rows have not."""
    given = {"--json": form.json is not None, "--ndjson": form.ndjson, "--csv": form.csv, "--ids": form.ids}
    named = [name for name, is_given in given.items() if is_given]
    if len(named) > 1:
        raise UsageError(f"choose one format: {' or '.join(named)}")
    if form.json and form.fields:
        raise UsageError("--json names fields, and --fields does; give them once")
    if form.json and form.json != "help":
        kind.chosen(form.json, hint="put --json last, or write --json= for the default fields")
    kind.chosen(form.fields)


def only_help(call: Call, kind: Kind[Row], form: Form) -> bool:
    """Whether only the fields were asked for; then they are printed, and no store is opened."""
    check(kind, form)
    if form.json == "help":
        emit(call, kind, (), form)
    return form.json == "help"
