"""Who a message comes from: the customer of an address, found or made."""

import json
import re
from typing import Any
from uuid import uuid4

from sqlalchemy import Select, select

from supportdesk.domain.models import Person
from supportdesk.domain.plain import one_line, plain
from supportdesk.errors import UsageError
from supportdesk.store.change import Change
from supportdesk.store.reading import AnyRow, Reading
from supportdesk.store.tables import address, customer, organization

LONGEST_EMAIL = 254
"""Characters of a mail address (RFC 5321, 4.5.3.1.3, less its brackets); an index cannot hold what is much longer."""

LONGEST_PHONE = 32
LONGEST_TITLE = 200

EMAIL = re.compile(r"[^@\s<>,;\"()]+@[^@\s<>,;\"()]+")


def of_person(change: Change, person: Person, *, phone: str = "") -> int:
    """The customer whose address this is; a new one for an address that nobody has."""
    email, number = tidy_email(person.email) if person.email.strip() else "", tidy_phone(phone)
    name = tidy_title(person.name, "name")
    if not (name or email or number):
        raise UsageError("a customer needs a name, a mail address or a phone number")

    def add() -> int:
        return _add(change, name, email=email, phone=number)

    if not (email or number):
        return add()
    return change.found_or_made(lambda: reached(change, email=email, phone=number), add)


def reached(change: Reading, *, email: str = "", phone: str = "") -> int | None:
    """The customer who has this mail address or else this phone number."""
    for kind, value in (("email", email), ("phone", phone)):
        owner = select(address.c.customer_id).where(address.c.kind == kind, address.c.value == value)
        found = change.value(owner) if value else None
        if found is not None:
            return int(found)
    return None


def _add(change: Change, name: str, *, email: str, phone: str) -> int:
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
    holding = organization.c.domains.contains(domain, autoescape=True)
    for row in change.rows(
        select(organization.c.id, organization.c.domains).where(holding).order_by(organization.c.id)
    ):
        if domain in json.loads(row.domains):
            return int(row.id)
    return None


def is_vip(change: Change, customer_id: int | None) -> int:
    """1 where the customer or their organization is a VIP, else 0; neither changes until the change ends."""
    row = _held(change, select(customer.c.vip, customer.c.organization_id).where(customer.c.id == customer_id))
    if row is None or row.organization_id is None:
        return int(bool(row and row.vip))
    company = _held(change, select(organization.c.vip).where(organization.c.id == row.organization_id))
    return int(bool(row.vip or (company and company.vip)))


def _held(change: Change, statement: Select[Any]) -> AnyRow | None:
    return change.row(statement if change.sqlite else statement.with_for_update(read=True))


def tidy_email(text: str) -> str:
    """A mail address as it is compared: in lower case. UsageError for what is none."""
    email = plain(text).strip().lower()
    if not EMAIL.fullmatch(email):
        raise UsageError(f"{_short(text)!r} is not a mail address")
    if len(email) > LONGEST_EMAIL:
        raise UsageError(f"a mail address has at most {LONGEST_EMAIL} characters, not {len(email):,}")
    return email


def tidy_phone(text: str) -> str:
    """A phone number as it is compared: digits, with a leading plus where it was written. UsageError for none."""
    digits = re.sub(r"[^0-9]", "", text)
    if (text.strip() and not digits) or len(digits) > LONGEST_PHONE:
        raise UsageError(f"{_short(text)!r} is not a phone number")
    return f"+{digits}" if text.strip().startswith("+") else digits


def tidy_title(text: str, what: str) -> str:
    """What people call somebody or something: one line of at most 200 characters, which may be empty."""
    line = one_line(text)
    if len(line) > LONGEST_TITLE:
        raise UsageError(f"a {what} has at most {LONGEST_TITLE} characters, not {len(line):,}")
    return line


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:60]}…"


def person_of(text: str) -> Person:
    """`Ivan <ivan@example.com>`, a bare address or a bare name."""
    line = one_line(text)
    name, bracket, email = line.partition("<")
    if bracket and email.endswith(">") and not {"<", ">"} & {*name, *email[:-1]}:
        return Person(name.strip(' "'), email[:-1].strip())
    return Person("", line) if "@" in line else Person(line, "")
