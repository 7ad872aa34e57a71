"""Search across the desk: while words are typed, with the places where they stand, to the ticket."""

from supportdesk.console.searches import while_typing
from supportdesk.desk import Desk
from supportdesk.services import conversation, select
from supportdesk.widgets.ink import Ink
from tests.console.conftest import write_from
from tests.console.hands import Hands, at


def finds(hands: Hands) -> list[int]:
    """The tickets that are found, from the top."""
    return [int(entry.key) for entry in hands.app.screen.finds.entries if entry.key]  # type: ignore[attr-defined]


async def test_words_find_tickets_while_they_are_typed_and_enter_opens_one(team_desk: Desk) -> None:
    async with at(team_desk) as hands:
        await hands.press("F")
        await hands.type("invo")
        assert finds(hands) == [3]
        assert "Please help: Invoice copy for July." in hands.screen
        assert "1 found · best first" in hands.screen
        await hands.press("enter")
        assert hands.number == 3
        assert "Lee Chen" in hands.screen


async def test_the_words_are_marked_in_subject_and_snippet(busy: Desk) -> None:
    async with at(busy) as hands:
        await hands.press("F")
        await hands.type("invoices ")
        entry = hands.app.screen.finds.entries[0]  # type: ignore[attr-defined]
        marked = ["".join(text for text, ink in line if ink == Ink.HIT) for line in entry.draw(100)]
        assert marked == ["Invoice", "Invoice"]
        assert "Please help: Invoice copy" in "".join(text for text, _ in entry.draw(100)[1])


async def test_notes_and_answers_are_searched_and_the_order_is_turned_round(team_desk: Desk) -> None:
    write_from(team_desk, 1, "The zebra, the zebra and the zebra again")
    with team_desk.change("note") as change:
        conversation.note(change, select.tickets(change, numbers=[4]), body="Once there was a zebra among many words")
    async with at(team_desk) as hands:
        await hands.press("F")
        await hands.type("zebra")
        assert finds(hands) == [1, 4]
        await hands.press("ctrl+t")
        assert finds(hands) == [4, 1]
        assert "newest first" in hands.screen
        await hands.press("down", "enter")
        assert hands.number == 1


async def test_filter_terms_stand_beside_words(busy: Desk) -> None:
    async with at(busy) as hands:
        await hands.press("F")
        await hands.type("help ")
        assert sorted(finds(hands)) == [1, 2, 3, 4, 5]
        await hands.type("customer:lee@example.org ")
        assert sorted(finds(hands)) == [2, 3, 5]


async def test_a_mistake_is_pointed_at(busy: Desk) -> None:
    async with at(busy) as hands:
        await hands.press("F")
        await hands.type("vpn ")
        await hands.type("staus:open ")
        assert "^^^^^" in hands.screen
        assert "there is no key staus; did you mean status?" in hands.screen


async def test_enter_that_is_faster_than_the_search_opens_what_it_finds(busy: Desk) -> None:
    async with at(busy) as hands:
        await hands.hurry("F")
        await hands.hurry(*"vpn", "enter")
        assert hands.number == 2


async def test_an_unknown_name_in_a_filter_is_told(busy: Desk) -> None:
    async with at(busy) as hands:
        await hands.press("F")
        await hands.type("vpn assignee:nobody_here ")
        assert "no agent" in hands.screen


async def test_nothing_found_says_what_finds_more(busy: Desk) -> None:
    async with at(busy, size=(80, 24)) as hands:
        await hands.press("F")
        await hands.type("xyzzy ")
        assert "No ticket holds all of these" in hands.screen
        assert "find more." in hands.screen
        await hands.press("enter", "escape")
        assert hands.number == 5


async def test_the_last_search_is_gone_on_with(busy: Desk) -> None:
    async with at(busy) as hands:
        await hands.press("F")
        await hands.type("export")
        await hands.press("escape", "F")
        assert finds(hands) == [5]


async def test_hostile_text_is_shown_and_not_obeyed(busy: Desk) -> None:
    write_from(busy, 2, "\x1b[2J zebra [/bad] \x1b]52;c;x\x07")
    async with at(busy) as hands:
        await hands.press("F")
        await hands.type("zebra")
        assert "[/bad]" in hands.screen
        assert "\x1b" not in hands.screen


def test_only_the_word_that_is_being_typed_is_taken_for_a_beginning() -> None:
    typed = ("refu", "card refu", "refund ", "re", 'the "card decl', "status:op", "card*", "(pay or refu")
    assert [while_typing(text) for text in typed] == [
        "refu*",
        "card refu*",
        "refund ",
        "re",
        'the "card decl',
        "status:op",
        "card*",
        "(pay or refu",
    ]


async def test_escape_leads_from_a_ticket_that_was_found_back_to_the_list_filter_and_ticket_before(busy: Desk) -> None:
    async with at(busy, size=(80, 24)) as hands:
        await hands.press("/")
        await hands.type("number:1..4")
        await hands.press("enter", "j", "j", "F")
        await hands.type("export")
        await hands.press("enter")
        assert hands.number == 5
        await hands.press("F", "enter", "escape")
        assert hands.listed == [5]
        await hands.press("escape")
        assert (hands.listed, hands.number) == ([4, 3, 2, 1], 2)
        assert hands.app.desk_screen.inbox.typed == "number:1..4"
        await hands.press("escape")
        assert hands.listed == [5, 4, 3, 2, 1]
        await hands.press("escape")
        assert "leaves the console from the list" in hands.said
