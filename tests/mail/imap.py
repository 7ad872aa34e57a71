"""A real IMAP server in this process, for the tests: pymap, its mail in memory, which fails where it is told to."""

import asyncio
import socket
import ssl
import threading
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator
from contextlib import AsyncExitStack, closing, contextmanager
from dataclasses import dataclass, field
from typing import Any

from imapclient import IMAPClient
from proxyprotocol.reader import ProxyProtocolReader
from pymap.backend.dict import Config, DictBackend, Login
from pymap.config import BackendCapability
from pymap.context import connection_exit
from pymap.imap import IMAPConnection, IMAPServer, IMAPService
from pymap.imap.state import ConnectionState
from pymap.parsing.response import ResponseBad, ResponseNo
from pysasl import SASLAuth
from pysasl.creds.external import ExternalCredentials
from pysasl.creds.plain import PlainCredentials
from pysasl.hashing import Cleartext

USER, PASSWORD, TOKEN = "support", "secret", "t0ken"
HANG_UP, SLOW = "hang up", "slow"
STALL = 5.0
"""Seconds that a slow server keeps silent; clients of the tests wait for less."""


@dataclass(slots=True)
class Server:
    """A server that runs; `client()` is another mail program's session.

    `faults` say what is to go wrong, by command: NO or BAD, `HANG_UP`, or `SLOW` (answer too late). `said` are the
    commands that it was given, and `open` how many sessions it has now.
    """

    port: int
    password: str = PASSWORD
    faults: dict[str, str] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)
    open: int = 0
    hang_up: Callable[[], None] = lambda: None
    forget_last_uid: Callable[[], None] = lambda: None
    url: str = field(init=False)

    def __post_init__(self) -> None:
        self.url = f"imap://{USER}@127.0.0.1:{self.port}/INBOX"

    @contextmanager
    def client(self) -> Iterator[IMAPClient]:
        """A session of another mail program, with the inbox open."""
        with IMAPClient("127.0.0.1", self.port, ssl=False, timeout=10) as client:
            client.socket().setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            client.login(USER, self.password)
            client.select_folder("INBOX")
            yield client

    def deliver(self, *raws: bytes) -> None:
        """Put messages into the inbox."""
        with self.client() as client:
            for raw in raws:
                client.append("INBOX", raw)

    def flags(self) -> dict[int, set[bytes]]:
        """The flags of each message by UID."""
        with self.client() as client:
            found = client.fetch(uids, ["FLAGS"]) if (uids := client.search()) else {}
        return {uid: {flag for flag in data[b"FLAGS"] if flag != b"\\Recent"} for uid, data in found.items()}


class _Config(Config):
    """Takes passwords and tokens; with IDLE unless told otherwise."""

    idle = True

    @property
    def backend_capability(self) -> BackendCapability:
        return BackendCapability(idle=self.idle, object_id=False, multi_append=True)

    @property
    def tls_auth(self) -> SASLAuth:
        return SASLAuth.named([b"PLAIN", b"LOGIN", b"XOAUTH2"])

    @property
    def greeting(self) -> bytes:
        return b"ready"


class _Clear(Cleartext):
    """Compares passwords beyond ASCII too, which pysasl cannot."""

    def verify(self, secret: str, hash: str) -> bool:
        return secret == hash


class _Failing(ConnectionState):
    """A session that fails where it is told to."""

    def __init__(self, server: Server, *words: Any) -> None:
        super().__init__(*words)
        self.server = server

    async def do_authenticate(self, cmd: Any, creds: Any) -> Any:
        if failed := await self._failed(cmd):
            return failed
        if isinstance(creds, ExternalCredentials):
            try:
                creds.verify(None)
            except Exception as asked:
                right = (creds.authzid, asked.token) == (USER, TOKEN)  # type: ignore[attr-defined]
                creds = PlainCredentials(USER, PASSWORD if right else "")
        return await super().do_authenticate(cmd, creds)

    async def do_command(self, cmd: Any) -> Any:
        self.server.said.append(cmd.command.decode())
        return await self._failed(cmd) or await super().do_command(cmd)

    async def receive_updates(self, cmd: Any, done: Any) -> Any:
        """Tell of news; pymap's own way misses those that come while it tells of others."""
        while True:
            selected = await self.session.check_mailbox(self.selected)
            self._selected, untagged = selected.fork(cmd)
            if (told := list(untagged)) or done.is_set():
                return told
            await asyncio.sleep(0.01)

    async def _failed(self, cmd: Any) -> Any:
        fault = self.server.faults.get(cmd.command.decode(), "")
        if fault == HANG_UP:
            raise ConnectionError
        if fault == SLOW:
            await asyncio.sleep(STALL)
        return {"NO": ResponseNo, "BAD": ResponseBad}[fault](cmd.tag, b"not now") if fault in ("NO", "BAD") else None


class _Sessions(IMAPServer):
    """Gives each connection such a session."""

    def __init__(self, server: Server, backend: DictBackend, config: _Config) -> None:
        super().__init__(backend.login, config)
        self.server, self.under_way = server, set[asyncio.Task[None]]()

    async def __call__(self, reader: Any, writer: Any, sock_info: Any) -> None:
        connection = IMAPConnection(self.commands, self._config, reader, writer, sock_info)
        task = asyncio.current_task()
        assert task
        self.under_way.add(task)
        self.server.open += 1
        try:
            async with AsyncExitStack() as stack:
                connection_exit.set(stack)
                stack.enter_context(closing(connection))
                await connection.run(_Failing(self.server, self._login, self._config))
        except (ConnectionError, asyncio.CancelledError):
            writer.transport.abort()
        finally:
            self.under_way.discard(task)
            self.server.open -= 1

    def hang_up(self) -> None:
        """End every session."""
        for task in list(self.under_way):
            task.cancel()


@contextmanager
def running(
    *,
    idle: bool = True,
    context: ssl.SSLContext | None = None,
    implicit: bool = False,
    host: str = "127.0.0.1",
    password: str = PASSWORD,
) -> Iterator[Server]:
    """A server, for as long as the body runs; with a context it speaks TLS, from the start or when asked to."""
    listening = socket.create_server((host, 0))
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # or every answer takes 40 ms
    server = Server(listening.getsockname()[1], password)
    begun, loop, stop = threading.Event(), asyncio.new_event_loop(), asyncio.Event()

    async def serve() -> None:
        backend, config = await _backend(idle, None if implicit else context, password)
        config.apply_context()
        sessions = _Sessions(server, backend, config)
        server.forget_last_uid = lambda: asyncio.run_coroutine_threadsafe(_forget_last_uid(config), loop).result(5)
        server.hang_up = lambda: loop.call_soon_threadsafe(sessions.hang_up) and None
        called = ProxyProtocolReader(config.proxy_protocol).get_callback(sessions)
        async with await asyncio.start_server(called, sock=listening, ssl=context if implicit else None):
            begun.set()
            await stop.wait()

    def run() -> None:
        asyncio.set_event_loop(loop)
        loop.run_until_complete(serve())
        loop.run_until_complete(_settle())
        loop.close()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    assert begun.wait(10)
    yield server
    loop.call_soon_threadsafe(stop.set)
    thread.join(10)


async def _backend(idle: bool, context: ssl.SSLContext | None, password: str) -> tuple[DictBackend, _Config]:
    settings = _settings(password)
    settings.tls = context is not None
    config = _Config.from_args(settings, hash_context=_Clear(), ssl_context=context)
    config.idle, login = idle, Login(config)
    await DictBackend._add_demo_user(config, login)
    return DictBackend(login, config), config


async def _forget_last_uid(config: _Config) -> None:
    """Have the next message of the inbox get the number of the last one, as after a server was restored from a copy."""
    inbox = await config.set_cache[USER][0].get_mailbox("INBOX")
    inbox._max_uid -= 1


async def _settle() -> None:
    """Let the sessions that are left end."""
    left = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in left:
        task.cancel()
    await asyncio.gather(*left, return_exceptions=True)


def _settings(password: str) -> Namespace:
    parser = ArgumentParser()
    DictBackend.add_subparser("dict", parser.add_subparsers(dest="backend"))
    IMAPService.add_arguments(parser)
    parser.set_defaults(passlib_cfg=None, skip_services=[], debug=False)
    return parser.parse_args(["--no-tls", "dict", "--demo-user", USER, "--demo-password", password])
