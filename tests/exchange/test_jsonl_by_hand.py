"""JSON lines that somebody wrote with as few keys as make sense."""

import base64
import io

import pytest
from sqlalchemy import select

from supportdesk.desk import Desk
from supportdesk.domain.shape import ImportedCustomer
from supportdesk.errors import NotPermitted, UsageError
from supportdesk.services import intake, tickets, undo
from supportdesk.services import select as selecting
from supportdesk.store import history, people, queries, tables, thread
from supportdesk.store.replay import check
from tests.exchange.lines import count, take
from tests.templates import Clock


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


def test_what_a_line_names_twice_is_there_once(desk: Desk) -> None:
    report = take(
        desk,
        {"record": "customer", "name": "Ada", "emails": ["ada@example.org", "Ada@Example.org"]},
        {"record": "customer", "name": "Bob", "phones": ["+4912345", "+49 123 45"]},
        {"record": "team", "name": "billing"},
        {"record": "agent", "login": "boris", "teams": ["billing", "billing"]},
        {"record": "agent", "login": "boris", "teams": ["billing"]},
    )
    assert (report.new, report.duplicate, report.rejected) == (4, 1, 0)
    assert (count(desk, tables.address), count(desk, tables.membership)) == (2, 1)
    with desk.read() as reading:
        assert list(check(reading, deep=True)) == []


def test_two_changes_of_one_number_are_not_one_change(desk: Desk) -> None:
    first = {"record": "change", "id": 7, "actor": "old", "verb": "close", "at": "2026-11-01T00:00:00Z"}
    rejects = io.BytesIO()
    report = take(desk, first, first, {**first, "verb": "tag"}, {**first, "id": 8}, rejects=rejects)
    assert (report.new, report.duplicate, report.rejected) == (2, 1, 1)
    assert b"another change of the number 7 came before" in rejects.getvalue()


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


def test_a_name_of_a_file_in_another_case_is_the_one_that_stands(desk: Desk) -> None:
    take(
        desk,
        {"record": "team", "name": "Billing"},
        {"record": "organization", "name": "Acme"},
        {"record": "agent", "login": "Boris", "name": "Boris Kim", "teams": ["Billing"]},
    )
    answer = {"kind": "reply", "agent": "boris", "body": "Done", "at": "2026-11-20T10:00:00Z"}

    report = take(
        desk,
        {"record": "team", "name": "billing"},
        {"record": "team", "name": "Straße"},
        {"record": "team", "name": "STRASSE"},
        {"record": "organization", "name": "ACME"},
        {"record": "agent", "login": "boris", "teams": ["billing"]},
        {"record": "agent", "login": "vera", "teams": ["BILLING", "strasse"]},
        {"record": "customer", "name": "Ada", "emails": ["ada@acme.example"], "organization": "ACME"},
        {"record": "ticket", "subject": "One", "team": "billing", "assignee": "boris", "thread": [answer]},
    )

    assert (report.new, report.duplicate, report.rejected) == (4, 4, 0)
    with desk.read() as reading:
        assert [team.name for team in people.teams(reading)] == ["Billing", "Straße"]
        (row,) = queries.rows(reading, [1])
        assert (row.team, row.assignee) == ("Billing", "Boris")
        assert thread.detail(reading, 1).thread[0].author.name == "Boris Kim"
        assert list(check(reading, deep=True)) == []


def test_a_restored_desk_has_both_of_two_names_that_differ_by_case_alone(desk: Desk) -> None:
    take(
        desk,
        {"record": "desk", "format": 1},
        {"record": "team", "name": "Billing"},
        {"record": "team", "name": "billing"},
    )

    with desk.read() as reading:
        assert [team.name for team in people.teams(reading)] == ["Billing", "billing"]
