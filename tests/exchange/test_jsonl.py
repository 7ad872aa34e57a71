"""JSON lines of a whole desk: nothing is lost, and nothing is doubled."""

from collections.abc import Callable
from dataclasses import replace

from sqlalchemy import func, select

from supportdesk.desk import Desk
from supportdesk.domain.letters import IMPORTED
from supportdesk.domain.models import ThreadMessage
from supportdesk.services import editing, people, teams, tickets, undo
from supportdesk.services import select as selecting
from supportdesk.store import history, indexes, queries, tables, thread
from supportdesk.store.replay import check
from tests.conftest import opened
from tests.exchange.conftest import live
from tests.exchange.lines import export, take
from tests.templates import Clock


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
    assert (again.new, again.duplicate, again.rejected) == (0, again.received, 0)
    assert export(other) == before


def test_what_is_restored_is_what_the_readers_see(lived: Desk, other: Desk) -> None:
    take(other, export(lived))
    with lived.read() as one, other.read() as two:
        assert thread.detail(one, 1).ticket == thread.detail(two, 1).ticket
        assert [held_back(message) for message in thread.messages(one, 1)] == list(thread.messages(two, 1))
        assert history.of_ticket(one, 1) == history.of_ticket(two, 1)
        assert history.changes(one) == history.changes(two)
        assert queries.sidebar(one) == queries.sidebar(two)


def test_a_history_names_who_is_gone_alike_in_the_restored_desk(desk: Desk, other: Desk) -> None:
    number = opened(desk, body="")
    with desk.change("team") as change:
        teams.add_team(change, name="second")
    with desk.change("assign") as change:
        tickets.assign_team(change, selecting.tickets(change, numbers=[number]), team="second")
    with desk.change("set") as change:
        editing.set_fields(change, selecting.tickets(change, numbers=[number]), values={"customer": "ada@example.org"})
    with desk.change("team") as change:
        teams.remove_team(change, "second")
    with desk.change("customer") as change:
        people.remove_customer(change, "1")

    take(other, export(desk))

    with desk.read() as one, other.read() as two:
        told = history.of_ticket(one, number)
        assert ("customer", "customer 1", "ada@example.org") in [altered for entry in told for altered in entry.changes]
        assert history.of_ticket(two, number) == told


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
