"""Mail at a desk of the tests: what lies in quarantine, mails of a thread, and letters that did not go."""

from supportdesk.desk import Desk
from supportdesk.domain.arriving import Received
from supportdesk.domain.letters import Fate
from supportdesk.mail.receive import receive
from supportdesk.services import delivering
from supportdesk.store.mail_addresses import sending
from tests.mail.posting import answer, mailbox

HOSTILE = "Look \x1b]52;c;aGk=\x07 [/b] \u202egnp"


def mail(
    text: str = "hello",
    *,
    sender: str = "Olga <olga@example.org>",
    subject: str = "A question",
    id: str,
    more: str = "",
) -> bytes:
    """A mail as a server hands it over."""
    head = f"From: {sender}\r\nTo: help@desk.example\r\nSubject: {subject}\r\nMessage-ID: <{id}>\r\n{more}"
    return f"{head}Content-Type: text/plain; charset=utf-8\r\n\r\n{text}\r\n".encode()


def take_in(desk: Desk, raw: bytes) -> Received:
    """Receive a mail."""
    return receive(desk, raw)


def quarantine(desk: Desk) -> None:
    """Three mails that cannot be taken in: one that was not fetched, one under another's id, and a hostile one."""
    take_in(desk, mail(id="one@x.example"))
    receive(desk, None, place="uid:7", fault="the server answered: NO internal error")
    take_in(desk, mail("This is mine.", sender="Eve <eve@evil.example>", subject="Mine", id="one@x.example"))
    take_in(desk, mail(HOSTILE, sender="Mallory <m@evil.example>", subject=HOSTILE, id="one@x.example"))


def fail(desk: Desk, number: int, reason: str = "550 5.1.1 no such user") -> int:
    """Answer a ticket by a letter that its server refuses; the letter's number."""
    with desk.read() as reading:
        sends = bool(sending(reading))
    if not sends:
        mailbox(desk, 9)
    letter = answer(desk, number)
    while True:
        with desk.private() as private:
            claimed = delivering.claim(private, "a worker")
        assert claimed is not None
        ours = claimed.message == letter
        fate = Fate(refused={claimed.owed[0]: reason}) if ours else Fate(taken=claimed.owed)
        with desk.change("mail send") as change:
            delivering.settle(change, claimed, fate)
        if ours:
            return letter
