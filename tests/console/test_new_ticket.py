"""Somebody calls: the form for a new ticket, from the first letter of a name to the ticket on the screen."""

from supportdesk.desk import Desk
from supportdesk.domain.models import Person
from supportdesk.services import people as service
from supportdesk.services import tickets
from supportdesk.store import people, thread
from tests import postgres
from tests.console.conftest import desk_on
from tests.console.hands import at
from tests.console.test_triage import row
from tests.templates import Clock


def customers(desk: Desk) -> list[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    """Everybody the desk knows: name, addresses, numbers."""
    with desk.read() as reading:
        return [(one.name, one.emails, one.phones) for one in people.customers(reading)]


async def test_a_call_of_a_known_customer_becomes_a_ticket_that_is_opened(team_desk: Desk) -> None:
    async with at(team_desk) as hands:
        await hands.press("N")
        await hands.type("lee")
        assert "lee@example.org · 3 tickets" in hands.screen
        await hands.press("enter")
        await hands.type("+44 20 7946")
        await hands.press("tab", "tab")
        await hands.type("No dial tone")
        await hands.press("tab")
        await hands.type("hi")
        await hands.press("enter", "tab", "tab")
        await hands.type("me")
        await hands.press("tab")
        await hands.type("ref")
        await hands.press("enter", "tab")
        await hands.type("The line\nis dead")
        await hands.press("ctrl+j")
        assert hands.number == 6
        assert "The line" in hands.screen
    found = row(team_desk, 6)
    assert (found.subject, found.channel, found.priority, found.assignee, found.tags) == (
        "No dial tone",
        "phone",
        "high",
        "anna",
        ("refund",),
    )
    with team_desk.read() as reading:
        assert thread.messages(reading, 6)[0].body == "The line\nis dead"
    assert ("Lee Chen", ("lee@example.org",), ("+44207946",)) in customers(team_desk)


async def test_somebody_new_is_written_down_with_the_number_they_call_from(team_desk: Desk) -> None:
    async with at(team_desk) as hands:
        await hands.press("N")
        await hands.type("Zoe Smith <zoe@example.net>")
        assert "a new customer" in hands.screen
        await hands.press("enter")
        await hands.type("555")
        await hands.press("tab", "tab")
        await hands.type("Hello")
        await hands.press("ctrl+j")
        assert hands.number == 6
    assert ("Zoe Smith", ("zoe@example.net",), ("555",)) in customers(team_desk)


async def test_a_customer_of_whom_only_a_name_is_known_is_not_made_twice(busy: Desk) -> None:
    with busy.change("setup") as change:
        number = service.add_customer(change, name="Old Tom").number
        tickets.open_ticket(change, subject="First", customer=Person("", ""), known=number)
    async with at(busy) as hands:
        await hands.press("N")
        await hands.type("old t")
        await hands.press("enter", "tab", "tab")
        await hands.type("Second")
        await hands.press("ctrl+j")
    assert [name for name, *_ in customers(busy)].count("Old Tom") == 1


async def test_open_tickets_of_the_caller_and_like_subjects_are_shown_before_saving(team_desk: Desk) -> None:
    async with at(team_desk) as hands:
        await hands.press("N")
        await hands.type("lee")
        await hands.press("enter")
        assert "possible duplicates" in hands.screen
        assert "theirs, open" in hands.screen
        await hands.press("ctrl+g", "N")
        await hands.type("new one")
        await hands.press("tab", "tab", "tab")
        await hands.type("log in after resetting passwords")
        assert "Cannot log in" in hands.screen


async def test_a_duplicate_is_opened_instead_and_the_form_is_kept(busy: Desk) -> None:
    async with at(busy) as hands:
        await hands.press("N")
        await hands.type("nobody")
        await hands.press("tab", "tab", "tab")
        await hands.type("invoice copy")
        await hands.press("down", "enter")
        assert hands.number == 3
        assert "the new ticket is kept as it is · N goes on with it" in hands.said
        await hands.press("N")
        assert "nobody" in hands.screen
        assert "invoice copy" in hands.screen


async def test_escape_keeps_what_is_written_and_emptying_forgets_it(busy: Desk) -> None:
    async with at(busy) as hands:
        await hands.press("N")
        await hands.type("Zoe")
        await hands.press("tab", "tab", "tab")
        await hands.type("Half a thought")
        await hands.press("escape", "N")
        assert "Half a thought" in hands.screen
        await hands.press("ctrl+g", "N")
        assert "Half a thought" not in hands.screen
        await hands.press("escape")
        assert len(hands.listed) == 5


async def test_a_form_that_was_emptied_comes_back_by_the_key_that_undoes(busy: Desk) -> None:
    async with at(busy) as hands:
        await hands.press("N")
        await hands.type("lee")
        await hands.press("enter", "tab", "tab")
        await hands.type("Half a thought")
        await hands.press("ctrl+g")
        assert "the form is empty again · u brings it back" in hands.said
        await hands.press("u")
        assert "brought back; N goes on with it" in hands.said
        await hands.press("N")
        assert "Half a thought" in hands.screen
        assert "Lee Chen" in hands.screen
        await hands.press("ctrl+g", "N", "ctrl+g")
        assert "the form is empty again" in hands.said
        assert "brings it back" not in hands.said


async def test_what_is_missing_or_wrong_is_said_in_one_line_at_its_field(busy: Desk) -> None:
    async with at(busy) as hands:
        await hands.press("N", "ctrl+j")
        assert "who asks? a name, an address or a phone number" in hands.screen
        assert "what is it about?" in hands.screen
        await hands.type("Zoe")
        await hands.press("tab", "tab")
        await hands.type("smoke")
        await hands.press("tab")
        await hands.type("Hello")
        await hands.press("ctrl+j")
        assert "no channel 'smoke'" in hands.screen
        assert len(hands.listed) == 5


async def test_what_the_desk_refuses_is_said_at_the_field_too_and_nothing_is_lost(busy: Desk) -> None:
    async with at(busy) as hands:
        await hands.press("N")
        await hands.type("Zoe <no address>")
        await hands.press("tab", "tab", "tab")
        await hands.type("Hello")
        await hands.press("ctrl+j")
        assert "is not a mail address" in hands.screen
        assert "Hello" in hands.screen


async def test_the_form_is_whole_in_a_small_terminal(busy: Desk) -> None:
    async with at(busy, size=(80, 24)) as hands:
        await hands.press("N")
        await hands.type("lee")
        for label in ("customer", "phone", "subject", "priority", "assignee", "tags", "text", "lee@example.org"):
            assert label in hands.screen


async def test_what_is_typed_faster_than_the_form_opens_is_not_lost(busy: Desk) -> None:
    async with at(busy) as hands:
        await hands.hurry("N", *"lee ch")
        assert "lee ch" in hands.screen
        assert hands.number == 5


async def test_undo_takes_the_new_ticket_back(busy: Desk) -> None:
    async with at(busy) as hands:
        await hands.press("N")
        await hands.type("lee")
        await hands.press("enter", "tab", "tab")
        await hands.type("Wrong number")
        await hands.press("ctrl+j", "u", "escape", "1")
        assert hands.listed == [5, 4, 3, 2, 1]


async def test_a_desk_that_does_not_answer_is_not_taken_for_one_that_knows_nothing_like_it(
    server: postgres.OwnServer, clock: Clock
) -> None:
    desk = desk_on(server, clock)
    async with at(desk, size=(120, 36)) as hands:
        server.crash()
        await hands.press("N", *"Lee")
        assert "what is like it is not known" in hands.screen
        assert "nothing like it of late" not in hands.screen
        assert "nobody of that name yet" not in hands.screen
    desk.store.close()
