"""Actions of canned responses: how they are written, read, joined and refused."""

import pytest

from supportdesk.domain.desk_names import DeskNames
from supportdesk.domain.macro import joined_lines, read_actions, steps, without_moves, write_actions
from supportdesk.errors import UsageError


def test_actions_are_read_from_lines_and_from_one_line() -> None:
    wanted = {"tag": "+refund -new", "pend": "3d"}
    assert read_actions(["tag +refund -new", "pend 3d"]) == wanted
    assert read_actions(["tag +refund -new; pend 3d"]) == wanted
    assert read_actions(["Tag +refund -new;pend 3d;"]) == wanted


@pytest.mark.parametrize("nothing", [[], [""], ["none"], [" ; "]])
def test_nothing_and_none_are_no_actions(nothing: list[str]) -> None:
    assert read_actions(nothing) == {}


def test_what_was_written_is_read_again_as_it_was() -> None:
    actions = {"pend": "tomorrow", "note": "Called them; nobody there: {{ customer.name }}", "solve": ""}
    del actions["solve"]
    assert read_actions([write_actions(actions)]) == actions


def test_actions_are_done_in_the_order_of_the_trade_whatever_order_they_were_written_in() -> None:
    assert [step.verb for step in steps({"solve": "", "note": "x", "tag": "+a"}, DeskNames())] == [
        "tag",
        "note",
        "solve",
    ]


def test_a_name_alone_is_a_team_where_there_is_such_a_team() -> None:
    names = DeskNames(agents=(("anna", "Anna"),), teams=("billing",))
    assert steps({"assign": "billing"}, names)[0].words == {"team": "billing"}
    assert steps({"assign": "anna"}, names)[0].words == {"to": "anna"}


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("pendd 3d", "no action 'pendd'; did you mean pend?"),
        ("delete", "no action 'delete'"),
        ("status slved", "no status 'slved'; did you mean solved?"),
        ("tag refund", "'refund' is no tag to put on or take off; write \\+refund"),
        ("solve; pend 3d", "solve and pend both move the ticket"),
        ("tag +a; tag +b", "tag stands twice"),
        ("note", "note what\\?"),
        ("note Hello {{ customer.nme }}", "no placeholder 'customer.nme'"),
        (f"note {'x' * 2_001}", "at most 2,000 characters"),
        ("solve now", "'now' is too much here"),
    ],
)
def test_what_cannot_be_done_is_refused_in_one_line(written: str, said: str) -> None:
    with pytest.raises(UsageError, match=said) as told:
        read_actions([written])
    assert "\n" not in told.value.message


def test_a_move_can_be_left_out() -> None:
    assert without_moves({"tag": "+a", "solve": ""}) == {"tag": "+a"}


def test_two_responses_in_one_answer_do_what_both_say_and_move_it_once() -> None:
    assert joined_lines("tag +a; solve", "tag +b; pend 3d") == "tag +a +b; pend 3d"
    assert joined_lines("", "solve") == "solve"
    assert joined_lines("tag +a; solve", "priority high") == "tag +a; priority high; solve"
