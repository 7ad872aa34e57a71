"""Times as typed, and the instants that they mean. Now is Saturday, 21 November 2026, 09:30:15 UTC."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supportdesk.domain.filter_operators import Operator
from supportdesk.domain.times import Span, Time, parse_time, read_time, span, span_between
from supportdesk.errors import UsageError
from tests.characters import WRITTEN

NOW = datetime(2026, 11, 21, 9, 30, 15, tzinfo=UTC)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def past(operator: str, text: str) -> Span:
    return span(Operator(operator), read_time(text), now=NOW, coming=False)


def coming(operator: str, text: str) -> Span:
    return span(Operator(operator), read_time(text), now=NOW, coming=True)


def between(low: str, high: str, *, coming: bool = False) -> Span:
    return span_between(read_time(low) if low else None, read_time(high) if high else None, now=NOW, coming=coming)


def test_a_date_is_its_whole_day():
    assert past(":", "2026-11-01") == Span(at("2026-11-01"), at("2026-11-02"))


def test_a_time_of_day_is_its_minute_or_second():
    assert past(":", "2026-11-01T09:30") == Span(at("2026-11-01T09:30"), at("2026-11-01T09:31"))
    assert past(":", "2026-11-01t09:30:07z") == Span(at("2026-11-01T09:30:07"), at("2026-11-01T09:30:08"))


def test_another_zone_is_brought_to_utc():
    assert past(":", "2026-11-01T01:30+03:00").start == at("2026-10-31T22:30")


def test_comparisons_leave_out_or_take_in_the_whole_day():
    assert past("<", "2026-11-01") == Span(None, at("2026-11-01"))
    assert past("<=", "2026-11-01") == Span(None, at("2026-11-02"))
    assert past(">", "2026-11-01") == Span(at("2026-11-02"), None)
    assert past(">=", "2026-11-01") == Span(at("2026-11-01"), None)


def test_named_days_count_from_now():
    assert past(":", "today").start == at("2026-11-21")
    assert past(":", "yesterday").start == at("2026-11-20")
    assert coming(":", "tomorrow").start == at("2026-11-22")


def test_a_weekday_is_the_last_one_for_what_happened_and_the_next_for_what_will():
    assert past(":", "friday").start == at("2026-11-20")
    assert coming(":", "friday").start == at("2026-11-27")
    assert past(":", "saturday").start == coming(":", "saturday").start == at("2026-11-21")


def test_a_duration_is_the_age_of_what_happened():
    two_hours_ago = NOW - timedelta(hours=2)
    assert NOW in past("<", "2h")
    assert two_hours_ago not in past("<", "2h")
    assert two_hours_ago in past("<=", "2h")
    assert two_hours_ago not in past(">", "2h")
    assert two_hours_ago in past(">=", "2h")
    assert two_hours_ago - timedelta(seconds=1) in past(">", "2h")


def test_a_duration_is_what_is_left_before_what_comes():
    in_two_hours = NOW + timedelta(hours=2)
    assert NOW - timedelta(days=9) in coming("<", "2h")
    assert in_two_hours not in coming("<", "2h")
    assert in_two_hours in coming("<=", "2h")
    assert in_two_hours + timedelta(seconds=1) in coming(">", "2h")


def test_a_range_of_days_holds_both():
    assert between("2026-11-01", "2026-11-05") == Span(at("2026-11-01"), at("2026-11-06"))
    assert between("", "2026-11-05") == Span(None, at("2026-11-06"))


def test_a_range_of_ages_holds_both_and_runs_backwards():
    days = between("1d", "3d")
    assert NOW - timedelta(days=1) in days
    assert NOW - timedelta(days=3) in days
    assert NOW - timedelta(hours=23) not in days
    assert NOW - timedelta(days=3, seconds=1) not in days


def test_an_open_range_of_ages_is_at_most_or_at_least_that_old():
    assert between("", "3d") == past("<=", "3d")
    assert between("3d", "") == past(">=", "3d")
    assert between("", "3d", coming=True) == coming("<=", "3d")


def test_a_day_and_an_age_may_bound_a_range():
    assert between("2026-11-01", "2h") == Span(at("2026-11-01"), NOW - timedelta(hours=2) + timedelta(seconds=1))


def test_a_flag_counts_durations_from_now_and_days_from_midnight():
    assert parse_time("2h", NOW) == NOW + timedelta(hours=2)
    assert parse_time("tomorrow", NOW) == at("2026-11-22")
    assert parse_time("2026-12-01T08:00", NOW) == at("2026-12-01T08:00")


def test_a_flag_takes_a_weekday_as_the_next_one_after_today():
    assert parse_time("monday", NOW) == at("2026-11-23")
    assert parse_time("saturday", NOW) == at("2026-11-28")


def test_fractions_of_a_second_are_cut():
    assert parse_time("1d", NOW.replace(microsecond=999_999)) == NOW + timedelta(days=1)


@pytest.mark.parametrize(
    "text",
    ["", "soon", "2h30m", "-2h", "1y", "2.5h", "٣d", "2026-13-01", "2026-02-30", "2026-11-01T24:00", "2026-11-01T9:30",
     "0000-01-01", "9999-12-31", "999999999999999w", "36601d", "2026-11-01T00:00+25:00", "1" * 5000 + "d", "\x00"],
)  # fmt: skip
def test_what_is_no_time_is_refused_in_one_short_line(text: str):
    with pytest.raises(UsageError) as caught:
        parse_time(text, NOW)
    assert len(caught.value.message) < 100


@given(st.text(WRITTEN))
def test_any_text_is_a_time_or_refused(text: str):
    try:
        parse_time(text, NOW)
    except UsageError:
        return


typed = st.one_of(
    st.dates().filter(lambda day: 1900 <= day.year < 3000).map(str),
    st.sampled_from(["today", "monday", "sunday", "2026-11-01T09:30", "2026-11-01T09:30:15"]),
    st.builds("{}{}".format, st.integers(0, 5000), st.sampled_from("smhdw")),
).map(read_time)


@given(typed)
def test_a_time_written_out_reads_as_an_equal_one(time: Time):
    assert read_time(str(time)) == time


@given(typed, st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1)), st.booleans())
def test_an_instant_is_before_within_or_after_a_time(time: Time, instant: datetime, is_coming: bool):
    instant = instant.replace(microsecond=0, tzinfo=UTC)
    less, same, more, most, least = (
        instant in span(Operator(operator), time, now=NOW, coming=is_coming) for operator in ("<", ":", ">", "<=", ">=")
    )
    assert [less, same, more].count(True) == 1
    assert most == (less or same)
    assert least == (more or same)
