"""`undo`, `changes` and `history`: what was done, and how it is taken back."""

from typing import Annotated

import typer

from supportdesk.cli import call as calls
from supportdesk.cli.bulk import sentence
from supportdesk.cli.completions import ticket_numbers
from supportdesk.cli.kinds import CHANGES, DIFFERENCES, EVENTS, TICKETS
from supportdesk.cli.output import DryRun, Form, JsonFields, check, emit, only_help
from supportdesk.cli.selections import read_number
from supportdesk.cli.tree import Commands
from supportdesk.errors import NotFound, UsageError

app = Commands()


@app.verb("undo")
def undo(
    context: typer.Context,
    *,
    number: Annotated[
        str, typer.Argument(metavar="CHANGE", help="its id, as `changes` lists it; your last one without")
    ] = "",
    dry_run: DryRun = False,
    json: JsonFields = None,
) -> None:
    """Reverse a change in full, or refuse where somebody has built upon it since. Undoing an undo does it again.

    Example: supportdesk undo
    Example: supportdesk undo 41 --dry-run
    """
    from supportdesk.services import undo as service
    from supportdesk.store import history, queries

    call = calls.of(context)
    form = Form(json=json)
    if not dry_run and only_help(call, TICKETS, form):
        return
    if dry_run:
        check(DIFFERENCES, form)
    change_id = _change_id(number) if number else None
    with call.desk.change("undo", dry_run=dry_run) as change:
        outcome = service.undo(change, number=change_id)
        differences = history.differences(change, outcome.change) if dry_run and outcome.change else ()
        rows = queries.rows(change, outcome.changed) if json is not None and not dry_run else ()
    if dry_run:
        emit(call, DIFFERENCES, differences, form)
    elif json is not None:
        emit(call, TICKETS, rows, form)
    if outcome.change and not outcome.changed:
        call.say(f"undone (change {outcome.change})" if not dry_run else "would have undone it")
    else:
        call.say(sentence(outcome, "undone on", dry_run=dry_run))


def _change_id(word: str) -> int:
    if not word.isdecimal():
        raise UsageError(f"{word[:40]!r} is no change", hint="supportdesk changes")
    if len(word) > 18:
        raise NotFound(f"no change {word[:40]}", hint="supportdesk changes")
    return int(word)


@app.verb("changes")
def changes(
    context: typer.Context,
    *,
    mine: Annotated[bool, typer.Option("--mine", help="yours alone")] = False,
    limit: Annotated[int, typer.Option("--limit", "-n", metavar="N", help="how many at most")] = 20,
    form: Form = Form(),  # noqa: B008 - frozen
) -> None:
    """List changes, the newest first, with the id that `undo` takes.

    Example: supportdesk changes --mine
    """
    from supportdesk.store import history

    call = calls.of(context)
    if only_help(call, CHANGES, form):
        return
    if limit < 1:
        raise UsageError(f"--limit is a number of changes, not {limit}")
    with call.desk.read() as reading:
        rows = history.changes(reading, limit=limit, mine=mine)
    emit(call, CHANGES, rows, form)


@app.verb("history")
def of_ticket(
    context: typer.Context,
    *,
    number: Annotated[str, typer.Argument(metavar="N", help="the ticket's number", autocompletion=ticket_numbers)],
    form: Form = Form(),  # noqa: B008 - frozen
) -> None:
    """List everything that happened to a ticket, the oldest first, with old and new values.

    Example: supportdesk history 12
    """
    from supportdesk.store import history

    call = calls.of(context)
    if only_help(call, EVENTS, form):
        return
    with call.desk.read() as reading:
        rows = history.of_ticket(reading, read_number(number))
    emit(call, EVENTS, rows, form)
