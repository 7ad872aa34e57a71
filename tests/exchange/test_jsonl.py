"""JSON lines: nothing is lost, nothing is doubled, and nothing that cannot be read passes unseen."""

import base64
import io
import json
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from supportdesk.desk import Desk
from supportdesk.domain.letters import IMPORTED
from supportdesk.domain.models import ThreadMessage
from supportdesk.domain.shape import ImportedCustomer
from supportdesk.errors import NotPermitted, UsageError
from supportdesk.exchange import ImportOptions, ImportReport, Progress, exporter, importer
from supportdesk.services import intake, tickets, undo
from supportdesk.services import select as selecting
from supportdesk.store import history, indexes, queries, tables, thread
from supportdesk.store.replay import check
from tests.exchange.conftest import Killed, Pieces, live
from tests.templates import Clock


def export(desk: Desk, filter: str = "") -> bytes:
    """A desk as JSON lines."""
    out = io.BytesIO()
    exporter("jsonl")(desk, out, filter=filter)
    return out.getvalue()


def take(desk: Desk, *lines: object, rejects: io.BytesIO | None = None, source: str = "") -> ImportReport:
    """Import lines: objects, or bytes as they are."""
    raw = b"\n".join(line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines)
    report = importer("jsonl")(desk, io.BytesIO(raw), options=ImportOptions(rejects=rejects, source=source))
    assert report.received == report.new + report.threaded + report.duplicate + report.rejected
    return report


def count(desk: Desk, table: object) -> int:
    """How many rows a table has."""
    with desk.read() as reading:
        return int(reading.value(select(func.count()).select_from(table)))  # type: ignore[arg-type]


# Without loss --------------------------------------------------------------------------------------------------------


def test_a_whole_desk_goes_through_an_empty_one_without_a_byte_lost(lived: Desk, other: Desk) -> None:
    before = export(lived)
    report = take(other, before)
    assert report.rejected == 0
    assert export(other) == before


def test_a_whole_desk_goes_from_one_database_to_the_other_and_back(
    sqlite_desk: Desk, another: Callable[[str], Desk]
) -> None:
    before = export(live(sqlite_desk))
    server = another("postgresql://")
    take(server, before)
    file = another("file")
    take(file, export(server))
    assert export(server) == export(file) == before


def test_the_same_whole_desk_again_adds_nothing(lived: Desk, other: Desk) -> None:
    before = export(lived)
    take(other, before)
    again = take(other, before)
    assert (again.new, again.duplicate, again.rejected) == (_repeatable(before), again.received - again.new, 0)
    assert export(other) == before


def _repeatable(lines: bytes) -> int:
    """Records without identity of their own, which count as new each time: the head, and contents."""
    kinds = [json.loads(line)["record"] for line in lines.splitlines()]
    return kinds.count("desk") + kinds.count("content")


def test_what_is_restored_is_what_the_readers_see(lived: Desk, other: Desk) -> None:
    take(other, export(lived))
    with lived.read() as one, other.read() as two:
        assert thread.detail(one, 1).ticket == thread.detail(two, 1).ticket
        assert [held_back(message) for message in thread.messages(one, 1)] == list(thread.messages(two, 1))
        assert history.of_ticket(one, 1) == history.of_ticket(two, 1)
        assert history.changes(one) == history.changes(two)
        assert queries.sidebar(one) == queries.sidebar(two)


def held_back(message: ThreadMessage) -> ThreadMessage:
    """A message as the desk that it is brought to shows it: a letter not sent yet waits to be asked for."""
    waits = message.delivery in ("queued", "sending")
    return replace(message, send_at=None, failure=IMPORTED) if waits else message


def test_a_restored_desk_finds_its_tickets_by_their_words(lived: Desk, other: Desk) -> None:
    take(other, export(lived))
    with lived.read() as one, other.read() as two:
        assert indexes.documents(one, [1, 2, 3]) == indexes.documents(two, [1, 2, 3])
        assert list(check(two, deep=True)) == []


def test_a_restored_desk_goes_on_counting_where_the_old_one_stopped(lived: Desk, other: Desk) -> None:
    take(other, export(lived))
    with lived.change("new") as change:
        one = tickets.open_ticket(change, subject="next", customer=thread.Person("", "n@example.org"))
    with other.change("new") as change:
        two = tickets.open_ticket(change, subject="next", customer=thread.Person("", "n@example.org"))
    assert (one.number, one.change) == (two.number, two.change)


def test_what_was_done_can_be_undone_in_the_restored_desk(lived: Desk, other: Desk) -> None:
    take(other, export(lived))
    with other.change("undo") as change:
        outcome = undo.undo(change, number=13)
    assert outcome.changed == (4,)


def test_a_whole_desk_comes_into_one_that_is_in_use_beside_what_stands(lived: Desk, other: Desk, clock: Clock) -> None:
    with other.change("new") as change:
        tickets.open_ticket(change, subject="here first", customer=thread.Person("", "zoe@acme.example"))
    report = take(other, export(lived))
    assert report.rejects == ()
    assert (report.tickets, report.renumbered) == (4, 1)
    with other.read() as reading:
        assert [row.subject for row in queries.rows(reading, [1, 2, 5])] == [
            "here first",
            "= 1+1",
            "Принтер\u202e горит 🔥",
        ]
        kinds = [entry.kind for entry in history.of_ticket(reading, 5)]
    with lived.read() as reading:
        assert kinds == [entry.kind for entry in history.of_ticket(reading, 1)]
    again = take(other, export(lived))
    assert (again.rejected, again.tickets, again.messages) == (0, 0, 0)


def test_tickets_that_a_filter_matches_come_with_all_that_they_need(lived: Desk, other: Desk) -> None:
    lines = export(lived, "tag:printer")
    report = take(other, lines)
    assert (report.rejected, report.tickets, report.messages) == (0, 1, 3)
    with other.read() as reading:
        detail = thread.detail(reading, 1)
        assert detail.ticket.customer is not None
        assert detail.ticket.customer.organization == "Acme GmbH"
        assert check(reading, deep=True) == ()
        assert thread.content(reading, detail.thread[0].attachments[0].sha256) == b"\x89PNG\x00\xff" * 100


def test_a_deleted_ticket_and_a_withdrawn_message_stay_that(lived: Desk, other: Desk) -> None:
    take(other, export(lived))
    with other.read() as reading:
        withdrawn = reading.value(select(func.count()).where(tables.message.c.withdrawn == 1))
        deleted = reading.value(select(tables.ticket.c.deleted_at).where(tables.ticket.c.id == 4))
    assert withdrawn == 1
    assert deleted is not None


# By hand -------------------------------------------------------------------------------------------------------------


def test_a_ticket_of_one_key_is_a_ticket(desk: Desk) -> None:
    report = take(desk, {"record": "ticket", "subject": "Hello"})
    assert report.tickets == 1
    with desk.read() as reading:
        (row,) = queries.rows(reading, [1])
    assert (row.subject, row.status, row.waiting_since) == ("Hello", "new", desk.clock())


def test_a_ticket_with_a_thread_knows_who_asked_and_who_answered(desk: Desk) -> None:
    asked = {"body": "It burns", "at": "2026-11-20T10:00:00Z", "author": "Ivan <ivan@example.org>"}
    answered = {"kind": "reply", "agent": "anna", "body": "Put it out", "at": "2026-11-20T13:00:00+02:00"}
    take(
        desk,
        {"record": "ticket", "subject": "Fire", "customer": "Ivan <ivan@example.org>", "thread": [asked, answered]},
    )
    with desk.read() as reading:
        detail = thread.detail(reading, 1)
    assert [(one.kind, one.author.name, one.body) for one in detail.thread] == [
        ("customer", "Ivan", "It burns"),
        ("reply", "anna", "Put it out"),
    ]
    assert detail.ticket.created_at.isoformat() == "2026-11-20T10:00:00+00:00"
    assert detail.ticket.first_reply_at == detail.ticket.updated_at == detail.thread[1].at
    assert detail.ticket.waiting_since is None


def test_a_ticket_without_events_opens_with_one_that_explains_all_its_columns(desk: Desk) -> None:
    take(
        desk,
        {
            "record": "ticket",
            "subject": "x",
            "priority": "high",
            "tags": ["b", "a"],
            "fields": {"k": "v"},
            "assignee": "anna",
        },
    )
    with desk.read() as reading:
        (opened,) = [one for one in history.of_ticket(reading, 1) if one.kind == "opened"]
    assert {field: new for field, _, new in opened.changes} == {
        "subject": "x",
        "status": "new",
        "priority": "high",
        "type": "question",
        "channel": "other",
        "assignee": "anna",
        "tags": '["a", "b"]',
        "fields": '{"k": "v"}',
        "created_at": "2026-11-21T09:00:00Z",
        "waiting_since": "2026-11-21T09:00:00Z",
    }


def test_an_import_is_one_change_and_can_be_undone(desk: Desk) -> None:
    report = take(desk, *({"record": "ticket", "subject": f"t{n}"} for n in range(3)))
    with desk.change("undo") as change:
        outcome = undo.undo(change, number=report.change)
    assert outcome.changed == (1, 2, 3)


def test_the_same_lines_again_are_known(desk: Desk) -> None:
    lines = [{"record": "ticket", "subject": "a"}, {"record": "ticket", "subject": "b", "external_id": "7"}]
    take(desk, *lines)
    again = take(desk, *lines)
    assert (again.new, again.duplicate, again.change) == (0, 2, None)
    assert count(desk, tables.ticket) == 2


def test_an_external_id_is_of_its_source(desk: Desk) -> None:
    line = {"record": "ticket", "subject": "a", "external_id": "7"}
    take(desk, line, source="old")
    assert take(desk, line, source="old").duplicate == 1
    assert take(desk, line, source="older").new == 1


def test_new_messages_of_a_known_ticket_join_it(desk: Desk, clock: Clock) -> None:
    first = {"message_id": "<a@x>", "body": "one", "at": "2026-11-20T10:00:00Z"}
    second = {"message_id": "<b@x>", "body": "слово", "at": "2026-11-20T11:00:00Z", "kind": "reply", "agent": "anna"}
    ticket = {"record": "ticket", "uid": "u1", "subject": "s"}
    take(desk, {**ticket, "thread": [first]})
    clock.advance(hours=1)
    report = take(desk, {**ticket, "thread": [first, second]})
    assert (report.threaded, report.messages, report.tickets) == (1, 1, 0)
    with desk.read() as reading:
        detail = thread.detail(reading, 1)
        kinds = [entry.kind for entry in history.of_ticket(reading, 1)]
        assert list(check(reading, deep=True)) == []
    assert [message.body for message in detail.thread] == ["one", "слово"]
    assert kinds == ["opened", "replied", "continued"]
    assert (detail.ticket.messages, detail.ticket.first_reply_at) == (2, detail.thread[1].at)


def test_a_mail_that_lies_in_another_ticket_already_is_kept_in_both(desk: Desk) -> None:
    message = {"message_id": "same@x", "body": "one"}
    report = take(
        desk,
        {"record": "ticket", "uid": "u1", "subject": "a", "thread": [message]},
        {"record": "ticket", "uid": "u2", "subject": "b", "thread": [message]},
    )
    assert (report.tickets, report.messages) == (2, 2)


def test_numbers_are_kept_where_they_are_free(desk: Desk) -> None:
    take(desk, {"record": "ticket", "subject": "first"})
    report = take(
        desk,
        {"record": "ticket", "subject": "kept", "number": 7},
        {"record": "ticket", "subject": "taken", "number": 1},
        {"record": "ticket", "subject": "also kept", "number": 8},
    )
    assert (report.tickets, report.renumbered) == (3, 1)
    with desk.read() as reading:
        assert [row.subject for row in queries.rows(reading, [1, 7, 8, 9])] == ["first", "kept", "also kept", "taken"]


def test_a_ticket_may_be_merged_into_one_that_comes_later_under_another_number(desk: Desk) -> None:
    take(desk, {"record": "ticket", "subject": "stands"})
    take(
        desk,
        {"record": "ticket", "subject": "merged", "number": 5, "merged_into": 1},
        {"record": "ticket", "subject": "survivor", "number": 1},
    )
    with desk.read() as reading:
        (row,) = queries.rows(reading, [5])
        assert [one.subject for one in queries.rows(reading, [row.merged_into or 0])] == ["survivor"]


def test_a_tag_that_a_file_brings_comes_off_as_any_other_does(desk: Desk) -> None:
    take(desk, {"record": "ticket", "subject": "s", "tags": ["Refund", "refund", "VIP"]})
    with desk.change("tag") as change:
        tickets.tag(change, selecting.tickets(change, numbers=[1]), remove=["Refund"])
    with desk.read() as reading:
        assert queries.rows(reading, [1])[0].tags == ("vip",)


def test_tickets_merged_in_a_circle_or_into_nothing_are_refused(desk: Desk) -> None:
    report = take(
        desk,
        {"record": "ticket", "subject": "a", "number": 1, "merged_into": 2},
        {"record": "ticket", "subject": "b", "number": 2, "merged_into": 1},
        {"record": "ticket", "subject": "c", "number": 3, "merged_into": 99},
    )
    assert report.rejected == 3
    assert {reject.place for reject in report.rejects} == {1, 2, 3}


def test_content_in_place_becomes_a_file(desk: Desk) -> None:
    file = {"name": "../../a\u0000b", "content": base64.b64encode(b"data").decode()}
    take(desk, {"record": "ticket", "subject": "s", "thread": [{"body": "b", "attachments": [file]}]})
    with desk.read() as reading:
        (held,) = thread.detail(reading, 1).thread[0].attachments
        assert thread.content(reading, held.sha256) == b"data"
    assert (held.size, held.name) == (4, ".._.._a\u2400b")


def test_people_and_records_come_in_with_few_keys(desk: Desk) -> None:
    report = take(
        desk,
        {"record": "team", "name": "Line 2"},
        {"record": "agent", "login": "boris", "teams": ["Line 2"], "role": "lead"},
        {"record": "organization", "name": "Acme", "domains": ["acme.example"], "vip": True},
        {"record": "customer", "email": "Zoe@Acme.example", "name": "Zoë"},
        {"record": "template", "name": "hi", "body": "Hello {{ customer.name }}"},
        {"record": "view", "name": "old", "filter": "updated>3d"},
        {"record": "tag", "name": "slow"},
        {"record": "field", "name": "serial"},
        {
            "record": "ticket",
            "subject": "s",
            "customer": {"email": "zoe@acme.example"},
            "assignee": "boris",
            "team": "Line 2",
        },
    )
    assert (report.rejected, report.new) == (0, 9)
    with desk.read() as reading:
        (row,) = queries.rows(reading, [1])
    assert row.customer is not None
    assert (row.customer.name, row.customer.vip, row.customer.organization) == ("Zoë", True, "Acme")
    assert (row.assignee, row.team) == ("boris", "Line 2")


def test_a_record_that_stands_is_left_as_it_is(desk: Desk) -> None:
    take(desk, {"record": "agent", "login": "anna", "role": "viewer"})
    with desk.read() as reading:
        assert reading.actor.role.word == "admin"


def test_only_an_admin_brings_in_agents(agents: dict[str, Desk]) -> None:
    with pytest.raises(NotPermitted):
        take(agents["lena"], {"record": "agent", "login": "mallory", "role": "admin"})
    with pytest.raises(NotPermitted):
        take(agents["boris"], {"record": "ticket", "subject": "s"})
    assert take(agents["lena"], {"record": "ticket", "subject": "s"}).new == 1


# What cannot be read -------------------------------------------------------------------------------------------------

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
    assert line.startswith(told["raw"].encode() if "raw" in told else base64.b64decode(told["raw_base64"]))


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


# Kill and again ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("place_of_death", range(1, 6))
def test_an_import_that_is_killed_can_be_run_again_and_gives_the_same_desk(
    lived: Desk, other: Desk, monkeypatch: pytest.MonkeyPatch, place_of_death: int
) -> None:
    monkeypatch.setattr("supportdesk.exchange.running.MOST_RECORDS", 9)
    before = export(lived)
    transactions = 0

    def die(_progress: Progress) -> None:
        nonlocal transactions
        transactions += 1
        if transactions == place_of_death:
            raise Killed

    with pytest.raises(Killed):
        importer("jsonl")(other, io.BytesIO(before), progress=die)
    assert take(other, before).rejected == 0
    assert export(other) == before


def test_two_imports_of_the_same_file_at_the_same_time_double_nothing(desk: Desk) -> None:
    from concurrent.futures import ThreadPoolExecutor

    lines = [
        {"record": "ticket", "subject": f"t{n}", "customer": f"c{n % 7}@x.example", "tags": ["a"]} for n in range(300)
    ]
    with ThreadPoolExecutor(2) as pool:
        reports = list(pool.map(lambda _: take(desk, *lines), range(2)))
    assert sum(report.new for report in reports) == count(desk, tables.ticket) == 300
    assert count(desk, tables.customer) == 7


def test_an_import_beside_others_work_keeps_every_ticket(desk: Desk, clock: Clock) -> None:
    lines = [{"record": "ticket", "subject": f"t{n}", "number": n} for n in range(1, 400)]
    opened: list[int | None] = []

    def work(_progress: Progress) -> None:
        with desk.change("new") as change:
            opened.append(tickets.open_ticket(change, subject="live", customer=thread.Person("", "l@x.example")).number)

    raw = b"\n".join(json.dumps(line).encode() for line in lines)
    report = importer("jsonl")(desk, io.BytesIO(raw), progress=work)
    assert report.tickets == 399
    assert count(desk, tables.ticket) == 399 + len(opened)


# What formats hand over ----------------------------------------------------------------------------------------------


def test_phone_numbers_are_kept_as_they_are_compared_whoever_brings_them(desk: Desk) -> None:
    at = "2026-11-20T07:00:00Z"
    brought = [
        ImportedCustomer("a", "Anna", at, phones=("+7 (912) 000-00-00",)),
        ImportedCustomer("b", "Bob", at, phones=("call me",)),
        ImportedCustomer("c", "Anna at work", at, phones=("+7 912 000 00 00", "12 34")),
    ]
    with desk.change("import") as change:
        decisions, _ = intake.write(change, brought, intake.Memory())
    assert decisions[0] == intake.Verdict.NEW
    assert isinstance(decisions[1], UsageError)
    assert decisions[2] == intake.Verdict.THREADED
    with desk.read() as reading:
        assert sorted(reading.ids(select(tables.address.c.value))) == ["+79120000000", "1234"]
