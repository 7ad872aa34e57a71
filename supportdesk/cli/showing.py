"""`show`: one ticket with its thread, for a person or for a script."""

from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from supportdesk.cli import call as calls
from supportdesk.cli.call import Call
from supportdesk.cli.completions import ticket_numbers
from supportdesk.cli.kinds import EVENTS, TICKETS, Kind
from supportdesk.cli.output import Form, emit, only_help
from supportdesk.cli.selections import read_number
from supportdesk.cli.tree import Commands
from supportdesk.errors import UsageError

if TYPE_CHECKING:
    from datetime import datetime

    from supportdesk.domain.changes import HistoryEntry
    from supportdesk.domain.models import TicketDetail
    from supportdesk.store.reading import Reading

app = Commands()

Shown: TypeAlias = "tuple[TicketDetail, tuple[HistoryEntry, ...]]"


def _event(entry: "HistoryEntry") -> dict[str, object]:
    """What happened, as `history --json` tells it."""
    return {name: EVENTS.value(entry, name) for name in EVENTS.default}


DETAILS: Kind[Shown] = Kind(
    row=tuple,
    columns=TICKETS.columns,
    key="number",
    more={
        "events": lambda shown: [_event(entry) for entry in shown[1]],
        "thread": lambda shown: shown[0].thread,
    },
    ticket=lambda shown: shown[0].ticket,
)
"""A ticket as `show --json` prints it: its fields, what happened to it, and its thread."""


@app.verb("show")
def show(
    context: typer.Context,
    *,
    numbers: Annotated[
        list[str], typer.Argument(metavar="N", help="the ticket's number", autocompletion=ticket_numbers)
    ],
    raw: Annotated[bool, typer.Option("--raw", help="the mail as it came, byte for byte")] = False,
    history: Annotated[bool, typer.Option("--history", help="what happened to it, too")] = False,
    form: Form = Form(),  # noqa: B008 - frozen
) -> None:
    """Show a ticket: its facts, and its thread with the new words of each message.

    Example: supportdesk show 12
    Example: supportdesk show 12 --json thread
    """
    call = calls.of(context)
    if only_help(call, DETAILS, form):
        return
    if raw and form != Form():
        raise UsageError("--raw gives the mail as it came, and in no other form")
    wanted = [read_number(word) for word in numbers]
    with call.desk.read() as reading:
        if raw:
            _write_raw(call, reading, wanted)
            return
        plain = form == Form()
        details = [_read(reading, number, events=history or not plain) for number in wanted]
        gone = [_deleted(reading, number) for number in wanted] if plain else []
    if plain:
        from supportdesk.cli.pages import show_long
        from supportdesk.cli.reading import ticket_text

        texts = (ticket_text(call, *shown, deleted=at) for shown, at in zip(details, gone, strict=True))
        show_long(call, "\n".join(texts))
    else:
        emit(call, DETAILS, details, form)


def _read(reading: "Reading", number: int, *, events: bool) -> Shown:
    from supportdesk.store import thread

    return thread.detail(reading, number), _events(reading, number) if events else ()


def _deleted(reading: "Reading", number: int) -> "datetime | None":
    from supportdesk.store import thread

    return thread.deleted_at(reading, number)


def _events(reading: "Reading", number: int) -> "tuple[HistoryEntry, ...]":
    from supportdesk.store import history

    return history.of_ticket(reading, number)


def _write_raw(call: Call, reading: "Reading", numbers: list[int]) -> None:
    """The sources of a ticket's mails; one that came otherwise is its body. On a terminal nothing in them is obeyed."""
    from supportdesk.domain.safe import shown
    from supportdesk.store import thread

    for number in numbers:
        for message in thread.detail(reading, number).thread:
            content = thread.raw(reading, message.id) or message.body.encode() + b"\n"
            if call.streams.out_terminal:
                call.streams.write(shown(content.decode("utf-8", "replace")))
            else:
                call.streams.write_bytes(content)
