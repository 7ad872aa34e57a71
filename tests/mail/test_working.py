"""The worker: mail comes in as it arrives and leaves as it is due, whatever servers and other workers do."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic

import pytest

from supportdesk.desk import Desk
from supportdesk.mail.collecting import Pace
from supportdesk.mail.working import work
from supportdesk.services import leasing, mailboxes
from supportdesk.store import ledger
from supportdesk.store import mailboxes as mailbox_reads
from tests.conftest import opened
from tests.mail import posting
from tests.mail.arriving import mail
from tests.mail.imap import PASSWORD, Server, running
from tests.mail.posting import run_out
from tests.mail.smtp_server import nobody_listens, serving, waits
from tests.services.acting import messages

RARELY = Pace(poll=600, idle=600, standing_by=0.05, again=0.05)
"""Nothing is found by looking again."""

SOON = 5
"""Seconds, on a machine that may stall; without being told, the worker would look again in ten minutes."""


class Worker:
    """A worker under way, and what it said."""

    def __init__(self, desk: Desk, pace: Pace) -> None:
        self.lines, self.bell = list[str](), threading.Event()
        self.thread = threading.Thread(target=work, args=(desk,), kwargs=self._words(pace))
        self.thread.start()

    def _words(self, pace: Pace) -> dict[str, object]:
        return {"until": self.bell, "say": self.lines.append, "pace": pace}

    def end(self) -> float:
        """Tell it to stop; how long that takes."""
        began = monotonic()
        self.bell.set()
        self.thread.join(30)
        assert not self.thread.is_alive()
        return monotonic() - began


@contextmanager
def working(desk: Desk, pace: Pace = RARELY) -> Iterator[Worker]:
    """A worker for as long as the body runs."""
    worker = Worker(desk, pace)
    try:
        yield worker
    finally:
        worker.end()


@pytest.fixture
def server() -> Iterator[Server]:
    with running() as found:
        yield found


def mailbox(desk: Desk, url: str, tmp_path: Path, name: str = "support") -> None:
    """A mailbox whose mail is at a URL, or a change of where it is."""
    secret = tmp_path / "password"
    secret.write_text(PASSWORD)
    wanted = mailboxes.Wanted(address=f"{name}@acme.example", source=url, password_file=str(secret))
    with desk.change("mailbox") as change:
        if any(one.name == name for one in mailbox_reads.mailboxes(change)):
            mailboxes.edit_mailbox(change, name, wanted=wanted)
        else:
            mailboxes.add_mailbox(change, name=name, wanted=wanted)


def received(desk: Desk, name: str = "support") -> int:
    """How many messages a mailbox has had."""
    with desk.read() as reading:
        return sum(line.received for line in ledger.balances(reading) if line.mailbox == name)


def test_mail_is_there_a_moment_after_it_arrived(sqlite_desk: Desk, server: Server, tmp_path: Path) -> None:
    mailbox(sqlite_desk, server.url, tmp_path)
    with working(sqlite_desk) as worker:
        waits(lambda: "IDLE" in server.said)
        for number in range(1, 4):
            server.deliver(mail(f"{number}", subject=f"Matter {number}"))
            began = monotonic()
            waits(lambda number=number: received(sqlite_desk) == number)
            assert monotonic() - began < SOON

        assert worker.end() < SOON
    assert worker.lines == ["mailbox support: received 1: 1 new"] * 3
    # One session of the worker, three of whoever delivered; the server of the tests ends some in the middle of a line.
    assert server.said.count("LOGIN") <= 6


def test_mail_that_comes_between_two_looks_is_not_left_until_the_next_one(
    sqlite_desk: Desk, server: Server, tmp_path: Path
) -> None:
    mailbox(sqlite_desk, server.url, tmp_path)
    with working(sqlite_desk), server.client() as client:
        for number in range(12):
            client.append("INBOX", mail(f"{number}", subject=f"Matter {number}"))
        waits(lambda: received(sqlite_desk) == 12)
    assert {frozenset(flags) for flags in server.flags().values()} == {frozenset({b"\\Seen"})}


def test_waiting_is_renewed(sqlite_desk: Desk, server: Server, tmp_path: Path) -> None:
    mailbox(sqlite_desk, server.url, tmp_path)
    with working(sqlite_desk, Pace(idle=0.05)) as worker:
        waits(lambda: server.said.count("IDLE") > 3)
    assert (server.said.count("LOGIN"), worker.lines) == (1, [])


def test_a_server_that_tells_nothing_is_asked_again_and_again(sqlite_desk: Desk, tmp_path: Path) -> None:
    with running(idle=False) as server:
        mailbox(sqlite_desk, server.url, tmp_path)
        with working(sqlite_desk, Pace(poll=0.05)):
            waits(lambda: server.said.count("LOGIN") > 1)
            server.deliver(mail())
            waits(lambda: received(sqlite_desk) == 1)
    assert "IDLE" not in server.said


def test_a_maildir_is_looked_at_again_and_again(sqlite_desk: Desk, tmp_path: Path) -> None:
    for name in ("new", "cur", "tmp"):
        (tmp_path / "mail" / name).mkdir(parents=True)
    mailbox(sqlite_desk, f"maildir:{tmp_path}/mail", tmp_path)
    with working(sqlite_desk, Pace(poll=0.05)):
        for number in (1, 2):
            (tmp_path / "mail" / "new" / str(number)).write_bytes(mail(str(number), subject=f"Matter {number}"))
            waits(lambda number=number: received(sqlite_desk) == number)


def test_a_session_that_is_cut_while_it_waits_is_begun_anew_without_a_word(
    sqlite_desk: Desk, server: Server, tmp_path: Path
) -> None:
    mailbox(sqlite_desk, server.url, tmp_path)
    with working(sqlite_desk) as worker:
        waits(lambda: "IDLE" in server.said)
        server.hang_up()
        waits(lambda: server.said.count("IDLE") == 2)
        server.deliver(mail())
        waits(lambda: received(sqlite_desk) == 1)
    assert worker.lines == ["mailbox support: received 1: 1 new"]


def test_what_stands_in_the_way_is_told_once_and_when_it_is_something_else(sqlite_desk: Desk, tmp_path: Path) -> None:
    port = nobody_listens()
    mailbox(sqlite_desk, f"imap://support@127.0.0.1:{port}/INBOX", tmp_path)
    with working(sqlite_desk, Pace(again=0.01, longest=0.02)) as worker:
        waits(lambda: bool(worker.lines))
        with socket.create_server(("127.0.0.1", port)) as listening:
            for _ in range(4):
                listening.accept()[0].close()
            waits(lambda: len(worker.lines) == 2)
            worker.end()
    assert worker.lines == [
        f"mailbox support: 127.0.0.1:{port} cannot be reached: Connection refused",
        f"mailbox support: 127.0.0.1:{port} cannot be reached: the connection was lost",
    ]


def test_a_mailbox_that_works_again_says_so(sqlite_desk: Desk, server: Server, tmp_path: Path) -> None:
    mailbox(sqlite_desk, server.url, tmp_path)
    server.faults = {"LOGIN": "NO"}
    with working(sqlite_desk, Pace(again=0.01, longest=0.02)) as worker:
        waits(lambda: server.said.count("LOGIN") > 3)
        server.faults = {}
        waits(lambda: "IDLE" in server.said)
    assert worker.lines == [
        "mailbox support: 127.0.0.1 does not let support in",
        "mailbox support: works again",
    ]


def test_a_silent_server_holds_up_neither_other_mailboxes_nor_the_outbox(
    sqlite_desk: Desk, server: Server, tmp_path: Path
) -> None:
    ticket = opened(sqlite_desk)
    with socket.create_server(("127.0.0.1", 0)) as silent, serving() as inbox:
        nowhere = silent.getsockname()[1]
        mailbox(sqlite_desk, f"imap://support@127.0.0.1:{nowhere}/INBOX", tmp_path, "deaf")
        mailbox(sqlite_desk, server.url, tmp_path)
        posting.mailbox(sqlite_desk, nowhere, name="dumb", address="dumb@acme.example")
        posting.mailbox(sqlite_desk, inbox.port, name="quick", address="quick@acme.example")
        stuck, quick = (posting.answer(sqlite_desk, ticket, body=body) for body in ("Stuck", "Quick"))
        posting.write_from(sqlite_desk, {stuck: "dumb@acme.example", quick: "quick@acme.example"})
        server.deliver(mail())
        with working(sqlite_desk):
            waits(lambda: received(sqlite_desk) == 1 and len(inbox.taken) == 1)
            silent.close()
    assert [mail.text.strip() for mail in inbox.mails] == ["Quick"]
    assert {one.id: one.delivery for one in messages(sqlite_desk, ticket) if one.delivery}[quick] == "sent"


def test_without_a_mailbox_a_worker_waits_for_one(sqlite_desk: Desk, server: Server, tmp_path: Path) -> None:
    server.deliver(mail())
    with working(sqlite_desk) as worker:
        waits(lambda: bool(worker.lines))
        mailbox(sqlite_desk, server.url, tmp_path)
        waits(lambda: received(sqlite_desk) == 1)
    assert worker.lines == [
        "mailboxes: none is in use yet, waiting for one: supportdesk mailbox add NAME --address …",
        "mailboxes: now in use: support",
        "mailbox support: received 1: 1 new",
    ]


def test_a_paused_mailbox_is_left_alone_from_then_on(sqlite_desk: Desk, server: Server, tmp_path: Path) -> None:
    mailbox(sqlite_desk, server.url, tmp_path)
    with working(sqlite_desk):
        waits(lambda: "IDLE" in server.said)
        with sqlite_desk.change("mailbox edit") as change:
            mailboxes.edit_mailbox(change, "support", wanted=mailboxes.Wanted(active=False))
        waits(lambda: not server.open)


# Several workers -----------------------------------------------------------------------------------------------------


def test_of_two_workers_one_fetches_and_the_other_takes_over_when_it_ends(
    desk: Desk, server: Server, tmp_path: Path
) -> None:
    mailbox(desk, server.url, tmp_path)
    first = Worker(desk, RARELY)
    waits(lambda: "IDLE" in server.said)
    with working(desk) as second:
        waits(lambda: bool(second.lines))
        assert server.open == 1
        server.deliver(mail("One", subject="One"))
        waits(lambda: received(desk) == 1)
        first.end()
        waits(lambda: len(second.lines) > 1)
        server.deliver(mail("Two", subject="Two"))
        waits(lambda: received(desk) == 2)
    assert first.lines == ["mailbox support: received 1: 1 new"]
    assert second.lines[0].startswith("mailbox support: is fetched by another worker (")
    assert second.lines[1:] == ["mailbox support: taken over", "mailbox support: received 1: 1 new"]


def test_what_a_dead_worker_has_is_taken_over_when_its_lease_runs_out(
    desk: Desk, server: Server, tmp_path: Path
) -> None:
    mailbox(desk, server.url, tmp_path)
    with desk.private() as private:
        (box,) = mailbox_reads.mailboxes(private)
        leasing.take(private, f"fetch:{box.id}", "another-host:1:dead")
    server.deliver(mail())
    with working(desk) as worker:
        waits(lambda: bool(worker.lines))
        assert (received(desk), server.open) == (0, 0)
        run_out(desk)
        waits(lambda: received(desk) == 1)
    assert worker.lines == [
        "mailbox support: is fetched by another worker (another-host:1:dead); standing by",
        "mailbox support: taken over",
        "mailbox support: received 1: 1 new",
    ]


def test_a_worker_whose_lease_another_one_has_leaves_the_mailbox_to_it(
    sqlite_desk: Desk, server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("supportdesk.mail.collecting.RENEWAL", 0.05)
    mailbox(sqlite_desk, server.url, tmp_path)
    with working(sqlite_desk) as worker:
        waits(lambda: "IDLE" in server.said)
        run_out(sqlite_desk)
        with sqlite_desk.private() as private:
            leasing.take(private, "fetch:1", "another-host:1:late")
        waits(lambda: bool(worker.lines) and not server.open)
    assert worker.lines == ["mailbox support: is fetched by another worker (another-host:1:late); standing by"]
