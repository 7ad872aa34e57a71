"""The verbs that move tickets between statuses."""

from typing import Annotated

import typer

from supportdesk.cli import call as calls
from supportdesk.cli.bulk import Noted, act
from supportdesk.cli.completions import statuses
from supportdesk.cli.tree import Commands, Then
from supportdesk.errors import UsageError

app = Commands()

Until = Annotated[
    str | None, typer.Option("--until", metavar="TIME", help="when to come back to it: 2h, 3d, monday, 2026-12-01")
]

SAID = {
    "new": "made new",
    "open": "opened",
    "pending": "set pending",
    "hold": "put on hold",
    "solved": "solved",
    "closed": "closed",
}


@app.verb("status", then=Then("STATUS", "open, pending, hold, solved or closed", statuses))
def status(context: typer.Context, *, bulk: Noted) -> None:
    """Move tickets to a status: open, pending, hold, solved or closed. One that may not go there refuses all.

    Example: supportdesk status 12 15-20 pending
    Example: supportdesk status --query 'status:pending updated>30d' solved --yes
    """
    from supportdesk.cli.values import status as read_status
    from supportdesk.services import tickets

    bulk, word = bulk.split_last("STATUS")
    to = read_status(word)
    act(context, bulk, "status", lambda change, held: tickets.move(change, held, to=to, skip=bulk.skip), said=SAID[to])


@app.verb("solve")
def solve(context: typer.Context, *, bulk: Noted) -> None:
    """Mark tickets as answered; a customer's reply reopens them. Solving a solved ticket changes nothing.

    Example: supportdesk solve 12 -m 'Sent the new invoice'
    """
    from supportdesk.services import tickets

    act(context, bulk, "solve", lambda change, held: tickets.solve(change, held, skip=bulk.skip), said="solved")


@app.verb("close")
def close(context: typer.Context, *, bulk: Noted) -> None:
    """Close tickets for good, all or none. Closing a closed ticket changes nothing.

    Example: supportdesk close 12 15-20
    Example: supportdesk close --query 'status:solved updated>7d' --dry-run
    """
    from supportdesk.services import tickets

    act(context, bulk, "close", lambda change, held: tickets.close(change, held, skip=bulk.skip), said="closed")


@app.verb("reopen")
def reopen(context: typer.Context, *, bulk: Noted) -> None:
    """Open solved tickets again; closed ones take a lead.

    Example: supportdesk reopen 12
    """
    from supportdesk.services import tickets

    act(context, bulk, "reopen", lambda change, held: tickets.reopen(change, held, skip=bulk.skip), said="reopened")


@app.verb("pend")
def pend(context: typer.Context, *, bulk: Noted, until: Until = None) -> None:
    """Leave tickets to the customer's turn, until their next message or a time.

    Example: supportdesk pend 12 --until 3d
    """
    from supportdesk.cli.values import coming
    from supportdesk.services import tickets

    at = coming(calls.of(context), until)
    act(
        context,
        bulk,
        "pend",
        lambda change, held: tickets.pend(change, held, until=at, skip=bulk.skip),
        said="set pending",
    )


@app.verb("hold")
def hold(context: typer.Context, *, bulk: Noted, until: Until = None) -> None:
    """Leave tickets to a third party's turn, until a time if one is given.

    Example: supportdesk hold 12 --until monday
    """
    from supportdesk.cli.values import coming
    from supportdesk.services import tickets

    at = coming(calls.of(context), until)
    act(
        context,
        bulk,
        "hold",
        lambda change, held: tickets.hold(change, held, until=at, skip=bulk.skip),
        said="put on hold",
    )


@app.verb("snooze")
def snooze(context: typer.Context, *, bulk: Noted, until: Until = None) -> None:
    """Put tickets out of the way until a time or the customer's next message. Their status and clocks stay as they are.

    Example: supportdesk snooze 12 --until 2h
    Example: supportdesk snooze --query 'tag:release is:open' --until monday --yes
    """
    from supportdesk.cli.values import coming
    from supportdesk.services import snoozing

    at = coming(calls.of(context), until)
    if at is None:
        raise UsageError("snooze until when? give --until TIME", hint="supportdesk snooze 12 --until 2h")
    act(
        context,
        bulk,
        "snooze",
        lambda change, held: snoozing.snooze(change, held, until=at, skip=bulk.skip),
        said=f"snoozed until {at:%Y-%m-%d %H:%M} UTC:",
    )


@app.verb("unsnooze")
def unsnooze(context: typer.Context, *, bulk: Noted) -> None:
    """Have snoozed tickets back at once. One that is not snoozed is left as it is.

    Example: supportdesk unsnooze 12
    """
    from supportdesk.services import snoozing

    act(context, bulk, "unsnooze", snoozing.unsnooze, said="woken")
