"""Settings in the console, and what calls the agent."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from supportdesk.console import alerts
from supportdesk.console.habits import Habits
from supportdesk.desk import Desk
from supportdesk.services import conversation, editing, select, tickets
from tests.console.hands import Hands, at
from tests.console.test_theming import habits_from
from tests.templates import Clock


@pytest.fixture
def boris(each_desk: Desk) -> Desk:
    """The same desk with a colleague at it."""
    return replace(each_desk, login="boris")


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What goes to the terminal beside what is drawn."""
    sent: list[str] = []
    monkeypatch.setattr("supportdesk.app.Console.terminal", property(lambda _console: sent.append))
    monkeypatch.delenv("TMUX", raising=False)
    return sent


def assign(desk: Desk, number: int, login: str) -> None:
    """Give a ticket to an agent."""
    with desk.change("assign") as change:
        tickets.assign(change, select.tickets(change, numbers=[number]), to=login)


def note(desk: Desk, number: int, body: str) -> None:
    """Write a note on a ticket."""
    with desk.change("note") as change:
        conversation.note(change, select.tickets(change, numbers=[number]), body=body)


async def calls(hands: Hands, written: list[str]) -> list[str]:
    """What was sent since the last time, once the news are in."""
    written.clear()
    await hands.hear()
    return [*written]


async def test_settings_are_told_with_their_origin_and_chosen_with_enter(team_desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    async with at(team_desk, habits=habits_from(file, SUPPORTDESK_EDITOR="ed")) as hands:
        await hands.press(",")
        assert "editor" in hands.screen
        assert "SUPPORTDESK_EDITOR in the environment" in hands.screen
        await hands.press("j", "enter", "down", "enter")
        assert "after a ticket  list" in hands.screen
        await hands.press("j", "enter")
        await hands.type("bell")
        await hands.press("enter", "escape")
        assert (hands.app.habits.after, hands.app.habits.notify) == ("list", "bell")
    assert file.read_text() == 'after = "list"\nnotify = "bell"\n'


async def test_a_setting_that_is_not_chosen_here_is_left_alone(team_desk: Desk, tmp_path: Path) -> None:
    async with at(team_desk, habits=habits_from(tmp_path / "config.toml")) as hands:
        await hands.press(",", "G", "enter")
        assert "in the config file" in hands.screen


@pytest.mark.parametrize(("how", "sent"), [("bell", "\x07"), ("desktop", "\x1b]9;assigned to you: #4 Cannot log in")])
async def test_a_ticket_that_a_colleague_gives_me_calls_me_once(
    each_desk: Desk, boris: Desk, written: list[str], how: str, sent: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "xterm-kitty")
    async with at(each_desk, habits=Habits(notify=how)) as hands:
        assign(boris, 4, "anna")
        found = await calls(hands, written)
        assert [one[: len(sent)] for one in found] == [sent]
        assert "assigned to you: #4 Cannot log in" in hands.said
        assert await calls(hands, written) == []


async def test_what_i_do_myself_or_what_is_for_others_calls_nobody(
    each_desk: Desk, boris: Desk, written: list[str]
) -> None:
    async with at(each_desk, habits=Habits(notify="bell")) as hands:
        assign(each_desk, 4, "anna")
        assign(boris, 3, "boris")
        note(boris, 2, "mail annabel@anna.example about it; @annabel knows")
        assert await calls(hands, written) == []


async def test_a_note_that_names_me_calls_me(each_desk: Desk, boris: Desk, written: list[str]) -> None:
    async with at(each_desk, habits=Habits(notify="bell")) as hands:
        note(boris, 2, "Could you look, @Anna?")
        assert await calls(hands, written) == ["\x07"]
        assert "you are mentioned: #2" in hands.said


async def test_a_clock_that_is_about_to_run_out_calls_me_once(
    each_desk: Desk, written: list[str], clock: Clock
) -> None:
    assign(each_desk, 3, "anna")
    with each_desk.change("set") as change:
        due = clock() + timedelta(minutes=20)
        editing.set_fields(change, select.tickets(change, numbers=[3]), values={"due": f"{due:%Y-%m-%dT%H:%M:%SZ}"})
    async with at(each_desk, habits=Habits(notify="bell")) as hands:
        assert await calls(hands, written) == []
        clock.advance(minutes=6)
        assert await calls(hands, written) == ["\x07"]
        assert "about to be overdue: #3" in hands.said
        clock.advance(minutes=2)
        assert await calls(hands, written) == []


async def test_who_wants_to_be_left_alone_is(each_desk: Desk, boris: Desk, written: list[str]) -> None:
    async with at(each_desk) as hands:
        assign(boris, 4, "anna")
        note(boris, 2, "@anna")
        assert await calls(hands, written) == []


def test_a_notice_holds_nothing_that_a_terminal_obeys() -> None:
    hostile = "a\x1b]52;c;aGk=\x07\x9bb"
    assert alerts.notice(hostile, {"TERM": "foot"}) == "\x1b]777;notify;supportdesk;a ]52 c aGk=  b\x07"
    assert alerts.notice("x", {"TMUX": "1"}) == "\x1bPtmux;\x1b\x1b]9;x\x07\x1b\\"
