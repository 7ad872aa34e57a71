"""Which tickets are meant by `12 15 20-25`, by `-` and by `--query`."""

from io import BytesIO

import pytest

from supportdesk.cli.call import Call
from supportdesk.cli.selections import Chosen, chosen
from supportdesk.cli.streams import Streams
from supportdesk.errors import NotFound, UsageError


def pick(*words: str, query: str | None = None, given: str = "") -> Chosen:
    return chosen(Call(Streams(source=BytesIO(given.encode())), {}), words, query)


def test_numbers_and_ranges_are_taken_in_order_and_once() -> None:
    assert pick("12", "3-5", "#4", "7,9").numbers == (12, 3, 4, 5, 7, 9)


def test_numbers_come_from_standard_input_one_a_line() -> None:
    assert pick("-", given="3\n\n1\n5-6\n").numbers == (3, 1, 5, 6)


def test_numbers_come_from_the_json_that_list_prints() -> None:
    assert pick("-", given='{"number": 7, "subject": "x"}\n{"number": 2}\n').numbers == (7, 2)


def test_no_line_of_standard_input_is_no_ticket() -> None:
    assert pick("-", given="").numbers == ()


@pytest.mark.parametrize("line", ['{"number": "7"}', "{}", "{", '{"number": true}', "[" * 5000, '{"number": -1}'])
def test_a_line_without_a_number_is_named(line: str) -> None:
    with pytest.raises(UsageError):
        pick("-", given=f"1\n{line}\n")


def test_a_filter_is_kept_as_it_is() -> None:
    assert pick(query="is:open").filter == "is:open"


@pytest.mark.parametrize(
    ("words", "query", "told"),
    [
        ([], None, "which tickets"),
        (["1"], "is:open", "not both"),
        (["x"], None, "no ticket number"),
        (["5-2"], None, "backwards"),
        (["1-9999999"], None, "more than"),
        (["--1"], None, "no ticket number"),
        (["1 2"], None, "no ticket number"),
        (["١٢"], None, "no ticket number"),
    ],
)
def test_what_is_no_selection_is_told(words: list[str], query: str | None, told: str) -> None:
    with pytest.raises(UsageError, match=told):
        pick(*words, query=query)


@pytest.mark.parametrize("number", ["9" * 19, "9" * 400, str(2**63)])
def test_a_number_that_no_ticket_can_have_is_not_found(number: str) -> None:
    with pytest.raises(NotFound, match="no ticket"):
        pick(number)
