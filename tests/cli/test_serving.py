"""`serve`: a real browser's requests against a real server, and who is not let in."""

import asyncio
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import aiohttp
import pytest

from tests.cli.serving import Served, serving


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    home = tmp_path_factory.mktemp("served")
    with serving(home / "desk.db", "admin", home) as served:
        yield served


def _answered(url: str, **headers: str) -> tuple[int, str]:
    async def ask() -> tuple[int, str]:
        async with aiohttp.ClientSession() as session, session.get(url, headers=headers) as answer:
            return answer.status, await answer.text()

    return asyncio.run(ask())


def test_the_console_is_painted_for_whoever_opens_the_printed_address(served: Served) -> None:
    async def open_page() -> tuple[str, bytes]:
        painted = b""
        async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as session:
            async with session.get(served.address) as page:
                text = await page.text()
            async with session.ws_connect(served.socket) as console:
                async for message in console:
                    painted += message.data if isinstance(message.data, bytes) else b""
                    if b"No tickets here" in painted:
                        break
        return text, painted

    page, painted = asyncio.run(asyncio.wait_for(open_page(), 60))
    assert "supportdesk" in page
    assert b"No tickets here" in painted


def test_without_the_key_nobody_gets_in(served: Served) -> None:
    assert _answered(served.root)[0] == 403
    assert _answered(f"{served.root}/?key=guessed")[0] == 403
    assert _answered(f"{served.root}/ws")[0] == 403
    assert _answered(f"{served.root}/static/js/textual.js")[0] == 403


def test_another_name_for_this_machine_and_another_site_are_refused(served: Served) -> None:
    assert _answered(served.address, Host="evil.example")[0] == 403
    assert _answered(served.address, Origin="http://evil.example")[0] == 403


def test_the_address_is_the_only_line_on_standard_output(served: Served) -> None:
    assert re.fullmatch(rf"http://127\.0\.0\.1:{served.port}/\?key=[\w-]{{32}}", served.address)


def test_a_port_in_use_is_one_line_and_exit_6(served: Served, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "supportdesk", "--store", str(tmp_path / "desk.db"), "--as", "admin"]
    found = subprocess.run([*command, "serve", "--port", str(served.port)], capture_output=True, check=False)
    assert found.returncode == 6
    assert found.stderr.decode().startswith(f"supportdesk: cannot listen on 127.0.0.1:{served.port}: ")
