"""`import` and `export`: files of other programs and of other desks, in and out."""

from codecs import getincrementaldecoder
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO, cast

import typer

from supportdesk.cli import call as calls
from supportdesk.cli.call import Call
from supportdesk.cli.progress import Bar
from supportdesk.cli.streams import Streams
from supportdesk.cli.tree import Commands
from supportdesk.domain.counted import counted
from supportdesk.domain.safe import shown
from supportdesk.errors import DeskError, NotFound, Refused, Unavailable, UsageError
from supportdesk.homes import at_home, stands

if TYPE_CHECKING:
    from supportdesk.exchange import ExportReport, ImportReport

app = Commands()

FORMATS = ("jsonl", "csv", "mbox", "maildir", "eml")


def format_names() -> list[str]:
    """The formats, for completion."""
    return list(FORMATS)


Format = Annotated[
    str, typer.Argument(metavar="FORMAT", help="jsonl, csv, mbox, maildir or eml", autocompletion=format_names)
]


@app.verb("import")
def import_file(
    context: typer.Context,
    *,
    format: Format,
    file: Annotated[str, typer.Argument(metavar="FILE|-", help="a file, a folder of mails, or - for standard input")],
    rejects: Annotated[
        str, typer.Option("--rejects", metavar="FILE", help="where what cannot be read goes, with its place and reason")
    ] = "",
    mapping: Annotated[
        list[str] | None, typer.Option("--map", metavar="THEIRS=OURS", help="which column is which (csv); repeatable")
    ] = None,
    source: Annotated[str, typer.Option("--source", metavar="NAME", help="what to call where it comes from")] = "",
    status: Annotated[
        str, typer.Option("--status", metavar="STATUS", help="the status of tickets made from mail")
    ] = "new",
) -> None:
    """Read tickets from a file. It may be run again at any time, after a kill too: nothing is lost or doubled.

    Example: supportdesk import mbox support.mbox --rejects unread.jsonl
    Example: supportdesk import csv old.csv --map Title=subject --map Email=customer_email
    """
    from supportdesk.cli import values
    from supportdesk.exchange import ImportOptions, importer

    call = calls.of(context)
    read = importer(format)
    with ExitStack() as opened:
        options = ImportOptions(
            source=source,
            status=values.status(status),
            mapping=values.pairs(mapping or ()),
            rejects=opened.enter_context(_writing(at_home(rejects))) if rejects else None,
        )
        place = call.streams.source if file == "-" else _standing(at_home(file))
        opened.enter_context(_disk_faults("import"))
        bar = opened.enter_context(Bar(call, "importing"))
        report = read(
            call.desk, place, options=options, progress=lambda at: bar.show(at.at, at.size, f"{at.records:,} records")
        )
    call.say(imported(report))
    _tell_unsent(call)
    if report.rejected:
        raise DeskError(_rejected(report, rejects))


@contextmanager
def _disk_faults(what: str) -> Iterator[None]:
    """A disk that fails or is full halfway ends it, and it may be run again; a pipe that is closed is no such fault."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise Unavailable(f"the {what} cannot go on: {error.strerror}; it may be run again") from error


def _tell_unsent(call: Call) -> None:
    from supportdesk.store import outbox

    with call.desk.read() as reading:
        number = len(outbox.imported(reading))
    if number:
        way = "that desk sends them; from here: supportdesk mail outbox retry --imported"
        call.say(f"{counted(number, 'letter')} not sent yet: {way}")


def _standing(path: Path) -> Path:
    if not stands(path):
        raise NotFound(f"no file {path}")
    return path


def _writing(path: Path) -> BinaryIO:
    try:
        return path.open("wb")
    except OSError as error:
        raise Refused(f"cannot write {path}: {error.strerror}") from error


def imported(report: "ImportReport") -> str:
    """What an import did, in one line."""
    parts = [f"{report.new:,} new"]
    known = (("threaded", report.threaded), ("known already", report.duplicate), ("not readable", report.rejected))
    parts += [f"{number:,} {what}" for what, number in known if number]
    added = [(report.tickets, "ticket"), (report.messages, "message"), (report.customers, "customer")]
    change = f" (change {report.change})" if report.change else ""
    rows = ", ".join(counted(number, what) for number, what in added)
    return f"read {counted(report.received, 'record')}: {', '.join(parts)}; added {rows}{change}"


def _rejected(report: "ImportReport", rejects: str) -> str:
    first = report.rejects[0] if report.rejects else None
    why = f"; the first, at {first.place}: {first.reason}" if first else ""
    number = f"{counted(report.rejected, 'record')} could not be read"
    return f"{number}{why}" + (f"; all are in {rejects}" if rejects else "; --rejects FILE keeps them")


@app.verb("export")
def export(
    context: typer.Context,
    *,
    format: Format,
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="a file, or a folder for maildir and eml; standard output without")
    ] = "-",
    query: Annotated[str, typer.Option("--query", metavar="FILTER", help="only these tickets")] = "",
) -> None:
    """Write tickets to a file. jsonl holds everything the desk has, and an import of it gives the same desk.

    Left out are mailboxes and what arrived in them, or two desks would fetch and send the same mail: letters that have
    not been sent yet are in the file, and wait in another desk until they are asked for.

    Example: supportdesk export jsonl backup.jsonl
    Example: supportdesk export csv --query 'status:closed closed:2026-11-01..2026-11-30' > november.csv
    """
    from supportdesk.exchange import FORMATS as KNOWN
    from supportdesk.exchange import exporter

    call = calls.of(context)
    write = exporter(format)
    folder = next(form.folder for form in KNOWN if form.name == format)
    if folder and file == "-":
        raise UsageError(f"{format} goes into a folder; name one")
    _readable(call, query)
    with _disk_faults("export"), ExitStack() as opened:
        target = cast("BinaryIO", Answer(call.streams)) if file == "-" else at_home(file)
        if isinstance(target, Path) and not folder:
            target = opened.enter_context(_writing(target))
        bar = opened.enter_context(Bar(call, "exporting"))
        report = write(
            call.desk, target, filter=query, progress=lambda at: bar.show(at.at, at.size, f"{at.records:,} records")
        )
    call.say(exported(report))


def _readable(call: Call, query: str) -> None:
    """The desk is there and the filter means something before a file is made anew: it may hold the last export."""
    from supportdesk.domain.filters import parse
    from supportdesk.store import queries

    with call.desk.read() as reading:
        if query:
            queries.count(reading, parse(query))


class Answer:
    """Standard output for what an export writes: its bytes in a pipe, and made harmless on a terminal."""

    def __init__(self, streams: Streams) -> None:
        self._streams = streams
        self._decoder = getincrementaldecoder("utf-8")("replace")

    def write(self, content: bytes) -> int:
        """Put a piece on standard output; it may end within a character."""
        if self._streams.out_terminal:
            self._streams.write(shown(self._decoder.decode(content)))
        else:
            self._streams.write_bytes(content)
        return len(content)


def exported(report: "ExportReport") -> str:
    """What an export wrote, and what its format cannot hold."""
    left = ", ".join(f"{number:,} {what}" for what, number in report.left_out.items() if number)
    wrote = f"wrote {counted(report.tickets, 'ticket')}, {counted(report.messages, 'message')}"
    return wrote + (f"; left out: {left}" if left else "")
