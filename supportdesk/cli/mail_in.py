"""`mail`: taking mail in, what became of it, and what lies in quarantine."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from supportdesk.cli import call as calls
from supportdesk.cli.call import Call
from supportdesk.cli.completions import mailbox_names
from supportdesk.cli.kinds import ARRIVALS, BALANCES, MAILBOXES
from supportdesk.cli.output import Form, emit, only_help
from supportdesk.cli.recording import named
from supportdesk.cli.tree import Commands
from supportdesk.errors import DeskError, NotFound, Refused, TryLater, Unavailable, UsageError

if TYPE_CHECKING:
    from supportdesk.domain.arriving import Received
    from supportdesk.domain.mail_rows import MailboxRow
    from supportdesk.mail.fetch import Tally

records = Commands(help="Mail: taking it in, what became of it, and what lies in quarantine.")

LARGEST = 100 * 2**20
"""Bytes of a message that are read from standard input; a larger one is refused."""

NOTHING = "nothing is in quarantine"
"""What is said where `all` are none."""

Mailbox = Annotated[
    str, typer.Option("--mailbox", metavar="NAME", help="this mailbox alone", autocompletion=mailbox_names)
]


@records.verb("pipe")
def pipe(context: typer.Context, *, mailbox: Mailbox = "") -> None:
    """Take in the message on standard input; for Postfix, procmail, getmail and the like.

    The exit code is 0 when it is safely stored, in quarantine too, and 75 when it is to be tried again. Without
    --mailbox, its To and Cc say which mailbox it is for.

    Example: supportdesk mail pipe --mailbox support < message.eml
    """
    call = calls.of(context)
    raw = call.streams.source.read(LARGEST + 1)
    if len(raw) > LARGEST:
        raise Refused(f"the message is larger than {LARGEST // 2**20} MB")
    try:
        got = _piped(call, raw, mailbox)
    except Exception as error:  # whatever it is: the mail server keeps the message until it is safe
        said = error.message if isinstance(error, DeskError) else f"unexpected {type(error).__name__}"
        raise TryLater(f"the message is not stored: {said}") from error
    where = f" on ticket {got.ticket}" if got.ticket else ""
    call.say(f"{got.state}{where}" + (f": {got.reason}" if got.reason else "") + (", known already" * got.again))


def _piped(call: Call, raw: bytes, mailbox: str) -> "Received":
    from supportdesk.mail.receive import receive

    return receive(call.desk, raw, mailbox=_mailboxes(call, mailbox)[0] if mailbox else None)


def _mailboxes(call: Call, name: str) -> "Sequence[MailboxRow]":
    """The mailbox of this name, or all."""
    from supportdesk.store import mailboxes

    with call.desk.read() as reading:
        listed = mailboxes.mailboxes(reading)
    return [named(MAILBOXES, listed, name, noun="mailbox")] if name else listed


@records.verb("fetch")
def fetch(context: typer.Context, *, mailbox: Mailbox = "") -> None:
    """Fetch what is new in every active mailbox, once. A message is marked at its source when it is safe, and stays.

    Of an IMAP folder that is fetched for the first time only unread mail comes; `import` is for what lies there.

    Example: supportdesk mail fetch
    Example: supportdesk mail fetch --mailbox support
    """
    call = calls.of(context)
    wanted = [one for one in _mailboxes(call, mailbox) if one.source and (one.active or mailbox)]
    if not wanted:
        raise NotFound("no mailbox that mail comes to", hint="supportdesk mailbox add NAME --address … --imap …")
    faults: list[DeskError] = []
    for one in wanted:
        got = _fetched(call, one)
        if isinstance(got, DeskError):
            faults.append(got)
        else:
            call.say(f"{one.name}: {got}")
    if faults:
        raise faults[0]


def _fetched(call: Call, mailbox: "MailboxRow") -> "Tally | DeskError":
    """Fetch one mailbox: what came, or its fault, which keeps no other one from its mail."""
    from supportdesk.mail.fetch import fetch as fetch_mail

    try:
        return fetch_mail(call.desk, mailbox)
    except (Unavailable, Refused) as error:
        return error.within(f"mailbox {mailbox.name}")


@records.verb("status")
def status(context: typer.Context, *, form: Form = Form()) -> None:  # noqa: B008 - frozen
    """Say what each mailbox received: new, threaded, duplicate, automatic and quarantined add up to it.

    Of those quarantined, `waiting` are still to be looked at.

    Example: supportdesk mail status
    """
    from supportdesk.store import ledger

    call = calls.of(context)
    if only_help(call, BALANCES, form):
        return
    with call.desk.read() as reading:
        rows = ledger.balances(reading)
    emit(call, BALANCES, rows, form)
    if waiting := sum(row.waiting for row in rows):
        call.say(f"{waiting:,} in quarantine: supportdesk mail quarantine list")


@records.verb("log")
def log(
    context: typer.Context,
    *,
    state: Annotated[
        str, typer.Option("--state", metavar="STATE", help="new, threaded, duplicate, automatic or quarantined")
    ] = "",
    limit: Annotated[int, typer.Option("--limit", "-n", metavar="N", help="how many at most")] = 50,
    form: Form = Form(),  # noqa: B008 - frozen
) -> None:
    """List messages that arrived, the newest first, with what became of each.

    Example: supportdesk mail log --state automatic
    """
    from supportdesk.domain.arriving import State
    from supportdesk.store import ledger

    call = calls.of(context)
    if only_help(call, ARRIVALS, form):
        return
    if state and state not in set(map(str, State)):
        raise UsageError(f"a message is {', '.join(State)}; not {state[:40]!r}")
    if limit < 1:
        raise UsageError(f"--limit is a number of messages, not {limit}")
    with call.desk.read() as reading:
        rows = ledger.arrivals(reading, state=state, limit=limit)
    emit(call, ARRIVALS, rows, form)


@records.verb("quarantine")
def quarantine(
    context: typer.Context,
    *,
    what: Annotated[str, typer.Argument(metavar="list|show|retry|discard", help="what to do")],
    numbers: Annotated[list[str] | None, typer.Argument(metavar="N", help="which, as list shows them, or all")] = None,
    form: Form = Form(),  # noqa: B008 - frozen
) -> None:
    """List what could not be taken in, show one as it arrived, try again, or discard; discarded ones stay counted.

    Trying again also takes in, as a person's, what `mail log --state automatic` lists without a ticket.

    Example: supportdesk mail quarantine list
    Example: supportdesk mail quarantine show 17
    Example: supportdesk mail quarantine retry all
    """
    call = calls.of(context)
    ways = {"list": _list, "show": _show, "retry": _retry, "discard": _discard}
    if what not in ways:
        raise UsageError(f"quarantine can list, show, retry or discard; not {what[:40]!r}")
    if what != "list" and not numbers:
        raise UsageError(f"which? supportdesk mail quarantine {what} N", hint="supportdesk mail quarantine list")
    ways[what](call, numbers or [], form)


def _list(call: Call, _numbers: Sequence[str], form: Form) -> None:
    from supportdesk.store import ledger

    if only_help(call, ARRIVALS, form):
        return
    with call.desk.read() as reading:
        rows = ledger.quarantine(reading)
    emit(call, ARRIVALS, rows, form)


def _show(call: Call, numbers: Sequence[str], _form: Form) -> None:
    """The message as it arrived: its bytes in a pipe, and made harmless on a terminal."""
    from supportdesk.domain.safe import shown
    from supportdesk.store import ledger

    for number in _chosen(call, numbers):
        with call.desk.read() as reading:
            raw = ledger.raw_of(reading, number)
        if call.streams.out_terminal:
            call.streams.write(shown(raw.decode("utf-8", "replace")) + "\n")
        else:
            call.streams.write_bytes(raw)


def _retry(call: Call, numbers: Sequence[str], _form: Form) -> None:
    from supportdesk.mail.receive import retry
    from supportdesk.services import arrivals

    chosen = _chosen(call, numbers)
    with call.desk.read() as reading:
        for number in chosen:
            arrivals.left_out(reading, number)
    for number in chosen:
        got = retry(call.desk, number)
        call.say(f"{number}: {got.state}" + (f" on ticket {got.ticket}" if got.ticket else f": {got.reason}"))
    if not chosen:
        call.say(NOTHING)


def _discard(call: Call, numbers: Sequence[str], _form: Form) -> None:
    from supportdesk.services import arrivals

    chosen = _chosen(call, numbers)
    with call.desk.change("mail quarantine discard") as change:
        for number in chosen:
            arrivals.discard(change, number)
    call.say(f"discarded {len(chosen)} (change {change.number})" if chosen else NOTHING)


def _chosen(call: Call, numbers: Sequence[str]) -> list[int]:
    """The arrivals that are named; `all` are those in quarantine."""
    if list(numbers) == ["all"]:
        from supportdesk.store import ledger

        with call.desk.read() as reading:
            return [row.id for row in ledger.quarantine(reading)]
    for number in numbers:
        if not (number.isdecimal() and number.isascii()):
            raise UsageError(f"{number[:40]!r} is no number of a message", hint="supportdesk mail quarantine list")
    return list(dict.fromkeys(map(int, numbers)))
