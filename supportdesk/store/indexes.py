"""What is kept beside a ticket's row for the speed of lists and search: counts, tags and the full text.

Everything here is derived: it can be made again from tickets, messages and customers (`db check` compares it).
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import zip_longest
from typing import Any

from sqlalchemy import JSON, case, cast, column, func, insert, literal, select
from sqlalchemy.sql.elements import ColumnElement

from supportdesk.domain.words import stemmed
from supportdesk.store import bulk, text
from supportdesk.store.later import Later
from supportdesk.store.logged import due_expression
from supportdesk.store.reading import Reading, among
from supportdesk.store.tables import address, attachment, customer, message, organization, ticket, ticket_tag


def retag(change: Reading, ids: Sequence[int]) -> None:
    """Make the tag index say what the tickets' `tags` say; rows that say so already are left as they are."""
    held = among(ticket.c.id, ids, sqlite=change.sqlite)
    listed: Any
    if change.sqlite:
        listed = func.json_each(ticket.c.tags).table_valued(column("value"))
    else:
        listed = func.json_array_elements_text(cast(ticket.c.tags, JSON)).table_valued("value").render_derived()
    borne = select(listed.c.value, ticket.c.id).select_from(ticket.join(listed, literal(True)))
    still = borne.where(ticket.c.id == ticket_tag.c.ticket_id, listed.c.value == ticket_tag.c.tag)
    gone = among(ticket_tag.c.ticket_id, ids, sqlite=change.sqlite) & ~still.correlate(ticket_tag).exists()
    change.connection.execute(ticket_tag.delete().where(gone))
    known = select(ticket_tag.c.tag).where(ticket_tag.c.ticket_id == ticket.c.id, ticket_tag.c.tag == listed.c.value)
    missing = borne.where(held, ~known.correlate(ticket, listed).exists())
    change.connection.execute(insert(ticket_tag).from_select(["tag", "ticket_id"], missing))


def revip(change: Reading, condition: ColumnElement[bool]) -> None:
    """Make the tickets that a condition holds for say whether their customer, or that customer's company, is a VIP."""
    vip = vip_expression()
    changed = condition & (ticket.c.vip != vip)
    due_key = due_expression({"vip": vip}, sqlite=change.sqlite)
    change.connection.execute(ticket.update().where(changed).values(vip=vip, due_key=due_key))


def vip_expression() -> ColumnElement[int]:
    """Whether a ticket's customer, or that customer's company, is a VIP: 1 or 0."""
    joined = customer.outerjoin(organization, organization.c.id == customer.c.organization_id)
    important = select(case(((customer.c.vip == 1) | (organization.c.vip == 1), 1), else_=0)).select_from(joined)
    return func.coalesce(important.where(customer.c.id == ticket.c.customer_id).scalar_subquery(), 0)


def follow_customers(change: Reading, ids: Sequence[int], *, renamed: bool = True) -> None:
    """What tickets say of their customers, after customers, their addresses or companies changed.

    Customers first and then their tickets are held, so that what others derive meanwhile is neither lost nor old.
    """
    if not change.sqlite:
        held = select(customer.c.id).where(among(customer.c.id, ids, sqlite=False)).order_by(customer.c.id)
        change.rows(held.with_for_update(key_share=True))
    if not bulk.matching(change, ticket, ("id",), "customer_id", ids):
        return  # a new customer: nothing is derived yet
    theirs = among(ticket.c.customer_id, ids, sqlite=change.sqlite)
    chosen = select(ticket.c.id).where(theirs).order_by(ticket.c.id)
    numbers = change.ids(chosen if change.sqlite else chosen.with_for_update(key_share=True))
    revip(change, theirs)
    if renamed:
        reindex(change, numbers)


def hold_customers(change: Reading, ids: Sequence[int]) -> None:
    """Let nobody change the customers of tickets before the change ends; whoever writes to SQLite is alone."""
    if not change.sqlite:
        theirs = select(ticket.c.customer_id).where(among(ticket.c.id, ids, sqlite=False))
        held = select(customer.c.id).where(customer.c.id.in_(theirs)).order_by(customer.c.id)
        change.rows(held.with_for_update(read=True))


def recount(change: Reading, ids: Sequence[int]) -> None:
    """Count the messages and attachments of tickets anew and mark the tickets as updated now."""
    if change.later is not None:
        change.later.counted += ids
        return
    standing = (message.c.ticket_id == ticket.c.id) & (message.c.withdrawn == 0)
    messages = select(func.count()).select_from(message).where(standing).scalar_subquery()
    joined = attachment.join(message, attachment.c.message_id == message.c.id)
    files = select(func.count()).select_from(joined).where(standing).scalar_subquery()
    values = {
        "messages": messages,
        "attachments": files,
        "updated_at": change.now,
        "upd_neg": -int(change.now.timestamp()),
    }
    change.connection.execute(ticket.update().where(among(ticket.c.id, ids, sqlite=change.sqlite)).values(values))


def append(change: Reading, bodies: Iterable[tuple[int, str]], stems: Iterable[str | None] = ()) -> None:
    """Add the words of new messages to the full text of their tickets; (ticket, body) pairs in the order of messages.

    The same words for many tickets, as a bulk reply has them, are added at once. `stems` are those of the bodies where
    they are known.
    """
    if change.later is not None:
        made = zip_longest(bodies, stems)
        change.later.said += [(pair[0], text.stems_of(pair[1]) if known is None else known) for pair, known in made]
        return
    turns: Counter[int] = Counter()
    numbers: dict[tuple[int, str], list[int]] = {}
    for number, body in bodies:
        numbers.setdefault((turns[number], body), []).append(number)
        turns[number] += 1
    fresh: set[int] = set()
    for turn, body in sorted(numbers, key=lambda key: key[0]):
        known = [number for number in numbers[turn, body] if number not in fresh]
        fresh.update(text.append(change.connection, known, body))
    reindex(change, sorted(fresh))


def start(change: Reading, number: int) -> None:
    """Give a new ticket its full text."""
    if change.later is not None:
        change.later.started.append(number)
        return
    text.index(change.connection, documents(change, [number]))


def reindex(change: Reading, ids: Sequence[int]) -> None:
    """Make the full text of tickets anew from what they hold."""
    if change.later is not None:
        change.later.anew += ids
        return
    for first in range(0, len(ids), 500):
        text.replace(change.connection, documents(change, ids[first : first + 500]))


def settle(reading: Reading, later: Later) -> None:
    """Derive at the end of a series what waited: full texts and counts, each ticket's once."""
    anew = set(later.anew)
    said: dict[int, list[str]] = {number: [] for number in later.started if number not in anew}
    started = list(said)
    for number, stems in later.said:
        if number not in anew:
            said.setdefault(number, []).append(stems)
    text.index(reading.connection, _begun(reading, started, said))
    anew.update(text.lengthen(reading, {number: parts for number, parts in said.items() if number not in set(started)}))
    reindex(reading, sorted(anew))
    if later.counted:
        recount(reading, sorted(set(later.counted)))


def _begun(reading: Reading, started: Sequence[int], said: Mapping[int, list[str]]) -> dict[int, str]:
    """The stems of new tickets, with those of what is said on them, which are made already."""
    heads = bulk.matching(reading, ticket, ("id", "subject", "customer_id"), "id", started)
    asking = {row[2] for row in heads if row[2] is not None}
    names = dict(bulk.matching(reading, customer, ("id", "name"), "id", asking))
    for _, owner, value in sorted(
        bulk.matching(reading, address, ("id", "customer_id", "value"), "customer_id", asking)
    ):
        names[owner] += f" {value}"
    stems = {number: stemmed(name) for number, name in names.items()}
    return {
        number: text.joined([stemmed(subject), stems.get(owner, ""), *said[number]]) for number, subject, owner in heads
    }


def documents(change: Reading, ids: Sequence[int]) -> dict[int, str]:
    """The stems of each ticket: subject, customer, then every standing message."""
    parts = {row.id: [row.subject, row.name or ""] for row in change.rows(_heads(change, ids))}
    for row in change.rows(_addresses(change, ids)):
        parts[row.id][1] += f" {row.value}"
    standing = select(message.c.ticket_id, message.c.body).where(
        among(message.c.ticket_id, ids, sqlite=change.sqlite), message.c.withdrawn == 0
    )
    for row in change.rows(standing.order_by(message.c.id)):
        parts[row.ticket_id].append(row.body)
    return {number: text.document(words) for number, words in parts.items()}


def _heads(change: Reading, ids: Sequence[int]) -> Any:
    joined = ticket.outerjoin(customer, customer.c.id == ticket.c.customer_id)
    return (
        select(ticket.c.id, ticket.c.subject, customer.c.name)
        .select_from(joined)
        .where(among(ticket.c.id, ids, sqlite=change.sqlite))
    )


def _addresses(change: Reading, ids: Sequence[int]) -> Any:
    joined = ticket.join(address, address.c.customer_id == ticket.c.customer_id)
    return (
        select(ticket.c.id, address.c.value)
        .select_from(joined)
        .where(among(ticket.c.id, ids, sqlite=change.sqlite))
        .order_by(address.c.id)
    )
