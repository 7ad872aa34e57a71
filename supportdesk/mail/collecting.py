"""Collecting the mail of one mailbox for as long as a worker runs: who does it, and when it is looked at again.

A server that tells of new mail is waited for (IDLE), any other source is looked at now and then. Of the workers of all
hosts the one that has the mailbox's lease does it, and the others stand by: that spares servers sessions, and no mail
would be doubled by two at once. Not here: how mail is fetched (`fetch.py`).
"""

from dataclasses import dataclass
from threading import Event
from time import monotonic

from supportdesk.desk import Desk
from supportdesk.domain.mail_places import Place, read_place
from supportdesk.domain.mail_rows import MailboxRow
from supportdesk.errors import DeskError, Unavailable
from supportdesk.mail.credentials import credential_of
from supportdesk.mail.fetch import Tally, fetch, look
from supportdesk.mail.imap import opened
from supportdesk.mail.notices import Notices
from supportdesk.services import leasing

RENEWAL = leasing.TERM.total_seconds() / 3
"""Seconds after which a lease is renewed."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How long a collector waits, in seconds.

    `poll` is between two looks at a source that tells nothing, `idle` how long one IDLE lasts: RFC 2177 wants it under
    29 minutes, but what stands between hosts cuts wires that are silent for less, and servers have been seen to miss a
    message while they told of another. After a session that ended early the pause is `again`, and doubles up to
    `longest`.
    """

    poll: float = 60.0
    idle: float = 60.0
    standing_by: float = 5.0
    again: float = 1.0
    longest: float = 60.0


class Collector:
    """Takes in the mail of one mailbox until its bell rings; `holder` is the worker that it belongs to."""

    def __init__(
        self, desk: Desk, mailbox: MailboxRow, *, holder: str, notices: Notices, pace: Pace | None = None
    ) -> None:
        self.bell, self.mailbox = Event(), mailbox
        self._desk, self._holder, self._notices, self._pace = desk, holder, notices, pace or Pace()
        self._about, self._lease = f"mailbox {mailbox.name}", f"fetch:{mailbox.id}"
        self._renewed: float | None = None
        self._stood_by = self._has_worked = False
        self._pause = self._pace.again

    def run(self) -> None:
        """Collect, whatever happens to the source or the store, until the bell rings."""
        while not self.bell.is_set():
            began, self._has_worked = monotonic(), False
            try:
                self._turn(read_place(self.mailbox.source, use="source"))
            except Exception as error:  # one mailbox's fault, even one of ours, ends no worker
                # A session that worked and was cut is no news, and no reason to leave the mailbox to another worker,
                # unless no other session can be had.
                if not (self._has_worked and isinstance(error, Unavailable)):
                    self._notices.stands(self._about, _reason(error))
                    self._let_go()
                self._recover(began)
        self._let_go()

    def _turn(self, place: Place) -> None:
        """Stand by, or look at the mailbox and wait for what comes next."""
        if other := self._other():
            self._stood_by = True
            self._notices.stands(self._about, f"is fetched by another worker ({other}); standing by")
            self.bell.wait(self._pace.standing_by)
            return
        if self._stood_by:
            self._stood_by = False
            self._notices.over(self._about, "taken over")
        if not place.host:
            self._took(fetch(self._desk, self.mailbox, stopped=self._is_over))
            self._rest()
        elif self._attend(place):
            self._rest()

    def _attend(self, place: Place) -> bool:
        """Take mail in as it comes, for one session; whether the server tells nothing and is to be asked again."""
        began = monotonic()
        with opened(place, credential_of(self.mailbox)) as folder:
            self._took(look(self._desk, self.mailbox, folder, stopped=self._is_over))
            if not folder.can_wait():
                return True
            while not self._is_over():
                if not folder.wait(self._pace.idle, self._is_over):
                    self._recover(began)
                    break
                self._took(look(self._desk, self.mailbox, folder, stopped=self._is_over))
        return False

    def _took(self, tally: Tally) -> None:
        self._has_worked = True
        self._notices.over(self._about, "works again")
        if tally.received:
            self._notices.say(self._about, str(tally))

    # Pauses --------------------------------------------------------------------------------------------------------

    def _rest(self) -> None:
        """Wait for the next look, and keep the lease meanwhile."""
        until = monotonic() + self._pace.poll
        while not self._is_over() and (left := until - monotonic()) > 0:
            self.bell.wait(min(left, RENEWAL))

    def _recover(self, began: float) -> None:
        """Wait after a session that ended by itself, the longer the more of them ended soon."""
        is_steady = monotonic() - began > self._pace.longest
        self._pause = self._pace.again if is_steady else self._pause
        self.bell.wait(self._pause)
        self._pause = min(self._pause * 2, self._pace.longest)

    # The lease -----------------------------------------------------------------------------------------------------

    def _is_over(self) -> bool:
        return self.bell.is_set() or bool(self._other())

    def _other(self) -> str:
        """Who else has the lease; nobody where it is this worker's, which is renewed in time."""
        if self._renewed is not None and monotonic() - self._renewed < RENEWAL:
            return ""
        with self._desk.private() as private:
            found = leasing.take(private, self._lease, self._holder)
        self._renewed = monotonic() if found == self._holder else None
        return found if self._renewed is None else ""

    def _let_go(self) -> None:
        """Let another worker have the mailbox; where the store is away, the lease runs out by itself."""
        if self._renewed is None:
            return
        self._renewed = None
        try:
            with self._desk.private() as private:
                leasing.give_back(private, self._lease, self._holder)
        except DeskError:
            return


def _reason(error: Exception) -> str:
    return error.message if isinstance(error, DeskError) else f"unexpected {type(error).__name__}: {error}"
