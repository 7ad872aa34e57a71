"""`mail send`, `mail outbox` and `mail run` as users and scripts meet them."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from time import monotonic

import pytest
from sqlalchemy import func, select

from supportdesk.desk import Desk
from supportdesk.store import tables
from supportdesk.store.columns import instant_text
from tests.conftest import Run, opened
from tests.mail import imap
from tests.mail.arriving import mail
from tests.mail.posting import answer, mailbox
from tests.mail.smtp_server import Inbox, nobody_listens, serving, waits
from tests.services.acting import messages


@pytest.fixture
def server() -> Iterator[Inbox]:
    with serving() as inbox:
        yield inbox


def test_what_is_due_is_sent_once(desk: Desk, ticket: int, run: Run, server: Inbox) -> None:
    mailbox(desk, server.port)
    answer(desk, ticket)

    first, second = run("mail send"), run("mail send")

    assert (first.code, first.out, first.err) == (0, "", "sent 1\n")
    assert second.err == "nothing is due\n"
    assert len(server.taken) == 1


def test_a_desk_without_a_mailbox_says_so(desk: Desk, ticket: int, run: Run) -> None:
    answer(desk, ticket)

    ran = run("mail send")

    assert (ran.code, ran.err.splitlines()[0]) == (5, "supportdesk: no mailbox of this desk sends")


def test_a_server_that_is_down_is_worth_another_try(desk: Desk, ticket: int, run: Run) -> None:
    mailbox(desk, nobody_listens())
    answer(desk, ticket)

    ran = run("mail send")

    assert ran.code == 6
    assert ran.err.startswith("put off 1\nsupportdesk: mailbox support cannot send: 127.0.0.1, connecting: ")


def test_the_outbox_lists_what_waits_and_why(desk: Desk, ticket: int, run: Run, server: Inbox) -> None:
    mailbox(desk, server.port)
    number = answer(desk, ticket)
    server.faults = {"rcpt": "450 4.2.1 later"}
    run("mail send")

    (letter,) = run("mail outbox list --json").json

    assert (letter["id"], letter["ticket"], letter["state"], letter["tries"]) == (number, ticket, "queued", 1)
    assert (letter["to"], letter["failure"]) == ("ivan@example.org", "ivan@example.org: 450 4.2.1 later")


def test_a_letter_that_failed_is_sent_again_when_asked(desk: Desk, ticket: int, run: Run, server: Inbox) -> None:
    mailbox(desk, server.port)
    answer(desk, ticket)
    server.faults = {"rcpt": "550 5.1.1 no such user"}
    assert run("mail send").err == "failed 1\n"
    server.faults = {}

    assert run("list has:failed --ids").out == f"{ticket}\n"
    assert run("mail outbox retry --failed").err.startswith("queued 1 letter again")
    assert run("mail send").err == "sent 1\n"
    assert run("list has:failed --ids").out == ""
    assert run("mail outbox list").out == ""


def test_a_cancelled_letter_never_goes_unless_undone(desk: Desk, ticket: int, run: Run, server: Inbox) -> None:
    mailbox(desk, server.port)
    number = answer(desk, ticket)

    assert run(f"mail outbox cancel {number}").err.startswith("cancelled 1 letter")
    assert run("mail send").err == "nothing is due\n"
    assert len(messages(desk, ticket)) == 1
    run("undo")
    assert run("mail send").err == "sent 1\n"


def test_only_letters_of_the_outbox_are_cancelled(desk: Desk, ticket: int, run: Run, server: Inbox) -> None:
    mailbox(desk, server.port)
    number = answer(desk, ticket)
    run("mail send")

    ran = run(f"mail outbox cancel {number}")

    assert (ran.code, ran.err.splitlines()[0]) == (4, f"supportdesk: no letter {number} in the outbox")


def test_another_agents_letter_is_a_leads_to_cancel(
    agents: dict[str, Desk], desk: Desk, ticket: int, run: Run, server: Inbox
) -> None:
    mailbox(desk, server.port)
    number = answer(desk, ticket)

    assert run(f"mail outbox cancel {number} --as boris").code == 5
    assert run(f"mail outbox cancel {number} --as lena").code == 0


def test_answers_of_old_are_not_sent_because_a_mailbox_has_been_added(
    desk: Desk, ticket: int, run: Run, server: Inbox
) -> None:
    number = answer(desk, ticket)
    desk.clock.advance(days=4)  # type: ignore[attr-defined]
    mailbox(desk, server.port)
    recent = answer(desk, ticket, body="And now?")

    assert run("mail send").err == "sent 1\n"
    assert [mail.text.strip() for mail in server.mails] == ["And now?"]
    assert [(one["id"], one["failure"][:22]) for one in run("mail outbox list --json").json] == [
        (number, "older than the mailbox")
    ]
    assert recent != number
    run(f"mail outbox retry {number}")
    assert run("mail send").err == "sent 1\n"


def test_reply_at_is_kept_to(desk: Desk, ticket: int, run: Run, server: Inbox) -> None:
    mailbox(desk, server.port)
    run(f"reply {ticket} -m 'See you tomorrow' --at 2h")
    desk.clock.advance(minutes=90)  # type: ignore[attr-defined]
    assert run("mail send").err == "nothing is due\n"
    desk.clock.advance(minutes=30)  # type: ignore[attr-defined]

    assert run("mail send").err == "sent 1\n"


def test_a_worker_of_a_viewer_is_refused_at_once(agents: dict[str, Desk], run: Run) -> None:
    assert run("mail run --as vera").code == 5


def test_nothing_of_mail_is_loaded_for_help() -> None:
    line = "import sys; from supportdesk.cli import mail_out; print(*sys.modules)"
    ran = subprocess.run([sys.executable, "-c", line], capture_output=True, text=True, check=True)

    assert not {"smtplib", "sqlalchemy", "sqlmodel"} & set(ran.stdout.split())


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_worker_sends_and_fetches_until_it_is_told_to_stop(
    sqlite_desk: Desk, number: int, server: Inbox, tmp_path: Path
) -> None:
    with imap.running() as source:
        mailbox(sqlite_desk, server.port, source=source.url, password_command=f"echo {imap.PASSWORD}")
        ticket = opened(sqlite_desk)
        answer(sqlite_desk, ticket)
        worker = _worker(sqlite_desk, tmp_path)
        try:
            waits(lambda: "IDLE" in source.said, seconds=30)
            source.deliver(mail())
            waits(
                lambda: messages(sqlite_desk, ticket)[-1].delivery == "sent" and _tickets(sqlite_desk) == 2, seconds=30
            )
            worker.send_signal(number)
            began = monotonic()
            _, said = worker.communicate(timeout=30)
        finally:
            worker.kill()

    assert (worker.returncode, monotonic() - began < 5) == (0, True)
    assert sorted(said.splitlines()[1:]) == [
        "mailbox support: received 1: 1 new",
        "sending from support@acme.example: sent 1",
    ]
    assert (len(server.taken), source.open) == (1, 0)


def _worker(desk: Desk, home: Path) -> "subprocess.Popen[str]":
    ours = {"SUPPORTDESK_STORE": desk.store.place, "SUPPORTDESK_AS": "anna", "XDG_CONFIG_HOME": str(home)}
    environment = {**os.environ, **ours, "SUPPORTDESK_NOW": instant_text(desk.clock())}
    line = [sys.executable, "-m", "supportdesk", "mail", "run"]
    return subprocess.Popen(line, env=environment, stderr=subprocess.PIPE, text=True)


def _tickets(desk: Desk) -> int:
    with desk.read() as reading:
        return int(reading.value(select(func.count()).select_from(tables.ticket)))


def test_letters_that_came_by_an_import_are_told_and_sent_when_asked_for(
    desk: Desk, ticket: int, run: Run, server: Inbox, tmp_path: Path
) -> None:
    mailbox(desk, server.port)
    unsent = {
        "kind": "reply",
        "agent": "anna",
        "body": "Soon",
        "delivery": "queued",
        "deliver_at": "2026-11-21T09:00:00Z",
    }
    unsent |= {"at": "2026-11-21T09:00:00Z", "to": ["ivan@example.org"]}
    lines = json.dumps({"record": "ticket", "subject": "Elsewhere", "thread": [unsent]})

    told = run("import jsonl -", given=lines).err.splitlines()[-1]

    assert told == "1 letter not sent yet: that desk sends them; from here: supportdesk mail outbox retry --imported"
    assert run("mail send").err == "nothing is due\n"
    run("mail outbox retry --imported")
    assert run("mail send").err == "sent 1\n"
