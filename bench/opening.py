"""The console from its start to the first row of its inbox, beside an empty Textual app until its only frame.

Both run in a terminal of 120 by 40 and are ended once the sign that is waited for was written to it.
"""

import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.figures import Figure
from bench.places import AGENT, Place, bare, desk
from bench.race import Race, Times
from bench.startup import PYTHON, command, environment
from bench.stores import Stores
from supportdesk.domain.filters import parse
from supportdesk.store import queries

SIGN = "Firstrowofall"
"""The subject of the most pressing ticket, to be seen in the list."""

EMPTY_APP = """
import sqlmodel
from textual.app import App
from textual.widgets import Static
class Empty(App):
    def compose(self):
        yield Static("painted")
Empty().run()
"""

REFERENCE = "reference: an empty Textual app, sqlmodel imported"


def opening(stores: Stores, tickets: int, rounds: int) -> Iterator[Figure]:
    """Until the first inbox row is painted, on both databases."""
    for place in stores.places():
        address = place.copy(stores.filled(place, tickets), "opening")
        yield from console(place, address, tickets, max(1, rounds // 3))
        place.remove(address)


def console(place: Place, address: str, tickets: int, rounds: int) -> Iterator[Figure]:
    """Until the first inbox row is on the screen: where the inbox was seen before, which is every start but the first,
    and where it never was.
    """
    with desk(address) as ours, ours.read() as reading:
        first = queries.page(reading, parse("is:open"), limit=1).rows[0].number
    with bare(place, address) as theirs:
        theirs.run("UPDATE ticket SET subject = ? WHERE id = ?", (f"{SIGN} and so on", first))
    painted, empty = command("--store", address, "--as", AGENT), [PYTHON, "-c", EMPTY_APP]
    again, never, reference = Times(), Times(), Times()
    with TemporaryDirectory() as memory:
        for number in range(0 if rounds > 1 else 1, rounds + 1):
            for words, seen, home, times in (
                (painted, SIGN, f"{memory}/{number}", never),
                (painted, SIGN, f"{memory}/{number}", again),
                (empty, "painted", memory, reference),
            ):
                wall, cpu = until_painted(words, seen, environment({"XDG_CACHE_HOME": home}), until=_kept(words, home))
                if number:
                    times.add(wall, cpu)
    for what, times, note in (
        ("console, first row again", again, "the row stands there greyed until the desk has answered; "),
        ("console, first row ever", never, "the row that a glance at the store shows, greyed too; "),
    ):
        yield Race(times, reference).slower(what, place.name, tickets, target=1.3, note=f"{note}{REFERENCE}")


def _kept(words: Sequence[str], home: str) -> Callable[[], bool]:
    """Whether the console has kept what it shows; the reference keeps nothing."""
    return lambda: "--store" not in words or any(Path(home).rglob("inbox-*.json"))


def until_painted(
    words: Sequence[str], sign: str, environment: Mapping[str, str], *, until: Callable[[], bool] = lambda: True
) -> tuple[float, float]:
    """Wall and CPU seconds until a program in a terminal has written a sign; it ends once `until` holds too."""
    began = time.perf_counter()
    process, terminal = pty.fork()
    if process == 0:
        os.execvpe(words[0], list(words), dict(environment))
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
    written = b""
    wanted = sign.encode()
    while wanted not in written:
        ready, _, _ = select.select([terminal], [], [], 30)
        if not ready:
            os.kill(process, signal.SIGKILL)
            os.waitpid(process, 0)
            raise AssertionError(f"{words[-3:]} never painted {sign!r}: {written[-300:]!r}")
        written += os.read(terminal, 65536)
    wall = time.perf_counter() - began
    cpu = _cpu_of(process)
    deadline = time.perf_counter() + 30
    while not until() and time.perf_counter() < deadline:
        if select.select([terminal], [], [], 0.01)[0]:
            os.read(terminal, 65536)
    os.kill(process, signal.SIGKILL)
    _drain(lambda: os.read(terminal, 65536))
    os.close(terminal)
    os.waitpid(process, 0)
    return wall, cpu


def _cpu_of(process: int) -> float:
    """CPU seconds so far, where the system tells (Linux)."""
    path = Path(f"/proc/{process}/stat")
    if not path.exists():
        return 0.0
    fields = path.read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _drain(read: Callable[[], bytes]) -> None:
    try:
        while read():
            pass
    except OSError:
        pass
