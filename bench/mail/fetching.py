"""A maildir taken in by programs of their own, each from its start to its end: `supportdesk mail fetch`, `notmuch new`.

Both begin with nothing and end with everything on the disk; what each took is what the system counted for its process.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.mail.checks import Check
from bench.places import AGENT, Sqlite, desk
from supportdesk.services import mailboxes

ROUNDS = 2
"""How often each program runs, in turns; the best run counts, on both sides."""

TIMES = 2.0
"""How many times notmuch's rate is enough."""

PEAK = 250
"""Megabytes of memory that fetching may take."""


@dataclass(frozen=True, slots=True)
class Took:
    """What a program took: seconds of CPU (its own and the kernel's for it), seconds of the clock, megabytes."""

    cpu: float
    wall: float
    peak: float


SPENT: dict[str, Callable[[Took], float]] = {"second": lambda took: took.wall, "CPU second": lambda took: took.cpu}
"""The kinds of seconds that are counted: the desk uses two processes for a whole list, notmuch one."""


def fetching(place: str, mails: Sequence[bytes]) -> Iterator[Check]:
    """Checks of the rates beside notmuch's on the same maildir, of the memory, and that nothing comes twice."""
    rounds = [(_by_us(mails), by_notmuch(mails)) for _ in range(ROUNDS)]
    ours = [first for (first, *_), _ in rounds]
    theirs = [took for _, took in rounds if took]
    for unit, spent in SPENT.items():
        yield _rate(f"mails a {unit}", place, len(mails), min(map(spent, ours)), min(map(spent, theirs), default=0.0))
    peak = max(one.peak for one in ours)
    small = Check(f"speed: fetched in {PEAK} MB", place, 1.0, cases=1, good=int(peak <= PEAK))
    small.note = f"{peak:.0f} MB at most, in one process of two"
    _, again, count, later = rounds[0][0]
    once = Check("speed: a second fetch adds none", place, 1.0, cases=count, good=count if later == count else 0)
    once.note = f"{again.cpu:.1f} s of CPU, {later - count:,} arrivals more"
    yield from (small, once)


def _rate(what: str, place: str, count: int, ours: float, theirs: float) -> Check:
    """Mails in a second of one kind; each side's best run of all counts."""
    enough = round(TIMES * count / theirs) if theirs else 0
    fast = Check(f"speed: fetched start to end, {what}", place, 1.0, cases=enough, good=round(count / ours))
    beside = f"{theirs / ours:.2f} times notmuch's" if theirs else "notmuch is not installed"
    fast.libraries["notmuch new"] = round(count / theirs) if theirs else None
    fast.note = f"{count:,} mails in {ours:.1f} s; {beside}; the best of {ROUNDS} runs of each"
    return fast


def _by_us(mails: Sequence[bytes]) -> tuple[Took, Took, int, int]:
    """A first fetch and a second one of the same mails, and how many arrivals the desk knows after each."""
    with tempfile.TemporaryDirectory(prefix="supportdesk-bench-") as folder:
        return _fetched(Path(folder), mails)


def _fetched(folder: Path, mails: Sequence[bytes]) -> tuple[Took, Took, int, int]:
    box, address = maildir(folder / "mail", mails, "new"), Sqlite(folder).new("fetched")
    with desk(address) as ours, ours.change("mailbox add") as change:
        wanted = mailboxes.Wanted(address="list@bench.example", source=f"maildir:{box}")
        mailboxes.add_mailbox(change, name="list", wanted=wanted)
    environment = {**os.environ, "HOME": str(folder), "SUPPORTDESK_STORE": address, "SUPPORTDESK_AS": AGENT}
    fetch = [sys.executable, "-m", "supportdesk", "mail", "fetch"]
    first, count = _ran(fetch, environment), _arrivals(address)
    for path in (box / "cur").iterdir():
        path.rename(box / "new" / path.name.partition(":")[0])  # as if a program had marked them as new
    return first, _ran(fetch, environment), count, _arrivals(address)


def _arrivals(address: str) -> int:
    from supportdesk.store import ledger

    with desk(address) as ours, ours.read() as reading:
        return sum(balance.received for balance in ledger.balances(reading))


def by_notmuch(mails: Sequence[bytes]) -> Took | None:
    """The same mails as a maildir, indexed by notmuch; None where it is not installed."""
    program = shutil.which("notmuch")
    if program is None:
        return None
    with tempfile.TemporaryDirectory(prefix="supportdesk-bench-") as folder:
        box = maildir(Path(folder, "mail"), mails, "cur")
        settings = Path(folder, "config")
        settings.write_text(f"[database]\npath={box}\n[user]\nname=bench\nprimary_email=bench@bench.example\n")
        return _ran([program, "new", "--quiet"], {**os.environ, "NOTMUCH_CONFIG": str(settings)})


def maildir(box: Path, mails: Sequence[bytes], where: str) -> Path:
    """The mails as files of a new maildir, all in one of its folders."""
    for name in ("new", "cur", "tmp"):
        (box / name).mkdir(parents=True)
    for number, mail in enumerate(mails):
        (box / where / (f"{number:06}" + (":2,S" if where == "cur" else ""))).write_bytes(mail)
    return box


_LAUNCHED = """import resource, subprocess, sys
code = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(used.ru_utime + used.ru_stime, used.ru_maxrss)
sys.exit(code)"""
"""Runs a program and says what it took; a process that this one starts itself counts what stands in memory here too."""


def _ran(words: Sequence[str], environment: Mapping[str, str]) -> Took:
    """Run a program to its end."""
    began = time.perf_counter()
    launched = [sys.executable, "-c", _LAUNCHED, *words]
    said = subprocess.run(launched, env=environment, check=True, stdout=subprocess.PIPE).stdout.split()
    return Took(float(said[0]), time.perf_counter() - began, int(said[1]) / 1024)
