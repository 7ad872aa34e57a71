"""A real SMTP server on loopback, which can be told to fail at any step."""

import asyncio
import base64
import socket
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.utils import parseaddr
from threading import Thread
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from supportdesk.mail.parse import Mail, parse

CUT = "cut"
SLOW = "slow"
STALL = 1.5
"""Seconds that a slow server keeps silent; clients of the tests wait for less."""


@dataclass
class Inbox:
    """What the server took, and what it is to answer: a fault by step, or by recipient.

    A fault is a reply, `CUT` (hang up instead), or `SLOW` (answer too late). `times` says how often; forever without.
    """

    port: int = 0
    taken: list[tuple[tuple[str, ...], bytes]] = field(default_factory=list)
    faults: dict[str, str] = field(default_factory=dict)
    times: int = -1
    seen: list[str] = field(default_factory=list)
    said: list[bytes] = field(default_factory=list)
    when_taken: Callable[[], None] | None = None
    hang_up: Callable[[], None] = lambda: None

    @property
    def mails(self) -> list[Mail]:
        """The mails, read."""
        return [parse(raw) for _, raw in self.taken]

    def fault(self, step: str) -> str:
        """What is to go wrong at this step, if anything still is."""
        self.seen.append(step)
        found = self.faults.get(step, "")
        if not found or not self.times:
            return ""
        self.times -= 1
        return found


class Failing(SMTP):
    """The server's side of a session."""

    def __init__(self, inbox: Inbox, **words: Any) -> None:
        super().__init__(Hands(inbox), **words)
        self.inbox, self.is_greeted = inbox, False

    async def push(self, status: Any) -> None:
        """Answer; the first answer is the greeting, which may fail as any other."""
        if not self.is_greeted:
            self.is_greeted = True
            if await self.fails_at("connect"):
                return
        await super().push(status)

    async def fails(self, fault: str) -> bool:
        if fault == CUT:
            assert self.transport is not None
            self.transport.abort()
            return True
        if fault == SLOW:
            await asyncio.sleep(STALL)
            return False
        await super().push(fault)
        return True

    async def smtp_EHLO(self, hostname: str) -> None:  # noqa: N802 - aiosmtpd's name
        if not await self.fails_at("ehlo"):
            await super().smtp_EHLO(hostname)

    async def smtp_HELO(self, hostname: str) -> None:  # noqa: N802 - aiosmtpd's name
        if not await self.fails_at("ehlo"):
            await super().smtp_HELO(hostname)

    async def smtp_AUTH(self, arg: str) -> None:  # noqa: N802 - aiosmtpd's name
        if not await self.fails_at("auth"):
            await super().smtp_AUTH(arg)

    async def smtp_MAIL(self, arg: str) -> None:  # noqa: N802 - aiosmtpd's name
        if not await self.fails_at("mail"):
            await super().smtp_MAIL(arg)

    async def smtp_RCPT(self, arg: str) -> None:  # noqa: N802 - aiosmtpd's name
        address = parseaddr(arg.partition(":")[2])[1]
        if not await self.fails_at("rcpt") and not await self.fails_at(address):
            await super().smtp_RCPT(arg)

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802 - aiosmtpd's name
        if not await self.fails_at("data"):
            await super().smtp_DATA(arg)

    async def fails_at(self, step: str) -> bool:
        fault = self.inbox.fault(step)
        return bool(fault) and await self.fails(fault)


class Hands:
    """What takes the letters."""

    def __init__(self, inbox: Inbox) -> None:
        self.inbox = inbox

    async def auth_XOAUTH2(self, _server: Failing, words: list[bytes]) -> AuthResult:  # noqa: N802 - the same
        self.inbox.said.append(base64.b64decode(words[1]))
        return AuthResult(success=True)

    async def handle_DATA(self, server: Failing, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        fault = self.inbox.fault("end")
        if fault and fault not in (CUT, SLOW):
            return fault
        self.inbox.taken.append((tuple(map(str, envelope.rcpt_tos)), bytes(envelope.content or b"")))
        if self.inbox.when_taken is not None:
            self.inbox.when_taken()
        if fault:
            await server.fails(fault)
        return "250 taken"


def _right(_server: Any, _session: Any, _envelope: Any, _mechanism: str, data: Any) -> AuthResult:
    right = isinstance(data, LoginPassword) and (data.login, data.password) == (b"desk", b"secret")
    return AuthResult(success=right, handled=False)


async def _hung_up(sessions: list[Failing]) -> None:
    for session in sessions:
        if session.transport is not None:
            with suppress(AttributeError):  # Python 3.11.2 cannot abort one whose handshake has failed
                session.transport.abort()


async def _ended(sessions: list[Failing]) -> None:
    """Have every session of the loop end."""
    await _hung_up(sessions)
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
    await asyncio.sleep(0)  # transports close on the next turn


@contextmanager
def serving(
    *, context: ssl.SSLContext | None = None, implicit: bool = False, host: str = "127.0.0.1", **words: Any
) -> Iterator[Inbox]:
    """A server that takes everything until told otherwise; with a context it speaks TLS, from the start or not."""
    inbox, loop = Inbox(), asyncio.new_event_loop()
    words = {"authenticator": _right, "auth_require_tls": False, "hostname": "mx.test", "enable_SMTPUTF8": True} | words
    if context is not None and not implicit:
        words |= {"tls_context": context, "require_starttls": True}

    sessions: list[Failing] = []

    def session() -> Failing:
        sessions.append(Failing(inbox, loop=loop, **words))
        return sessions[-1]

    def hang_up() -> None:
        asyncio.run_coroutine_threadsafe(_hung_up(sessions), loop).result(5)

    inbox.hang_up = hang_up
    begun = loop.create_server(session, host, 0, ssl=context if implicit else None)
    server = loop.run_until_complete(begun)
    inbox.port = server.sockets[0].getsockname()[1]
    thread = Thread(target=loop.run_forever)
    thread.start()
    try:
        yield inbox
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        server.close()
        loop.run_until_complete(_ended(sessions))
        loop.close()


def nobody_listens() -> int:
    """A port where a connection is refused."""
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        return int(unused.getsockname()[1])


def waits(condition: Callable[[], bool], *, seconds: float = 30) -> None:
    """Poll until a thread or process of the test has got so far."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.005)
