"""A database that goes away and comes back while mail is fetched and sent: nothing is lost, and nothing is doubled."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from supportdesk.desk import Desk
from supportdesk.errors import Unavailable
from supportdesk.mail.fetch import fetch
from supportdesk.store.engine import connect
from tests import postgres
from tests.conftest import opened
from tests.mail import posting
from tests.mail.arriving import mail
from tests.mail.imap import running
from tests.mail.smtp_server import serving
from tests.mail.test_imap import mailbox_at, states
from tests.templates import Clock, make


@pytest.fixture(scope="module")
def database() -> Iterator[postgres.OwnServer]:
    """A server that may be restarted, with a desk on it."""
    server = postgres.OwnServer()
    server.run("CREATE DATABASE desk")
    make(server.database("desk"))
    yield server
    server.close()


@pytest.fixture
def desk(database: postgres.OwnServer) -> Iterator[Desk]:
    """The desk on that server."""
    store = connect(database.database("desk"))
    yield Desk(store, "anna", Clock())
    store.close()


class Restart:
    """Crashes a server when it is first called, and starts it again in the background, or when it is told."""

    def __init__(self, server: postgres.OwnServer, *, told: bool = False) -> None:
        self.server, self.back, self.told = server, threading.Thread(target=server.start), told
        self.crashed = False

    def __call__(self, *_: object) -> None:
        if not self.crashed:
            self.crashed = True
            self.server.crash()
            if not self.told:
                self.back.start()


def test_a_letter_that_was_taken_while_the_store_was_away_is_not_sent_again(
    database: postgres.OwnServer, desk: Desk
) -> None:
    numbers = [opened(desk, subject=f"Request {at}") for at in range(3)]
    restart = Restart(database)
    with serving() as target:
        target.when_taken = restart
        posting.mailbox(desk, target.port)
        for number in numbers:
            posting.answer(desk, number, body=f"Answer {number}")
        posting.send(desk)
        restart.back.join()

    assert [mail.text.strip() for mail in target.mails] == [f"Answer {number}" for number in numbers]
    assert [posting.states(desk, number) for number in numbers] == [["sent"]] * 3


def test_a_fetch_during_which_the_store_goes_away_is_finished_by_the_next(
    database: postgres.OwnServer, desk: Desk, tmp_path: Path
) -> None:
    restart = Restart(database, told=True)
    with running() as source:
        support = mailbox_at(desk, source.url, tmp_path)
        source.deliver(*[mail(f"{at}", subject=f"Matter {at}") for at in range(4)])
        with pytest.raises(Unavailable, match="cannot reach"):
            fetch(desk, support, watch=restart)
        database.start()
        fetch(desk, support)
        assert all(flags == {b"\\Seen"} for flags in source.flags().values())

    assert states(desk) == {"new": 4}
