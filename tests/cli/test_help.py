"""Help: every command has a rule and an example, and nothing heavy is loaded for it."""

import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import typer

from supportdesk.cli.arguments import GLOBAL_FLAGS, GLOBAL_VALUES, HELP
from supportdesk.cli.commands import COMMANDS, NOUNS, commands_of, visible
from supportdesk.cli.root import app
from supportdesk.cli.tree import read_help, summary
from supportdesk.config import VARIABLES
from tests.conftest import Run

TREE: Any = typer.main.get_command(app)


def every_command() -> dict[str, Any]:
    """All commands by the words that call them."""
    found = {}
    for name in COMMANDS:
        command = TREE.get_command(None, name)
        found.update(inner(visible(name), command) or {name: command})
    return found


def inner(words: str, command: Any) -> dict[str, Any]:
    """The commands of a noun, and of what stands within it: `mail outbox list`."""
    found = {}
    for verb, one in getattr(command, "commands", {}).items():
        found.update(inner(f"{words} {verb}", one) or {f"{words} {verb}": one})
    return found


ALL = every_command()


@pytest.mark.parametrize("words", ALL)
def test_every_command_has_a_rule_and_an_example_that_calls_it(words: str) -> None:
    rule, examples = read_help(ALL[words].help or "")

    assert rule.endswith("."), words
    assert examples, words
    assert all(f"supportdesk {words}" in example for example in examples), examples


@pytest.mark.parametrize("words", ALL)
def test_every_option_of_every_command_is_explained(words: str) -> None:
    assert [one.name for one in ALL[words].params if not one.help] == []


@pytest.mark.parametrize("words", ALL)
def test_no_command_takes_a_global_option_for_its_own(words: str) -> None:
    own = {option for one in ALL[words].params for option in one.opts}

    assert not own & (GLOBAL_VALUES | GLOBAL_FLAGS | HELP)


@pytest.mark.parametrize("words", ALL)
def test_every_example_can_be_parsed(words: str) -> None:
    from supportdesk.cli.arguments import Words, ordered
    from supportdesk.cli.tree import value_options

    known = Words(group=False, values=value_options(ALL[words].params))
    for example in read_help(ALL[words].help or "")[1]:
        line = example.partition(f"supportdesk {words}")[2].split(" | ")[0].split(" > ")[0].split(" < ")[0].rstrip(")")
        given = ordered(shlex.split(line), lambda _path: known)

        assert ALL[words].make_context(words, given.rest, resilient_parsing=False) is not None


@pytest.mark.parametrize("name", COMMANDS)
def test_the_table_of_commands_says_what_the_commands_say(name: str) -> None:
    commands = commands_of(name)
    told = summary(str(commands.info.help)) if name in NOUNS else commands.summary(name)

    assert COMMANDS[name].summary == told


def test_help_lists_every_command(run: Run) -> None:
    out = run("--help").out

    assert [name for name in COMMANDS if f"  {visible(name)} " not in out] == []


@pytest.mark.parametrize("line", ["close --help", "--help close", "help close", "close 12 -h"])
def test_help_of_a_command_is_found_from_everywhere(run: Run, line: str) -> None:
    assert run(line).out.startswith("Close tickets for good")


def test_help_of_a_noun_lists_its_verbs(run: Run) -> None:
    out = run("template --help").out

    assert all(verb in out for verb in ("list", "show", "add", "edit", "remove", "import", "export", "render"))


def test_the_two_uses_of_tag_are_told_apart(run: Run) -> None:
    assert run("tag --help").out.startswith("Put tags on tickets")
    assert run("tag list --help").out.startswith("List the tags")


@pytest.mark.parametrize("topic", ["filters", "templates", "keys", "formats", "environment", "exit-codes"])
def test_every_topic_is_explained(run: Run, topic: str) -> None:
    assert len(run(f"help {topic}").out.splitlines()) > 8


def test_help_on_filters_lists_every_key(run: Run) -> None:
    from supportdesk.domain.filter_keys import KEYS

    out = run("help filters").out

    assert [key for key in KEYS if f"  {key} " not in out] == []


def test_the_help_of_count_names_every_field_that_it_counts_by(run: Run) -> None:
    from supportdesk.store.queries import COUNTED

    told = " ".join(run("count --help").out.split())
    assert f"--by FIELD {', '.join(COUNTED)} or tag" in told


def test_help_on_keys_lists_every_action_and_the_documentation_says_the_same(run: Run) -> None:
    from supportdesk.actions import ACTIONS

    out = run("help keys").out

    assert [action.id for action in ACTIONS if f"\n  {action.id} " not in out] == []
    assert (Path(__file__).parents[2] / "docs" / "keys.txt").read_text() == out


def test_help_on_keys_shows_those_of_the_config_file_or_says_what_is_wrong_with_them(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "keys.toml"
    file.write_text('[keys]\nassign = "w"\n')
    assert "assign          w  " in run("help keys", SUPPORTDESK_CONFIG=str(file)).out

    file.write_text('[keys]\nassign = "e"\n')
    ran = run("help keys", SUPPORTDESK_CONFIG=str(file))
    assert f"{file}:2: e for assign is in the way of solve" in ran.out
    assert ran.code == 0


def test_the_example_in_the_help_on_keys_can_be_copied(run: Run, tmp_path: Path) -> None:
    lines = run("help keys").out.splitlines()
    begin = lines.index("  [keys]")
    example = lines[begin : lines.index("", begin)]
    file = tmp_path / "keys.toml"
    file.write_text("\n".join(line.strip() for line in example))
    out = run("help keys", SUPPORTDESK_CONFIG=str(file)).out
    assert len(example) > 4
    assert str(file) not in out
    assert "assign          w  " in out


def test_an_unknown_topic_is_not_found(run: Run) -> None:
    assert run("help teapots").code == 4


LOADED = """
import sys
from supportdesk.__main__ import answer
sys.argv = ["supportdesk", *{words!r}]
code = answer()
loaded = {{name.partition(".")[0] for name in sys.modules}}
heavy = loaded & {{"sqlmodel", "sqlalchemy", "textual", "psycopg", "rich", "jinja2"}}
sys.stderr.write(",".join(sorted(heavy)))
"""


def heavy(words: list[str], tmp_path: Path, **more: str) -> str:
    """Which heavy libraries a process has loaded after a command line."""
    environment = {"HOME": str(tmp_path), "PATH": "", "XDG_DATA_HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path)}
    script = LOADED.format(words=words)
    call = [sys.executable, "-c", script]
    return subprocess.run(call, check=False, capture_output=True, text=True, env={**environment, **more}).stderr


@pytest.mark.parametrize(
    "words", [["--help"], ["close", "--help"], ["template", "--help"], ["--version"], ["help", "filters"]]
)
def test_help_loads_neither_the_store_nor_the_console(words: list[str], tmp_path: Path) -> None:
    assert heavy(words, tmp_path) == ""


def test_the_version_is_told_before_anything_else_is_loaded() -> None:
    script = (
        "import sys; from supportdesk.__main__ import answer; sys.argv = ['supportdesk', '--version']; answer();"
        " sys.stderr.write(' '.join({'typing', 're', 'dataclasses', 'typer'} & {*sys.modules}))"
    )
    ran = subprocess.run(
        [sys.executable, "-I", "-S", "-c", f"sys = __import__('sys'); sys.path[:0] = {sys.path!r}; {script}"],
        check=False,
        capture_output=True,
        text=True,
    )
    assert (ran.returncode, ran.stderr) == (0, "")


def test_completion_loads_neither_the_store_nor_the_console(tmp_path: Path) -> None:
    asked = {"_SUPPORTDESK_COMPLETE": "complete_bash", "COMP_WORDS": "supportdesk close ", "COMP_CWORD": "2"}

    assert heavy([], tmp_path, **asked) == ""


def test_a_verb_loads_neither_the_console_nor_what_draws(tmp_path: Path) -> None:
    assert heavy(["count"], tmp_path) == "sqlalchemy,sqlmodel"


def test_help_on_the_environment_names_every_variable_of_a_setting(run: Run) -> None:
    text = run("help environment").out
    assert [name for name in VARIABLES.values() if name not in text] == []


@pytest.mark.parametrize(
    ("words", "usage"),
    [
        ("status", "supportdesk status [SEL…] STATUS [OPTIONS]"),
        ("tag", "supportdesk tag [SEL…] +TAG|-TAG… [OPTIONS]"),
        ("set", "supportdesk set [SEL…] KEY=VALUE… [OPTIONS]"),
        ("close", "supportdesk close [SEL…] [OPTIONS]"),
    ],
)
def test_the_usage_line_names_what_comes_after_the_tickets(run: Run, words: str, usage: str) -> None:
    assert usage in run(f"{words} --help").out


@pytest.mark.parametrize("words", ALL)
def test_no_example_writes_a_file_by_chance_where_it_is_pasted_into_a_shell(words: str) -> None:
    for example in read_help(ALL[words].help or "")[1]:
        found = shlex.shlex(example, posix=True, punctuation_chars="<>")
        found.whitespace_split = True

        assert all(f" {sign} " in example for sign in found if set(sign) <= {"<", ">"}), example


@pytest.mark.parametrize("words", ALL)
def test_help_says_how_the_command_is_called(words: str, run: Run) -> None:
    assert f"  supportdesk {words} " in run(f"help {words}").out
