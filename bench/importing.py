"""Import of jsonl beside rows and stems that are ready to be inserted.

Each run is a process of its own on a new store, so that its memory can be told; the desk's reads the file, parses,
checks, stems and writes, the reference (`copying.py`) only writes. Both are timed until their store is closed, when
SQLite brings its log into the file. Afterwards both stores hold as many rows.
"""

import resource
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from bench.copying import copy_store
from bench.figures import Figure, Target
from bench.places import BarePostgres, BareSqlite, Place, bare, desk
from bench.race import Race, Times
from bench.stores import Stores, say

COUNTED = ("ticket", "message", "event", "ticket_text", "attachment", "customer", "ticket_tag")
MEGABYTES = 250


def imports(stores: Stores, tickets: int, rounds: int) -> Iterator[Figure]:
    """Rows a second on both databases, and the memory that the import took."""
    source = stores.filled(stores.sqlite, tickets)
    lines = stores.kept / f"demo-{tickets}.jsonl"
    _export(source, lines)
    for place in stores.places():
        found, rows, peak = Race(Times(), Times()), 0, 0.0
        for number in range(min(rounds, max(3, rounds // 15))):
            mine, theirs = place.new("mine"), place.new("theirs")
            if number % 2:
                rows = _race_copy(found, source, theirs, place)
            peak = max(peak, _race_import(found, mine, lines, place))
            if not number % 2:
                rows = _race_copy(found, source, theirs, place)
            _compare(place, mine, theirs)
        place.remove(mine)
        place.remove(theirs)
        yield found.rate("import jsonl", place.name, tickets, done=rows, unit="rows/s", target=0.4)
        yield Figure(
            "import jsonl, memory", place.name, tickets, peak, MEGABYTES, "MB", peak / MEGABYTES, None, Target(1.0)
        )


def _export(source: str, lines: Path) -> None:
    from supportdesk.exchange import exporter

    if not lines.exists():
        unfinished = lines.with_suffix(".part")
        with desk(source) as ours, unfinished.open("wb") as stream:
            exporter("jsonl")(ours, stream)
        unfinished.rename(lines)


def _apart(run: Callable[..., tuple[float, float, float]], *arguments: object) -> tuple[float, float, float]:
    """A call in a new process."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(run, *arguments).result()


def _race_import(found: Race, address: str, lines: Path, place: Place) -> float:
    """The desk's turn; the megabytes that it took."""
    wall, cpu, memory = _apart(_import, address, str(lines))
    say(f"import on {place.name}: {wall:.1f} s, {memory:.0f} MB")
    found.desk.add(wall, cpu)
    return memory


def _race_copy(found: Race, source: str, address: str, place: Place) -> int:
    """The reference's turn; the rows that it wrote."""
    rows, wall, cpu = _apart(_copy, source, address, place.name)
    say(f"reference on {place.name}: {wall:.1f} s")
    found.reference.add(wall, cpu)
    return int(rows)


def _import(address: str, lines: str) -> tuple[float, float, float]:
    """Seconds of wall and CPU (that of the process which reads ahead too), and megabytes that one process took."""
    from supportdesk.exchange import importer

    take = importer("jsonl")
    wall, cpu = time.perf_counter(), _cpu()
    with desk(address) as ours:
        report = take(ours, Path(lines))
    wall, cpu = time.perf_counter() - wall, _cpu() - cpu
    assert not report.rejected, report.rejects[0]
    return wall, cpu, _peak()


def _peak() -> float:
    """The megabytes that this process, or one of its own, held at most.

    What `getrusage` tells of a process itself counts whoever started it too, up to the instant at which it became
    another program; the mark of /proc is its own.
    """
    status = Path("/proc/self/status")
    if status.exists():
        itself = int(status.read_text().partition("VmHWM:")[2].split()[0])
    else:
        itself = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return max(itself, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) / 1024


def _cpu() -> float:
    spent = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in spent)


def _copy(source: str, address: str, name: str) -> tuple[float, float, float]:
    """Rows, and seconds of wall and CPU."""
    postgres = name == "PostgreSQL"
    target = BarePostgres(address) if postgres else BareSqlite(address)
    copied = copy_store(BareSqlite(source), target, postgres=postgres)
    wall, cpu = time.perf_counter(), _cpu()
    target.close()
    return copied.rows, copied.wall + time.perf_counter() - wall, copied.cpu + _cpu() - cpu


def _compare(place: Place, mine: str, theirs: str) -> None:
    """Both must have written as much, or the race means nothing."""
    with bare(place, mine) as one, bare(place, theirs) as other:
        for table in COUNTED:
            counted = f"SELECT count(*) FROM {table}"
            written, wanted = one.run(counted), other.run(counted)
            assert abs(written[0][0] - wanted[0][0]) <= 10, f"{table}: {written} rows, the reference {wanted}"
