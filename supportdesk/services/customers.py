"""Who a message comes from: the customer of an address, found or made."""

import json
import re
from uuid import uuid4

from sqlalchemy import select

from supportdesk.domain.models import Person
from supportdesk.errors import UsageError
from supportdesk.store.change import Change
from supportdesk.store.tables import address, customer, organization

EMAIL = re.compile(r"[^@\s<>,;\"()]+@[^@\s<>,;\"()]+")


def of_person(change: Change, person: Person, *, phone: str = "") -> int:
    """The customer whose address this is; a new one for an address that nobody has."""
    email, number = person.email.strip().lower(), tidy_phone(phone)
    if email and not EMAIL.fullmatch(email):
        raise UsageError(f"{person.email!r} is not a mail address")
    for kind, value in (("email", email), ("phone", number)):
        found = value and change.value(
            select(address.c.customer_id).where(address.c.kind == kind, address.c.value == value)
        )
        if found:
            return int(found)
    return _add(change, person.name.strip(), email=email, phone=number)


def _add(change: Change, name: str, *, email: str, phone: str) -> int:
    if not (name or email or phone):
        raise UsageError("a customer needs a name, a mail address or a phone number")
    number = change.add(
        customer, uid=uuid4().hex, name=name, organization_id=organization_of(change, email), created_at=change.now
    )
    for kind, value in (("email", email), ("phone", phone)):
        if value:
            change.add(address, customer_id=number, kind=kind, value=value)
    return number


def organization_of(change: Change, email: str) -> int | None:
    """The organization whose domain a mail address is in, or None."""
    domain = email.rpartition("@")[2]
    if not domain:
        return None
    for row in change.rows(
        select(organization.c.id, organization.c.domains).where(
            organization.c.domains.contains(domain, autoescape=True)
        )
    ):
        if domain in json.loads(row.domains):
            return int(row.id)
    return None


def is_vip(change: Change, customer_id: int | None) -> int:
    """1 where the customer or their organization is a VIP, else 0."""
    if customer_id is None:
        return 0
    joined = customer.outerjoin(organization, organization.c.id == customer.c.organization_id)
    row = change.row(
        select(customer.c.vip, organization.c.vip.label("company"))
        .select_from(joined)
        .where(customer.c.id == customer_id)
    )
    return int(bool(row and (row.vip or row.company)))


def tidy_phone(text: str) -> str:
    """A phone number as it is compared: digits, with a leading plus where it was written."""
    digits = re.sub(r"\D", "", text)
    if text.strip() and not digits:
        raise UsageError(f"{text!r} is not a phone number")
    return f"+{digits}" if text.strip().startswith("+") else digits


def person_of(text: str) -> Person:
    """`Ivan <ivan@example.com>`, a bare address or a bare name."""
    found = re.fullmatch(r"\s*(?P<name>[^<>]*?)\s*<(?P<email>[^<>]*)>\s*", text)
    if found:
        return Person(found["name"].strip(' "'), found["email"].strip())
    return Person("", text.strip()) if "@" in text else Person(text.strip(), "")
