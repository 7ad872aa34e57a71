"""A mail as it came, line by line: nothing is lost, nothing is obeyed, and nothing takes long."""

import time
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supportdesk.domain.source_text import LONGEST, SourceText


def starts(source: SourceText) -> Iterator[int]:
    """Where each line begins, from the top."""
    at: int | None = 0
    while at is not None:
        yield at
        at = source.after(at)


LUMPS = st.sampled_from(
    [b"a" * 70, b"x" * 4 * LONGEST, "ж".encode() * 1_500, "日".encode() * 999, b"\xff" * 3_000, b""]
)


@given(st.lists(st.tuples(LUMPS, st.sampled_from([b"\n", b"\r\n", b""])), max_size=6))
def test_the_lines_are_the_same_from_the_top_from_the_bottom_and_from_within(lumps: list[tuple[bytes, bytes]]) -> None:
    source = SourceText(b"".join(lump + end for lump, end in lumps))
    down = list(starts(source))
    up = [source.last()]
    while (before := source.before(up[-1])) is not None:
        up.append(before)
    assert up[::-1] == down
    assert [source.line_at(max(end - 1, 0)) for end in (*down[1:], len(source))] == down
    assert "".join(map(source.text, down)).count("ж") == source.raw.decode("utf-8", "ignore").count("ж")


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (b"Subject: \x1b]52;c;aGk=\x07\r\n", "Subject: ␛]52;c;aGk=␇"),
        (b"over\rwritten", "over␍written"),
        (b"\x9b31m \xff\xfe", "\\x9b31m \\xff\\xfe"),
        ("\u202egnp\u2028x\u200b".encode(), "<U+202E>gnp<U+2028>x<U+200B>"),
        (b"\ttab", "    tab"),
    ],
)
def test_what_a_terminal_would_obey_is_shown(raw: bytes, told: str) -> None:
    assert SourceText(raw).text(0) == told


def test_words_are_found_in_any_case_of_ascii_from_the_top() -> None:
    source = SourceText("From: Ann\nfrom: bob\nОт: Аня\n".encode())
    assert source.found("FROM:") == (0, 10)
    assert [source.text(source.line_at(at)) for at in source.found("Аня")] == ["От: Аня"]
    assert source.found("  ") == ()


@pytest.mark.parametrize("lump", [b"QUJD" * 19 + b"\r\n", b"\n", b"\x00", "ж".encode()])
def test_twenty_five_megabytes_are_read_from_at_once_whatever_they_are(lump: bytes) -> None:
    source = SourceText(lump * (25_000_000 // len(lump)))
    began = time.perf_counter()
    at = source.last()
    for _ in range(50):
        source.text(at)
        at = source.before(at) or 0
    assert time.perf_counter() - began < 2
