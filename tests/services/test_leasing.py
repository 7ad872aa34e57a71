"""Leases: one process at a time has one, and who does not renew it loses it."""

import threading
from dataclasses import replace
from datetime import timedelta

import pytest

from supportdesk.desk import Desk
from supportdesk.errors import NotPermitted
from supportdesk.services import delivering, leasing
from tests.mail.posting import answer, mailbox, run_out


def take(desk: Desk, holder: str) -> str:
    """Ask for a lease; who has it then."""
    with desk.private() as private:
        return leasing.take(private, "fetch:1", holder)


def give_back(desk: Desk, holder: str) -> None:
    with desk.private() as private:
        leasing.give_back(private, "fetch:1", holder)


def test_a_lease_is_its_holders_until_it_is_given_back_or_runs_out(desk: Desk) -> None:
    assert [take(desk, holder) for holder in ("one", "two", "one")] == ["one", "one", "one"]
    give_back(desk, "two")
    assert take(desk, "two") == "one", "nobody gives another's back"
    give_back(desk, "one")
    assert take(desk, "two") == "two"
    run_out(desk)
    assert take(desk, "one") == "one"


def test_the_clock_of_the_database_decides_and_not_that_of_a_host(desk: Desk) -> None:
    """A host whose clock is a year ahead takes nothing over; one whose clock is behind loses nothing."""
    ahead = replace(desk, clock=lambda: desk.clock() + timedelta(days=365))
    behind = replace(desk, clock=lambda: desk.clock() - timedelta(days=365))
    assert [take(behind, "one"), take(ahead, "two"), take(desk, "three")] == ["one", "one", "one"]


def test_a_letter_is_its_workers_whatever_other_hosts_take_for_the_time(desk: Desk, ticket: int) -> None:
    mailbox(desk, 25)
    answer(desk, ticket)
    ahead = replace(desk, clock=lambda: desk.clock() + timedelta(hours=1))
    with desk.private() as private:
        assert delivering.claim(private, "one")
    with ahead.private() as private:
        assert delivering.claim(private, "two") is None


def test_of_many_who_ask_at_once_one_gets_it(desk: Desk) -> None:
    told: list[str] = []
    asking = [threading.Thread(target=lambda at=at: told.append(take(desk, f"worker {at}"))) for at in range(6)]
    for one in asking:
        one.start()
    for one in asking:
        one.join()
    assert (len(told), len(set(told))) == (6, 1)


def test_a_viewer_takes_none(agents: dict[str, Desk]) -> None:
    with pytest.raises(NotPermitted):
        take(agents["vera"], "one")
