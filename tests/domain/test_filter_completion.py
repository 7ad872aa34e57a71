"""What a filter bar offers while a filter is typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supportdesk.domain.filter_completion import Completion, complete
from supportdesk.domain.filter_keys import KEYS

NAMES = {"assignee": ["anna", "ivan"], "team": ["Line 1", "billing"], "tag": ["spam", "vip"], "field": ["invoice"]}


def offered(text: str) -> list[str]:
    return [completion.text for completion in complete(text, len(text), NAMES)]


def test_an_empty_filter_offers_every_key():
    assert offered("") == [*(f"{name}:" for name in KEYS), "field.invoice:"]


def test_the_beginning_of_a_key_offers_those_that_begin_so():
    assert offered("is:open (tag:vip or -STA") == ["status:"]
    assert offered("field.") == ["field.invoice:"]


def test_a_completion_says_what_it_replaces():
    assert complete("a -st", 5, NAMES) == [Completion("status:", 3, 2, KEYS["status"].help)]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("status:o", ["open"]),
        ("status:new,p", ["pending"]),
        ("priority>=h", ["high"]),
        ("assignee:", ["none", "any", "me", "anna", "ivan"]),
        ("team:l", ['"Line 1"']),
        ('team:"Li', ['"Line 1"']),
        ('team:"Line 1",b', ["billing"]),
        ("-tag:sp", ["spam"]),
        ("created:to", ["today", "tomorrow"]),
        ("due:n", ["none"]),
        ("sort:-d", ["-due"]),
        ("vip:", ["yes", "no"]),
        ("has:", ["attachment", "note", "reply", "draft", "failed"]),
        ("number:", []),
        ("nothing:", []),
        ('"is it', []),
    ],
)
def test_values_follow_their_key(text: str, values: list[str]):
    assert offered(text) == values


def test_only_what_stands_before_the_cursor_counts():
    assert [completion.text for completion in complete("sta tag:vip", 3, NAMES)] == ["status:"]


@given(st.text('st:"(,-. é\\'), st.integers(0, 30))
def test_any_text_can_be_completed(text: str, cursor: int):
    for completion in complete(text, cursor, NAMES):
        assert 0 <= completion.at <= completion.at + completion.length <= max(cursor, 0)


def test_long_rubbish_is_completed_soon():
    for text in ('"' * 50_000, "tag:" + "a," * 50_000 + "b:", "x " * 50_000, "(" * 50_000, ":" * 50_000):
        assert isinstance(complete(text, len(text)), list)
