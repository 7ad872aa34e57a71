"""`next`: the ticket to take now."""

from typing import TYPE_CHECKING, Annotated

import typer

from supportdesk.cli import call as calls
from supportdesk.cli.completions import view_names
from supportdesk.cli.kinds import TICKETS
from supportdesk.cli.output import Form, JsonFields, emit, only_help
from supportdesk.cli.tree import Commands

if TYPE_CHECKING:
    from supportdesk.domain.models import TicketDetail, TicketRow
    from supportdesk.store.reading import Reading

app = Commands()


@app.verb("next")
def take_next(
    context: typer.Context,
    *,
    view: Annotated[
        str, typer.Option("--view", metavar="NAME", help="only from this view", autocompletion=view_names)
    ] = "",
    peek: Annotated[bool, typer.Option("--peek", help="show it, and take nothing")] = False,
    json: JsonFields = None,
) -> None:
    """Take the most pressing ticket that nobody has, and show it with the reasons. No two agents get the same.

    Example: supportdesk next
    Example: n=$(supportdesk next --view unassigned --json number | jq '.[0].number')
    """
    from supportdesk.services import queue
    from supportdesk.store import thread

    call = calls.of(context)
    form = Form(json=json)
    if only_help(call, TICKETS, form):
        return
    number = change_id = detail = None
    if peek:
        with call.desk.read() as reading:
            number = queue.peek_next(reading, filter=_view_filter(reading, view))
            detail = thread.detail(reading, number) if number else None
    else:
        with call.desk.change("next") as change:
            outcome = queue.claim_next(change, filter=_view_filter(change, view))
            number, change_id = outcome.number, outcome.change
            detail = thread.detail(change, number) if number else None
    if detail is None:
        if json is not None:
            emit(call, TICKETS, (), form)
        call.say("no ticket waits")
        return
    _show(context, detail, form)
    call.say(f"ticket {number} is yours (change {change_id})" if change_id else f"ticket {number} would be next")


def _view_filter(reading: "Reading", view: str) -> str:
    from supportdesk.cli.filtering import find_view

    return find_view(reading, view).filter if view else ""


def _show(context: typer.Context, detail: "TicketDetail", form: Form) -> None:
    from supportdesk.cli.pages import show_long
    from supportdesk.cli.reading import ticket_text

    call = calls.of(context)
    if form.json is not None:
        emit(call, TICKETS, (detail.ticket,), form)
        return
    show_long(call, ticket_text(call, detail) + f"\nwhy: {'; '.join(reasons(detail.ticket))}\n")


def reasons(row: "TicketRow") -> list[str]:
    """Why a ticket is the most pressing one, as facts about it."""
    found = [f"priority {row.priority}"]
    if row.next_due:
        found.append(f"due {row.next_due:%Y-%m-%d %H:%M} UTC")
    if row.customer and row.customer.vip:
        found.append("a VIP asks")
    if row.waiting_since:
        found.append(f"the customer waits since {row.waiting_since:%Y-%m-%d %H:%M} UTC")
    return [*found, "nobody has it"]
