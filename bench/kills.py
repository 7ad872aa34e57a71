"""Kill -9 at random instants of the commands that write most, and what must hold afterwards."""

import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

from sqlalchemy import func, select

from bench.commands import count, faults, run, started
from bench.places import Place, desk
from supportdesk.store.tables import change, event, message, ticket

SEED = 20_261_121
ANSWER = "An answer to be found again"


@dataclass(frozen=True, slots=True)
class Work:
    """A command that is killed: on which store it runs, and what must hold after the kill and after the next run."""

    name: str
    template: str
    words: tuple[str, ...]
    killed: Callable[[str], None]
    finished: Callable[[str], None]


def nothing(_address: str) -> None:
    """No more than the check holds."""


def importing(place: Place, folder: Path, mails: int) -> Work:
    """A mailbox into an empty desk: each message once, each thread one ticket, and a third run adds none."""
    path, threads = mailbox(folder / "mails.mbox", mails)

    def finished(address: str) -> None:
        assert count(address, select(message.c.id)) == mails
        assert count(address, select(ticket.c.id)) == threads
        again = run(["import", "mbox", str(path)], address)
        assert (again.code, count(address, select(message.c.id))) == (0, mails), again

    return Work("import", place.new("empty"), ("import", "mbox", str(path)), nothing, finished)


def mailbox(path: Path, mails: int) -> tuple[Path, int]:
    """An mbox of so many mails; every third begins a thread, some have a file."""
    threads = 0
    with path.open("wb") as file:
        for number in range(mails):
            mail, first = EmailMessage(), number - number % 3
            mail["From"] = f"Customer {first} <c{first}@example.org>"
            mail["To"], mail["Date"] = "support@example.com", f"Sat, 21 Nov 2026 0{number % 9}:10:00 +0000"
            mail["Message-ID"], mail["Subject"] = (
                f"<m{number}@example.org>",
                f"{'Re: ' * (number != first)}Заказ {first}",
            )
            if number == first:
                threads += 1
            else:
                mail["In-Reply-To"] = f"<m{first}@example.org>"
            mail.set_content(f"Письмо {number}. Where is my order?\n" * 8)
            if number % 5 == 0:
                mail.add_attachment(os.urandom(2000), maintype="application", subtype="pdf", filename="order.pdf")
            file.write(b"From c@example.org Sat Nov 21 09:00:00 2026\n" + mail.as_bytes() + b"\n\n")
    return path, threads


def closing(filled: str) -> Work:
    """All open tickets: each is closed, and was closed once."""

    def finished(address: str) -> None:
        assert count(address, select(ticket.c.id).where(ticket.c.is_open == 1)) == 0
        twice = select(event.c.ticket_id).where(event.c.kind == "closed").group_by(event.c.ticket_id)
        assert count(address, twice.having(func.count() > 1)) == 0

    return Work("close", filled, ("close", "--query", "is:open", "--yes"), nothing, finished)


def answering(filled: str) -> Work:
    """The same answer to all open tickets: to all of them or to none, whenever it was killed."""
    tickets = count(filled, select(ticket.c.id).where(ticket.c.is_open == 1))

    def answers(address: str) -> Counter[int]:
        with desk(address) as read, read.read() as reading:
            return Counter(reading.ids(select(message.c.ticket_id).where(message.c.body == ANSWER)))

    def killed(address: str) -> None:
        assert len(answers(address)) in (0, tickets)

    def finished(address: str) -> None:
        found = answers(address)
        assert len(found) == tickets
        assert set(found.values()) in ({1}, {2})

    return Work("reply", filled, ("reply", "--query", "is:open", "--yes", "-m", ANSWER), killed, finished)


def undoing(place: Place, filled: str) -> Work:
    """Closing all open tickets taken back: they are open again, and were reopened once."""
    closed = place.copy(filled, "closed")
    before = count(filled, select(ticket.c.id).where(ticket.c.is_open == 1))
    assert run(["close", "--query", "is:open", "--yes"], closed).code == 0
    with desk(closed) as read, read.read() as reading:
        number = reading.value(select(func.max(change.c.id)))

    def finished(address: str) -> None:
        assert count(address, select(ticket.c.id).where(ticket.c.is_open == 1)) == before
        assert count(address, select(event.c.id).where(event.c.kind == "undone")) == before

    return Work("undo", closed, ("undo", str(number)), nothing, finished)


@dataclass(slots=True)
class Toll:
    """What the kills of one command came to."""

    killed: int = 0
    before_end: int = 0
    seconds: float = 0.0


def kill(place: Place, work: Work, *, times: int, seed: int = SEED) -> Toll:
    """Kill a command at so many random instants; raises where anything is lost, doubled or unsound."""
    chance, toll = random.Random(f"{seed} {place.name} {work.name}"), Toll()
    address = place.copy(work.template, "calm")
    assert run(work.words, address).code == 0  # and imports what the children then find
    assert faults(address) == ()
    work.finished(address)
    address = place.copy(work.template, "calm")
    began = time.monotonic()
    assert os.waitpid(started(lambda: run(work.words, address)), 0)[1] == 0
    toll.seconds = time.monotonic() - began
    for _ in range(times):
        address = place.copy(work.template, "killed")
        toll.killed += 1
        toll.before_end += _killed(work, address, after=chance.uniform(0, toll.seconds * 1.1))
        assert faults(address) == ()
        work.killed(address)
        again = run(work.words, address)
        assert again.code == 0, again
        assert faults(address) == ()
        work.finished(address)
        place.remove(address)
    return toll


def _killed(work: Work, address: str, *, after: float) -> bool:
    """Kill a command after so many seconds; whether it was still at work."""
    child = started(lambda: run(work.words, address))
    time.sleep(after)
    os.kill(child, signal.SIGKILL)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def every_work(place: Place, folder: Path, filled: str, *, mails: int) -> dict[str, Callable[[], Work]]:
    """Each command that is killed, to be made ready when its turn comes."""
    return {
        "import": lambda: importing(place, folder, mails),
        "close": lambda: closing(filled),
        "reply": lambda: answering(filled),
        "undo": lambda: undoing(place, filled),
    }
