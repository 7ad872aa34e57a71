"""`init` and `db`: the store itself, made, looked at, proved and upgraded."""

from typing import TYPE_CHECKING, Annotated

import typer

from supportdesk.cli import call as calls
from supportdesk.cli.call import Call
from supportdesk.cli.output import Form, emit, only_help
from supportdesk.cli.tree import Commands
from supportdesk.errors import DeskError

if TYPE_CHECKING:
    from supportdesk.store.engine import Store

app = Commands()
records = Commands(help="The store: its version and size, its proof, its upgrade.")


@app.verb("init")
def init(
    context: typer.Context,
    *,
    place: Annotated[str, typer.Argument(metavar="URL|PATH", help="the desk to make; --store without")] = "",
) -> None:
    """Make a desk where there is none, with you as its first agent and admin. A desk that stands is left as it is.

    Example: supportdesk init
    Example: supportdesk init postgresql://db.example.org/desk --as anna
    """
    from supportdesk.cli.places import make_folder
    from supportdesk.store import schema

    call = calls.of(context)
    settings = call.settings
    if not place:
        make_folder(settings, call.environment)
    store = _store(call, place or settings.store)
    try:
        made = schema.create(store, login=settings.agent, now=call.clock())
    finally:
        store.close()
    call.say(
        f"made a desk at {store.place}; {settings.agent} is its admin"
        if made
        else f"a desk stands at {store.place} already"
    )


@records.verb("info")
def info(context: typer.Context) -> None:
    """Tell where the store is, of which version, and what it holds.

    Example: supportdesk db info
    """
    from supportdesk.store import facts

    call = calls.of(context)
    with call.desk.read() as reading:
        found = facts.of_store(reading, call.desk.store)
    from supportdesk.domain.safe import told_line

    width = max(len(name) for name, _ in found)
    for name, value in found:
        line = f"{name:<{width}}  " if call.streams.out_terminal else f"{name}\t"
        call.streams.write(line + told_line(value) + "\n")


@records.verb("check")
def check(
    context: typer.Context,
    *,
    deep: Annotated[bool, typer.Option("--deep", help="read every text and every attachment again, too")] = False,
    form: Form = Form(),  # noqa: B008 - frozen
) -> None:
    """Prove the store: its own integrity, and that replaying the events gives every ticket as it stands.

    Example: supportdesk db check
    """
    from supportdesk.cli.kinds import Kind
    from supportdesk.cli.progress import Bar
    from supportdesk.store import replay
    from supportdesk.store.fault import Fault

    call = calls.of(context)
    kind = Kind(Fault, ("ticket", "field", "expected", "found"), "ticket")
    if only_help(call, kind, form):
        return
    with Bar(call, "checking") as bar, call.desk.read() as reading:
        faults = replay.check(reading, deep=deep, progress=bar.show)
    emit(call, kind, faults, form)
    if faults:
        number = f"{len(faults)} fault{'s' if len(faults) > 1 else ''}"
        raise DeskError(f"{number} in the store {call.desk.store.place}")
    call.say("the store is sound: every ticket is what its events say")


@records.verb("migrate")
def migrate(context: typer.Context) -> None:
    """Bring a store of an older version to this one, in one transaction. Copy it first.

    Example: supportdesk db migrate
    """
    from supportdesk.store import schema

    call = calls.of(context)
    store = _store(call, call.settings.store)
    try:
        before, after = schema.migrate(store)
    finally:
        store.close()
    call.say(
        f"the store is of version {after} already"
        if before == after
        else f"brought the store from version {before} to {after}"
    )


def _store(call: Call, place: str) -> "Store":
    from supportdesk.store.engine import connect

    settings = call.settings
    return connect(place, lock_wait=settings.lock_wait, full_sync=settings.full_sync)
