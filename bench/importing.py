"""Import of jsonl beside rows and stems that are ready to be inserted.

Each run is a process of its own on a new store, so that its memory can be told; the desk's reads the file, parses,
checks, stems and writes, the reference (`copying.py`) only writes. Afterwards both stores hold as many rows.
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
        for _ in range(max(1, rounds // 15)):
            mine, theirs = place.new("mine"), place.new("theirs")
            wall, cpu, memory = _apart(_import, mine, str(lines))
            say(f"import of {tickets:,} tickets on {place.name}: {wall:.0f} s, {memory:.0f} MB")
            found.desk.add(wall, cpu)
            peak = max(peak, memory)
            rows, wall, cpu = _apart(_copy, source, theirs, place.name)
            found.reference.add(wall, cpu)
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


def _import(address: str, lines: str) -> tuple[float, float, float]:
    """Seconds of wall and CPU, and megabytes at most."""
    from supportdesk.exchange import importer

    wall, cpu = time.perf_counter(), time.process_time()
    with desk(address) as ours:
        report = importer("jsonl")(ours, Path(lines))
    assert not report.rejected, report.rejects[0]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return time.perf_counter() - wall, time.process_time() - cpu, peak


def _copy(source: str, address: str, name: str) -> tuple[float, float, float]:
    """Rows, and seconds of wall and CPU."""
    postgres = name == "PostgreSQL"
    target = BarePostgres(address) if postgres else BareSqlite(address)
    copied = copy_store(BareSqlite(source), target, postgres=postgres)
    target.close()
    return copied.rows, copied.wall, copied.cpu


def _compare(place: Place, mine: str, theirs: str) -> None:
    """Both must have written as much, or the race means nothing."""
    with bare(place, mine) as one, bare(place, theirs) as other:
        for table in COUNTED:
            counted = f"SELECT count(*) FROM {table}"
            written, wanted = one.run(counted), other.run(counted)
            assert abs(written[0][0] - wanted[0][0]) <= 10, f"{table}: {written} rows, the reference {wanted}"
