"""How the console looks: from the settings, and chosen anew while it runs."""

from pathlib import Path

import pytest

from supportdesk.config import THEMES, resolve
from supportdesk.console.habits import habits_of
from supportdesk.desk import Desk
from supportdesk.errors import UsageError
from supportdesk.widgets.palettes import PALETTES
from tests.console.hands import at

PAPER = PALETTES["light"].grounds["plain"].removeprefix("on ")  # type: ignore[index]


def test_the_settings_and_the_palettes_know_the_same_themes() -> None:
    assert tuple(PALETTES) == THEMES


def test_the_config_file_names_the_theme(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text('theme = "contrast"\n')
    assert habits_of(resolve({"SUPPORTDESK_CONFIG": str(tmp_path / "config.toml")}, flags={})).theme == "contrast"


def test_an_unknown_theme_is_refused_with_those_that_there_are(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text('theme = "pink"\n')
    with pytest.raises(UsageError, match=r"theme cannot be 'pink'.*dark, light, contrast, terminal or plain"):
        resolve({"SUPPORTDESK_CONFIG": str(tmp_path / "config.toml")}, flags={})


async def test_a_theme_is_chosen_while_the_console_runs(team_desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    async with at(team_desk) as hands:
        assert PAPER not in hands.app.export_screenshot()
        await hands.press(":")
        await hands.type("theme light")
        await hands.press("\n")
        assert 'to keep it, write theme = "light" in your config file' in hands.screen
        assert PAPER in hands.app.export_screenshot()


async def test_themes_are_offered_with_what_they_look_like(team_desk: Desk) -> None:
    async with at(team_desk) as hands:
        await hands.press("g", "l")
        assert "contrast: white on black" in hands.screen
        await hands.press("escape")
        assert "contrast: white on black" not in hands.screen
