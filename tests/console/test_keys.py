"""Keys at the console: two one after the other, other keys than usual, the Russian layout, and ways to get about."""

from datetime import timedelta
from time import monotonic

import pytest
from textual.app import ComposeResult

from supportdesk.console.habits import Habits
from supportdesk.desk import Desk
from supportdesk.keymap import Keymap
from supportdesk.screens import key_order, keying
from supportdesk.screens.desk_layout import Pane
from supportdesk.screens.key_order import KeyOrder
from supportdesk.screens.new_ticket import NewTicketScreen
from supportdesk.services import select, snoozing
from tests.console.hands import Hands, at
from tests.console.test_triage import row
from tests.templates import Clock


def pane(hands: Hands) -> Pane:
    """The pane that is worked in."""
    return hands.app.desk_screen.navigation.pane


@pytest.mark.parametrize("opens", ["/", ":", "N", "F", "r", "n"])
async def test_what_is_typed_faster_than_a_field_opens_is_in_the_field(each_desk: Desk, opens: str) -> None:
    async with at(each_desk) as hands:
        await hands.hurry(opens, *"eleven aces")
        assert "eleven aces" in hands.screen
        assert {row(each_desk, number).status for number in range(1, 6)} == {"new"}


async def test_a_key_that_never_comes_through_does_not_hold_up_the_next(
    busy: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with at(busy) as hands:
        monkeypatch.setattr(KeyOrder, "_follow", lambda *_: None)
        await hands.pilot.press("j", "j")
        await hands.until(lambda: hands.number == 4)
        monkeypatch.setattr(key_order, "PATIENCE", 0)
        await hands.pilot.press("j")
        await hands.until(lambda: hands.number == 3)


async def test_a_console_that_had_no_processor_takes_no_typed_ahead_letter_for_a_command(
    busy: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    compose = NewTicketScreen.compose

    def slow(screen: NewTicketScreen) -> ComposeResult:
        ended = monotonic() + 1.5 * key_order.BEAT * key_order.PATIENCE
        while monotonic() < ended:
            pass
        yield from compose(screen)

    monkeypatch.setattr(key_order, "BEAT", 0.01)
    monkeypatch.setattr(key_order, "PATIENCE", 60)
    monkeypatch.setattr(NewTicketScreen, "compose", slow)
    async with at(busy) as hands:
        await hands.hurry("N", *"eleven aces")
        assert "eleven aces" in hands.screen
    assert {row(busy, number).status for number in range(1, 6)} == {"new"}


async def test_keys_after_the_one_that_leaves_are_nobodys(busy: Desk) -> None:
    async with at(busy) as hands:
        await hands.pilot.press("q", "e", "j", "e")
    assert row(busy, 5).status == "new"


async def test_g_g_goes_to_the_top_and_g_alone_does_nothing(busy: Desk) -> None:
    async with at(busy) as hands:
        await hands.press("G")
        assert hands.number == 1
        await hands.press("g")
        assert hands.number == 1
        await hands.press("g")
        assert hands.number == 5


async def test_two_keys_typed_at_once_are_two_keys_and_what_follows_them_is_no_part_of_them(busy: Desk) -> None:
    async with at(busy) as hands:
        await hands.hurry("G", "g", "g", "j", "e")
        assert row(busy, 4).status == "solved"


async def test_a_second_key_that_means_nothing_does_nothing_and_says_what_may_follow(busy: Desk) -> None:
    async with at(busy) as hands:
        await hands.press("g", "e")
        assert row(busy, 5).status == "new"
        assert "g goes on with one of g n i m u o" in hands.said


async def test_escape_takes_a_first_key_back(busy: Desk) -> None:
    async with at(busy) as hands:
        await hands.press("x", "g", "escape", "e")
        assert row(busy, 5).status == "solved"


async def test_after_a_moment_it_is_shown_what_may_follow(busy: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keying, "PAUSE", 0.001)
    async with at(busy) as hands:
        await hands.press("g")
        await hands.until(lambda: "g …  g top" in hands.app.desk_screen.hints.text)
        assert "m mine" in hands.app.desk_screen.hints.text
        await hands.press("escape")
        assert "enter open" in hands.app.desk_screen.hints.text


async def test_g_jumps_lead_to_the_usual_views_from_any_pane(busy: Desk) -> None:
    async with at(busy) as hands:
        for second, view in (("m", "mine"), ("u", "unassigned"), ("o", "overdue"), ("i", "default")):
            await hands.press("enter", "g", second)
            assert hands.app.desk_screen.inbox.view.name == view
            assert pane(hands) == Pane.INBOX


async def test_pairs_work_under_the_russian_layout(busy: Desk) -> None:
    async with at(busy) as hands:
        await hands.press("п", "г")
        assert hands.app.desk_screen.inbox.view.name == "unassigned"


async def test_a_full_stop_is_the_slash_where_letters_are_cyrillic_and_repeats_where_they_are_not(busy: Desk) -> None:
    async with at(busy) as hands:
        await hands.press("e", "full_stop")
        assert row(busy, 4).status == "solved"
        await hands.press("о", "full_stop")
        assert hands.app.desk_screen.viewing.bar is not None


async def test_other_keys_act_and_the_usual_ones_no_longer_do(busy: Desk) -> None:
    habits = Habits(Keymap({"solve": ("ctrl+e",), "close": ()}))
    async with at(busy, habits=habits) as hands:
        await hands.press("e", "c")
        assert row(busy, 5).status == "new"
        await hands.press("ctrl+e")
        assert row(busy, 5).status == "solved"
        assert "ctrl+e solve" in hands.app.desk_screen.hints.text


async def test_keys_that_changed_places_do_each_others_work_on_both_layouts(busy: Desk) -> None:
    async with at(busy, habits=Habits(Keymap({"solve": ("a",), "assign": ("e",)}))) as hands:
        await hands.press("a")
        assert (row(busy, 5).status, row(busy, 5).assignee) == ("solved", None)
        await hands.press("у")
        assert (row(busy, 4).status, row(busy, 4).assignee) == ("open", "anna")


async def test_another_key_for_pairs_is_a_pair_as_well(busy: Desk) -> None:
    async with at(busy, habits=Habits(Keymap({"go_mine": ("b m",)}))) as hands:
        await hands.press("b", "m")
        assert hands.app.desk_screen.inbox.view.name == "mine"


async def test_messages_name_the_keys_in_force(busy: Desk) -> None:
    async with at(busy, habits=Habits(Keymap({"undo": ("U",), "quit": ("ctrl+q",)}))) as hands:
        await hands.press("e")
        assert "solved #5 · U undo" in hands.said
        await hands.press("escape")
        assert "ctrl+q leaves the console" in hands.said


async def test_help_lists_the_keys_in_force_and_finds_among_them(busy: Desk) -> None:
    async with at(busy, habits=Habits(Keymap({"solve": ("ctrl+e",)}))) as hands:
        await hands.press("?", "/")
        await hands.type("mark as")
        assert "ctrl+e" in hands.screen
        assert "write to the customer" not in hands.screen.split("Keys in the inbox")[1].split("\n")[2]
        await hands.press("escape", "escape")
        assert len(hands.app.screen_stack) == 1


# Repeating


async def test_a_full_stop_does_the_last_verb_again_on_the_ticket_under_the_cursor(busy: Desk) -> None:
    async with at(busy) as hands:
        await hands.press("p", "enter", "j", ".")
        assert (row(busy, 5).priority, row(busy, 4).priority) == ("urgent", "urgent")
        assert row(busy, 3).priority == "normal"


async def test_it_is_done_again_on_all_that_are_marked(busy: Desk) -> None:
    async with at(busy) as hands:
        await hands.press("a", "j", "x", "x", ".")
        assert [row(busy, number).assignee for number in (5, 4, 3, 2)] == ["anna", "anna", "anna", None]


async def test_what_was_written_is_not_sent_again(busy: Desk) -> None:
    async with at(busy) as hands:
        await hands.press("a", "n")
        await hands.type("Call back")
        await hands.press("ctrl+s", "j", ".")
        assert "nothing to repeat" in hands.said


# A range


async def test_v_marks_what_the_cursor_moves_over_and_no_more(busy: Desk) -> None:
    async with at(busy) as hands:
        await hands.press("j", "V", "j", "j", "k")
        assert hands.app.desk_screen.rows.marks.numbers == {4, 3}
        await hands.press("V", "j", "j")
        assert hands.app.desk_screen.rows.marks.numbers == {4, 3}
        await hands.press("e")
        assert [row(busy, number).status for number in range(1, 6)] == ["new", "new", "solved", "solved", "new"]


async def test_a_range_leaves_marked_what_was_marked_and_goes_upwards_too(busy: Desk) -> None:
    async with at(busy) as hands:
        await hands.press("x", "G", "V", "k")
        assert hands.app.desk_screen.rows.marks.numbers == {5, 1, 2}
        await hands.press("escape")
        assert not hands.app.desk_screen.rows.marks


async def test_a_range_over_rows_that_were_never_seen_marks_every_one_of_them(busy: Desk) -> None:
    from supportdesk.services import tickets
    from tests.console.conftest import LEE

    with busy.change("new") as change:
        for number in range(400):
            tickets.open_ticket(change, subject=f"Ticket {number}", customer=LEE)
    async with at(busy) as hands:
        await hands.press("V", "G")
        assert len(hands.app.desk_screen.rows.marks) == 405


# Panes


@pytest.mark.parametrize(("letter", "landed"), [("v", Pane.VIEWS), ("i", Pane.INBOX), ("t", Pane.TICKET)])
@pytest.mark.parametrize("size", [(160, 48), (80, 24)])
async def test_a_letter_leads_to_each_pane(busy: Desk, letter: str, landed: Pane, size: tuple[int, int]) -> None:
    async with at(busy, size=size) as hands:
        await hands.press("ctrl+o")
        assert f"{letter} {landed.name.lower()}" in hands.screen
        await hands.press(letter)
        assert pane(hands) == landed


async def test_no_other_key_goes_through_while_the_letters_are_shown(busy: Desk) -> None:
    async with at(busy) as hands:
        await hands.press("ctrl+o", "e", "escape")
        assert row(busy, 5).status == "new"
        assert len(hands.app.screen_stack) == 1


# Snoozing


async def test_the_letters_of_the_panes_go_when_the_panes_move(busy: Desk) -> None:
    async with at(busy, size=(160, 48)) as hands:
        await hands.press("ctrl+o")
        await hands.resize(80, 24)
        assert hands.app.screen is hands.app.desk_screen


async def test_z_puts_a_ticket_out_of_the_way_and_says_so_in_its_head(busy: Desk, clock: Clock) -> None:
    async with at(busy) as hands:
        await hands.press("z", "enter")
        assert row(busy, 5).snoozed_until == clock() + timedelta(hours=1)
        assert "snoozed 1h" in hands.screen
        await hands.press("z")
        await hands.type("back")
        await hands.press("enter")
        assert row(busy, 5).snoozed_until is None


async def test_a_time_of_ones_own_is_typed(busy: Desk, clock: Clock) -> None:
    async with at(busy) as hands:
        await hands.press("z")
        await hands.type("45m")
        await hands.press("enter")
        assert row(busy, 5).snoozed_until == clock() + timedelta(minutes=45)


async def test_a_snoozed_ticket_comes_back_behind_the_banner_by_the_clock_alone(team_desk: Desk) -> None:
    clock = team_desk.clock
    assert isinstance(clock, Clock)
    with team_desk.change("snooze") as change:
        held = select.tickets(change, numbers=[3])
        snoozing.snooze(change, held, until=clock() + timedelta(minutes=10))
    async with at(team_desk) as hands:
        await hands.press("/")
        await hands.type("-is:snoozed ")
        await hands.press("enter")
        assert hands.listed == [5, 4, 2, 1]
        clock.advance(minutes=5)
        await hands.hear()
        assert "new · g n" not in hands.screen
        clock.advance(minutes=5)
        await hands.hear()
        assert "1 new · g n" in hands.screen
        await hands.press("g", "n")
        assert sorted(hands.listed) == [1, 2, 3, 4, 5]
