"""Columns of a table that are called alike, or nothing, or that our own desks fill: none of their cells is lost."""

from supportdesk.desk import Desk
from supportdesk.services import conversation, select, tickets
from supportdesk.store import queries, records
from tests.conftest import opened
from tests.exchange.test_csv import export, take


def test_columns_of_one_name_are_fields_of_several_names(desk: Desk) -> None:
    long = "n" * 70
    header = f"subject,Cost,cost,,,COST_2,{long}a,{long}b,subject,Cost"
    take(desk, header + "\ns," + ",".join("abcdefghi") + "\n", Cost="field.cost")
    with desk.read() as reading:
        (row,) = queries.rows(reading, [1])
        names = {field.name for field in records.fields(reading)}
    assert sorted(row.fields.values()) == list("abcdefghi")
    assert [row.fields[name] for name in ("subject", "column", "column_2")] == ["h", "c", "d"]
    assert row.fields.keys() == names


def test_a_first_answer_to_a_solved_ticket_goes_out_and_in_again(desk: Desk, other: Desk) -> None:
    number = opened(desk)
    with desk.change("solve") as change:
        tickets.solve(change, select.tickets(change, numbers=[number]))
    desk.clock.advance(hours=1)
    with desk.change("reply") as change:
        conversation.reply(change, select.tickets(change, numbers=[number]), body="One thing more")

    report = take(other, export(desk))

    assert (report.new, report.rejects) == (1, ())
    assert export(other).count(b"2026-11-21T10:00:00Z") == export(desk).count(b"2026-11-21T10:00:00Z") > 0
