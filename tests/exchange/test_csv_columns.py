"""Columns of a table that are called alike, or nothing: none of their cells is lost."""

from supportdesk.desk import Desk
from supportdesk.store import queries, records
from tests.exchange.test_csv import take


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
