"""The command line of the console and the palette: the verbs and words of the shell, completed, and their errors."""

import pytest

from supportdesk.console.command_completion import complete
from supportdesk.console.commands import COMMANDS, READERS, Order, read_order
from supportdesk.console.verbs import WITH_WORDS
from supportdesk.desk import Desk
from supportdesk.domain.desk_names import DeskNames
from supportdesk.errors import UsageError
from supportdesk.screens.palette import PaletteScreen
from supportdesk.services.by_verb import TICKET_VERBS
from supportdesk.widgets.choices import Choice
from tests.console.hands import Hands, at
from tests.console.test_triage import bodies, row

NAMES = DeskNames((("anna", "Anna Kim"), ("boris", "Boris Agent")), ("billing",), ("refund", "login"), ("invoice",))


async def say(hands: Hands, line: str) -> None:
    """Type a command and have it done."""
    await hands.press(":")
    await hands.type(line)
    await hands.press("enter")


# Reading


@pytest.mark.parametrize(
    ("line", "order"),
    [
        ("assign boris", Order("assign", words={"to": "boris"})),
        ("assign 3 5-6 --to boris", Order("assign", (3, 5, 6), {"to": "boris"})),
        ("assign billing", Order("assign", words={"team": "billing"})),
        ("assign --team billing", Order("assign", words={"team": "billing"})),
        ("assign none", Order("assign", words={"to": None})),
        (":close", Order("close")),
        ("close #12", Order("close", (12,))),
        ("priority HIGH", Order("priority", words={"to": "high"})),
        ("status pending", Order("status", words={"to": "pending"})),
        ("tag +a -b", Order("tag", words={"add": ("a",), "remove": ("b",)})),
        ("snooze 2h", Order("snooze", words={"until": "2h"})),
        ("pend --until 3d", Order("pend", words={"until": "3d"})),
        ("hold", Order("hold", words={"until": None})),
        ("set due=2d subject=Card declined", Order("set", words={"values": ("due=2d", "subject=Card declined")})),
        ("note it's done", Order("note", words={"body": "it's done"}, text="it's done")),
        ("note 4 -m called", Order("note", (4,), {"body": "called"}, text="called")),
        ("reply --template thanks", Order("reply", words={"template": "thanks"})),
        ("12", Order("goto", text="12")),
        ("goto #7", Order("goto", text="7")),
        ("view my own view", Order("view", text="my own view")),
        ("filter tag:a or tag:b", Order("filter", text="tag:a or tag:b")),
        ("q", Order("quit")),
        ("after next", Order("after", text="next")),
        ("mail", Order("quarantine")),
        ("mail quarantine retry 17", Order("mail quarantine retry", words={"arrival": 17})),
        ("mail outbox", Order("go_failed")),
        ("mail outbox cancel", Order("cancel_letter")),
        ("mail outbox retry 4 5", Order("mail outbox retry", words={"letters": ("4", "5")})),
        ("why", Order("why")),
        ("rethread 310 --to #12", Order("rethread", words={"message": "310", "to": 12})),
        ("rethread --new", Order("rethread", words={"message": "", "to": None})),
        ("show 12 --raw", Order("source", (12,))),
    ],
)
def test_a_line_is_read(line: str, order: Order) -> None:
    assert read_order(line, NAMES) == order


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("asign boris", "no command 'asign'; did you mean assign?"),
        ("assign", "assign to whom?"),
        ("priority hihg", "no priority 'hihg'; did you mean high?"),
        ("status", "which status? there are open, pending, hold, solved, closed"),
        ("tag refund", "write +refund"),
        ("tag", "which tags?"),
        ("snooze", "snooze until when?"),
        ("close now", "'now' is too much here"),
        ("set due", "write KEY=VALUE"),
        ("goto home", "go to which ticket?"),
        ("close 1-99999999", "no range of at most 10,000 tickets"),
        ("view", "which view?"),
        ("mail box", "there are mail quarantine list|retry|discard; mail outbox list|retry|cancel"),
        ("mail quarantine discard", "which message?"),
        ("rethread 310", "rethread MESSAGE --to TICKET, or --new"),
        ("reply Dear all", "reply opens the composer"),
    ],
)
def test_what_cannot_be_read_is_told_in_one_line(line: str, told: str) -> None:
    with pytest.raises(UsageError) as caught:
        read_order(line, NAMES)
    assert told in caught.value.message
    assert "\n" not in caught.value.message


def test_every_verb_of_the_console_can_be_written_but_for_those_without_words() -> None:
    assert {*TICKET_VERBS, *WITH_WORDS} <= {*READERS, "note"}
    assert {*TICKET_VERBS, *WITH_WORDS} <= set(COMMANDS)


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("cl", ["close"]),
        ("assign b", ["boris", "billing"]),
        ("tag +re", ["+refund"]),
        ("tag +a -l", ["-login"]),
        ("view d", ["default"]),
        ("priority u", ["urgent"]),
        ("status so", ["solved"]),
        ("set i", ["invoice="]),
        ("after n", ["next"]),
        ("filter assignee:b", ["boris"]),
        ("close x", []),
    ],
)
def test_words_are_completed(typed: str, offered: list[str]) -> None:
    assert [one.text for one in complete(typed, len(typed), NAMES, ["default", "mine"])] == offered


# Doing


async def test_a_verb_acts_on_the_ticket_under_the_cursor(team_desk: Desk) -> None:
    async with at(team_desk) as hands:
        await hands.press("j")
        await say(hands, "assign boris")
        assert row(team_desk, 4).assignee == "boris"
        assert "assigned #4 to boris · u undo" in hands.said


async def test_a_verb_acts_on_what_is_marked_or_on_the_tickets_that_are_named(busy: Desk) -> None:
    async with at(busy) as hands:
        await hands.press("x", "x")
        await say(hands, "priority high")
        await say(hands, "close 1-2")
        assert [row(busy, number).priority for number in range(1, 6)] == ["normal", "normal", "normal", "high", "high"]
        assert [row(busy, number).status for number in range(1, 6)] == ["closed", "closed", "new", "new", "new"]


async def test_all_that_match_are_named_by_their_number_before_a_command_acts_on_them(busy: Desk) -> None:
    async with at(busy) as hands:
        await hands.press("*")
        await say(hands, "tag +login")
        assert "tag 5 tickets?" in hands.screen
        await hands.press("y")
        assert row(busy, 1).tags == ("login",)


async def test_tab_completes_agents_tags_and_verbs(busy: Desk) -> None:
    async with at(busy) as hands:
        await hands.press(":")
        await hands.type("ass")
        await hands.press("tab")
        await hands.type("bo")
        await hands.press("tab", "enter")
        assert row(busy, 5).assignee == "boris"


async def test_up_and_down_go_through_the_commands_before(busy: Desk) -> None:
    async with at(busy) as hands:
        await say(hands, "priority high")
        await say(hands, "tag +login")
        await hands.press("j", ":", "up", "up", "enter")
        assert row(busy, 4).priority == "high"
        await hands.press(":", "up", "down")
        bar = hands.app.desk_screen.commanding.bar
        assert bar is not None
        assert bar.field.value == ""


async def test_what_cannot_be_read_stays_to_be_mended_and_changes_nothing(busy: Desk) -> None:
    async with at(busy) as hands:
        await say(hands, "prioritty high")
        assert "no command 'prioritty'; did you mean priority?" in hands.screen
        assert row(busy, 5).priority == "normal"
        await hands.press("escape")
        assert hands.app.desk_screen.commanding.bar is None
        assert hands.app.desk_screen.focused is hands.app.desk_screen.rows


async def test_what_the_desk_refuses_is_told_in_the_status_line(busy: Desk) -> None:
    async with at(busy) as hands:
        await say(hands, "assign nobody-here")
        assert "no agent 'nobody-here'" in hands.said
        await say(hands, "snooze 2020-01-01")
        assert "has passed" in hands.said


async def test_a_number_opens_that_ticket_also_where_the_view_does_not_list_it(busy: Desk) -> None:
    async with at(busy) as hands:
        await say(hands, "close 2")
        await say(hands, "2")
        assert hands.number == 2
        assert hands.app.desk_screen.attending.ticket is not None
        assert hands.app.desk_screen.attending.ticket.number == 2
        await say(hands, "goto 99")
        assert "no ticket 99" in hands.said


async def test_views_and_filters_are_called_by_name(busy: Desk) -> None:
    async with at(busy) as hands:
        await say(hands, "view unassigned")
        assert hands.app.desk_screen.inbox.view.name == "unassigned"
        await say(hands, "filter lee")
        assert sorted(hands.listed) == [2, 3, 5]
        await say(hands, "view nowhere")
        assert "no view 'nowhere'" in hands.screen


async def test_a_note_is_written_in_one_line(busy: Desk) -> None:
    async with at(busy) as hands:
        await say(hands, "note called back, it's fine")
        assert bodies(busy, 5)[-1] == ("note", "called back, it's fine")


async def test_reply_without_words_opens_the_composer(busy: Desk) -> None:
    async with at(busy) as hands:
        await say(hands, "reply")
        assert hands.app.desk_screen.writing.composer is not None


async def test_letters_typed_ahead_of_the_line_are_words_and_never_commands(busy: Desk) -> None:
    async with at(busy) as hands:
        await hands.hurry(":", *"close")
        assert row(busy, 5).status == "new"
        bar = hands.app.desk_screen.commanding.bar
        assert bar is not None
        assert bar.field.value == "close"


# The palette


async def test_the_palette_finds_an_action_by_a_few_letters_and_shows_its_key(busy: Desk) -> None:
    async with at(busy) as hands:
        await hands.press("ctrl+p")
        await hands.type("mark as sol")
        palette = hands.app.screen
        assert isinstance(palette, PaletteScreen)
        assert palette.list.current == Choice("do solve", "mark as solved", "e", hits=(0, 1, 2, 3, 5, 6, 8, 9, 10))
        await hands.press("enter")
        assert row(busy, 5).status == "solved"


async def test_the_palette_goes_to_views_and_tickets_and_assigns_to_agents(busy: Desk) -> None:
    async with at(busy) as hands:
        await hands.press("ctrl+p")
        await hands.type("view over")
        await hands.press("enter")
        assert hands.app.desk_screen.inbox.view.name == "overdue"
        await hands.press("g", "i", "ctrl+p")
        await hands.type("#3")
        await hands.press("enter")
        assert hands.number == 3
        await hands.press("ctrl+p")
        await hands.type("to boris")
        await hands.press("enter")
        assert row(busy, 3).assignee == "boris"


async def test_the_palette_moves_the_pane_that_has_the_keys(busy: Desk) -> None:
    async with at(busy) as hands:
        await hands.press("ctrl+p")
        await hands.type("to the bottom")
        await hands.press("enter")
        assert hands.number == 1
