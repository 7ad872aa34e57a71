"""`why` and `rethread`: which rule put a message where it is, and putting it right."""

from typing import Annotated

import typer

from supportdesk.cli import call as calls
from supportdesk.cli.completions import ticket_numbers
from supportdesk.cli.kinds import ARRIVALS
from supportdesk.cli.output import DryRun, Form, emit, only_help
from supportdesk.cli.selections import read_number
from supportdesk.cli.tree import Commands
from supportdesk.errors import UsageError

app = Commands()

Wanted = Annotated[
    str, typer.Argument(metavar="MESSAGE", help="its id, as `show N --json thread` lists it, or its Message-ID")
]


@app.verb("why")
def why(context: typer.Context, *, message: Wanted, form: Form = Form()) -> None:  # noqa: B008 - frozen
    """Say which rule put a message on its ticket.

    Example: supportdesk why 41
    Example: supportdesk why '<abc@example.org>'
    """
    from supportdesk.domain.safe import told_line
    from supportdesk.store import ledger

    call = calls.of(context)
    if only_help(call, ARRIVALS, form):
        return
    with call.desk.read() as reading:
        entry = ledger.entry_of(reading, message)
        row = ledger.of_entry(reading, entry.id, entry.message_id)
        said = ledger.why(reading, entry.id, entry.message_id)
    if form != Form():
        emit(call, ARRIVALS, (row,) if row else (), form)
        return
    ticket = row.ticket if row else entry.ticket_id
    call.streams.write(told_line(f"message {entry.id} is on ticket {ticket}: {said}") + "\n")


@app.verb("rethread")
def rethread(
    context: typer.Context,
    *,
    message: Wanted,
    to: Annotated[
        str, typer.Option("--to", metavar="N", help="the ticket that it belongs to", autocompletion=ticket_numbers)
    ] = "",
    new: Annotated[bool, typer.Option("--new", help="a new ticket of whoever wrote it")] = False,
    dry_run: DryRun = False,
) -> None:
    """Move a customer's message to the ticket that it belongs to; what answers it goes there from then on.

    Example: supportdesk rethread 41 --to 12
    Example: supportdesk rethread 41 --new
    """
    from supportdesk.services import rethreading

    call = calls.of(context)
    if bool(to) == new:
        raise UsageError("where to? give --to N or --new")
    number = read_number(to) if to else None
    with call.desk.change("rethread", dry_run=dry_run) as change:
        outcome = rethreading.rethread(change, message, to=number)
    if new and not dry_run:
        call.streams.write(f"{outcome.number}\n")
    if outcome.change is None:
        call.say("nothing to change")
        return
    said = f"moved the message to ticket {outcome.number}"
    call.say(f"would have {said}" if dry_run else f"{said} (change {outcome.change})")
