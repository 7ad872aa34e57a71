"""`next`: from the words to what is printed."""

from supportdesk.desk import Desk
from tests.conftest import Run, opened


def test_next_gives_the_most_pressing_ticket_and_says_why(run: Run, ticket: int, desk: Desk) -> None:
    opened(desk, priority=4)

    ran = run("next")

    assert ran.out.startswith("#2 ")
    assert "why: priority urgent" in ran.out
    assert "ticket 2 is yours" in ran.err


def test_next_as_a_peek_takes_nothing(run: Run, ticket: int) -> None:
    run("next --peek")

    assert run("show 1 --json").json[0]["assignee"] is None


def test_next_on_an_empty_desk_is_no_error(run: Run) -> None:
    ran = run("next")

    assert (ran.out, ran.code, ran.err) == ("", 0, "no ticket waits\n")
    assert run("next --json").json == []
