"""Making the next chunk ready while the store takes in the one before.

Python runs one thread at a time, so a second core only helps through a second process: a copy of this one (`Apart`).
Where no copy may be made, a thread at least uses the time in which a server writes (`in_thread`). Not here: what a
chunk is, and how large it should be.
"""

import os
import pickle
import queue
import select
import signal
import struct
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from io import RawIOBase
from typing import Any, Generic, NoReturn, TypeVar

Q = TypeVar("Q")
T = TypeVar("T")


def may_part() -> bool:
    """Whether a copy of this process can be made and would run beside it.

    Only where there are no other threads: what they hold at that moment would be held in the copy for ever.
    """
    return sys.platform == "linux" and len(os.sched_getaffinity(0)) > 1 and threading.active_count() == 1


class Apart(Generic[Q, T]):
    """A copy of this process that answers one question after the other.

    It ends when this process does, however that is, and touches nothing of what this process holds: neither its store
    nor its files.
    """

    def __init__(self, answer: Callable[[Q], T]) -> None:
        asked, asking = os.pipe()
        answers, answering = os.pipe()
        self._child = os.fork()
        if not self._child:
            os.close(asking)
            os.close(answers)
            _serve(asked, answering, answer)
        os.close(asked)
        os.close(answering)
        self._asking = os.fdopen(asking, "wb", 0)
        self._answers = os.fdopen(answers, "rb", 0)

    def ask(self, question: Q) -> None:
        """Have a question answered meanwhile; only one at a time, or both processes would wait to be heard."""
        with suppress(BrokenPipeError):
            _send(self._asking, question)

    @property
    def is_done(self) -> bool:
        """Whether the answer to what was asked has begun to come, or never will."""
        return bool(select.select([self._answers], [], [], 0)[0])

    def take(self) -> T | None:
        """The answer to what was asked, once it is there; None where the copy has ended."""
        try:
            found: T = _received(self._answers)
        except EOFError:
            return None
        return found

    def close(self) -> None:
        """End the copy, whatever it is at."""
        os.kill(self._child, signal.SIGKILL)
        os.waitpid(self._child, 0)
        self._answers.close()
        with suppress(BrokenPipeError):
            self._asking.close()


def _serve(asked: int, answering: int, answer: Callable[[Q], object]) -> NoReturn:
    """The copy: it answers until nobody asks, and leaves without a trace of what this process had begun."""
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # this process hears it too, and ends the copy
        with os.fdopen(asked, "rb", 0) as questions, os.fdopen(answering, "wb", 0) as answers:
            while True:
                _send(answers, answer(_received(questions)))
    finally:
        os._exit(0)


_SIZE = struct.Struct("=Q")


def _send(stream: RawIOBase, thing: object) -> None:
    """Write a thing, made into bytes before the other side is waited for: that is half of the work."""
    content = pickle.dumps(thing, pickle.HIGHEST_PROTOCOL)
    for part in (_SIZE.pack(len(content)), content):
        left = memoryview(part)
        while left:
            left = left[stream.write(left) or 0 :]


def _received(stream: RawIOBase) -> Any:
    """The thing that the other side has sent; EOFError where it has ended."""
    (size,) = _SIZE.unpack(_read(stream, _SIZE.size))
    return pickle.loads(_read(stream, size))  # noqa: S301 - from ourselves


def _read(stream: RawIOBase, size: int) -> bytearray:
    content = bytearray(size)
    left = memoryview(content)
    while left:
        count = stream.readinto(left)
        if not count:
            raise EOFError
        left = left[count:]
    return content


_END = object()


@dataclass(frozen=True, slots=True)
class _Failure:
    error: BaseException


def in_thread(items: Iterator[T]) -> Iterator[T]:
    """The same items, the next one made in another thread while this one is in use; an error there rises here.

    Never more than one ahead, so that no more than two are in memory.
    """
    line: queue.Queue[object] = queue.Queue(1)
    wanted = threading.Semaphore(1)
    stopped = threading.Event()

    def work() -> None:
        try:
            wanted.acquire()
            for item in items:
                line.put(item)
                wanted.acquire()
                if stopped.is_set():
                    return
            line.put(_END)
        except BaseException as error:  # whatever it is, it rises where the items are taken
            line.put(_Failure(error))

    threading.Thread(target=work, name="reading ahead", daemon=True).start()
    try:
        while (thing := line.get()) is not _END:
            if isinstance(thing, _Failure):
                raise thing.error
            wanted.release()
            yield thing  # type: ignore[misc]
    finally:
        stopped.set()
        wanted.release()
