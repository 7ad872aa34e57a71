"""Tables: anybody's columns and words in, and out again without loss or formulas."""

import csv
import io
import json
from pathlib import Path

import pytest

from supportdesk.desk import Desk
from supportdesk.domain.models import Person
from supportdesk.domain.rating import Rating
from supportdesk.errors import UsageError
from supportdesk.exchange import ImportOptions, ImportReport, exporter, importer
from supportdesk.exchange.sheet import neutral, plain
from supportdesk.services import following, select, tickets
from supportdesk.store import queries, records, thread
from supportdesk.store.replay import check


def take(desk: Desk, table: str | bytes, *, rejects: io.BytesIO | None = None, **mapping: str) -> ImportReport:
    """Import a table; the mapping's `__` stand for spaces and `___` for a colon."""
    raw = table.encode() if isinstance(table, str) else table
    named = {key.replace("___", ":").replace("__", " "): value for key, value in mapping.items()}
    report = importer("csv")(desk, io.BytesIO(raw), options=ImportOptions(mapping=named, rejects=rejects))
    assert report.received == report.new + report.threaded + report.duplicate + report.rejected
    return report


def export(desk: Desk) -> bytes:
    """A desk's tickets as a table."""
    out = io.BytesIO()
    exporter("csv")(desk, out)
    return out.getvalue()


FOREIGN = """\
Ticket ID,Title,Requester,Email,State,Priority,Opened,Resolved,Group,Assigned to,Contact type,Description,Cost Center
INC-1,Fire,Zoë,zoe@example.org,Resolved,1 - Critical,29/2/2016 01:16,29/2/2016 11:29,Hardware,Jo Doe,Phone,"It burns.

Still.",K 12
INC-2,Тема,Иван,ivan@example.org,In Progress,3 - Moderate,2016-03-01T10:00:00+03:00,?,,,Carrier pigeon,,
"""


def test_a_table_of_another_desk_is_read_by_its_headers(desk: Desk) -> None:
    report = take(desk, FOREIGN)
    assert (report.new, report.rejected, report.customers) == (2, 0, 2)
    with desk.read() as reading:
        first, second = queries.rows(reading, [1, 2])
        said = thread.detail(reading, 1).thread
        assert check(reading, deep=True) == ()
    assert (first.subject, first.status, first.priority, first.channel) == (
        "Fire",
        "solved",
        "urgent",
        "phone",
    )
    assert (first.external_id, first.source, first.team, first.assignee) == ("INC-1", "csv", "Hardware", "Jo-Doe")
    assert first.fields == {"cost_center": "K 12"}
    assert str(first.created_at) == "2016-02-29 01:16:00+00:00"
    assert [one.body for one in said] == ["It burns.\n\nStill."]
    assert (second.status, second.priority, second.channel) == ("open", "normal", "other")
    assert (second.fields, second.solved_at) == ({"original_channel": "Carrier pigeon"}, None)
    assert str(second.created_at) == "2016-03-01 07:00:00+00:00"


def test_whom_only_a_table_knows_is_let_in_nowhere(desk: Desk) -> None:
    take(desk, FOREIGN)
    with pytest.raises(Exception, match="no longer active"), Desk(desk.store, "Jo-Doe", desk.clock).read():
        pass


def test_the_same_table_again_adds_nothing(desk: Desk) -> None:
    take(desk, FOREIGN)
    again = take(desk, FOREIGN)
    assert (again.new, again.duplicate, again.change) == (0, 2, None)


def test_rows_without_an_id_are_known_by_their_content(desk: Desk) -> None:
    table = "subject,body\na,one\nb,two\na,one\n"
    assert (take(desk, table).new, take(desk, table).new) == (2, 0)


def test_a_mapping_says_which_of_our_columns_theirs_are(desk: Desk) -> None:
    table = "What,When,How bad,Junk\nx,03/04/2016,Parked,1\n"
    mapping = {"What": "subject", "When": "created_at:mdy", "How__bad": "status", "How__bad___Parked": "hold"}
    report = take(desk, table, **mapping, Junk="")
    assert report.rejects == ()
    with desk.read() as reading:
        (row,) = queries.rows(reading, [1])
    assert (row.status, str(row.created_at), row.fields) == ("hold", "2016-03-04 00:00:00+00:00", {})


def test_ratings_of_another_desk_are_taken_and_those_in_other_words_kept_as_a_field(desk: Desk) -> None:
    table = "Subject,CSAT,Отзыв,Resolved\nx,4,Быстро,2016-03-01\ny,Good,,2016-03-01\nz,,,\n"
    assert take(desk, table).rejects == ()
    with desk.read() as reading:
        rated, worded, unrated = queries.rows(reading, [1, 2, 3])
        assert check(reading, deep=True) == ()
    assert rated.solved_at is not None
    assert (rated.rating, unrated.rating) == (Rating(4, "Быстро", rated.solved_at), None)
    assert (worded.rating, worded.fields) == (None, {"original_rating": "Good"})


@pytest.mark.parametrize("mapping", [{"Nothing": "subject"}, {"subject": "nothing"}, {"subject": "created_at:ymd"}])
def test_a_mapping_that_fits_nothing_is_refused(sqlite_desk: Desk, mapping: dict[str, str]) -> None:
    with pytest.raises(UsageError):
        take(sqlite_desk, "subject\nx\n", **mapping)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "windows-1251", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_encoding_and_separator_are_told_from_the_table(sqlite_desk: Desk, encoding: str, separator: str) -> None:
    lines = [["Тема", "Описание", "Клиент"], ["Не печатает принтер", "Первая строка\r\nвторая", "Иван"]]
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=separator).writerows(lines)
    take(sqlite_desk, text.getvalue().encode(encoding))
    with sqlite_desk.read() as reading:
        detail = thread.detail(reading, 1)
    assert (detail.ticket.subject, detail.thread[0].body) == ("Не печатает принтер", "Первая строка\nвторая")
    assert detail.ticket.customer is not None
    assert detail.ticket.customer.name == "Иван"


@pytest.mark.parametrize(
    ("written", "at"),
    [
        ("2016-02-29T01:16:00Z", "2016-02-29 01:16:00+00:00"),
        ("2016-02-29 01:16", "2016-02-29 01:16:00+00:00"),
        ("2012/04/03 08:55:38.000", "2012-04-03 08:55:38+00:00"),
        ("29.2.2016 1:16", "2016-02-29 01:16:00+00:00"),
        ("29.2.16", "2016-02-29 00:00:00+00:00"),
        ("2/29/2016 1:16 PM", "2016-02-29 13:16:00+00:00"),
        ("3/4/2016", "2016-04-03 00:00:00+00:00"),
        ("Wed Oct 11 13:40:27 +0000 2017", "2017-10-11 13:40:27+00:00"),
        ("1476100000", "2016-10-10 11:46:40+00:00"),
    ],
)
def test_a_time_is_read_as_it_is_written(sqlite_desk: Desk, written: str, at: str) -> None:
    take(sqlite_desk, f'subject,created\nx,"{written}"\n')
    with sqlite_desk.read() as reading:
        assert str(queries.rows(reading, [1])[0].created_at) == at


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("x,2016-13-01,,,", "not a time"),
        ("x,31.2.2016,,,", "is no date"),
        ("x,,Parked,,", "--map 'Status:parked=open'"),
        ("x,,,Enormous,", "--map 'Priority:enormous=normal'"),
        ("x,31.12.9999 24:30,,,", "which is no date"),
        ("x,31.12.9999,,,", "times end with the year 9998"),
        ("x,1 Jan 9999 00:00:00 +0000,,,", "not a time such as"),
        ('x,"Fri, 1 Jan 9999 00:00:00 +0000",,,', "times end with the year 9998"),
        (",,new,,", "a ticket needs a subject"),
        ("x,2016-01-02,,,2016-01-01", "solved_at (2016-01-01T00:00:00Z) is before created_at"),
        ("x,,,,,Boris Kim", "'Boris Kim' is not a mail address"),
        ("x,,,,,,,", "the row has 8 cells, and the header 6"),
    ],
)
def test_a_row_that_cannot_be_read_is_told_with_its_line(sqlite_desk: Desk, row: str, reason: str) -> None:
    rejects = io.BytesIO()
    header = "Subject,Created,Status,Priority,Resolved,Followers"
    report = take(sqlite_desk, f'{header}\n"good\nrow",,,,,\n{row}\n', rejects=rejects)
    assert (report.new, report.rejected) == (1, 1)
    told = json.loads(rejects.getvalue())
    assert told["line"] == 4
    assert reason in told["reason"]


@pytest.mark.parametrize(
    ("name", "email", "reason"),
    [("x" * 5000, "a@example.org", "customer_name is longer than"), ("Ada", "x" * 300 + "@example.org", "no mail")],
)
def test_who_asks_is_no_longer_than_an_index_holds(desk: Desk, name: str, email: str, reason: str) -> None:
    report = take(desk, f"subject,customer_name,customer_email\nx,{name},{email}\n")
    assert (report.new, report.rejected) == (0, 1)
    assert reason in report.rejects[0].reason


@pytest.mark.parametrize("column", ["reopened", "minutes_spent"])
def test_a_count_that_no_database_keeps_costs_its_row_alone(desk: Desk, column: str) -> None:
    report = take(desk, f"subject,{column}\nx,999999999999\ny,2147483647\n")
    assert (report.new, report.rejected) == (1, 1)
    assert "a number from 0 to" in report.rejects[0].reason


def test_a_quote_that_never_ends_costs_one_row_and_little_memory(sqlite_desk: Desk) -> None:
    table = b'subject,body\n"never ends,' + b"x" * (9 << 20) + b"\n" + b"y\n" * 10
    report = take(sqlite_desk, table)
    assert report.rejected == 1


def test_a_short_quote_that_never_ends_costs_no_row_in_silence(sqlite_desk: Desk) -> None:
    rejects = io.BytesIO()
    report = take(sqlite_desk, 'subject,body\ngood,x\n"never ends,x\nlost,y\nlost too,z\n', rejects=rejects)
    assert (report.new, report.rejected) == (1, 1)
    told = json.loads(rejects.getvalue())
    assert told["line"] == 3
    assert "never closed" in told["reason"]
    assert told["raw"].endswith("lost too,z\n")


def test_a_quote_that_ends_with_the_table_is_a_quote(sqlite_desk: Desk) -> None:
    assert take(sqlite_desk, 'subject,body\ngood,"x\ny"').new == 1


@pytest.mark.parametrize(
    ("table", "told"),
    [
        ('subject,"from\nx,ada@example.org\n', "the line that names the columns cannot be read: a quotation mark"),
        ("a,b\x1b\n1,2\n", r"no column is the subject; there are a, b␛"),
    ],
)
def test_a_table_whose_columns_say_nothing_is_refused_whole(sqlite_desk: Desk, table: str, told: str) -> None:
    with pytest.raises(UsageError, match=told):
        take(sqlite_desk, table)


def test_bytes_that_are_no_text_are_seen(sqlite_desk: Desk) -> None:
    take(sqlite_desk, b"subject\n" + b"a" * (1 << 18) + b"\n" + b"caf\xe9 \x00\n")
    with sqlite_desk.read() as reading:
        assert queries.rows(reading, [2])[0].subject == "caf\ufffd ␀"


def test_what_goes_out_comes_in_the_same(lived: Desk, other: Desk) -> None:
    with lived.change("new") as change:
        tickets.open_ticket(
            change, subject="'=x", customer=Person("-1", "minus@example.org"), body="@a\n+b", tags=["t"]
        )
    before = export(lived)
    take(other, before)
    after = export(other)
    assert len(after.splitlines()) == len(before.splitlines())
    tables = [csv.DictReader(io.StringIO(raw.decode())) for raw in (before, after)]
    for one, two in zip(*tables, strict=True):
        kept = one.keys() - {"messages", "attachments"}
        assert {key: one[key] for key in kept} == {key: two[key] for key in kept}


def test_tickets_without_threads_go_round_byte_for_byte(desk: Desk, other: Desk) -> None:
    take(desk, FOREIGN)
    take(other, export(desk))
    assert export(other) == export(desk)


def test_who_follows_goes_round_whatever_they_are_called(desk: Desk, other: Desk) -> None:
    take(desk, "subject\nx\n")
    people = ["Lane, Ada; II <ada@example.org>", "=cmd <bob@example.org>", "cem@example.org", "Анна <анна@пример.рф>"]
    with desk.change("follow") as change:
        following.follow(change, select.tickets(change, numbers=[1]), add=people)
    take(other, export(desk))
    with other.read() as reading:
        assert list(map(str, queries.rows(reading, [1])[0].followers)) == people
        assert check(reading, deep=True) == ()
    assert export(other) == export(desk)


def test_a_column_of_theirs_can_say_who_follows(desk: Desk) -> None:
    assert take(desk, "subject,CC\nx,Ada <ADA@example.org>; bob@example.org\n", CC="followers").new == 1
    with desk.read() as reading:
        assert list(map(str, queries.rows(reading, [1])[0].followers)) == ["Ada <ada@example.org>", "bob@example.org"]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "'=", "''+"])
def test_no_cell_that_goes_out_begins_a_formula(sqlite_desk: Desk, start: str) -> None:
    cell = f"{start}cmd|' /C calc'!A0"
    assert neutral(cell).startswith("'")
    assert plain(neutral(cell)) == cell
    assert plain("'tis") == "'tis"
    with sqlite_desk.change("new") as change:
        tickets.open_ticket(change, subject=cell, customer=Person(cell, "e@example.org"), body=cell)
    cells = [cell for row in csv.reader(io.StringIO(export(sqlite_desk).decode())) for cell in row]
    assert not [cell for cell in cells if cell[:1] in tuple("=+-@\t\r")]


def test_what_a_row_cannot_hold_is_counted(lived: Desk) -> None:
    report = exporter("csv")(lived, io.BytesIO())
    assert dict(report.left_out) == {"messages": 3, "attachments": 2}


def test_new_fields_are_fields_of_the_desk(desk: Desk) -> None:
    take(desk, FOREIGN)
    with desk.read() as reading:
        assert {one.name for one in records.fields(reading)} == {"cost_center", "original_channel"}


def test_an_empty_table_is_refused(sqlite_desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "empty.csv").write_bytes(b"\n\n")
    with pytest.raises(UsageError, match="the table is empty"):
        importer("csv")(sqlite_desk, tmp_path / "empty.csv")
