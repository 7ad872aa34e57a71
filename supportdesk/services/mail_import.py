"""Mails that are imported: they are filed in number, and those in Cc follow by the rules of mail that arrives.

How they become tickets and messages is in `intake/mail.py`, whom a mail makes a follower in `mail_following.py`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from supportdesk.domain.arriving import ImportedMail
from supportdesk.domain.ticket import MessageKind, Status
from supportdesk.services import intake, mail_following
from supportdesk.services.intake import Added, Decision, Placed, Verdict
from supportdesk.services.mail_following import Circle
from supportdesk.services.speakers import staff_of
from supportdesk.store import bulk
from supportdesk.store.change import Change
from supportdesk.store.leads import standing, tickets_of_ids
from supportdesk.store.tables import message


def add_mail(
    change: Change, mails: Sequence[ImportedMail], places: Sequence[Placed], *, status: Status
) -> tuple[list[Decision], Added]:
    """File mails that are new to the desk, each where it was placed, and let those follow whom they may add."""
    led = _led(change, mails)
    decisions, added = intake.add_mail(change, mails, places, status=status)
    threads = {
        number: thread
        for number, thread in _threads(change, mails, decisions).items()
        if any(mail_following.copies(mail.message) for mail in thread.mails)
    }
    if threads:
        circles, staff = mail_following.circles(change, list(threads)), staff_of(change)
        for number, thread in threads.items():
            for mail in _adding(number, thread, circles[number], led):
                circles[number].grow(mail.message.cc, author=mail.message.author.email, staff=staff)
        mail_following.keep(change, circles)
    return decisions, added


def _led(change: Change, mails: Sequence[ImportedMail]) -> dict[str, int]:
    """The ticket that each id leads to which a mail with copies names, before any of these mails is filed."""
    copying = (mail for mail in mails if mail_following.copies(mail.message))
    known = tickets_of_ids(change, [one for mail in copying for one in mail.named])
    heads = {number: standing(change, number) for number in set(known.values())}
    return {one: head.number for one, number in known.items() if (head := heads[number]) is not None}


@dataclass(slots=True)
class _Thread:
    """The mails of one ticket that came together, from the oldest, and those of them that customers wrote."""

    mails: list[ImportedMail] = field(default_factory=list)
    asking: set[str] = field(default_factory=set)
    fresh: bool = False


def _threads(change: Change, mails: Sequence[ImportedMail], decisions: Sequence[Decision]) -> dict[int, _Thread]:
    columns = ("message_id", "ticket_id", "kind")
    ids = [mail.message.message_id for mail in mails]
    filed = {one: (number, kind) for one, number, kind in bulk.matching(change, message, columns, "message_id", ids)}
    found: dict[int, _Thread] = {}
    for at in sorted(range(len(mails)), key=lambda at: mails[at].message.at):
        number, kind = filed[ids[at]]
        thread = found.setdefault(number, _Thread())
        thread.mails.append(mails[at])
        thread.fresh |= decisions[at] == Verdict.NEW
        if kind == MessageKind.CUSTOMER:
            thread.asking.add(ids[at])
    return found


def _adding(number: int, thread: _Thread, circle: Circle, led: Mapping[str, int]) -> Iterator[ImportedMail]:
    """The mails that add followers: the one that begins a ticket, and later ones of its circle that name one before."""
    before: set[str] = set()
    for at, mail in enumerate(thread.mails):
        said = mail.message
        named = not before.isdisjoint(mail.named) or number == next((led[one] for one in mail.named if one in led), 0)
        vouched = named and said.message_id in thread.asking and circle.holds(said.author.email)
        if mail_following.copies(said) and (vouched or (thread.fresh and at == 0)):
            yield mail
        before.update((said.message_id, *mail.named))
