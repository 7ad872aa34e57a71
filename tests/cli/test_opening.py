"""`new`: from the words to what is printed."""

from pathlib import Path

import pytest

from tests.conftest import Run


def test_new_prints_the_number_alone_and_talks_beside_it(run: Run) -> None:
    ran = run("new --subject 'Card declined' --from 'Ivan <ivan@example.org>' --body 'It says 402.'")

    assert (ran.out, ran.code) == ("1\n", 0)
    assert ran.err.startswith("opened ticket 1 (change ")


def test_new_keeps_everything_that_it_is_told(run: Run, tmp_path: object) -> None:
    run("team add billing")
    run("field add invoice")
    run(
        "new -s Refund --from 'Ivan <ivan@example.org>' --channel phone --priority high --type incident --team billing "
        "--assign me --tag b --tag a --external-id X1 --field invoice=7 --due 2d --phone +4912345"
    )

    (row,) = run("show 1 --json").json
    assert (row["channel"], row["priority"], row["type"], row["team"], row["assignee"]) == (
        "phone",
        "high",
        "incident",
        "billing",
        "anna",
    )
    assert (row["tags"], row["fields"], row["external_id"]) == (["a", "b"], {"invoice": "7"}, "X1")
    assert row["due_at"] == "2026-11-23T09:00:00Z"


def test_new_with_a_known_external_id_returns_the_ticket_that_stands(run: Run) -> None:
    run("new -s One --from Ivan --external-id X1")
    ran = run("new -s Two --from Ivan --external-id X1")

    assert (ran.out, ran.code) == ("1\n", 0)
    assert "stands already" in ran.err


def test_new_reads_its_body_from_standard_input(run: Run) -> None:
    run("new -s One --from Ivan --body -", given="Привет,\nкарта не работает\n")

    assert run("show 1 --json").json[0]["thread"][0]["body"] == "Привет,\nкарта не работает"


def test_new_takes_files_along(run: Run, tmp_path: object) -> None:

    file = Path(str(tmp_path)) / "log.txt"
    file.write_bytes(b"abc\x00")
    run(["new", "-s", "One", "--from", "Ivan", "--attach", str(file)])

    (attached,) = run("show 1 --json").json[0]["thread"][0]["attachments"]
    assert (attached["name"], attached["size"], attached["type"]) == ("log.txt", 4, "text/plain")


def test_new_as_a_dry_run_opens_nothing(run: Run) -> None:
    ran = run("new -s One --from Ivan --dry-run")

    assert "subject\t\tOne" in ran.out
    assert run("count").out == "0\n"


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ("--from Ivan", 2),
        ("-s x", 2),
        ("-s ' ' --from Ivan", 2),
        ("-s x --from 'Ivan <nonsense>'", 2),
        ("-s x --from Ivan --priority urgnt", 2),
        ("-s x --from Ivan --channel pigeon", 2),
        ("-s x --from Ivan --type riddle", 2),
        ("-s x --from Ivan --team none-such", 4),
        ("-s x --from Ivan --assign nobody", 4),
        ("-s x --from Ivan --field nope=1", 4),
        ("-s x --from Ivan --field nope", 2),
        ("-s x --from Ivan --field nope=1 --field nope=2", 2),
        ("-s x --from Ivan --attach /no/such/file", 4),
        ("-s x --from Ivan --due yesterday", 2),
    ],
)
def test_new_refuses_what_it_cannot_use_and_opens_nothing(run: Run, more: str, code: int) -> None:
    ran = run(f"new {more}")

    assert (ran.code, ran.out) == (code, "")
    assert ran.err.startswith("supportdesk: ")
    assert run("count").out == "0\n"
