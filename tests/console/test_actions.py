"""The table of actions: what it promises to bindings, help and the command line."""

from collections import Counter

import pytest

from supportdesk.actions import ACTIONS, Scope, bindings, hints, of, with_aliases
from supportdesk.console.verbs import VERBS, WITHOUT_TICKETS
from supportdesk.screens.desk_layout import Pane
from supportdesk.screens.help import page

HEARD_TOGETHER = (
    (Scope.LIST, Scope.TICKETS, Scope.MOVE, Scope.CONSOLE),
    (Scope.THREAD, Scope.TICKETS, Scope.MOVE, Scope.CONSOLE),
    (Scope.VIEWS, Scope.MOVE, Scope.CONSOLE),
)


def test_every_action_has_a_name_of_its_own_and_says_what_it_does() -> None:
    assert max(Counter(action.id for action in ACTIONS).values()) == 1
    assert all(action.label and action.help for action in ACTIONS)


@pytest.mark.parametrize("scopes", HEARD_TOGETHER, ids=lambda scopes: scopes[0].name.lower())
def test_no_key_means_two_things_in_one_place_on_either_layout(scopes: tuple[Scope, ...]) -> None:
    keys = Counter(key for action in of(*scopes) for key in with_aliases(action.keys))
    assert [key for key, number in keys.items() if number > 1] == []


def test_every_verb_of_the_table_can_be_carried_out() -> None:
    assert {action.verb for action in ACTIONS if action.verb} == {*VERBS, *WITHOUT_TICKETS}


def test_no_single_key_needs_alt() -> None:
    assert not any("alt" in key for action in ACTIONS for key in action.keys)


def test_a_letter_is_bound_on_the_russian_layout_too() -> None:
    keys = {key for binding in bindings(Scope.TICKETS) for key in binding.key.split(",")}
    assert {"r", "к", "R", "A", "Ф", "right_square_bracket", "ъ"} - {"R"} <= keys


def test_slash_and_question_mark_are_where_the_russian_layout_has_them() -> None:
    assert list(with_aliases(["/", "?", "*"])) == ["slash", "full_stop", "question_mark", "comma", "asterisk"]


def test_modified_letters_have_aliases_as_well() -> None:
    assert list(with_aliases(["ctrl+d", "escape"])) == ["ctrl+d", "ctrl+в", "escape"]


def test_hints_are_in_their_order_and_end_with_help() -> None:
    shown = hints(Scope.LIST, Scope.TICKETS, Scope.CONSOLE)
    assert [action.hint for action in shown] == sorted(action.hint for action in shown)
    assert shown[-1].id == "help"


@pytest.mark.parametrize("pane", list(Pane))
def test_help_of_a_pane_names_every_action_that_is_heard_there(pane: Pane) -> None:
    text = "\n".join("".join(part for part, _ in line) for line in page(pane))
    heard = {Pane.INBOX: HEARD_TOGETHER[0], Pane.TICKET: HEARD_TOGETHER[1], Pane.VIEWS: HEARD_TOGETHER[2]}[pane]
    assert all(action.help in text for action in of(*heard))
