"""`db check` proves that the events explain the rows, and sees whatever was changed behind the desk's back."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from supportdesk.desk import Desk
from supportdesk.domain.ticket import Priority
from supportdesk.services import conversation, people, queue, records, select, tickets, undo
from supportdesk.store import replay, tables
from supportdesk.store.fault import Fault
from tests.conftest import AGENTS, ONE_TICKET, opened
from tests.services.acting import noted
from tests.templates import NEW, Beginning


def faults(desk: Desk, *, deep: bool = True, limit: int = replay.LIMIT) -> tuple[Fault, ...]:
    """What the check finds."""
    with desk.read() as reading:
        return replay.check(reading, deep=deep, limit=limit)


def breaking(desk: Desk, statement: str) -> None:
    """Change the database behind the desk's back, as no foreign key and no trigger would let pass."""
    before, after = ["PRAGMA query_only = OFF", "PRAGMA foreign_keys = OFF"], "PRAGMA foreign_keys = ON"
    if not desk.store.sqlite:
        before, after = ["SET session_replication_role = replica"], "SET session_replication_role = origin"
    connection = desk.store.engine.raw_connection()
    for part in (*before, statement, after):
        connection.driver_connection.execute(part)
    connection.commit()
    connection.close()


def work(desk: Desk) -> None:
    """Run every verb that there is, and undo some."""
    with desk.store.writing() as connection:
        rows = [{"login": login, "name": name, "role": role} for login, (name, role) in AGENTS.items()]
        connection.execute(tables.agent.insert(), rows)
    with desk.change("tag add") as change:
        records.add_tag(change, name="urgent")
        people.add_team(change, name="second", line=2)
    first, second, third = (opened(desk, subject=f"Задача {number} № ёлка") for number in range(3))
    files = [conversation.File("log.txt", b"one\ntwo"), conversation.File("same.txt", b"one\ntwo")]
    desk.clock.advance(minutes=5)  # type: ignore[attr-defined]

    def run(verb: str, act: Callable[..., object], *numbers: int, by: str = "anna", **values: object) -> None:
        desk.clock.advance(minutes=1)  # type: ignore[attr-defined]
        with replace(desk, login=by).change(verb) as change:
            act(change, select.tickets(change, numbers=numbers), **values)

    run("tag", tickets.tag, first, second, add=["urgent"])
    run("reply", conversation.reply, first, by="boris", body="Ответ: перезагрузите принтер", files=files)
    run("note", conversation.note, first, second, body="слева", files=files)
    run("close", noted(tickets.close), first, second, by="boris", note="done")
    run("reopen", tickets.reopen, first)
    run("priority", tickets.prioritise, second, third, to=Priority.URGENT)
    run("assign", tickets.assign_team, third, team="second")
    run("pend", tickets.pend, third, until=desk.clock() + timedelta(days=1))
    run("solve", noted(tickets.solve), third, by="boris", note="solved, or so it seems")
    with replace(desk, login="boris").change("undo") as change:
        undo.undo(change)
    run("delete", tickets.delete, second)
    with desk.change("next") as change:
        queue.claim_next(change)


@pytest.fixture
def beginning(request: pytest.FixtureRequest) -> Beginning:
    """Most tests begin where much was done."""
    if "busy" in request.fixturenames:
        return Beginning("busy", work)
    return ONE_TICKET if "ticket" in request.fixturenames else NEW


@pytest.fixture
def busy(desk: Desk) -> Desk:
    """A desk on which every verb that there is was run, and some were undone."""
    return desk


def test_a_desk_that_only_verbs_wrote_is_clean(busy: Desk) -> None:
    assert faults(busy) == ()
    assert faults(busy, deep=False) == ()


@pytest.mark.parametrize(
    ("statement", "field", "expected", "found"),
    [
        ("UPDATE ticket SET status = 'pending' WHERE id = 1", "status", "open", "pending"),
        ("UPDATE ticket SET subject = 'Другое' WHERE id = 1", "subject", "Задача 0 № ёлка", "Другое"),
        ("UPDATE ticket SET priority = 3 WHERE id = 1", "priority", "2", "3"),
        ("UPDATE ticket SET assignee_id = NULL WHERE id = 1", "assignee_id", "2", "null"),
        ("UPDATE ticket SET first_reply_at = NULL WHERE id = 1", "first_reply_at", "2026-11-21T09:07:00Z", "null"),
        ("UPDATE ticket SET reopened = 7 WHERE id = 1", "reopened", "1", "7"),
        ("UPDATE ticket SET is_open = 0 WHERE id = 1", "is_open", "1", "0"),
        ("UPDATE ticket SET vip = 1 WHERE id = 1", "vip", "0", "1"),
        ("UPDATE ticket SET upd_neg = 0 WHERE id = 1", "upd_neg", "-1795252200", "0"),
        ("UPDATE ticket SET messages = 9 WHERE id = 1", "messages", "4", "9"),
        ("UPDATE ticket SET attachments = 0 WHERE id = 1", "attachments", "4", "0"),
        ("DELETE FROM ticket_tag WHERE ticket_id = 1", "tag index", '["urgent"]', "[]"),
        ("INSERT INTO ticket_tag (tag, ticket_id) VALUES ('x', 3)", "tag index", "[]", '["x"]'),
        ("DELETE FROM ticket_text WHERE ticket_id = 1", "full text", "the words of the ticket", "none"),
        ("UPDATE message SET withdrawn = 1 WHERE id = 1", "withdrawn of message 1", "0", "1"),
        ("DELETE FROM event WHERE ticket_id = 3 AND kind = 'opened'", "events", "opened, once and first", None),
        ("DELETE FROM event WHERE message_id = 1", "message 1", "an event that says how it came", "none"),
    ],
)
def test_a_value_changed_behind_the_desks_back_is_named(
    busy: Desk, statement: str, field: str, expected: str, found: str | None
) -> None:
    breaking(busy, statement)
    number = 3 if "3" in statement.replace("priority = 3", "") else 1
    told = [fault for fault in faults(busy) if fault.field == field]
    assert [(fault.ticket, fault.expected) for fault in told] == [(number, expected)]
    assert found is None or told[0].found == found


def test_a_lost_event_is_seen_by_what_the_next_one_says_was_before(busy: Desk) -> None:
    breaking(busy, "DELETE FROM event WHERE ticket_id = 1 AND kind = 'reopened'")
    told = {fault.field: (fault.expected, fault.found) for fault in faults(busy)}
    assert told["status"] == ("closed", "open")
    assert told["reopened"] == ("0", "1")


def test_an_event_whose_old_value_is_not_the_one_before_is_named(busy: Desk) -> None:
    changed = (
        """UPDATE event SET changes = replace(changes, '"new"', '"hold"') WHERE ticket_id = 1 AND kind = 'answered'"""
    )
    breaking(busy, changed)
    told = [fault for fault in faults(busy) if " before event " in fault.field]
    assert [(fault.ticket, fault.expected, fault.found) for fault in told] == [(1, "new", "hold")]


def test_a_ticket_without_any_event_is_named(busy: Desk) -> None:
    breaking(busy, "DELETE FROM event WHERE ticket_id = 3")
    assert Fault(3, "events", "an event that opened it", "none") in faults(busy)


def test_a_due_key_that_does_not_follow_is_named(busy: Desk) -> None:
    breaking(busy, "UPDATE ticket SET due_key = '2020-01-01T00:00:00Z' WHERE id = 1")
    assert [(fault.ticket, fault.field) for fault in faults(busy)] == [(1, "due_key")]


def test_words_that_a_ticket_does_not_say_are_named(busy: Desk) -> None:
    breaking(busy, "UPDATE ticket_text SET stems = stems || ' вирус' WHERE ticket_id = 1")
    assert {(fault.ticket, fault.field) for fault in faults(busy)} >= {(1, "full text"), (1, "full text index")}


def test_an_index_of_other_words_is_named_even_where_each_ticket_has_as_many(busy: Desk) -> None:
    if busy.store.sqlite:
        with busy.store.writing() as connection:
            known = connection.execute(text("SELECT stems FROM ticket_text WHERE ticket_id = 1")).scalar_one()
            other = " ".join(["слово"] * len(known.split()))
            connection.execute(
                text("INSERT INTO ticket_fts (ticket_fts, rowid, stems) VALUES ('delete', 1, :s)"), {"s": known}
            )
            connection.execute(text("INSERT INTO ticket_fts (rowid, stems) VALUES (1, :s)"), {"s": other})
    else:
        breaking(busy, "UPDATE ticket_text SET vector = 'слово'::tsvector WHERE ticket_id = 1")
    for deep in (True, False):
        assert [fault.field for fault in faults(busy, deep=deep)] == ["full text index"]


def test_words_indexed_under_another_ticket_are_seen_by_a_deep_check(sqlite_desk: Desk) -> None:
    first, second = opened(sqlite_desk, body="альфа"), opened(sqlite_desk, body="бета")
    with sqlite_desk.store.writing() as connection:
        docs = dict(connection.execute(text("SELECT ticket_id, stems FROM ticket_text")).all())
        for number, stems in docs.items():
            connection.execute(
                text("INSERT INTO ticket_fts (ticket_fts, rowid, stems) VALUES ('delete', :n, :s)"),
                {"n": number, "s": stems},
            )
        for number, other in ((first, second), (second, first)):
            connection.execute(
                text("INSERT INTO ticket_fts (rowid, stems) VALUES (:n, :s)"), {"n": number, "s": docs[other]}
            )
    assert [fault.field for fault in faults(sqlite_desk, deep=True)] == ["full text index"]


def test_a_row_that_leads_nowhere_is_named(busy: Desk) -> None:
    breaking(busy, "UPDATE message SET ticket_id = 77 WHERE id = 1")
    assert Fault(77, "message.ticket_id", "a row of ticket", "77") in faults(busy)


def test_numbers_that_would_be_given_twice_are_named(busy: Desk) -> None:
    lower = (
        "UPDATE sqlite_sequence SET seq = 1 WHERE name = 'ticket'"
        if busy.store.sqlite
        else "SELECT setval('ticket_id_seq', 1)"
    )
    breaking(busy, lower)
    assert faults(busy) == (Fault(None, "ticket numbers", "none below 3 any more", "2"),)


def test_changed_content_is_seen_by_a_deep_check(busy: Desk) -> None:
    breaking(busy, "UPDATE blob SET size = 3")
    assert faults(busy, deep=False) == ()
    assert len(faults(busy, deep=True)) == 1
    breaking(busy, "UPDATE blob SET data = x'78'" if busy.store.sqlite else "UPDATE blob SET data = 'x'::bytea")
    assert "incomplete" in faults(busy)[0].found


def test_a_damaged_file_is_all_that_is_told(sqlite_desk: Desk) -> None:
    opened(sqlite_desk)
    with sqlite_desk.store.reading() as connection:
        page = connection.execute(text("SELECT rootpage FROM sqlite_master WHERE name = 'ticket_inbox'")).scalar_one()
    sqlite_desk.close()
    assert sqlite_desk.store.path is not None
    with sqlite_desk.store.path.open("r+b") as file:
        file.seek((page - 1) * 4096)
        file.write(bytes(4096))
    assert {fault.field for fault in faults(sqlite_desk)} == {"file"}


def test_only_so_many_faults_are_told(desk: Desk) -> None:
    for number in range(5):
        opened(desk, subject=f"number {number}")
    breaking(desk, "UPDATE ticket SET is_open = 0")
    assert len(faults(desk, limit=3)) == 3


def test_tickets_are_read_in_spans(desk: Desk) -> None:
    from supportdesk.store.span import spans

    for number in range(7):
        opened(desk, subject=f"number {number}")
    with desk.read() as reading:
        assert [(span.first, span.last, span.tickets) for span in spans(reading, 3)] == [
            (1, 3, 3),
            (4, 6, 3),
            (7, 7, 1),
        ]


def test_progress_is_told_span_by_span(desk: Desk, ticket: int) -> None:
    told: list[tuple[int, int]] = []
    with desk.read() as reading:
        replay.check(reading, progress=lambda done, total: told.append((done, total)))
    assert told == [(1, 1)]
