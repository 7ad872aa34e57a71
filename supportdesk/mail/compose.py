"""A letter as the bytes of a mail: RFC 5322 and MIME, in lines that every server takes.

Here: which fields and parts a mail of the desk has. Not here: which letters go, and when.
"""

import re
from base64 import encodebytes
from collections.abc import Iterator
from email.utils import format_datetime
from hashlib import sha256
from quopri import encodestring

from supportdesk.domain.letters import Letter, LetterFile
from supportdesk.mail import fields
from supportdesk.mail.conversation import conversation
from supportdesk.mail.letter_text import html_of, plain_of

Headers = list[tuple[str, str]]

_TYPE = re.compile(r"[\w.+-]{1,100}/[\w.+-]{1,100}", re.ASCII)
_SAFE = re.compile(rb"(?:[ -~\t]{0,78}\n)*", re.ASCII)
_MANGLED = re.compile(rb"^(?:From |\.$)", re.MULTILINE)
"""What gateways and mailbox files alter at the beginning of a line."""


def compose(letter: Letter) -> bytes:
    """The mail of a letter. The same letter gives the same bytes, so that a second sending is the same mail."""
    seed = sha256(letter.message_id.encode()).hexdigest()[:24]
    headers, body = _content(letter, seed)
    return _block([*_head(letter), ("MIME-Version", "1.0"), *headers]) + body


def _head(letter: Letter) -> Iterator[tuple[str, str]]:
    yield "From", fields.people([letter.sender])
    yield "To", fields.people(letter.to) or "undisclosed-recipients:;"
    if letter.cc:
        yield "Cc", fields.people(letter.cc)
    yield "Subject", fields.words(letter.subject)
    yield "Date", format_datetime(letter.at)
    yield "Message-ID", fields.ids([letter.message_id])
    yield from _thread(letter)
    yield from conversation(letter)
    yield from _signs(letter)


def _thread(letter: Letter) -> Iterator[tuple[str, str]]:
    """What it answers, and the thread up to there, whose last id that is (RFC 5322, 3.6.4)."""
    answered = fields.writable([letter.in_reply_to])
    earlier = [one for one in fields.writable(letter.references) if one not in (letter.message_id, *answered)]
    if answered:
        yield "In-Reply-To", fields.ids(answered)
    if named := fields.bounded([*dict.fromkeys(earlier), *answered]):
        yield "References", fields.ids(named)


def _signs(letter: Letter) -> Iterator[tuple[str, str]]:
    """What tells other programs that no person wrote it (RFC 3834), in all the words that they listen to."""
    if letter.automatic:
        yield "Auto-Submitted", letter.automatic
        yield "X-Auto-Response-Suppress", "All"
        yield "X-Autoreply", "yes"
        yield "X-Loop", "yes"
        yield "Precedence", "bulk"
    if letter.desk:
        yield "X-Supportdesk", fields.one_line(letter.desk)


def _content(letter: Letter, seed: str) -> tuple[Headers, bytes]:
    """The text, beside it its HTML where that is asked for, and the files behind it."""
    shown = _text("plain", plain_of(letter))
    if letter.html:
        shown = _multipart("alternative", f"=_a{seed}", [shown, _text("html", html_of(letter))])
    if not letter.files:
        return shown
    return _multipart("mixed", f"=_m{seed}", [shown, *(_file(file) for file in letter.files)])


def _text(kind: str, text: str) -> tuple[Headers, bytes]:
    """A text in lines of at most 78 bytes, encoded where it is not so already."""
    data = text.encode("utf-8", "replace")
    charset = "us-ascii" if data.isascii() else "utf-8"
    if _SAFE.fullmatch(data) and not _MANGLED.search(data) and b" \n" not in data.replace(b"-- \n", b""):
        encoding, body = "7bit", data
    else:
        encoding, body = "quoted-printable", _quoted_printable(data)
    headers = [("Content-Type", f"text/{kind}; charset={charset}"), ("Content-Transfer-Encoding", encoding)]
    return headers, body.replace(b"\n", b"\r\n")


def _quoted_printable(data: bytes) -> bytes:
    encoded = encodestring(data)
    return _MANGLED.sub(lambda found: b"=%02X" % found[0][0] + found[0][1:], encoded)


def _file(file: LetterFile) -> tuple[Headers, bytes]:
    plain = _TYPE.fullmatch(file.type) and not file.type.startswith(("multipart/", "message/"))
    headers = [
        ("Content-Type", file.type if plain else "application/octet-stream"),
        ("Content-Disposition", f"attachment{fields.parameters({'filename': file.name})}"),
        ("Content-Transfer-Encoding", "base64"),
    ]
    return headers, encodebytes(file.content).replace(b"\n", b"\r\n")


def _multipart(kind: str, boundary: str, parts: list[tuple[Headers, bytes]]) -> tuple[Headers, bytes]:
    """Parts between lines that nobody can have put into one of them: they follow from an id that is new."""
    line = b"--" + boundary.encode()
    body = b"".join(line + b"\r\n" + _block(headers) + content + b"\r\n" for headers, content in parts)
    return [("Content-Type", f'multipart/{kind};\n boundary="{boundary}"')], body + line + b"--\r\n"


def _block(headers: Headers) -> bytes:
    """Fields and the empty line behind them; a value that is no ASCII has an address in it that needs RFC 6532."""
    written = "".join(f"{name}: {value}\n" for name, value in headers)
    return written.replace("\n", "\r\n").encode("utf-8", "replace") + b"\r\n"
