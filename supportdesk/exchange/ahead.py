"""Making the next chunk ready while the store takes in the one before.

Python runs one thread at a time, so a second core only helps through a second process: a copy of this one (`Apart`)
that reads on where this one stopped. Where no copy may be made, a thread at least uses the time in which a server
writes (`in_thread`). Not here: what a chunk is, and how large it should be.
"""

import os
import pickle
import queue
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Generic, NoReturn, TypeVar, cast

from supportdesk.errors import Unavailable

T = TypeVar("T")


def may_part() -> bool:
    """Whether a copy of this process can be made and would run beside it.

    Only where there are no other threads: what they hold at that moment would be held in the copy for ever.
    """
    return sys.platform == "linux" and len(os.sched_getaffinity(0)) > 1 and threading.active_count() == 1


class Apart(Generic[T]):
    """A copy of this process that gives one answer after the other, each begun when it is asked for.

    It ends when this process does, however that is, and it touches nothing but what `answer` reads. What `answer`
    raises rises here.
    """

    def __init__(self, answer: Callable[[int], T]) -> None:
        asked, asking = os.pipe()
        answers, answering = os.pipe()
        self._child = os.fork()
        if not self._child:
            os.close(asking)
            os.close(answers)
            _serve(asked, answering, answer)
        os.close(asked)
        os.close(answering)
        self._asking = asking
        self._answers = os.fdopen(answers, "rb", 1 << 20)

    def ask(self, number: int) -> None:
        """Have the next answer made, from this number; a copy that is gone tells so when its answer is taken."""
        with suppress(BrokenPipeError):
            os.write(self._asking, number.to_bytes(8, "big"))

    def take(self) -> T:
        """The answer that was asked for; waits for it."""
        try:
            found = pickle.load(self._answers)  # noqa: S301 - from ourselves
        except (EOFError, pickle.UnpicklingError):
            raise Unavailable("the process that reads ended; run the import again, nothing is doubled") from None
        if isinstance(found, _Failure):
            raise found.error
        return cast(T, found)

    def close(self) -> None:
        """End the copy, whatever it is at."""
        os.close(self._asking)
        self._answers.close()
        os.kill(self._child, signal.SIGKILL)
        os.waitpid(self._child, 0)


def _serve(asked: int, answering: int, answer: Callable[[int], object]) -> NoReturn:
    """The copy: it answers until nobody asks, and leaves without a trace of what this process had begun."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # this process hears it too, and ends the copy
    try:
        with os.fdopen(asked, "rb", 8) as asking, os.fdopen(answering, "wb", 1 << 20) as answers:
            while number := asking.read(8):
                pickle.dump(_answer(answer, int.from_bytes(number, "big")), answers, pickle.HIGHEST_PROTOCOL)
                answers.flush()
    finally:
        os._exit(0)


def _answer(answer: Callable[[int], object], number: int) -> object:
    try:
        return answer(number)
    except BaseException as error:  # whatever it is, it rises where the answer is taken
        try:
            pickle.loads(pickle.dumps(error))  # noqa: S301 - from ourselves
        except Exception:
            return _Failure(Unavailable(f"reading failed: {error}"))
        return _Failure(error)


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
