"""Much mail is read by another process while the desk takes in what came before, and none of it can tell."""

import os
import signal
from collections.abc import Iterator
from itertools import islice

import pytest

from supportdesk import apart
from supportdesk.desk import Desk
from supportdesk.domain.arriving import Received, State
from supportdesk.domain.mail_rows import MailboxRow
from supportdesk.errors import Unavailable
from supportdesk.mail import receive as receiving
from supportdesk.mail.receive import Arriving, receive_all
from supportdesk.services import filing
from supportdesk.store import integrity
from tests.mail.arriving import answer, balance, mail


@pytest.fixture(autouse=True)
def reading_ahead(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever follows the first two mails is read ahead."""
    monkeypatch.setattr("supportdesk.ahead.may_part", lambda: True)
    monkeypatch.setattr("supportdesk.ahead.LARGE", 0)
    monkeypatch.setattr(receiving, "TOGETHER", 2)


def letters(count: int) -> list[bytes]:
    """A mail of a customer's and an answer to it, again and again."""
    firsts = [mail(f"Question {at}", id=f"q{at}@example.org") for at in range((count + 1) // 2)]
    seconds = [answer(f"q{at}@example.org", body=f"More on {at}") for at in range(len(firsts))]
    return [one for pair in zip(firsts, seconds, strict=True) for one in pair][:count]


def arriving(raws: list[bytes]) -> Iterator[Arriving]:
    return (Arriving(raw, f"place:{at}") for at, raw in enumerate(raws))


def states(got: list[Received]) -> list[State]:
    return [one.state for one in got]


def where_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have each body say in which process it was read."""
    read = receiving.read_letter
    this = os.getpid()

    def telling(raw: bytes, *rest: object) -> object:
        where = b"here" if os.getpid() == this else b"apart"
        return read(raw.replace(b"More on", b"Read " + where), *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(receiving, "read_letter", telling)


def test_mail_that_is_read_ahead_comes_in_its_order(desk: Desk, support: MailboxRow) -> None:
    got = list(receive_all(desk, arriving(letters(20)), mailbox=support))

    assert states(got) == [State.NEW, State.THREADED] * 10
    assert [one.ticket for one in got] == [number for number in range(1, 11) for _ in range(2)]
    assert balance(desk) == {"new": 10, "threaded": 10}
    with desk.read() as reading:
        assert not list(integrity.faults(reading, deep=True))


def test_another_process_does_read_it(desk: Desk, support: MailboxRow, monkeypatch: pytest.MonkeyPatch) -> None:
    met: list[str] = []
    add = filing._add

    def noting(change: object, letter: object, *rest: object) -> int:
        met.append(letter.message.body)  # type: ignore[attr-defined]
        return add(change, letter, *rest)  # type: ignore[arg-type]

    where_read(monkeypatch)
    monkeypatch.setattr(filing, "_add", noting)
    list(receive_all(desk, arriving(letters(20)), mailbox=support))

    assert any(body.startswith("Read apart") for body in met)


def test_what_cannot_be_read_or_fetched_keeps_its_place_among_the_others(desk: Desk, support: MailboxRow) -> None:
    raws = letters(12)
    listed = list(arriving(raws))
    listed[5] = Arriving(b"", "place:5")
    listed[8] = Arriving(None, "place:8", "the server has lost it")
    got = list(receive_all(desk, listed, mailbox=support))

    assert [at for at, one in enumerate(got) if one.state == State.QUARANTINED] == [5, 8]
    assert (got[5].reason, got[8].reason) == ("the mail is empty", "the server has lost it")
    assert balance(desk) == {"new": 6, "threaded": 4, "quarantined": 2}


def test_what_a_source_gave_before_it_failed_is_taken_in(desk: Desk, support: MailboxRow) -> None:
    def failing() -> Iterator[Arriving]:
        yield from arriving(letters(11))
        raise Unavailable("the connection was lost")

    got: list[Received] = []
    with pytest.raises(Unavailable, match="the connection was lost"):
        got.extend(receive_all(desk, failing(), mailbox=support))
    assert balance(desk) == {"new": 6, "threaded": 5}


def test_a_large_mail_is_read_where_it_is_taken_in(
    desk: Desk, support: MailboxRow, monkeypatch: pytest.MonkeyPatch
) -> None:
    met: list[int] = []
    answered = apart.Apart.ask

    def noting(self: apart.Apart[list[Arriving], object], some: list[Arriving]) -> None:
        met.append(sum(one.size for one in some))
        answered(self, some)

    monkeypatch.setattr("supportdesk.ahead.LARGEST", 1000)
    monkeypatch.setattr(apart.Apart, "ask", noting)
    raws = letters(12)
    raws[6] = mail("word " * 400, id="large@example.org")
    got = list(receive_all(desk, arriving(raws), mailbox=support))

    assert (len(got), got[6].state) == (12, State.NEW)
    assert met
    assert max(met) < 2000


def test_mail_comes_in_where_the_process_that_reads_it_is_killed(
    desk: Desk, support: MailboxRow, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[int] = []
    fork = os.fork

    def forked() -> int:
        if child := fork():
            begun.append(child)
        return child

    monkeypatch.setattr(os, "fork", forked)
    got = []
    for one in receive_all(desk, arriving(letters(20)), mailbox=support):
        got.append(one)
        for child in begun:
            os.kill(child, signal.SIGKILL)
    assert begun
    assert states(got) == [State.NEW, State.THREADED] * 10


def test_who_stops_early_leaves_what_is_not_taken_in_for_later(desk: Desk, support: MailboxRow) -> None:
    raws = letters(20)
    taken = receive_all(desk, arriving(raws), mailbox=support)
    first = list(islice(taken, 5))
    taken.close()  # type: ignore[attr-defined]
    again = list(receive_all(desk, arriving(raws), mailbox=support))

    assert states(first) == [State.NEW, State.THREADED, State.NEW, State.THREADED, State.NEW]
    assert [one.ticket for one in again] == [number for number in range(1, 11) for _ in range(2)]
    assert balance(desk) == {"new": 10, "threaded": 10}
