"""A wire that is cut: what passes between a client and a server on loopback, up to a byte."""

import select
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from threading import Thread


@dataclass
class Wire:
    """A way to a server; `length` bytes of both directions together pass before it is cut, for each connection."""

    port: int
    length: int = 1 << 30
    passed: int = 0


@contextmanager
def cutting(server_port: int) -> Iterator[Wire]:
    """A wire to a server."""
    listening = socket.create_server(("127.0.0.1", 0))
    wire = Wire(listening.getsockname()[1])
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
                _relay(client, server, wire)


def _relay(client: socket.socket, server: socket.socket, wire: Wire) -> None:
    others, wire.passed = {client: server, server: client}, 0
    while True:
        for ready in select.select(list(others), [], [], 5)[0]:
            data = ready.recv(65536)
            room = wire.length - wire.passed
            others[ready].sendall(data[:room])
            wire.passed += len(data[:room])
            if not data or len(data) >= room:
                return
