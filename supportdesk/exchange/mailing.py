"""What mbox, Maildir and single mails have in common: raw mails in become tickets, and messages out become mails."""

import email.utils
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

from supportdesk.desk import Desk
from supportdesk.domain.arriving import ImportedMail
from supportdesk.domain.identity import identity
from supportdesk.domain.shape import ImportedMessage, ImportedTicket
from supportdesk.domain.ticket import MessageKind
from supportdesk.exchange.report import ExportReport, ImportOptions, ImportReport, Progress, Watcher
from supportdesk.exchange.rfc822 import compose
from supportdesk.exchange.running import Item, Run
from supportdesk.mail import thread
from supportdesk.mail.mailbox import Raw
from supportdesk.mail.parse import message_id, parse
from supportdesk.mail.record import imported
from supportdesk.services import intake, mail_import
from supportdesk.services.intake import Added, Decision, Verdict
from supportdesk.store import outgoing
from supportdesk.store.change import Change
from supportdesk.store.reading import Reading
from supportdesk.store.thread import content

_STAMP = re.compile(rb"[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]?\d [\d:]{4,8} [^\r\n]{0,12}?\d{4}")


def take(
    desk: Desk, raws: Iterable[Raw], *, options: ImportOptions, progress: Watcher | None, size: int | None = None
) -> ImportReport:
    """File mails as tickets, each once however often its Message-ID comes."""
    now = desk.clock()

    def write(change: Change, mails: Sequence[ImportedMail | Known]) -> tuple[list[Decision], Added]:
        return _file(change, mails, options)

    run: Run[ImportedMail | Known] = Run(desk, write, options.rejects, progress, size)
    found: Iterable[Raw | Known] = raws
    run.take(found, partial(items, now), weigh=_weight, sift=partial(_sifted, desk))
    return run.report()


@dataclass(frozen=True, slots=True)
class Known:
    """A mail that the desk has, by its Message-ID: there is no need to read it; its place in the source, its bytes."""

    number: int
    offset: int
    size: int


def _weight(raw: Raw | Known) -> int:
    return raw.size if isinstance(raw, Known) else len(raw.content or b".")


def _sifted(desk: Desk, raws: list[Raw | Known]) -> list[Raw | Known]:
    """Mails that the desk has are passed over unread, as those of a mailbox that comes again.

    Their headers are looked at only where the desk has one of a few: in a new mailbox that would be for nothing.
    """
    with desk.read() as reading:
        few = [raws[at] for at in {0, len(raws) // 2, len(raws) - 1}]
        if not intake.known_mails(reading, filter(None, map(_message_id, few))):
            return raws
        ids = list(map(_message_id, raws))
        known = intake.known_mails(reading, filter(None, ids))
    return [
        Known(raw.number, raw.offset, _weight(raw)) if one in known else raw for raw, one in zip(raws, ids, strict=True)
    ]


def _message_id(raw: Raw | Known) -> str:
    """What a mail is known by at the desk; "" for what is no mail."""
    content = None if isinstance(raw, Known) else raw.content
    return identity(message_id(content)) if content and content.strip() else ""


def _file(
    change: Change, mails: Sequence[ImportedMail | Known], options: ImportOptions
) -> tuple[list[Decision], Added]:
    """Mails that the desk has are duplicates; the others are placed together and filed."""
    unknown = [(at, mail) for at, mail in enumerate(mails) if isinstance(mail, ImportedMail)]
    seen = intake.known_mails(change, [mail.message.message_id for _, mail in unknown])
    decisions: list[Decision] = [Verdict.DUPLICATE] * len(mails)
    fresh: list[int] = []
    listed: list[ImportedMail] = []
    for at, mail in unknown:
        if mail.message.message_id not in seen:
            seen.add(mail.message.message_id)
            fresh.append(at)
            listed.append(mail)
    places = thread.place(change, [thread.Links(mail.message.message_id, mail.named) for mail in listed])
    taken, added = mail_import.add_mail(change, listed, places, status=options.status) if listed else ([], Added())
    for at, decision in zip(fresh, taken, strict=True):
        decisions[at] = decision
    return decisions, added


def items(now: datetime, raws: Sequence[Raw | Known]) -> list[Item[ImportedMail | Known]]:
    """Mails as records, each with its fault where it cannot be read."""
    return [_item(raw, now) for raw in raws]


def _item(raw: Raw | Known, now: datetime) -> Item[ImportedMail | Known]:
    if isinstance(raw, Known):
        return Item(raw.number, raw.offset, raw.size, raw)
    if raw.content is None:
        return Item(raw.number, raw.offset, 1, None, fault=raw.fault)
    if not raw.content.strip():
        return Item(raw.number, raw.offset, 1, None, raw.content, "the mail is empty")
    mail = parse(raw.content)
    made = imported(mail, raw.content, mail.date or arrived(raw.separator) or now, now)
    return Item(raw.number, raw.offset, len(raw.content), made)


def arrived(separator: bytes) -> datetime | None:
    """When a mail arrived, by the line `From …` before it in an mbox (asctime, UTC)."""
    found = _STAMP.search(separator)
    parsed = email.utils.parsedate_tz(found[0].decode("ascii", "replace")) if found else None
    if parsed is None:
        return None
    try:
        return datetime.fromtimestamp(email.utils.mktime_tz(parsed), UTC)
    except (ValueError, OverflowError, OSError):
        return None


# Out -----------------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Outgoing:
    """The messages of tickets as mails: the original where there is one, else composed."""

    reading: Reading
    filter: str
    progress: Watcher | None = None
    tickets: int = 0
    messages: int = 0
    size: int = 0
    notes: int = 0
    silent: int = 0

    def mails(self) -> Iterator[tuple[ImportedTicket, ImportedMessage, bytes]]:
        """Every public message of the tickets that the filter matches, ticket by ticket; notes never leave the desk."""
        numbers = outgoing.numbers(self.reading, self.filter)
        for shown in outgoing.tickets(self.reading, numbers, history=False):
            before = self.messages
            for message in shown.ticket.thread:
                if message.withdrawn:
                    continue
                if message.kind in (MessageKind.NOTE, MessageKind.SYSTEM):
                    self.notes += 1
                    continue
                raw = self._raw(shown.ticket, message)
                self.messages += 1
                self.size += len(raw)
                yield shown.ticket, message, raw
            self.tickets += self.messages > before
            self.silent += self.messages == before
            done = self.tickets + self.silent
            if self.progress and not done % 100:
                self.progress(Progress(done, len(numbers), self.messages))

    def _raw(self, ticket: ImportedTicket, message: ImportedMessage) -> bytes:
        if message.raw:
            return content(self.reading, message.raw)
        files = [(file, content(self.reading, file.sha256)) for file in message.attachments]
        return compose(message, files, earlier=[one.message_id for one in ticket.thread if one.at < message.at])

    def report(self) -> ExportReport:
        """What was written, and what no mail holds: notes, and tickets on which nothing was said in public."""
        missed = {"notes": self.notes, "tickets without a message": self.silent}
        left_out = {what: number for what, number in missed.items() if number}
        return ExportReport(self.tickets, self.messages, self.messages, self.size, left_out)
