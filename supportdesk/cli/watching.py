"""`watch`: events as they happen."""

import time
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, Annotated

import typer

from supportdesk.cli import call as calls
from supportdesk.cli.call import Call
from supportdesk.cli.kinds import EVENTS
from supportdesk.cli.output import Form, check, only_help
from supportdesk.cli.tree import Commands, unsigned
from supportdesk.errors import UsageError

if TYPE_CHECKING:
    from supportdesk.domain.changes import HistoryEntry
    from supportdesk.domain.filter_tree import Filter
    from supportdesk.store.feed import Feed, Pulse

app = Commands()

LOCAL_PAUSE = 0.1
"""Seconds between two looks at a local store: a tenth of a percent of a core."""

REMOTE_PAUSE = 1.0


@app.verb("watch", signed=True)
def watch(
    context: typer.Context,
    *,
    words: Annotated[list[str] | None, typer.Argument(metavar="FILTER", help="only events of these tickets")] = None,
    since: Annotated[
        int | None, typer.Option("--since", metavar="ID", help="begin after this event; 0 for all; now without")
    ] = None,
    limit: Annotated[int, typer.Option("--limit", "-n", metavar="N", help="stop after so many; 0 for never")] = 0,
    form: Form = Form(),  # noqa: B008 - frozen
) -> None:
    """Print events as they happen, one a line, until interrupted.

    Example: supportdesk watch assignee:me
    Example: supportdesk watch --ndjson --since 4711
    """
    from supportdesk.domain.filters import parse
    from supportdesk.store import history
    from supportdesk.store.feed import Feed

    call = calls.of(context)
    if form.csv or form.json not in (None, "help"):
        raise UsageError("events have no end, so they are no list: use --ndjson")
    if only_help(call, EVENTS, form):
        return
    check(EVENTS, form)
    _check_numbers(since=since, limit=limit)
    filter_ = parse(" ".join(unsigned(words or ())))
    with call.desk.read() as reading:
        feed = Feed(history.latest(reading) if since is None else since)
    if call.streams.err_terminal:
        call.say(f"watching {call.desk.store.place}; Ctrl-C ends it")
    events = _events(call, feed, filter_)
    for entry in islice(events, limit) if limit else events:
        _write(call, entry, form)


def _check_numbers(*, since: int | None, limit: int) -> None:
    if since is not None and since < 0:
        raise UsageError(f"--since is the number of an event, 0 for all, not {since}", hint="supportdesk history N")
    if limit < 0:
        raise UsageError(f"--limit is a number of events, 0 for no end, not {limit}")


def _events(call: Call, feed: "Feed", filter_: "Filter") -> "Iterator[HistoryEntry]":
    from supportdesk.store.feed import pulse

    pause = LOCAL_PAUSE if call.desk.store.sqlite else REMOTE_PAUSE
    with pulse(call.desk.store) as beating:
        while True:
            yield from _new(call, feed, filter_, beating)
            time.sleep(pause)


def _new(call: Call, feed: "Feed", filter_: "Filter", beating: "Pulse") -> "Iterator[HistoryEntry]":
    from supportdesk.store.feed import BLOCK
    from supportdesk.store.where import matching

    more = beating.beats()
    while more:
        before = feed.seen
        with call.desk.read() as reading:
            condition = matching(reading, filter_) if filter_.node else None
            entries = feed.read(reading, condition=condition)
        yield from entries
        more = feed.seen - before >= BLOCK


def _write(call: Call, entry: "HistoryEntry", form: Form) -> None:
    from supportdesk.cli import formats

    names = EVENTS.chosen(form.fields) if form.fields or form.ndjson else EVENTS.columns
    if form.ndjson:
        formats.write_ndjson(call.streams.write, EVENTS, (entry,), names)
    elif form.ids:
        formats.write_ids(call.streams.write, EVENTS, (entry,))
    else:
        formats.write_tabs(call.streams.write, EVENTS, (entry,), names, header=False)
    call.streams.flush()
