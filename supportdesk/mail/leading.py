"""Which ticket a mail that arrives is led to, and by which rule.

Ids lead first: the newest that the desk's own key or a mail of a ticket vouches for. A number in the subject or in an
address leads only somebody who is on that ticket. Not here: what the mail does there.
"""

import re
from collections.abc import Iterator, Sequence

from supportdesk.domain.arriving import Lead, Letter
from supportdesk.domain.letters import bare
from supportdesk.domain.mail_ids import may_be_ours, ticket_of_id
from supportdesk.domain.ticket import Status
from supportdesk.mail.subjects import core, numbers
from supportdesk.services.speakers import Side, Speaker, Staff
from supportdesk.store import bulk, tables
from supportdesk.store.leads import Head, follower_of, standing, tickets_of_ids
from supportdesk.store.mailboxes import mail_key
from supportdesk.store.people import is_on
from supportdesk.store.reading import Reading

_PLUS = re.compile(r"[^@+]+\+(\d{1,18})@", re.ASCII)

MOST_RETURNED = 20
"""Ids of returned mails that are looked at."""


def lead(reading: Reading, letter: Letter, speaker: Speaker) -> Lead:
    """The ticket that a mail belongs to, or the rule by which it begins one."""
    person = speaker.writes(letter)
    for number, rule in _vouched(reading, letter):
        found = standing(reading, number)
        if found is None:
            continue
        if person and _is_stranger(reading, letter, speaker, number, found):
            return Lead(None, f"stranger #{found.number}")
        return _open_or_followed(reading, found, rule)
    return _told(reading, letter, speaker)


def _vouched(reading: Reading, letter: Letter) -> Iterator[tuple[int, str]]:
    """Tickets by the ids that a mail names, those of our own mails first, each kind from the newest."""
    named = letter.mail.named
    mine = letter.message.message_id
    known = tickets_of_ids(reading, [*named, *letter.returned[:MOST_RETURNED], mine])
    returned = letter.returned[:MOST_RETURNED]
    key = mail_key(reading) if any(map(may_be_ours, (*named, *returned))) else None
    for listed, word in ((named, ""), (returned, "returned")):
        for one in listed if key is not None else ():
            if key is not None and (number := ticket_of_id(key, one)) is not None:
                yield known.get(one, number), f"{word or 'ours'} <{one}>"
        for one in listed:
            if one in known:
                yield known[one], f"{word or 'reference'} <{one}>"
    if mine in known:
        yield known[mine], "awaited"


def _is_stranger(reading: Reading, letter: Letter, speaker: Speaker, number: int, found: Head) -> bool:
    """Whether somebody who is not on the ticket writes about something else."""
    if speaker.side is not Side.CUSTOMER:
        return False
    subject = core(letter.message.subject)
    tickets = (number, found.number)
    if core(found.subject) == subject or _belongs(reading, speaker, tickets):
        return False
    subjects = {row[0] for row in bulk.matching(reading, tables.ticket, ("subject",), "id", tickets)}
    subjects |= {row[0] for row in bulk.matching(reading, tables.message, ("subject",), "ticket_id", tickets)}
    return subject not in {core(subject) for subject in subjects}


def _belongs(reading: Reading, speaker: Speaker, tickets: Sequence[int]) -> bool:
    """Whether somebody is on a ticket: its customer, who wrote there or got a copy, or an agent of the desk."""
    if speaker.side is not Side.CUSTOMER:
        return True
    email = speaker.person.email
    return bare(email) not in speaker.staff.own and is_on(reading, tickets, email)


def _told(reading: Reading, letter: Letter, speaker: Speaker) -> Lead:
    """The ticket that the subject or an address names, for somebody who is on it."""
    strange = ""
    for number, rule in _named(letter, speaker.staff):
        found = standing(reading, number)
        if found is None:
            continue
        if _belongs(reading, speaker, (number, found.number)):
            return _open_or_followed(reading, found, rule)
        strange = strange or f"token #{found.number}"
    return Lead(None, strange or "first")


def _named(letter: Letter, staff: Staff) -> Iterator[tuple[int, str]]:
    for number in numbers(letter.message.subject):
        yield number, f"subject [#{number}]"
    for person in (*letter.message.to, *letter.message.cc):
        if (found := _PLUS.match(person.email)) and bare(person.email) in staff.own:
            yield int(found[1]), f"address {person.email}"


def _open_or_followed(reading: Reading, found: Head, rule: str) -> Lead:
    """A closed ticket leads on to the one that follows it, where there is one that is not closed itself."""
    seen = {found.number}
    last = found
    while last.status == Status.CLOSED:
        follower = follower_of(reading, last.number)
        after = standing(reading, follower) if follower is not None else None
        if after is None or after.number in seen:
            return Lead(last.number, rule, closed=True)
        seen.add(after.number)
        last = after
    return Lead(last.number, rule if last is found else f"followed #{found.number}")
