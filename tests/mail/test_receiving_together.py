"""Mails that come together share a transaction, and none of them can tell."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from supportdesk.desk import Clock, Desk
from supportdesk.domain.arriving import Received, State
from supportdesk.domain.filters import parse
from supportdesk.domain.mail_rows import MailboxRow
from supportdesk.errors import Unavailable
from supportdesk.mail import receive as receiving
from supportdesk.mail.receive import Arriving, receive_all
from supportdesk.services import filing, mailboxes
from supportdesk.store import history, integrity, queries
from supportdesk.store.engine import connect
from supportdesk.store.mailboxes import mailboxes as stored_mailboxes
from supportdesk.store.people import addresses_on, is_on
from tests.mail.arriving import answer, balance, mail
from tests.mail.letters import multipart, part
from tests.services.acting import messages, row

FIRST, SECOND = mail(id="first@example.org"), answer("first@example.org", body="Still burning.")
OTHER = mail("Else", subject="Else", id="else@example.org", sender="Anna <anna@example.org>")


def take(desk: Desk, support: MailboxRow, *raws: bytes) -> list[Received]:
    """Receive messages together, each at a place of its own."""
    return list(receive_all(desk, [Arriving(raw, f"place:{at}") for at, raw in enumerate(raws)], mailbox=support))


def test_mails_of_a_thread_find_each_other(desk: Desk, support: MailboxRow) -> None:
    opened, followed, other = take(desk, support, FIRST, SECOND, OTHER)

    assert [one.state for one in (opened, followed, other)] == [State.NEW, State.THREADED, State.NEW]
    assert (opened.ticket, row(desk, opened.ticket or 0).messages) == (followed.ticket, 2)
    assert other.ticket != opened.ticket


def test_what_lists_and_search_derive_is_there_afterwards(desk: Desk, support: MailboxRow) -> None:
    numbers = [one.ticket for one in take(desk, support, FIRST, SECOND, OTHER)]

    with desk.read() as reading:
        found = [
            queries.those(reading, map(int, filter(None, numbers)), parse(text)) for text in ("burning", "anna", "fire")
        ]
        faults = list(integrity.faults(reading, deep=True))
    assert found == [{numbers[0]}, {numbers[2]}, {numbers[0]}]
    assert not faults


def test_each_mail_is_a_change_that_can_be_undone_alone(desk: Desk, support: MailboxRow) -> None:
    opened, _, other = take(desk, support, FIRST, SECOND, OTHER)

    with desk.read() as reading:
        changes = {one.change for ticket in (opened, other) for one in history.of_ticket(reading, ticket.ticket or 0)}
    assert len(changes) == 3


def test_a_mail_that_cannot_be_taken_in_spoils_no_other(
    desk: Desk, support: MailboxRow, monkeypatch: pytest.MonkeyPatch
) -> None:
    add = filing._add

    def failing(change: object, letter: object, *rest: object) -> int:
        if "poison" in letter.message.body:  # type: ignore[attr-defined]
            raise RuntimeError("what nobody thought of")
        return add(change, letter, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(filing, "_add", failing)
    got = take(desk, support, FIRST, mail("poison", id="p@x"), SECOND, b"", OTHER)

    assert [one.state for one in got] == [
        State.NEW,
        State.QUARANTINED,
        State.THREADED,
        State.QUARANTINED,
        State.NEW,
    ]
    assert "what nobody thought of" in got[1].reason
    assert balance(desk) == {"new": 2, "threaded": 1, "quarantined": 2}


def test_a_mail_under_anothers_id_is_kept_apart_together_with_those_it_came_with(sqlite_desk: Desk) -> None:
    with sqlite_desk.change("mailbox add") as change:
        mailboxes.add_mailbox(change, name="support", wanted=mailboxes.Wanted(address="support@acme.example"))
    with sqlite_desk.read() as reading:
        (support,) = stored_mailboxes(reading)
    strange = mail("Another word.", id="first@example.org", sender="Anna <anna@example.org>")
    arriving = [Arriving(raw, f"place:{at}") for at, raw in enumerate((FIRST, strange, OTHER))]

    given = receive_all(sqlite_desk, arriving, mailbox=support)
    next(given)

    assert balance(sqlite_desk) == {"new": 2, "quarantined": 1}
    assert [(one.state, one.reason) for one in given] == [
        (State.QUARANTINED, "its Message-ID is that of a mail by ivan@example.org"),
        (State.NEW, ""),
    ]


def test_whether_somebody_is_on_a_ticket_is_told_as_everybody_on_it_is_listed(desk: Desk, support: MailboxRow) -> None:
    odd = '"Zoe, (of \\"Acme\\")" <zoe@example.org>'
    copied = mail(
        "Me too.", id="cc@example.org", headers=f"Cc: {odd}, ops@example.org", sender="Vera <Vera@Example.org>"
    )
    (got,) = take(desk, support, copied)

    with desk.read() as reading:
        on = addresses_on(reading, [got.ticket or 0])
        asked = {*on, "", "e.org", "oe@example.org", "example.org", "nobody@example.org"}
        found = {one for one in asked if is_on(reading, [got.ticket or 0], one)}
    assert found == on >= {"vera@example.org", "zoe@example.org", "ops@example.org"}


def test_what_came_before_the_source_failed_is_taken_in(desk: Desk, support: MailboxRow) -> None:
    def source() -> Iterator[Arriving]:
        yield Arriving(FIRST, "1")
        yield Arriving(SECOND, "2")
        raise Unavailable("the source is gone")

    given: list[Received] = []
    with pytest.raises(Unavailable):
        given.extend(receive_all(desk, source(), mailbox=support))
    assert len(given) == 2
    assert len(messages(desk, given[0].ticket or 0)) == 2


def test_a_transaction_ends_in_time_for_others(
    desk: Desk, support: MailboxRow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receiving, "HOLDING", -1.0)

    assert [one.state for one in take(desk, support, FIRST, SECOND)] == [State.NEW, State.THREADED]


ALL_KINDS = (
    FIRST,
    SECOND,
    OTHER,
    FIRST,
    mail("Me too.", id="cc@example.org", headers="Cc: Boris <boris@example.org>", sender="Vera <vera@example.org>"),
    answer("cc@example.org", body="And she.", headers="In-Reply-To: <cc@example.org>\nCc: zoe@example.org"),
    mail("On leave.", id="away@example.org", headers="Auto-Submitted: auto-replied"),
    b"",
    mail("Another word.", id="first@example.org", sender="Anna <anna@example.org>"),
    mail("To all.", id="list@example.org", headers="List-Id: <l.example.org>\nReferences: <unseen@example.org>"),
    answer("unseen@example.org", body="From the list.", id="late@example.org", sender="Zoe <zoe@example.org>"),
    multipart(
        part(b"See the file."), part(bytes(range(256)) * 99, "image/png"), headers="Message-ID: <file@x.example>"
    ),
)


def test_what_comes_together_leaves_the_store_as_what_comes_one_by_one(
    sqlite_desk: Desk, sqlite_place: str, clock: Clock, tmp_path: Path
) -> None:
    with sqlite_desk.change("mailbox add") as change:
        mailboxes.add_mailbox(change, name="support", wanted=mailboxes.Wanted(address="support@acme.example"))
    with sqlite_desk.read() as reading:
        (support,) = stored_mailboxes(reading)
    other_place = tmp_path / "other.db"
    with closing(sqlite3.connect(sqlite_place)) as source, closing(sqlite3.connect(other_place)) as target:
        source.backup(target)
    other = Desk(connect(str(other_place)), sqlite_desk.login, clock)

    together = take(sqlite_desk, support, *ALL_KINDS)
    alone = [
        one
        for at, raw in enumerate(ALL_KINDS)
        for one in receive_all(other, [Arriving(raw, f"place:{at}")], mailbox=support)
    ]
    other.close()

    assert together == alone
    assert {one.state for one in together} == set(State)
    assert rows_of(Path(sqlite_place)) == rows_of(other_place)


def rows_of(place: Path) -> dict[str, list[str]]:
    """Every row of every table but the full text's own, ids by chance made alike."""
    with closing(sqlite3.connect(place)) as store:
        tables = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'ticket_fts%'"
        names = [row[0] for row in store.execute(tables)]
        return {name: [RANDOM.sub("id", repr(row)) for row in store.execute(f"SELECT * FROM {name}")] for name in names}


RANDOM = re.compile(r"\b[0-9a-f]{32}\b")
