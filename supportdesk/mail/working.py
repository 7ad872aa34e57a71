"""The worker that does the mail of a desk: mailboxes are fetched and letters sent, until it is told to stop.

Here: what runs beside what, and what a worker outlives. Each mailbox is fetched by a thread of its own, and its letters
are sent by another, so that a slow server delays no other mailbox. Any number of workers may do the mail of one desk,
on any number of hosts: each takes what it works on to itself first.
"""

from collections.abc import Callable
from threading import Event, Thread
from time import monotonic

from supportdesk.desk import Desk
from supportdesk.domain.mail_rows import MailboxRow
from supportdesk.errors import DeskError, Unavailable
from supportdesk.mail.collecting import Collector, Pace
from supportdesk.mail.deliver import Worker, own_name, senders_waiting
from supportdesk.mail.notices import Notices
from supportdesk.store.mailboxes import mailboxes

PAUSE = 2.0
"""Seconds between two looks at the outbox and at the mailboxes that there are."""

LONG_PAUSE = 15.0
"""The same where the store did not answer."""

GRACE = 5.0
"""Seconds that mailboxes have to end; one whose server keeps silent is left as it is: nothing there is half done."""


def work(desk: Desk, *, until: Event, say: Callable[[str], None], pace: Pace | None = None) -> None:
    """Do the mail of a desk; a store that is busy or away is waited for, and told."""
    notices = Notices(say)
    fetching, sending = Fetching(desk, notices, pace), Sending(desk, notices, until)
    try:
        while not until.is_set():
            pause = PAUSE
            try:
                fetching.follow(_listed(desk, notices))
                sending.follow(senders_waiting(desk))
                notices.over("the store", "answers again")
            except Unavailable as error:
                notices.stands("the store", error.message)
                pause = LONG_PAUSE
            until.wait(pause)
    finally:
        fetching.end()
        sending.end()


def _listed(desk: Desk, notices: Notices) -> list[MailboxRow]:
    """The mailboxes in use; without any the worker waits for one, and says so."""
    with desk.read() as reading:
        found = [one for one in mailboxes(reading) if one.active and (one.source or one.target)]
    if found:
        notices.over("mailboxes", f"now in use: {', '.join(one.name for one in found)}")
    else:
        notices.stands("mailboxes", "none is in use yet, waiting for one: supportdesk mailbox add NAME --address …")
    return found


class Fetching:
    """The threads that fetch, one for each mailbox that mail comes to."""

    def __init__(self, desk: Desk, notices: Notices, pace: Pace | None) -> None:
        self._desk, self._notices, self._pace, self._holder = desk, notices, pace, own_name()
        self._running: dict[int, tuple[Collector, Thread]] = {}

    def follow(self, listed: list[MailboxRow]) -> None:
        """Fetch these mailboxes, each as it is now, and no other ones."""
        wanted = {one.id: one for one in listed if one.source}
        for number, (collector, thread) in list(self._running.items()):
            if collector.mailbox != wanted.get(number):
                collector.bell.set()
            if not thread.is_alive():
                del self._running[number]
        for number, mailbox in wanted.items():
            if number not in self._running:
                self._start(mailbox)

    def _start(self, mailbox: MailboxRow) -> None:
        collector = Collector(self._desk, mailbox, holder=self._holder, notices=self._notices, pace=self._pace)
        thread = Thread(target=collector.run, name=f"fetch {mailbox.name}", daemon=True)
        self._running[mailbox.id] = collector, thread
        thread.start()

    def end(self) -> None:
        """Have all of them end, and leave those that a server holds up."""
        deadline = monotonic() + GRACE
        for collector, _ in self._running.values():
            collector.bell.set()
        for _, thread in self._running.values():
            thread.join(max(deadline - monotonic(), 0))


class Sending:
    """The threads that send, one for each mailbox that has letters to send now."""

    def __init__(self, desk: Desk, notices: Notices, until: Event) -> None:
        self._desk, self._notices, self._until = desk, notices, until
        self._running: dict[str, Thread] = {}

    def follow(self, senders: frozenset[str]) -> None:
        """Send the letters of these, but for those that are at it."""
        self._running = {sender: thread for sender, thread in self._running.items() if thread.is_alive()}
        for sender in senders - self._running.keys():
            self._running[sender] = Thread(target=self._send, args=(sender,), name=f"send {sender}", daemon=True)
            self._running[sender].start()

    def _send(self, sender: str) -> None:
        about = "sending" + (f" from {sender}" if sender else "")
        try:
            done = Worker(self._desk, sender=sender).send_due(stopped=self._until.is_set)
        except DeskError as error:
            self._notices.stands(about, error.message)
            return
        except Exception as error:
            self._notices.stands(about, f"unexpected {type(error).__name__}: {error}")
            return
        if told := str(done):
            self._notices.say(about, told)
        for name, reason in done.down.items():
            self._notices.stands(about, reason if sender else f"{name}: {reason}")
        if not done.down:
            self._notices.over(about, "works again")

    def end(self) -> None:
        """Wait for the letters at hand."""
        for thread in self._running.values():
            thread.join()
