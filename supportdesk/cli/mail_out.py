"""`mail send`, `mail run` and `mail outbox`: letters that leave the desk."""

from typing import Annotated

import typer

from supportdesk.cli import call as calls
from supportdesk.cli.call import Call
from supportdesk.cli.kinds import LETTERS
from supportdesk.cli.output import DryRun, Form
from supportdesk.cli.recording import change_record, list_records
from supportdesk.cli.tree import Commands
from supportdesk.domain.counted import counted
from supportdesk.errors import Refused, Unavailable, UsageError

records = Commands(help="Mail: the letters that wait to be sent, and the worker that sends them.")
outbox = Commands(help="The outbox: letters that wait, are being sent, or have failed.")
records.add_typer(outbox, name="outbox")

Letters = Annotated[
    list[int] | None, typer.Argument(metavar="LETTER", help="ids of letters, as `mail outbox list` shows them")
]


@records.verb("send")
def send(context: typer.Context) -> None:
    """Send every letter that is due, once, and tell what became of them.

    A letter is due when its undo window, or the time of `reply --at`, has passed. One that a server puts off is tried
    again by later runs, with growing pauses, for three days.

    Example: supportdesk mail send
    """
    from supportdesk.mail.deliver import send_all

    call = calls.of(context)
    _require_mailbox(call)
    done = send_all(call.desk)
    call.say(str(done) or "nothing is due")
    for name, reason in done.down.items():
        raise Unavailable(f"mailbox {name} cannot send: {reason}")


@records.verb("run")
def run(context: typer.Context) -> None:
    """Do the desk's mail until interrupted: mail is taken in as it comes, letters are sent as they become due.

    A server that tells of new mail (IMAP IDLE) is waited for; any other source is looked at every minute. Any number of
    workers may run, on any number of hosts: each mailbox is fetched by one of them, whose work another one takes over
    within a minute after it has died, and no letter is sent by two. Mailboxes may be added, changed and paused
    meanwhile. SIGTERM or Ctrl-C ends a worker after the letters at hand.

    Example: supportdesk mail run
    """
    from supportdesk.cli.ending import told_to_stop
    from supportdesk.domain.ticket import Role
    from supportdesk.mail.working import work

    call = calls.of(context)
    with call.desk.read() as reading:
        reading.require(Role.AGENT, what="doing the desk's mail")
    with told_to_stop() as bell:
        call.say(f"doing the mail of {call.desk.store.place}; Ctrl-C ends it")
        work(call.desk, until=bell, say=call.say)


def _require_mailbox(call: Call) -> None:
    from supportdesk.store.mail_addresses import sending

    with call.desk.read() as reading:
        if not sending(reading):
            raise Refused("no mailbox of this desk sends", hint="supportdesk mailbox --help")


@outbox.verb("list")
def list_letters(context: typer.Context, *, form: Form = Form()) -> None:  # noqa: B008 - frozen
    """List the letters that have not been sent, those that failed too, with how often and why.

    Example: supportdesk mail outbox list
    Example: supportdesk mail outbox list --json id,state,failure
    """
    from supportdesk.store.outbox import listed

    list_records(context, LETTERS, listed, form)


@outbox.verb("retry")
def retry(
    context: typer.Context,
    *,
    letters: Letters = None,
    failed: Annotated[bool, typer.Option("--failed", help="every letter that has failed")] = False,
    imported: Annotated[
        bool, typer.Option("--imported", help="every letter that came by an import before it was sent")
    ] = False,
    dry_run: DryRun = False,
) -> None:
    """Send letters at once that wait or have failed, to everybody who has not had them.

    Letters that came by an import wait for this, as the desk that they come from sends them too, unless it is no more.

    Example: supportdesk mail outbox retry 4711
    Example: supportdesk mail outbox retry --failed
    """
    from supportdesk.services import outbox as verbs
    from supportdesk.store import outbox as letters_of

    call = calls.of(context)
    numbers = list(letters or ())
    if failed or imported:
        with call.desk.read() as reading:
            numbers += [row.id for row in letters_of.listed(reading) if failed and row.state == "failed"]
            numbers += letters_of.imported(reading) if imported else ()
    elif not numbers:
        raise UsageError("which letters? give their ids, --failed or --imported", hint="supportdesk mail outbox list")
    change_record(
        context,
        "mail outbox retry",
        lambda change: verbs.retry(change, numbers),
        said=f"queued {_count(numbers)} again",
        dry_run=dry_run,
    )


@outbox.verb("cancel")
def cancel(
    context: typer.Context,
    *,
    letters: Annotated[list[int], typer.Argument(metavar="LETTER", help="ids of letters, as `mail outbox list` shows")],
    dry_run: DryRun = False,
) -> None:
    """Take letters out of the outbox and out of their tickets' threads, as `undo` does; undo brings them back.

    Example: supportdesk mail outbox cancel 4711
    """
    from supportdesk.services import outbox as verbs

    change_record(
        context,
        "mail outbox cancel",
        lambda change: verbs.cancel(change, letters),
        said=f"cancelled {_count(letters)}",
        dry_run=dry_run,
    )


def _count(numbers: list[int]) -> str:
    return counted(len(set(numbers)), "letter")
