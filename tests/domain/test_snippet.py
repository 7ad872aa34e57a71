"""The piece of a text that a search shows, with its hits marked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supportdesk.domain.search import seek
from supportdesk.domain.snippet import Snippet, snippet


def marked(found: Snippet) -> list[str]:
    return [found.text[start:end] for start, end in found.marks]


def find(body: str, *sought: str, width: int = 120) -> Snippet:
    return snippet(body, [seek(one.rstrip("*"), prefix=one.endswith("*")) for one in sought], width=width)


def test_a_short_text_is_shown_whole_on_one_line():
    found = find("Dear team,\n\n  my cards were declined.\n", "card")
    assert found.text == "Dear team, my cards were declined."
    assert marked(found) == ["cards"]


def test_a_long_text_is_cut_at_words_around_the_hit():
    body = "before " * 100 + "the card declined " + "after " * 100
    found = find(body, "card")
    assert found.text.startswith("… before")
    assert found.text.endswith("after …")
    assert marked(found) == ["card"]
    assert len(found.text) <= 126


def test_the_piece_with_most_different_hits_is_chosen():
    body = "card " + "x " * 200 + "the card was declined today " + "y " * 200
    assert marked(find(body, "card", "declined")) == ["card", "declined"]


def test_of_pieces_with_as_many_different_hits_the_first_is_chosen():
    body = "card card " + "x " * 200 + "declined " + "y " * 200 + "card"
    assert marked(find(body, "card", "declined")) == ["card", "card"]


def test_a_piece_may_begin_at_a_later_place_of_the_same_hit():
    body = "card " + "x " * 40 + "card " + "x " * 20 + "declined " + "y " * 200
    assert marked(find(body, "card", "declined")) == ["card", "declined"]


def test_phrases_are_marked_as_one_and_words_within_them_not_twice():
    assert marked(find("my card was declined", "card was declined", "card")) == ["card was declined"]


@pytest.mark.parametrize(
    ("body", "sought", "hit"),
    [
        ("Карта отклонена", "карты", "Карта"),
        ("Ёлка!", "елка", "Ёлка"),
        ("mail to ANNA@Example.org now", "anna@example.org", "ANNA@Example.org"),
        ("please pay: declining", "declini*", "declining"),
        ("東京タワーへ行く", "タワー", "タワー"),
        ("die Straße—heute", "strasse", "Straße—heute"),
    ],
)
def test_a_hit_is_marked_as_it_was_written(body: str, sought: str, hit: str):
    assert marked(find(body, sought)) == [hit]


def test_without_a_hit_the_beginning_is_shown():
    assert find("word " * 100, "nothing", width=20) == Snippet("word word word word …")
    assert find("", "nothing") == Snippet("")


def test_a_long_text_without_spaces_is_cut_too():
    found = find("a" * 5000, "b", width=50)
    assert len(found.text) <= 60


@given(
    st.text("card decl\n\u0301ёß東,.", max_size=300),
    st.lists(st.sampled_from(["card", "decl*", "c d", "東"]), max_size=3),
)
def test_marks_lie_within_the_text_and_do_not_overlap(body: str, sought: list[str]):
    found = find(body, *sought, width=40)
    reached = 0
    for start, end in found.marks:
        assert reached <= start < end <= len(found.text)
        reached = end
