"""An import that is killed, runs beside others, or runs again."""

import io
import json

import pytest

from supportdesk.desk import Desk
from supportdesk.errors import NotFound
from supportdesk.exchange import Progress, importer
from supportdesk.services import select, tickets, undo
from supportdesk.store import tables, thread
from tests.exchange.conftest import Killed
from tests.exchange.lines import count, export, take
from tests.templates import Clock


@pytest.mark.parametrize("place_of_death", range(1, 6))
def test_an_import_that_is_killed_can_be_run_again_and_gives_the_same_desk(
    lived: Desk, other: Desk, monkeypatch: pytest.MonkeyPatch, place_of_death: int
) -> None:
    monkeypatch.setattr("supportdesk.exchange.running.MOST_RECORDS", 9)
    before = export(lived)
    transactions = 0

    def die(_progress: Progress) -> None:
        nonlocal transactions
        transactions += 1
        if transactions == place_of_death:
            raise Killed

    with pytest.raises(Killed):
        importer("jsonl")(other, io.BytesIO(before), progress=die)
    assert take(other, before).rejected == 0
    assert export(other) == before


def test_two_imports_of_the_same_file_at_the_same_time_double_nothing(desk: Desk) -> None:
    from concurrent.futures import ThreadPoolExecutor

    lines = [
        {"record": "ticket", "subject": f"t{n}", "customer": f"c{n % 7}@x.example", "tags": ["a"]} for n in range(300)
    ]
    with ThreadPoolExecutor(2) as pool:
        reports = list(pool.map(lambda _: take(desk, *lines), range(2)))
    assert sum(report.new for report in reports) == count(desk, tables.ticket) == 300
    assert count(desk, tables.customer) == 7


def test_an_import_beside_others_work_keeps_every_ticket(desk: Desk, clock: Clock) -> None:
    lines = [{"record": "ticket", "subject": f"t{n}", "number": n} for n in range(1, 400)]
    opened: list[int | None] = []

    def work(_progress: Progress) -> None:
        with desk.change("new") as change:
            opened.append(tickets.open_ticket(change, subject="live", customer=thread.Person("", "l@x.example")).number)

    raw = b"\n".join(json.dumps(line).encode() for line in lines)
    report = importer("jsonl")(desk, io.BytesIO(raw), progress=work)
    assert report.tickets == 399
    assert count(desk, tables.ticket) == 399 + len(opened)


def test_undo_takes_back_what_was_done_here_and_not_what_a_file_says_was_done_elsewhere(
    lived: Desk, other: Desk, clock: Clock
) -> None:
    with other.change("new") as change:
        tickets.open_ticket(change, subject="here", customer=thread.Person("", "h@x.example"))
    with other.change("close") as change:
        tickets.close(change, select.tickets(change, numbers=[1]))
    clock.advance(hours=1)
    with lived.change("new") as change:
        tickets.open_ticket(change, subject="there", customer=thread.Person("", "t@x.example"))
    take(other, export(lived))

    for verb in ("close", "new"):
        with other.change("undo") as change:
            assert undo.last(change)[1:] == (verb, 1)
            undo.undo(change)
    with pytest.raises(NotFound, match="nothing of yours"), other.change("undo") as change:
        undo.undo(change)


def test_undo_takes_back_the_import_that_brought_the_history_of_some_tickets(lived: Desk, other: Desk) -> None:
    take(other, export(lived, "number:1,2"))

    with other.change("undo") as change:
        assert undo.last(change)[1] == "import"


def test_a_restored_desk_takes_back_what_was_done_last_before(lived: Desk, other: Desk) -> None:
    take(other, export(lived))

    with lived.change("undo") as one, other.change("undo") as two:
        assert undo.last(one) == undo.last(two)
