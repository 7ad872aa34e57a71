"""How the console looks: from the settings, and chosen anew while it runs."""

from pathlib import Path

import pytest
from rich.segment import Segment
from textual.color import Color

from supportdesk.config import THEMES, resolve
from supportdesk.console import habits
from supportdesk.console.habits import Habits, habits_of, speaks_unicode
from supportdesk.desk import Desk
from supportdesk.errors import UsageError
from supportdesk.screens import desk
from supportdesk.widgets import palettes
from supportdesk.widgets.ascii import SIGNS, Ascii
from supportdesk.widgets.columns import Sign
from supportdesk.widgets.palettes import PALETTES
from tests.console.hands import Hands, at

PAPER = PALETTES["light"].grounds["plain"].removeprefix("on ")  # type: ignore[index]


def habits_from(file: Path, **environment: str) -> Habits:
    """How an agent with this config file likes to work."""
    environment |= {"SUPPORTDESK_CONFIG": str(file)}
    return habits_of(resolve(environment, flags={}), file, environment)


def test_the_settings_and_the_palettes_know_the_same_themes() -> None:
    assert tuple(PALETTES) == THEMES


def test_the_config_file_names_the_theme(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text('theme = "contrast"\n')
    assert habits_from(tmp_path / "config.toml").theme == "contrast"


def test_an_unknown_theme_is_refused_with_those_that_there_are(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text('theme = "pink"\n')
    with pytest.raises(UsageError, match=r"theme cannot be 'pink'.*dark, light, contrast, terminal or plain"):
        resolve({"SUPPORTDESK_CONFIG": str(tmp_path / "config.toml")}, flags={})


async def test_a_theme_is_chosen_while_the_console_runs_and_kept_in_the_config_file(
    team_desk: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    file = tmp_path / "config.toml"
    file.write_text('# mine\ntheme = "dark"  # for the evening\n\n[keys]\nassign = "w"\n')
    async with at(team_desk, habits=habits_from(file)) as hands:
        assert PAPER not in hands.app.export_screenshot()
        await hands.press(":")
        await hands.type("theme light")
        await hands.press("\n")
        assert "theme: light; kept in" in hands.said
        assert PAPER in hands.app.export_screenshot()
    assert file.read_text() == '# mine\ntheme = "light"  # for the evening\n\n[keys]\nassign = "w"\n'


async def test_a_choice_that_the_environment_overrules_is_for_this_console_alone(
    team_desk: Desk, tmp_path: Path
) -> None:
    file = tmp_path / "config.toml"
    async with at(team_desk, habits=habits_from(file, SUPPORTDESK_AFTER="list")) as hands:
        await hands.press("g", "a", "enter")
        assert "for this console: SUPPORTDESK_AFTER in the environment says otherwise" in hands.said
    assert not file.exists()


async def test_a_choice_that_cannot_be_written_is_told(team_desk: Desk, tmp_path: Path) -> None:
    habits = habits_from(tmp_path / "file" / "config.toml")
    (tmp_path / "file").write_text("no folder")
    async with at(team_desk, habits=habits) as hands:
        await hands.press("g", "a", "down", "enter")
        assert "for this console: cannot" in hands.said
        assert hands.app.habits.after == "list"


async def test_themes_are_offered_with_what_they_look_like(team_desk: Desk) -> None:
    async with at(team_desk) as hands:
        await hands.press("g", "l")
        assert "contrast: white on black" in hands.screen
        await hands.press("escape")
        assert "contrast: white on black" not in hands.screen


async def test_a_terminal_without_other_signs_gets_ascii_and_the_letters_of_customers(team_desk: Desk) -> None:
    async with at(team_desk, habits=Habits(ascii=True)) as hands:
        await hands.press("x", "s")
        seen = "".join(segment.text for y in range(36) for segment in drawn(hands, y))
        signs = {sign for sign in seen if not sign.isascii() and not sign.isalpha()}
        assert signs == set()
        assert "Оплата прошла" in seen


def test_no_sign_before_a_subject_is_a_letter_that_would_be_read_as_its_first() -> None:
    signs = "".join(sign.value[0] for sign in Sign) + "★"
    assert not [sign for sign in signs.translate(SIGNS) if sign.isalnum()]


def test_every_sign_that_the_console_draws_has_one_in_ascii() -> None:
    folders = [Path(palettes.__file__).parent, Path(habits.__file__).parent, Path(desk.__file__).parent]
    texts = [file.read_text("utf-8") for folder in folders for file in folder.glob("*.py")]
    signs = {sign for text in texts for sign in text if not sign.isascii() and not sign.isalnum()}
    assert sorted(sign for sign in signs if ord(sign) not in SIGNS) == []


def drawn(hands: Hands, y: int) -> list[Segment]:
    """What goes to the terminal for a line."""
    return list(hands.app.screen._compositor.render_strips()[y].apply_filter(Ascii(), Color(0, 0, 0)))


@pytest.mark.parametrize(
    ("environment", "more_than_ascii"),
    [
        ({}, True),
        ({"LANG": "ru_RU.UTF-8"}, True),
        ({"LC_ALL": "C.utf8", "LANG": "C"}, True),
        ({"LANG": "C"}, False),
        ({"LANG": "C", "LC_CTYPE": "C.UTF-8"}, False),
        ({"LC_CTYPE": "C.UTF-8"}, True),
        ({"LC_CTYPE": "ru_RU.KOI8-R", "LANG": "ru_RU.UTF-8"}, False),
        ({"LANG": "ru_RU.UTF-8", "TERM": "linux"}, False),
    ],
)
def test_the_locale_tells_whether_there_are_more_signs_than_ascii(
    environment: dict[str, str], more_than_ascii: bool
) -> None:
    assert speaks_unicode(environment) is more_than_ascii


@pytest.mark.parametrize(
    ("environment", "theme"),
    [
        ({"TERM": "linux"}, "terminal"),
        ({"TERM": "xterm"}, "terminal"),
        ({"TERM": "xterm", "COLORTERM": "truecolor"}, "dark"),
        ({"TERM": "xterm-256color"}, "dark"),
        ({"TERM": "xterm-kitty"}, "dark"),
        ({}, "dark"),
        ({"TERM": "linux", "SUPPORTDESK_THEME": "light"}, "light"),
    ],
)
def test_a_terminal_of_sixteen_colours_gets_the_look_of_those_unless_another_was_chosen(
    tmp_path: Path, environment: dict[str, str], theme: str
) -> None:
    settings = resolve({"HOME": str(tmp_path), "LOGNAME": "anna", **environment}, flags={})
    assert habits_of(settings, tmp_path / "config.toml", environment).theme == theme


def test_a_page_in_a_browser_has_all_colours_whatever_the_terminal_of_serve(tmp_path: Path) -> None:
    settings = resolve({"HOME": str(tmp_path), "LOGNAME": "anna"}, flags={})
    assert habits_of(settings, tmp_path / "config.toml", {"TERM": "linux"}, browser=True).theme == "dark"
