"""Making the next chunk ready while the store takes in the one before.

A copy of this process does it, where one may be made (`apart.py`); elsewhere a thread at least uses the time in which
a server writes. Not here: what a chunk is, and how it is made ready.
"""

import queue
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import Generic, TypeVar

from supportdesk.apart import Apart, may_part

_END = object()

Q = TypeVar("Q")
A = TypeVar("A")
T = TypeVar("T")

LARGE = 2 << 20
"""Bytes of a source after which it is worth reading ahead."""

LARGEST = 4 << 20
"""Bytes of a chunk after which it is made ready in this process alone: two of its kind are too much for the memory."""

ASKED = 2
"""Chunks that the other process may have before it: one that it works at, and the next."""

WAITING = 3
"""Chunks that may be under way, apart from the one that is in use, before one is waited for."""


def made_ready(
    chunks: Iterator[Q],
    prepare: Callable[[Q], A],
    joined: Callable[[Q, A], T],
    *,
    weigh: Callable[[Q], int],
    in_threads: bool = False,
) -> Generator[T, None, None]:
    """What each chunk becomes, in their order: at first as they are wanted, those of a large source ahead.

    `prepare` may run anywhere, so it has neither the store nor a file; `joined` gives its answer what need not come
    back from another process. `in_threads`: where no copy of this process may be made, a thread reads ahead.
    """
    done = 0
    for chunk in chunks:
        done += weigh(chunk)
        made = joined(chunk, prepare(chunk))
        del chunk
        yield made
        del made
        if done > LARGE:
            break
    else:
        return  # there is nothing to read ahead
    if may_part():
        yield from _apart(chunks, prepare, joined, weigh)
    rest = (joined(chunk, prepare(chunk)) for chunk in chunks)
    yield from in_thread(rest) if in_threads else rest


def _apart(
    chunks: Iterator[Q], prepare: Callable[[Q], A], joined: Callable[[Q, A], T], weigh: Callable[[Q], int]
) -> Iterator[T]:
    """Each chunk made ready by another process while those before are in use; none is left out if that one ends.

    Where the other process has enough to do and nothing is ready yet, the next is made ready here: neither waits. So is
    one that is large. Chunks that the source gave before it failed come before its error.
    """
    with closing(Apart(prepare)) as reader:
        line = _Line(reader, prepare, joined)
        try:
            for chunk in chunks:
                if large := weigh(chunk) > LARGEST:
                    yield from line.ready(all_of_it=True)
                line.put(chunk, here=large)
                del chunk
                yield from line.ready(all_of_it=large)
        except Exception:
            yield from line.ready(all_of_it=True)
            raise
        yield from line.ready(all_of_it=True)


class _Line(Generic[Q, A, T]):
    """Chunks on their way, in their order: what the other process is asked for, and what is ready."""

    def __init__(self, reader: Apart[Q, A], prepare: Callable[[Q], A], joined: Callable[[Q, A], T]) -> None:
        self._reader, self._prepare, self._joined = reader, prepare, joined
        self._places: deque[_Asked[Q] | _Made[T]] = deque()

    def put(self, chunk: Q, *, here: bool) -> None:
        """Have one more made ready: by the other process if it has not enough to do."""
        if here or self._has_enough:
            self._places.append(_Made(self._joined(chunk, self._prepare(chunk))))
        else:
            self._places.append(_Asked(chunk))
            self._reader.ask(chunk)

    def ready(self, *, all_of_it: bool = False) -> Iterator[T]:
        """What is ready while the other process has enough to do, or all; held by nobody but who takes it."""
        while self._places and (all_of_it or (self._has_enough and self._is_first_ready)):
            yield self._taken(self._places.popleft())

    @property
    def _has_enough(self) -> bool:
        return sum(isinstance(place, _Asked) for place in self._places) >= ASKED

    @property
    def _is_first_ready(self) -> bool:
        is_made = isinstance(self._places[0], _Made)
        return is_made or self._reader.is_done or len(self._places) > WAITING

    def _taken(self, place: "_Asked[Q] | _Made[T]") -> T:
        if isinstance(place, _Made):
            return place.thing
        answer = self._reader.take()
        return self._joined(place.chunk, self._prepare(place.chunk) if answer is None else answer)


@dataclass(frozen=True, slots=True)
class _Asked(Generic[Q]):
    chunk: Q


@dataclass(frozen=True, slots=True)
class _Made(Generic[T]):
    thing: T


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
