"""Outside text on its way to a terminal."""

import json
import re

import pytest
from hypothesis import given, strategies

from supportdesk.domain.safe import escaped, shown, shown_line, told_line

OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("plain", "plain"),
        ("Оплата 返金 👩‍💻 é", "Оплата 返金 👩‍💻 é"),
        ("می‌خواهم", "می‌خواهم"),
        ("\x1b]52;c;aGk=\x07", "␛]52;c;aGk=␇"),
        ("\x9b31m", "<9B>31m"),
        ("a\u202eb\u200bc\ufeff", "a<U+202E>b<U+200B>c<U+FEFF>"),
        ("a\u200db", "a<U+200D>b"),
        ("one\r\ntwo\rthree\tfour", "one\ntwo\nthree\tfour"),
        ("\x00\x7f", "␀␡"),
        ("[/b] [URGENT]", "[/b] [URGENT]"),
    ],
)
def test_what_a_terminal_would_obey_is_shown_and_all_else_stays(text: str, seen: str) -> None:
    assert shown(text) == seen


def test_a_line_stays_one_line() -> None:
    assert shown_line(" one\r\n\ttwo\u2028three ") == "one two three"


def test_what_is_told_of_a_name_shows_the_breaks_in_it_and_is_one_line() -> None:
    assert told_line("no file a\nb\tc\r\nd\u2028e\x1b[2J") == "no file a␊b␉c␊d␊e␛[2J"


def test_a_tower_of_accents_is_cut_down() -> None:
    assert shown("e" + "\u0301" * 1_000) == "e" + "\u0301" * 4


@given(strategies.text(strategies.characters(codec=None), max_size=200))
def test_nothing_that_is_obeyed_remains_and_showing_twice_changes_nothing(text: str) -> None:
    assert not OBEYED.search(shown(text).replace("\u200d", ""))
    assert shown(shown(text)) == shown(text)
    assert "\n" not in shown_line(text)


@given(strategies.text('aЖ🔥"\\\n\x7f\x9b\u202e\U000e0041'))
def test_json_with_nothing_to_obey_is_the_same_value(text: str) -> None:
    written = escaped(json.dumps(text, ensure_ascii=False))
    assert not re.search(r"[\x7f-\x9f\u202a-\u202e\U000e0000-\U000e007f]", written)
    assert json.loads(written) == text
