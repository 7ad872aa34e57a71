"""A message that was born at the desk as a mail: RFC 5322 and MIME, whatever its words are."""

import re
from collections.abc import Sequence
from datetime import datetime
from email import encoders
from email.charset import QP, Charset
from email.header import Header
from email.message import Message
from email.mime.base import MIMEBase
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.utils import format_datetime, quote

from supportdesk.domain.models import Person
from supportdesk.domain.shape import ImportedAttachment, ImportedMessage

MOST_REFERENCES = 20

_CONTROL = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]+")
_TYPE = re.compile(r"[\w.+-]{1,100}/[\w.+-]{1,100}", re.ASCII)
_NO_ID = re.compile(r"[\s<>]")
_READABLE = Charset("utf-8")
_READABLE.body_encoding = QP


def compose(
    message: ImportedMessage, files: Sequence[tuple[ImportedAttachment, bytes]], *, earlier: Sequence[str] = ()
) -> bytes:
    """The mail of a message with its files; `earlier` are the ids of the thread before it, oldest first."""
    text = MIMEText(message.body, "plain", _READABLE)  # type: ignore[arg-type]
    mail: Message = text
    if files:
        mail = MIMEMultipart("mixed", boundary=f"=_{message.message_id.partition('@')[0][:40]}_")
        mail.attach(text)
        for file, data in files:
            mail.attach(_part(file, data))
    _head(mail, message, earlier)
    return mail.as_bytes()


def _head(mail: Message, message: ImportedMessage, earlier: Sequence[str]) -> None:
    mail["From"] = _people([message.author])
    if message.to:
        mail["To"] = _people(message.to)
    if message.cc:
        mail["Cc"] = _people(message.cc)
    mail["Subject"] = _words(message.subject).encode()
    mail["Date"] = format_datetime(datetime.fromisoformat(message.at))
    mail["Message-ID"] = _ids([message.message_id])
    named = [one for one in earlier if one != message.message_id]
    if message.in_reply_to:
        mail["In-Reply-To"] = _ids([message.in_reply_to])
        named = [one for one in named if one != message.in_reply_to] + [message.in_reply_to]
    if named:
        mail["References"] = _ids([*named[:1], *named[1:][-MOST_REFERENCES:]])


def _part(file: ImportedAttachment, data: bytes) -> Message:
    kind = file.type if _TYPE.fullmatch(file.type) and not file.type.startswith(("multipart/", "message/")) else ""
    main, sub = (kind or "application/octet-stream").split("/", 1)
    part = MIMEBase(main, sub)
    part.set_payload(data)
    encoders.encode_base64(part)
    name = _one_line(file.name)
    shown: str | tuple[str, str, str] = name if name.isascii() else ("utf-8", "", name)
    part.add_header("Content-Disposition", "inline" if file.inline else "attachment", filename=shown)
    return part


def _one_line(text: str) -> str:
    return _CONTROL.sub(" ", text).strip()


def _words(text: str) -> Header:
    line = _one_line(text)
    return Header(line, "us-ascii" if line.isascii() else "utf-8", maxlinelen=76)


def _people(listed: Sequence[Person]) -> str:
    """Addresses: names quoted or encoded, so that nothing in them can be read as another address."""
    return ",\n ".join(_person(person) for person in listed)


def _person(person: Person) -> str:
    address = re.sub(r"[\s<>,;]", "", _one_line(person.email))
    name = _one_line(person.name)
    if not name:
        return address or "undisclosed:;"
    shown = f'"{quote(name)}"' if name.isascii() else Header(name, "utf-8", maxlinelen=70).encode()
    return f"{shown} <{address}>"


def _ids(listed: Sequence[str]) -> str:
    """Message ids, one a line: a long thread's would not fit on one."""
    return "\n ".join(f"<{_NO_ID.sub('', one)}>" for one in listed)
