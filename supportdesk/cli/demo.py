"""`demo`: a desk full of believable tickets, to look around in or to measure with."""

from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

from supportdesk.cli import call as calls
from supportdesk.cli.call import Call
from supportdesk.cli.progress import Bar
from supportdesk.cli.tree import Commands
from supportdesk.domain.counted import counted
from supportdesk.errors import UsageError

if TYPE_CHECKING:
    from supportdesk.desk import Desk

app = Commands()

A_FEW = 400
"""Tickets of the throw-away desk."""


@app.verb("demo")
def demo(
    context: typer.Context,
    *,
    to: Annotated[str, typer.Option("--to", metavar="STORE", help="fill this desk instead, and open nothing")] = "",
    tickets: Annotated[int, typer.Option("--tickets", metavar="N", help="how many")] = A_FEW,
    seed: Annotated[int, typer.Option("--seed", metavar="S", help="the same seed gives the same desk")] = 1,
) -> None:
    """Open the console on a throw-away desk of believable tickets, English and Russian.

    Example: supportdesk demo
    Example: supportdesk demo --to big.db --tickets 100000 --seed 7
    """
    call = calls.of(context)
    if tickets < 1:
        raise UsageError(f"--tickets is a number of tickets, not {tickets}")
    if to:
        _fill(call, to, tickets, seed)
        call.say(f"filled {to} with {counted(tickets, 'ticket')}")
        return
    if not call.streams.can_draw:
        raise UsageError("the console needs a terminal", hint="supportdesk demo --to STORE")
    from supportdesk.cli import console

    habits = console.habits(call)
    with TemporaryDirectory(prefix="supportdesk-demo-") as folder:
        place = f"{folder}/desk.db"
        _fill(call, place, tickets, seed)
        raise typer.Exit(console.open_console(call, lambda: _opened(call, place), habits))


def _fill(call: Call, place: str, tickets: int, seed: int) -> None:
    from supportdesk.demo import fill

    desk = _opened(call, place)
    try:
        with Bar(call, "filling") as bar:
            fill(desk, tickets=tickets, seed=seed, progress=lambda done: bar.show(done, tickets, f"{done:,} tickets"))
    finally:
        desk.close()


def _opened(call: Call, place: str) -> "Desk":
    from dataclasses import replace

    from supportdesk.desk import open_desk
    from supportdesk.store import schema
    from supportdesk.store.engine import connect

    settings = replace(call.settings, store=place)
    store = connect(place)
    try:
        schema.create(store, login=settings.agent, now=call.clock())
    finally:
        store.close()
    return open_desk(settings, clock=call.clock)
