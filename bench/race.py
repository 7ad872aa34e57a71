"""Taking turns: the desk and its reference run alternately, and what counts is the median of each."""

import gc
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from statistics import median

from bench.figures import Figure, Target


@dataclass(slots=True)
class Times:
    """What one runner took, a round each: seconds of wall time and of this process's CPU."""

    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    def add(self, wall: float, cpu: float) -> None:
        """One more round."""
        self.wall.append(wall)
        self.cpu.append(cpu)

    @property
    def seconds(self) -> float:
        """The median of the wall times."""
        return median(self.wall)

    @property
    def cpu_seconds(self) -> float:
        """The median of the CPU times."""
        return median(self.cpu)


@dataclass(frozen=True, slots=True)
class Race:
    """The times of both."""

    desk: Times
    reference: Times

    def slower(self, what: str, place: str, tickets: int, *, target: float | None = None, note: str = "") -> Figure:
        """A figure in milliseconds whose ratio says how many times the reference's time the desk takes."""
        return Figure(
            what,
            place,
            tickets,
            1000 * self.desk.seconds,
            1000 * self.reference.seconds,
            "ms",
            self.desk.seconds / self.reference.seconds,
            _ratio(self.desk.cpu_seconds, self.reference.cpu_seconds),
            Target(target) if target else None,
            note,
        )

    def rate(
        self, what: str, place: str, tickets: int, *, done: int, unit: str, target: float, note: str = ""
    ) -> Figure:
        """A figure in things a second whose ratio says which part of the reference's rate the desk reaches."""
        return Figure(
            what,
            place,
            tickets,
            done / self.desk.seconds,
            done / self.reference.seconds,
            unit,
            self.reference.seconds / self.desk.seconds,
            _ratio(self.reference.cpu_seconds, self.desk.cpu_seconds),
            Target(target, at_least=True),
            note,
        )


def _ratio(one: float, other: float) -> float | None:
    return one / other if other > 0 else None


def timed(run: Callable[[], object]) -> tuple[float, float]:
    """Seconds of wall and CPU time that a call takes."""
    wall, cpu = time.perf_counter(), time.process_time()
    run()
    return time.perf_counter() - wall, time.process_time() - cpu


def race(desk: Callable[[], object], reference: Callable[[], object], *, rounds: int, warm: int = 3) -> Race:
    """Let both take turns; a few rounds first do not count (caches, compiled statements)."""
    for _ in range(warm):
        desk()
        reference()
    found = Race(Times(), Times())
    gc.freeze()  # what was there before the race is not looked through in the middle of it
    for number in range(rounds):
        pair = [(desk, found.desk), (reference, found.reference)]
        for run, times in pair if number % 2 else reversed(pair):
            times.add(*timed(run))
    gc.unfreeze()
    return found
