"""Real mail, damaged: nothing may fail, nothing may take long, and nothing may reach a terminal that it would obey."""

import random
import re
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.mail.checks import Check
from supportdesk.domain.safe import shown, shown_line
from supportdesk.mail.parse import Mail, message_id, parse

SEED = 7
SECONDS = 1.0
LARGEST = 300_000  # bytes of a mail that is damaged again and again

PIECES = (
    *(
        b"\n",
        b"\r\n",
        b"\r",
        b"\n\n",
        b"\0",
        b"\x1b[2J",
        b"\x1b]0;x\x07",
        b"\x9b31m",
        b"\xe2\x80\xae",
        b"\xff\xfe",
        b"\xf0\x9f",
    ),
    *(
        b"=?utf-8?B?",
        b"=?koi8-r?Q?=1B=5B2J?=",
        b"?=",
        b"--",
        b'"',
        b"<",
        b">",
        b"(",
        b"\\",
        b";",
        b": ",
        b",",
        b"@",
        b"=",
        b"=1B",
    ),
    *(
        b"Content-Type: multipart/mixed; boundary=a\n\n--a\n",
        b"Content-Transfer-Encoding: base64\n",
        b"charset=utf-16\n",
    ),
    *(
        b"\n> ",
        b"\nOn 1.1.2026 10:00, A <a@b> wrote:\n",
        b"\n-- \n",
        b"\nFrom: a\nSent: b\n",
        b"<!--",
        b"<a href='",
        b"&#27;",
    ),
    *(b"begin 644 x\n", b"\n" * 400, b">" * 400, b"a" * 4000, b" " * 4000, b"A@b," * 400, b"<div>" * 400),
)
_OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def mutations(corpora: Path, count: int) -> Check:
    """So many damaged copies of the mails of a folder, the same ones each time."""
    mails = [(str(path.relative_to(corpora)), path.read_bytes()) for path in sorted(corpora.rglob("*.eml"))]
    mails = [(name, raw) for name, raw in mails if len(raw) <= LARGEST]
    check = Check("mutations: read, in time, safe to show", "all", 1.0)
    slowest = 0.0
    for name, raw in damaged(mails, count):
        began = time.process_time()
        fault = fault_of(raw)
        took = time.process_time() - began
        slowest = max(slowest, took)
        check.add(name, not fault and took <= SECONDS, fault or f"{took:.2f} s")
    check.note = f"seed {SEED}, {len(mails):,} mails; the slowest took {slowest:.2f} s"
    return check


def damaged(mails: Sequence[tuple[str, bytes]], count: int) -> Iterator[tuple[str, bytes]]:
    """Copies of mails, each damaged in one to eight places, named so that each can be made again."""
    for number in range(count):
        chance = random.Random(SEED * 1_000_003 + number)
        name, raw = chance.choice(mails)
        other = chance.choice(mails)[1]
        for _ in range(chance.randint(1, 8)):
            raw = _damage(raw, other, chance)
        yield f"{name} #{number}", raw


def _damage(raw: bytes, other: bytes, chance: random.Random) -> bytes:
    """One change: bytes put in, cut out, turned, doubled, or taken from another mail; most of them near the top."""
    near = min(len(raw), 2000) if chance.random() < 0.5 else len(raw)
    at = chance.randint(0, near)
    end = at + chance.choice((0, 1, 3, 20, 200, 2000))
    match chance.randrange(5):
        case 0:
            return raw[:at] + chance.choice(PIECES) + raw[at:]
        case 1:
            return raw[:at] + raw[end:]
        case 2:
            return raw[:at] + bytes(byte ^ 1 << chance.randrange(8) for byte in raw[at : at + 4]) + raw[at + 4 :]
        case 3:
            return raw[:end] + raw[at:]
        case _:
            begin = chance.randint(0, len(other))
            return raw[:at] + other[begin : begin + 500] + raw[at:]


def fault_of(raw: bytes) -> str:
    """What is wrong with how a mail is read, "" where nothing is."""
    try:
        mail = parse(raw)
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    if mail.message_id != message_id(raw) or not mail.message_id:
        return "its Message-ID is not the same each time"
    if sorted(f"{mail.text}\n{mail.quoted}".split()) != sorted(mail.body.split()):
        return "words of its body are missing or doubled"
    return _unsafe(mail)


def _unsafe(mail: Mail) -> str:
    lines = [mail.subject, mail.message_id, mail.automatic, *mail.defects]
    lines += [said for box in (mail.sender, *mail.to, *mail.cc, *mail.reply_to) for said in (box.name, box.email)]
    lines += [said for part in mail.parts for said in (part.name, part.type, part.content_id)]
    lines += [said for header in mail.headers for said in header]
    if any(_OBEYED.search(shown(text)) for text in (mail.body, mail.text, mail.quoted)):
        return "a terminal would obey a part of its text"
    if any(_OBEYED.search(said) or "\n" in said for said in map(shown_line, lines)):
        return "a terminal would obey a part of its fields"
    return ""
