"""The table of actions: what it promises to bindings, help and the command line."""

from collections import Counter

import pytest
from textual.keys import _character_to_key

from supportdesk.actions import ACTIONS, TOGETHER, Action, Scope, bindings, of
from supportdesk.cli.commands import NOUNS
from supportdesk.cli.commands import VERBS as TYPED
from supportdesk.console.mail_verbs import MAIL_VERBS, OF_THE_DESK
from supportdesk.console.record_verbs import RECORD_VERBS
from supportdesk.console.verbs import WITH_WORDS, WITHOUT_TICKETS
from supportdesk.keyboard import textual_key, with_aliases
from supportdesk.keymap import Keymap
from supportdesk.screens.desk_layout import Pane
from supportdesk.screens.footer import footer, hints
from supportdesk.screens.help import HEARD, page
from supportdesk.services.by_verb import TICKET_VERBS


def text_of(pane: Pane, sought: str = "", keymap: Keymap | None = None) -> str:
    """A page of help without inks."""
    lines = page(HEARD[pane], keymap or Keymap(), sought)
    return "\n".join("".join(part for part, _ in line) for line in lines)


def test_every_action_has_a_name_of_its_own_and_says_what_it_does() -> None:
    assert max(Counter(action.id for action in ACTIONS).values()) == 1
    assert all(action.label and action.help for action in ACTIONS)


def test_every_action_has_a_key_that_is_heard_somewhere() -> None:
    heard = {action.id for scopes in TOGETHER.values() for action in of(*scopes) if action.keys}
    assert heard == {action.id for action in ACTIONS}


@pytest.mark.parametrize("where", TOGETHER)
def test_no_key_means_two_things_in_one_place_on_either_layout(where: str) -> None:
    keys = Counter(key for action in of(*TOGETHER[where]) for key in with_aliases(action.keys))
    assert [key for key, number in keys.items() if number > 1] == []


@pytest.mark.parametrize("where", TOGETHER)
def test_no_key_is_both_a_key_and_the_first_of_two(where: str) -> None:
    keys = {key for action in of(*TOGETHER[where]) for key in with_aliases(action.keys)}
    assert {key.split(" ")[0] for key in keys if " " in key} & keys == set()


CARRIED_OUT = {*TICKET_VERBS, *WITH_WORDS, *WITHOUT_TICKETS, *RECORD_VERBS, *MAIL_VERBS, *OF_THE_DESK}


def test_every_verb_of_the_table_can_be_carried_out() -> None:
    assert {action.verb for action in ACTIONS if action.verb} <= CARRIED_OUT


def test_every_verb_of_the_console_is_one_of_the_command_line() -> None:
    assert {verb.split()[0] for verb in CARRIED_OUT} <= {*TYPED, *NOUNS}


def test_no_key_needs_alt() -> None:
    assert not any("alt" in key for action in ACTIONS for key in action.keys)


def test_keys_are_named_as_textual_names_them() -> None:
    written = {key for action in ACTIONS for pair in action.keys for key in pair.split(" ") if len(key) == 1}
    marks = written | set("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
    assert {key: textual_key(key) for key in marks} == {key: _character_to_key(key) for key in marks}


def test_a_letter_is_bound_on_the_russian_layout_too() -> None:
    keys = {key for binding in bindings(Scope.TICKETS) for key in binding.key.split(",")}
    assert {"r", "к", "A", "Ф", "right_square_bracket", "ъ", "full_stop", "ю"} <= keys


def test_modified_letters_and_pairs_have_aliases_as_well() -> None:
    assert list(with_aliases(["ctrl+d", "escape", "g i", ":"])) == [
        "ctrl+d",
        "ctrl+в",
        "escape",
        "g i",
        "п ш",
        "colon",
        "Ж",
    ]


def test_hints_are_in_their_order_and_end_with_help() -> None:
    shown = hints(Scope.LIST, Scope.TICKETS, Scope.CONSOLE)
    assert [action.hint for action in shown] == sorted(action.hint for action in shown)
    assert shown[-1].id == "help"


def test_the_footer_names_other_keys_where_the_agent_chose_them_and_nothing_without_a_key() -> None:
    line = footer((Scope.LIST, Scope.TICKETS), 200, Keymap({"solve": ("ctrl+e",), "reply": ()}))
    text = "".join(part for part, _ in line)
    assert "ctrl+e solve" in text
    assert "reply" not in text


def heard_in(pane: Pane) -> tuple[Action, ...]:
    """The actions that are heard while a pane has the keys."""
    places = {Pane.INBOX: "the inbox", Pane.TICKET: "the ticket", Pane.VIEWS: "the views"}
    return of(*TOGETHER[places[pane]])


@pytest.mark.parametrize("pane", list(Pane))
def test_help_of_a_pane_names_every_action_that_is_heard_there(pane: Pane) -> None:
    assert all(action.help in text_of(pane) for action in heard_in(pane))


def test_help_finds_by_key_and_by_what_is_done_and_leaves_out_the_rest() -> None:
    assert "mark as solved" in text_of(Pane.INBOX, "solve")
    assert "close for good" not in text_of(Pane.INBOX, "solve")
    assert "show a letter on each pane" in text_of(Pane.INBOX, "ctrl+o")
    assert text_of(Pane.INBOX, "no such thing") == ""


def test_help_shows_the_keys_in_force() -> None:
    assert "ctrl+e" in text_of(Pane.INBOX, "solved", Keymap({"solve": ("ctrl+e",)}))
