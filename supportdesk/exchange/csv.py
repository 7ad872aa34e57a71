"""CSV: one ticket a row, columns by header, in and out.

Out, a row holds all of a ticket's own columns, its custom fields and its first message. In, the table may be anybody's:
`columns.py` says what headers and words mean. Teams, agents (inactive), organizations and fields that a table names
and the desk does not have are added, so that nothing a row says is lost.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from dataclasses import replace

from supportdesk.desk import Desk
from supportdesk.domain.safe import shown_line
from supportdesk.domain.shape import (
    Imported,
    ImportedAgent,
    ImportedField,
    ImportedTeam,
)
from supportdesk.domain.ticket import MessageKind, Priority, Role
from supportdesk.errors import UsageError
from supportdesk.exchange import columns as table
from supportdesk.exchange import people
from supportdesk.exchange.report import ExportReport, ImportOptions, ImportReport, Progress, Source, Watcher
from supportdesk.exchange.rows import Reader, Wanted
from supportdesk.exchange.running import Run
from supportdesk.exchange.sheet import neutral, read_rows
from supportdesk.exchange.source import created, opened
from supportdesk.services import intake
from supportdesk.services.intake import Added, Decision
from supportdesk.store import bulk, outgoing, outgoing_records
from supportdesk.store.change import Change
from supportdesk.store.columns import instant_text
from supportdesk.store.outgoing import ShownTicket

_DEFAULTS = ImportOptions()

MOST_NAMED = 12
"""Columns that a refusal names."""


def read(
    desk: Desk, source: Source, *, options: ImportOptions = _DEFAULTS, progress: Watcher | None = None
) -> ImportReport:
    """Take the rows of a table in as tickets; UsageError for a table without a header that says anything."""
    memory = intake.Memory(late=True, last_call=True)

    def write(change: Change, rows: Sequence[Wanted]) -> tuple[list[Decision], Added]:
        missing = _add_missing(change, rows, memory)
        decisions, added = intake.write(change, [row.ticket for row in rows], memory)
        return decisions, replace(added, customers=added.customers + missing.customers)

    with ExitStack() as stack:
        stream, size = opened(source, stack)
        rows = read_rows(stream)
        header = next(rows, None)
        if header is None:
            raise UsageError("the table is empty: its first line names the columns")
        if header.fault:
            raise UsageError(f"the line that names the columns cannot be read: {header.fault}")
        known = table.columns([cell.strip() for cell in header.cells], options.mapping)
        _refuse_nameless(known)
        reader = Reader(known, options.source or "csv", instant_text(desk.clock()))
        run: Run[Wanted] = Run(desk, write, options.rejects, progress, size)
        run.take(rows, reader.items, weigh=lambda row: len(row.text))
    return run.report()


def _refuse_nameless(columns: Sequence[table.Column]) -> None:
    """UsageError where no column says what a ticket is about: not one row of the table could be read."""
    if not any(column.ours in ("subject", "body") for column in columns):
        there = ", ".join(shown_line(column.header)[:60] for column in columns[:MOST_NAMED])
        raise UsageError(f"no column is the subject; there are {there}", hint="--map THEIRS=subject")


def _add_missing(change: Change, rows: Sequence[Wanted], memory: intake.Memory) -> Added:
    """Add what the rows name and the desk lacks."""
    teams = {row[0] for row in bulk.query(change, "SELECT name FROM team")}
    agents = {row[0] for row in bulk.query(change, "SELECT login FROM agent")}
    fields = {row[0] for row in bulk.query(change, "SELECT name FROM field")}
    tickets = [row.ticket for row in rows]
    new: list[Imported] = [
        *(ImportedTeam(name) for name in _fresh((one.team for one in tickets), teams)),
        *(_former(login) for login in _fresh((one.assignee for one in tickets), agents)),
        *(ImportedField(name, name) for name in _fresh((name for row in rows for name in row.fields), fields)),
        *{row.organization.name: row.organization for row in rows if row.organization}.values(),
        *(row.customer for row in rows if row.customer),
    ]
    return intake.write(change, new, memory)[1]


def _former(login: str) -> ImportedAgent:
    """Somebody who worked at the other desk: known by name, but let in nowhere."""
    return ImportedAgent(login, login, active=False, role=Role.VIEWER)


def _fresh(wanted: Iterable[str | None], known: set[str]) -> list[str]:
    return sorted({name for name in wanted if name and name not in known})


# Out -----------------------------------------------------------------------------------------------------------------


def write(desk: Desk, target: Source, *, filter: str = "", progress: Watcher | None = None) -> ExportReport:
    """Write tickets as rows; what a row cannot hold is counted: messages after the first, files."""
    with ExitStack() as stack:
        stream = created(target, stack)
        reading = stack.enter_context(desk.read())
        fields = [one.name for one in outgoing_records.fields(reading)]
        numbers = outgoing.numbers(reading, filter)
        tickets = messages = files = size = 0
        size += stream.write(_line([*table.OURS, *(f"field.{name}" for name in fields)]))
        for shown in outgoing.tickets(reading, numbers, history=False):
            size += stream.write(_line(_row(shown, fields)))
            tickets += 1
            said = [message for message in shown.ticket.thread if not message.withdrawn]
            held = bool(said) and said[0].kind == MessageKind.CUSTOMER
            messages += len(said) - held
            files += sum(len(message.attachments) for message in said)
            if progress and not tickets % 500:
                progress(Progress(tickets, len(numbers), tickets))
    left_out = {name: count for name, count in (("messages", messages), ("attachments", files)) if count}
    return ExportReport(tickets, 0, tickets, size, left_out)


def _line(cells: Sequence[str]) -> bytes:
    """A row; cells that a spreadsheet would run are neutralised."""
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerow([neutral(cell) for cell in cells])
    return text.getvalue().encode("utf-8")


def _row(shown: ShownTicket, fields: Sequence[str]) -> list[str]:
    one = shown.ticket
    said = [message for message in one.thread if not message.withdrawn]
    first = said[0] if said and said[0].kind == MessageKind.CUSTOMER else None
    values: dict[str, object] = {
        "priority": Priority(one.priority).word,
        "customer_name": shown.customer_name,
        "customer_email": shown.customer_email,
        "organization": shown.organization,
        "tags": ",".join(one.tags),
        "messages": len(said),
        "attachments": sum(len(message.attachments) for message in said),
        "body": first.body if first else "",
        "customer_phone": "",
        "url": "",
        "rating": one.rating.score if one.rating else None,
        "rating_comment": one.rating.comment if one.rating else None,
        "rated_at": one.rating.at if one.rating else None,
        "followers": people.written(one.followers),
    }
    cells = [values.get(name, getattr(one, name, None)) for name in table.OURS]
    return ["" if cell is None else str(cell) for cell in (*cells, *(one.fields.get(name) for name in fields))]
