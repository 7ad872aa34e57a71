"""Who follows tickets: people who get a copy of every answer. Whom a mail adds is in `mail_following.py`."""

from collections.abc import Collection, Mapping, Sequence

from supportdesk.domain.changes import Outcome
from supportdesk.domain.followers import MOST, joined, read, written
from supportdesk.domain.idn import known_as
from supportdesk.domain.letters import bare
from supportdesk.domain.models import Person
from supportdesk.errors import UsageError
from supportdesk.services.naming import person_of, reachable
from supportdesk.store import bulk, mail_addresses
from supportdesk.store.change import Change
from supportdesk.store.reading import Reading
from supportdesk.store.selection import Selection
from supportdesk.store.tables import address, ticket

ALL = "all"
"""In the place of an address: everybody who follows."""


def follow(change: Change, tickets: Selection, *, add: Sequence[str] = (), remove: Sequence[str] = ()) -> Outcome:
    """Have people follow tickets, and others follow them no more; `all` takes everybody off.

    The customer of a ticket gets its answers anyway and is never added to it.
    """
    added = [_outsider(change, text) for text in add]
    removed = {_email(text) for text in remove}
    if both := sorted({one.email for one in added} & removed):
        raise UsageError(f"{both[0]} cannot both follow and no longer follow")
    theirs = customers_of(change, tickets.ids)
    wanted: dict[int, Mapping[str, object]] = {}
    for number, standing in followers_of(change, tickets.ids).items():
        left = [one for one in standing if ALL not in removed and one.email.lower() not in removed]
        new = [one for one in added if one.email not in theirs.get(number, ())]
        wanted[number] = {"followers": written(joined(left, new))}
    change.set_each("followed", wanted)
    return change.outcome(tickets)


def _email(text: str) -> str:
    return known_as(person_of(text).email or text.strip())


def _outsider(change: Reading, text: str) -> Person:
    """Somebody by name and address, who is not the desk itself: it would write to itself without end."""
    person = reachable(text)
    if bare(person.email) in mail_addresses.own(change):
        raise UsageError(f"{person.email} is the desk's own address and cannot follow its tickets")
    return person


def followers_of(reading: Reading, numbers: Sequence[int]) -> dict[int, tuple[Person, ...]]:
    """Who follows each of some tickets."""
    found = bulk.matching(reading, ticket, ("id", "followers"), "id", numbers)
    return {number: read(listed) for number, listed in found}


def customers_of(reading: Reading, numbers: Sequence[int]) -> dict[int, set[str]]:
    """The mail addresses of each ticket's customer."""
    asking = dict(bulk.matching(reading, ticket, ("id", "customer_id"), "id", numbers))
    known = {customer for customer in asking.values() if customer is not None}
    emails: dict[int, set[str]] = {}
    for owner, kind, value in bulk.matching(reading, address, ("customer_id", "kind", "value"), "customer_id", known):
        if kind == "email":
            emails.setdefault(owner, set()).add(value)
    return {number: emails[owner] for number, owner in asking.items() if owner in emails}


# In answers ----------------------------------------------------------------------------------------------------------


def copied(
    followers: str, *, to: str, cc: Sequence[Person], without: Collection[str], own: Collection[str]
) -> tuple[Person, ...]:
    """Who gets a copy of an answer: who is named, then who follows, but for some; each once, and never the desk."""
    following = () if ALL in without else tuple(one for one in read(followers) if one.email.lower() not in without)
    every = joined((), (*cc, *following), most=MOST + len(cc))
    return tuple(one for one in every if one.email.lower() != to.lower() and bare(one.email.lower()) not in own)
