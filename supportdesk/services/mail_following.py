"""Whom a mail makes a follower of its ticket: those in its Cc, where who wrote it may say so.

A sender is easily forged, and a copy tells what the desk writes: only the mail that begins a ticket adds followers, and
one by somebody whom the desk writes to there, if it answers a mail that only who has had it can name.
"""

from collections.abc import Collection

from sqlalchemy import select

from supportdesk.domain.arriving import Lead, Letter
from supportdesk.domain.followers import is_machine, joined, written
from supportdesk.domain.models import Person
from supportdesk.domain.ticket import MessageKind
from supportdesk.services.following import customers_of, followers_of
from supportdesk.services.naming import EMAIL, LONGEST_EMAIL
from supportdesk.services.speakers import Side, Speaker
from supportdesk.store.change import Change
from supportdesk.store.reading import Reading
from supportdesk.store.tables import message
from supportdesk.store.thread import people

MOST_BY_MAIL = 20
"""Followers up to which mail adds more: a stranger's Cc must not make the desk write to hundreds."""

VOUCHING = frozenset({"ours", "reference"})
"""Rules by which a mail names another one of its ticket, which a stranger does not know."""


def may_add(reading: Reading, number: int, lead: Lead, speaker: Speaker) -> bool:
    """Whether a mail that is led to a ticket adds followers to it; asked before the mail is part of it.

    Who wrote there once is not enough: anybody may write to the desk. The desk must write to them.
    """
    if speaker.side is not Side.CUSTOMER or lead.rule.partition(" ")[0] not in VOUCHING:
        return False
    written_to = {one.email.lower() for one in followers_of(reading, [number])[number]}
    written_to |= customers_of(reading, [number]).get(number, set())
    return speaker.person.email in written_to | _reached(reading, number)


def _reached(reading: Reading, number: int) -> set[str]:
    """Whom an agent's letters went to; a mail that says it is an agent's proves nothing."""
    letters = (message.c.ticket_id == number) & (message.c.kind == str(MessageKind.REPLY)) & message.c.raw.is_(None)
    listed = select(message.c.recipients, message.c.copies).where(letters, message.c.withdrawn == 0)
    return {one.email.lower() for row in reading.rows(listed) for part in row for one in people(part)}


def add_copied(change: Change, number: int, letter: Letter, speaker: Speaker) -> None:
    """Those in Cc of a person's mail follow its ticket; not what came through a mailing list, which all may read."""
    if letter.message.automatic or not letter.message.cc:
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
