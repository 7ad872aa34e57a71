"""What is an agent's own or passes: drafts, what was read, who is here. On both databases."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from supportdesk.desk import Desk
from supportdesk.domain.drafts import DIVIDER, Draft
from supportdesk.domain.filters import parse
from supportdesk.domain.presence import Present
from supportdesk.domain.ticket import MessageKind
from supportdesk.services import conversation, undo
from supportdesk.services import select as selecting
from supportdesk.store import around, queries, tables
from supportdesk.store.private import Saved


@pytest.fixture
def boris(agents: dict[str, Desk]) -> Desk:
    """The same desk with a colleague at it."""
    return agents["boris"]


def draft(ticket: int, text: str, *, note: bool = False) -> Draft:
    """Half-written words for one ticket."""
    return Draft(ticket, text, note, (ticket,))


def save(desk: Desk, wanted: Draft, *, base: str | None = None, merge: bool = False) -> Saved:
    """Keep a draft as a console does."""
    with desk.private() as private:
        return private.save(wanted, base=base, merge=merge)


def texts(desk: Desk) -> list[str]:
    """What the agent has half-written."""
    with desk.read() as reading:
        return [kept.draft.text for kept in around.own_drafts(reading)]


def say(desk: Desk, number: int, body: str, kind: MessageKind = MessageKind.NOTE) -> int:
    """Add a message to a ticket; its id."""
    with desk.change("note") as change:
        return conversation.add(change, selecting.tickets(change, numbers=[number]), kind, bodies={number: body})[0]


def found(desk: Desk, filter: str) -> list[int]:
    """The tickets that a filter finds for an agent."""
    with desk.read() as reading:
        return [row.number for row in queries.page(reading, parse(filter), sort="number", limit=20).rows]


# Drafts --------------------------------------------------------------------------------------------------------------


def test_a_draft_is_kept_word_for_word(desk: Desk, ticket: int) -> None:
    wanted = Draft(ticket, "Привет,\n\n{{ x }} \x1b[2J 返", True, (ticket, 7), ("/tmp/файл.pdf",))
    assert save(desk, wanted).kept.draft == wanted
    with desk.read() as reading:
        assert [kept.draft for kept in around.own_drafts(reading)] == [wanted]


def test_a_reply_and_a_note_are_two_drafts(desk: Desk, ticket: int) -> None:
    save(desk, draft(ticket, "Dear Lee"))
    save(desk, draft(ticket, "Ask payments", note=True))
    assert sorted(texts(desk)) == ["Ask payments", "Dear Lee"]


def test_a_draft_that_goes_on_takes_the_place_of_what_it_goes_on_from(desk: Desk, ticket: int) -> None:
    first = save(desk, draft(ticket, "Dear"))
    save(desk, draft(ticket, "Dea"), base=first.kept.revision)
    assert texts(desk) == ["Dea"]


def test_a_version_that_another_console_kept_is_told_and_left_alone(desk: Desk, ticket: int) -> None:
    first = save(desk, draft(ticket, "Dear"))
    other = save(desk, draft(ticket, "Dear Lee"), base=first.kept.revision)
    clash = save(desk, draft(ticket, "Dear Ivan"), base=first.kept.revision)
    assert (clash.clash, clash.kept) == (True, other.kept)
    assert texts(desk) == ["Dear Lee"]


def test_merging_keeps_both_versions_the_newest_first(desk: Desk, ticket: int) -> None:
    first = save(desk, draft(ticket, "Dear"))
    save(desk, draft(ticket, "Dear Lee"), base=first.kept.revision)
    save(desk, draft(ticket, "Dear Ivan"), base=first.kept.revision, merge=True)
    [kept] = texts(desk)
    assert kept.startswith("Dear Ivan\n")
    assert kept.endswith("Dear Lee")
    assert DIVIDER in kept


def test_what_comes_in_late_stands_below_what_is_newer(desk: Desk, ticket: int) -> None:
    save(desk, draft(ticket, "Written at nine"))
    with desk.private() as private:
        private.bring(draft(ticket, "Written at eight"), base=None, at=desk.clock() - timedelta(hours=1))
    [kept] = texts(desk)
    assert kept.startswith("Written at nine\n")
    assert kept.endswith("Written at eight")


def test_a_version_that_holds_the_other_needs_no_second_copy(desk: Desk, ticket: int) -> None:
    save(desk, draft(ticket, "Dear Lee"))
    save(desk, draft(ticket, "Dear Lee, we are on it"), merge=True)
    save(desk, draft(ticket, "Dear Lee"), merge=True)
    assert texts(desk) == ["Dear Lee, we are on it"]


def test_bringing_in_the_same_words_twice_changes_nothing(desk: Desk, ticket: int) -> None:
    for _ in range(2):
        with desk.private() as private:
            private.bring(draft(ticket, "Dear Lee"), base="gone", at=desk.clock())
    assert texts(desk) == ["Dear Lee"]


def test_what_was_sent_in_the_end_does_not_come_back(desk: Desk, ticket: int) -> None:
    say(desk, ticket, "Dear Lee", MessageKind.REPLY)
    with desk.private() as private:
        assert private.bring(draft(ticket, "Dear Lee\n"), base=None, at=desk.clock()) is None
    assert texts(desk) == []


def test_what_was_taken_back_after_sending_does_come_back(desk: Desk, ticket: int) -> None:
    say(desk, ticket, "Dear Lee", MessageKind.REPLY)
    with desk.change("undo") as change:
        undo.undo(change)
    with desk.private() as private:
        assert private.bring(draft(ticket, "Dear Lee"), base=None, at=desk.clock()) is not None


def test_a_draft_is_its_agents_alone(desk: Desk, boris: Desk, ticket: int) -> None:
    save(desk, draft(ticket, "Mine"))
    save(boris, draft(ticket, "Theirs"))
    assert (texts(desk), texts(boris)) == (["Mine"], ["Theirs"])
    with boris.private() as private:
        private.drop(ticket, note=False)
    assert (texts(desk), texts(boris)) == (["Mine"], [])


def test_drafts_leave_no_trace_in_the_history(desk: Desk, ticket: int) -> None:
    with desk.read() as reading:
        before = reading.value(select(func.count()).select_from(tables.event))
    save(desk, draft(ticket, "Dear"))
    with desk.read() as reading:
        assert reading.value(select(func.count()).select_from(tables.event)) == before


def test_drafts_are_found_by_a_filter_of_their_agent(desk: Desk, boris: Desk, ticket: int) -> None:
    save(desk, draft(ticket, "Dear"))
    assert (found(desk, "has:draft"), found(boris, "has:draft")) == ([ticket], [])


# What was read -------------------------------------------------------------------------------------------------------


def test_a_ticket_is_unread_until_its_last_message_was_seen(desk: Desk, boris: Desk, ticket: int) -> None:
    assert found(boris, "is:unread") == [ticket]
    with boris.private() as private:
        private.see(ticket, 1)
    assert found(boris, "is:unread") == []
    note = say(desk, ticket, "Have a look")
    assert found(boris, "is:unread") == [ticket]
    with boris.private() as private:
        private.see(ticket, note)
        private.see(ticket, 1)
    assert found(boris, "is:unread") == []


def test_whoever_has_the_last_word_has_read_the_rest(desk: Desk, boris: Desk, ticket: int) -> None:
    say(desk, ticket, "Have a look")
    assert found(desk, "is:unread") == []
    assert found(boris, "is:unread") == [ticket]


def test_those_unread_among_some_tickets_are_told_in_one_go(desk: Desk, boris: Desk, ticket: int) -> None:
    with boris.read() as reading:
        assert around.unread_among(reading, [ticket, 99]) == {ticket}


# Who is here ---------------------------------------------------------------------------------------------------------


def be_at(desk: Desk, ticket: int, *, console: str = "one", typing: bool = False) -> None:
    """Show a ticket in a console."""
    with desk.private() as private:
        private.be_at(console, ticket, typing=typing)


def present(desk: Desk) -> list[tuple[int, str, bool]]:
    """Whom an agent sees at which ticket."""
    with desk.read() as reading:
        return [(one.ticket, one.login, one.typing) for one in around.present(reading)]


def test_colleagues_see_who_is_at_a_ticket_and_who_types(desk: Desk, boris: Desk, ticket: int) -> None:
    be_at(boris, ticket)
    assert present(desk) == [(ticket, "boris", False)]
    be_at(boris, ticket, typing=True)
    assert present(desk) == [(ticket, "boris", True)]
    assert present(boris) == []


def test_a_console_is_at_one_ticket_at_a_time_and_nowhere_when_it_is_closed(
    desk: Desk, boris: Desk, ticket: int
) -> None:
    be_at(boris, ticket)
    be_at(boris, 77)
    assert present(desk) == [(77, "boris", False)]
    with boris.private() as private:
        private.go("one")
    assert present(desk) == []


def test_two_consoles_of_a_colleague_are_one_colleague(desk: Desk, boris: Desk, ticket: int) -> None:
    be_at(boris, ticket, console="one")
    be_at(boris, ticket, console="two", typing=True)
    assert present(desk) == [(ticket, "boris", True)]


def test_a_console_that_died_is_gone_after_half_a_minute(desk: Desk, boris: Desk, ticket: int) -> None:
    be_at(boris, ticket)
    with desk.store.writing() as connection:
        heard = connection.execute(select(tables.presence.c.heard)).scalar_one()
        connection.execute(update(tables.presence).values(heard=heard - timedelta(seconds=27)))
    assert present(desk) == []


def test_who_is_here_is_told_by_name(desk: Desk, boris: Desk, ticket: int) -> None:
    be_at(boris, ticket)
    with desk.read() as reading:
        assert around.present(reading) == (Present(ticket, "boris", "Boris Agent", False),)


def test_the_clock_of_the_database_decides_and_not_that_of_a_console(desk: Desk, boris: Desk, ticket: int) -> None:
    late = replace(boris, clock=lambda: desk.clock() - timedelta(days=300))
    be_at(late, ticket)
    assert present(desk) == [(ticket, "boris", False)]
