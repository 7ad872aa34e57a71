"""Mailboxes: every message once, whole, in bounded memory."""

import io
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from supportdesk.errors import UsageError
from supportdesk.mail import mailbox
from supportdesk.mail.mailbox import MAXIMUM_SIZE, read_eml, read_maildir, read_mbox, write_mbox

NOON = datetime(2026, 11, 16, 12, tzinfo=UTC)
FROM = b"From a@example.com Mon Nov 16 12:00:00 2026\n"


def contents(raw: bytes) -> list[bytes | None]:
    return [one.content for one in read_mbox(io.BytesIO(raw))]


def test_what_is_written_is_read_back() -> None:
    messages = [
        b"Subject: one\n\nFrom the start\n>From here\nend\n",
        b"Subject: two\r\n\r\nFrom x\r\n",
        b"Subject: three\n\nends with empty lines\n\n\n",
        b"Subject: four\n\n" + bytes(range(256)) + b"\n",
    ]
    stream = io.BytesIO()
    assert write_mbox(stream, (("a@example.com", NOON, one) for one in messages)) == 4
    assert contents(stream.getvalue()) == messages


def test_number_and_offset_say_where_a_message_stands() -> None:
    raw = FROM + b"Subject: one\n\nx\n\n" + FROM + b"Subject: two\n\ny\n"
    assert [(one.number, one.offset) for one in read_mbox(io.BytesIO(raw))] == [(1, 0), (2, len(FROM) + 17)]


def test_an_escaped_line_is_unescaped_once() -> None:
    assert contents(FROM + b"Subject: x\n\n>From a\n>>From b\n> From c\n") == [
        b"Subject: x\n\nFrom a\n>From b\n> From c\n"
    ]


def test_a_line_in_a_body_that_only_begins_like_a_separator_is_no_separator() -> None:
    body = b"Subject: x\n\nHello\n\nFrom what I know\n\nFrom 10:30 it: burns\nFrom a@example.com\nno header\n"
    assert contents(FROM + body) == [body]


@pytest.mark.parametrize(
    "separator", [FROM, b"From - Mon Nov 16 12:00:00 2026\n", b"From - \n", b"From a@example.com\n"]
)
def test_separators_of_many_programs_are_known_even_without_the_empty_line(separator: bytes) -> None:
    raw = separator + b"Subject: one\n\nx\n" + separator + b"Subject: two\n\ny\n"
    assert contents(raw) == [b"Subject: one\n\nx\n", b"Subject: two\n\ny\n"]


@pytest.mark.parametrize("newline", [b"\r\n", b"\r"])
def test_mailboxes_of_other_systems_are_read(newline: bytes) -> None:
    raw = (FROM + b"Subject: one\n\nx\n\n" + FROM + b"Subject: two\n\ny\n").replace(b"\n", newline)
    read = [content.replace(b"\r\n", b"\n") for content in contents(raw) if content]
    assert read == [b"Subject: one\n\nx\n", b"Subject: two\n\ny\n"]


def test_a_content_length_that_lies_is_not_believed() -> None:
    raw = FROM + b"Content-Length: 999999\nSubject: one\n\nx\n\n" + FROM + b"Content-Length: 0\nSubject: two\n\ny\n"
    assert len(contents(raw)) == 2


def test_an_empty_mailbox_has_no_messages_and_one_without_separators_has_one() -> None:
    assert contents(b"") == []
    assert contents(b"\n\n") == []
    assert contents(b"Subject: one\n\nx\n") == [b"Subject: one\n\nx\n"]


class Endless(io.RawIOBase):
    """A stream of one line that never ends, until `size` bytes are read; it never holds them."""

    def __init__(self, head: bytes, size: int, tail: bytes) -> None:
        self._pieces = self._all(head, size, tail)

    def _all(self, head: bytes, size: int, tail: bytes) -> Iterator[bytes]:
        yield head
        for _ in range(size // 65536):
            yield b"x" * 65536
        yield tail

    def read(self, size: int = -1) -> bytes:
        return next(self._pieces, b"")


def test_a_message_too_large_is_refused_with_its_reason_and_the_next_is_read() -> None:
    stream = Endless(FROM + b"Subject: big\n\n", 200 * 2**20, b"\n\n" + FROM + b"Subject: next\n\ny\n")
    big, following = read_mbox(stream)  # type: ignore[arg-type]
    assert (big.content, big.fault) == (None, "a message of 200 MB is larger than 25 MB")
    assert following.content == b"Subject: next\n\ny\n"


def test_a_maildir_is_read_by_name_and_links_are_not_followed(tmp_path: Path) -> None:
    for folder, name in (("cur", "2:2,S"), ("new", "1"), ("tmp", "0"), ("new", ".hidden")):
        (tmp_path / folder).mkdir(exist_ok=True)
        (tmp_path / folder / name).write_bytes(name.encode())
    (tmp_path / "secret").write_bytes(b"secret")
    (tmp_path / "cur" / "3").symlink_to(tmp_path / "secret")
    assert [(one.number, one.content) for one in read_maildir(tmp_path)] == [(1, b"1"), (2, b"2:2,S")]


def test_a_folder_that_is_no_maildir_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is no maildir"):
        list(read_maildir(tmp_path))


def test_a_file_that_cannot_be_read_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert read_eml(tmp_path / "missing").fault == "missing is not a file"
    os.mkfifo(tmp_path / "pipe")
    assert read_eml(tmp_path / "pipe").fault == "pipe is not a file"
    monkeypatch.setattr(mailbox, "MAXIMUM_SIZE", 10)
    (tmp_path / "big").write_bytes(b"x" * 11)
    assert "larger than" in read_eml(tmp_path / "big").fault
    assert MAXIMUM_SIZE == 25 * 2**20
