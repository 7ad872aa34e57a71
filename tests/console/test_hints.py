"""Hints name what a key does here and now, each whole, and none that does nothing."""

import pytest

from supportdesk.console.habits import Habits
from supportdesk.desk import Desk
from supportdesk.keymap import Keymap
from supportdesk.screens import keying
from supportdesk.screens.desk_layout import Pane
from supportdesk.screens.footer import HEARD
from supportdesk.screens.quarantine import QuarantineScreen
from supportdesk.widgets.lines import Bar
from tests.console.conftest import write_from
from tests.console.hands import Hands, at


@pytest.mark.parametrize("width", [60, 80, 100, 120, 160])
async def test_what_may_follow_a_key_is_named_whole_or_not_at_all(
    busy: Desk, monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    monkeypatch.setattr(keying, "PAUSE", 0.001)
    async with at(busy, size=(width, 24)) as hands:
        await hands.press("g")
        await hands.until(lambda: "g …  g top" in hands.app.desk_screen.hints.text)
        *named, last = hands.screen.splitlines()[-1].removeprefix(" g …  ").split("  ")
        keys = hands.app.habits.keymap.following("g", HEARD[Pane.INBOX])
        labels = {"g top", *(f"{key} {action.label}" for key, action in keys)}
        assert set(named) <= labels
        assert last in labels | {"…"}


def offered(hands: Hands) -> list[str]:
    """Which of the keys that go from place to place the first line of a room names."""
    told = hands.app.screen.query(Bar).first().text
    return [hint for hint in ("n next", "] later", "[ earlier") if hint in told]


async def test_a_source_offers_no_next_place_before_something_is_sought_and_no_message_after_the_last(
    busy: Desk,
) -> None:
    write_from(busy, 5, "Any news?")
    async with at(busy, size=(160, 48)) as hands:
        await hands.press("v")
        assert offered(hands) == ["[ earlier"]
        await hands.press("[", "/", *"help", "enter")
        assert offered(hands) == ["n next", "] later"]


@pytest.mark.parametrize(("keys", "foot"), [(("enter",), -1), (("v",), None)])
async def test_where_words_are_sought_no_key_of_the_command_line_is_named(
    busy: Desk, keys: tuple[str, ...], foot: int | None
) -> None:
    async with at(busy, size=(100, 30)) as hands:
        await hands.press(*keys, "/", *"help")
        told = hands.screen.splitlines()[foot] if foot else hands.app.screen.query(Bar).first().text
        assert ("enter run" in told, "esc back" in told) == (True, True)
        assert [word for word in ("complete", "older", "/ find", "] later") if word in told] == []


async def test_a_room_stands_as_it_fits_from_its_first_frame_on(busy: Desk) -> None:
    stood: list[bool] = []

    class Watched(QuarantineScreen):
        def on_resize(self) -> None:
            stood.append(self.query_one(".box").has_class("narrow"))

    async with at(busy, size=(80, 24)) as hands:
        await hands.app.push_screen(Watched(hands.app, hands.app.desk_screen.rows.now, changed=lambda _outcome: None))
        await hands.settle()
        assert stood[0]


async def test_what_calls_the_agent_is_told_whole_where_it_is_chosen(busy: Desk) -> None:
    async with at(busy, size=(80, 24)) as hands:
        await hands.press("g", "b")
        box = [line.split("│")[1] for line in hands.screen.splitlines() if line.count("│") == 2]
        assert "esc back" in box[0]
        assert not [line for line in box if "…" in line]


UNBOUND = ("reply", "new", "hide_views", "range", "undo", "fold", "save")


@pytest.mark.parametrize(
    ("keys", "told"),
    [
        (("m", *"greeting", "enter", "escape"), "draft kept for #5"),
        (("n", *"Look", "ctrl+g"), "dropped what was written"),
        (("n", *"Look", "ctrl+g", *":undo", "enter"), "brought back; it is a draft again · n goes on with it"),
        (("ctrl+p", *"hide views", "enter"), "the views are hidden"),
        (("ctrl+p", *"range", "enter"), "marking from #5 on: move, then press a verb"),
        (("m", *"greeting", "enter", "ctrl+j"), "answered #5 · 10 s"),
        (("*", "e"), "│ screen"),
        (("*", "escape", "x", "x", "m", *"greeting", "enter"), "each customer gets their own"),
        (("g", "r", "ctrl+t", *"one", "escape"), "not saved yet: esc again leaves it"),
    ],
)
async def test_a_message_leaves_out_what_an_unbound_key_would_do(busy: Desk, keys: tuple[str, ...], told: str) -> None:
    keymap = Keymap(dict.fromkeys(UNBOUND, ()))
    async with at(busy, size=(160, 48), habits=Habits(keymap)) as hands:
        await hands.press(*keys)
        line = next(line for line in hands.screen.splitlines() if told in line)
        rest = line.partition(told)[2].split("  ")[0].strip(" │")
        assert rest == ""


async def test_arrows_are_named_in_words_where_the_terminal_has_no_arrows(busy: Desk) -> None:
    async with at(busy, size=(100, 30), habits=Habits(ascii=True)) as hands:
        await hands.press("F")
        assert "down next" in hands.app.screen.query(Bar).first().text
        await hands.press("escape", "?", "/", *"one line down")
        assert any("j down" in line for line in hands.screen.splitlines())


def foot(hands: Hands) -> list[str]:
    """The hints at the foot of the screen."""
    return hands.screen.splitlines()[-1].split("  ")


async def test_a_search_that_found_nothing_offers_no_next_place_and_any_search_the_way_out(busy: Desk) -> None:
    async with at(busy, size=(100, 30)) as hands:
        await hands.press("enter", "/", *"help", "enter")
        assert foot(hands) == [" n next", "N previous", "esc back", "? help"]
        await hands.press("escape", "/", *"zebra", "enter")
        assert foot(hands) == [" esc back", "? help"]


@pytest.mark.parametrize("keys", [("r",), ("/",), (":",), ("g", "c"), (",",)])
async def test_help_is_named_wherever_keys_are_and_by_one_that_types_nothing(busy: Desk, keys: tuple[str, ...]) -> None:
    async with at(busy, size=(80, 24)) as hands:
        await hands.press(*keys)
        key = "?" if keys[-1] in "c," else "f1"
        assert any(f"  {key} help" in line for line in hands.screen.splitlines()[-1 if key == "f1" else 0 :])
        await hands.press(key)
        assert "Keys in" in hands.screen
