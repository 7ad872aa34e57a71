"""Sending: every letter that is due is taken by this worker, handed over, and what became of it written down.

Here: the order of those three. Not here: leases and outcomes (`services/delivering.py`), servers (`post.py`).

A worker that dies between the server's last answer and its own commit leaves the letter in its lease. When that has
run out another one sends it again, with the same Message-ID, so that the recipient's server can tell. One that lives
while the store is away holds on to what it knows until the store is back.
"""

import os
import socket
import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from time import monotonic, sleep
from uuid import uuid4

from supportdesk.desk import Desk
from supportdesk.domain.letters import Claimed, Fate
from supportdesk.domain.ticket import Delivery
from supportdesk.errors import Unavailable
from supportdesk.mail.compose import compose
from supportdesk.mail.post import Down, Patience, Post
from supportdesk.services import delivering
from supportdesk.store import outbox
from supportdesk.store.around import clock_of

Stopped = Callable[[], bool]
"""Asked between two letters whether to leave the rest to a later round."""

PERSISTENCE = 300.0
"""Seconds for which a worker tries to write down the fate of a letter; then it is lost, and the letter is sent again.

The letter is in its lease for longer."""

LAST_CHANCE = 10.0
"""The same for a worker that is to stop."""

BETWEEN_TRIES = 0.5
"""Seconds between two such tries."""


def own_name() -> str:
    """What a worker calls itself in the store: no other one does, on this host or another."""
    return f"{socket.gethostname()}:{os.getpid()}:{uuid4().hex[:8]}"


@dataclass(slots=True)
class Round:
    """What one round of sending did: letters by what became of them, and the mailboxes that are down, with why."""

    letters: Counter[Delivery] = field(default_factory=Counter)
    down: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        """What became of letters, in one line: sent 3, put off 1, failed 1."""
        words = {Delivery.SENT: "sent", Delivery.QUEUED: "put off", Delivery.FAILED: "failed"}
        return ", ".join(f"{word} {self.letters[state]}" for state, word in words.items() if self.letters[state])


def _never() -> bool:
    return False


def senders_waiting(desk: Desk) -> frozenset[str]:
    """The mailboxes that have letters to send now, as a `Worker` takes them."""
    with desk.read() as reading:
        return outbox.senders_waiting(reading, clock_of(reading))


def send_all(desk: Desk, *, patience: Patience | None = None) -> Round:
    """Send every letter that is due, once; mailboxes do not wait for each other, so that a slow server delays its own.

    Where it is interrupted, the letters at hand are finished.
    """
    senders, over = sorted(senders_waiting(desk)), threading.Event()
    done = Round()
    with ThreadPoolExecutor(max(len(senders), 1)) as pool:
        workers = [Worker(desk, sender=sender, patience=patience) for sender in senders]
        under_way = [pool.submit(worker.send_due, stopped=over.is_set) for worker in workers]
        try:
            for one in under_way:
                found = one.result()
                done.letters += found.letters
                done.down |= found.down
        finally:
            over.set()
    return done


class Worker:
    """Sends what is due, one letter after the other, over ways out that stay open while there are letters.

    With a `sender`, as `senders_waiting` names them, it sends the letters of that mailbox alone.
    """

    def __init__(self, desk: Desk, *, sender: str | None = None, patience: Patience | None = None) -> None:
        self.holder = own_name()
        self._desk, self._sender, self._patience = desk, sender, patience
        self._posts: dict[int, Post] = {}

    def send_due(self, *, stopped: Stopped = _never) -> Round:
        """Send every letter that is due, until there is none or `stopped` says so; the letter at hand is finished."""
        done = Round()
        try:
            while not stopped() and (letter := self._claim()) is not None:
                fate = self._try(letter, done)
                state = self._settle(letter, fate, stopped)
                if state is not None:
                    done.letters[state] += 1
        finally:
            self.close()
        return done

    def close(self) -> None:
        """Take leave of all servers."""
        while self._posts:
            self._posts.popitem()[1].close()

    def _claim(self) -> Claimed | None:
        with self._desk.private() as private:
            return delivering.claim(private, self.holder, sender=self._sender)

    def _try(self, letter: Claimed, done: Round) -> Fate:
        """Hand a letter over; a mailbox that is down rests for this round, and its letters wait."""
        name = letter.transport.name
        if name not in done.down:
            try:
                return self._post(letter).hand_over(letter.owed, compose(letter.letter))
            except Down as error:
                done.down[name] = str(error)
        return Fate(deferred=dict.fromkeys(letter.owed, done.down[name]))

    def _post(self, letter: Claimed) -> Post:
        transport = letter.transport
        standing = self._posts.get(transport.id)
        if standing is None or standing.transport != transport:
            if standing is not None:
                standing.close()
            standing = self._posts[transport.id] = Post(transport, patience=self._patience)
        return standing

    def _settle(self, letter: Claimed, fate: Fate, stopped: Stopped) -> Delivery | None:
        """Write down what became of it; a store that is away is waited for, as the letter may be gone already."""
        began = monotonic()
        while True:
            try:
                with self._desk.change(delivering.VERB) as change:
                    return delivering.settle(change, letter, fate)
            except Unavailable:
                if monotonic() - began > (LAST_CHANCE if stopped() else PERSISTENCE):
                    raise
            sleep(BETWEEN_TRIES)
