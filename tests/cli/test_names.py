"""What records of a desk may be called beside each other."""

import pytest

from tests.conftest import Run

ADDED = {
    "agent": "",
    "team": "",
    "org": "",
    "field": "",
    "view": "--filter is:open",
    "template": "--body Hello",
    "mailbox": "--address a@example.org",
}


@pytest.mark.parametrize("noun", ADDED)
def test_names_that_differ_by_case_alone_are_one_name(run: Run, noun: str) -> None:
    assert run(f"{noun} add Billing {ADDED[noun]}").code == 0

    ran = run(f"{noun} add bILLING {ADDED[noun].replace('a@', 'b@')}")

    assert (ran.code, "'Billing' already" in ran.err) == (5, True), ran.err
    assert f"try: supportdesk {noun} edit 'Billing'" in ran.err
    assert run(f"{noun} list --ids").out.count("illing") == 1


@pytest.mark.parametrize("noun", ["team", "org", "view", "template", "mailbox"])
def test_a_record_may_change_the_case_of_its_own_name_and_takes_no_other_s(run: Run, noun: str) -> None:
    run(f"{noun} add Billing {ADDED[noun]}")
    run(f"{noun} add shipping {ADDED[noun].replace('a@', 'b@')}")

    assert run(f"{noun} edit shipping --name BILLING").code == 5
    assert run(f"{noun} edit billing --name billing").code == 0
    assert "billing" in run(f"{noun} list --ids").out


def test_a_name_that_was_taken_in_another_case_does_not_come_back_by_undo(run: Run) -> None:
    run("team add Billing")
    run("team remove Billing")
    removed = run("changes --json id --limit 1").json[0]["id"]
    run("team add billing")

    ran = run(f"undo {removed}")
    assert (ran.code, ran.err) == (5, "supportdesk: there is another team 'Billing' by now\n")
