"""A page in a real browser: Chromium without a window, told what to do over the DevTools protocol.

https://chromedevtools.github.io/devtools-protocol says what the methods are. The browser can reach this machine alone.
"""

import asyncio
import shutil
import subprocess
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    import aiohttp

PROGRAM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
PATIENCE = 60.0
"""Seconds that a test waits for the browser or for what its page shows."""

without_chromium = pytest.mark.skipif(PROGRAM is None, reason="there is no Chromium here")

OPTIONS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-proxy-server",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
    "--remote-debugging-port=0",
    "--window-size=1200,800",
)

KEEPS_TERMINAL = """
Object.defineProperty(Object.prototype, "fitAddon", {configurable: true, set(addon) {
    window.shownTerminal = this.terminal;
    Object.defineProperty(this, "fitAddon", {value: addon});
}});
"""
"""textual-serve gives its page's terminal no name; this gives it one, so that its lines can be read."""

LINES = """
window.shownTerminal ? Array.from({length: shownTerminal.rows},
    (_, y) => shownTerminal.buffer.active.getLine(y).translateToString(true)).join("\\n") : ""
"""

CODES = {"Enter": ("\r", 13)}
CTRL = 2


class Page:
    """The one page of a browser."""

    def __init__(self, socket: "aiohttp.ClientWebSocketResponse") -> None:
        self._socket, self._number = socket, 0
        self.requests: list[str] = []

    async def do(self, method: str, **words: Any) -> dict[str, Any]:
        """Give a command; its answer. What the page asks for meanwhile is noted in `requests`."""
        self._number += 1
        await self._socket.send_json({"id": self._number, "method": method, "params": words})
        while True:
            told = await asyncio.wait_for(self._socket.receive_json(), PATIENCE)
            if told.get("id") == self._number:
                assert "error" not in told, told["error"]
                return dict(told["result"])
            if told["method"] == "Network.requestWillBeSent":
                self.requests.append(told["params"]["request"]["url"])

    async def open(self, address: str) -> None:
        """Go to an address."""
        await self.do("Network.enable")
        await self.do("Page.enable")
        await self.do("Page.addScriptToEvaluateOnNewDocument", source=KEEPS_TERMINAL)
        await self.do("Page.navigate", url=address)

    async def told(self, expression: str) -> str:
        """What JavaScript answers."""
        answer = await self.do("Runtime.evaluate", expression=expression)
        return str(answer["result"].get("value", ""))

    async def until_seen(self, text: str) -> None:
        """Wait until a text stands in the terminal of the page."""
        await self._until(LINES, text)

    async def until_told(self, text: str) -> None:
        """Wait until the page says something around the terminal."""
        await self._until("document.body.innerText", text)

    async def _until(self, expression: str, text: str) -> None:
        deadline = time.monotonic() + PATIENCE
        while text not in (told := await self.told(expression)):
            assert time.monotonic() < deadline, f"no {text!r} on the page:\n{told}"
            await asyncio.sleep(0.05)

    async def press(self, *keys: str) -> None:
        """Press keys: letters, names, or `ctrl+` a letter."""
        for key in keys:
            letter = key.removeprefix("ctrl+")
            text, code = CODES.get(letter) or (letter, ord(letter.upper()) if letter.isalpha() else 0)
            held = CTRL if key != letter else 0
            told = {"key": letter, "windowsVirtualKeyCode": code, "modifiers": held, **({} if held else {"text": text})}
            await self.do("Input.dispatchKeyEvent", type="keyDown", **told)
            await self.do("Input.dispatchKeyEvent", type="keyUp", key=letter, windowsVirtualKeyCode=code)


@asynccontextmanager
async def browser(home: Path) -> AsyncIterator[Page]:
    """A browser with an empty page; it knows nothing and ends with this."""
    import aiohttp  # the one test that is in need of it pays for it

    with _running(home) as port:
        async with aiohttp.ClientSession() as session:
            async with session.get(f"http://127.0.0.1:{port}/json/list") as answer:
                [page] = [one for one in await answer.json() if one["type"] == "page"]
            async with session.ws_connect(page["webSocketDebuggerUrl"], max_msg_size=0) as socket:
                yield Page(socket)


@contextmanager
def _running(home: Path) -> Iterator[int]:
    assert PROGRAM is not None
    command = [PROGRAM, *OPTIONS, f"--user-data-dir={home}", "about:blank"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            yield _port(process, home / "DevToolsActivePort")
        finally:
            process.terminate()


def _port(process: subprocess.Popen[bytes], file: Path) -> int:
    """The port that the browser has chosen, as soon as it has written it down."""
    deadline = time.monotonic() + PATIENCE
    while not (file.exists() and (text := file.read_text()).count("\n")):
        assert process.poll() is None, "the browser has ended"
        assert time.monotonic() < deadline, "the browser does not start"
        time.sleep(0.05)
    return int(text.split()[0])
