"""Numbers and dates of the desk's own fields sort as text as they do as what they are."""

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from supportdesk.domain.field_order import NUMBER, rank
from supportdesk.domain.filters import Operator, Range, Term, parse, write

NUMBERS = st.from_regex(NUMBER, fullmatch=True)


@given(first=NUMBERS, second=NUMBERS)
@settings(max_examples=40)
def test_numbers_sort_by_what_they_count(first: str, second: str) -> None:
    left, right = rank("number", first), rank("number", second)
    assert left is not None
    assert right is not None
    assert (left < right, left == right) == (Decimal(first) < Decimal(second), Decimal(first) == Decimal(second))


def test_what_is_no_value_of_an_ordered_kind_has_no_place() -> None:
    for kind, text in [("number", "1e5"), ("number", ""), ("number", "٣"), ("date", "soon"), ("text", "5")]:
        assert rank(kind, text) is None
    assert rank("number", None) is None


def test_a_field_takes_ranges_and_a_quoted_one_is_text() -> None:
    node = parse(r"field.amount:-5..10,..a\b*,none..,\"x..y\" field.amount>=3".replace(r"\"", '"')).node
    (listed, compared) = node.parts  # type: ignore[union-attr]
    assert listed.values == (Range("-5", "10"), Range(None, r"a\b*"), Range("none", None), "x..y")  # type: ignore[union-attr]
    assert compared == Term("field.amount", Operator.AT_LEAST, ("3",))
    assert parse(write(node)).node == node  # type: ignore[arg-type]
