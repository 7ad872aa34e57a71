"""`serve` in a real browser: the page is opened by its printed address, painted, and worked in by keys."""

from pathlib import Path

import pytest

from supportdesk.desk import Desk
from tests.cli.chromium import browser, without_chromium
from tests.cli.serving import serving
from tests.console.conftest import furnish
from tests.console.test_triage import bodies, row
from tests.templates import Beginning

pytestmark = without_chromium

BESIDE = """
(viewport => String(viewport.offsetWidth - viewport.clientWidth))(document.querySelector(".xterm-viewport"))
"""
"""The width of what stands beside the terminal: a scrollbar, if there is one."""


@pytest.fixture
def beginning() -> Beginning:
    """The desk that is served is furnished."""
    return Beginning("furnished", furnish)


async def test_a_ticket_is_answered_and_solved_in_a_browser_that_asks_nobody_else(
    sqlite_desk: Desk, sqlite_place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMUX", "/tmp/tmux-1000/default,1,0")
    monkeypatch.setenv("LANG", "C")
    with serving(Path(sqlite_place), "anna", tmp_path) as served:
        async with browser(tmp_path / "browser") as page:
            await page.open(served.address)
            await page.until_seen("Please help: Export to CSV fails.")
            assert await page.told(BESIDE) == "0"
            await page.press("j")
            await page.until_seen("#4 Cannot log in")
            await page.press("о")
            await page.until_seen("#3 Invoice copy")
            await page.press("y", "Enter")
            await page.until_seen("sent number #3 to your terminal's clipboard")
            await page.press("r")
            await page.until_seen("✎ reply to Lee Chen")
            await page.until_seen("f4 canned  ctrl+f file")
            await page.press(*"Page two, см. счёт.")
            await page.until_seen("Page two, см. счёт.")
            await page.press("ctrl+j")
            await page.until_seen("answered #3")
            assert bodies(sqlite_desk, 3)[-1] == ("reply", "Page two, см. счёт.")
            await page.press("e")
            await page.until_seen("solved #3")
            assert row(sqlite_desk, 3).status == "solved"
            await page.press("q", "q", "Enter")
            await page.until_told("The console has ended.")
    assert page.requests
    assert [url for url in page.requests if not url.startswith(f"{served.root}/")] == []
