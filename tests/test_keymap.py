"""Other keys out of the config file: what they become, and that one clear line names the fault and its place."""

from pathlib import Path

import pytest

from supportdesk.actions import BY_ID, Scope
from supportdesk.config import resolve
from supportdesk.errors import UsageError
from supportdesk.keymap import UNBOUND, Keymap, read_keymap


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "config.toml"


def keymap(file: Path, text: str) -> Keymap:
    """The keys in force under a config file."""
    file.write_text(text)
    return read_keymap(resolve({"SUPPORTDESK_CONFIG": str(file), "LOGNAME": "olga"}, flags={}).keys)


def test_without_a_file_the_keys_are_those_of_the_table(file: Path) -> None:
    found = read_keymap(resolve({"SUPPORTDESK_CONFIG": str(file), "LOGNAME": "olga"}, flags={}).keys)

    assert found.keys(BY_ID["solve"]) == ("e",)
    assert dict(found.bound()) == {}


def test_another_key_takes_the_place_of_all_and_has_its_russian_twin(file: Path) -> None:
    found = keymap(file, '[keys]\nassign = "w"\n')

    assert found.keys(BY_ID["assign"]) == ("w",)
    assert dict(found.bound()) == {"assign": "w,ц"}
    assert found.shown("assign") == "w"


def test_several_keys_the_first_one_is_shown(file: Path) -> None:
    found = keymap(file, '[keys]\nsolve = ["ctrl+e", "E"]\n')

    assert found.shown("solve") == "ctrl+e"
    assert found.all_shown(BY_ID["solve"]) == "ctrl+e E"


def test_none_unbinds(file: Path) -> None:
    found = keymap(file, '[keys]\nclose = "none"\n')

    assert dict(found.bound()) == {"close": UNBOUND}
    assert found.shown("close") == ""


def test_two_actions_change_places(file: Path) -> None:
    found = keymap(file, '[keys]\nassign = "e"\nsolve = "a"\n')

    assert (found.shown("assign"), found.shown("solve")) == ("e", "a")


def test_views_have_a_key_each_in_their_order(file: Path) -> None:
    found = dict(keymap(file, '[keys]\ngo_view = ["f2", "f3"]\n').bound())

    assert (found["go_view.1"], found["go_view.2"], found["go_view.3"]) == ("f2", "f3", UNBOUND)


def test_what_may_follow_a_first_key_follows_the_keys_in_force(file: Path) -> None:
    found = keymap(file, '[keys]\ngo_mine = "g x"\n')

    assert ("x", BY_ID["go_mine"]) in found.following("g", [Scope.CONSOLE])


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('asign = "b"', "there is no action 'asign'; did you mean assign?"),
        ('assign = "e"', "e for assign is in the way of solve in the inbox"),
        ('close = "g"', "g for close is in the way of top (g g) in the inbox"),
        ('assign = "enter"', "enter for assign is in the way of open in the inbox"),
        ('assign = "alt+a"', "choose one without alt"),
        ('assign = "ctrl+m"', "a terminal sends it as enter"),
        ('assign = "ctrl+c"', "it always copies"),
        ('assign = "shift+a"', "write A for it"),
        ('assign = "nonsense"', "there is no such key"),
        ('send = "s"', "it is text there; take one with ctrl"),
        ('quit = "none"', "quit needs a key"),
        ("back = []", "back needs a key"),
        ("assign = 3", 'assign is a key, "a", or a list of keys'),
        ('go_view = ["f1", "f2", "f3", "f4", "f5", "f6", "f7", "f8", "f9", "f10"]', "at most 9 keys"),
        ('take = "?"', "? for take is in the way of help in a customer"),
        ('insert = "f1"', "f1 for insert is in the way of help in the composer"),
        ('help = "f2"', "f2 for help is in the way of copies in the composer"),
        ('assign = "у"', "у for assign is in the way of solve (e) in the inbox"),
    ],
)
def test_a_fault_is_told_with_its_file_and_line(file: Path, line: str, told: str) -> None:
    with pytest.raises(UsageError) as caught:
        keymap(file, f'color = "never"\n\n[keys]\n# mine\ntag = "ctrl+t"\n{line}\n')

    assert caught.value.message.startswith(f"{file}:6: ")
    assert told in caught.value.message


@pytest.mark.parametrize("text", ['keys.asign = "b"\n', '[keys]\n"asign" = "b"\n'])
def test_the_line_is_found_however_the_table_is_written(file: Path, text: str) -> None:
    with pytest.raises(UsageError, match=rf"config.toml:{1 + text.startswith('[')}: "):
        keymap(file, text)


def test_of_two_lines_in_conflict_the_later_one_is_named(file: Path) -> None:
    with pytest.raises(UsageError, match=r"config\.toml:3: b for close is in the way of assign"):
        keymap(file, '[keys]\nassign = "b"\nclose = "b"\n')
