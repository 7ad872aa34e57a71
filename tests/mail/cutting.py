"""A wire that is cut: what passes between a client and a server on loopback, up to a byte."""

import select
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from threading import Thread

WHOLE = 1 << 30


@dataclass
class Wire:
    """A way to a server; `length` bytes pass before it is cut, for each connection.

    They are those of both directions together, or the server's alone. `said` is what passed on the last connection, in
    the order in which it did, each piece with whether the server said it.
    """

    port: int
    answers_alone: bool = False
    length: int = WHOLE
    said: list[tuple[bool, bytes]] = field(default_factory=list)

    @property
    def passed(self) -> int:
        """How many bytes passed on the last connection, of those that count."""
        return sum(len(data) for by_server, data in self.said if by_server or not self.answers_alone)

    @property
    def answers(self) -> bytes:
        """What the server said on the last connection."""
        return b"".join(data for by_server, data in self.said if by_server)


@contextmanager
def cutting(server_port: int, *, answers_alone: bool = False) -> Iterator[Wire]:
    """A wire to a server."""
    listening = socket.create_server(("127.0.0.1", 0))
    wire = Wire(listening.getsockname()[1], answers_alone)
    thread = Thread(target=_serve, args=(listening, server_port, wire))
    thread.start()
    try:
        yield wire
    finally:
        wire.length = -1
        with suppress(OSError):
            socket.create_connection(("127.0.0.1", wire.port)).close()  # wakes the thread
        thread.join()
        listening.close()


def _serve(listening: socket.socket, server_port: int, wire: Wire) -> None:
    while True:
        client, _ = listening.accept()
        with client:
            if wire.length < 0:
                return
            with suppress(OSError), socket.create_connection(("127.0.0.1", server_port)) as server:
                for end in (client, server):
                    end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                wire.said = []
                _relay(client, server, wire)


def _relay(client: socket.socket, server: socket.socket, wire: Wire) -> None:
    others, left = {client: server, server: client}, wire.length
    while left:
        for ready in select.select(list(others), [], [], 5)[0]:
            data = ready.recv(65536)
            counts = ready is server or not wire.answers_alone
            passing = data[:left] if counts else data
            if not passing:
                return
            wire.said.append((ready is server, passing))
            others[ready].sendall(passing)
            left -= len(passing) if counts else 0
