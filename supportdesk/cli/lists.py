"""`list`, `count` and `search`: tickets in number."""

from collections.abc import Iterator
from itertools import chain
from typing import TYPE_CHECKING, Annotated

import typer

from supportdesk.cli import call as calls
from supportdesk.cli.completions import view_names
from supportdesk.cli.kinds import COUNTS, HITS, TICKETS
from supportdesk.cli.output import Form, emit, only_help
from supportdesk.cli.tree import Commands, unsigned
from supportdesk.errors import UsageError

if TYPE_CHECKING:
    from supportdesk.domain.filter_tree import Filter
    from supportdesk.domain.models import Page, TicketRow
    from supportdesk.store.reading import Reading

app = Commands()

BLOCK = 1_000
"""Rows read at once when a list has no limit."""

Words = Annotated[list[str] | None, typer.Argument(metavar="FILTER", help="what to match: supportdesk help filters")]
View = Annotated[
    str, typer.Option("--view", metavar="NAME", help="a saved view; FILTER narrows it", autocompletion=view_names)
]
Limit = Annotated[int, typer.Option("--limit", "-n", metavar="N", help="how many at most; 0 for all")]


@app.verb("list", signed=True)
def list_tickets(
    context: typer.Context,
    *,
    words: Words = None,
    view: View = "",
    sort: Annotated[
        str,
        typer.Option(
            "--sort", metavar="KEY", help="pressing, due, updated, created, number, priority; -KEY turns it round"
        ),
    ] = "",
    limit: Limit = 50,
    after: Annotated[str, typer.Option("--after", metavar="CURSOR", help="go on where the last page ended")] = "",
    form: Form = Form(),  # noqa: B008 - frozen
) -> None:
    """List tickets, the most pressing first. Without a filter it shows the view `default`.

    Example: supportdesk list 'status:new,open priority>=high assignee:me'
    Example: supportdesk list --view mine -tag:spam --json number,subject
    """
    call = calls.of(context)
    if only_help(call, TICKETS, form):
        return
    if limit < 0:
        raise UsageError(f"--limit is a number of tickets, 0 for all, not {limit}")
    from supportdesk.cli.filtering import narrowed

    with call.desk.read() as reading:
        found = narrowed(reading, unsigned(words or ()), view)
        pages = _pages(reading, found.filter, sort or found.filter.sort or found.sort, limit, after)
        first = next(pages)  # refuses an order or a cursor that is none
        if found.note:
            call.say(found.note)
        ending = _Ending()
        emit(call, TICKETS, ending.rows(chain([first], pages)), form)
    if ending.cursor:
        call.say(f"there are more: --after {ending.cursor}")


class _Ending:
    """The rows of pages one by one, and the cursor that the last page left."""

    cursor = ""

    def rows(self, pages: "Iterator[Page]") -> "Iterator[TicketRow]":
        for page in pages:
            self.cursor = page.after.text if page.after else ""
            yield from page.rows


def _pages(reading: "Reading", filter_: "Filter", sort: str, limit: int, after: str) -> "Iterator[Page]":
    """Pages up to the limit; without one all of them, and no cursor is left."""
    from supportdesk.domain.models import Cursor
    from supportdesk.store import queries

    cursor = Cursor(after) if after else None
    left = limit
    while True:
        size = min(left, BLOCK) if limit else BLOCK
        page = queries.page(reading, filter_, sort=sort, limit=size, after=cursor)
        yield page
        cursor, left = page.after, left - len(page.rows)
        if cursor is None or (limit and left <= 0):
            return


@app.verb("count", signed=True)
def count(
    context: typer.Context,
    *,
    words: Words = None,
    view: View = "",
    by: Annotated[
        str,
        typer.Option(
            "--by",
            metavar="FIELD",
            help="status, priority, type, channel, rating, assignee, team, customer, org or tag",
        ),
    ] = "",
    form: Form = Form(),  # noqa: B008 - frozen
) -> None:
    """Count tickets: all of them, those that a filter matches, or one number for each value of a field.

    Example: supportdesk count is:open assignee:none
    Example: supportdesk count is:open --by team
    """
    call = calls.of(context)
    if only_help(call, COUNTS, form):
        return
    from supportdesk.cli.filtering import everything, narrowed
    from supportdesk.domain.models import CountRow
    from supportdesk.store import queries

    typed = [word for word in unsigned(words or ()) if word.strip()]
    with call.desk.read() as reading:
        filter_ = narrowed(reading, typed, view).filter if typed or view else everything()
        rows = (
            queries.count_by(reading, filter_, by) if by else (CountRow(None, queries.count(reading, filter_).number),)
        )
    if by or form != Form():
        emit(call, COUNTS, rows, form)
    else:
        call.streams.write(f"{rows[0].count}\n")


@app.verb("search", signed=True)
def search(
    context: typer.Context,
    *,
    words: Annotated[list[str], typer.Argument(metavar="WORDS", help="every word must occur; word* for a beginning")],
    query: Annotated[str, typer.Option("--query", metavar="FILTER", help="only among these tickets")] = "",
    limit: Annotated[int, typer.Option("--limit", "-n", metavar="N", help="how many at most")] = 50,
    form: Form = Form(),  # noqa: B008 - frozen
) -> None:
    """Search subjects, messages and customers for words, in any form of Russian and English; the best hit first.

    Example: supportdesk search card declined
    Example: supportdesk search 'возврат денег' --query is:open
    """
    call = calls.of(context)
    if only_help(call, HITS, form):
        return
    if limit < 1:
        raise UsageError(f"--limit is a number of tickets, not {limit}")
    from supportdesk.domain.filters import parse
    from supportdesk.store.searching import search as find

    with call.desk.read() as reading:
        hits = find(reading, " ".join(unsigned(words)), limit=limit, filter=parse(query) if query else None)
    emit(call, HITS, hits, form)
