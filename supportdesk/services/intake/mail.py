"""Mails that are imported: threads become tickets, senders customers, agents' mails answers.

Which ticket a mail belongs to is settled before (`mail/thread.py`). Mail that is imported is past: it opens no clock
that has run out, reopens nothing and is never answered.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import uuid4

from supportdesk.domain.addresses import is_address
from supportdesk.domain.arriving import ImportedMail
from supportdesk.domain.idn import known_as
from supportdesk.domain.models import Person
from supportdesk.domain.plain import one_line
from supportdesk.domain.shape import CustomerKey, ImportedMessage, ImportedTicket
from supportdesk.domain.ticket import OPEN_STATUSES, Channel, Delivery, MessageKind, Role, Status
from supportdesk.domain.words import stemmed
from supportdesk.services.intake import threads, tickets
from supportdesk.services.intake.names import Names
from supportdesk.services.intake.verdict import Added, Decision, Memory, Verdict
from supportdesk.services.naming import LONGEST_TITLE, named_in_mail
from supportdesk.store import bulk, text
from supportdesk.store.change import Change


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a mail goes: to a ticket that stands, or to a new one that it shares with all mails of its group."""

    ticket: int | None
    group: int = 0


def add_mail(
    change: Change, mails: Sequence[ImportedMail], places: Sequence[Placed], *, status: Status
) -> tuple[list[Decision], Added]:
    """File mails that are new to the desk, each where it was placed; the first of a group opens the ticket."""
    change.require(Role.LEAD, what="importing mail")
    names, added = Names(change), Added()
    threads.keep(change, [content for mail in mails for content in mail.contents])
    spoken = _spoken(names, [mail.message for mail in mails])
    groups: dict[int, list[int]] = {}
    standing: dict[int, list[ImportedMessage]] = {}
    decisions: list[Decision] = []
    for at, place in enumerate(places):
        if place.ticket is not None:
            standing.setdefault(place.ticket, []).append(spoken[at])
            decisions.append(Verdict.THREADED)
        else:
            decisions.append(Verdict.THREADED if place.group in groups else Verdict.NEW)
            groups.setdefault(place.group, []).append(at)
    fresh = [_ticket([mails[at] for at in group], [spoken[at] for at in group], status) for group in groups.values()]
    if fresh:
        tickets.add(change, fresh, names, Memory(), added)
    threads.add_to_standing(change, [(number, tuple(listed)) for number, listed in standing.items()], names)
    added.messages += sum(map(len, standing.values()))
    added.customers = names.added
    return decisions, added


def _spoken(names: Names, messages: Sequence[ImportedMessage]) -> list[ImportedMessage]:
    """Messages with who speaks in them: an agent, the desk itself, or a customer, whom the desk knows from then on."""
    change = names.change
    agents = {
        email.lower(): login for email, login in bulk.query(change, "SELECT email, login FROM agent WHERE email <> ''")
    }
    ours = {known_as(change.address), *agents}
    asking = [_key(message.author) for message in messages if message.author.email not in ours]
    names.load(asking)
    names.add(asking)
    found: list[ImportedMessage] = []
    for message in messages:
        email = message.author.email
        if email in ours:
            found.append(
                message._replace(kind=MessageKind.REPLY, delivery=Delivery.SENT, agent=agents.get(email), customer=None)
            )
        else:
            known = names.find(_key(message.author))
            found.append(message._replace(customer=known.uid if known else None))
    return found


def _key(person: Person) -> CustomerKey:
    """The customer whom a sender is; an address that is none does not count."""
    known = named_in_mail(person)
    return CustomerKey("", known.email, known.name or one_line(person.email)[:LONGEST_TITLE])


def _ticket(mails: Sequence[ImportedMail], thread: Sequence[ImportedMessage], status: Status) -> ImportedTicket:
    """The ticket that a new thread is: named by its oldest mail, of whoever asked first."""
    oldest = min(range(len(mails)), key=lambda at: thread[at].at)
    updated = max(message.at for message in thread)
    bodies = (message.stems if message.stems is not None else text.stems_of(message.body) for message in thread)
    return ImportedTicket(
        uid=uuid4().hex,
        subject=mails[oldest].subject,
        created_at=thread[oldest].at,
        updated_at=updated,
        status=status,
        channel=Channel.MAIL,
        customer=_asking(thread),
        first_reply_at=min((message.at for message in thread if message.kind == MessageKind.REPLY), default=None),
        waiting_since=threads.waits_since(thread) if status in OPEN_STATUSES else None,
        thread=tuple(thread),
        stems=(stemmed(mails[oldest].subject), text.SEPARATOR.join(bodies)),
        solved_at=updated if status in (Status.SOLVED, Status.CLOSED) else None,
        closed_at=updated if status == Status.CLOSED else None,
    )


def _asking(thread: Sequence[ImportedMessage]) -> CustomerKey | None:
    """Who asked first, or whom the desk wrote to."""
    asked = [message for message in thread if message.kind == MessageKind.CUSTOMER]
    if asked:
        first = min(asked, key=lambda message: message.at)
        return CustomerKey(uid=first.customer) if first.customer else None
    first = min(thread, key=lambda message: message.at)
    people = [person for person in first.to if is_address(person.email)]
    return _key(people[0]) if people else None
