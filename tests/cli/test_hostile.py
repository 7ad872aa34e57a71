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
