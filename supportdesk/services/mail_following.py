"""Whom a mail makes a follower of its ticket: those in its Cc, where who wrote it may say so.

A sender is easily forged, and a copy tells what the desk writes: only the mail that begins a ticket adds followers, and
one by somebody whom the desk writes to there, if it answers a mail that only who has had it can name.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from supportdesk.domain.addresses import is_address
from supportdesk.domain.arriving import Lead, Letter
from supportdesk.domain.followers import is_machine, joined, written
from supportdesk.domain.models import Person
from supportdesk.domain.shape import ImportedMessage
from supportdesk.domain.ticket import MessageKind
from supportdesk.services.following import customers_of, followers_of
from supportdesk.services.speakers import Side, Speaker, Staff
from supportdesk.store import bulk
from supportdesk.store.change import Change
from supportdesk.store.reading import Reading
from supportdesk.store.tables import message
from supportdesk.store.thread import people

MOST_BY_MAIL = 20
"""Followers up to which mail adds more: a stranger's Cc must not make the desk write to hundreds."""

VOUCHING = frozenset({"ours", "reference"})
"""Rules by which a mail names another one of its ticket, which a stranger does not know."""


@dataclass(slots=True)
class Circle:
    """Whom the desk writes to about a ticket: its customer under any address, who follows, and whom letters reached."""

    customer: Collection[str]
    followers: tuple[Person, ...]
    reached: Collection[str] = ()

    def holds(self, email: str) -> bool:
        """Whether somebody is in it. Who wrote there once is not: anybody may write to the desk."""
        return email in self.customer or email in self.reached or email in {one.email.lower() for one in self.followers}

    def grow(self, copied: Iterable[Person], *, author: str, staff: Staff) -> None:
        """Those in Cc of a person's mail follow, but for who is known anyway, machines, and who is too many."""
        known = {*self.customer, author}
        fit = [one for one in copied if one.email.lower() not in known and _can_follow(one.email.lower(), staff)]
        self.followers = joined(self.followers, fit, most=max(MOST_BY_MAIL, len(self.followers)))


def circles(reading: Reading, numbers: Sequence[int]) -> dict[int, Circle]:
    """The circle of each of some tickets."""
    customer, reached = customers_of(reading, numbers), _reached(reading, numbers)
    following = followers_of(reading, numbers)
    return {one: Circle(customer.get(one, ()), following[one], reached.get(one, ())) for one in numbers}


def _reached(reading: Reading, numbers: Sequence[int]) -> dict[int, set[str]]:
    """Whom an agent's letters went to; a mail that says it is an agent's proves nothing."""
    columns = ("ticket_id", "kind", "recipients", "copies", "raw", "withdrawn")
    found: dict[int, set[str]] = {}
    for number, kind, *listed, raw, withdrawn in bulk.matching(reading, message, columns, "ticket_id", numbers):
        if kind == MessageKind.REPLY and raw is None and not withdrawn:
            emails = (one.email.lower() for part in listed for one in people(part))
            found.setdefault(number, set()).update(emails)
    return found


def _can_follow(email: str, staff: Staff) -> bool:
    return is_address(email) and not staff.is_inside(email) and not is_machine(email)


def copies(said: ImportedMessage) -> bool:
    """Whether a person sent copies; what came through a mailing list all may read."""
    return bool(said.cc) and not said.automatic


def may_add(reading: Reading, number: int, letter: Letter, lead: Lead, speaker: Speaker) -> bool:
    """Whether a mail that is led to a ticket adds followers to it; asked before the mail is part of it."""
    if not copies(letter.message) or speaker.side is not Side.CUSTOMER or lead.rule.partition(" ")[0] not in VOUCHING:
        return False
    return circles(reading, [number])[number].holds(speaker.person.email)


def add_copied(change: Change, number: int, letter: Letter, speaker: Speaker) -> None:
    """Those in Cc of a person's mail follow its ticket."""
    if copies(letter.message):
        circle = circles(change, [number])[number]
        circle.grow(letter.message.cc, author=speaker.person.email, staff=speaker.staff)
        keep(change, {number: circle})


def keep(change: Change, grown: dict[int, Circle]) -> None:
    """Who follows is written to the tickets, with an event where it is somebody else than before."""
    change.set_each("followed", {number: {"followers": written(one.followers)} for number, one in grown.items()})
