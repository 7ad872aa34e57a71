"""Who asks: the page of a customer, what is edited on it, and two who become one."""

from supportdesk.desk import Desk
from supportdesk.domain.models import CustomerRow, Person
from supportdesk.services import people as service
from supportdesk.services import tickets
from supportdesk.store import people, replay
from tests.console.hands import Hands, at


def customer(desk: Desk, who: str) -> CustomerRow:
    """A customer as the store has them."""
    with desk.read() as reading:
        found = people.customer_row(reading, service.find_customer(reading, who).id)
    assert found is not None
    return found


async def edit(hands: Hands, line: str, text: str, *, over: bool = True) -> None:
    """Go to a line of the customer, and write something in its place."""
    screen = hands.app.screen
    keys = [entry.key for entry in screen.facts.entries]  # type: ignore[attr-defined]
    screen.facts.focus()  # type: ignore[attr-defined]
    screen.facts.move_to(keys.index(line))  # type: ignore[attr-defined]
    await hands.press("enter")
    if over:
        await hands.press("ctrl+u")
    await hands.type(text)


async def test_a_customer_is_shown_with_their_addresses_and_past_tickets(team_desk: Desk) -> None:
    async with at(team_desk) as hands:
        await hands.press("i")
        assert "Lee Chen" in hands.screen
        assert "lee@example.org" in hands.screen
        assert "3 tickets · 3 open" in hands.screen
        assert "Export to CSV fails" in hands.screen
        await hands.press("escape")
        assert hands.number == 5


async def test_enter_opens_a_past_ticket_at_the_desk(busy: Desk) -> None:
    async with at(busy) as hands:
        await hands.press("i", "j", "enter")
        assert hands.number == 3
        assert "Please help: Invoice copy for July." in hands.screen


async def test_name_note_and_language_are_edited_in_place_and_undone(team_desk: Desk) -> None:
    async with at(team_desk) as hands:
        await hands.press("i")
        await edit(hands, "name", "Lee the Great")
        await hands.press("enter")
        assert customer(team_desk, "lee@example.org").name == "Lee the Great"
        assert "★" not in hands.screen.splitlines()[2]
        await edit(hands, "note", "Calls at noon", over=False)
        await hands.press("enter")
        await hands.type("and at six")
        await hands.press("ctrl+j")
        assert customer(team_desk, "lee@example.org").note == "Calls at noon\nand at six"
        assert "and at six" in hands.screen
        await hands.press("u", "u")
        found = customer(team_desk, "lee@example.org")
        assert (found.name, found.note) == ("Lee Chen", "")
        assert "Lee Chen" in hands.screen


async def test_a_vip_is_made_by_one_key_and_the_list_behind_shows_it(busy: Desk) -> None:
    async with at(busy) as hands:
        await hands.press("i")
        await edit(hands, "vip", "", over=False)
        assert customer(busy, "lee@example.org").vip
        assert "★ yes" in hands.screen
        await hands.press("escape")
        assert "★" in hands.screen
        await hands.press("u")
        assert "undid your last change" in hands.said
        assert not customer(busy, "lee@example.org").vip


async def test_an_address_and_a_number_are_added_changed_and_taken_away(team_desk: Desk) -> None:
    async with at(team_desk) as hands:
        await hands.press("i")
        await edit(hands, "email +", "Lee@Home.example")
        await hands.press("enter")
        await edit(hands, "phone +", "+44 20 1")
        await hands.press("enter")
        assert customer(team_desk, "lee@home.example").phones == ("+44201",)
        await edit(hands, "email 0", "")
        await hands.press("enter")
        assert customer(team_desk, "lee@home.example").emails == ("lee@home.example",)


async def test_an_address_of_somebody_else_is_refused_where_it_is_typed(busy: Desk) -> None:
    async with at(busy) as hands:
        await hands.press("i")
        await edit(hands, "email +", "ivan@example.org")
        await hands.press("enter")
        assert "ivan@example.org is customer 1's already" in hands.screen
        await hands.press("ctrl+u")
        await hands.type("nonsense")
        await hands.press("enter")
        assert "'nonsense' is not a mail address" in hands.screen
        await hands.press("escape")
        assert "nonsense" not in hands.screen
        assert customer(busy, "lee@example.org").emails == ("lee@example.org",)


async def test_the_company_is_chosen_from_those_of_the_desk(busy: Desk) -> None:
    with busy.change("setup") as change:
        service.add_organization(change, name="Acme & Sons", domains=["acme.example"], vip=True)
    async with at(busy) as hands:
        await hands.press("i")
        await edit(hands, "organization", "acme", over=False)
        await hands.press("enter")
        assert customer(busy, "lee@example.org").organization == "Acme & Sons"
        assert "acme.example" in hands.screen


async def test_two_customers_become_one_after_it_is_said_what_moves(team_desk: Desk) -> None:
    async with at(team_desk) as hands:
        await hands.press("i", "M")
        await hands.type("ivan@ex")
        await hands.press("enter")
        assert "merge Иван Петров into Lee Chen?" in hands.screen
        assert "2 tickets, 1 address" in hands.screen
        await hands.press("y")
        found = customer(team_desk, "ivan@example.org")
        assert (found.name, found.tickets, found.emails) == ("Lee Chen", 5, ("lee@example.org", "ivan@example.org"))
        assert "5 tickets" in hands.screen
        await hands.press("u")
        assert customer(team_desk, "ivan@example.org").tickets == 2
    with team_desk.read() as reading:
        assert replay.check(reading) == ()


async def test_nothing_is_merged_where_the_agent_says_no(busy: Desk) -> None:
    async with at(busy) as hands:
        await hands.press("i", "M")
        await hands.type("ivan")
        await hands.press("enter", "escape")
        assert customer(busy, "ivan@example.org").tickets == 2


async def test_a_long_past_is_read_page_by_page(busy: Desk) -> None:
    with busy.change("many") as change:
        for number in range(120):
            tickets.open_ticket(change, subject=f"Matter {number}", customer=Person("", "lee@example.org"), body="x")
    async with at(busy) as hands:
        await hands.press("i", "G", "G", "G")
        assert "VPN drops" in hands.screen
        await hands.press("enter")
        assert hands.number == 2


async def test_a_ticket_of_nobody_says_so(busy: Desk) -> None:
    with busy.store.writing() as connection:
        from supportdesk.store import tables

        connection.execute(tables.ticket.update().where(tables.ticket.c.id == 5).values(customer_id=None))
    async with at(busy) as hands:
        await hands.press("i")
        assert "#5 has no customer" in hands.said


async def test_hostile_names_and_notes_are_shown_and_not_obeyed(busy: Desk) -> None:
    with busy.change("edit") as change:
        service.edit_customer(change, "lee@example.org", new_name="[b]Lee[/x]", note="\x1b[2J[/bad] note")
    async with at(busy, size=(80, 24)) as hands:
        await hands.press("i")
        assert "[b]Lee[/x]" in hands.screen
        assert "\x1b" not in hands.screen


async def test_a_wide_terminal_says_under_the_facts_how_often_they_have_asked(busy: Desk) -> None:
    with busy.change("edit") as change:
        service.edit_customer(change, "lee@example.org", phones=["+44 20 1"], note="Likes to be called")
    async with at(busy, size=(160, 48)) as hands:
        assert "3 tickets · 3 open  ☎ +44201  Likes to be called" in hands.screen
        await hands.press("j")
        assert "2 tickets · 2 open" in hands.screen
        await hands.press("e")
        assert "Likes to be called" in hands.screen
    async with at(busy, size=(120, 36)) as hands:
        assert "Likes to be called" not in hands.screen


async def test_what_a_customer_rated_last_stands_on_their_page_and_the_ticket_and_a_command_keeps_it(
    busy: Desk,
) -> None:
    async with at(busy) as hands:
        number = hands.number
        await hands.press(":")
        await hands.type("rate 2/5 slow, twice asked")
        await hands.press("enter")
        assert f"rated #{number} · u undo" in hands.screen
        await hands.press("i")
        assert f"2/5  just now · #{number}" in hands.screen
        assert "“slow, twice asked”" in hands.screen
        await hands.press("escape", "enter")
        assert "rated 2/5" in hands.screen
