"""What the commands of all nouns share: changing a record and telling it, listing, and showing one."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, TypeVar

import typer

from supportdesk.cli import call as calls
from supportdesk.cli.call import Call
from supportdesk.cli.cells import as_cell
from supportdesk.cli.kinds import DIFFERENCES, Kind
from supportdesk.cli.output import Form, emit, only_help
from supportdesk.domain.counted import counted
from supportdesk.domain.safe import shown
from supportdesk.errors import NotFound
from supportdesk.near import nearest_of

if TYPE_CHECKING:
    from supportdesk.domain.changes import Outcome
    from supportdesk.store.change import Change
    from supportdesk.store.reading import Reading

Row = TypeVar("Row")


def change_record(
    context: typer.Context, verb: str, perform: "Callable[[Change], Outcome]", *, said: str, dry_run: bool
) -> None:
    """Run a change of the desk's records and tell it: `said` is the whole sentence's beginning, `added agent boris`."""
    from supportdesk.store import history

    call = calls.of(context)
    with call.desk.change(verb, dry_run=dry_run) as change:
        outcome = perform(change)
        differences = history.differences(change, outcome.change) if dry_run and outcome.change else ()
    if dry_run:
        emit(call, DIFFERENCES, differences, Form())
    if outcome.change is None:
        call.say("nothing to change")
        return
    tickets = f"; {_tickets(len(outcome.changed), dry_run=dry_run)}" if outcome.changed else ""
    call.say(f"would have {said}{tickets}" if dry_run else f"{said}{tickets} (change {outcome.change})")


def _tickets(number: int, *, dry_run: bool) -> str:
    """What became of the tickets: whoever removes a tag must not read that they are gone."""
    return f"{counted(number, 'ticket')} {'would change' if dry_run else 'changed'} by it"


def list_records(
    context: typer.Context, kind: Kind[Row], read: "Callable[[Reading], Iterable[Row]]", form: Form
) -> None:
    """Print all records of a kind."""
    call = calls.of(context)
    if only_help(call, kind, form):
        return
    with call.desk.read() as reading:
        rows = read(reading)
    emit(call, kind, rows, form)


def show_record(
    context: typer.Context,
    kind: Kind[Row],
    read: "Callable[[Reading], Iterable[Row]]",
    name: str,
    form: Form,
    *,
    noun: str,
) -> None:
    """Print one record in full, a line for each field; NotFound with the nearest for an unknown name."""
    call = calls.of(context)
    if only_help(call, kind, form):
        return
    with call.desk.read() as reading:
        row = named(kind, read(reading), name, noun=noun)
    show_row(call, kind, row, form)


def show_row(call: Call, kind: Kind[Row], row: Row, form: Form) -> None:
    """Print one record in full."""
    if form != Form():
        emit(call, kind, (row,), form)
        return
    width = max(map(len, kind.names))
    now = call.clock() if call.streams.out_terminal else None
    for field in kind.names:
        call.streams.write(_field(field, kind.value(row, field), width, as_cell(kind.value(row, field), now=now)))


def _field(name: str, value: object, width: int, cell: str) -> str:
    """A field on one line; a text of several lines stands below its name."""
    if isinstance(value, str) and "\n" in value:
        return f"{name}:\n{shown(value).rstrip()}\n"
    return f"{name + ':':<{width + 1}} {cell}".rstrip() + "\n"


def named(kind: Kind[Row], rows: Iterable[Row], name: str, *, noun: str) -> Row:
    """The row of this name, in any case of its letters."""
    found = {str(kind.value(row, kind.key)): row for row in rows}
    if name in found:
        return found[name]
    alike = [key for key in found if key.casefold() == name.casefold()]
    if len(alike) == 1:
        return found[alike[0]]
    near = nearest_of(name, found)
    meant = f"; did you mean {near[0]}?" if near else ""
    raise NotFound(f"no {noun} {name[:60]!r}{meant}", hint=f"supportdesk {noun} list")
