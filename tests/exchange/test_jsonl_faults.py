"""Lines that cannot be read: each is told with its place and reason, and the others come in."""

import base64
import io
import json
from collections.abc import Iterator

import pytest

from supportdesk.desk import Desk
from supportdesk.errors import UsageError
from supportdesk.exchange import Progress, importer
from supportdesk.store import thread
from supportdesk.store.replay import check
from tests.exchange.conftest import Pieces
from tests.exchange.lines import take

FAULTS: list[tuple[bytes, str]] = [
    (b'{"record": "ticket", "subject": "x", "rating": "good"}', "rating is 'good', not an object with a score"),
    (b'{"record": "ticket", "subject": "x", "rating": {"score": 6}}', "the rating's score is 6"),
    (b'{"record": "ticket", "subject": "x", "rating": {"score": 5, "at": "soon"}}', "at is 'soon', not a time"),
    (b'{"record": "ticket", "subject": "x", "rating": {"stars": 5}}', "stars"),
    (b"{bad", "not JSON"),
    (b"[1, 2]", "not an object"),
    (b'{"record": "ticket", "subject": "cut', "not JSON"),
    (b'{"record": "ticket", "subject": "\xff"}', "not UTF-8"),
    (b'{"record": "tickets"}', "record is 'tickets'"),
    (b'{"record": ["ticket"]}', "record is ['ticket']"),
    (b'{"record": "ticket"}', "a ticket needs a subject"),
    (b'{"record": "ticket", "subject": 5}', "subject is 5, not text"),
    (b'{"record": "ticket", "subject": "s", "subjekt": "s"}', "unknown key 'subjekt'; did you mean subject?"),
    (b'{"record": "ticket", "subject": "s", "number": 1.0}', "number is 1.0, not a whole number"),
    (b'{"record": "ticket", "subject": "s", "number": true}', "number is True, not a whole number"),
    (b'{"record": "ticket", "subject": "s", "number": 0}', "numbers begin with 1"),
    (b'{"record": "ticket", "subject": "s", "number": 99999999999999999999}', "too large"),
    (b'{"record": "ticket", "subject": "s", "reopened": 99999999999}', "a number from 0 to 2,147,483,647"),
    (b'{"record": "ticket", "subject": "s", "minutes_spent": -5}', "a number from 0 to"),
    (b'{"record": "agent", "login": "q", "capacity": 99999999999}', "a number from 0 to"),
    (b'{"record": "view", "name": "v", "position": -1}', "a number from 0 to"),
    (b'{"record": "ticket", "subject": "s", "status": "done"}', "status is 'done'; it is one of new, open"),
    (b'{"record": "ticket", "subject": "s", "status": ["new"]}', "it is one of new"),
    (b'{"record": "ticket", "subject": "s", "priority": 3}', "priority is 3; it is one of low"),
    (b'{"record": "ticket", "subject": "s", "created_at": "0000-01-01T00:00:00Z"}', "not a time"),
    (b'{"record": "ticket", "subject": "s", "created_at": "9999-12-31T00:00:00Z"}', "times end with the year 9998"),
    (b'{"record": "ticket", "subject": "s", "created_at": "0001-01-01T00:00:00+14:00"}', "not a time"),
    (b'{"record": "ticket", "subject": "s", "created_at": 1700000000}', "not a time"),
    (b'{"record": "ticket", "subject": "s", "assignee": "nobody"}', "no agent 'nobody' at this desk"),
    (b'{"record": "ticket", "subject": "s", "team": "none"}', "no team 'none' at this desk"),
    (b'{"record": "ticket", "subject": "s", "tags": "a"}', "tags is 'a', not a list"),
    (b'{"record": "ticket", "subject": "s", "tags": ["a b"]}', "cannot name a tag"),
    (b'{"record": "ticket", "subject": "s", "tags": ["a\\u200bb"]}', "cannot name a tag"),
    (b'{"record": "agent", "login": "Me"}', "has a meaning in filters and cannot name an agent"),
    (b'{"record": "ticket", "subject": "s", "customer": 5}', "customer is '5'"),
    (b'{"record": "ticket", "subject": "s", "thread": [{"text": "x", "who": 1}]}', "unknown key 'who' in a message"),
    (
        b'{"record": "ticket", "subject": "s", "thread": [{"attachments": [{"name": "a"}]}]}',
        "neither content nor sha256",
    ),
    (b'{"record": "ticket", "subject": "s", "thread": [{"attachments": [{"sha256": "00"}]}]}', "not at this desk"),
    (b'{"record": "ticket", "subject": "s", "thread": [{"attachments": [{"content": "%"}]}]}', "not base64"),
    (b'{"record": "ticket", "subject": "s", "thread": [{"customer": "nobody"}]}', "no customer 'nobody'"),
    (
        b'{"record": "ticket", "subject": "s", "events": [{"kind": "x", "at": "2026-01-01", "change": 9}]}',
        "of change 9",
    ),
    (
        b'{"record": "ticket", "subject": "s", "events": [{"kind": "x", "at": "2026-01-01", "changes": {"a": 1}}]}',
        "old and",
    ),
    (b'{"record": "ticket", "subject": "s", "events": []}', "do not begin with `opened`"),
    (b'{"record": "ticket", "subject": "s", "events": [{"kind": "opened", "at": "2026-01-01"}]}', "not lead to its"),
    (b'{"record": "ticket", "subject": "s", "merged_into": 4}', "refers to ticket 4"),
    (b'{"record": "customer"}', "needs a name, a mail address or a phone"),
    (b'{"record": "agent", "login": "me"}', "has a meaning in filters"),
    (b'{"record": "agent", "login": "b", "teams": ["none"]}', "no team 'none'"),
    (b'{"record": "template", "name": "t", "body": "{{ secret }}"}', "secret"),
    (b'{"record": "view", "name": "v", "filter": "stauts:new"}', "stauts"),
    (b'{"record": "desk", "format": 99}', "format 99"),
    (
        b'{"record": "event", "of": "nothing", "key": "x", "kind": "k", "at": "2026-01-01", "change": 1}',
        "no such records",
    ),
    (b'{"record": "content", "data": "AAAA", "sha256": "00"}', "does not have the sha256"),
    (b'{"record": "ticket", "subject": "s", "uid": "' + b"x" * 5000 + b'"}', "longer than 1000 bytes"),
    (b'{"record": "customer", "name": "' + b"x" * 5000 + b'"}', "name is longer than 1000 bytes"),
    (b'{"record": "ticket", "subject": "s", "customer": {"name": "' + b"x" * 5000 + b'"}}', "name is longer than"),
    (b'{"record": "ticket", "subject": "s", "customer": "' + b"x" * 5000 + b'"}', "customer is longer than"),
    (b'{"record": "ticket", "subject": ' + b"[" * 10_000 + b"]" * 10_000 + b"}", "nested too deeply"),
    (b'{"record": "ticket", "subject": "s", "number": ' + b"1" * 5000 + b"}", "not JSON that can be read"),
]


@pytest.mark.parametrize(("line", "reason"), FAULTS, ids=[reason for _, reason in FAULTS])
def test_a_line_that_cannot_be_read_is_told_with_its_place_and_reason(
    sqlite_desk: Desk, line: bytes, reason: str
) -> None:
    rejects = io.BytesIO()
    good = {"record": "ticket", "subject": "good"}
    report = take(sqlite_desk, good, line, rejects=rejects)
    assert (report.new, report.rejected) == (1, 1)
    (told,) = [json.loads(one) for one in rejects.getvalue().splitlines()]
    assert (told["line"], told["offset"]) == (2, len(json.dumps(good)) + 1)
    assert reason in told["reason"]
    assert line == (told["raw"].encode() if "raw" in told else base64.b64decode(told["raw_base64"]))


@pytest.mark.parametrize("end", ["я🔥", b"\xff"], ids=["text", "bytes"])
def test_a_line_that_cannot_be_read_is_kept_whole_and_can_be_mended(sqlite_desk: Desk, end: str | bytes) -> None:
    line = ('{"record": "ticket", "subject": "s", "body": "' + '\\"яй' * 900_000).encode()
    line += end.encode() if isinstance(end, str) else end
    rejects = io.BytesIO()

    take(sqlite_desk, line, rejects=rejects)

    told = json.loads(rejects.getvalue())
    kept = told["raw"].encode() if isinstance(end, str) else base64.b64decode(told["raw_base64"])
    assert (len(kept), kept == line) == (len(line), True)


def test_text_that_a_database_does_not_take_is_changed_where_it_can_be_seen(desk: Desk) -> None:
    take(desk, b'{"record": "ticket", "subject": "a\\u0000b \\ud800 \\ud83d\\udd25", "thread": [{"body": "\\u0000"}]}')
    with desk.read() as reading:
        detail = thread.detail(reading, 1)
    assert detail.ticket.subject == "a␀b \ufffd 🔥"
    assert detail.thread[0].body == "␀"


def test_a_line_without_end_is_passed_over_in_little_memory(sqlite_desk: Desk) -> None:
    def pieces() -> Iterator[bytes]:
        yield from (b"x" * 1_000_000 for _ in range(200))
        yield b'\n{"record": "ticket", "subject": "good"}'

    stream = Pieces(pieces())
    import tracemalloc

    tracemalloc.start()
    report = importer("jsonl")(sqlite_desk, stream)  # type: ignore[arg-type]
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (report.new, report.rejected) == (1, 1)
    assert "longer than" in report.rejects[0].reason
    assert peak < 150_000_000


def test_an_unknown_format_names_those_that_are_known() -> None:
    with pytest.raises(UsageError, match="jsonl, csv, mbox, maildir, eml"):
        importer("xls")


def test_progress_tells_how_far_the_file_is_read(desk: Desk) -> None:
    told: list[Progress] = []
    raw = b'{"record": "ticket", "subject": "s"}\n'
    importer("jsonl")(desk, io.BytesIO(raw), progress=told.append)
    assert told == [Progress(len(raw) - 1, None, 1)]


def test_a_mail_that_lies_in_many_tickets_of_a_file_is_kept_in_each(desk: Desk) -> None:
    mail = {"body": "To all", "message_id": "to-all@x.example"}
    tickets = [{"record": "ticket", "uid": f"ticket-{n:03}", "subject": "s", "thread": [mail, mail]} for n in range(4)]

    for _ in range(2):
        report = take(desk, *tickets)
        assert (report.rejected, report.received) == (0, 4)

    with desk.read() as reading:
        assert [len(thread.detail(reading, number).thread) for number in range(1, 5)] == [2, 2, 2, 2]
        assert list(check(reading, deep=True)) == []
