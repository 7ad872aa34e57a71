"""Rows as tables, tabs, JSON, NDJSON, CSV and ids."""

import csv
import io
import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from supportdesk.cli import formats
from supportdesk.cli.cells import as_cell, as_json, relative
from supportdesk.cli.kinds import Kind
from supportdesk.cli.output import Form, check
from supportdesk.errors import UsageError
from tests.conftest import Run

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)


@dataclass(frozen=True)
class Thing:
    """A row as small as can be."""

    number: int
    name: str
    at: datetime | None = None
    marks: tuple[str, ...] = ()


THINGS = Kind(Thing, ("number", "at", "name"), "number", default=("number", "name"))
HOSTILE = Thing(1, "\x1b]0;title\x07 \u202egnp.exe\x9b31m\u200b\x7f [red]", NOW)


def table(*rows: Thing, width: int = 80, color: bool = False) -> list[str]:
    written: list[str] = []
    formats.write_table(written.append, THINGS, rows, THINGS.columns, width=width, now=NOW, color=color)
    return "".join(written).splitlines()


def written(write: str, *rows: Thing, **more: object) -> str:
    parts: list[str] = []
    getattr(formats, write)(parts.append, THINGS, rows, *more.pop("names", [THINGS.columns]), **more)
    return "".join(parts)


def test_a_table_is_aligned_under_its_header_with_relative_times() -> None:
    assert table(Thing(1, "one", NOW - timedelta(hours=3)), Thing(20, "two")) == [
        "#   AT  NAME",
        "1   3h  one",
        "20      two",
    ]


def test_a_table_is_cut_to_the_width_in_cells() -> None:
    lines = table(Thing(1, "слово " * 40), Thing(2, "漢字" * 40), width=40)

    from rich.cells import cell_len

    assert max(map(cell_len, lines)) <= 40
    assert lines[1].endswith("…")


def test_a_table_without_rows_is_nothing() -> None:
    assert table() == []


def test_tabs_are_uncut_without_a_header_and_hold_one_line_a_row() -> None:
    assert written("write_tabs", Thing(1, "a\tb\nc" + "x" * 500, NOW), header=False) == (
        "1\t2026-11-21T09:00:00Z\ta b c" + "x" * 500 + "\n"
    )


def test_a_header_can_be_asked_for() -> None:
    assert written("write_tabs", header=True) == "number\tat\tname\n"


def test_a_cell_holds_json_of_what_no_words_tell() -> None:
    thing = {"at": NOW, "of": Thing(1, "one", NOW), "said": None}

    assert json.loads(as_cell([thing])) == as_json([thing])
    assert as_cell(Thing(1, "one")) == '{"number": 1, "name": "one", "at": null, "marks": []}'
    assert as_cell({"plan": "free", "floor": 3}) == "plan=free, floor=3"


def test_json_is_a_list_of_objects_with_exactly_the_fields_asked_for() -> None:
    assert json.loads(written("write_json", Thing(1, "one"), Thing(2, "two"))) == [
        {"number": 1, "at": None, "name": "one"},
        {"number": 2, "at": None, "name": "two"},
    ]
    assert json.loads(written("write_json")) == []


def test_ndjson_is_an_object_a_line() -> None:
    assert [
        json.loads(line)["number"] for line in written("write_ndjson", Thing(1, ""), Thing(2, "")).splitlines()
    ] == [1, 2]


@pytest.mark.parametrize("write", ["write_json", "write_ndjson"])
def test_json_gives_hostile_text_back_exactly_and_holds_nothing_that_a_terminal_obeys(write: str) -> None:
    text = written(write, HOSTILE)

    found = json.loads(text)
    assert (found[0] if isinstance(found, list) else found)["name"] == HOSTILE.name
    assert not set(text) & set("\x1b\x07\x9b\u202e\u200b\x7f")


@pytest.mark.parametrize("write", ["write_tabs", "write_csv"])
def test_hostile_text_is_shown_and_not_obeyed(write: str) -> None:
    text = written(write, HOSTILE, **({"header": False} if write == "write_tabs" else {}))

    assert not set(text) & set("\x1b\x07\x9b\u202e\u200b\x7f")
    assert "[red]" in text


def test_a_table_shows_hostile_text_and_obeys_none_of_it() -> None:
    assert not set("".join(table(HOSTILE))) & set("\x1b\x07\x9b\u202e\u200b\x7f")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "＝"])
def test_no_cell_of_csv_begins_as_a_formula(start: str) -> None:
    rows = list(csv.reader(io.StringIO(written("write_csv", Thing(1, f"{start}HYPERLINK(1)")))))

    assert rows[1][2][0] not in "=+-@\t\r＝"


def test_negative_numbers_stay_numbers_in_csv() -> None:
    assert formats.neutral("-12") == "-12"
    assert formats.neutral("-12+cmd") == "'-12+cmd"


def test_csv_quotes_what_holds_commas_and_quotes() -> None:
    assert list(csv.reader(io.StringIO(written("write_csv", Thing(1, 'a,"b"')))))[1][2] == 'a,"b"'


def test_fields_are_chosen_by_name_and_an_unknown_one_names_the_nearest() -> None:
    assert THINGS.chosen("") == ("number", "name")
    assert THINGS.chosen("name,at") == ("name", "at")
    assert THINGS.chosen(" name , at ") == ("name", "at")
    with pytest.raises(UsageError, match="did you mean name"):
        THINGS.chosen("nam")
    with pytest.raises(UsageError, match="names no field"):
        THINGS.chosen(" ,")
    with pytest.raises(UsageError) as of_json:
        check(THINGS, Form(json="nam"))
    with pytest.raises(UsageError) as of_columns:
        check(THINGS, Form(fields="nam"))
    assert ("--json" in of_json.value.hint, of_columns.value.hint) == (True, "")


def test_fields_with_spaces_between_them_are_the_same_fields(run: Run, ticket: int) -> None:
    assert run(["list", "--json", "number, subject"]).json == run("list --json number,subject").json
    assert run(["list", "--json", "number, subjct"]).err.startswith("supportdesk: no field 'subjct'; did you mean")


def test_a_field_within_a_field_is_one_that_it_has(run: Run, ticket: int) -> None:
    run("field add floor")
    run("set 1 floor=3")

    found = run("list --json customer.name,fields.floor,fields.room").json
    assert found == [{"customer.name": "Ivan Petrov", "fields.floor": "3", "fields.room": None}]
    for name in ("customer.nam", "number.name", "search.name"):
        ran = run(f"list --json {name}")
        assert (ran.code, ran.out) == (2, "")
    assert "did you mean customer.name?" in run("show 1 --json customer.nam").err


@pytest.mark.parametrize(
    ("ago", "told"),
    [
        ({"seconds": 20}, "now"),
        ({"minutes": 5}, "5m"),
        ({"hours": 30}, "1d"),
        ({"hours": -2}, "in 2h"),
        ({"days": 40}, "2026-10-12"),
    ],
)
def test_times_are_told_relative_to_now(ago: dict[str, int], told: str) -> None:
    assert relative(NOW - timedelta(**ago), NOW) == told


def test_values_become_json_as_it_holds_them() -> None:
    assert as_json((NOW, None, {"a": (1,)}, True)) == ["2026-11-21T09:00:00Z", None, {"a": [1]}, True]


@pytest.mark.parametrize("line", ["list --json number --fields subject", "show 1 --raw --json", "show 1 --raw --csv"])
def test_what_was_asked_for_in_two_ways_is_refused(run: Run, ticket: int, line: str) -> None:
    ran = run(line)

    assert (ran.code, ran.out) == (2, "")
