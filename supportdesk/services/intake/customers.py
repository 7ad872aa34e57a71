"""Customers who are brought: who of them stands already, and what addresses those gain."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from supportdesk.domain.shape import ImportedCustomer
from supportdesk.domain.ticket import Role
from supportdesk.errors import DeskError
from supportdesk.services.intake.names import Known, Names, NewCustomer, add_addresses, add_customers
from supportdesk.services.intake.verdict import Decision, Memory, Unfit, Verdict
from supportdesk.services.naming import tidy_phone
from supportdesk.store import bulk, tables
from supportdesk.store.change import Change


def add_people(change: Change, listed: Sequence[ImportedCustomer], names: Names, memory: Memory) -> list[Decision]:
    """Insert customers; one is known by uid, by source and external id, or by any of their addresses."""
    change.require(Role.LEAD, what="importing customers")
    brought = list(map(_tidied, listed))
    people = [one for one in brought if isinstance(one, ImportedCustomer)]
    names.load_uids(one.uid for one in people)
    names.load_addresses(value for one in people for value in (*one.emails, *one.phones))
    names.load_records("organization", [one.organization for one in people if one.organization])
    foreign = _by_source(change, people)
    taken = bulk.standing_ids(change, tables.customer, [one.id or 0 for one in people])
    twins: dict[str, str] = {}
    again: dict[int, tuple[ImportedCustomer, str]] = {}
    fresh: list[NewCustomer] = []
    decisions: list[Decision] = []
    for at, one in enumerate(brought):
        if not isinstance(one, ImportedCustomer):
            decisions.append(one)
            continue
        marks = {one.uid, *one.emails, *one.phones, *([f"{one.source}\n{one.external_id}"] if one.external_id else [])}
        standing = next((twins[mark] for mark in marks if mark in twins), None) or _standing(one, names, foreign)
        if standing:
            again[at] = one, standing
            decisions.append(Verdict.DUPLICATE)
            continue
        try:
            fresh.append(_customer(one, names, memory, taken))
        except Unfit as fault:
            decisions.append(fault)
            continue
        twins |= dict.fromkeys(marks, one.uid)
        decisions.append(Verdict.NEW)
    if fresh:
        add_customers(names, fresh)
        change.touched = True
    for at in _reach(names, again, memory):
        decisions[at] = Verdict.THREADED
    return decisions


def _tidied(one: ImportedCustomer) -> ImportedCustomer | DeskError:
    """A customer with each address once and phone numbers as they are compared, or why one of them is none."""
    try:
        phones = tuple(dict.fromkeys(map(tidy_phone, one.phones)))
    except DeskError as fault:
        return fault
    emails = tuple(dict.fromkeys(one.emails))
    return one if (emails, phones) == (one.emails, one.phones) else replace(one, emails=emails, phones=phones)


def _reach(names: Names, again: Mapping[int, tuple[ImportedCustomer, str]], memory: Memory) -> list[int]:
    """Give customers who stand the addresses that came for them; the places of the records that brought some."""
    reached: dict[int, list[tuple[Known, str, str]]] = {}
    for at, (one, standing) in again.items():
        if standing != one.uid:
            memory.aliases[one.uid] = standing
        known = names.customers.get(standing)
        if known and (missing := _missing(one, names)):
            reached[at] = [(known, *address) for address in missing]
    add_addresses(names, [address for listed in reached.values() for address in listed], logged=not memory.whole)
    return list(reached)


def _missing(one: ImportedCustomer, names: Names) -> list[tuple[str, str]]:
    """The addresses of a record that nobody has yet; from now on they are the standing customer's."""
    emails = [("email", value) for value in dict.fromkeys(one.emails) if value not in names.emails]
    return emails + [("phone", value) for value in dict.fromkeys(one.phones) if value not in names.phones]


def _by_source(change: Change, listed: Sequence[ImportedCustomer]) -> dict[tuple[str | None, str], str]:
    wanted = [one.external_id for one in listed if one.external_id]
    rows = bulk.matching(change, tables.customer, ("source", "external_id", "uid"), "external_id", wanted)
    return {(row[0], row[1]): row[2] for row in rows}


def _standing(one: ImportedCustomer, names: Names, foreign: dict[tuple[str | None, str], str]) -> str | None:
    """The uid of the customer who a record is of, None for a new one."""
    if one.uid in names.customers:
        return one.uid
    if one.external_id and (uid := foreign.get((one.source, one.external_id))):
        return uid
    held = [names.emails.get(email) for email in one.emails] + [names.phones.get(phone) for phone in one.phones]
    return next((known.uid for known in held if known), None)


def _customer(one: ImportedCustomer, names: Names, memory: Memory, taken: set[int]) -> NewCustomer:
    keep = one.id is not None and one.id > 0 and one.id not in taken
    if keep:
        taken.add(one.id or 0)
    return NewCustomer(
        uid=one.uid,
        name=one.name,
        created_at=one.created_at,
        emails=one.emails,
        phones=one.phones,
        vip=int(one.vip),
        organization_id=names.record("organization", one.organization) if one.organization else None,
        language=one.language,
        note=one.note,
        source=one.source,
        external_id=one.external_id,
        id=one.id if keep else None,
        logged=not memory.whole,
    )
