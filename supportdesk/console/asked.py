"""A question on its way: a store thread answers it, and it is given up when nobody waits for its answer any more.

A count of a million tickets takes as long as twenty keys; one that a newer question has overtaken stops at once.
"""

from collections.abc import Callable
from functools import partial
from threading import Event, Lock, Thread
from typing import TYPE_CHECKING, Generic, TypeVar

from supportdesk.console.asking import Question

if TYPE_CHECKING:
    from supportdesk.desk import Desk
    from supportdesk.store.reading import Reading

Answer = TypeVar("Answer")


AGAIN = 0.005
"""Seconds after which a statement that goes on is told again that nobody waits for it."""

A_WHILE = 0.05
"""Seconds that a server has before it is told: that takes a connection, and most of its answers are here by then."""


class NotWantedError(Exception):
    """Nobody waits for the answer."""


class Asked(Generic[Answer]):
    """One question; it is given up from another thread than the one that answers it."""

    def __init__(self, question: Question[Answer]) -> None:
        self._question = question
        self._lock = Lock()
        self._reading: Reading | None = None
        self._ended = Event()
        self.wanted = True

    def outcome(
        self, desk: "Desk | None", then: Callable[[Answer], None], failed: Callable[[Exception], None]
    ) -> Callable[[], None]:
        """Answer it; what the interface has to do then, which is nothing where it is given up by that time."""
        done: Callable[[], None]
        try:
            done = partial(then, self._answer(desk))
        except Exception as error:
            done = partial(failed, error)
        return lambda: done() if self.wanted else None

    def _answer(self, desk: "Desk | None") -> Answer:
        if desk is None or not self.wanted:
            raise NotWantedError
        with desk.read() as reading:
            try:
                self._reading = reading
                if not self.wanted:
                    raise NotWantedError
                return self._question.answer(reading)
            finally:
                with self._lock:  # from now on the connection serves others
                    self._reading = None
                self._ended.set()

    def give_up(self) -> None:
        """End the answering, now or before it begins."""
        self.wanted = False
        with self._lock:
            reading = self._reading
        if reading is not None:
            pause = 0.0 if reading.sqlite else A_WHILE
            Thread(target=self._insist, args=(pause,), name="interrupt", daemon=True).start()

    def _insist(self, pause: float) -> None:
        """A question is several statements, and what comes between two of them does not reach the second."""
        while not self._ended.wait(pause):
            with self._lock:
                if self._reading is not None:
                    self._reading.interrupt()
            pause = pause or AGAIN


class UnderWay:
    """What is asked at this moment, by topic."""

    def __init__(self) -> None:
        self._asked: dict[str, Callable[[], None]] = {}

    def begin(self, question: Question[Answer], topic: str) -> Asked[Answer]:
        """A question on its way, in the place of the one before it under its topic."""
        self.give_up(topic)
        asked = Asked(question)
        if topic:
            self._asked[topic] = asked.give_up
        return asked

    def give_up(self, topic: str) -> None:
        """End what is asked under a topic."""
        if (end := self._asked.pop(topic, None)) is not None:
            end()
