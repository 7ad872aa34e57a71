"""Help on every screen: the keys of that very screen, and back from there to where it was asked from."""

import pytest

from supportdesk.console.habits import Habits
from supportdesk.desk import Desk
from supportdesk.keymap import Keymap
from tests.console.hands import at

ROOMS = [
    (("i",), "Keys on a customer's page", "make one customer of two"),
    ((",",), "Keys in the settings", "choose another value"),
    (("g", "c"), "Keys in the columns", "the columns as they were at first"),
    (("g", "q"), "Keys in the quarantine", "take it in now"),
    (("v",), "Keys in a mail as it came", "the next message of the ticket"),
    (("W",), "Keys in how messages came", "send the letter at once"),
]
"""What opens a room in which letters are keys, and something that its help says."""

WRITTEN_IN = [
    (("F",), "Keys in the search", "best first, or newest first"),
    (("N",), "Keys in the form", "the field before"),
    (("g", "r"), "Keys in the canned responses", "write a canned response"),
    (("s",), "Keys in the list to choose from", "take the line under the cursor"),
    (("m",), "Keys in the list to choose from", "leave without choosing"),
    ((":",), "Keys in the command line", "the command before"),
    (("/",), "Keys in the filter bar", "leave the filter as it was"),
    (("r",), "Keys in the composer", "go on in your own editor"),
]
"""The same where letters are text."""


@pytest.mark.parametrize("size", [(160, 48), (80, 24)])
@pytest.mark.parametrize(("keys", "title", "said"), ROOMS)
async def test_a_question_mark_shows_the_keys_of_the_room_and_escape_goes_back_to_it(
    busy: Desk, keys: tuple[str, ...], title: str, said: str, size: tuple[int, int]
) -> None:
    async with at(busy, size=size) as hands:
        await hands.press(*keys)
        room = hands.app.screen
        await hands.press("?")
        assert title in hands.screen
        assert said in hands.screen
        await hands.press("escape")
        assert hands.app.screen is room


@pytest.mark.parametrize(("keys", "title", "said"), WRITTEN_IN)
async def test_where_letters_are_text_f1_shows_the_keys(
    busy: Desk, keys: tuple[str, ...], title: str, said: str
) -> None:
    async with at(busy) as hands:
        await hands.press(*keys)
        room, field = hands.app.screen, hands.app.screen.focused
        await hands.press("f1")
        assert title in hands.screen
        assert said in hands.screen
        await hands.press("escape")
        assert (hands.app.screen, hands.app.screen.focused) == (room, field)


async def test_where_letters_are_text_a_question_mark_is_one(busy: Desk) -> None:
    async with at(busy) as hands:
        await hands.press("F")
        await hands.type("lost?")
        assert "/ lost?" in hands.screen


async def test_the_russian_layout_asks_for_help_in_a_room_too(busy: Desk) -> None:
    async with at(busy) as hands:
        await hands.press("ш", "о", ",")
        assert "Keys on a customer's page" in hands.screen


async def test_before_an_answer_goes_the_keys_are_told_too(busy: Desk) -> None:
    async with at(busy) as hands:
        await hands.press("r")
        await hands.type("It is attached.")
        await hands.press("ctrl+j", "?")
        assert "Keys in the stop before sending" in hands.screen
        await hands.press("escape")
        assert "it speaks of an attachment" in hands.screen


@pytest.mark.parametrize(("keys", "told"), [(("i",), "? help"), (("F",), "f1 help"), (("N",), "f1 help")])
@pytest.mark.parametrize("size", [(160, 48), (80, 24)])
async def test_a_room_names_the_key_of_its_help(
    busy: Desk, keys: tuple[str, ...], told: str, size: tuple[int, int]
) -> None:
    async with at(busy, size=size) as hands:
        await hands.press(*keys)
        assert f"{told}  esc back" in hands.screen


OTHERS = {
    "reply": ("w",),
    "macro": ("M",),
    "leave": ("f6",),
    "back": ("f6",),
    "dismiss": ("f6",),
    "choose": ("f7",),
    "abandon": ("f6",),
    "apply": ("f7",),
    "hit_open": ("f7",),
}
"""Other keys than the usual ones, where what they do is told beside them."""


async def test_whatever_names_a_key_names_the_one_in_force(busy: Desk) -> None:
    async with at(busy, habits=Habits(Keymap(OTHERS))) as hands:
        await hands.press("w")
        await hands.type("Dear Lee")
        assert "f6 keeps it as a draft" in hands.screen
        await hands.press("f6")
        assert "draft kept for #5 · w goes on with it" in hands.said
        await hands.press("f6", "s")
        assert "f7 takes  f6 back" in hands.screen
        await hands.press("f6", "/")
        await hands.type("subject:export")
        assert "f7 filters · f6 leaves it as it was" in hands.screen
        await hands.press("f6", "*")
        assert "5 marked · f6 unmarks" in hands.said
        await hands.press("w")
        assert "mark the tickets one by one to write to them; M answers all of them" in hands.said
        await hands.press("F")
        await hands.type("export")
        assert "f7 opens the ticket" in hands.screen


async def test_the_note_on_a_customer_names_the_keys_in_force(busy: Desk) -> None:
    async with at(busy, habits=Habits(Keymap({"keep": ("f7",), "away": ("f6",)}))) as hands:
        await hands.press("i", "tab", "G", "enter")
        assert "f7 keeps  f6 leaves" in hands.screen
