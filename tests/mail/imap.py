"""A real IMAP server in this process, for the tests: pymap, its mail in memory."""

import asyncio
import socket
import threading
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass, field

from imapclient import IMAPClient
from pymap.backend.dict import DictBackend
from pymap.imap import IMAPService
from pysasl.hashing import Cleartext

USER, PASSWORD = "support", "secret"


@dataclass(slots=True)
class Server:
    """A server that runs; `client()` is another mail program's session."""

    port: int
    password: str = PASSWORD
    url: str = field(init=False)

    def __post_init__(self) -> None:
        self.url = f"imap://{USER}@127.0.0.1:{self.port}/INBOX"

    @contextmanager
    def client(self) -> Iterator[IMAPClient]:
        """A session of another mail program, with the inbox open."""
        with IMAPClient("127.0.0.1", self.port, ssl=False, timeout=10) as client:
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


@contextmanager
def running() -> Iterator[Server]:
    """A server, for as long as the body runs."""
    port = _free_port()
    begun, loop = threading.Event(), asyncio.new_event_loop()
    stop = asyncio.Event()

    async def serve() -> None:
        backend, config = await DictBackend.init(_settings(port), hash_context=Cleartext())
        config.apply_context()
        async with AsyncExitStack() as stack:
            await backend.start(stack)
            await IMAPService(backend, config).start(stack)
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
    yield Server(port)
    loop.call_soon_threadsafe(stop.set)
    thread.join(10)


async def _settle() -> None:
    """Let the sessions that are left end."""
    left = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in left:
        task.cancel()
    await asyncio.gather(*left, return_exceptions=True)


def _settings(port: int) -> Namespace:
    parser = ArgumentParser()
    DictBackend.add_subparser("dict", parser.add_subparsers(dest="backend"))
    IMAPService.add_arguments(parser)
    parser.set_defaults(passlib_cfg=None, skip_services=[], debug=False)
    words = ["--host", "127.0.0.1", "--port", str(port), "--no-tls"]
    return parser.parse_args([*words, "dict", "--demo-user", USER, "--demo-password", PASSWORD])


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
