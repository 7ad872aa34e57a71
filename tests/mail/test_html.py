"""HTML mail as text: what a reader of the mail would have seen, in order."""

import time

import pytest

from supportdesk.mail.html import to_text
from supportdesk.mail.markup import MAXIMUM_TAGS


def test_paragraphs_lists_tables_and_quotations_keep_their_shape() -> None:
    markup = (
        "<style>p {color: red}</style><script>alert(1 < 2)</script><title>no</title><!-- no -->"
        "<h1>Order</h1><p>Dear&nbsp;<b>Desk</b>,<br>see   below</p>"
        "<ul><li>one<li>two<ol start=3><li>three</ol></ul>"
        "<table><tr><td>Item<td>Price<tr><td>Lamp<td>10 &euro;</table>"
        "<pre>a\n  b</pre><hr><blockquote>old<blockquote>older</blockquote></blockquote>new"
    )
    assert to_text(markup) == (
        "Order\n\nDear Desk,\nsee below\n\n* one\n* two\n  3. three\n\nItem  Price\nLamp  10 €\n\n"
        "a\n  b\n\n--------------------\n\n> old\n>\n> > older\n>\nnew\n"
    )


def test_a_link_shows_where_it_leads_unless_its_words_do() -> None:
    markup = (
        '<a href="https://x.example/a?b=1&amp;c=2">here</a> <a href="https://x.example/">x.example</a> '
        '<a href="#n">n</a>'
    )
    assert to_text(markup) == "here <https://x.example/a?b=1&c=2> x.example n\n"
    assert to_text(markup, links=False) == "here x.example n\n"
    assert to_text('<a href="mailto:i@x.example">i@x.example</a> <a href="javascript:x()">y</a>') == "i@x.example y\n"


def test_pictures_are_named_by_their_alternative_text() -> None:
    assert to_text('a <img src=x alt="our &lt;logo>"> b <img src=pixel.gif>c') == "a [our <logo>] b c\n"


def test_words_between_signs_that_are_no_tags_are_kept() -> None:
    assert to_text("1 < 2 and 3 > 2, Ivan <ivan@x.example>, <https://x.example>, a <b and c") == (
        "1 < 2 and 3 > 2, Ivan <ivan@x.example>, <https://x.example>, a <b and c\n"
    )


@pytest.mark.parametrize(
    "markup", ["<p>a<!-- never closed b", "<p>a<script>never closed b", '<p>a<a href="never closed>b</a>']
)
def test_what_is_never_closed_takes_no_words_with_it(markup: str) -> None:
    assert to_text(markup).split() == ["a", "b"] or "b" in to_text(markup)


@pytest.mark.parametrize(
    "piece", ["<", "<a ", '<a "', "<!--", "<blockquote>", "<table><tr><td>", "<script>", "&#", "<ul><li>", "\u200c"]
)
def test_a_hundred_thousand_broken_pieces_take_no_time(piece: str) -> None:
    started = time.process_time()
    to_text(piece * 100_000)
    assert time.process_time() - started < 3


def test_words_after_the_last_tag_that_is_read_are_still_there() -> None:
    text = to_text("<i>a</i> " * MAXIMUM_TAGS + "<b>the end</b>")
    assert text.endswith("the end\n")
    assert "<i>" not in text
