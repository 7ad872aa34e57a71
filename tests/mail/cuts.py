"""Sessions with mail servers that are cut after a byte, and what must hold after the next one, which is not.

The suite cuts where it hurts, and `python -m bench.faults` at every byte.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress

from imapclient import IMAPClient
from sqlalchemy import func, select

from supportdesk.desk import Desk
from supportdesk.domain.mail_rows import MailboxRow
from supportdesk.domain.models import Person
from supportdesk.errors import Unavailable
from supportdesk.mail.deliver import Worker
from supportdesk.mail.fetch import fetch
from supportdesk.services import conversation, mailboxes, tickets
from supportdesk.store import ledger, tables
from supportdesk.store import mailboxes as mailbox_reads
from tests.mail.cutting import WHOLE, Wire
from tests.mail.posting import QUICK, send
from tests.mail.smtp_server import Inbox
from tests.services.acting import act, messages

TAKEN = b"250 taken\r\n"
"""The server's last answer to a letter."""


def mailbox_on(desk: Desk, wire: Wire, password_file: str) -> MailboxRow:
    """A mailbox whose mail comes over a wire."""
    url = f"imap://support@127.0.0.1:{wire.port}/INBOX"
    wanted = mailboxes.Wanted(address="support@acme.example", source=url, password_file=password_file)
    with desk.change("mailbox add") as change:
        mailboxes.add_mailbox(change, name="support", wanted=wanted)
    with desk.read() as reading:
        return mailbox_reads.mailboxes(reading)[0]


def around_lines(said: bytes) -> list[int]:
    """Every place between two lines, and those one byte before and after it."""
    ends = [at + 1 for at, byte in enumerate(said) if byte == ord("\n")]
    return sorted({0, *(end + by for end in ends for by in (-1, 0, 1))})


def fetches(desk: Desk, box: MailboxRow, wire: Wire, client: IMAPClient, places: Iterable[int]) -> Iterator[int]:
    """Fetch one message over a wire that is cut so many bytes into the answers, then over a whole one; for each place.

    The message has arrived then, once, and is marked; what was received balances.
    """
    with desk.read() as reading:
        before = int(reading.value(select(func.count()).select_from(tables.arrival)))
    for number, place in enumerate(places, before + 1):
        client.append("INBOX", _mail(number))
        wire.length = place
        with suppress(Unavailable):
            fetch(desk, box)
        wire.length = WHOLE
        fetch(desk, box)
        with desk.read() as reading:
            (line,) = ledger.balances(reading)
            opened = reading.value(select(func.count()).select_from(tables.ticket))
        assert (line.received, line.new, opened) == (number, number, number), f"cut after {place} bytes"
        uids = client.search()
        assert [b"\\Seen" in data[b"FLAGS"] for data in client.fetch(uids, ["FLAGS"]).values()] == [True]
        client.delete_messages(uids)
        client.expunge()
        yield place


def _mail(number: int) -> bytes:
    head = f"From: ivan@example.org\r\nSubject: Matter {number}\r\nMessage-ID: <{number:04}@example.org>\r\n\r\n"
    return head.encode() + b"Help.\r\n"


def sends(desk: Desk, wire: Wire, inbox: Inbox, places: Sequence[int]) -> list[int]:
    """Send letters, each over a wire that is cut after so many bytes, then what is left over a whole one.

    Each letter is sent then. Returned are the places where it was taken twice, as the same mail: that may be where its
    taking was not heard of, and nowhere else.
    """
    numbers, before = _opened(desk, len(places)), len(inbox.taken)
    act(desk, conversation.reply, numbers, body="We are on our way.")
    desk.clock.advance(seconds=11)  # type: ignore[attr-defined]
    heard: list[bool] = []
    for wire.length in places:
        rest = iter([False])
        Worker(desk, patience=QUICK).send_due(stopped=lambda rest=rest: next(rest, True))  # type: ignore[misc]
        heard.append(TAKEN in wire.answers)
    wire.length = WHOLE
    desk.clock.advance(minutes=1)  # type: ignore[attr-defined]
    send(desk)
    taken = [raw for _, raw in inbox.taken[before:]]
    twice: list[int] = []
    for ticket, place, was_heard in zip(numbers, places, heard, strict=True):
        (reply,) = [one for one in messages(desk, ticket) if one.kind == "reply"]
        copies = [raw for raw in taken if f"<{reply.message_id}>".encode() in raw]
        assert reply.delivery == "sent", f"cut after {place} bytes"
        assert len(copies) == 1 or (len(copies) == 2 and not was_heard), f"cut after {place} bytes"
        assert len(set(copies)) == 1, f"cut after {place} bytes"
        twice += [place] * (len(copies) - 1)
    return twice


def _opened(desk: Desk, number: int) -> list[int]:
    """So many tickets whose letters are of one length: each has a number of four digits."""
    with desk.change("new") as change:
        made = [tickets.open_ticket(change, subject="Request", customer=IVAN).number for _ in range(number)]
    return [one for one in made if one]


IVAN = Person("Ivan Petrov", "ivan@example.org")


def count_from_a_thousand(desk: Desk) -> None:
    """Let the first ticket of a desk have the number 1001."""
    with desk.store.writing() as connection:
        connection.exec_driver_sql(
            "INSERT INTO sqlite_sequence (name, seq) VALUES ('ticket', 1000)"
            if desk.store.sqlite
            else "SELECT setval('ticket_id_seq', 1000)"
        )


def around_dialogue(said: Sequence[tuple[bool, bytes]]) -> list[int]:
    """Places around the ends of all lines but those of the letter, of which some are taken."""
    whole = b"".join(data for _, data in said)
    begin, end = whole.index(b"354 "), whole.index(TAKEN)
    lines = [place for place in around_lines(whole) if not begin + 60 < place < end - 60]
    return sorted({*lines, *range(begin + 60, end - 60, 97)})
