"""`why` and `rethread`: which rule put a message on its ticket, and how an agent moves it."""

import json

import pytest

from supportdesk.desk import Desk
from tests.conftest import Run
from tests.mail.arriving import answer, mail

FIRST = mail(id="first@example.org")


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (answer("first@example.org"), "on ticket 1: it names a mail of that ticket in In-Reply-To or References"),
        (mail("x", subject="[#1]"), "on ticket 1: its subject names the ticket, and its sender is on it ([#1])"),
        (
            mail("x", subject="[#1]", sender="m@evil.example"),
            "on ticket 2: it names a ticket, but its sender is not on it",
        ),
    ],
)
def test_why_says_the_rule(run: Run, raw: bytes, told: str) -> None:
    run("mail pipe", given=FIRST)
    run("mail pipe", given=raw)

    assert told in run("why 2").out
    assert "so it began a ticket" in run("why '<first@example.org>'").out
    assert run("why 99").code == 4


def test_why_of_what_did_not_come_by_mail(run: Run, ticket: int) -> None:
    assert "did not come by mail" in run("why 1").out


def test_a_message_is_moved_and_its_answers_follow_and_undo_is_the_way_back(run: Run, desk: Desk) -> None:
    run("mail pipe", given=FIRST)
    run("mail pipe", given=answer("first@example.org", id="second@example.org", subject="Re: The printer is on fire"))
    run("mail pipe", given=mail("Other", subject="Other", id="other@example.org"))

    ran = run("rethread '<second@example.org>' --to 2")
    assert (ran.code, "moved the message to ticket 2 (change" in ran.err) == (0, True)
    assert [row["messages"] for row in run("list number>0 --json messages --sort number").json] == [1, 2]
    assert "an agent moved it there (from #1)" in run("why '<second@example.org>'").out
    run("mail pipe", given=answer("second@example.org", body="After"))
    assert len(run("show 2 --json thread").json[0]["thread"]) == 3
    assert run("mail pipe", given=answer("second@example.org", id="second@example.org", body="Twice")).err.startswith(
        "duplicate"
    )

    run(
        "--as anna undo "
        + str(next(row["id"] for row in run("changes --json id,verb").json if row["verb"] == "rethread"))
    )
    assert "on ticket 1" in run("why '<second@example.org>'").out
    run("mail pipe", given=answer("second@example.org", body="Once more"))
    assert len(run("show 1 --json thread").json[0]["thread"]) == 3
    assert run("db check").code == 0


@pytest.mark.both
def test_who_answers_the_acknowledgement_of_a_mail_that_was_moved_is_led_to_where_it_went(run: Run) -> None:
    run(["template", "add", "hello", "--body", "We have it."])
    run(["mailbox", "add", "support", "--address", "support@acme.example", "--sendmail", "/bin/true"])
    run("mailbox edit support --auto-reply hello")
    for name, subject in (("first@example.org", "Lamp"), ("second@example.org", "The other lamp")):
        assert run("mail pipe --mailbox support", given=mail("Broken", id=name, subject=subject)).code == 0
    asked, said = run("show 2 --json thread").json[0]["thread"]
    assert (said["kind"], said["body"]) == ("system", "We have it.")
    answers = answer(said["message_id"], id="third@example.org", subject="Re: The other lamp")

    run(f"rethread {asked['id']} --to 1")
    assert run("mail pipe --mailbox support", given=answers).err == "threaded on ticket 1\n"

    run("rethread '<third@example.org>' --to 2")
    assert run("undo").code == 0
    change = next(row["id"] for row in run("changes --json id,verb").json[::-1] if row["verb"] == "rethread")
    assert run(f"undo {change}").code == 0
    later = answer(said["message_id"], id="fourth@example.org", subject="Re: The other lamp")
    assert run("mail pipe --mailbox support", given=later).err == "threaded on ticket 2\n"


def test_a_message_is_moved_to_a_new_ticket_of_its_writer(run: Run) -> None:
    run("mail pipe", given=FIRST)
    run("mail pipe", given=answer("first@example.org", sender="Olga <olga@example.org>"))

    ran = run("rethread 2 --new")
    assert ran.out == "2\n"
    assert run("show 2 --json customer").json[0]["customer"]["email"] == "olga@example.org"
    assert run("undo").code == 0
    assert len(run("show 1 --json thread").json[0]["thread"]) == 2


@pytest.mark.parametrize("line", ["rethread 1", "rethread 1 --to 1 --new", "rethread 1 --to x"])
def test_where_a_message_goes_must_be_said(run: Run, ticket: int, line: str) -> None:
    assert run(line).code == 2


@pytest.mark.both
def test_a_message_that_an_import_brought_is_moved_from_before_others(run: Run) -> None:
    lines = [
        {"record": "ticket", "subject": "One", "thread": [{"body": "a"}, {"body": "b"}, {"body": "c"}]},
        {"record": "ticket", "subject": "Two", "thread": [{"body": "d"}]},
    ]
    assert run("import jsonl -", given="\n".join(map(json.dumps, lines))).code == 0
    ids = [one["id"] for one in run("show 1 --json thread").json[0]["thread"]]

    assert run(f"rethread {ids[1]} --to 2").code == 0
    assert run("db check").code == 0
    assert run("undo").code == 0
    assert run("db check").code == 0


def test_what_an_agent_wrote_is_not_moved(run: Run, ticket: int) -> None:
    run("reply 1 -m Hello")

    assert run("rethread 2 --new").code == 5
    assert run("rethread 99 --new").code == 4
    assert run("rethread 1 --to 99").code == 4
