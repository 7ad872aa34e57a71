"""Letters over a real server: what leaves, when, and how it reaches its readers."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from supportdesk.desk import Desk
from supportdesk.errors import Refused
from supportdesk.services import conversation, undo
from tests.mail.posting import answer, mailbox, send
from tests.mail.smtp_server import Inbox, serving
from tests.services.acting import act, kinds, messages, run


@pytest.fixture
def server() -> Iterator[Inbox]:
    with serving() as inbox:
        yield inbox


def test_an_answer_reaches_the_customer_below_what_was_asked(desk: Desk, ticket: int, server: Inbox) -> None:
    mailbox(desk, server.port, signature="Acme")
    answer(desk, ticket, cc=["Ann <ann@example.org>"], files=[conversation.File("счёт.pdf", b"pdf")])

    send(desk)

    asked, reply = messages(desk, ticket)
    (envelope, _), (mail,) = server.taken[0], server.mails
    assert envelope == ("ivan@example.org", "ann@example.org")
    assert (mail.sender.name, mail.sender.email) == ("Acme Support", "support@acme.example")
    assert (mail.text.strip(), mail.quoted.strip()) == ("We are on our way.", "-- \nAcme")
    assert (mail.message_id, mail.in_reply_to, mail.references) == (
        reply.message_id,
        (asked.message_id,),
        (asked.message_id,),
    )
    assert [part.name for part in mail.parts] == ["счёт.pdf"]
    assert (reply.delivery, kinds(desk, ticket)[-1]) == ("sent", "sent")


def test_within_the_undo_window_nothing_goes_and_what_was_undone_never_does(
    desk: Desk, ticket: int, server: Inbox
) -> None:
    mailbox(desk, server.port)
    act(desk, conversation.reply, ticket, body="Oops")
    send(desk)
    run(desk, undo.undo)
    desk.clock.advance(minutes=1)  # type: ignore[attr-defined]
    send(desk)

    assert server.taken == []


def test_an_answer_for_later_waits_for_its_time(desk: Desk, ticket: int, server: Inbox) -> None:
    mailbox(desk, server.port)
    answer(desk, ticket, at=desk.clock() + timedelta(hours=2))
    send(desk)
    assert server.taken == []

    desk.clock.advance(hours=2)  # type: ignore[attr-defined]
    send(desk)

    assert len(server.taken) == 1


def test_what_was_sent_cannot_be_undone_and_undo_passes_over_the_sending(
    desk: Desk, ticket: int, server: Inbox
) -> None:
    mailbox(desk, server.port)
    answer(desk, ticket)
    send(desk)

    with pytest.raises(Refused, match="has been sent and cannot be taken back"):
        run(desk, undo.undo)


def test_a_password_comes_from_a_command_or_a_file(
    sqlite_desk: Desk, ticket: int, server: Inbox, tmp_path: object
) -> None:
    place = f"smtp://desk@127.0.0.1:{server.port}"
    mailbox(sqlite_desk, server.port, target=place, password_command="printf 'secret\\nuser: desk\\n'")
    answer(sqlite_desk, ticket)

    send(sqlite_desk)

    assert ("auth" in server.seen, len(server.taken)) == (True, 1)


def test_a_letter_of_a_deleted_ticket_stays(desk: Desk, ticket: int, server: Inbox) -> None:
    from supportdesk.services import tickets

    mailbox(desk, server.port)
    answer(desk, ticket)
    act(desk, tickets.delete, ticket)

    send(desk)

    assert server.taken == []


def test_html_goes_beside_the_text_where_the_mailbox_asks_for_it(desk: Desk, ticket: int, server: Inbox) -> None:
    mailbox(desk, server.port, html=1)
    answer(desk, ticket)

    send(desk)

    raw = server.taken[0][1]
    assert b"multipart/alternative" in raw
    assert "Please help." in server.mails[0].quoted
