"""Sending over a real server that fails at every step: nothing is lost, and nothing comes twice as two mails."""

import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest

from supportdesk.desk import Desk
from supportdesk.domain import filters
from supportdesk.domain.letters import Fate
from supportdesk.errors import Refused
from supportdesk.mail.compose import compose
from supportdesk.mail.deliver import Worker
from supportdesk.mail.post import Post
from supportdesk.services import conversation, delivering, undo
from supportdesk.store import queries
from tests.conftest import opened
from tests.mail.posting import QUICK, answer, delivery, mailbox, run_out, send
from tests.mail.smtp_server import CUT, SLOW, Inbox, nobody_listens, serving
from tests.services.acting import act, kinds, messages, row, run

STEPS = ("connect", "ehlo", "mail", "rcpt", "data", "end")


@pytest.fixture
def server() -> Iterator[Inbox]:
    with serving() as inbox:
        yield inbox


def states(desk: Desk, number: int) -> list[str | None]:
    return [one.delivery for one in messages(desk, number) if one.delivery]


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


def test_what_is_being_sent_cannot_be_undone(desk: Desk, ticket: int, server: Inbox) -> None:
    mailbox(desk, server.port)
    answer(desk, ticket)
    with desk.private() as private:
        assert delivering.claim(private, "me")

    with pytest.raises(Refused, match="is being sent and cannot be taken back"):
        run(desk, undo.undo)


def test_what_was_sent_cannot_be_undone_and_undo_passes_over_the_sending(
    desk: Desk, ticket: int, server: Inbox
) -> None:
    mailbox(desk, server.port)
    answer(desk, ticket)
    send(desk)

    with pytest.raises(Refused, match="has been sent and cannot be taken back"):
        run(desk, undo.undo)


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("fault", ["451 4.3.0 later", CUT])
def test_what_fails_for_now_is_sent_later_with_the_same_id(
    sqlite_desk: Desk, ticket: int, server: Inbox, step: str, fault: str
) -> None:
    desk = sqlite_desk
    mailbox(desk, server.port)
    number = answer(desk, ticket)
    server.faults, server.times = {step: fault}, 1 if step != "ehlo" or fault == CUT else 2

    send(desk)
    waiting = delivery(desk, number)
    assert (states(desk, ticket), waiting.tries) == (["queued"], 1)
    assert waiting.next_at == desk.clock() + timedelta(minutes=1)
    assert waiting.failure.startswith("ivan@example.org: ")
    send(desk)
    assert delivery(desk, number).tries == 1, "it waits a minute"
    desk.clock.advance(minutes=1)  # type: ignore[attr-defined]
    send(desk)

    assert states(desk, ticket) == ["sent"]
    assert len(server.taken) == (2 if (step, fault) == ("end", CUT) else 1)
    assert {mail.message_id for mail in server.mails} == {messages(desk, ticket)[1].message_id}


@pytest.mark.parametrize("step", ["mail", "rcpt", "data", "end"])
def test_what_is_refused_for_good_fails_in_sight(desk: Desk, ticket: int, server: Inbox, step: str) -> None:
    mailbox(desk, server.port)
    answer(desk, ticket)
    server.faults = {step: "550 5.7.1 we want no mail"}

    send(desk)
    desk.clock.advance(days=1)  # type: ignore[attr-defined]
    send(desk)

    assert states(desk, ticket) == ["failed"]
    line = messages(desk, ticket)[-1]
    assert (line.kind, line.body) == ("system", "Not delivered to ivan@example.org: 550 5.7.1 we want no mail")
    with desk.read() as reading:
        assert [one.number for one in queries.page(reading, filters.parse("has:failed")).rows] == [ticket]
    assert server.taken == []


@pytest.mark.parametrize("step", ["connect", "ehlo"])
def test_what_a_server_says_before_the_letter_is_not_about_the_letter(
    desk: Desk, ticket: int, server: Inbox, step: str
) -> None:
    mailbox(desk, server.port)
    answer(desk, ticket)
    server.faults = {step: "554 go away"}

    done = send(desk)

    assert states(desk, ticket) == ["queued"]
    assert "554 go away" in done.down["support"]


def test_a_wrong_password_fails_no_letter(desk: Desk, ticket: int, server: Inbox) -> None:
    place = f"smtp://desk@127.0.0.1:{server.port}"
    mailbox(desk, server.port, target=place, password_command="echo wrong")
    answer(desk, ticket)

    done = send(desk)

    assert states(desk, ticket) == ["queued"]
    assert "signing in: 535" in done.down["support"]


def test_a_password_comes_from_a_command_or_a_file(
    sqlite_desk: Desk, ticket: int, server: Inbox, tmp_path: object
) -> None:
    place = f"smtp://desk@127.0.0.1:{server.port}"
    mailbox(sqlite_desk, server.port, target=place, password_command="printf 'secret\\nuser: desk\\n'")
    answer(sqlite_desk, ticket)

    send(sqlite_desk)

    assert ("auth" in server.seen, len(server.taken)) == (True, 1)


@pytest.mark.parametrize("step", STEPS)
def test_a_server_that_keeps_silent_holds_nobody_up(sqlite_desk: Desk, ticket: int, server: Inbox, step: str) -> None:
    mailbox(sqlite_desk, server.port)
    number = answer(sqlite_desk, ticket)
    server.faults = {step: SLOW}

    send(sqlite_desk)

    assert states(sqlite_desk, ticket) == ["queued"]
    assert (
        "no answer in time" in delivery(sqlite_desk, number).failure
        or "timed out" in delivery(sqlite_desk, number).failure
    )


def test_a_server_that_is_not_there_is_asked_once_for_all_letters(desk: Desk) -> None:
    mailbox(desk, nobody_listens())
    numbers = [opened(desk) for _ in range(3)]
    for number in numbers:
        answer(desk, number)

    done = send(desk)

    assert [states(desk, number) for number in numbers] == [["queued"]] * 3
    assert "refused" in done.down["support"]


def test_pauses_grow_and_after_three_days_a_letter_is_given_up(desk: Desk, ticket: int, server: Inbox) -> None:
    mailbox(desk, server.port)
    number = answer(desk, ticket)
    server.faults = {"rcpt": "450 4.2.1 later"}
    pauses = []
    for _ in range(30):
        send(desk)
        found = delivery(desk, number)
        if found.state == "failed":
            break
        pauses.append((found.next_at - desk.clock()).total_seconds() // 60)
        desk.clock.now = found.next_at  # type: ignore[attr-defined]

    assert pauses[:7] == [1, 5, 15, 60, 240, 240, 240]
    assert states(desk, ticket) == ["failed"]
    assert delivery(desk, number).failure == "ivan@example.org: given up after 3 days: 450 4.2.1 later"


def test_one_of_several_who_is_refused_is_told_and_the_others_get_it_once(
    desk: Desk, ticket: int, server: Inbox
) -> None:
    mailbox(desk, server.port)
    number = answer(desk, ticket, cc=["gone@example.org", "busy@example.org"])
    server.faults = {"gone@example.org": "550 5.1.1 no such user", "busy@example.org": "450 4.2.1 later"}
    send(desk)
    assert (states(desk, ticket), delivery(desk, number).recipient) == (["queued"], "busy@example.org")
    server.faults = {}
    desk.clock.advance(minutes=1)  # type: ignore[attr-defined]
    send(desk)

    assert [envelope for envelope, _ in server.taken] == [("ivan@example.org",), ("busy@example.org",)]
    assert messages(desk, ticket)[-1].body == "Not delivered to gone@example.org: 550 5.1.1 no such user"
    assert states(desk, ticket) == ["sent"]


def test_two_workers_at_once_send_every_letter_once(desk: Desk, server: Inbox) -> None:
    mailbox(desk, server.port)
    numbers = [opened(desk, subject=f"Request {at}") for at in range(12)]
    for number in numbers:
        act(desk, conversation.reply, number, body=f"Answer {number}")
    desk.clock.advance(minutes=1)  # type: ignore[attr-defined]
    workers = [threading.Thread(target=Worker(desk, patience=QUICK).send_due) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    send(desk)
    assert sorted(mail.text.strip() for mail in server.mails) == sorted(f"Answer {number}" for number in numbers)


def test_a_worker_killed_after_the_servers_answer_sends_the_same_mail_again(
    desk: Desk, ticket: int, server: Inbox
) -> None:
    mailbox(desk, server.port)
    answer(desk, ticket)
    with desk.private() as private:
        claimed = delivering.claim(private, "dead")
    assert claimed
    post = Post(claimed.transport)
    assert post.hand_over(claimed.owed, compose(claimed.letter)).taken
    post.close()  # and here it is killed: nothing is written down

    send(desk)
    assert len(server.taken) == 1, "its lease holds"
    run_out(desk)
    send(desk)

    assert server.taken[0] == server.taken[1], "byte by byte the same mail"
    assert states(desk, ticket) == ["sent"]


def test_a_worker_that_comes_back_after_its_lease_writes_nothing(desk: Desk, ticket: int, server: Inbox) -> None:
    mailbox(desk, server.port)
    answer(desk, ticket)
    with desk.private() as private:
        claimed = delivering.claim(private, "late")
    assert claimed
    run_out(desk)
    send(desk)

    with desk.change("mail send") as change:
        assert delivering.settle(change, claimed, Fate(refused={"ivan@example.org": "550 no"})) is None
    assert states(desk, ticket) == ["sent"]


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


def test_answering_and_its_ticket_stay_as_they_were_when_mail_fails(desk: Desk, ticket: int, server: Inbox) -> None:
    mailbox(desk, server.port)
    answer(desk, ticket)
    before = row(desk, ticket)
    server.faults = {"rcpt": "550 5.1.1 no such user"}

    send(desk)

    assert row(desk, ticket).status == before.status


def test_what_is_undone_and_sent_at_once_is_one_of_both(desk: Desk, server: Inbox) -> None:
    mailbox(desk, server.port)
    numbers = [opened(desk) for _ in range(6)]
    changes = {number: act(desk, conversation.reply, number, body=f"Answer {number}").change for number in numbers}
    desk.clock.advance(minutes=1)  # type: ignore[attr-defined]
    refused: list[int] = []

    def take_back() -> None:
        for number in reversed(numbers):
            try:
                run(desk, undo.undo, number=changes[number])
            except Refused:
                refused.append(number)

    threads = [threading.Thread(target=take_back), threading.Thread(target=send, args=(desk,))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    send(desk)

    assert sorted(mail.text.strip() for mail in server.mails) == sorted(f"Answer {number}" for number in refused)
