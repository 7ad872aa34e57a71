"""The console at work in a terminal of 120 by 40: from a key to its painted frame, its memory, and what it takes idle.

Keys are written to a pseudo-terminal, and a frame is painted when the end of its synchronized update has been read
(DEC private mode 2026), or when what the key asked for stands in it.
"""

import statistics
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.figures import Figure, Target
from bench.filtering import Filtering, wanted
from bench.places import AGENT, Place, desk
from bench.startup import command, environment
from bench.stores import Stores
from bench.terminal import Terminal
from supportdesk.domain.filters import parse
from supportdesk.domain.ticket import MessageKind
from supportdesk.services import conversation
from supportdesk.services import select as chosen
from supportdesk.store import queries

LONG = 200
"""Messages of the ticket that is opened."""

FRAME_MS = 33
MEGABYTES = 120
IDLE_PERCENT = 1.0
IDLE_SECONDS = 60
"""A whole minute: the countdowns of the list are painted anew once in it."""

LAST = "Lastmessageofall"
"""What is to be seen of the long ticket."""


def keys(stores: Stores, tickets: int, rounds: int) -> Iterator[Figure]:
    """Moving, marking, opening a long ticket and filtering, on both databases; where there is no /proc, nothing."""
    if not Path("/proc/self/status").exists():
        return
    for place in stores.places():
        address = place.copy(stores.filled(place, tickets), "keys")
        _furnish(address)
        with TemporaryDirectory() as home, _console(address, home) as terminal:
            yield from _pressed(terminal, place, address, tickets, max(10, rounds))
        place.remove(address)


@contextmanager
def _console(address: str, home: str) -> Iterator[Terminal]:
    words = command("--store", address, "--as", AGENT)
    terminal = Terminal(words, environment({"XDG_CACHE_HOME": home, "XDG_STATE_HOME": home, "COLORTERM": "truecolor"}))
    try:
        terminal.read_until(LAST.encode())
        terminal.settle(2)
        yield terminal
    finally:
        terminal.close()


def _furnish(address: str) -> None:
    """Make the first ticket of the inbox a long one."""
    with desk(address) as ours:
        with ours.read() as reading:
            first, second = (row.number for row in queries.page(reading, parse("is:open"), limit=2).rows)
        with ours.change("import") as change:
            held = chosen.tickets(change, numbers=[first])
            for number in range(LONG):
                said = f"{LAST} {number}" if number == LONG - 1 else f"Message {number}.\n" + "It goes on. " * 20
                conversation.add(change, held, MessageKind.CUSTOMER, bodies={first: said})
    assert second != first


def _pressed(terminal: Terminal, place: Place, address: str, tickets: int, rounds: int) -> Iterator[Figure]:
    def told(what: str, times: Sequence[float], note: str = "") -> Figure:
        slow = statistics.quantiles(times, n=20)[-1]
        target, note = Target(1.0), f"the 95th of a hundred; the median is {statistics.median(times):.0f} ms{note}"
        return Figure(what, place.name, tickets, slow, FRAME_MS, "ms", slow / FRAME_MS, None, target, note)

    terminal.press(b"j"), terminal.press(b"k")
    yield told("key to frame, moving", [terminal.press(key) for _ in range(rounds) for key in (b"j", b"j", b"k", b"k")])
    yield told("key to frame, marking", [terminal.press(b"x") for _ in range(rounds)])
    terminal.press(b"\x1b"), terminal.press(b"gg")
    opened = []
    for _ in range(rounds):
        terminal.press(b"j")
        opened.append(terminal.press(b"k", LAST.encode()))
    yield told("key to frame, a ticket of 200 messages", opened, ", from the key to its last message")
    filters, filtering = wanted(address), Filtering(terminal)
    filtered = [filtering.time(text, first) for _ in range(max(1, rounds // 7)) for text, first in filters.items()]
    note = f", {len(filtered)} filterings by {len(filters)} filters, from the key to the right first row"
    yield told("key to frame, filtering", filtered, note)
    held = terminal.megabytes()
    terminal.settle(1)
    before, began = terminal.cpu(), time.perf_counter()
    terminal.settle(0.5)
    time.sleep(IDLE_SECONDS)
    idle = (terminal.cpu() - before) / (time.perf_counter() - began) * 100
    yield Figure(
        "console, memory", place.name, tickets, held, MEGABYTES, "MB", held / MEGABYTES, None, Target(1.0), "at its end"
    )
    yield Figure(
        "console, idle CPU", place.name, tickets, idle, IDLE_PERCENT, "%", idle / IDLE_PERCENT, None, Target(1.0)
    )
