"""`serve`: a real browser's requests against a real server, and who is not let in."""

import asyncio
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import aiohttp
import pytest

from supportdesk.cli.web_address import opened_at
from tests.cli.serving import Served, serving
from tests.conftest import Run


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    home = tmp_path_factory.mktemp("served")
    with serving(home / "desk.db", "admin", home) as served:
        yield served


def _answered(url: str, **headers: str) -> tuple[int, str]:
    async def ask() -> tuple[int, str]:
        async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as session:
            answer = await session.get(url, headers=headers)
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


def test_two_desks_that_are_served_on_one_machine_keep_each_its_own_pages(served: Served, tmp_path: Path) -> None:
    async def opened(*addresses: str) -> list[int]:
        async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as session:
            return [(await session.get(address)).status for address in addresses]

    with serving(tmp_path / "other.db", "admin", tmp_path) as other:
        found = asyncio.run(opened(served.address, other.address, served.root, other.root))
    assert found == [200, 200, 200, 200]


def test_the_address_is_the_only_line_on_standard_output(served: Served) -> None:
    assert re.fullmatch(rf"http://127\.0\.0\.1:{served.port}/\?key=[\w-]{{32}}", served.address)


def test_a_port_in_use_is_one_line_and_exit_6(served: Served, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "supportdesk", "--store", str(tmp_path / "desk.db"), "--as", "admin"]
    found = subprocess.run([*command, "serve", "--port", str(served.port)], capture_output=True, check=False)
    assert found.returncode == 6
    assert found.stderr.decode().startswith(f"supportdesk: cannot listen on 127.0.0.1:{served.port}: ")


@pytest.mark.parametrize("url", ["foo", "desk.example.org", "https://", "https://a.example/desk", "http://a.example:x"])
def test_an_address_for_browsers_that_is_none_is_refused(run: Run, url: str) -> None:
    found = run(f"serve --url {url}")
    assert (found.code, found.out) == (2, "")
    assert found.err.splitlines()[0] == f"supportdesk: --url is the address of a host, without a path, not {url!r}"


@pytest.mark.parametrize("host", ["0.0.0.0", "::"])
def test_listening_everywhere_asks_for_the_address_that_browsers_open(run: Run, host: str) -> None:
    found = run(f"serve --host {host}")
    assert (found.code, found.out) == (2, "")
    assert f"--host {host} listens on every address of this machine; --url says which one browsers open" in found.err


def test_a_host_that_is_not_of_this_machine_is_told_in_one_line_without_talk_of_ports(run: Run) -> None:
    found = run("serve --host 192.0.2.7")
    assert found.code == 6
    assert found.err.splitlines() == [
        "supportdesk: cannot listen on 192.0.2.7:8000: Cannot assign requested address",
        "try: --host ADDRESS",
    ]


@pytest.mark.parametrize(
    ("url", "opened"),
    [
        ("https://desk.example.org/", "https://desk.example.org"),
        ("HTTPS://Desk.example.org:443", "https://desk.example.org"),
        ("http://[::1]:8080", "http://[::1]:8080"),
    ],
)
def test_an_address_is_written_as_browsers_name_it(url: str, opened: str) -> None:
    assert opened_at(url) == opened


def test_the_loopback_of_the_new_internet_is_served_too(tmp_path: Path) -> None:
    with serving(tmp_path / "desk.db", "admin", tmp_path, "--host", "::1") as served:
        assert served.address.startswith(f"http://[::1]:{served.port}/?key=")
        assert _answered(served.address)[0] == 200
