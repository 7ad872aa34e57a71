"""Links in what customers write: where they stand, what they open, and that nothing else is opened."""

import pytest
from hypothesis import given, strategies
from rich.console import Console

from supportdesk.domain.safe import shown
from supportdesk.widgets.fitting import wrap
from supportdesk.widgets.ink import Ground, Ink
from supportdesk.widgets.links import Link, links, opened, wrapped
from supportdesk.widgets.painting import strip
from supportdesk.widgets.palettes import DARK
from supportdesk.widgets.thread_lines import lay_out
from tests.console.test_drawing import message
from tests.console.test_row_cache import NOW


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("see https://example.org/pay?id=8841&x=1#top.", "https://example.org/pay?id=8841&x=1#top"),
        ("(https://example.org/a_(b))", "https://example.org/a_(b)"),
        ("<HTTPS://example.org>, please", "https://example.org"),
        ("ссылка: https://пример.рф/оплата!", "https://xn--e1afmkfd.xn--p1ai/%D0%BE%D0%BF%D0%BB%D0%B0%D1%82%D0%B0"),
        ("mailto:anna@example.org", "mailto:anna@example.org"),
        ("[1]: http://127.0.0.1:8000/", "http://127.0.0.1:8000/"),
    ],
)
def test_a_link_is_found_without_what_the_sentence_puts_behind_it(text: str, address: str) -> None:
    assert [one.address for one in links(text)] == [address]


@pytest.mark.parametrize(
    "text",
    [
        "javascript://x.example/%0aalert(1)",
        "file:///etc/passwd",
        "http://",
        "https://.",
        "mailto:nobody",
        "a://b",
        "12:30",
    ],
)
def test_nothing_but_the_web_and_mail_is_opened(text: str) -> None:
    assert links(text) == []


def test_an_address_that_no_terminal_takes_stays_text() -> None:
    assert links("https://example.org/" + "x" * 3_000) == []
    assert opened("https://[::1") == ""


@given(strategies.text(max_size=80), strategies.integers(2, 30))
def test_every_piece_of_a_wrapped_link_opens_all_of_it(before: str, width: int) -> None:
    address = "https://example.org/a/long/path/that/goes/on"
    text = shown(f"{before} {address} end").replace("\n", " ").replace("\t", " ")
    pieces = [
        line[one.start : one.end]
        for line, found in wrapped(text, list(wrap(text, width)))
        for one in found
        if one.address == address
    ]
    assert "".join(pieces).replace(" ", "") == address


def test_an_escape_within_an_address_never_reaches_the_terminal() -> None:
    thread = [message(body="https://example.org/\x1b]8;;evil\x07x y")]
    laid = [line for line in lay_out(thread, 60, NOW, unfolded=False) if line.links]
    assert all(one.address.isascii() and one.address.isprintable() for line in laid for one in line.links)


def test_a_terminal_is_told_where_a_link_leads() -> None:
    line = (("▎ ", Ink.CUSTOMER), ("see https://example.org now", Ink.TEXT))
    painted = strip(line, 40, palette=DARK, ground=Ground.PLAIN, links=(Link(6, 25, "https://example.org"),))
    assert [(one.text, one.style.link) for one in painted if one.style and one.style.link] == [
        ("https://example.org", "https://example.org")
    ]
    assert painted.cell_length == 40
    assert "\x1b]8;id=" in painted.render(Console())
