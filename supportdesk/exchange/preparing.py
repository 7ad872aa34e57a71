"""What is read is made ready apart from writing it: at first here, then, for what is large, in a process of its own.

Python runs one thread at a time, so a second core only helps through a second process. It is sent what was read in
chunks, and is one chunk ahead of the database at most. It is a plain child: it ends when its input does, however the
parent ends, and it has no store, no files and no network.
"""

import os
import pickle
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import suppress
from dataclasses import fields, is_dataclass
from functools import partial
from operator import attrgetter, itemgetter
from typing import Any, BinaryIO, TypeVar, cast

from supportdesk.domain import models, shape
from supportdesk.errors import Unavailable
from supportdesk.exchange.running import Item

LARGE = 6 << 20
"""Bytes after which it is worth starting a process, which takes about half a second."""

R = TypeVar("R")
T = TypeVar("T")
Prepare = Callable[[Sequence[R]], list[Item[T]]]
"""Makes items of what was read. It goes to the other process by name: a function of a module, or a `partial` of one."""


def prepared(chunks: Iterator[tuple[Sequence[R], int]], prepare: Prepare[R, T]) -> Generator[list[Item[T]], None, None]:
    """Each chunk (what was read, and its bytes) as items."""
    done = 0
    for chunk, weight in chunks:
        items = prepare(chunk)
        del chunk
        yield items
        del items
        done += weight
        if done > LARGE and (os.cpu_count() or 1) > 1:
            break
    else:
        return
    yield from _elsewhere(map(itemgetter(0), chunks), prepare)


def _elsewhere(chunks: Iterator[Sequence[R]], prepare: Prepare[R, T]) -> Iterator[list[Item[T]]]:
    code = f"import sys; sys.path[:] = {sys.path!r}; from supportdesk.exchange.preparing import serve; serve()"
    command = [sys.executable, "-c", code]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:  # noqa: S603 - ourselves
        assert child.stdin is not None
        assert child.stdout is not None
        sending = Sending(child.stdin, chunks, prepare)
        sending.thread.start()
        complete = False
        try:
            while (answer := _receive(child.stdout)) is not None:
                yield cast("list[Item[T]]", answer)
                del answer  # before the next one comes: a chunk may be one mail of 25 MB
            complete = True
        finally:
            sending.stopped.set()
            if not complete:
                child.kill()
            sending.thread.join()
        if sending.fault:
            raise sending.fault
        if child.wait():
            raise Unavailable("the process that reads the file ended; run the import again, nothing is doubled")


class Sending:
    """The thread that reads chunks and sends them; it waits where the other process is behind."""

    def __init__(self, stream: Any, chunks: Iterator[Sequence[R]], prepare: Prepare[R, T]) -> None:
        self.stream: BinaryIO = stream
        self.stopped = threading.Event()
        self.fault: BaseException | None = None
        self.thread = threading.Thread(target=self._send, args=(chunks, prepare), name="reading", daemon=True)

    def _send(self, chunks: Iterator[Sequence[R]], prepare: Prepare[R, T]) -> None:
        with suppress(BrokenPipeError):
            try:
                _write(self.stream, prepare)
                for chunk in chunks:
                    if self.stopped.is_set():
                        break
                    _write(self.stream, chunk)
                    del chunk
            except BrokenPipeError:
                raise
            except BaseException as error:  # whatever reading raises, it rises where the items are taken
                self.fault = error
            finally:
                self.stream.close()


def serve() -> None:
    """The other process: chunks in on standard input, items out on standard output, until the input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent hears it too, and ends us
    prepare = _receive(sys.stdin.buffer)
    while (chunk := _receive(sys.stdin.buffer)) is not None:
        items = prepare(chunk)  # type: ignore[operator]
        del chunk
        _write(sys.stdout.buffer, items)
        del items


def _write(stream: BinaryIO, thing: object) -> None:
    """Send a thing; what is large in it goes into the pipe as it is, without a copy."""
    pickler = pickle.Pickler(stream, pickle.HIGHEST_PROTOCOL)
    pickler.dispatch_table = _REDUCERS
    pickler.dump(thing)
    stream.flush()


def _receive(stream: Any) -> object | None:
    """The next thing that the other process sent, None at the end."""
    try:
        found: object = pickle.load(stream)  # noqa: S301 - from ourselves
    except EOFError:
        return None
    return found


def _reduced(kind: type, values: Callable[[object], tuple[object, ...]], thing: object) -> tuple[type, object]:
    return kind, values(thing)


def _reducer(kind: type) -> Callable[[object], tuple[type, object]]:
    """Records are made again by their constructors, which is several times faster than what dataclasses do."""
    names = [field.name for field in fields(kind)]
    values = attrgetter(*names)
    if len(names) == 1:
        return lambda thing: (kind, (values(thing),))
    return partial(_reduced, kind, values)


_REDUCERS: dict[type, Any] = {
    kind: _reducer(kind)
    for kind in (*vars(shape).values(), models.Person, Item)
    if isinstance(kind, type) and is_dataclass(kind)
}
