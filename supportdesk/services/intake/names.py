"""From the names that records use to row numbers: agents, teams, organizations, customers."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from uuid import uuid4

from supportdesk.domain.addresses import is_address
from supportdesk.domain.shape import CustomerKey
from supportdesk.near import alike_in
from supportdesk.services.intake.log import added_events
from supportdesk.services.intake.verdict import Unfit
from supportdesk.store import bulk, tables
from supportdesk.store.change import Change
from supportdesk.store.columns import instant_text


@dataclass(frozen=True, slots=True)
class Known:
    """A customer who stands: row number and whether they or their organization are VIP."""

    id: int
    vip: int
    uid: str


@dataclass(slots=True)
class Names:
    """The names of one transaction; small tables are read once, customers as they are asked for."""

    change: Change
    agents: dict[str, int] = field(default_factory=dict)
    agent_names: dict[int, str] = field(default_factory=dict)
    teams: dict[str, int] = field(default_factory=dict)
    customers: dict[str, Known] = field(default_factory=dict)
    emails: dict[str, Known] = field(default_factory=dict)
    phones: dict[str, Known] = field(default_factory=dict)
    records: dict[tuple[str, str], int] = field(default_factory=dict)
    numbers: dict[tuple[str, str], int | None] = field(default_factory=dict)
    """What columns hold for the names of events, by column and name."""
    said: dict[tuple[str, str], str] = field(default_factory=dict)
    """How events say that a column got such a value, where it had none."""
    added: int = 0
    aliases: dict[str, str] = field(default_factory=dict)
    """The uids of the file's customers who stand under others."""
    spelled: dict[tuple[str, str], str] = field(default_factory=dict)
    """The names that the file's records bear here in another case, by table and name."""
    signing: bool = True
    """Whether an answer that names its agent alone is signed with the agent's name; a whole desk's says all itself."""

    def __post_init__(self) -> None:
        self.load_agents()
        self.teams = dict(bulk.query(self.change, "SELECT name, id FROM team"))

    def load_agents(self) -> None:
        """Learn every agent, by login."""
        listed = bulk.query(self.change, "SELECT login, id, name FROM agent")
        self.agents = {login: number for login, number, _ in listed}
        self.agent_names = {number: name or login for login, number, name in listed}

    def agent(self, login: str | None) -> int | None:
        """The row number of an agent; Unfit for an unknown login."""
        return self._of(self.agents, login, "agent")

    def team(self, name: str | None) -> int | None:
        """The row number of a team; Unfit for an unknown name."""
        return self._of(self.teams, name, "team")

    def _of(self, known: dict[str, int], name: str | None, what: str) -> int | None:
        if name is None:
            return None
        if name not in known:
            alike = {known[other] for other in alike_in(known, name)}
            if len(alike) != 1:
                raise Unfit(f"no {what} {name!r} at this desk; add it first")
            known[name] = alike.pop()
        return known[name]

    def customer(self, uid: str | None) -> int | None:
        """The row number of a customer whose uid was loaded; Unfit for an unknown one."""
        if uid is None:
            return None
        known = self.customers.get(self.aliases.get(uid, uid))
        if known is None:
            raise Unfit(f"no customer {uid!r} at this desk; add them first")
        return known.id

    def record(self, table: str, key: str) -> int:
        """The row number of any record that was loaded, by its name; Unfit for an unknown one."""
        found = self.records.get((table, self._here(table, key)))
        if found is None:
            raise Unfit(f"no {table} {key!r} at this desk; add it first")
        return found

    def _here(self, table: str, key: str) -> str:
        """What a record of the file is called here."""
        if table == "membership":
            team, slash, login = key.rpartition("/")
            return self._here("team", team) + slash + self._here("agent", login)
        return self.spelled.get((table, key)) or self.aliases.get(key, key)

    def load_records(self, table: str, keys: Iterable[str]) -> None:
        """Learn records of one table by the names that files give them."""
        if table not in KEYS:
            return
        name, statement = KEYS[table]
        if statement:
            rows = bulk.query(self.change, statement)
        else:
            wanted = [key.partition(":")[2] if table == "address" else self._here(table, key) for key in keys]
            columns = (name, "id", "kind") if table == "address" else (name, "id")
            rows = bulk.matching(self.change, tables.metadata.tables[table], columns, name, wanted)
        for key, number, *kind in rows:
            self.records[table, f"{kind[0]}:{key}" if kind else key] = number

    def load_uids(self, uids: Iterable[str]) -> None:
        """Learn customers by uid."""
        wanted = {self.aliases.get(uid, uid) for uid in uids} - self.customers.keys()
        columns = ("uid", "id", "vip", "organization_id")
        rows = bulk.matching(self.change, tables.customer, columns, "uid", wanted)
        companies = self.vip_companies([row[3] for row in rows if row[3]])
        for uid, number, vip, company in rows:
            self.customers[uid] = Known(number, int(bool(vip or company in companies)), uid)

    def load_addresses(self, values: Iterable[str]) -> None:
        """Learn customers by mail address and phone."""
        wanted = {value for value in values if value not in self.emails and value not in self.phones}
        columns = ("kind", "value", "customer_id")
        found = [
            row
            for kind in ("email", "phone")
            for row in bulk.matching(self.change, tables.address, columns, "value", wanted, within=("kind", kind))
        ]
        owned = ("id", "vip", "organization_id", "uid")
        rows = bulk.matching(self.change, tables.customer, owned, "id", [row[2] for row in found])
        companies = self.vip_companies([row[2] for row in rows if row[2]])
        people = {row[0]: Known(row[0], int(bool(row[1] or row[2] in companies)), row[3]) for row in rows}
        for kind, value, number in found:
            (self.emails if kind == "email" else self.phones)[value] = people[number]
            self.customers[people[number].uid] = people[number]

    def vip_companies(self, ids: Sequence[int]) -> set[int]:
        """Which of some organizations are VIPs."""
        rows = bulk.matching(self.change, tables.organization, ("id", "vip"), "id", ids)
        return {number for number, vip in rows if vip}

    def find(self, key: CustomerKey) -> Known | None:
        """The customer whom a loaded key names."""
        if key.uid and (known := self.customers.get(self.aliases.get(key.uid, key.uid))):
            return known
        if key.email and (known := self.emails.get(key.email)):
            return known
        if key.phone and (known := self.phones.get(key.phone)):
            return known
        return self.customers.get(uid_of_name(key.name)) if not (key.email or key.phone or key.uid) else None

    def load(self, keys: Iterable[CustomerKey]) -> None:
        """Learn every customer that the keys may name."""
        listed = list(keys)
        bare = [uid_of_name(key.name) for key in listed if key.name and not (key.email or key.phone or key.uid)]
        self.load_uids([*(key.uid for key in listed if key.uid), *bare])
        self.load_addresses(value for key in listed for value in (key.email, key.phone) if value)

    def add(self, keys: Sequence[CustomerKey]) -> None:
        """Make customers of the keys that name nobody, with their addresses and an event each."""
        fresh: dict[tuple[str, str], CustomerKey] = {}
        for key in keys:
            if self.find(key) is None and (key.uid or key.email or key.phone or key.name):
                fresh.setdefault((key.email or key.uid or key.phone, "" if key.email else key.name), key)
        if fresh:
            add_customers(self, [self._row(key) for key in fresh.values()])

    def _row(self, key: CustomerKey) -> "NewCustomer":
        email = key.email if is_address(key.email) else ""
        uid = key.uid or (uuid4().hex if email or key.phone else uid_of_name(key.name))
        return NewCustomer(
            uid, key.name, instant_text(self.change.now), (email,) if email else (), (key.phone,) if key.phone else ()
        )


@dataclass(frozen=True, slots=True)
class NewCustomer:
    """A customer about to be inserted."""

    uid: str
    name: str
    created_at: str
    emails: Sequence[str] = ()
    phones: Sequence[str] = ()
    vip: int = 0
    organization_id: int | None = None
    language: str = ""
    note: str = ""
    source: str | None = None
    external_id: str | None = None
    id: int | None = None
    logged: bool = True


_MEMBERSHIPS = """SELECT team.name || '/' || agent.login, membership.id FROM membership
JOIN team ON team.id = membership.team_id JOIN agent ON agent.id = membership.agent_id"""

KEYS: dict[str, tuple[str, str]] = {
    "organization": ("name", ""),
    "team": ("name", ""),
    "agent": ("login", ""),
    "customer": ("uid", ""),
    "address": ("value", ""),
    "membership": ("", _MEMBERSHIPS),
    "template": ("name", ""),
    "view": ("name", ""),
    "tag": ("name", ""),
    "field": ("name", ""),
}
"""What files call a record by: a column of its table, or all of them by a statement."""


def uid_of_name(name: str) -> str:
    """The uid of a customer of whom only a name is known: the same name is the same person in every run."""
    return hashlib.sha256(f"name:{name}".encode("utf-8", "replace")).hexdigest()[:32]


CUSTOMER = (
    "uid", "name", "vip", "organization_id", "language", "note", "created_at", "source", "external_id",
)  # fmt: skip
ADDRESS = ("customer_id", "kind", "value")


def add_customers(names: Names, people: Sequence[NewCustomer]) -> None:
    """Insert customers and their addresses, each logged as `added`; `names` knows them from then on."""
    change = names.change
    domains = _domains(change) if any(person.organization_id is None and person.logged for person in people) else {}
    kept = [person.id for person in people if person.id is not None]
    if kept:
        bulk.keep_ids(change, tables.customer, max(kept))
    fresh = iter(bulk.take_ids(change, tables.customer, len(people) - len(kept)))
    rows, addresses = [], []
    for person in people:
        number = person.id if person.id is not None else next(fresh)
        company = person.organization_id
        if company is None and person.logged and person.emails:
            company = domains.get(person.emails[0].rpartition("@")[2])
        cells = (
            person.uid, person.name, person.vip, company, person.language, person.note, person.created_at,
            person.source, person.external_id,
        )  # fmt: skip
        rows.append((number, *cells))
        addresses += [(number, "email", value) for value in person.emails]
        addresses += [(number, "phone", value) for value in person.phones]
    bulk.insert(change, tables.customer, ("id", *CUSTOMER), rows)
    numbers = bulk.take_ids(change, tables.address, len(addresses))
    numbered = [(number, *cells) for number, cells in zip(numbers, addresses, strict=True)]
    bulk.insert(change, tables.address, ("id", *ADDRESS), numbered)
    if people[0].logged:
        added_events(change, tables.customer, CUSTOMER, rows)
        added_events(change, tables.address, ADDRESS, numbered)
    _learn(names, people, rows)
    names.added += len(rows)


def add_addresses(names: Names, listed: Sequence[tuple[Known, str, str]], *, logged: bool) -> None:
    """Give customers who stand more addresses, each (customer, kind, value) that nobody has."""
    change = names.change
    once: dict[tuple[str, str], Known] = {}
    for known, kind, value in listed:
        once.setdefault((kind, value), known)
    ids = bulk.take_ids(change, tables.address, len(once))
    rows = [(row, known.id, *pair) for row, (pair, known) in zip(ids, once.items(), strict=True)]
    bulk.insert(change, tables.address, ("id", *ADDRESS), rows)
    if logged:
        added_events(change, tables.address, ADDRESS, rows)
    for (kind, value), known in once.items():
        (names.emails if kind == "email" else names.phones)[value] = known
    change.touched = change.touched or bool(rows)


def _learn(names: Names, people: Sequence[NewCustomer], rows: Sequence[bulk.Cells]) -> None:
    companies = names.vip_companies([int(row[4]) for row in rows if row[4]])
    for person, row in zip(people, rows, strict=True):
        assert isinstance(row[0], int)
        known = Known(row[0], int(bool(person.vip or row[4] in companies)), person.uid)
        names.customers[person.uid] = known
        names.emails.update(dict.fromkeys(person.emails, known))
        names.phones.update(dict.fromkeys(person.phones, known))


def _domains(change: Change) -> dict[str, int]:
    """Which organization each mail domain belongs to."""
    listed = bulk.query(change, "SELECT domains, id FROM organization WHERE domains <> '[]'")
    return {str(domain): number for domains, number in listed for domain in json.loads(domains)}
