"""Writes of organizations: the companies of customers, and the mail domains by which their people are known."""

import json
from collections.abc import Iterable

from sqlalchemy import select

from supportdesk.domain.addresses import LONGEST_EMAIL
from supportdesk.domain.changes import Outcome
from supportdesk.domain.idn import known_as
from supportdesk.domain.plain import plain
from supportdesk.domain.ticket import Role
from supportdesk.errors import UsageError
from supportdesk.services import lookup
from supportdesk.services.naming import MEANT, refuse_taken, tidy_note, tidy_title
from supportdesk.store import bulk
from supportdesk.store.change import Change
from supportdesk.store.tables import customer, organization


def add_organization(
    change: Change, *, name: str, domains: Iterable[str] = (), vip: bool = False, note: str = ""
) -> Outcome:
    """Write down a company; customers who write from its domains belong to it from then on."""
    change.require(Role.AGENT, what="adding organizations")
    called = _name(name)
    refuse_taken(change, organization, called)
    listed = _domains(domains)
    change.add(organization, name=called, domains=listed, vip=int(vip), note=tidy_note(note), created_at=change.now)
    return change.outcome()


def edit_organization(
    change: Change,
    name: str,
    *,
    new_name: str | None = None,
    domains: Iterable[str] | None = None,
    vip: bool | None = None,
    note: str | None = None,
) -> Outcome:
    """Change a company; what is None stays."""
    change.require(Role.AGENT, what="changing organizations")
    row = lookup.record(change, organization, name)
    given = {
        "name": None if new_name is None else _name(new_name),
        "domains": None if domains is None else _domains(domains),
        "vip": None if vip is None else int(vip),
        "note": None if note is None else tidy_note(note),
    }
    values = {key: value for key, value in given.items() if value is not None and row._mapping[key] != value}
    if "name" in values:
        refuse_taken(change, organization, str(values["name"]), besides=row.id)
    if values:
        change.edit(organization, row.id, **values)
    return change.outcome()


def remove_organization(change: Change, name: str) -> Outcome:
    """Forget a company; its people stay customers."""
    change.require(Role.LEAD, what="removing organizations")
    row = lookup.record(change, organization, name)
    for found in change.ids(select(customer.c.id).where(customer.c.organization_id == row.id)):
        change.edit(customer, found, organization_id=None)
    change.remove(organization, row.id)
    return change.outcome()


def organization_of(change: Change, email: str) -> int | None:
    """The organization whose domain a mail address is in, or None; the older one where two have it."""
    domain = email.rpartition("@")[2]
    if not domain:
        return None
    mark = "?" if change.sqlite else "%s"
    statement = f"SELECT id, domains FROM organization WHERE domains LIKE {mark} ESCAPE '/' ORDER BY id"
    holding = f"%{domain.replace('/', '//').replace('%', '/%').replace('_', '/_')}%"
    return next((int(row[0]) for row in bulk.query(change, statement, holding) if domain in json.loads(row[1])), None)


def _name(name: str) -> str:
    called = tidy_title(name, "name")
    if not called:
        raise UsageError("an organization needs a name")
    if called.casefold() in MEANT:
        raise UsageError(f"{called!r} has a meaning in filters and cannot name an organization")
    return called


def _domains(listed: Iterable[str]) -> str:
    tidy = sorted({known_as(f"@{plain(domain).strip().lstrip('@')}")[1:] for domain in listed if domain.strip()})
    wrong = [domain for domain in tidy if "." not in domain or not _possible(domain)]
    if wrong:
        raise UsageError(f"{wrong[0][:LONGEST_EMAIL]!r} is not a mail domain")
    return json.dumps(tidy, ensure_ascii=False)


def _possible(domain: str) -> bool:
    return len(domain) <= LONGEST_EMAIL and domain.isprintable() and not set(domain) & set('@ <>,;"()\\')
