"""Mails that are imported: they are filed in number, and those in Cc follow by the rules of mail that arrives.

How they become tickets and messages is in `intake/mail.py`, whom a mail makes a follower in `mail_following.py`.
"""

from collections.abc import Mapping, Sequence

from supportdesk.domain.arriving import Lead, Letter
from supportdesk.domain.shape import ImportedMail
from supportdesk.domain.ticket import MessageKind, Status
from supportdesk.services import intake, mail_following
from supportdesk.services.intake import Added, Decision, Placed, Verdict
from supportdesk.services.speakers import Side, Speaker, Staff, staff_of
from supportdesk.store import bulk
from supportdesk.store.change import Change
from supportdesk.store.leads import standing, tickets_of_ids
from supportdesk.store.tables import message


def add_mail(
    change: Change, mails: Sequence[ImportedMail], places: Sequence[Placed], *, status: Status
) -> tuple[list[Decision], Added]:
    """File mails that are new to the desk, each where it was placed, and let those follow whom they may add."""
    copying = [mail for mail in mails if mail_following.copies(mail.message)]
    led = tickets_of_ids(change, [one for mail in copying for one in mail.named])
    decisions, added = intake.add_mail(change, mails, places, status=status)
    if copying:
        staff = staff_of(change)
        for number, listed in _by_ticket(change, mails).items():
            fresh = any(decisions[at] == Verdict.NEW for at, _ in listed)
            _add_followers(change, number, [(mails[at], kind) for at, kind in listed], led, staff, fresh=fresh)
    return decisions, added


def _by_ticket(change: Change, mails: Sequence[ImportedMail]) -> dict[int, list[tuple[int, str]]]:
    """For each ticket that somebody may follow from now on, its mails from the oldest: their places and kinds."""
    columns = ("message_id", "ticket_id", "kind")
    ids = [mail.message.message_id for mail in mails]
    filed = {one: (number, kind) for one, number, kind in bulk.matching(change, message, columns, "message_id", ids)}
    found: dict[int, list[tuple[int, str]]] = {}
    for at in sorted(range(len(mails)), key=lambda at: mails[at].message.at):
        number, kind = filed[ids[at]]
        found.setdefault(number, []).append((at, kind))
    return {
        number: listed
        for number, listed in found.items()
        if any(mail_following.copies(mails[at].message) for at, _ in listed)
    }


def _add_followers(
    change: Change,
    number: int,
    listed: Sequence[tuple[ImportedMail, str]],
    led: Mapping[str, int],
    staff: Staff,
    *,
    fresh: bool,
) -> None:
    """The mail that begins a ticket adds those in its Cc, and a later one where it names a mail before it."""
    known: set[str] = set()
    for at, (mail, kind) in enumerate(listed):
        side = Side.CUSTOMER if kind == MessageKind.CUSTOMER else Side.AGENT
        letter, speaker = Letter(mail), Speaker(mail.message.author, side, staff)
        begins = fresh and at == 0
        named = not known.isdisjoint(mail.named) or _leads(change, mail, led, number)
        lead = Lead(number, "first" if begins else "reference" if named else "awaited")
        if begins or mail_following.may_add(change, number, letter, lead, speaker):
            mail_following.add_copied(change, number, letter, speaker)
        known.update((mail.message.message_id, *mail.named))


def _leads(change: Change, mail: ImportedMail, led: Mapping[str, int], number: int) -> bool:
    """Whether a mail names one that led to its ticket before it came."""
    for one in mail.named:
        head = standing(change, led[one]) if one in led else None
        if head is not None:
            return head.number == number
    return False
