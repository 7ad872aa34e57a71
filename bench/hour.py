"""An agent's hour: one console triages tickets by keys alone while the processes of other agents write.

    python -m bench.hour --tickets 200 --agents 20 --store postgres

Every key is pressed on a ticket that is seen, and the store must agree at the end: each thing that was meant was done
once, on that ticket, nothing else was, every draft is there or was sent, and the store is sound.
"""

import argparse
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TextIO

from bench import colleagues
from bench.chores import work
from bench.commands import faults
from bench.contention import Tally
from bench.kills import SEED
from bench.places import AGENT, Place, Sqlite, postgres
from bench.proof import Verdict, last_change, proof
from bench.seat import Ended, Ledger, Lost, seat
from bench.shift import CANNED, Shift
from supportdesk import demo
from supportdesk.desk import Desk
from supportdesk.domain.ticket import MessageKind
from supportdesk.services import conversation, records
from supportdesk.services.select import tickets as selected
from supportdesk.store.engine import connect


@dataclass(frozen=True, slots=True)
class Hour:
    """How it went."""

    ledger: Ledger
    tally: Tally
    verdict: Verdict
    faults: int
    seconds: float

    @property
    def errors(self) -> list[str]:
        """What nobody may meet."""
        return [*self.ledger.errors, *self.tally.told]

    @property
    def bad(self) -> list[str]:
        """Everything that is not as it must be."""
        found = [*self.ledger.lost, *self.ledger.wrong, *self.errors, *self.verdict.faults]
        return [*found, *([f"{self.faults} faults by the check"] if self.faults else [])]


FEWEST = 240
"""Tickets of the desk at least: some are closed, and colleagues close more while the agent looks for one to work on."""


def hour(
    place: Place, *, tickets: int, agents: int, pause: float = 1.0, seed: int = SEED, log: TextIO | None = None
) -> Hour:
    """Work through so many tickets beside so many colleagues, on a new desk."""
    address, chance = place.new("hour"), random.Random(seed)
    filled = max(FEWEST, tickets * 6)
    _furnish(address, tickets=filled, agents=agents, seed=seed)
    since = last_change(address)
    with (
        colleagues.at_work(address, agents=agents, tickets=filled, pause=pause, seed=seed) as team,
        seat(address, team.watch, log) as sitting,
        _desk(address, "colleague0") as theirs,
    ):
        began = time.monotonic()
        shift = Shift(sitting, partial(_write, theirs), chance)
        work(shift, tickets)
        seconds = time.monotonic() - began
        _leave(shift)
    verdict = proof(address, sitting.ledger, since)
    found = Hour(sitting.ledger, team.tally, verdict, len(faults(address)), seconds)
    place.remove(address)
    return found


@contextmanager
def _desk(address: str, login: str) -> Iterator[Desk]:
    """A desk by the clock on the wall."""
    store = connect(address)
    try:
        yield Desk(store, login)
    finally:
        store.close()


def _furnish(address: str, *, tickets: int, agents: int, seed: int) -> None:
    with _desk(address, AGENT) as desk:
        demo.fill(desk, tickets=tickets, seed=seed)
        with desk.change("setup") as change:
            records.add_template(change, name="hour", title="hour", body=CANNED)
        colleagues.hire(desk, max(agents, 1))


def _write(desk: Desk, number: int) -> None:
    """The customer of a ticket writes."""
    with desk.change("received") as change:
        held = selected(change, numbers=[number])
        conversation.add(change, held, MessageKind.CUSTOMER, bodies={number: "One more thing."})


def _leave(shift: Shift) -> None:
    """Leave the console as an agent does, by way of what was done; it must end well."""
    sitting = shift.seat
    if not sitting.ledger.errors:
        try:
            shift.back()
            sitting.press("q", lambda: sitting.sees("This session"), "what was done")
        except (Lost, Ended) as fault:
            sitting.ledger.lost.append(f"leaving: {fault}")
        sitting.ledger.keys += 1
        code = sitting.terminal.end(b"\r")
        if code != 0:
            sitting.ledger.errors.append(f"the console ended with {code}: {sitting.terminal.written[-2000:]!r}")


def _row(what: str, value: object) -> str:
    return f"{what:<44}{value}"


def table(place: str, found: Hour, agents: int) -> str:
    """How it went, line by line."""
    ledger = found.ledger

    def times(numbers: list[float]) -> str:
        slow = statistics.quantiles(numbers, n=20)[-1] if len(numbers) > 1 else 0.0
        return f"{statistics.median(numbers):.0f} ms, {slow:.0f} ms"

    rows = (
        (f"{place}, beside {agents} processes that write", f"{found.tally.total():,} writes by them"),
        ("tickets triaged", f"{len(ledger.triaged):,}"),
        ("keys pressed", f"{ledger.keys:,}"),
        ("seconds", f"{found.seconds:.0f}"),
        ("key to frame, median and 95th of 100", times(ledger.moved)),
        ("verb to its report, median and 95th of 100", times(ledger.answered)),
        ("changes meant, and done", f"{sum(not deed.may for deed in ledger.deeds):,}"),
        ("stops before sending, answered", f"{ledger.stops:,}"),
        ("refused by a rule of the desk", f"{len(ledger.refused):,}"),
        ("drafts left, and found", f"{len(ledger.drafts):,}"),
        ("lost keys", len(ledger.lost) + len(found.verdict.undone)),
        ("wrong tickets", len(ledger.wrong) + len(found.verdict.unmeant)),
        ("words lost or doubled", len(found.verdict.words)),
        ("drafts lost", len(found.verdict.drafts)),
        ("errors", len(found.errors)),
        ("db check --deep", f"{found.faults} faults" if found.faults else "clean"),
    )
    return "\n".join(_row(*row) for row in rows)


def main() -> int:
    """One run, one table; 1 if anything is not as it must be."""
    parser = argparse.ArgumentParser(
        prog="python -m bench.hour", description=__doc__.splitlines()[0] if __doc__ else ""
    )
    parser.add_argument("--tickets", type=int, default=200)
    parser.add_argument("--agents", type=int, default=20)
    parser.add_argument("--pause", type=float, default=1.0, help="seconds that each of them rests between two writes")
    parser.add_argument("--store", choices=["sqlite", "postgres"], default="postgres")
    parser.add_argument("--postgres", metavar="URL", help="a server to use instead of an embedded one")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument(
        "--log", type=argparse.FileType("w"), help="write each key, and which ticket was seen then, to this file"
    )
    asked = parser.parse_args()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="supportdesk-hour-")))
        place: Place = Sqlite(folder) if asked.store == "sqlite" else stack.enter_context(postgres(asked.postgres))
        found = hour(
            place, tickets=asked.tickets, agents=asked.agents, pause=asked.pause, seed=asked.seed, log=asked.log
        )
        print(table(place.name, found, asked.agents))
    for fault in found.bad:
        print(f"! {fault}")
    return 1 if found.bad else 0


if __name__ == "__main__":
    sys.exit(main())
