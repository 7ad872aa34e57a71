"""A running `supportdesk serve` on a port of its own."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from socket import socket


@dataclass(frozen=True, slots=True)
class Served:
    """Where it is."""

    address: str
    port: int

    @property
    def root(self) -> str:
        """The page, for who has the cookie."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def socket(self) -> str:
        """What the page's terminal talks to."""
        return f"ws://127.0.0.1:{self.port}/ws?width=100&height=30"


def _free_port() -> int:
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(store: Path, login: str, home: Path, *more: str) -> Iterator[Served]:
    """Serve a desk to its agent, with more options or none; the server ends with this."""
    port = _free_port()
    options = ["--store", str(store), "--as", login, "serve", "--port", str(port), *more]
    command, environment = [sys.executable, "-m", "supportdesk", *options], {**os.environ, "HOME": str(home)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment) as process:
        assert process.stdout is not None
        try:
            yield Served(process.stdout.readline().decode().strip(), port)
        finally:
            process.terminate()
