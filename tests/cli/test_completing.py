"""What TAB offers: commands, options, and what stands in a local store."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from supportdesk.__main__ import answer
from supportdesk.store.peek import Peek
from tests.conftest import Run


def asking(line: str, store: str, home: Path) -> dict[str, str]:
    """How bash asks for the words after a line."""
    at = str(line.count(" "))
    asked = {"_SUPPORTDESK_COMPLETE": "complete_bash", "COMP_WORDS": line, "COMP_CWORD": at}
    return {"HOME": str(home), "SUPPORTDESK_STORE": store, **asked}


def offered(line: str, store: str, home: Path) -> list[str]:
    """The words that bash is offered after a line."""
    environment = {**os.environ, **asking(line, store, home)}
    done = subprocess.run(
        [sys.executable, "-m", "supportdesk"], check=False, capture_output=True, text=True, env=environment
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


@pytest.fixture
def filled(run: Run, ticket: int, place: str) -> str:
    """A store with one of each; a server is not asked when TAB is pressed, so it offers nothing."""
    run("team add billing")
    run("tag add invoice")
    run("agent add boris")
    run("template add refund --body x")
    return place


def test_commands_and_options_are_offered(tmp_path: Path) -> None:
    assert offered("supportdesk cl", "none.db", tmp_path) == ["close"]
    assert "--query" in offered("supportdesk close --", "none.db", tmp_path)
    assert "list" in offered("supportdesk agent l", "none.db", tmp_path)


@pytest.mark.both
@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("supportdesk close ", "1"),
        ("supportdesk show ", "1"),
        ("supportdesk assign 1 --to b", "boris"),
        ("supportdesk assign 1 --team b", "billing"),
        ("supportdesk list --view m", "mine"),
        ("supportdesk reply 1 --template r", "refund"),
        ("supportdesk new --tag i", "invoice"),
        ("supportdesk template show r", "refund"),
        ("supportdesk macro 1 r", "refund"),
        ("supportdesk tag 1 +i", "+invoice"),
        ("supportdesk tag 1 -i", "-invoice"),
    ],
)
def test_what_stands_in_a_local_store_is_offered(
    filled: str,
    tmp_path: Path,
    line: str,
    word: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for name, value in asking(line, filled, tmp_path).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "argv", ["supportdesk"])
    assert answer() == 0
    found = capsys.readouterr().out.split()

    assert (word in found) == (not filled.startswith("postgresql")), found


def test_the_words_that_a_verb_takes_after_its_tickets_are_offered(tmp_path: Path) -> None:
    assert offered("supportdesk status 12 ", "none.db", tmp_path) == ["open", "pending", "hold", "solved", "closed"]
    assert offered("supportdesk priority 12 h", "none.db", tmp_path) == ["high"]
    assert offered("supportdesk type 12 i", "none.db", tmp_path) == ["incident"]
    assert offered("supportdesk status ", "none.db", tmp_path) == []


def test_a_store_that_cannot_be_read_offers_nothing(tmp_path: Path) -> None:
    (tmp_path / "bad.db").write_bytes(b"nonsense" * 100)

    assert Peek(tmp_path / "bad.db").tickets("") == []
    assert Peek.of("postgresql://host/desk") is None
    assert Peek.of(str(tmp_path / "none.db")) is None


def test_letters_that_mean_something_in_a_pattern_are_letters(sqlite_place: str) -> None:
    assert Peek(Path(sqlite_place)).names("view", "%") == []
