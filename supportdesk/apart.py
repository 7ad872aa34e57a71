"""A copy of this process that works beside it: a second core wants one, for Python runs one thread at a time."""

import os
import pickle
import queue
import select
import signal
import struct
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
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
    """A copy of this process that answers questions in their order.

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
        """Have a question answered meanwhile, after those that were asked before."""
        with suppress(BrokenPipeError):
            _send(self._asking, _packed(question))

    @property
    def is_done(self) -> bool:
        """Whether the answer to the first that waits for one has begun to come, or never will."""
        return bool(select.select([self._answers], [], [], 0)[0])

    def take(self) -> T | None:
        """The answer to the first question that waits for one, once it is there; None where the copy has ended."""
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
    """The copy: it answers until nobody can ask, and leaves without a trace of what this process had begun.

    Threads of its own hear and speak, so that neither it nor who asks ever waits to be heard.
    """
    heard: queue.Queue[Any] = queue.Queue()
    said: queue.Queue[bytes] = queue.Queue()
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # this process hears it too, and ends the copy
        threading.Thread(target=_hear, args=(os.fdopen(asked, "rb", 0), heard), daemon=True).start()
        threading.Thread(target=_speak, args=(os.fdopen(answering, "wb", 0), said), daemon=True).start()
        while True:
            said.put(_packed(answer(heard.get())))
    finally:
        os._exit(0)


def _hear(questions: RawIOBase, heard: "queue.Queue[Any]") -> None:
    """Take questions in; where nobody can ask any more, nobody waits for an answer either."""
    try:
        while True:
            heard.put(_received(questions))
    finally:
        os._exit(0)


def _speak(answers: RawIOBase, said: "queue.Queue[bytes]") -> None:
    try:
        while True:
            _send(answers, said.get())
    finally:
        os._exit(0)


_SIZE = struct.Struct("=Q")


def _packed(thing: object) -> bytes:
    return pickle.dumps(thing, pickle.HIGHEST_PROTOCOL)


def _send(stream: RawIOBase, content: bytes) -> None:
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
