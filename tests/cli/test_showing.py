"""`show`: a ticket on a terminal, in a pipe, as JSON and as the mail that it came as."""

import csv
import json

from supportdesk.desk import Desk
from tests.conftest import Run, opened


def test_show_tells_the_facts_and_the_thread(run: Run, ticket: int) -> None:
    run("note 1 -m 'He is angry'")
    out = run("show 1").out

    assert out.startswith("#1 The printer is on fire\n")
    assert "Please help." in out
    assert "NOTE, for agents only" in out
    assert "│ He is angry" in out


def test_show_tells_that_a_ticket_is_deleted_and_since_when(run: Run, ticket: int) -> None:
    assert "deleted" not in run("show 1").out
    run("delete 1")

    assert "\ndeleted:     2026-11-21T09:00:00Z\n" in run("show 1").out


def test_show_tells_until_when_a_letter_waits(run: Run, ticket: int) -> None:
    run("reply 1 -m 'See you' --at 2h")

    assert "queued, held till 2026-11-21T11:00:00Z" in run("show 1").out


MAIL = b"""From: Ivan <ivan@example.org>
To: support@example.org
Subject: Re: Card
Message-ID: <one@example.org>

New words.

On Mon, 2 Nov 2026 at 10:00, Anna <anna@example.org> wrote:
> old
> words
"""


def test_show_folds_a_quotation_into_a_line(run: Run) -> None:
    run("import eml -", given=MAIL)
    out = run("show 1").out

    assert "New words." in out
    assert "> old" not in out
    assert "[3 quoted lines]" in out


def test_show_calls_a_signature_one(run: Run) -> None:
    run("import eml -", given=MAIL.split(b"On Mon")[0] + b"-- \nIvan\nAcme\n")
    assert "[signature, 3 lines]" in run("show 1").out


def test_show_raw_gives_the_mail_as_it_came(run: Run) -> None:
    run("import eml -", given=MAIL)

    assert run("show 1 --raw").out.encode() == MAIL


def test_show_as_json_adds_the_thread_and_the_events(run: Run, ticket: int) -> None:
    (row,) = run("show 1 --json").json

    assert [message["kind"] for message in row["thread"]] == ["customer"]
    assert set(row["thread"][0]) == {
        "id", "kind", "author", "at", "to", "cc", "subject", "message_id",
        "body", "text", "quoted", "attachments", "automatic", "delivery", "send_at", "sent_at", "tries", "failure",
    }  # fmt: skip
    assert [event["kind"] for event in row["events"]] == ["opened", "received"]


def test_show_tells_the_history_when_asked(run: Run, ticket: int) -> None:
    run("priority 1 high")

    assert "priority: normal → high" in run("show 1 --history").out


def test_show_raw_gives_the_body_where_no_mail_came(run: Run, ticket: int) -> None:
    assert run("show 1 --raw").out == "Please help.\n"


def test_a_long_answer_goes_through_the_pager_on_a_terminal(run: Run, desk: Desk) -> None:
    opened(desk, body="line\n" * 100)
    paged: list[tuple[list[str], bytes]] = []

    def launch(words: list[str], given: bytes) -> int:
        paged.append((words, given))
        return 0

    ran = run("show 1", streams={"out_terminal": True, "launch": launch}, PAGER="more -s")

    assert ran.out == ""
    assert paged[0][0] == ["more", "-s"]
    assert paged[0][1].count(b"line\n") >= 100


def test_without_its_pager_a_long_answer_is_printed(run: Run, desk: Desk) -> None:
    opened(desk, body="line\n" * 100)

    assert run("show 1", streams={"out_terminal": True}, PAGER="nonsense").out.count("line\n") >= 100
    assert run("show 1", streams={"out_terminal": True}, PAGER="").out.count("line\n") >= 100
    assert run("show 1", streams={"out_terminal": True}, PAGER="more '").out.count("line\n") >= 100


def test_a_thread_in_a_table_is_told_as_json_tells_it(run: Run, ticket: int) -> None:
    told = run(f"show {ticket} --csv --fields thread,events").out
    thread, events = list(csv.reader(told.splitlines()))[1]
    shown = run(f"show {ticket} --json thread,events").json[0]

    assert (json.loads(thread), json.loads(events)) == (shown["thread"], shown["events"])
