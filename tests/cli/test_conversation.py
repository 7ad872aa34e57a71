"""`reply`, `note` and `macro`: from the words to what is said on tickets."""

import os
from pathlib import Path

import pytest

from supportdesk.desk import Desk
from tests.conftest import Run, opened


def test_reply_queues_an_answer(run: Run, ticket: int) -> None:
    ran = run("reply 1 -m 'On its way.' --status pending")

    assert ran.err.startswith("answered ticket 1 (change ")
    (row,) = run("show 1 --json").json
    assert (row["status"], row["first_reply_at"]) == ("pending", "2026-11-21T09:00:00Z")
    assert (row["thread"][-1]["kind"], row["thread"][-1]["delivery"]) == ("reply", "queued")


@pytest.mark.parametrize("line", ["reply 1 -", "reply 1 -m -", "reply - 1"])
def test_reply_reads_its_text_from_standard_input(run: Run, ticket: int, line: str) -> None:
    run(line, given="From a pipe.\n")

    assert run("show 1 --json").json[0]["thread"][-1]["body"] == "From a pipe."


def test_reply_reads_its_tickets_from_standard_input_when_it_has_a_text(run: Run, ticket: int, desk: Desk) -> None:
    opened(desk)
    run("reply - -m Hello", given="1\n2\n")

    assert [row["messages"] for row in run("list is:open --json messages").json] == [2, 2]


def test_reply_fills_a_template_in_for_each_ticket(run: Run, ticket: int) -> None:
    run(["template", "add", "hello", "--body", "Hello {{ customer.first_name }} ({{ ticket.number }})"])
    run("reply 1 --template hello")

    assert run("show 1 --json").json[0]["thread"][-1]["body"] == "Hello Ivan (1)"


def test_reply_is_written_in_the_editor_with_the_template_filled_in(run: Run, ticket: int) -> None:
    run(["template", "add", "hello", "--body", "Hello {{ customer.first_name }}"])

    def launch(words: list[str], given: object) -> int:
        file = Path(words[-1])
        assert words[:-1] == ["ed", "-s"]
        assert "Please help." in file.read_text()
        file.write_text(file.read_text().replace("Hello Ivan", "Hello dear Ivan"))
        return 0

    run("reply 1 --template hello --edit", streams={"launch": launch}, VISUAL="ed -s")

    assert run("show 1 --json").json[0]["thread"][-1]["body"] == "Hello dear Ivan"


def test_a_template_s_actions_are_done_with_its_words_unless_they_are_left_out(run: Run, ticket: int) -> None:
    run(["template", "add", "refund", "--body", "Paid.", "--action", "tag +refund", "--action", "solve"])
    run("reply 1 --template refund --words-only")
    assert run("list number:1 --json status,tags").json == [{"status": "open", "tags": []}]

    run("reply 1 --template refund")

    assert run("list number:1 --json status,tags").json == [{"status": "solved", "tags": ["refund"]}]


def test_a_template_that_was_edited_still_does_what_it_does(run: Run, ticket: int) -> None:
    run(["template", "add", "refund", "--body", "Paid.", "--action", "tag +refund"])

    run("reply 1 --template refund --edit", streams={"launch": lambda words, given: 0}, VISUAL="true")

    assert run("list number:1 --json tags").json == [{"tags": ["refund"]}]


def test_macro_does_all_that_a_template_says(run: Run, ticket: int, desk: Desk) -> None:
    opened(desk)
    run(["template", "add", "spam", "--action", "tag +spam; close"])
    assert run("template list --json name,does").json == [{"name": "spam", "does": "tag +spam; close"}]
    assert run("template show spam --json actions").json == [{"actions": {"close": "", "tag": "+spam"}}]

    dry = run("macro 1 2 spam --dry-run")
    assert "would have done spam on 2 tickets" in dry.err
    ran = run("macro 1 2 spam")

    assert ran.err.startswith("done spam on 2 tickets (change")
    assert run("list status:closed tag:spam --ids").out.split() == ["1", "2"]
    assert run("macro 1 2 spam").err == "nothing to change\n"


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ("macro 1 spma", 4, "no template 'spma'; did you mean spam?"),
        ("macro 1", 2, "NAME is missing"),
        ("macro 9 spam", 4, "no ticket 9"),
        ("reply 1 --template spam", 2, "template spam has actions and no text"),
        ("template edit spam --action none", 2, "a canned response needs a text, or actions"),
        ("template edit spam --action dlete", 2, "no action 'dlete'"),
    ],
)
def test_a_macro_that_cannot_be_done_is_told_in_one_line(
    run: Run, ticket: int, words: str, code: int, said: str
) -> None:
    run(["template", "add", "spam", "--action", "tag +spam; close"])
    ran = run(words)
    assert (ran.code, said in ran.err.splitlines()[0]) == (code, True), ran.err
    assert run("list number:1 --json status").json == [{"status": "new"}]


def test_actions_go_to_a_folder_and_a_csv_and_come_back(run: Run, ticket: int, tmp_path: Path) -> None:
    run(["template", "add", "refund", "--body", "Paid.", "--action", "tag +refund", "--action", "pend 3d"])
    run(["template", "add", "spam", "--action", "tag +spam; close"])
    for place in (tmp_path / "replies", tmp_path / "replies.csv"):
        run(["template", "export", str(place)])
        run("template remove refund")
        run("template remove spam")
        assert run(["template", "import", str(place)]).code == 0
        found = {one["name"]: one["actions"] for one in run("template list --json name,actions").json}
        assert found == {"refund": {"pend": "3d", "tag": "+refund"}, "spam": {"close": "", "tag": "+spam"}}


def test_an_empty_text_from_the_editor_sends_nothing(run: Run, ticket: int) -> None:
    ran = run("note 1 --edit", streams={"launch": lambda words, given: 0})

    assert ran.code == 3
    assert run("show 1 --json").json[0]["messages"] == 1


def test_an_editor_that_fails_sends_nothing(run: Run, ticket: int) -> None:
    assert run("note 1 --edit", streams={"launch": lambda words, given: 1}).code == 5


@pytest.mark.parametrize("line", ["reply 1", "note 1", "reply 1 -m ''", "note 1 -m '  '", "reply - ", "reply 1 - -m x"])
def test_a_message_says_something(run: Run, ticket: int, line: str) -> None:
    assert run(line).code == 2
    assert run("show 1 --json").json[0]["messages"] == 1


def test_a_file_that_no_mail_can_take_along_is_refused(run: Run, ticket: int, tmp_path: Path) -> None:
    large = tmp_path / "large.iso"
    with large.open("wb") as file:
        file.truncate(25 * 2**20 + 1)
    ran = run(["reply", "1", "-m", "Here it is", "--attach", str(large)])

    assert (ran.code, ran.err) == (2, "supportdesk: large.iso is larger than 25 MB\n")
    assert "Here it is" not in run("show 1").out


def test_a_pipe_that_nobody_writes_to_is_refused_instead_of_waited_for(run: Run, ticket: int, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    ran = run(["note", "1", "-m", "Here it is", "--attach", str(tmp_path / "pipe")])

    assert (ran.code, ran.err) == (2, f"supportdesk: {tmp_path}/pipe is a pipe or a device, not a file\n")
    assert run("reply 1 -m hello --attach /dev/zero").code == 2
    assert run("show 1 --json").json[0]["messages"] == 1


def test_a_file_at_the_home_of_nobody_is_a_file_that_is_not_there(run: Run, ticket: int) -> None:
    ran = run("reply 1 -m hello --attach ~nobody-of-this-name/log.txt")
    assert (ran.code, ran.err) == (4, "supportdesk: no file ~nobody-of-this-name/log.txt\n")
