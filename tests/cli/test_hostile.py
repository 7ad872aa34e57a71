"""What strangers write is shown and never obeyed, wherever the command line prints it."""

import pytest

from supportdesk.desk import Desk
from supportdesk.domain.models import Person
from tests.conftest import Run, opened

ESCAPES = "\x1b]52;c;aGk=\x07\x1b[2J\x9b31m\u202eexe.gpj\u2066\u200b\u200f\x7f\r"
OBEYED = set("\x1b\x07\x9b\u202e\u2066\u200b\u200f\x7f\r")
TERMINAL = {"out_terminal": True, "err_terminal": True, "width": 200}


@pytest.fixture
def hostile(desk: Desk) -> int:
    """A ticket whose every text would do something to a terminal."""
    person = Person(f"Ivan {ESCAPES}[bold]", "ivan@example.org")
    return opened(desk, subject=f"Hello {ESCAPES}[/red]", customer=person, body=f"{ESCAPES}\n[link=x]y[/link]")


@pytest.mark.parametrize(
    "line",
    [
        "list is:open",
        "list is:open --json",
        "list is:open --csv",
        "list is:open --ndjson",
        "search hello",
        "show 1",
        "show 1 --json",
        "show 1 --history",
        "show 1 --raw",
        "history 1",
        "history 1 --json",
        "next --peek",
        "customer list",
        "customer show 1",
        "count --by customer",
        "watch --since 0 --limit 3",
        "set 1 subject=x --dry-run",
        "note 1 -m x --json",
        "export csv",
        "export jsonl",
        "export mbox",
    ],
)
def test_no_command_lets_a_terminal_obey_outside_text(run: Run, hostile: int, line: str) -> None:
    ran = run(line, streams=TERMINAL, NO_COLOR="1", PAGER="")

    assert ran.code == 0, ran.err
    assert not OBEYED & set(ran.out.replace("\r\n", "\n") + ran.err)


def test_markup_is_plain_text(run: Run, hostile: int) -> None:
    out = run("show 1", streams=TERMINAL, NO_COLOR="1", PAGER="").out

    assert "[/red]" in out
    assert "[link=x]y[/link]" in out


def test_json_gives_the_text_back_as_it_is(run: Run, hostile: int) -> None:
    assert "\u202eexe.gpj" in run("show 1 --json").json[0]["subject"]


@pytest.mark.parametrize(
    "words",
    [
        ["list", "\x1b[2J"],
        ["show", "\x1b[2J"],
        ["\x1b[2J"],
        ["close", "1", "--\x1b[2J"],
        ["tag", "1", "+\x1b[2J"],
        ["agent", "add", "\u202e"],
        ["close", "1", "--json", "a\x1b"],
        ["import", "\x1b[2J", "-"],
        ["help", "\x1b[2J"],
        ["new", "-s", "x", "--from", "Ivan <\x1b@x>"],
        ["list", "--view", "\ud800"],
        ["show", "\x00"],
        ["reply", "1", "-m", "x", "--attach", "a\x00b"],
        ["template", "add", "x", "--body", "{{ \x1b }}"],
    ],
)
def test_no_error_lets_a_terminal_obey_what_was_typed(run: Run, hostile: int, words: list[str]) -> None:
    ran = run(words)

    assert ran.code in (0, 2, 4, 5), ran.err
    assert not OBEYED & set(ran.out + ran.err)


@pytest.mark.parametrize(
    "words",
    [
        ["import", "jsonl", "/no\nsuch\tfile"],
        ["count", "--store", "/no\nsuch/desk.db"],
        ["--x\ny", "list"],
        ["list", "--x\ny"],
        ["list", "--limit", "1\n2"],
        ["list", "--after", "x\ny"],
        ["list", "--view", "x\ny"],
        ["list", "team:x\ny"],
        ["fo\no", "1"],
        ["agent", "fo\no"],
        ["assign", "1", "--to", "bo\nb"],
        ["assign", "1", "--team", "bo\nb"],
        ["status", "1", "op\nen"],
        ["priority", "1", "hi\ngh"],
        ["set", "1", "fo\no=1"],
        ["set", "1", "fo\no"],
        ["tag", "1", "+a\nb"],
        ["show", "1\n2"],
        ["undo", "1\n2"],
        ["template", "render", "x\ny", "--ticket", "1"],
        ["reply", "1", "--attach", "/no\nsuch"],
        ["reply", "1", "--cc", "no\naddress", "-m", "x"],
        ["config", "set", "no\nsuch", "1"],
        ["config", "set", "theme", "no\nsuch"],
        ["--as", "no\nbody", "list"],
        ["--profile", "no\nbody", "list"],
        ["import", "json\nl", "-"],
        ["import", "csv", "-", "--map", "a\nb"],
        ["snooze", "1", "--until", "to\nday"],
        ["customer", "show", "no\nbody"],
        ["team", "add", "x\ny"],
        ["view", "add", "x\ny", "status:opne"],
        ["mailbox", "add", "x", "--address", "no\naddress"],
        ["help", "x\ny"],
    ],
)
def test_an_error_that_repeats_a_line_break_is_still_one_line(run: Run, ticket: int, words: list[str]) -> None:
    ran = run(words)

    assert ran.code in (2, 4, 5)
    told = ran.err.splitlines()
    assert [line for line in told if not line.startswith(("supportdesk: ", "try: ", "  "))] == []
    assert sum(line.startswith("supportdesk: ") for line in told) == 1
