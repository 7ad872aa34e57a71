"""Reading ahead: in a process apart or in a thread, nothing that is read goes another way, and nothing stays behind."""

import io
import os
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from supportdesk.ahead import made_ready
from supportdesk.desk import Desk
from supportdesk.exchange import Progress, importer
from tests.exchange.conftest import Killed, Pieces
from tests.exchange.lines import export, take


@pytest.fixture(params=["process", "thread"])
def ahead(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is read is read ahead, from the second record on."""
    apart = request.param == "process"
    monkeypatch.setattr("supportdesk.ahead.may_part", lambda: apart)
    monkeypatch.setattr("supportdesk.ahead.LARGE", 0)
    monkeypatch.setattr("supportdesk.exchange.running.MOST_RECORDS", 1)


def children() -> set[str]:
    """The processes that this one has begun and that still are."""
    listed = Path(f"/proc/self/task/{threading.get_native_id()}/children")
    return set(listed.read_text().split()) if listed.exists() else set()


@pytest.mark.usefixtures("ahead")
def test_a_desk_that_is_read_ahead_is_the_same_desk(lived: Desk, other: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("supportdesk.exchange.running.MOST_RECORDS", 9)
    before = export(lived)
    report = take(other, before, b"{bad")
    assert [reject.reason[:8] for reject in report.rejects] == ["not JSON"]
    assert export(other) == before


@pytest.mark.usefixtures("ahead")
@pytest.mark.parametrize("name", ["mbox", "csv"])
def test_mails_and_tables_are_read_ahead_too(desk: Desk, name: str) -> None:
    mails = (
        f"From a@x Fri Nov 20 07:00:00 2026\nFrom: a@x\nMessage-ID: <{n}@x>\nSubject: s\n\nb\n\n" for n in range(7)
    )
    raw = "".join(mails) if name == "mbox" else "subject\n" + "".join(f"t{n}\n" for n in range(7))
    assert importer(name)(desk, io.BytesIO(raw.encode())).tickets == 7


@pytest.mark.parametrize("apart", [True, False])
def test_what_is_read_at_once_begins_neither_a_process_nor_a_thread(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, apart: bool
) -> None:
    def begun(*_of: object) -> None:
        raise AssertionError("nothing is left to be read ahead")

    monkeypatch.setattr("supportdesk.ahead.may_part", lambda: apart)
    monkeypatch.setattr(os, "fork", begun)
    monkeypatch.setattr(threading.Thread, "start", begun)
    assert importer("jsonl")(desk, io.BytesIO(b'{"record": "ticket", "subject": "a"}\n')).tickets == 1


@pytest.mark.usefixtures("ahead")
def test_what_goes_wrong_while_reading_rises_from_the_import(desk: Desk) -> None:
    def broken() -> Iterator[bytes]:
        yield b'{"record": "ticket", "subject": "a"}\n' * 3
        raise OSError("the disk is gone")

    with pytest.raises(OSError, match="the disk is gone"):
        importer("jsonl")(desk, Pieces(broken()))  # type: ignore[arg-type]


@pytest.mark.usefixtures("ahead")
def test_an_import_that_ends_early_leaves_nothing_behind_that_reads(desk: Desk) -> None:
    before, told = children(), 0

    def die(_progress: Progress) -> None:
        nonlocal told
        told += 1
        if told == 4:
            raise Killed

    raw = b'{"record": "tag", "name": "a"}\n' * 1000
    with pytest.raises(Killed):
        importer("jsonl")(desk, io.BytesIO(raw), progress=die)
    for one in threading.enumerate():
        if one.name == "reading ahead":
            one.join(timeout=10)
    assert not [one for one in threading.enumerate() if one.name == "reading ahead"]
    assert children() <= before


def test_an_import_goes_on_alone_where_the_process_that_reads_for_it_is_killed(
    sqlite_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("supportdesk.ahead.may_part", lambda: True)
    monkeypatch.setattr("supportdesk.ahead.LARGE", 0)
    monkeypatch.setattr("supportdesk.exchange.running.MOST_RECORDS", 1)
    before = children()

    def kill(_progress: Progress) -> None:
        for one in children() - before:
            os.kill(int(one), signal.SIGKILL)

    lines = [b'{"record": "ticket", "uid": "%d", "subject": "a"}\n' % number for number in range(9)]
    report = importer("jsonl")(sqlite_desk, io.BytesIO(b"".join(lines)), progress=kill)
    assert (report.new, report.rejected) == (9, 0)


def test_what_is_large_is_given_before_more_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("supportdesk.ahead.may_part", lambda: True)
    monkeypatch.setattr("supportdesk.ahead.LARGE", 0)
    monkeypatch.setattr("supportdesk.ahead.LARGEST", 5)
    read: list[str] = []

    def source() -> Iterator[str]:
        for chunk in ("first", "much larger", "third", "last"):
            read.append(chunk)
            yield chunk

    ready = made_ready(source(), str.upper, lambda chunk, answer: f"{chunk} {answer}", weigh=len)
    assert next(ready) == "first FIRST"
    assert next(ready) == "much larger MUCH LARGER"
    assert read == ["first", "much larger"]
    assert list(ready) == ["third THIRD", "last LAST"]
