"""`mail send`, `mail run` and `mail outbox`: letters that leave the desk."""

from time import monotonic
from typing import TYPE_CHECKING, Annotated

import typer

from supportdesk.cli import call as calls
from supportdesk.cli.call import Call
from supportdesk.cli.kinds import LETTERS
from supportdesk.cli.output import Form
from supportdesk.cli.recording import DryRun, change_record, list_records
from supportdesk.cli.tree import Commands
from supportdesk.domain.ticket import Delivery
from supportdesk.errors import Refused, Unavailable, UsageError

if TYPE_CHECKING:
    from supportdesk.mail.deliver import Round
    from supportdesk.mail.working import Step, Stopped

records = Commands(help="Mail: the letters that wait to be sent, and the worker that sends them.")
outbox = Commands(help="The outbox: letters that wait, are being sent, or have failed.")
records.add_typer(outbox, name="outbox")

BETWEEN_FETCHES = 60.0
"""Seconds from one look into the mailboxes to the next."""

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
    from supportdesk.mail.deliver import Worker

    call = calls.of(context)
    _require_mailbox(call)
    done = Worker(call.desk).send_due()
    call.say(_told(done) or "nothing is due")
    for name, reason in done.down.items():
        raise Unavailable(f"mailbox {name} cannot send: {reason}")


@records.verb("run")
def run(context: typer.Context) -> None:
    """Do the desk's mail until interrupted: letters are sent as they become due, mailboxes fetched every minute.

    Any number of workers may run, on any number of hosts; no letter is sent by two of them. SIGTERM or Ctrl-C ends a
    worker after the letter at hand.

    Example: supportdesk mail run
    """
    from supportdesk.cli.ending import told_to_stop
    from supportdesk.mail.working import work

    call = calls.of(context)
    with told_to_stop() as bell:
        call.say(f"doing the mail of {call.desk.store.place}; Ctrl-C ends it")
        work(steps(call), until=bell, say=call.say)


def steps(call: Call) -> "list[Step]":
    """What a worker does in each round, in this order."""
    return [_fetching(call), _sending(call)]


def _fetching(call: Call) -> "Step":
    from supportdesk.cli.mail_in import fetched

    due = [0.0]

    def step(stopped: "Stopped") -> None:
        """Every mailbox, unless it was fetched a moment ago; one that cannot be reached is told, and tried again."""
        if monotonic() < due[0]:
            return
        due[0] = monotonic() + BETWEEN_FETCHES
        for line in fetched(call, stopped):
            call.say(line)

    return step


def _sending(call: Call) -> "Step":
    from supportdesk.mail.deliver import Worker

    worker = Worker(call.desk)
    known_down: dict[str, str] = {}

    def step(stopped: "Stopped") -> None:
        done = worker.send_due(stopped=stopped)
        if line := _told(done):
            call.say(line)
        for name, reason in done.down.items():
            if known_down.get(name) != reason:
                call.say(f"mailbox {name} cannot send: {reason}")
        known_down.clear()
        known_down.update(done.down)

    return step


def _told(done: "Round") -> str:
    """What became of letters: sent 3, put off 1, failed 1."""
    words = {Delivery.SENT: "sent", Delivery.QUEUED: "put off", Delivery.FAILED: "failed"}
    parts = [f"{word} {done.letters[state]}" for state, word in words.items() if done.letters[state]]
    return ", ".join(parts)


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
    dry_run: DryRun = False,
) -> None:
    """Send letters at once that wait or have failed, to everybody who has not had them.

    Example: supportdesk mail outbox retry 4711
    Example: supportdesk mail outbox retry --failed
    """
    from supportdesk.services import outbox as verbs
    from supportdesk.store.outbox import listed

    call = calls.of(context)
    numbers = list(letters or ())
    if failed:
        with call.desk.read() as reading:
            numbers += [row.id for row in listed(reading) if row.state == "failed"]
    elif not numbers:
        raise UsageError("which letters? give their ids, or --failed", hint="supportdesk mail outbox list")
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
    number = len(set(numbers))
    return "1 letter" if number == 1 else f"{number} letters"
