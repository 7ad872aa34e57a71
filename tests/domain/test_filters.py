"""Filter text becomes the tree that it means, or an error that points at the fault."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supportdesk.domain.filter_keys import KEYS, Kind, State
from supportdesk.domain.filters import (
    And,
    Filter,
    Mark,
    Node,
    Not,
    Operator,
    Or,
    Phrase,
    Range,
    Term,
    Words,
    both,
    either,
    mentions,
    negate,
    parse,
)
from supportdesk.domain.ticket import Channel, Priority, Status, TicketType
from supportdesk.domain.times import DayWord, Duration, read_time
from supportdesk.errors import FilterError
from tests.characters import WRITTEN


def word(text: str, *, quoted: bool = False, prefix: bool = False) -> Words:
    return Words(Phrase(text, quoted, prefix))


def term(key: str, *values: object, operator: Operator = Operator.IS) -> Term:
    return Term(key, operator, values)  # type: ignore[arg-type]


def fault(text: str) -> FilterError:
    with pytest.raises(FilterError) as caught:
        parse(text)
    assert caught.value.text == text
    assert 0 <= caught.value.at <= len(text)
    return caught.value


def marked(text: str) -> str:
    """The part of the text under the caret."""
    error = fault(text)
    return text[error.at : error.at + error.length]


def test_nothing_asks_for_nothing():
    assert parse("") == Filter(None)
    assert parse(" \t\n ") == Filter(None)


def test_side_by_side_is_and():
    assert parse("card declined").node == And((word("card"), word("declined")))


def test_and_may_be_written():
    assert parse("card and declined") == parse("card declined")


def test_and_binds_closer_than_or():
    assert parse("a b or c").node == Or((And((word("a"), word("b"))), word("c")))


def test_parentheses_group():
    assert parse("a (b or c)").node == And((word("a"), Or((word("b"), word("c")))))


def test_a_dash_and_not_negate_what_follows():
    assert parse("-tag:spam").node == Not(term("tag", "spam"))
    assert parse("not (a or b)").node == parse("-(a or b)").node == Not(Or((word("a"), word("b"))))


def test_two_negations_are_none():
    assert parse("--a").node == parse("not -a").node == word("a")


def test_joining_words_are_read_in_any_case_and_quotes_make_them_text():
    assert parse("a OR b") == parse("a or b")
    assert parse('"or"').node == word("or", quoted=True)
    assert parse("order android nothing").node == And((word("order"), word("android"), word("nothing")))


def test_lists_hold_any_of_their_values():
    assert parse("status:new,open").node == term("status", Status.NEW, Status.OPEN)


def test_every_operator_is_read():
    for operator in (Operator.IS_NOT, Operator.LESS, Operator.AT_MOST, Operator.MORE, Operator.AT_LEAST):
        assert parse(f"priority{operator}high").node == term("priority", Priority.HIGH, operator=operator)
    assert parse("priority=high") == parse("priority:high")


def test_ranges_hold_both_ends_and_may_be_open():
    assert parse("number:20..25,30..,..5").node == term("number", Range(20, 25), Range(30, None), Range(None, 5))
    assert parse("priority:normal..urgent").node == term("priority", Range(Priority.NORMAL, Priority.URGENT))


def test_none_any_and_me_are_marks_and_in_quotes_names():
    assert parse("assignee:me,none").node == term("assignee", Mark.ME, Mark.NONE)
    assert parse('assignee:"me"').node == term("assignee", "me")
    assert parse("subject:none").node == term("subject", Phrase("none"))


def test_quotes_keep_spaces_colons_and_commas():
    assert parse('team:"Line 2","a,b:c"').node == term("team", "Line 2", "a,b:c")
    assert parse(r'"say \"hi\" to C:\temp"').node == word(r'say "hi" to C:\temp', quoted=True)


def test_a_star_ends_a_prefix():
    assert parse('decl* "card decl"*').node == And(
        (word("decl", prefix=True), word("card decl", quoted=True, prefix=True))
    )
    assert parse("subject:decl*").node == term("subject", Phrase("decl", prefix=True))


def test_keys_and_closed_values_are_read_in_any_case():
    assert parse("Status:OPEN") == parse("status:open")


def test_values_may_hold_what_operators_are_made_of():
    assert parse("external:<1@x>").node == term("external", "<1@x>")
    assert parse("tag:a:b").node == term("tag", "a:b")


def test_a_field_of_the_desk_keeps_its_name():
    node = parse("field.Invoice_No:4711").node
    assert node == term("field.Invoice_No", "4711")
    assert node.field_name == "Invoice_No"


def test_sort_is_no_condition():
    assert parse("is:open sort:-created") == Filter(term("is", State.OPEN), "-created")
    assert parse("sort:due") == Filter(None, "due")


def test_terms_know_where_they_stood():
    node = parse("  a status:open").node
    assert [(leaf.at, leaf.length) for leaf in node.parts] == [(2, 1), (4, 11)]


def test_control_characters_and_broken_ones_count_as_spaces():
    assert parse("card\x00declined\udcff") == parse("card declined")
    assert parse("tag:a\x00").node == term("tag", "a")


@pytest.mark.parametrize(
    ("text", "under", "message", "hint"),
    [
        ("staus:open", "staus", "there is no key staus", "did you mean status?"),
        ("x status:opne", "opne", "no status is opne", "did you mean open? status can be new, open"),
        ("priority:hihg", "hihg", "no priority is hihg", "did you mean high?"),
        ("status>open", ">", "status takes : or !=, not >", "for example status:"),
        ("assignee<me", "<", "assignee takes", ""),
        ("http://example.org/a?b=c", "http", "http://example.org/a?b=c is an address", '"http://example.org/a?b=c"'),
        ("at 12:30", "12", "12:30 is text", '"12:30"'),
        ("<anna@example.org>", "<", "there is no key before this", '"<anna@example.org>"'),
        (">= high", ">", "there is no key before this", "leave it out"),
        ("status: open", "status:", "status: needs a value right after it", "status:new,open"),
        ("tag:a,,b", ",", "a value is missing here", ""),
        ('tag:""', '""', "a value is missing here", ""),
        ('tag:"a"*', '"a"*', "tag takes whole values, so no star", ""),
        ("tag:(a or b)", "(", "a list is written tag:a,b without parentheses", ""),
        ("priority>low,high", "priority>low,high", "> compares with one value", ""),
        ("number>1..2", "number>1..2", "> compares with one value", ""),
        ("number:twelve", "twelve", "twelve is no ticket number", "number:12"),
        ("number:99999999999999999999", "9" * 20, "is no ticket number", ""),
        (f"number:{2**63}", str(2**63), "is no ticket number", ""),
        ("follower:ada", "ada", "ada is no mail address", "follower:ada@example.org"),
        ("folower:ada@example.org", "folower", "there is no key folower", "did you mean follower?"),
        ("number:9..3", "9..3", "the range 9..3 runs backwards", "3..9"),
        ("number:..", "..", "a range needs at least one end", ""),
        ("created:2026-11-05..2026-11-01", "2026-11-05..2026-11-01", "runs backwards", ""),
        ("created:2026-02-30", "2026-02-30", "is on no calendar", ""),
        ("created:>3d", ">3d", "> is one sign too many", "write created>3d or created>=3d"),
        ("field.n:>=5", ">=5", ">= is one sign too many", "write field.NAME>=5"),
        ("field.n:1,<5", "<5", "< is one sign too many", "write field.NAME<5 or field.NAME<=5"),
        ("number==5", "=5", "= is one sign too many", "write number:5"),
        ("due<>2h", ">2h", "> is one sign too many", "write due>2h or due>=2h"),
        ("priority:>=", ">=", ">= is one sign too many", "write priority>=high"),
        ("created:soon", "soon", "soon is no time", "today"),
        ("created:none", "none", "none is no time", ""),
        ("due<999999w", "999999w", "is longer than a hundred years", ""),
        ("is:escalated", "escalated", "is:escalated is not available yet", "is can be open"),
        ("has:link", "link", "has:link is not available yet", ""),
        ("merged:3", "merged", "the key merged is not available yet", ""),
        ("sla<2h", "sla", "the key sla is not available yet", ""),
        ("field:x", "field", "a field is named after a dot", "field.invoice"),
        ("(a b", "(", "this parenthesis is not closed", ""),
        ("a) b", ")", "this parenthesis closes nothing", ""),
        ("()", "()", "there is nothing between these parentheses", ""),
        ("(sort:due)", "sort:due", "sort: stands once, outside parentheses", ""),
        ("-sort:due", "sort:due", "sort: stands once", ""),
        ("sort:due sort:number", "sort:number", "sort: stands once", ""),
        ("sort:colour", "colour", "no sort is colour", "pressing, due, updated"),
        ('say "hello', '"hello', "this quote is not closed", ""),
        ("or a", "or", "or stands between two conditions", '"or"'),
        ("a or or b", "or", "or stands between two conditions", ""),
        ("and a", "and", "and stands between two conditions", ""),
        ("a and and b", "and", "and stands between two conditions", ""),
        ("a and", "and", "and stands between two conditions", ""),
        ("(a and) b", "and", "and stands between two conditions", ""),
        ("a - b", "-", "a - stands right before what it leaves out", ""),
        ("a not", "not", "there is nothing to leave out here", ""),
        ("(-) a", "-", "there is nothing to leave out here", ""),
        ("!!!", "!!!", "there is no letter or digit to look for", ""),
        ("*", "*", "there is no letter or digit to look for", ""),
    ],
)
def test_a_fault_is_named_and_pointed_at(text: str, under: str, message: str, hint: str):
    error = fault(text)
    assert message in error.message
    assert hint in error.hint
    assert marked(text) == under


def test_the_caret_is_right_where_characters_are_replaced():
    assert marked("\x00\udcffжф staus:open") == "staus"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("(" * 10_000 + "x" + ")" * 10_000, "parentheses go deeper than 32 levels"),
        ("-(" * 10_000 + "x" + ")" * 10_000, "parentheses go deeper than 32 levels"),
        ("x " * 10_000, "a filter has at most 400 conditions"),
        ("x or " * 10_000 + "x", "a filter has at most 400 conditions"),
        ("number:" + "1," * 30_000 + "1", "a filter has at most 20000 values"),
        ("subject:" + "x," * 10_000 + "x", "a filter has at most 400 conditions"),
        ("created:" + "today," * 10_000 + "today", "a filter has at most 400 conditions"),
        ("follower:" + "a@x.example," * 10_000 + "a@x.example", "a filter has at most 400 conditions"),
        ('"' + "word " * 200 + '"', "at most 100 words"),
    ],
)
def test_what_only_a_machine_would_write_is_one_clear_error(text: str, message: str):
    assert message in fault(text).message


@pytest.mark.parametrize(
    "text",
    [
        '"' * 99_999,
        "\\" * 100_000,
        '"' + "\\" * 100_000,
        "!" * 100_000 + "=",
        ":" * 100_000,
        "a" * 100_000 + ":",
        "'" * 9_999,
    ],
)
def test_long_rubbish_ends_soon_and_never_crashes(text: str):
    assert fault(text).length >= 1


def test_any_number_of_dashes_works():
    assert parse("-" * 20_001 + "x").node == Not(word("x"))


@given(st.text(WRITTEN))
def test_any_text_is_a_filter_or_a_filter_error(text: str):
    try:
        read = parse(text)
    except FilterError:
        fault(text)
    else:
        assert read.text == text


syntax = st.lists(
    st.sampled_from(
        ["status:new", "(", ")", "or", "and", "not", "-", '"', '"a b"', "x*", "number>3", "tag:a,b", " ", "sort:due"]
    )
).map("".join)


@given(syntax)
def test_what_was_read_reads_the_same_again(text: str):
    try:
        read = parse(text)
    except FilterError:
        return
    assert parse(str(read)) == read


names = st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1).filter(str.strip)
bare = st.text("abжё東1.@-_/'", min_size=1).filter(lambda text: any(map(str.isalnum, text)) and text[0] != "-")
phrases = st.one_of(
    st.builds(Phrase, bare, st.just(False), st.booleans()),
    st.builds(
        Phrase, names.filter(lambda text: any("a" <= letter <= "z" for letter in text)), st.just(True), st.booleans()
    ),
)
clock_times = st.sampled_from(["2026-11-01", "2026-11-01T09:30", "2026-11-01T09:30:15Z", "2026-11-01T09:30+03:00"])
times = st.one_of(clock_times, st.sampled_from(["today", "monday", "30m", "2h", "3d", "1w"])).map(read_time)
POINTS = {
    Kind.NUMBER: st.integers(0, 2**63 - 1),
    Kind.STATUS: st.sampled_from(Status),
    Kind.PRIORITY: st.sampled_from(Priority),
    Kind.TYPE: st.sampled_from(TicketType),
    Kind.CHANNEL: st.sampled_from(Channel),
    Kind.RATING: st.integers(1, 5),
    Kind.STATE: st.sampled_from(State),
    Kind.PART: st.sampled_from(["note", "reply"]),
    Kind.YES_NO: st.sampled_from(["yes", "no"]),
    Kind.PAST: times,
    Kind.COMING: times,
    Kind.NAME: names,
    Kind.ADDRESS: st.sampled_from(["ada@example.org", "анна@пример.рф", r"o\k@x.example", "none@example.org"]),
    Kind.TEXT: phrases,
}


@st.composite
def terms(draw: st.DrawFn) -> Term:
    key = draw(st.sampled_from([key for key in KEYS.values() if key.kind is not Kind.ORDER]))
    operator = draw(st.sampled_from(key.operators))
    points = POINTS[key.kind]
    if operator not in (Operator.IS, Operator.IS_NOT):
        return Term(key.name, operator, (draw(points),))
    choices = [points]
    if key.marks:
        choices.append(st.sampled_from(key.marks))
    if key.ordered:
        choices.append(points.map(lambda low: Range(low, None)))
    if key.kind is Kind.TEXT:
        choices[0] = points.filter(lambda phrase: phrase.quoted or phrase.text not in ("none", "any"))
    return Term(key.name, operator, tuple(draw(st.lists(st.one_of(choices), min_size=1, max_size=3))))


def grown(trees: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    several = st.lists(trees, min_size=2, max_size=3)
    return st.one_of(
        several.map(lambda parts: both(*parts)), several.map(lambda parts: either(*parts)), trees.map(negate)
    )


trees = st.recursive(st.one_of(terms(), phrases.map(Words)), grown, max_leaves=8)


@given(trees, st.sampled_from(["", "due", "-created"]))
def test_a_filter_written_out_reads_as_an_equal_one(node: Node, sort: str):
    assert parse(str(Filter(node, sort))) == Filter(node, sort)


def test_views_join_as_trees():
    view, typed = parse("is:open or tag:vip").node, parse("card or refund").node
    assert str(Filter(both(view, typed))) == "(is:open or tag:vip) (card or refund)"
    assert both(None, typed) == typed


def test_a_tree_tells_whether_it_mentions_a_value():
    assert mentions(parse("a (b or -is:deleted)").node, "is", State.DELETED)
    assert not mentions(parse("deleted").node, "is", State.DELETED)
    assert not mentions(None, "is", State.DELETED)


@pytest.mark.parametrize("key", KEYS.values(), ids=lambda key: key.name)
def test_every_key_has_help_and_an_example_that_reads(key: object):
    assert parse(key.example).text == key.example  # type: ignore[attr-defined]
    assert key.help  # type: ignore[attr-defined]


def test_days_and_durations_stay_as_typed():
    assert parse("created:Monday updated<02h").node == And(
        (term("created", DayWord("monday")), term("updated", Duration(7200, "2h"), operator=Operator.LESS))
    )
