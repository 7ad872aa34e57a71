"""Two readers of JSON: what the quick one reads, the careful one would have read the same."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supportdesk.exchange import parsing
from tests.characters import WRITTEN

values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.integers(-(2**70), 2**70)
    | st.floats()
    | st.text(WRITTEN, max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(WRITTEN, max_size=3), inner, max_size=3),
    max_leaves=6,
)
pairs = st.dictionaries(st.sampled_from("abc"), st.lists(values, max_size=3), max_size=3)
events = st.lists(st.fixed_dictionaries({"kind": st.just("opened")}, optional={"changes": pairs | values}), max_size=2)
tickets = st.fixed_dictionaries(
    {"record": st.just("ticket")},
    optional={
        "uid": st.text(WRITTEN, max_size=3),
        "fields": st.dictionaries(st.text(WRITTEN, max_size=3), values, max_size=3),
        "events": events | values,
    },
)
past = st.fixed_dictionaries({"record": st.just("event"), "changes": pairs | values})


@given(tickets | past, st.booleans())
def test_the_quick_reader_reads_what_the_careful_one_reads_or_leaves_it_alone(
    record: dict[str, object], escaped: bool
) -> None:
    line = json.dumps(record, ensure_ascii=escaped).encode("utf-8", "surrogatepass")
    found = parsing.quickly(line)
    if found is not None:
        assert repr(found) == repr(parsing.carefully(line))


@pytest.mark.parametrize(
    "line",
    [
        b'{"record":"ticket","uid":"1","fields":{"n":123456789012345678901234567890}}',
        b'{"record":"ticket","uid":"1","events":[{"changes":{"a":[null,{"b":[123456789012345678901]}]}}]}',
        b'{"record":"event","changes":{"a":{"b":-9223372036854775809}}}',
        b'{"record":"ticket","uid":"1","subject":"\\u0000"}',
        b'{"record":"ticket","uid":"1","subject":"\\ud800"}',
        b'{"record":"ticket","number":123456789012345678901}',
        b'{"record":"ticket","uid":"1","priority":NaN}',
        b'["ticket"]',
        b'{"record":["ticket"]}',
        b"{}",
        b"1",
    ],
)
def test_what_takes_care_is_left_to_the_careful_reader(line: bytes) -> None:
    assert parsing.quickly(line) is None


def test_of_two_values_under_one_key_both_readers_take_the_last() -> None:
    line = b'{"record":"ticket","uid":"1","subject":"a","subject":"b"}'
    assert parsing.quickly(line) == parsing.carefully(line)
