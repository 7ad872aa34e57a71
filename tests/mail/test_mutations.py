"""The tests' own letters, damaged two thousand times, the same way each time: read, in time, and safe to show."""

import random
import time

import pytest

from supportdesk.domain.safe import shown, shown_line
from supportdesk.mail import headers
from supportdesk.mail.parse import Mail, message_id, parse
from tests.mail.letters import PLAIN, WORDS, encoded, letter, multipart, part

COPIES = 250  # of each letter
LETTERS = (
    PLAIN,
    PLAIN.replace(b"\n", b"\r\n"),
    letter(WORDS, charset="koi8-r", subject=encoded("Лампа", "koi8-r"), headers="Content-Transfer-Encoding: 8bit"),
    letter(f"Да.\n\n-- \nИван\n\n16.11.2026 18:26, Help <h@desk.example> пишет:\n> {WORDS}\n"),
    letter("<p>Hello <b>desk</b></p><blockquote>old</blockquote><a href='https://x.example'>x</a>").replace(
        b"text/plain", b"text/html"
    ),
    multipart(
        multipart(part(b"plain"), part(b"<p>html</p>", "text/html"), kind="alternative"),
        part(bytes(range(256)), "image/png", headers="Content-Disposition: attachment; filename*0*=utf-8''%D0\n"),
        part(PLAIN, "message/rfc822"),
    ),
    multipart(
        part(b"Sorry"),
        part(b"Reporting-MTA: dns; mx\n\nAction: failed\nStatus: 5.1.1\n", "message/delivery-status"),
        kind="report; report-type=delivery-status",
    ),
    b"From: a@example.com\nSubject: =?utf-8?Q?=1B=5B2J=07?=\n\n\x1b]0;owned\x07 \xe2\x80\xae txt.exe\x9b31m\n",
)
PIECES = (
    *(
        b"\n",
        b"\r\n",
        b"\r",
        b"\0",
        b"\x1b[2J",
        b"\x9b31m",
        b"\xe2\x80\xae",
        b"\xff",
        b"=?utf-8?B?",
        b"?=",
        b"=?koi8-r?Q?=1B?=",
    ),
    *(
        b'"',
        b"<",
        b">",
        b"(",
        b"\\",
        b";",
        b": ",
        b",",
        b"=",
        b"--",
        b"\n> ",
        b"\n-- \n",
        b"\nFrom: a\nSent: b\nTo: c\n",
    ),
    *(
        b"Content-Type: multipart/mixed; boundary=a\n\n--a\n",
        b"charset=utf-16\n",
        b"<!--",
        b"&#27;",
        b"\n \n",
        b" " * 900,
    ),
)
OBEYED = {
    *map(chr, range(0x20)),
    *map(chr, range(0x7F, 0xA0)),
    *"\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2069",
}


def damaged(raw: bytes, chance: random.Random) -> bytes:
    """A letter changed in up to six places."""
    for _ in range(chance.randint(1, 6)):
        at = chance.randint(0, len(raw))
        end = at + chance.choice((0, 0, 1, 5, 60))
        inserted = chance.choice((*PIECES, b"", raw[at : at + 200], chance.choice(LETTERS)[:300]))
        raw = raw[:at] + inserted + raw[end:]
    return raw


def said(mail: Mail) -> tuple[str, ...]:
    """All that a terminal gets of a mail on one line each."""
    people = [name for box in (mail.sender, *mail.to, *mail.cc, *mail.reply_to) for name in (box.name, box.email)]
    files = [name for file in mail.parts for name in (file.name, file.type)]
    return (
        mail.subject,
        mail.message_id,
        *people,
        *files,
        *mail.defects,
        *(text for one in mail.headers for text in one),
    )


@pytest.mark.parametrize("number", range(len(LETTERS)))
def test_a_damaged_letter_is_read_in_time_and_safe_to_show(number: int) -> None:
    chance = random.Random(number)
    for _ in range(COPIES):
        raw = damaged(LETTERS[number], chance)
        started = time.process_time()
        mail = parse(raw)
        assert time.process_time() - started < 1, raw
        assert mail.message_id == message_id(raw) != "", raw
        assert sorted(f"{mail.text}\n{mail.quoted}".split()) == sorted(mail.body.split()), raw
        assert not OBEYED - {"\n", "\t"} & set(shown(mail.body)), raw
        assert not any(OBEYED & set(shown_line(text)) for text in said(mail)), raw


def test_headers_read_at_once_are_those_read_line_by_line() -> None:
    chance = random.Random(0)
    told = plain = folded = 0
    for letter_read in LETTERS:
        for _ in range(COPIES):
            raw = damaged(letter_read, chance)
            slow = headers._read_odd(raw, 0, len(raw))
            told += 1
            plain += (quickest := headers._read_plain(raw, 0, len(raw))) is not None
            folded += (quick := headers._read_folded(raw, 0, len(raw))) is not None
            assert {quickest, quick} <= {slow, None}, raw
    assert plain > told / 5
    assert folded > told / 3


def test_a_name_that_goes_on_in_the_next_line_is_no_name() -> None:
    raw = b"Hello\n there: you\n\nBye.\n"
    assert headers._read_plain(raw, 0, len(raw)) is None
    assert "Hello" in parse(raw).body
