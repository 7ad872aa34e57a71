"""Customers: who a message comes from, found or made, and what the desk writes down of them."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from uuid import uuid4

from sqlalchemy import Select, Table, func, select

from supportdesk.domain.changes import Outcome
from supportdesk.domain.counted import counted
from supportdesk.domain.models import Person
from supportdesk.domain.ticket import Role
from supportdesk.errors import NotFound, Refused, UsageError
from supportdesk.services import lookup
from supportdesk.services.naming import DIALLED, phone_of, tidy_email, tidy_note, tidy_phone, tidy_title
from supportdesk.services.organizations import organization_of
from supportdesk.store import bulk, tables
from supportdesk.store.change import Change
from supportdesk.store.reading import AnyRow, Reading
from supportdesk.store.tables import address, customer, ticket


def of_person(change: Change, person: Person, *, phone: str = "") -> int:
    """The customer whose address this is; a new one for an address that nobody has.

    Who is called by a phone number alone is known by it, and keeps it for a name until there is a better one.
    """
    name = tidy_title(person.name, "name")
    email = tidy_email(person.email) if person.email.strip() else ""
    number = tidy_phone(phone) or ("" if email else phone_of(name))
    if not (name or email or number):
        raise UsageError("a customer needs a name, a mail address or a phone number")

    def add() -> int:
        return _add(change, name, email=email, phone=number)

    if not (email or number):
        return add()
    return change.found_or_made(lambda: reached(change, email=email, phone=number), add)


def caller(change: Change, person: Person, *, phone: str = "", known: int | None = None) -> int:
    """The customer who asks: the `known` one by id, else whose address this is, else a new one.

    A phone number that nobody has is theirs from now on. NotFound for an id that is no customer's any more.
    """
    if known is None:
        found = of_person(change, person, phone=phone)
    elif change.row(select(customer.c.id).where(customer.c.id == known)) is None:
        raise NotFound(f"customer {known} was removed or merged meanwhile", hint="supportdesk customer list")
    else:
        found = known
    number = tidy_phone(phone)
    if number:
        change.found_or_made(
            lambda: reached(change, phone=number),
            lambda: change.add(address, customer_id=found, kind="phone", value=number),
        )
    return found


def reached(change: Reading, *, email: str = "", phone: str = "") -> int | None:
    """The customer who has this mail address or else this phone number."""
    for kind, value in (("email", email), ("phone", phone)):
        wanted = [value] if value else []
        found = bulk.matching(change, address, ("customer_id",), "value", wanted, within=("kind", kind))
        if found:
            return int(found[0][0])
    return None


def _add(change: Change, name: str, *, email: str, phone: str) -> int:
    number = change.add(
        customer, uid=uuid4().hex, name=name, organization_id=organization_of(change, email), created_at=change.now
    )
    for kind, value in (("email", email), ("phone", phone)):
        if value:
            change.add(address, customer_id=number, kind=kind, value=value)
    return number


def is_vip(change: Change, customer_id: int | None) -> int:
    """1 where the customer or their organization is a VIP, else 0; neither changes until the change ends."""
    if customer_id is None:
        return 0
    found = _held(change, customer, customer_id, ("vip", "organization_id"))
    if found is None or found[1] is None:
        return int(bool(found and found[0]))
    company = _held(change, tables.organization, found[1], ("vip",))
    return int(bool(found[0] or (company and company[0])))


def _held(change: Change, table: Table, number: int, names: Sequence[str]) -> Sequence[Any] | None:
    """Some columns of a row; nobody else sets them before the change ends."""
    if change.sqlite:
        return next(iter(bulk.matching(change, table, names, "id", [number])), None)
    statement = select(*(table.c[name] for name in names)).where(table.c.id == number)
    return change.row(statement.with_for_update(read=True))


def add_customer(
    change: Change,
    *,
    name: str,
    emails: Iterable[str] = (),
    phones: Iterable[str] = (),
    vip: bool = False,
    organization: str | None = None,
    language: str = "",
    note: str = "",
) -> Outcome:
    """Write down a customer with all ways to reach them."""
    change.require(Role.AGENT, what="adding customers")
    listed = [tidy_email(email) for email in emails]
    called = tidy_title(name, "name")
    if not (called or listed):
        raise UsageError("a customer needs a name or a mail address")
    company = lookup.record(change, tables.organization, organization).id if organization else None
    if company is None and listed:
        company = organization_of(change, listed[0])
    number = change.add(
        customer,
        uid=uuid4().hex,
        created_at=change.now,
        name=called,
        vip=int(vip),
        organization_id=company,
        language=tidy_title(language, "language"),
        note=tidy_note(note),
    )
    _reach(change, number, "email", listed)
    _reach(change, number, "phone", phones)
    return change.outcome(number=number)


def find_customer(change: Reading, name: str) -> AnyRow:
    """The customer with this id, mail address, phone number, or name where only one has it."""
    found = next((rows for rows in map(change.rows, _named(name)) if rows), [])
    if len(found) > 1:
        raise UsageError(
            f"{len(found)} customers are called {name!r}; give an address or an id", hint="supportdesk customer list"
        )
    if not found:
        raise NotFound(f"no customer {name!r}", hint="supportdesk customer list")
    return found[0]


def _named(name: str) -> Iterator[Select[Any]]:
    """Who may be meant, the surest first."""
    if name.isdecimal() and len(name) < 19:
        yield select(customer).where(customer.c.id == int(name))
    spelled = [name.strip().lower()]
    if DIALLED.fullmatch(name) and any(map(str.isdigit, name)):
        spelled.append(tidy_phone(name))
    known = address.c.kind.in_(("email", "phone")) & address.c.value.in_(spelled)
    reached = select(address.c.customer_id).where(known)
    yield select(customer).where(customer.c.id.in_(reached)).order_by(customer.c.id)
    yield select(customer).where(customer.c.name == name).order_by(customer.c.id)


def edit_customer(
    change: Change,
    name: str,
    *,
    new_name: str | None = None,
    emails: Iterable[str] | None = None,
    phones: Iterable[str] | None = None,
    vip: bool | None = None,
    organization: str | None = None,
    language: str | None = None,
    note: str | None = None,
) -> Outcome:
    """Change what the desk knows of a customer; what is None stays, an organization `none` is taken away."""
    change.require(Role.AGENT, what="changing customers")
    row = find_customer(change, name)
    given: dict[str, object] = {
        "name": None if new_name is None else tidy_title(new_name, "name"),
        "vip": None if vip is None else int(vip),
        "language": None if language is None else tidy_title(language, "language"),
        "note": None if note is None else tidy_note(note),
    }
    values = {key: value for key, value in given.items() if value is not None and row._mapping[key] != value}
    if organization is not None:
        company = None if organization == "none" else lookup.record(change, tables.organization, organization).id
        values["organization_id"] = company
    if values:
        change.edit(customer, row.id, **values)
    for kind, listed in (("email", emails), ("phone", phones)):
        if listed is not None:
            _reach(change, row.id, kind, listed)
    return change.outcome()


def _reach(change: Change, customer_id: int, kind: str, values: Iterable[str]) -> None:
    """Make these the customer's addresses of a kind, in this order of standing; one that is another's is refused."""
    tidy = tidy_phone if kind == "phone" else tidy_email
    wanted = [tidy(value) for value in values if value.strip()]
    mine = select(address).where(address.c.customer_id == customer_id, address.c.kind == kind).order_by(address.c.id)
    standing = {row.value: row.id for row in change.rows(mine)}
    for value in wanted:
        owner = change.value(select(address.c.customer_id).where(address.c.kind == kind, address.c.value == value))
        if owner not in (None, customer_id):
            raise Refused(f"{value} is customer {owner}'s already")
    staying = _in_order(list(standing), wanted)
    for value, number in standing.items():
        if value not in staying:
            change.remove(address, number)
    for value in dict.fromkeys(wanted):
        if value not in staying:
            change.add(address, customer_id=customer_id, kind=kind, value=value)


def _in_order(standing: Sequence[str], wanted: Sequence[str]) -> list[str]:
    """Those that may stay where they are: the first ones wanted that stand in this order; others come behind them."""
    staying: list[str] = []
    rest = iter(standing)
    for value in dict.fromkeys(wanted):
        if value not in rest:  # looks on from the last one that stays
            break
        staying.append(value)
    return staying


def remove_customer(change: Change, name: str) -> Outcome:
    """Forget a customer who has no tickets."""
    change.require(Role.LEAD, what="removing customers")
    row = find_customer(change, name)
    number = row.id
    theirs = change.value(select(func.count()).select_from(ticket).where(ticket.c.customer_id == number))
    if theirs:
        raise Refused(f"customer {name} has {counted(theirs, 'ticket')} and stays")
    for found in change.rows(select(address.c.id).where(address.c.customer_id == number)):
        change.remove(address, found.id)
    change.remove(customer, number)
    return change.outcome()
