"""Letters that had not been sent when they were exported are sent by the desk they come from, or by whom one asks."""

import io
from collections.abc import Iterator

import pytest
from sqlalchemy import update

from supportdesk.desk import Desk
from supportdesk.exchange import ImportOptions, exporter, importer
from supportdesk.services import outbox as verbs
from supportdesk.store import outbox, tables
from tests.conftest import opened
from tests.mail.posting import answer, mailbox, send, states
from tests.mail.smtp_server import Inbox, serving
from tests.services.acting import run


@pytest.fixture
def server() -> Iterator[Inbox]:
    with serving() as inbox:
        yield inbox


def export(desk: Desk) -> bytes:
    out = io.BytesIO()
    exporter("jsonl")(desk, out)
    return out.getvalue()


@pytest.fixture
def sent_over(desk: Desk, other: Desk) -> bytes:
    """What came over to the other desk: a letter that waits, and one that is just being sent."""
    for number in (opened(desk), opened(desk)):
        answer(desk, number, body=f"Answer {number}")
    with desk.store.writing() as connection:
        connection.execute(
            update(tables.message)
            .where(tables.message.c.ticket_id == 2, tables.message.c.delivery != "")
            .values(delivery="sending")
        )
    lines = export(desk)
    importer("jsonl")(other, io.BytesIO(lines), options=ImportOptions())
    return lines


def test_a_desk_does_not_send_what_another_one_has_to_send(other: Desk, sent_over: bytes, server: Inbox) -> None:
    assert export(other) == sent_over, "nothing of it is lost"
    mailbox(other, server.port)
    other.clock.advance(days=1)  # type: ignore[attr-defined]
    send(other)

    assert server.taken == []
    with other.read() as reading:
        listed = outbox.listed(reading)
    assert [one.state for one in listed] == ["queued", "sending"]
    assert {(one.next_at, one.failure[:19]) for one in listed} == {(None, "came by an import b")}


def test_what_came_over_is_sent_when_it_is_asked_for_and_once(other: Desk, sent_over: bytes, server: Inbox) -> None:
    mailbox(other, server.port)
    with other.read() as reading:
        waiting = outbox.imported(reading)
    run(other, verbs.retry, waiting)
    send(other)
    send(other)

    assert sorted(mail.text.strip() for mail in server.mails) == ["Answer 1", "Answer 2"]
    assert [states(other, number) for number in (1, 2)] == [["sent"], ["sent"]]
    with other.read() as reading:
        assert outbox.imported(reading) == ()


def test_what_came_over_may_be_cancelled_too(other: Desk, sent_over: bytes) -> None:
    with other.read() as reading:
        waiting = outbox.imported(reading)
    run(other, verbs.cancel, waiting)
    with other.read() as reading:
        assert (outbox.imported(reading), outbox.listed(reading)) == ((), ())
