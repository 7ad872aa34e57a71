"""Whom a mail makes a follower of its ticket: those in its Cc, where who wrote it may say so.

A sender is easily forged, and a copy tells what the desk writes: only the mail that begins a ticket adds followers, and
one by somebody whom the desk writes to there, if it answers a mail that only who has had it can name.
"""

from collections.abc import Collection

from supportdesk.domain.addresses import EMAIL
from supportdesk.domain.arriving import Lead, Letter
from supportdesk.domain.followers import is_machine, joined, written
from supportdesk.domain.models import Person
from supportdesk.domain.shape import ImportedMessage
from supportdesk.domain.ticket import MessageKind
from supportdesk.services.following import customers_of, followers_of
from supportdesk.services.naming import LONGEST_EMAIL
from supportdesk.services.speakers import Side, Speaker
from supportdesk.store import bulk
from supportdesk.store.change import Change
from supportdesk.store.reading import Reading
from supportdesk.store.tables import message
from supportdesk.store.thread import people

MOST_BY_MAIL = 20
"""Followers up to which mail adds more: a stranger's Cc must not make the desk write to hundreds."""

VOUCHING = frozenset({"ours", "reference"})
"""Rules by which a mail names another one of its ticket, which a stranger does not know."""


def may_add(reading: Reading, number: int, letter: Letter, lead: Lead, speaker: Speaker) -> bool:
    """Whether a mail that is led to a ticket adds followers to it; asked before the mail is part of it.

    Who wrote there once is not enough: anybody may write to the desk. The desk must write to them.
    """
    if not copies(letter.message) or speaker.side is not Side.CUSTOMER or lead.rule.partition(" ")[0] not in VOUCHING:
        return False
    email = speaker.person.email
    if email in customers_of(reading, [number]).get(number, ()):
        return True
    followers = {one.email.lower() for one in followers_of(reading, [number])[number]}
    return email in followers or email in _reached(reading, number)


def copies(said: ImportedMessage) -> bool:
    """Whether a person sent copies; what came through a mailing list all may read."""
    return bool(said.cc) and not said.automatic


def _reached(reading: Reading, number: int) -> set[str]:
    """Whom an agent's letters went to; a mail that says it is an agent's proves nothing."""
    columns = ("kind", "recipients", "copies", "raw", "withdrawn")
    return {
        one.email.lower()
        for kind, *listed, raw, withdrawn in bulk.matching(reading, message, columns, "ticket_id", [number])
        if kind == MessageKind.REPLY and raw is None and not withdrawn
        for part in listed
        for one in people(part)
    }


def add_copied(change: Change, number: int, letter: Letter, speaker: Speaker) -> None:
    """Those in Cc of a person's mail follow its ticket."""
    if not copies(letter.message):
        return
    theirs = customers_of(change, [number]).get(number, set())
    fit = [one for one in letter.message.cc if _can_follow(one, speaker, theirs)]
    standing = followers_of(change, [number])[number]
    after = joined(standing, fit, most=max(MOST_BY_MAIL, len(standing)))
    change.set_each("followed", {number: {"followers": written(after)}})


def _can_follow(person: Person, speaker: Speaker, theirs: Collection[str]) -> bool:
    email = person.email.lower()
    reachable = EMAIL.fullmatch(email) is not None and len(email) <= LONGEST_EMAIL
    known = email in theirs or email == speaker.person.email or speaker.staff.is_inside(email)
    return reachable and not known and not is_machine(email)
