"""Real mail, damaged: nothing may fail, nothing may take long, and nothing may reach a terminal that it would obey."""

import multiprocessing
import random
import re
import signal
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NoReturn

from bench.mail.checks import Check, Miss
from bench.stores import say
from supportdesk.domain.safe import shown, shown_line
from supportdesk.mail.bounces import read_bounce
from supportdesk.mail.parse import Mail, message_id, parse
from supportdesk.mail.thread import links
from supportdesk.mail.vouching import vouched

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


def mutations(corpora: Path, count: int, *, first: int = 0, minutes: float | None = None) -> Check:
    """So many damaged copies of the mails of a folder, the same ones each time, from number `first` on.

    Two processes share them; `minutes` may end it early, and the note says where to go on.
    """
    mails = _mails(corpora)
    check = Check("mutations: read, in time, safe to show", "all", 1.0)
    until = time.monotonic() + 60 * minutes if minutes else float("inf")
    began, slowest, last = time.monotonic(), 0.0, first
    pieces = ((start, min(start + TOGETHER, first + count)) for start in range(first, first + count, TOGETHER))
    with multiprocessing.Pool(PROCESSES, initializer=_begin, initargs=(mails,)) as pool:
        for end, took, faults in pool.imap(_tried, pieces):
            check.cases, slowest = check.cases + end - last, max(slowest, took)
            last = end
            check.good = check.cases - len(check.misses) - len(faults)
            check.misses += [Miss(name, fault) for name, fault in faults]
            if not last % TOLD:
                rate = check.cases / (time.monotonic() - began)
                say(f"{check.cases:,} mutations, {len(check.misses)} faults, {rate:,.0f} a second")
            if time.monotonic() > until:
                break
    check.note = f"seed {SEED}, {len(mails):,} mails; the slowest took {slowest:.2f} s of CPU"
    if last < first + count:
        check.note += f"; the time was over, --from {last} goes on"
    return check


PROCESSES = 2
TOGETHER = 500  # mutations that a process is given at a time
TOLD = 50_000  # mutations after which it is told how far it is
HANGING = 60  # seconds of CPU after which a mail counts as never read

_shared: list[tuple[str, bytes]] = []  # the mails, in each process


def _mails(corpora: Path) -> list[tuple[str, bytes]]:
    found = [(str(path.relative_to(corpora)), path.read_bytes()) for path in sorted(corpora.rglob("*.eml"))]
    return [(name, raw) for name, raw in found if len(raw) <= LARGEST]


def _begin(mails: list[tuple[str, bytes]]) -> None:
    _shared[:] = mails
    signal.signal(signal.SIGVTALRM, _hangs)


def _hangs(_number: int, _frame: object) -> NoReturn:
    raise TimeoutError(f"it is not read after {HANGING} s of CPU")


def _tried(numbers: tuple[int, int]) -> tuple[int, float, list[tuple[str, str]]]:
    """The end of a range of mutations, the most seconds that one took, and the faults."""
    slowest, faults = 0.0, []
    for number in range(*numbers):
        name, raw = damaged_one(_shared, number)
        began = time.process_time()
        signal.setitimer(signal.ITIMER_VIRTUAL, HANGING)
        fault = fault_of(raw)
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        took = time.process_time() - began
        slowest = max(slowest, took)
        if fault or took > SECONDS:
            faults.append((name, fault or f"{took:.2f} s"))
    return numbers[1], slowest, faults


def damaged(mails: Sequence[tuple[str, bytes]], count: int) -> Iterator[tuple[str, bytes]]:
    """Copies of mails, each damaged in one to eight places, named so that each can be made again."""
    return (damaged_one(mails, number) for number in range(count))


def damaged_one(mails: Sequence[tuple[str, bytes]], number: int) -> tuple[str, bytes]:
    """The damaged copy with this number."""
    chance = random.Random(SEED * 1_000_003 + number)
    name, raw = chance.choice(mails)
    other = chance.choice(mails)[1]
    for _ in range(chance.randint(1, 8)):
        raw = _damage(raw, other, chance)
    return f"{name} #{number}", raw


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
        links(mail)
        vouched(mail.fields)
        if mail.automatic:
            read_bounce(raw)
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
