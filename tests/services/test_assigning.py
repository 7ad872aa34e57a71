"""Who is responsible: given by name, by team, by load, and claimed from the queue."""

import pytest

from supportdesk.desk import Desk
from supportdesk.domain.ticket import Priority
from supportdesk.errors import NotFound, Refused
from supportdesk.services import people, queue, tickets
from tests.conftest import opened
from tests.services.acting import act, row, run


def test_a_new_ticket_given_to_somebody_is_open(desk: Desk, agents: dict[str, Desk], ticket: int) -> None:
    act(desk, tickets.assign, ticket, to="boris")

    assert (row(desk, ticket).status, row(desk, ticket).assignee) == ("open", "boris")


def test_me_is_whoever_acts(agents: dict[str, Desk], ticket: int) -> None:
    act(agents["boris"], tickets.assign, ticket, to="me")

    assert row(agents["boris"], ticket).assignee == "boris"


def test_nobody_can_be_made_responsible(desk: Desk, ticket: int) -> None:
    act(desk, tickets.assign, ticket, to="anna")

    act(desk, tickets.assign, ticket, to=None)

    assert row(desk, ticket).assignee is None


def test_a_viewer_is_given_no_tickets(desk: Desk, agents: dict[str, Desk], ticket: int) -> None:
    with pytest.raises(Refused, match="viewer"):
        act(desk, tickets.assign, ticket, to="vera")


def test_a_misspelt_login_gets_the_nearest(desk: Desk, agents: dict[str, Desk], ticket: int) -> None:
    with pytest.raises(NotFound, match="no agent 'bori'; did you mean boris"):
        act(desk, tickets.assign, ticket, to="bori")


def test_automatic_assignment_evens_out_the_load_within_the_team(desk: Desk, agents: dict[str, Desk]) -> None:
    run(desk, people.add_team, name="first", agents=["boris", "lena"])
    numbers = [opened(desk, team="first") for _ in range(6)]

    act(desk, tickets.assign_auto, numbers)

    given = [row(desk, number).assignee for number in numbers]
    assert (given.count("boris"), given.count("lena"), given.count("anna")) == (3, 3, 0)


def test_a_team_without_anybody_here_says_so(desk: Desk) -> None:
    run(desk, people.add_team, name="empty")
    number = opened(desk, team="empty")

    with pytest.raises(Refused, match=f"nobody can take ticket {number}"):
        act(desk, tickets.assign_auto, number)


def test_next_gives_the_most_pressing_ticket_and_never_twice(desk: Desk, agents: dict[str, Desk]) -> None:
    opened(desk)
    urgent = opened(desk, priority=Priority.URGENT)

    first = run(desk, queue.claim_next).number
    second = run(agents["boris"], queue.claim_next).number
    third = run(desk, queue.claim_next).number

    assert (first, row(desk, urgent).assignee) == (urgent, "anna")
    assert second not in (None, urgent)
    assert third is None


def test_next_leaves_out_what_is_asleep_pending_or_another_teams(desk: Desk, agents: dict[str, Desk]) -> None:
    run(desk, people.add_team, name="first", agents=["anna"])
    run(desk, people.add_team, name="second", agents=["boris"])
    opened(desk, team="second")
    act(desk, tickets.pend, opened(desk))
    mine = opened(desk, team="first")

    assert run(desk, queue.claim_next).number == mine
    assert run(desk, queue.claim_next).number is None


def test_an_agent_who_leaves_gives_open_tickets_back(desk: Desk, agents: dict[str, Desk], ticket: int) -> None:
    act(desk, tickets.assign, ticket, to="boris")

    run(desk, people.remove_agent, "boris")

    assert row(desk, ticket).assignee is None
    with pytest.raises(Refused, match="no longer active"):
        act(desk, tickets.assign, ticket, to="boris")


def test_the_last_admin_stays(desk: Desk) -> None:
    with pytest.raises(Refused, match="last admin"):
        run(desk, people.edit_agent, "anna", role="agent")
