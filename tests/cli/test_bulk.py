"""What all changing verbs share, on both databases."""

import pytest

from supportdesk.desk import Desk
from tests.conftest import Run, opened
from tests.templates import Beginning

ASKED = {"source_terminal": True, "err_terminal": True}


def three(desk: Desk) -> None:
    """Open three tickets."""
    for subject in ("One", "Two", "Three"):
        opened(desk, subject=subject)


@pytest.fixture
def beginning() -> Beginning:
    """Three new tickets."""
    return Beginning("three", three)


def statuses(run: Run) -> list[str]:
    return [row["status"] for row in run("list number>0 --sort number --json status").json]


def test_a_verb_says_what_changed_how_many_and_the_change(run: Run) -> None:
    assert run("close 1 2").err.startswith("closed 2 tickets (change ")
    assert run("close 2-3").err.startswith("closed ticket 3, 1 already so (change ")


def test_repeating_a_verb_changes_nothing_and_is_no_error(run: Run) -> None:
    run("close 1")
    ran = run("close 1")

    assert (ran.code, ran.out, ran.err) == (0, "", "nothing to change\n")


def test_quiet_drops_the_talk_and_never_the_error(run: Run) -> None:
    assert run("close 1 -q").err == ""
    assert run("-q close 9").err.startswith("supportdesk: no ticket 9")


def test_one_unknown_number_and_nothing_changes(run: Run) -> None:
    ran = run("close 1 2 9")

    assert ran.code == 4
    assert statuses(run) == ["new", "new", "new"]


def test_skip_leaves_out_what_is_unknown_and_says_how_many(run: Run) -> None:
    ran = run("close 1 9 --skip")

    assert (ran.code, "1 skipped" in ran.err) == (0, True)
    assert statuses(run) == ["closed", "new", "new"]


def test_an_illegal_move_refuses_all_unless_it_is_skipped(run: Run) -> None:
    run("close 1")

    assert run("pend 1 2").code == 5
    assert statuses(run) == ["closed", "new", "new"]
    assert run("pend 1 2 --skip").code == 0
    assert statuses(run) == ["closed", "pending", "new"]


def test_a_dry_run_prints_old_and_new_and_keeps_nothing(run: Run) -> None:
    ran = run("priority 1 2 high --dry-run")

    assert ran.out == "1\tpriority\tnormal\thigh\n2\tpriority\tnormal\thigh\n"
    assert ran.err == "would have set to high: 2 tickets\n"
    assert run("changes --limit 1 --json verb").json == [{"verb": "new"}]


def test_a_dry_run_prints_json_too(run: Run) -> None:
    ran = run("priority 1 high --dry-run --json")

    assert ran.json == [{"ticket": 1, "field": "priority", "old": "normal", "new": "high"}]


def test_json_prints_the_tickets_as_they_are_now(run: Run) -> None:
    assert run("close 1 2 --json number,status").json == [
        {"number": 1, "status": "closed"},
        {"number": 2, "status": "closed"},
    ]


def test_a_filter_that_matches_one_needs_no_question(run: Run) -> None:
    assert run("close --query number:2").code == 0


def test_a_filter_that_matches_many_needs_yes_where_nobody_can_be_asked(run: Run) -> None:
    ran = run("close --query is:open")

    assert ran.code == 2
    assert "3 tickets" in ran.err
    assert "--yes" in ran.err
    assert statuses(run) == ["new", "new", "new"]
    assert run("close --query is:open --yes").code == 0
    assert statuses(run) == ["closed", "closed", "closed"]


@pytest.mark.parametrize(("answer", "code"), [("y\n", 0), ("YES\n", 0), ("да\n", 0), ("n\n", 3), ("\n", 3), ("", 3)])
def test_on_a_terminal_a_filter_that_matches_many_asks(run: Run, answer: str, code: int) -> None:
    ran = run("close --query is:open", given=answer, streams=ASKED)

    assert ran.code == code
    assert "close 3 tickets? [y/N]" in ran.err
    assert set(statuses(run)) == ({"closed"} if code == 0 else {"new"})


def test_nobody_is_asked_with_no_input(run: Run) -> None:
    assert run("close --query is:open --no-input", given="y\n", streams=ASKED).code == 2


def test_a_filter_that_matches_nothing_is_no_error(run: Run) -> None:
    ran = run("close --query tag:none-such --yes")

    assert (ran.code, ran.err) == (0, "nothing to change\n")


def test_no_verb_takes_every_ticket_for_an_empty_filter(run: Run) -> None:
    assert run(["close", "--query", "", "--yes"]).code == 2
    assert statuses(run) == ["new", "new", "new"]


def test_what_list_prints_a_verb_reads(run: Run) -> None:
    run("close -", given=run("list number<3 --ndjson").out)
    assert sorted(statuses(run)) == ["closed", "closed", "new"]

    run("close -", given=run("list is:open --ids").out)
    assert statuses(run) == ["closed", "closed", "closed"]


def test_a_note_goes_with_the_change_and_is_not_repeated(run: Run) -> None:
    run("close 1 -m 'Fixed in 2.1'")
    run("close 1 -m 'Fixed in 2.1'")

    thread = run("show 1 --json thread").json[0]["thread"]
    assert [(message["kind"], message["body"]) for message in thread[1:]] == [("note", "Fixed in 2.1")]


@pytest.mark.parametrize(
    ("line", "field", "value"),
    [
        ("status 1 open", "status", "open"),
        ("solve 1", "status", "solved"),
        ("close 1", "status", "closed"),
        ("pend 1", "status", "pending"),
        ("pend 1 --until 3d", "snoozed_until", "2026-11-24T09:00:00Z"),
        ("hold 1", "status", "hold"),
        ("priority 1 urgent", "priority", "urgent"),
        ("type 1 incident", "type", "incident"),
        ("rate 1 4/5 --comment quick", "rating", {"score": 4, "comment": "quick", "at": "2026-11-21T09:00:00Z"}),
        ("tag 1 +b +a", "tags", ["a", "b"]),
        ("set 1 subject='Card declined'", "subject", "Card declined"),
        ("set 1 due=2d", "due_at", "2026-11-23T09:00:00Z"),
        ("assign 1 --to me", "assignee", "anna"),
        ("assign 1 --auto", "assignee", "anna"),
    ],
)
def test_each_verb_does_what_its_name_says(run: Run, line: str, field: str, value: object) -> None:
    ran = run(line)

    assert ran.code == 0, ran.err
    assert run(f"show 1 --json {field}").json == [{field: value}]


def test_assign_gives_tickets_to_an_agent_a_team_and_to_nobody(run: Run) -> None:
    run("team add billing")
    run("assign 1 --to me --team billing")
    assert run("show 1 --json assignee,team").json == [{"assignee": "anna", "team": "billing"}]

    run("assign 1 --none --team none")
    assert run("show 1 --json assignee,team").json == [{"assignee": None, "team": None}]


def test_a_score_is_never_taken_for_a_ticket_nor_a_ticket_for_a_score(run: Run) -> None:
    for words, fault in (("1 4", "a score such as 4/5 is missing"), ("1 6/5", "no rating is '6/5'")):
        ran = run(f"rate {words}")
        assert (ran.code, fault in ran.err) == (2, True), ran.err
    run("rate 1 2/5")
    assert run("list 'rating<=2' --fields number,rating --header").out.splitlines()[1:] == ["1\t2/5"]
    assert "rating:      2/5 2026-11-21T09:00:00Z" in run("show 1").out
    run("rate 1 none")
    assert run("show 1 --json rating").json == [{"rating": None}]


def test_a_field_is_written_in_whichever_case_it_is_named(run: Run) -> None:
    run("field add Счёт")
    run("field add plan")
    assert run("field add PLAN").code == 5

    assert run("set 1 СЧЁТ=4711").code == 0
    assert run("new -s x --from Ivan --field счёт=4712 --json fields").code == 0
    assert run("list field.счёт:any --sort number --json fields").json == [
        {"fields": {"Счёт": "4711"}},
        {"fields": {"Счёт": "4712"}},
    ]
    assert run("set 1 Plan=free").code == 0
    assert run("list field.plan:free --fields number").out == "1\n"


def test_tags_are_put_on_and_taken_off_at_once(run: Run) -> None:
    run("tag 1 +spam +money")
    run("tag 1 +vip -spam -money")

    assert run("show 1 --json tags").json == [{"tags": ["vip"]}]


def test_a_tag_that_is_an_options_letter_is_taken_off_after_two_dashes(run: Run) -> None:
    run("tag 1 +m")
    run("tag 1 -- -m")

    assert run("show 1 --json tags").json == [{"tags": []}]


def test_deleted_tickets_are_in_the_bin_and_come_back(run: Run) -> None:
    run("delete 1")
    assert run("count").out == "2\n"
    assert run("count is:deleted").out == "1\n"

    run("undo")
    assert run("count").out == "3\n"


def test_reopen_leads_back_from_solved(run: Run) -> None:
    run("solve 1")
    run("reopen 1")

    assert run("show 1 --json status,reopened").json == [{"status": "open", "reopened": 1}]


@pytest.mark.both
@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("status 1", 2),
        ("status solved", 2),
        ("status 1 slved", 2),
        ("status 1 2", 2),
        ("priority 1 highest", 2),
        ("type 1 riddle", 2),
        ("tag 1", 2),
        ("tag 1 spam", 2),
        ("tag 1 +a -a", 2),
        ("tag 1 +a,b", 2),
        ("follow 1 +'Ada <Ada@example.org>' -ada@example.org", 2),
        ("tag +a", 2),
        ("set 1", 2),
        ("set 1 =x", 2),
        ("set 1 priority=high subject=x priority=low", 2),
        ("set 1 colour=red", 4),
        ("set 1 due=sometime", 2),
        ("assign 1", 2),
        ("assign 1 --to me --none", 2),
        ("assign 1 --to nobody-here", 4),
        ("assign 1 --team none-such", 4),
        ("pend 1 --until yesterday", 2),
        ("close", 2),
        ("close one", 2),
        ("close 1 --query is:open", 2),
        ("close --query status:opne", 2),
        ("close --query '('", 2),
        ("close 0", 4),
        ("close 5-2", 2),
        ("close 99999999999999999999", 4),
        ("close 1 --json nonsense", 2),
        ("reply 9 -m x", 4),
        ("reply 1 --template none-such", 4),
        ("reply 1 -m x --cc nonsense", 2),
        ("reply 1 -m x --status slved", 2),
        ("reply 1 -m x --at yesterday", 2),
    ],
)
def test_what_cannot_be_done_is_told_in_a_line_and_changes_nothing(run: Run, line: str, code: int) -> None:
    ran = run(line)

    assert (ran.code, ran.out) == (code, "")
    assert ran.err.startswith("supportdesk: ")
    assert len(ran.err.splitlines()) <= 4
    assert statuses(run) == ["new", "new", "new"]
