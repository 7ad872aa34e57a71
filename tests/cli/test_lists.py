"""`list`, `count` and `search`: from the words to what is printed."""

import pytest

from supportdesk.desk import Desk
from tests.conftest import Run, opened


def test_list_without_a_filter_shows_the_view_default_and_says_so(run: Run, ticket: int, desk: Desk) -> None:
    opened(desk, subject="Another")
    run("close 2")

    ran = run("list --ids")

    assert ran.out == "1\n"
    assert "view default" in ran.err


def test_list_takes_a_filter_in_several_words_and_minus_signs(run: Run, ticket: int, desk: Desk) -> None:
    opened(desk, subject="Another", tags=["spam"])

    assert run("list is:open -tag:spam --ids").out == "1\n"
    assert run("list -tag:spam").err == ""


def test_list_joins_a_view_and_a_filter_without_mixing_their_words(run: Run, ticket: int, desk: Desk) -> None:
    opened(desk, subject="Another", tags=["spam"])
    run("view add either --filter 'tag:spam or tag:vip'")

    assert run("list --view either number:1").out == ""
    assert run("list --view either number:2 --ids").out == "2\n"


def test_list_in_a_pipe_is_tabs_without_a_header(run: Run, ticket: int) -> None:
    ran = run("list is:open")

    assert ran.out == "1\tnew\tnormal\t\t2026-11-21T09:00:00Z\t\tIvan Petrov\tThe printer is on fire\n"


def test_list_on_a_terminal_is_a_table_cut_to_its_width(run: Run, desk: Desk) -> None:
    opened(desk, subject="word " * 60)

    lines = run("list is:open", streams={"out_terminal": True, "width": 60}, NO_COLOR="1").out.splitlines()

    assert lines[0].split() == ["#", "STATUS", "PRIO", "DUE", "AGE", "AGENT", "CUSTOMER", "SUBJECT"]
    assert max(map(len, lines)) <= 60


@pytest.mark.parametrize(
    ("more", "colored"),
    [
        ({}, True),
        ({"NO_COLOR": "1"}, False),
        ({"TERM": "dumb"}, False),
        ({"SUPPORTDESK_COLOR": "never"}, False),
        ({"SUPPORTDESK_COLOR": "always", "NO_COLOR": "1"}, True),
    ],
)
def test_colour_is_for_terminals_that_want_it(run: Run, ticket: int, more: dict[str, str], colored: bool) -> None:
    out = run("list is:open", streams={"out_terminal": True}, **more).out

    assert ("\x1b[" in out) == colored


def test_list_goes_on_where_the_last_page_ended(run: Run, desk: Desk) -> None:
    for _ in range(5):
        opened(desk)

    first = run("list is:open --limit 2 --ids --sort number")
    cursor = first.err.partition("--after ")[2].strip()
    rest = run(["list", "is:open", "--sort", "number", "--ids", "--after", cursor])

    assert first.out + rest.out == "1\n2\n3\n4\n5\n"
    assert "--after" not in rest.err


def test_list_with_no_limit_prints_all(run: Run, desk: Desk) -> None:
    for _ in range(4):
        opened(desk)

    assert len(run("list is:open --limit 0 --ids").out.splitlines()) == 4


def test_list_prints_exactly_the_fields_asked_for(run: Run, ticket: int) -> None:
    ran = run("list is:open --json number,customer.email,merged_into")

    assert ran.json == [{"number": 1, "customer.email": "ivan@example.org", "merged_into": None}]


def test_list_names_all_its_fields(run: Run) -> None:
    names = run("list --json help").out.split()

    assert names[:5] == ["number", "subject", "status", "priority", "type"]
    assert {"customer", "first_reply_due", "snoozed_until", "external_id", "fields", "url"} <= set(names)


@pytest.mark.parametrize(
    "line",
    [
        "list --json --csv",
        "list --ids --ndjson",
        "list --json nonsense",
        "list --fields number,nonsense",
        "list --limit -1",
        "list --sort colour",
        "list --after nonsense",
        "list status:opne",
        "list (is:open",
        "count --by colour",
        "search",
        "search status:open",
        "search x --limit 0",
    ],
)
def test_what_cannot_be_asked_is_a_usage_error(run: Run, line: str) -> None:
    ran = run(line)

    assert (ran.code, ran.out) == (2, "")


@pytest.mark.parametrize("line", ["list --sort colour", "list --after nonsense"])
def test_nothing_is_said_of_the_view_when_the_list_cannot_be(run: Run, line: str) -> None:
    ran = run(line)

    assert ran.err.startswith("supportdesk: ")
    assert ran.err.count("\n") == 1


def test_an_unknown_view_is_not_found(run: Run) -> None:
    ran = run("list --view mien")

    assert ran.code == 4
    assert "did you mean mine?" in ran.err


def test_an_empty_list_is_no_error(run: Run) -> None:
    assert (run("list is:open").out, run("list is:open").code) == ("", 0)
    assert run("list is:open --json").json == []


def test_count_counts_all_some_and_by_field(run: Run, ticket: int, desk: Desk) -> None:
    opened(desk, assignee="anna")

    assert run("count").out == "2\n"
    assert run("count assignee:me").out == "1\n"
    assert run("count --by status").out == "new\t1\nopen\t1\n" or run("count --by status").out == "open\t1\nnew\t1\n"


def test_a_limit_may_stand_right_behind_its_letter(run: Run, ticket: int, desk: Desk) -> None:
    opened(desk, subject="Another")

    assert len(run("list -n1 --ids").out.splitlines()) == 1
    assert len(run("list -n1x --ids is:open").out.splitlines()) == 2


def test_a_filter_of_no_words_counts_all_as_none_does(run: Run, ticket: int) -> None:
    run("close 1")

    assert [run(line).out for line in ("count", "count ''", "count ' '", "count '' --by status")] == [
        "1\n",
        "1\n",
        "1\n",
        "closed\t1\n",
    ]


def test_search_finds_word_forms_with_a_snippet(run: Run, desk: Desk) -> None:
    opened(desk, subject="Возврат", body="Верните мне деньги за отменённый заказ.")

    (hit,) = run("search 'отмененного заказа' --json number,snippet").json
    assert hit["number"] == 1
    assert "отменённый заказ" in hit["snippet"]


@pytest.mark.both
def test_a_field_is_found_in_whichever_case_it_is_written(run: Run, ticket: int) -> None:
    run("field add floor")
    run(f"set {ticket} floor=3")

    assert run("list field.Floor:3 --ids").out == f"{ticket}\n"
    assert run("list FIELD.FLOOR:any --ids").out == f"{ticket}\n"
