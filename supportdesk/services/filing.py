"""A mail that arrives becomes an entry of a ticket, or opens one: what that does to the ticket."""

from dataclasses import replace
from typing import Any

from supportdesk.domain.addresses import is_address
from supportdesk.domain.arriving import Lead, Letter, Origin, Received, State
from supportdesk.domain.models import Person
from supportdesk.domain.plain import one_line
from supportdesk.domain.ticket import SAID, Channel, Delivery, MessageKind, Status
from supportdesk.services import arrivals, conversation, customers, lookup, mail_following, telling
from supportdesk.services import tickets as ticket_verbs
from supportdesk.services.intake import threads
from supportdesk.services.speakers import Side, Speaker, known_customer
from supportdesk.store import bulk, indexes
from supportdesk.store.change import Change
from supportdesk.store.people import addresses_on
from supportdesk.store.selection import Selection, hold_numbers
from supportdesk.store.tables import team, ticket
from supportdesk.store.thread import people_json

RESTING = (Status.PENDING, Status.HOLD)
"""Statuses in which the desk waits for somebody else."""


def file(change: Change, letter: Letter, origin: Origin, lead: Lead, speaker: Speaker) -> Received:
    """File a mail that is new to the desk where it was led.

    Machines' mail lies on the ticket that it is of, and wakes, reopens and answers nothing; of no ticket, it is kept.
    A customer's mail for a closed ticket opens one that follows it.
    """
    machine = not speaker.writes(letter)
    if lead.ticket is None and machine:
        threads.keep(change, letter.mail.contents[:1])
        return arrivals.record(change, origin, State.AUTOMATIC, letter, rule="machine", raw=letter.message.raw)
    if lead.ticket is not None and not (lead.closed and speaker.side is Side.CUSTOMER and not machine):
        return _thread(change, letter, origin, lead, speaker, machine=machine)
    return _begin(change, letter, origin, lead, speaker)


def _thread(change: Change, letter: Letter, origin: Origin, lead: Lead, speaker: Speaker, *, machine: bool) -> Received:
    assert lead.ticket is not None
    held = hold_numbers(change, [lead.ticket], deleted=True)
    kind = _kind(change, letter, lead.ticket, speaker)
    customer_id = known_customer(change, speaker.person) if kind == MessageKind.CUSTOMER else None
    copies = not machine and mail_following.may_add(change, lead.ticket, letter, lead, speaker)
    entry = _add(change, letter, lead.ticket, kind, replace(speaker, customer_id=customer_id))
    refer(change, letter, lead.ticket)
    if not machine:
        _follow(change, held, kind, speaker)
        _warn(change, lead.ticket, speaker)
    if copies:
        mail_following.add_copied(change, lead.ticket, letter, speaker)
    state = State.AUTOMATIC if machine else State.THREADED
    return arrivals.record(change, origin, state, letter, rule=lead.rule, ticket=lead.ticket, entry=entry)


def _kind(change: Change, letter: Letter, number: int, speaker: Speaker) -> MessageKind:
    """An agent who writes from outside answers where the mail went to somebody on the ticket, and else leaves a note.

    A sender is easily forged: what only the desk got is shown to agents alone.
    """
    if speaker.side is Side.CUSTOMER:
        return MessageKind.CUSTOMER
    reached = {person.email for person in (*letter.message.to, *letter.message.cc)}
    outside = {email for email in addresses_on(change, [number]) if not speaker.staff.is_inside(email)}
    return MessageKind.REPLY if reached & outside else MessageKind.NOTE


def _follow(change: Change, held: Selection, kind: MessageKind, speaker: Speaker) -> None:
    """What a person's mail does to its ticket."""
    if kind == MessageKind.CUSTOMER:
        our_turn(change, held)
    elif kind == MessageKind.REPLY:
        conversation.answered_by(change, held, speaker.agent_id)


def our_turn(change: Change, held: Selection) -> None:
    """A customer's message ends pending, hold and snooze, reopens what was solved, and from now on they wait."""
    columns = ("id", "status", "snoozed_until", "waiting_since")
    standing = sorted(bulk.matching(change, ticket, columns, "id", held.ids))
    if solved := [number for number, status, *_ in standing if status == Status.SOLVED]:
        ticket_verbs.reopen(change, Selection(tuple(solved)))
    if resting := [number for number, status, snoozed, _ in standing if snoozed is not None or status in RESTING]:
        conversation.end_waiting(change, Selection(tuple(resting)))
    if silent := [number for number, _, _, since in standing if since is None]:
        change.set(Selection(tuple(silent)), "continued", waiting_since=change.now)


# New tickets ---------------------------------------------------------------------------------------------------------


def _begin(change: Change, letter: Letter, origin: Origin, lead: Lead, speaker: Speaker) -> Received:
    """Open a ticket of whoever asks, or whom an agent wrote to."""
    asking, kind = _asking(letter, speaker)
    customer_id = known_customer(change, asking)
    number = change.open(**_columns(change, letter, origin, customer_id, speaker, answered=kind == MessageKind.REPLY))
    asks = replace(speaker, side=Side.CUSTOMER, agent_id=None, customer_id=customer_id)
    entry = _add(change, letter, number, kind, speaker if kind == MessageKind.REPLY else asks)
    _warn(change, number, speaker)
    rule = lead.rule
    if lead.ticket is not None:
        rule = f"follow-up #{lead.ticket}"
        _link(change, number, lead.ticket)
    # What a stranger names stays with the ticket that it is of.
    refer(change, letter, number, alone=lead.ticket is not None or rule.partition(" ")[0] in ("stranger", "token"))
    mail_following.add_copied(change, number, letter, speaker)
    return arrivals.record(change, origin, State.NEW, letter, rule=rule, ticket=number, entry=entry)


def _asking(letter: Letter, speaker: Speaker) -> tuple[Person, MessageKind]:
    """Who asks in a new ticket: the sender, or the first outsider whom an agent or the desk wrote to."""
    if speaker.side is Side.CUSTOMER:
        return speaker.person, MessageKind.CUSTOMER
    for person in (*letter.message.to, *letter.message.cc):
        if is_address(person.email) and not speaker.staff.is_inside(person.email):
            return person, MessageKind.REPLY
    return speaker.person, MessageKind.CUSTOMER


def _columns(
    change: Change, letter: Letter, origin: Origin, customer_id: int | None, speaker: Speaker, *, answered: bool
) -> dict[str, Any]:
    return {
        "subject": letter.mail.subject,
        "status": str(Status.OPEN if answered and speaker.agent_id else Status.NEW),
        "channel": str(Channel.FORM if speaker.form else Channel.MAIL),
        "team_id": _team(change, origin.team) if origin.team else None,
        "customer_id": customer_id,
        "vip": customers.is_vip(change, customer_id),
        "assignee_id": speaker.agent_id if answered else None,
        "waiting_since": None if answered else change.now,
        "first_reply_at": change.now if answered else None,
    }


def _team(change: Change, name: str) -> int:
    found = bulk.matching(change, team, ("id",), "name", [name])
    return int(found[0][0] if found else lookup.team(change, name).id)


def _link(change: Change, number: int, closed: int) -> None:
    """Both tickets say that one follows the other."""
    hold_numbers(change, [closed], deleted=True)
    said = {number: f"This follows ticket #{closed}, which is closed.", closed: f"This goes on in ticket #{number}."}
    for one, body in said.items():
        conversation.add(change, Selection((one,)), MessageKind.SYSTEM, bodies={one: body})


def _warn(change: Change, number: int, speaker: Speaker) -> None:
    """Say on the ticket that a mail only claims to be from an agent or the desk."""
    if speaker.claimed:
        telling.line(change, number, UNVERIFIED.format(one_line(speaker.person.email)))


UNVERIFIED = "Not verified: the mail above says that it is from {}, and no server that this mailbox believes says so."
"""What stands under mail that claims to be from the desk; agents alone see it."""


# Entries -------------------------------------------------------------------------------------------------------------


def _add(change: Change, letter: Letter, number: int, kind: MessageKind, speaker: Speaker) -> int:
    """Add the mail to a ticket's thread, with its files; its number there."""
    said = letter.message
    threads.keep(change, letter.mail.contents)
    row = {
        "ticket_id": number,
        "kind": str(kind),
        "author_name": speaker.person.name,
        "author_email": speaker.person.email,
        "agent_id": speaker.agent_id,
        "customer_id": speaker.customer_id,
        "at": change.now,
        "subject": said.subject,
        "message_id": said.message_id,
        "in_reply_to": said.in_reply_to,
        "recipients": people_json(said.to),
        "copies": people_json(said.cc),
        "body": said.body,
        "text": said.text,
        "quoted": said.quoted,
        "automatic": said.automatic,
        "delivery": str(Delivery.SENT) if kind == MessageKind.REPLY else "",
        "raw": said.raw,
        "stems": said.stems,
    }
    (entry,) = change.add_messages(SAID[kind], [row])
    if said.attachments:
        threads.attach(change, [(entry, said)])
        indexes.recount(change, [number])
    return entry


OURS = "desk."
"""How ids of the desk's own mails begin: they lead by their key, and never because somebody named them."""


def refer(change: Change, letter: Letter, number: int, *, alone: bool = False) -> None:
    """Let later mail find the ticket by this mail's id and, but where it stands `alone`, by those that it names."""
    named = () if alone else letter.mail.named
    ids = [one for one in (letter.message.message_id, *named) if one and not one.startswith(OURS)]
    threads.refer(change, [(one, number) for one in ids])
