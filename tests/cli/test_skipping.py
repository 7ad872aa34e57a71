"""`--skip`: what a verb leaves out, and what it says of it."""

import pytest

from tests.cli.test_bulk import three
from tests.conftest import Run
from tests.templates import Beginning


@pytest.fixture
def beginning() -> Beginning:
    """Three new tickets."""
    return Beginning("three", three)


def test_skip_says_how_many_were_left_out_where_all_were(run: Run) -> None:
    run("close 1 2")

    assert run("close 8 9 --skip").err == "nothing to change, 2 skipped\n"
    assert run("pend 1 2 9 --skip").err == "nothing to change, 3 skipped\n"
    assert run("snooze 1 --until 2h --skip").err == "nothing to change, 1 skipped\n"
    assert run("tag 9 +x --skip --dry-run").err == "nothing to change, 1 skipped\n"


def test_what_was_skipped_is_not_among_the_rows_that_a_verb_prints(run: Run) -> None:
    run("close 1")

    assert run("pend 1 2 9 --skip --json number,status").json == [{"number": 2, "status": "pending"}]


@pytest.mark.both
@pytest.mark.parametrize(
    "line",
    [
        "reply 1 2 3 9 -m Hello --skip",
        "reply 1 2 3 9 -m Hello --status pending --skip",
        "reply 1 2 3 9 --template later --skip",
        "macro 1 2 3 9 later --skip",
        "macro 1 2 3 9 silent --skip",
        "reply 1 2 3 9 --template later --status pending --skip",
    ],
)
def test_an_answer_skips_the_tickets_that_refuse_it(run: Run, line: str) -> None:
    run("template add later --body Later --action 'pend 3d'")
    run("template add silent --action 'snooze 3d' --action 'tag +quiet'")
    run("close 1")
    run("solve 2")
    before = run("show 1 2 --json").json
    refused = 1 if line == "reply 1 2 3 9 -m Hello --skip" else 2

    assert run(line.removesuffix(" --skip").replace(" 9", "")).code == 5
    ran = run(line)

    assert (ran.code, f", {refused + 1} skipped (change " in ran.err) == (0, True)
    assert run("show 1 2 --json").json[:refused] == before[:refused]
    assert run("show 3 --json events").json[0]["events"][-1]["kind"] != "opened"


def test_an_answer_that_every_ticket_refuses_writes_nothing(run: Run) -> None:
    run("template add later --body Later --action 'pend 3d'")
    run("close 1 2")
    before = run("changes --ids").out

    for line in ("reply 1 2 -m Hello --skip", "reply 1 2 --template later --skip", "macro 1 2 later --skip"):
        assert run(line).err == "nothing to change, 2 skipped\n"
    assert run("changes --ids").out == before


def test_an_answer_with_a_copy_skips_customers_without_a_mail_address(run: Run) -> None:
    run("new -s Call --from +4912345678 --channel phone")

    assert run("reply 1 4 -m Hello --cc ada@example.org").code == 5
    assert "ticket 1, 1 skipped" in run("reply 1 4 -m Hello --cc ada@example.org --skip").err
