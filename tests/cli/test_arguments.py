"""The words of a call, put in order before they are parsed."""

from collections.abc import Sequence

from supportdesk.cli.arguments import Words, ordered

VALUES = frozenset({"-m", "--note-text", "--query"})


def describe(path: Sequence[str]) -> Words:
    """A tree with one group and commands whose options are VALUES."""
    if not path or list(path) == ["agent"]:
        return Words(group=True, values=frozenset())
    return Words(group=False, values=VALUES)


def words(line: str) -> list[str]:
    return ordered(line.split(), describe).words


def test_global_options_may_stand_anywhere() -> None:
    assert words("close 12 --as boris -q --store=a.db") == ["--as", "boris", "-q", "--store=a.db", "close", "12"]


def test_global_options_may_stand_between_a_noun_and_its_verb() -> None:
    assert words("agent --as boris list") == ["--as", "boris", "agent", "list"]


def test_a_value_is_never_taken_for_an_option() -> None:
    assert words("close 12 -m --quiet") == ["close", "12", "-m", "--quiet"]
    assert words("close 12 --query -q") == ["close", "12", "--query", "-q"]


def test_nothing_after_two_dashes_is_an_option() -> None:
    assert words("tag 12 -- --quiet --json number") == ["tag", "12", "--", "--quiet", "--json", "number"]


def test_json_takes_the_fields_that_follow_it() -> None:
    assert words("list --json number,subject") == ["list", "--json=number,subject"]
    assert words("list --json help") == ["list", "--json=help"]
    assert words("list --json fields.invoice") == ["list", "--json=fields.invoice"]


def test_json_takes_fields_with_spaces_around_them() -> None:
    assert ordered(["list", "--json", " number, subject ,status"], describe).words == [
        "list",
        "--json= number, subject ,status",
    ]


def test_json_takes_no_number_no_filter_and_no_option_for_its_fields() -> None:
    assert words("close --json 12") == ["close", "--json=", "12"]
    assert words("list --json status:open") == ["list", "--json=", "status:open"]
    assert words("close 12 --json --yes") == ["close", "12", "--json=", "--yes"]
    assert words("close 12 --json") == ["close", "12", "--json="]


def test_help_is_found_wherever_it_stands_and_names_the_command_before_it() -> None:
    line = ordered(["--as", "boris", "agent", "--help", "add"], describe)

    assert line.help
    assert line.path == ["agent", "add"]


def test_a_missing_value_is_left_to_the_parser() -> None:
    assert words("list --store") == ["--store", "list"]
