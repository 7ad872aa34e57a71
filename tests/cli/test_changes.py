"""`changes`, `undo`, `history` and `watch`: what was done, told and taken back."""

from pathlib import Path

import pytest

from supportdesk.desk import Desk
from tests.conftest import Run, opened
from tests.templates import Clock


def test_undo_takes_back_the_last_change(run: Run, ticket: int) -> None:
    run("close 1")
    ran = run("undo")

    assert ran.code == 0
    assert run("show 1 --json").json[0]["status"] == "new"


def test_changes_lists_what_was_done_with_the_id_that_undo_takes(run: Run, ticket: int) -> None:
    run("close 1")
    change = run("changes --json").json[0]

    assert (change["verb"], change["actor"], change["tickets"]) == ("close", "anna", 1)
    assert run(f"undo {change['id']}").code == 0


@pytest.mark.both
@pytest.mark.parametrize(("line", "code"), [("undo 99", 4), ("undo x", 2), (f"undo {'9' * 30}", 4), ("undo", 4)])
def test_undo_says_what_it_cannot_find(run: Run, line: str, code: int) -> None:
    assert run(line).code == code


def test_history_lists_every_event_with_old_and_new_values(run: Run, ticket: int) -> None:
    run("priority 1 high")
    events = run("history 1 --json").json

    assert [event["kind"] for event in events] == ["opened", "received", "prioritised"]
    assert events[-1]["changes"] == [{"field": "priority", "old": "normal", "new": "high"}]
    assert run("history 9").code == 4


@pytest.mark.both
def test_history_names_whoever_gave_no_name_by_how_they_are_reached(run: Run, ticket: int) -> None:
    run("set 1 customer=nobody@lakeside.example")

    assert run("history 1 --json").json[-1]["changes"] == [
        {"field": "customer", "old": "Ivan Petrov", "new": "nobody@lakeside.example"}
    ]


def test_watch_prints_what_happened_since_an_event(run: Run, ticket: int, clock: Clock) -> None:
    last = run("history 1 --json id").json[-1]["id"]
    run("close 1")

    ran = run(f"watch --since {last} --limit 1 --ndjson")

    assert '"kind": "closed"' in ran.out


def test_watch_prints_only_what_its_filter_lets_through(run: Run, ticket: int, desk: Desk) -> None:
    opened(desk)
    run("close 1 2")

    assert run("watch number:2 --since 0 --limit 3 --fields ticket").out == "2\n2\n2\n"


def test_watch_is_no_list(run: Run) -> None:
    assert run("watch --json").code == 2
    assert run("watch --csv").code == 2


@pytest.mark.parametrize("number", ["--since -5", "--since=-1", "--limit -3"])
def test_watch_refuses_a_number_below_nothing_instead_of_waiting(run: Run, number: str) -> None:
    ran = run(f"watch {number}")

    assert (ran.code, ran.out) == (2, "")
    assert f"not {number[8:].strip('=')}" in ran.err.splitlines()[0]


@pytest.mark.both
def test_set_empties_what_can_be_empty_and_refuses_the_rest(run: Run, ticket: int) -> None:
    run("field add floor")
    run(f"set {ticket} floor=3 due=2h")
    before = run("customer list --ids").out

    assert run(f"set {ticket} customer=none due=none floor=none").code == 0
    assert run(f"show {ticket} --json customer,due_at,fields").json == [
        {"customer": None, "due_at": None, "fields": {}}
    ]
    assert run("list customer:none --ids").out == f"{ticket}\n"
    assert run("customer list --ids").out == before
    assert run(f"show {ticket}").code == 0
    for key in ("subject", "channel", "type", "priority"):
        assert run(f"set {ticket} {key}=none").code == 2
    assert run("undo").code == 0
    assert run(f"show {ticket} --json customer.email").json == [{"customer.email": "ivan@example.org"}]


@pytest.mark.both
def test_a_dry_run_names_no_ticket_where_a_record_would_change(run: Run, ticket: int) -> None:
    told = run(f"tag {ticket} +fresh --dry-run --json").json

    assert [(one["ticket"], one["field"]) for one in told] == [(None, "name"), (None, "note"), (ticket, "tags")]
    assert run("team add billing --dry-run").out.startswith("\tname\t\tbilling\n")


@pytest.mark.parametrize(
    "line",
    [
        "reply 1 -m Hello --at ''",
        "reply 1 -m Hello --status ''",
        "pend 1 --until ''",
        "hold 1 --until ''",
        "snooze 1 --until ' '",
        "new --subject Hello --from x@example.org --due ''",
        "new --subject Hello --from x@example.org --team ''",
        "new --subject Hello --from x@example.org --assign ' '",
        "new --subject Hello --from x@example.org --tag ''",
        "close --query ''",
        "list --view ''",
        "list --sort ''",
        "count --by ''",
        "search printer --query ''",
        "next --view ''",
        "reply 1 --template ''",
        "export jsonl --query ''",
        "export maildir ''",
        "export eml ' '",
        "template export ''",
        "template import ''",
        "import maildir ''",
        "undo ''",
        "init ''",
        "tag 1 '' +refund",
        "tag 1 + +refund",
        "follow 1 + +ada@example.org",
    ],
)
def test_what_a_script_left_empty_is_no_other_order(
    run: Run, ticket: int, line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    before = run("changes --ids").out
    ran = run(line)

    assert (ran.code, ran.out) == (2, "")
    assert run("changes --ids").out == before
