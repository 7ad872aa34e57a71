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
    "markup",
    [
        '<div style="display:none;font-size:1px;mso-hide:all">Preview</div>Hello',
        '<span style="DISPLAY: none !important; visibility: hidden">Preview</span>Hello',
        '<div style="max-height:0px; overflow:hidden">Preview</div>Hello',
        '<div style="opacity:0; color:transparent">Preview<div>and more</div></div>Hello',
        '<td style="font-size:0; line-height:0">&nbsp;x</td>Hello',
        '<p style="visibility:hidden; height:0">Preview<p>Hello',
        '<table><tr style="display:none; mso-hide:all"><td>Preview<td>more<tr><td>Hello</table>',
        '<table><tr><td style="display:none; height:0">Preview<table><tr><td>a<td>b</table>c<td>Hello</table>',
        '<ul><li style="display:none; height:0">Preview<table><tr><td>x</table></ul>Hello',
        '<img style="display:none; width:0" alt="pixel" src="x">Hello',
    ],
)
def test_what_a_mail_hides_from_its_reader_is_not_among_its_words(markup: str) -> None:
    assert to_text(markup) == "Hello\n"


@pytest.mark.parametrize(
    "markup",
    [
        '<div style="display:none; mso-hide:all">Hello',
        '<div style="display:none; mso-hide:all"><p>Hello</p></div>',
        '<p style="display:none">Hello</p>',
        '<span style="mso-hide:all; color:transparent">Hello</span>',
        '<td style="font-size:0; line-height:0"><span style="font-size:14px">Hello</span></td>',
        '<td style="font-size:0; line-height:0"><table><tr><td>Hello</table></td>',
        '<div style="visibility:hidden; width:0"><b style="visibility:visible">Hello</b></div>',
        '<div style="overflow:hidden;max-height:0.5em">Hello</div>',
        '<div style="height:0; width:0">Hello</div>',
        '<div style="opacity:0.9; line-height:0">Hello</div>',
        '<p style="display:none; height:0"><div>Hello</div>',
    ],
)
def test_what_is_seen_or_may_be_is_among_the_words(markup: str) -> None:
    assert to_text(markup) == "Hello\n"


@pytest.mark.parametrize(
    "markup", ["<p>a<!-- never closed b", "<p>a<script>never closed b", '<p>a<a href="never closed>b</a>']
)
def test_what_is_never_closed_takes_no_words_with_it(markup: str) -> None:
    assert to_text(markup).split() == ["a", "b"] or "b" in to_text(markup)


@pytest.mark.parametrize(
    "piece",
    [
        *("<", "<a ", '<a "', "<!--", "<blockquote>", "<table><tr><td>", "<script>", "&#", "<ul><li>", "\u200c"),
        *('<p style="display:none;height:0">', '<table><td style="opacity:0;height:0">'),
    ],
)
def test_twenty_thousand_broken_pieces_take_no_time(piece: str) -> None:
    started = time.process_time()
    to_text(piece * 20_000)
    assert time.process_time() - started < 2


def test_words_after_the_last_tag_that_is_read_are_still_there() -> None:
    text = to_text("<i>a</i> " * MAXIMUM_TAGS + "<b>the end</b>")
    assert text.endswith("the end\n")
    assert "<i>" not in text
