"""Waiting for mail (IDLE, RFC 2177) on servers that tell of it at awkward moments, as they may."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic

import pytest

from supportdesk.domain.mail_places import read_place
from supportdesk.errors import Unavailable
from supportdesk.mail.credentials import Credential
from supportdesk.mail.imap import opened

TAGGED = {
    "CAPABILITY": "* CAPABILITY IMAP4rev1 IDLE\r\n",
    "SELECT": "* 0 EXISTS\r\n* OK [UIDVALIDITY 1] valid\r\n",
    "SEARCH": "* SEARCH\r\n",
}


@contextmanager
def scripted(idle: str, *, search: str = "") -> Iterator[int]:
    """A server for one session, its port: what it says to IDLE, in one piece, and after what it found by a search."""

    def serve() -> None:
        with listening.accept()[0] as client, client.makefile("rb") as lines:
            client.sendall(b"* OK ready\r\n")
            for line in lines:
                tag, _, rest = line.decode().strip().partition(" ")
                command = rest.removeprefix("UID ").partition(" ")[0]
                if command == "IDLE":
                    waiting = tag
                    client.sendall(idle.encode())
                    if idle.endswith("gone\r\n") or not idle:
                        return
                    continue
                said = TAGGED.get(command, "") + (search if command == "SEARCH" else "")
                tag = waiting if tag == "DONE" else tag
                client.sendall(f"{said}{tag} OK done\r\n".encode())

    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield listening.getsockname()[1]
    thread.join(5)


def waits(port: int) -> tuple[bool, bool]:
    """What a wait for half a minute says, and whether it was over soon."""
    place = read_place(f"imap://support@127.0.0.1:{port}", use="source")
    with opened(place, Credential("secret")) as folder:
        assert folder.can_wait()
        assert folder.wanted(set(), None) == []
        began = monotonic()
        return folder.wait(30, lambda: monotonic() - began > 1.5), monotonic() - began < 1.2


@pytest.mark.parametrize(
    ("idle", "search", "is_usable"),
    [
        ("+ idling\r\n* 1 EXISTS\r\n", "", True),
        ("+ idling\r\n* OK still here\r\n* 1 EXISTS\r\n", "", True),
        ("+ idling\r\n", "* 1 EXISTS\r\n", True),
        ("* 1 EXISTS\r\n+ idling\r\n", "", False),
    ],
)
def test_news_are_heard_at_once_wherever_they_stand(idle: str, search: str, is_usable: bool) -> None:
    with scripted(idle, search=search) as port:
        assert waits(port) == (is_usable, True)


def test_news_that_are_none_do_not_end_the_wait() -> None:
    with scripted("+ idling\r\n* OK still here\r\n* 1 FETCH (FLAGS (\\Seen))\r\n") as port:
        assert waits(port) == (True, False)


def test_a_connection_that_is_lost_before_or_while_one_waits_is_noticed() -> None:
    with scripted("") as port:
        assert waits(port) == (False, True)
    with scripted("+ idling\r\n* BYE gone\r\n") as port, pytest.raises(Unavailable, match="the connection was lost"):
        waits(port)
