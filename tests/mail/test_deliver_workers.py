"""Several workers, and workers that die: each letter is one worker's, until it is dead."""

import threading
from collections.abc import Iterator

import pytest

from supportdesk.desk import Desk
from supportdesk.domain.letters import Fate
from supportdesk.errors import Refused
from supportdesk.mail.compose import compose
from supportdesk.mail.deliver import Worker
from supportdesk.mail.post import Post
from supportdesk.services import conversation, delivering, undo
from tests.conftest import opened
from tests.mail.posting import QUICK, answer, mailbox, run_out, send, states
from tests.mail.smtp_server import Inbox, serving
from tests.services.acting import act, run


@pytest.fixture
def server() -> Iterator[Inbox]:
    with serving() as inbox:
        yield inbox


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


def test_what_is_being_sent_cannot_be_undone(desk: Desk, ticket: int, server: Inbox) -> None:
    mailbox(desk, server.port)
    answer(desk, ticket)
    with desk.private() as private:
        assert delivering.claim(private, "me")

    with pytest.raises(Refused, match="is being sent and cannot be taken back"):
        run(desk, undo.undo)
