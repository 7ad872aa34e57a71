"""Which ticket a mail belongs to: the one that bears or names the newest id that the mail names and the desk knows.

Ids of mails that never arrived count too: two answers to a mail that the desk has not seen belong together. Subjects
do not count. Not here: what a mail does to its ticket.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from supportdesk.mail.parse import Mail
from supportdesk.services.intake import Placed
from supportdesk.store import bulk, tables
from supportdesk.store.reading import Reading

_BRACKETED = re.compile(r"<([^<>]+)>")


@dataclass(frozen=True, slots=True)
class Links:
    """What a mail is called and which others it names, the newest first."""

    message_id: str
    named: tuple[str, ...]

    def ids(self) -> tuple[str, ...]:
        """All of them, the newest that it answers first, itself last."""
        return *self.named, self.message_id


def links(mail: Mail) -> Links:
    """What a mail says of its place: In-Reply-To before References, and those from the end, where the newest stand.

    Only what stands in angle brackets is an id (RFC 5322, 3.6.4); bare words there lead together what is apart.
    """
    written = mail.written("in-reply-to", "references")
    bracketed = set(_BRACKETED.findall("".join(written.split())))
    named = (*reversed(mail.in_reply_to), *reversed(mail.references))
    listed = (one for one in named if one != mail.message_id and one in bracketed)
    return Links(mail.message_id, tuple(dict.fromkeys(listed)))


def place(reading: Reading, mails: Sequence[Links]) -> list[Placed]:
    """Where each of these mails goes, taken together, so that their order matters as little as it can.

    Mails that hang together share a ticket. Where they would join tickets that stand apart, each goes, in the order of
    arrival, to the newest that it names: tickets are never merged here.
    """
    known = _known(reading, (one for mail in mails for one in mail.ids()))
    roots = _roots(mails)
    touched: dict[str, set[int]] = {}
    for one, number in known.items():
        touched.setdefault(roots[one], set()).add(number)
    groups: dict[str, int] = {}
    places: list[Placed] = []
    for mail in mails:
        root = roots[mail.message_id]
        tickets = touched.get(root, set())
        if len(tickets) > 1:
            places.append(_newest(mail, known, groups))
        elif tickets:
            places.append(Placed(next(iter(tickets))))
        else:
            places.append(Placed(None, groups.setdefault(root, len(groups))))
    return places


def _newest(mail: Links, known: dict[str, int], groups: dict[str, int]) -> Placed:
    """One by one: the ticket, or new group, of the newest id that is known; `known` holds groups as -1 and below."""
    found = next((known[one] for one in mail.ids() if one in known), None)
    if found is None:
        found = -1 - groups.setdefault(mail.message_id, len(groups))
    for one in mail.ids():
        known.setdefault(one, found)
    return Placed(found) if found >= 0 else Placed(None, -1 - found)


def _roots(mails: Iterable[Links]) -> Mapping[str, str]:
    """For every id the one that stands for all that hang together with it."""
    parents: dict[str, str] = {}

    def root(one: str) -> str:
        above = parents.setdefault(one, one)
        while above != one:
            parents[one] = parents[above]
            one, above = above, parents[above]
        return one

    for mail in mails:
        mine = root(mail.message_id)
        for one in mail.named:
            parents[root(one)] = mine
    return {one: root(one) for one in list(parents)}


def _known(reading: Reading, ids: Iterable[str]) -> dict[str, int]:
    """The tickets that ids lead to: the survivor for a merged one, none for a deleted one."""
    pairs = bulk.matching(reading, tables.mail_reference, ("reference", "ticket_id"), "reference", ids)
    standing = survivors(reading, {number for _, number in pairs})
    return {one: standing[number] for one, number in pairs if number in standing}


def survivors(reading: Reading, numbers: Iterable[int]) -> dict[int, int]:
    """For each ticket the one that it was merged into, however often; deleted ones lead nowhere."""
    heads: dict[int, tuple[int | None, bool]] = {}
    wanted = set(numbers)
    while wanted:
        rows = bulk.matching(reading, tables.ticket, ("id", "merged_into", "deleted_at"), "id", wanted)
        heads |= {number: (into, deleted is not None) for number, into, deleted in rows}
        wanted = {into for _, into, _ in rows if into is not None} - heads.keys()
    found: dict[int, int] = {}
    for number in numbers:
        last, seen = number, {number}
        while (into := heads[last][0]) is not None and into not in seen:
            last = into
            seen.add(last)
        if not heads[last][1]:
            found[number] = last
    return found
