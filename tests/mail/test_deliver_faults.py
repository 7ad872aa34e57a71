"""Letters over a server that fails at every step: nothing is lost, and nothing comes twice as two mails."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from supportdesk.desk import Desk
from supportdesk.domain import filters
from supportdesk.mail.deliver import send_all
from supportdesk.mail.post import Patience
from supportdesk.store import queries
from tests.conftest import opened
from tests.mail.posting import answer, delivery, mailbox, send, states, write_from
from tests.mail.smtp_server import CUT, SLOW, Inbox, nobody_listens, serving
from tests.services.acting import messages, row

STEPS = ("connect", "ehlo", "mail", "rcpt", "data", "end")


@pytest.fixture
def server() -> Iterator[Inbox]:
    with serving() as inbox:
        yield inbox


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


@pytest.mark.parametrize("step", ["connect", "ehlo", "auth"])
@pytest.mark.parametrize("fault", ["421 4.3.2 going down", "454 4.7.0 not now", "535 5.7.8 no", "550 5.7.1 no", CUT])
def test_what_goes_wrong_before_the_letter_is_told_at_its_step_and_the_letter_waits(
    sqlite_desk: Desk, ticket: int, server: Inbox, step: str, fault: str
) -> None:
    place = f"smtp://desk@127.0.0.1:{server.port}"
    mailbox(sqlite_desk, server.port, target=place, password_command="echo secret")
    answer(sqlite_desk, ticket)
    server.faults = {step: fault}

    said = send(sqlite_desk).down["support"]
    server.faults = {}
    sqlite_desk.clock.advance(minutes=1)  # type: ignore[attr-defined]
    send(sqlite_desk)

    named = {"connect": "connecting", "ehlo": "greeting", "auth": "signing in"}[step]
    assert said.startswith(f"127.0.0.1, {named}: ")
    assert fault == CUT or fault[:3] in said
    assert (states(sqlite_desk, ticket), len(server.taken)) == (["sent"], 1)


def test_a_wrong_password_fails_no_letter(desk: Desk, ticket: int, server: Inbox) -> None:
    place = f"smtp://desk@127.0.0.1:{server.port}"
    mailbox(desk, server.port, target=place, password_command="echo wrong")
    answer(desk, ticket)

    done = send(desk)

    assert states(desk, ticket) == ["queued"]
    assert "signing in: 535" in done.down["support"]


@pytest.mark.parametrize("step", STEPS)
def test_a_server_that_keeps_silent_holds_nobody_up(sqlite_desk: Desk, ticket: int, server: Inbox, step: str) -> None:
    mailbox(sqlite_desk, server.port)
    number = answer(sqlite_desk, ticket)
    server.faults = {step: SLOW}

    send(sqlite_desk)

    assert states(sqlite_desk, ticket) == ["queued"]
    assert "no answer in time" in delivery(sqlite_desk, number).failure


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


def test_answering_and_its_ticket_stay_as_they_were_when_mail_fails(desk: Desk, ticket: int, server: Inbox) -> None:
    mailbox(desk, server.port)
    answer(desk, ticket)
    before = row(desk, ticket)
    server.faults = {"rcpt": "550 5.1.1 no such user"}

    send(desk)

    assert row(desk, ticket).status == before.status


def test_a_slow_server_of_one_mailbox_delays_no_letter_of_another(sqlite_desk: Desk, server: Inbox) -> None:
    stuck, quick = opened(sqlite_desk), opened(sqlite_desk)
    with serving() as slow:
        slow.faults = {"connect": SLOW}
        mailbox(sqlite_desk, slow.port, name="slow", address="slow@acme.example")
        mailbox(sqlite_desk, server.port)
        letters = {answer(sqlite_desk, stuck): "slow@acme.example", answer(sqlite_desk, quick): "support@acme.example"}
        write_from(sqlite_desk, letters)
        seen: list[list[str | None]] = []
        server.when_taken = lambda: seen.append(states(sqlite_desk, stuck))

        done = send_all(sqlite_desk, patience=Patience(answer=1.2, letter=1.2, before=5))

    assert seen == [["sending"]], "the older letter was still under way when the other one was taken"
    assert (states(sqlite_desk, stuck), states(sqlite_desk, quick)) == (["queued"], ["sent"])
    assert done.down == {"slow": "127.0.0.1, connecting: no answer in time"}
