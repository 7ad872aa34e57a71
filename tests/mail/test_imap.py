"""Mail on a real IMAP server: by UID and UIDVALIDITY, safe before it is marked, whatever happens in between."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from supportdesk.desk import Desk
from supportdesk.domain.arriving import Received
from supportdesk.domain.mail_places import read_place
from supportdesk.domain.mail_rows import MailboxRow
from supportdesk.errors import Refused, Unavailable
from supportdesk.mail.credentials import Credential
from supportdesk.mail.fetch import Tally, fetch
from supportdesk.mail.imap import opened
from supportdesk.services import mailboxes
from supportdesk.store import ledger
from supportdesk.store import mailboxes as mailbox_reads
from tests.mail.arriving import answer, mail
from tests.mail.imap import PASSWORD, Server, running

FIRST = mail(id="first@example.org")


@pytest.fixture
def server() -> Iterator[Server]:
    """A server with an empty inbox."""
    with running() as found:
        yield found


def mailbox_at(desk: Desk, url: str, tmp_path: Path) -> MailboxRow:
    """A mailbox of the desk whose mail is at a URL."""
    secret = tmp_path / "password"
    secret.write_text(f"{PASSWORD}\n")
    wanted = mailboxes.Wanted(address="support@acme.example", source=url, password_file=str(secret))
    with desk.change("mailbox") as change:
        if mailbox_reads.mailboxes(change):
            mailboxes.edit_mailbox(change, "support", wanted=wanted)
        else:
            mailboxes.add_mailbox(change, name="support", wanted=wanted)
    with desk.read() as reading:
        return mailbox_reads.mailboxes(reading)[0]


@pytest.fixture
def support(sqlite_desk: Desk, server: Server, tmp_path: Path) -> MailboxRow:
    """A mailbox that reads the inbox."""
    return mailbox_at(sqlite_desk, server.url, tmp_path)


def told(tally: Tally) -> dict[str, int]:
    """What a fetch brought that is not nought."""
    found = {str(state): number for state, number in tally.states.items() if number}
    return found | ({"again": tally.again} if tally.again else {})


def states(desk: Desk) -> dict[str, int]:
    """What the mailbox received, state by state; they add up."""
    with desk.read() as reading:
        (line,) = ledger.balances(reading)
    found = {name: getattr(line, name) for name in ("new", "threaded", "duplicate", "automatic", "quarantined")}
    assert line.received == sum(found.values())
    return {name: number for name, number in found.items() if number}


def test_new_mail_is_fetched_once_marked_as_seen_and_left_there(
    sqlite_desk: Desk, server: Server, support: MailboxRow
) -> None:
    server.deliver(FIRST, answer("first@example.org"))

    assert told(fetch(sqlite_desk, support)) == {"new": 1, "threaded": 1}
    assert list(server.flags().values()) == [{b"\\Seen"}, {b"\\Seen"}]
    assert told(fetch(sqlite_desk, support)) == {}


def test_a_message_is_safe_before_it_is_marked(sqlite_desk: Desk, server: Server, support: MailboxRow) -> None:
    server.deliver(FIRST)
    seen: list[tuple[dict[str, int], list[set[bytes]]]] = []

    def watch(_got: Received) -> None:
        seen.append((states(sqlite_desk), list(server.flags().values())))

    fetch(sqlite_desk, support, watch=watch)
    assert seen == [({"new": 1}, [set()])]


def test_mail_that_lay_there_read_before_the_first_fetch_is_left_alone(
    sqlite_desk: Desk, server: Server, support: MailboxRow
) -> None:
    server.deliver(FIRST, mail("New", subject="New"))
    with server.client() as client:
        client.add_flags(client.search()[:1], [b"\\Seen"])

    assert told(fetch(sqlite_desk, support)) == {"new": 1}


def test_mail_that_somebody_else_reads_first_still_arrives(
    sqlite_desk: Desk, server: Server, support: MailboxRow
) -> None:
    server.deliver(FIRST)
    fetch(sqlite_desk, support)
    server.deliver(mail("Next", subject="Next"))
    with server.client() as client:
        client.add_flags(client.search(), [b"\\Seen"])

    assert told(fetch(sqlite_desk, support)) == {"new": 1}


def test_a_mailbox_that_somebody_empties_meanwhile_stops_nothing(
    sqlite_desk: Desk, server: Server, support: MailboxRow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("supportdesk.mail.receive.TOGETHER", 1)
    server.deliver(*[mail(f"{at}", subject=f"Matter {at}") for at in range(3)])

    def empty(_got: Received) -> None:
        with server.client() as client:
            client.delete_messages(client.search())
            client.expunge()

    assert told(fetch(sqlite_desk, support, watch=empty)) == {"new": 1}
    server.deliver(FIRST)
    assert told(fetch(sqlite_desk, support)) == {"new": 1}


def test_numbers_given_anew_double_nothing_and_lose_nothing(sqlite_desk: Desk, server: Server, tmp_path: Path) -> None:
    support = mailbox_at(sqlite_desk, server.url.replace("INBOX", "Help"), tmp_path)
    old = sqlite_desk.clock() - timedelta(days=30)

    def fill(*listed: bytes, seen: bool) -> None:
        with server.client() as client:
            for raw in listed:
                when = old if b"Subject: Old" in raw else sqlite_desk.clock()
                client.append("Help", raw, (b"\\Seen",) if seen else (), when)

    with server.client() as client:
        client.create_folder("Help")
    fill(FIRST, seen=False)
    assert told(fetch(sqlite_desk, support)) == {"new": 1}
    with server.client() as client:
        client.delete_folder("Help")
        client.create_folder("Help")
    fill(mail("Old", subject="Old"), FIRST, answer("first@example.org"), seen=True)

    assert told(fetch(sqlite_desk, support)) == {"duplicate": 1, "threaded": 1}
    assert states(sqlite_desk) == {"new": 1, "threaded": 1, "duplicate": 1}
    assert told(fetch(sqlite_desk, support)) == {}


def test_a_wrong_password_is_refused_and_not_told(sqlite_desk: Desk, support: MailboxRow) -> None:
    Path(support.password_file).write_text("hunter2")

    with pytest.raises(Refused, match="does not let support in") as raised:
        fetch(sqlite_desk, support)
    assert "hunter2" not in str(raised.value)


def test_a_password_beyond_ascii_is_let_in() -> None:
    with running(password="s€crät") as server:
        place = read_place(server.url, use="source")
        with opened(place, Credential("s€crät")) as folder:
            assert folder.name == "INBOX"
        with pytest.raises(Refused, match="does not let support in"), opened(place, Credential("s€crèt")):
            pass


def test_a_server_without_tls_is_refused_where_tls_is_wanted(server: Server) -> None:
    for scheme in ("imaps", "imap"):
        place = read_place(f"{scheme}://support@localhost:{server.port}", use="source")
        wanted = "tls" if scheme == "imaps" else "starttls"

        with pytest.raises((Refused, Unavailable)), opened(replace(place, encryption=wanted), Credential(PASSWORD)):
            pass


def test_two_workers_at_once_take_each_message_once(sqlite_desk: Desk, server: Server, support: MailboxRow) -> None:
    server.deliver(*[mail(f"{at}", subject=f"Matter {at}") for at in range(8)])
    faults: list[BaseException] = []

    def work() -> None:
        try:
            fetch(sqlite_desk, support)
        except BaseException as fault:  # the test tells it
            faults.append(fault)

    workers = [threading.Thread(target=work) for _ in range(2)]
    for one in workers:
        one.start()
    for one in workers:
        one.join(60)
    assert (faults, states(sqlite_desk)) == ([], {"new": 8})
