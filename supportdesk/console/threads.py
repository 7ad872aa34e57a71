"""A thread of our own that works for the store, so that the interface never waits for it.

Wishes of one topic replace each other while they wait: when the cursor runs over twenty tickets, one thread is read.
What a job does is not known here.
"""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from threading import Condition, Thread

Work = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Job:
    """Something to run; with a topic it takes the place of one that waits under the same topic."""

    work: Work
    topic: str = ""


class StoreThread:
    """Runs jobs one after another in the order of their arrival, until it is stopped."""

    def __init__(self, name: str) -> None:
        self._jobs: deque[Job] = deque()
        self._changed = Condition()
        self._running = True
        self._busy = False
        self._thread = Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        """Begin with the jobs that wait."""
        self._thread.start()

    def submit(self, work: Work, *, topic: str = "") -> None:
        """Queue a job; it must not raise."""
        with self._changed:
            if topic:
                self._jobs = deque(job for job in self._jobs if job.topic != topic)
            self._jobs.append(Job(work, topic))
            self._changed.notify_all()

    def stop(self, *, wait: float) -> None:
        """Take no more jobs, finish those that were queued, and end; after `wait` seconds without us."""
        with self._changed:
            self._running = False
            self._changed.notify_all()
        if self._thread.is_alive():
            self._thread.join(wait)

    @property
    def idle(self) -> bool:
        """Whether nothing runs and nothing waits."""
        with self._changed:
            return not self._jobs and not self._busy

    def _run(self) -> None:
        while job := self._next():
            job.work()
            with self._changed:
                self._busy = False
                self._changed.notify_all()

    def _next(self) -> Job | None:
        with self._changed:
            self._changed.wait_for(lambda: self._jobs or not self._running)
            if not self._jobs:
                return None
            self._busy = True
            return self._jobs.popleft()
