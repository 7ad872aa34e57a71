"""A copy of this process: it answers in order, waits for nobody, and ends with whoever asks it."""

import os
import select
import signal
import threading
from contextlib import closing
from pathlib import Path

import pytest

from supportdesk.apart import Apart

MUCH = 4 << 20
"""Bytes that no pipe holds."""


def doubled(raw: bytes) -> bytes:
    return raw * 2


def is_there(process: int) -> bool:
    return Path(f"/proc/{process}").exists()


def process_of(_question: str) -> int:
    return os.getpid()


def test_questions_are_answered_in_their_order_and_elsewhere() -> None:
    with closing(Apart(process_of)) as apart:
        apart.ask("first")
        apart.ask("second")
        first, second = apart.take(), apart.take()
    assert first == second != os.getpid()


def test_much_may_be_asked_before_any_of_the_answers_is_taken() -> None:
    with closing(Apart(doubled)) as apart:
        for letter in (b"a", b"b", b"c"):
            apart.ask(letter * MUCH)
        assert [apart.take() for _ in range(3)] == [letter * 2 * MUCH for letter in (b"a", b"b", b"c")]


def test_a_copy_that_is_killed_says_so_and_takes_nobody_with_it() -> None:
    with closing(Apart(process_of)) as apart:
        apart.ask("who")
        child = apart.take()
        assert child
        os.kill(child, signal.SIGKILL)
        apart.ask("still there?")
        assert apart.take() is None
        assert apart.is_done


def test_a_question_that_breaks_the_copy_has_no_answer() -> None:
    with closing(Apart(len)) as apart:
        apart.ask(7)  # type: ignore[arg-type]
        assert apart.take() is None


def test_a_copy_ends_when_it_is_closed() -> None:
    with closing(Apart(process_of)) as apart:
        apart.ask("who")
        child = apart.take()
    assert child
    assert not is_there(child)


def process_of_then_forever(question: str) -> int:
    if question == "again":
        threading.Event().wait()
    return os.getpid()


@pytest.mark.parametrize("busy", [False, True])
def test_a_copy_ends_when_whoever_asks_it_is_killed(busy: bool) -> None:
    heard, told = os.pipe()
    asking = os.fork()
    if not asking:  # a process of its own asks, and is killed by this one
        os.close(heard)
        apart = Apart(process_of_then_forever)
        apart.ask("who")
        os.write(told, f"{apart.take()}\n".encode())
        if busy:
            apart.ask("again")
        signal.pause()
    os.close(told)
    with os.fdopen(heard, "rb") as says:
        child = int(says.readline())
        os.kill(asking, signal.SIGKILL)
        os.waitpid(asking, 0)
        ended, _, _ = select.select([says], [], [], 10)
        assert ended  # the copy held the other end as well
        assert says.read() == b""
    assert child
