"""A message that was born at the desk as a mail: RFC 5322 and MIME, whatever its words are."""

import re
from collections.abc import Sequence
from datetime import datetime
from email import encoders
from email.charset import QP, Charset
from email.message import Message
from email.mime.base import MIMEBase
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.utils import format_datetime

from supportdesk.domain.shape import ImportedAttachment, ImportedMessage
from supportdesk.mail import fields

_TYPE = re.compile(r"[\w.+-]{1,100}/[\w.+-]{1,100}", re.ASCII)
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
    mail["From"] = fields.people([message.author])
    if message.to:
        mail["To"] = fields.people(message.to)
    if message.cc:
        mail["Cc"] = fields.people(message.cc)
    mail["Subject"] = fields.words(message.subject)
    mail["Date"] = format_datetime(datetime.fromisoformat(message.at))
    mail["Message-ID"] = fields.ids([message.message_id])
    named = [one for one in earlier if one != message.message_id]
    if message.in_reply_to:
        mail["In-Reply-To"] = fields.ids([message.in_reply_to])
        named = [one for one in named if one != message.in_reply_to] + [message.in_reply_to]
    if named:
        mail["References"] = fields.ids(fields.bounded(named))


def _part(file: ImportedAttachment, data: bytes) -> Message:
    kind = file.type if _TYPE.fullmatch(file.type) and not file.type.startswith(("multipart/", "message/")) else ""
    main, sub = (kind or "application/octet-stream").split("/", 1)
    part = MIMEBase(main, sub)
    part.set_payload(data)
    encoders.encode_base64(part)
    name = fields.one_line(file.name)
    shown: str | tuple[str, str, str] = name if name.isascii() else ("utf-8", "", name)
    part.add_header("Content-Disposition", "inline" if file.inline else "attachment", filename=shown)
    return part
