"""The console in a browser: a small web server that runs one console for each page that is opened.

Whoever opens a page acts as the agent who serves it, so that a page opens only for those who have its secret address:
the key in it becomes a cookie, and requests for other hosts or from other sites are refused (a site that you visit
could otherwise drive your desk, by its own name for this machine).
"""

import hmac
import logging
import shlex
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from secrets import token_urlsafe
from socket import AF_INET, AF_INET6, create_server
from urllib.parse import urlsplit

from aiohttp import web
from textual_serve.server import Server

COOKIE = "supportdesk-{port}"
"""Cookies are those of a host, whatever its port: two desks that are served on one machine have one each."""

PAGE = Path(__file__).parent / "page"
"""The page that holds the terminal: ours, as that of textual-serve asks a stranger's server for its letters."""

Respond = Callable[[web.Request], Awaitable[web.StreamResponse]]


class ConsoleServer(Server):
    """Serves the program `words` at one address; `started` is told the address to open, with its key."""

    def __init__(self, words: Sequence[str], *, host: str, port: int, url: str, started: Callable[[str], None]) -> None:
        super().__init__(
            shlex.join(words),
            host=host,
            port=port,
            title="supportdesk",
            public_url=url or None,
            templates_path=PAGE,
        )
        self._key, self._cookie = token_urlsafe(24), COOKIE.format(port=port)
        self._started = started

    @property
    def address(self) -> str:
        """Where the console is opened."""
        return f"{self.public_url}/?key={self._key}"

    def run(self) -> None:
        """Serve until interrupted; OSError where the address cannot be listened on."""
        self.initialize_logging()
        family = AF_INET6 if ":" in self.host else AF_INET
        with create_server((self.host, self.port), family=family) as listening:
            web.run_app(self._make_app(), sock=listening, print=lambda *_: None)

    def initialize_logging(self) -> None:
        """Only what goes wrong, and never the values of variables."""
        logging.basicConfig(level=logging.WARNING, format="supportdesk: %(message)s")

    async def on_startup(self, app: web.Application) -> None:  # noqa: ARG002
        """Tell where to look."""
        self._started(self.address)

    async def _make_app(self) -> web.Application:
        app = await super()._make_app()

        @web.middleware
        async def guard(request: web.Request, handler: Respond) -> web.StreamResponse:
            return await self._guard(request, handler)

        app.middlewares.append(guard)
        return app

    async def _guard(self, request: web.Request, respond: Respond) -> web.StreamResponse:
        """Let in who knows the key, asks for this host, and comes from its own pages."""
        if request.host != urlsplit(self.public_url).netloc or not self._same_site(request):
            raise web.HTTPForbidden(text="this desk is not served under that name")
        if self._known(request.cookies.get(self._cookie, "")):
            return await respond(request)
        if not self._known(request.query.get("key", "")):
            raise web.HTTPForbidden(text="open the address that `supportdesk serve` printed, with its key")
        answer = web.HTTPFound("/")
        answer.set_cookie(self._cookie, self._key, httponly=True, samesite="Strict")
        return answer

    def _known(self, key: str) -> bool:
        return hmac.compare_digest(key.encode(), self._key.encode())

    def _same_site(self, request: web.Request) -> bool:
        origin = request.headers.get("Origin")
        return origin is None or urlsplit(origin).netloc == urlsplit(self.public_url).netloc
