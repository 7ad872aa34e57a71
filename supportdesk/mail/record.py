"""A mail as the records that the desk keeps of it: the message, its files and the mail itself as it came.

Not here: who speaks in it, which ticket it belongs to.
"""

from datetime import datetime

from supportdesk.domain.arriving import ImportedMail
from supportdesk.domain.identity import clean, identity
from supportdesk.domain.models import Person
from supportdesk.domain.shape import Content, ImportedAttachment, ImportedMessage
from supportdesk.domain.ticket import MessageKind
from supportdesk.mail import thread
from supportdesk.mail.parse import Mail, Mailbox, Part
from supportdesk.store.blobs import packed
from supportdesk.store.columns import instant_text
from supportdesk.store.text import stems_of

LONGEST_SUBJECT = 1000
NO_SUBJECT = "(no subject)"


def imported(mail: Mail, raw: bytes, at: datetime, now: datetime) -> ImportedMail:
    """A mail as records: the message, its files and the mail itself as it came; nothing is of the future."""
    whole = packed(raw)
    files = [(part, packed(part.content)) for part in mail.parts]
    link = thread.links(mail)
    split = (clean(mail.text), clean(mail.quoted)) if mail.quoted else (None, None)
    body = clean(mail.body)
    message = ImportedMessage(
        kind=MessageKind.CUSTOMER,
        at=instant_text(min(at, now)),
        message_id=identity(mail.message_id),
        body=body,
        author=_person(mail.sender),
        to=tuple(map(_person, mail.to)),
        cc=tuple(map(_person, mail.cc)),
        subject=clean(mail.subject),
        in_reply_to=next((identity(one) for one in mail.in_reply_to if one in link.named), ""),
        references=tuple(map(identity, link.named)),
        text=split[0],
        quoted=split[1],
        automatic=mail.automatic,
        raw=whole.sha256,
        attachments=tuple(_attachment(part, held) for part, held in files),
        stems=stems_of(body),
    )
    subject = " ".join(message.subject.split())[:LONGEST_SUBJECT] or NO_SUBJECT
    return ImportedMail(message, subject, message.references, (whole, *(held for _, held in files)))


def _person(mailbox: Mailbox) -> Person:
    return Person(clean(mailbox.name), clean(mailbox.email).lower())


def _attachment(part: Part, held: Content) -> ImportedAttachment:
    return ImportedAttachment(clean(part.name), clean(part.type), held.size, held.sha256, part.inline)
