"""Sending: every letter that is due is taken by this worker, handed over, and what became of it written down.

Here: the order of those three. Not here: leases and outcomes (`services/delivering.py`), servers (`post.py`).

A worker that dies between the server's last answer and its own commit leaves the letter in its lease. When that has
run out another one sends it again, with the same Message-ID, so that the recipient's server can tell.
"""

import os
import socket
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import uuid4

from supportdesk.desk import Desk
from supportdesk.domain.letters import Claimed, Fate
from supportdesk.domain.ticket import Delivery
from supportdesk.errors import Unavailable
from supportdesk.mail.compose import compose
from supportdesk.mail.post import Down, Patience, Post
from supportdesk.services import delivering

PERSISTENCE = 3
"""How often the fate of a letter is written down before the worker gives up; then the letter is sent again."""


@dataclass(slots=True)
class Round:
    """What one round of sending did: letters by what became of them, and the mailboxes that are down, with why."""

    letters: Counter[Delivery] = field(default_factory=Counter)
    down: dict[str, str] = field(default_factory=dict)


class Worker:
    """Sends what is due, one letter after the other, over ways out that stay open while there are letters."""

    def __init__(self, desk: Desk, *, patience: Patience | None = None) -> None:
        self.holder = f"{socket.gethostname()}:{os.getpid()}:{uuid4().hex[:8]}"
        self._desk, self._patience = desk, patience
        self._posts: dict[int, Post] = {}

    def send_due(self, *, stopped: Callable[[], bool] = lambda: False) -> Round:
        """Send every letter that is due, until there is none or `stopped` says so; the letter at hand is finished."""
        done = Round()
        try:
            while not stopped() and (letter := self._claim()) is not None:
                fate = self._try(letter, done)
                state = self._settle(letter, fate)
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
            return delivering.claim(private, self.holder)

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

    def _settle(self, letter: Claimed, fate: Fate) -> Delivery | None:
        """Write down what became of it; a store that is busy is asked again, for the letter may be gone."""
        for left in reversed(range(PERSISTENCE)):
            try:
                with self._desk.change(delivering.VERB) as change:
                    return delivering.settle(change, letter, fate)
            except Unavailable:
                if not left:
                    raise
        raise AssertionError("unreachable")
