"""The ticket verbs, from the words to what is printed."""

from pathlib import Path

import pytest

from supportdesk.desk import Desk
from tests.conftest import Ran, Run, opened
from tests.templates import Clock


def fields(ran: Ran, *names: str) -> list[tuple[object, ...]]:
    """Some fields of each object that was printed."""
    return [tuple(row[name] for name in names) for row in ran.json]


# new


def test_new_prints_the_number_alone_and_talks_beside_it(run: Run) -> None:
    ran = run("new --subject 'Card declined' --from 'Ivan <ivan@example.org>' --body 'It says 402.'")

    assert (ran.out, ran.code) == ("1\n", 0)
    assert ran.err.startswith("opened ticket 1 (change ")


def test_new_keeps_everything_that_it_is_told(run: Run, tmp_path: object) -> None:
    run("team add billing")
    run("field add invoice")
    run(
        "new -s Refund --from 'Ivan <ivan@example.org>' --channel phone --priority high --type incident --team billing "
        "--assign me --tag b --tag a --external-id X1 --field invoice=7 --due 2d --phone +4912345"
    )

    (row,) = run("show 1 --json").json
    assert (row["channel"], row["priority"], row["type"], row["team"], row["assignee"]) == (
        "phone",
        "high",
        "incident",
        "billing",
        "anna",
    )
    assert (row["tags"], row["fields"], row["external_id"]) == (["a", "b"], {"invoice": "7"}, "X1")
    assert row["due_at"] == "2026-11-23T09:00:00Z"


def test_new_with_a_known_external_id_returns_the_ticket_that_stands(run: Run) -> None:
    run("new -s One --from Ivan --external-id X1")
    ran = run("new -s Two --from Ivan --external-id X1")

    assert (ran.out, ran.code) == ("1\n", 0)
    assert "stands already" in ran.err


def test_new_reads_its_body_from_standard_input(run: Run) -> None:
    run("new -s One --from Ivan --body -", given="Привет,\nкарта не работает\n")

    assert run("show 1 --json").json[0]["thread"][0]["body"] == "Привет,\nкарта не работает"


def test_new_takes_files_along(run: Run, tmp_path: object) -> None:
    from pathlib import Path

    file = Path(str(tmp_path)) / "log.txt"
    file.write_bytes(b"abc\x00")
    run(["new", "-s", "One", "--from", "Ivan", "--attach", str(file)])

    (attached,) = run("show 1 --json").json[0]["thread"][0]["attachments"]
    assert (attached["name"], attached["size"], attached["type"]) == ("log.txt", 4, "text/plain")


def test_new_as_a_dry_run_opens_nothing(run: Run) -> None:
    ran = run("new -s One --from Ivan --dry-run")

    assert "subject\t\tOne" in ran.out
    assert run("count").out == "0\n"


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ("--from Ivan", 2),
        ("-s x", 2),
        ("-s ' ' --from Ivan", 2),
        ("-s x --from 'Ivan <nonsense>'", 2),
        ("-s x --from Ivan --priority urgnt", 2),
        ("-s x --from Ivan --channel pigeon", 2),
        ("-s x --from Ivan --type riddle", 2),
        ("-s x --from Ivan --team none-such", 4),
        ("-s x --from Ivan --assign nobody", 4),
        ("-s x --from Ivan --field nope=1", 4),
        ("-s x --from Ivan --field nope", 2),
        ("-s x --from Ivan --attach /no/such/file", 4),
        ("-s x --from Ivan --due yesterday", 2),
    ],
)
def test_new_refuses_what_it_cannot_use_and_opens_nothing(run: Run, more: str, code: int) -> None:
    ran = run(f"new {more}")

    assert (ran.code, ran.out) == (code, "")
    assert ran.err.startswith("supportdesk: ")
    assert run("count").out == "0\n"


# list, count, search


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


def test_search_finds_word_forms_with_a_snippet(run: Run, desk: Desk) -> None:
    opened(desk, subject="Возврат", body="Верните мне деньги за отменённый заказ.")

    (hit,) = run("search 'отмененного заказа' --json number,snippet").json
    assert hit["number"] == 1
    assert "отменённый заказ" in hit["snippet"]


# show


def test_show_tells_the_facts_and_the_thread(run: Run, ticket: int) -> None:
    run("note 1 -m 'He is angry'")
    out = run("show 1").out

    assert out.startswith("#1 The printer is on fire\n")
    assert "Please help." in out
    assert "NOTE, for agents only" in out
    assert "│ He is angry" in out


MAIL = b"""From: Ivan <ivan@example.org>
To: support@example.org
Subject: Re: Card
Message-ID: <one@example.org>

New words.

On Mon, 2 Nov 2026 at 10:00, Anna <anna@example.org> wrote:
> old
> words
"""


def test_show_folds_a_quotation_into_a_line(run: Run) -> None:
    run("import eml -", given=MAIL)
    out = run("show 1").out

    assert "New words." in out
    assert "> old" not in out
    assert "[3 quoted lines]" in out


def test_show_calls_a_signature_one(run: Run) -> None:
    run("import eml -", given=MAIL.split(b"On Mon")[0] + b"-- \nIvan\nAcme\n")
    assert "[signature, 3 lines]" in run("show 1").out


def test_show_raw_gives_the_mail_as_it_came(run: Run) -> None:
    run("import eml -", given=MAIL)

    assert run("show 1 --raw").out.encode() == MAIL


def test_show_as_json_adds_the_thread_and_the_events(run: Run, ticket: int) -> None:
    (row,) = run("show 1 --json").json

    assert [message["kind"] for message in row["thread"]] == ["customer"]
    assert set(row["thread"][0]) == {
        "id", "kind", "author", "at", "to", "cc", "subject", "message_id",
        "body", "text", "quoted", "attachments", "automatic", "delivery", "send_at", "sent_at", "tries", "failure",
    }  # fmt: skip
    assert [event["kind"] for event in row["events"]] == ["opened", "received"]


def test_show_tells_the_history_when_asked(run: Run, ticket: int) -> None:
    run("priority 1 high")

    assert "priority: normal → high" in run("show 1 --history").out


def test_show_raw_gives_the_body_where_no_mail_came(run: Run, ticket: int) -> None:
    assert run("show 1 --raw").out == "Please help.\n"


def test_a_long_answer_goes_through_the_pager_on_a_terminal(run: Run, desk: Desk) -> None:
    opened(desk, body="line\n" * 100)
    paged: list[tuple[list[str], bytes]] = []

    def launch(words: list[str], given: bytes) -> int:
        paged.append((words, given))
        return 0

    ran = run("show 1", streams={"out_terminal": True, "launch": launch}, PAGER="more -s")

    assert ran.out == ""
    assert paged[0][0] == ["more", "-s"]
    assert paged[0][1].count(b"line\n") >= 100


def test_without_its_pager_a_long_answer_is_printed(run: Run, desk: Desk) -> None:
    opened(desk, body="line\n" * 100)

    assert run("show 1", streams={"out_terminal": True}, PAGER="nonsense").out.count("line\n") >= 100
    assert run("show 1", streams={"out_terminal": True}, PAGER="").out.count("line\n") >= 100


# reply and note


def test_reply_queues_an_answer(run: Run, ticket: int) -> None:
    ran = run("reply 1 -m 'On its way.' --status pending")

    assert ran.err.startswith("answered ticket 1 (change ")
    (row,) = run("show 1 --json").json
    assert (row["status"], row["first_reply_at"]) == ("pending", "2026-11-21T09:00:00Z")
    assert (row["thread"][-1]["kind"], row["thread"][-1]["delivery"]) == ("reply", "queued")


@pytest.mark.parametrize("line", ["reply 1 -", "reply 1 -m -", "reply - 1"])
def test_reply_reads_its_text_from_standard_input(run: Run, ticket: int, line: str) -> None:
    run(line, given="From a pipe.\n")

    assert run("show 1 --json").json[0]["thread"][-1]["body"] == "From a pipe."


def test_reply_reads_its_tickets_from_standard_input_when_it_has_a_text(run: Run, ticket: int, desk: Desk) -> None:
    opened(desk)
    run("reply - -m Hello", given="1\n2\n")

    assert [row["messages"] for row in run("list is:open --json messages").json] == [2, 2]


def test_reply_fills_a_template_in_for_each_ticket(run: Run, ticket: int) -> None:
    run(["template", "add", "hello", "--body", "Hello {{ customer.first_name }} ({{ ticket.number }})"])
    run("reply 1 --template hello")

    assert run("show 1 --json").json[0]["thread"][-1]["body"] == "Hello Ivan (1)"


def test_reply_is_written_in_the_editor_with_the_template_filled_in(run: Run, ticket: int) -> None:
    run(["template", "add", "hello", "--body", "Hello {{ customer.first_name }}"])

    def launch(words: list[str], given: object) -> int:
        file = Path(words[-1])
        assert words[:-1] == ["ed", "-s"]
        assert "Please help." in file.read_text()
        file.write_text(file.read_text().replace("Hello Ivan", "Hello dear Ivan"))
        return 0

    run("reply 1 --template hello --edit", streams={"launch": launch}, VISUAL="ed -s")

    assert run("show 1 --json").json[0]["thread"][-1]["body"] == "Hello dear Ivan"


def test_a_template_s_actions_are_done_with_its_words_unless_they_are_left_out(run: Run, ticket: int) -> None:
    run(["template", "add", "refund", "--body", "Paid.", "--action", "tag +refund", "--action", "solve"])
    run("reply 1 --template refund --words-only")
    assert run("list number:1 --json status,tags").json == [{"status": "open", "tags": []}]

    run("reply 1 --template refund")

    assert run("list number:1 --json status,tags").json == [{"status": "solved", "tags": ["refund"]}]


def test_a_template_that_was_edited_still_does_what_it_does(run: Run, ticket: int) -> None:
    run(["template", "add", "refund", "--body", "Paid.", "--action", "tag +refund"])

    run("reply 1 --template refund --edit", streams={"launch": lambda words, given: 0}, VISUAL="true")

    assert run("list number:1 --json tags").json == [{"tags": ["refund"]}]


def test_macro_does_all_that_a_template_says(run: Run, ticket: int, desk: Desk) -> None:
    opened(desk)
    run(["template", "add", "spam", "--action", "tag +spam; close"])
    assert run("template list --json name,does").json == [{"name": "spam", "does": "tag +spam; close"}]
    assert run("template show spam --json actions").json == [{"actions": {"close": "", "tag": "+spam"}}]

    dry = run("macro 1 2 spam --dry-run")
    assert "would have done spam on 2 tickets" in dry.err
    ran = run("macro 1 2 spam")

    assert ran.err.startswith("done spam on 2 tickets (change")
    assert run("list status:closed tag:spam --ids").out.split() == ["1", "2"]
    assert run("macro 1 2 spam").err == "nothing to change\n"


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ("macro 1 spma", 4, "no template 'spma'; did you mean spam?"),
        ("macro 1", 2, "NAME is missing"),
        ("macro 9 spam", 4, "no ticket 9"),
        ("reply 1 --template spam", 2, "template spam has actions and no text"),
        ("template edit spam --action none", 2, "a canned response needs a text, or actions"),
        ("template edit spam --action dlete", 2, "no action 'dlete'"),
    ],
)
def test_a_macro_that_cannot_be_done_is_told_in_one_line(
    run: Run, ticket: int, words: str, code: int, said: str
) -> None:
    run(["template", "add", "spam", "--action", "tag +spam; close"])
    ran = run(words)
    assert (ran.code, said in ran.err.splitlines()[0]) == (code, True), ran.err
    assert run("list number:1 --json status").json == [{"status": "new"}]


def test_actions_go_to_a_folder_and_a_csv_and_come_back(run: Run, ticket: int, tmp_path: Path) -> None:
    run(["template", "add", "refund", "--body", "Paid.", "--action", "tag +refund", "--action", "pend 3d"])
    run(["template", "add", "spam", "--action", "tag +spam; close"])
    for place in (tmp_path / "replies", tmp_path / "replies.csv"):
        run(["template", "export", str(place)])
        run("template remove refund")
        run("template remove spam")
        assert run(["template", "import", str(place)]).code == 0
        found = {one["name"]: one["actions"] for one in run("template list --json name,actions").json}
        assert found == {"refund": {"pend": "3d", "tag": "+refund"}, "spam": {"close": "", "tag": "+spam"}}


def test_an_empty_text_from_the_editor_sends_nothing(run: Run, ticket: int) -> None:
    ran = run("note 1 --edit", streams={"launch": lambda words, given: 0})

    assert ran.code == 3
    assert run("show 1 --json").json[0]["messages"] == 1


def test_an_editor_that_fails_sends_nothing(run: Run, ticket: int) -> None:
    assert run("note 1 --edit", streams={"launch": lambda words, given: 1}).code == 5


@pytest.mark.parametrize("line", ["reply 1", "note 1", "reply 1 -m ''", "note 1 -m '  '", "reply - ", "reply 1 - -m x"])
def test_a_message_says_something(run: Run, ticket: int, line: str) -> None:
    assert run(line).code == 2
    assert run("show 1 --json").json[0]["messages"] == 1


# next


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


# changes, undo, history, watch


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


@pytest.mark.parametrize(("line", "code"), [("undo 99", 4), ("undo x", 2), (f"undo {'9' * 30}", 4), ("undo", 4)])
def test_undo_says_what_it_cannot_find(run: Run, line: str, code: int) -> None:
    assert run(line).code == code


def test_history_lists_every_event_with_old_and_new_values(run: Run, ticket: int) -> None:
    run("priority 1 high")
    events = run("history 1 --json").json

    assert [event["kind"] for event in events] == ["opened", "received", "prioritised"]
    assert events[-1]["changes"] == [{"field": "priority", "old": "normal", "new": "high"}]
    assert run("history 9").code == 4


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
def test_a_field_is_found_in_whichever_case_it_is_written(run: Run, ticket: int) -> None:
    run("field add floor")
    run(f"set {ticket} floor=3")

    assert run("list field.Floor:3 --ids").out == f"{ticket}\n"
    assert run("list FIELD.FLOOR:any --ids").out == f"{ticket}\n"


def test_a_thread_in_a_table_is_told_as_json_tells_it(run: Run, ticket: int) -> None:
    import csv
    import json

    told = run(f"show {ticket} --csv --fields thread,events").out
    thread, events = list(csv.reader(told.splitlines()))[1]
    shown = run(f"show {ticket} --json thread,events").json[0]

    assert (json.loads(thread), json.loads(events)) == (shown["thread"], shown["events"])


@pytest.mark.parametrize(
    "line",
    [
        "reply 1 -m Hello --at ''",
        "reply 1 -m Hello --status ''",
        "pend 1 --until ''",
        "hold 1 --until ''",
        "snooze 1 --until ' '",
        "new --subject Hello --from x@example.org --due ''",
        "export jsonl --query ''",
    ],
)
def test_what_a_script_left_empty_is_no_other_order(run: Run, ticket: int, line: str) -> None:
    before = run("changes --ids").out
    ran = run(line)

    assert (ran.code, ran.out) == (2, "")
    assert run("changes --ids").out == before


def test_removing_a_tag_does_not_sound_as_if_its_tickets_went(run: Run, ticket: int) -> None:
    run(f"tag {ticket} +bill")

    assert run("tag remove bill --dry-run").err == "would have removed tag bill; 1 ticket would change by it\n"
    assert run("tag remove bill").err.startswith("removed tag bill; 1 ticket changed by it (change ")


@pytest.mark.both
def test_a_dry_run_names_no_ticket_where_a_record_would_change(run: Run, ticket: int) -> None:
    told = run(f"tag {ticket} +fresh --dry-run --json").json

    assert [(one["ticket"], one["field"]) for one in told] == [(None, "name"), (None, "note"), (ticket, "tags")]
    assert run("team add billing --dry-run").out.startswith("\tname\t\tbilling\n")
