"""Any filter finds the same tickets on SQLite, on PostgreSQL and by a plain reading of the language in Python."""

import itertools
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from supportdesk.domain import followers
from supportdesk.domain.filters import Filter, Node, both, either, negate, parse
from supportdesk.domain.ticket import Role
from supportdesk.errors import NotFound
from supportdesk.store import indexes, rows, tables, text_query
from supportdesk.store.engine import Store, connect
from supportdesk.store.listing import Listing
from supportdesk.store.reading import Actor, Reading
from supportdesk.store.sorting import order
from supportdesk.store.where import sought, where
from tests import postgres
from tests.store import oracle
from tests.store.oracle import ADDRESSES, AGENTS, INVOICES, NAMES, ORGANIZATIONS, TAGS, TEAMS, VOCABULARY, Case
from tests.templates import MORNING, NEW, Templates

NOW = MORNING.replace(hour=9, minute=30)
SEEDS = (1, 2)


@dataclass(frozen=True, slots=True, repr=False)
class Both:
    """The same desk on both databases, and its tickets as Python sees them."""

    cases: list[Case]
    stores: dict[str, Store]

    @contextmanager
    def read(self, store: Store) -> Iterator[Reading]:
        """A moment of one of them, as anna sees it."""
        with store.reading() as connection:
            yield Reading(connection, NOW, Actor(1, "anna", Role.ADMIN))

    def found(self, node: Node | None) -> dict[str, list[int]]:
        """The numbers that a filter finds in each database."""
        return {name: self.numbers(store, node) for name, store in self.stores.items()}

    def numbers(self, store: Store, node: Node | None) -> list[int]:
        """The numbers that a filter finds in one database."""
        with self.read(store) as reading:
            return list(
                reading.ids(select(tables.ticket.c.id).where(where(node, reading)).order_by(tables.ticket.c.id))
            )

    def expected(self, node: Node | None) -> list[int]:
        """The numbers that it should find."""
        return [case.number for case in self.cases if oracle.holds(node, case, now=NOW, me="anna")]


@pytest.fixture(scope="module", params=SEEDS)
def desks(
    request: pytest.FixtureRequest,
    templates: Templates,
    tmp_path_factory: pytest.TempPathFactory,
    postgres_server: postgres.Server,
) -> Iterator[Both]:
    """A desk made by chance, on both databases."""
    path = tmp_path_factory.mktemp("parity") / "desk.db"
    shutil.copyfile(templates.sqlite(NEW), path)
    cases = oracle.cases(request.param, NOW)
    with postgres_server.copied(templates.postgres(NEW), f"desk_parity_{os.getpid()}_{request.param}") as url:
        stores = {"sqlite": connect(str(path)), "postgres": connect(url)}
        for store in stores.values():
            _fill(store, cases)
        yield Both(cases, stores)
        for store in stores.values():
            store.close()


def _fill(store: Store, cases: list[Case]) -> None:
    with store.writing() as connection:
        reading = Reading(connection, NOW, Actor(1, "anna", Role.ADMIN))
        agents = [{"id": number, "login": login} for number, login in enumerate(AGENTS, 1) if login != "anna"]
        connection.execute(tables.agent.insert(), agents)
        connection.execute(tables.team.insert(), [{"id": number, "name": name} for number, name in enumerate(TEAMS, 1)])
        connection.execute(tables.field.insert(), [{"id": 1, "name": "invoice"}])
        people = _add_people(reading, cases)
        connection.execute(tables.ticket.insert(), [_ticket_row(case, people) for case in cases])
        messages = [_message_row(case, at) for case in cases for at in range(len(case.messages))]
        connection.execute(tables.message.insert(), messages)
        _fill_private(reading, cases)
        numbers = [case.number for case in cases]
        indexes.retag(reading, numbers)
        indexes.reindex(reading, numbers)


def _fill_private(reading: Reading, cases: list[Case]) -> None:
    """What anna has seen, and what each agent has half-written; messages are numbered in the order of the tickets."""
    before = itertools.accumulate((len(case.messages) for case in cases), initial=0)
    seen = [
        {"agent_id": 1, "ticket_id": case.number, "message_id": first + case.seen if case.seen else 0}
        for case, first in zip(cases, before, strict=False)
        if case.seen is not None
    ]
    reading.connection.execute(tables.seen.insert(), seen)
    drafts = [
        {"agent_id": AGENTS.index(case.drafted) + 1, "ticket_id": case.number, "kind": "reply", "updated_at": NOW}
        for case in cases
        if case.drafted
    ]
    reading.connection.execute(tables.draft.insert(), drafts)


def _add_people(reading: Reading, cases: list[Case]) -> dict[oracle.Customer, int]:
    companies = [
        {"id": number, "name": name, "domains": oracle.as_json(domains), "created_at": NOW}
        for number, (name, domains) in enumerate(ORGANIZATIONS.items(), 1)
    ]
    reading.connection.execute(tables.organization.insert(), companies)
    people = {
        person: number
        for number, person in enumerate(dict.fromkeys(case.customer for case in cases if case.customer), 1)
    }
    names = list(ORGANIZATIONS)
    for person, number in people.items():
        company = names.index(person.organization) + 1 if person.organization else None
        row = {"id": number, "uid": f"c{number}", "name": person.name, "organization_id": company, "created_at": NOW}
        reading.connection.execute(tables.customer.insert(), [row])
        reading.connection.execute(
            tables.address.insert(),
            [
                {"customer_id": number, "kind": "email" if "@" in value else "phone", "value": value}
                for value in person.addresses
            ],
        )
    return people


def _ticket_row(case: Case, people: dict[oracle.Customer, int]) -> dict[str, object]:
    values = {
        **case.columns,
        "messages": sum(not message.withdrawn for message in case.messages),
        "assignee_id": AGENTS.index(case.assignee) + 1 if case.assignee else None,
        "team_id": TEAMS.index(case.team) + 1 if case.team else None,
        "customer_id": people[case.customer] if case.customer else None,
        "tags": oracle.as_json(list(case.tags)),
        "followers": followers.written(map(followers.person, case.followers)),
        "fields": oracle.as_json(case.fields),
    }
    return {"id": case.number, **rows.ticket_row(values, NOW)}


def _message_row(case: Case, at: int) -> dict[str, object]:
    message = case.messages[at]
    return {
        "ticket_id": case.number,
        "kind": message.kind,
        "body": message.body,
        "withdrawn": int(message.withdrawn),
        "agent_id": AGENTS.index(message.agent) + 1 if message.agent else None,
        "at": NOW,
        "message_id": f"<{case.number}.{at}@example.org>",
        "delivery": "failed" if message.failed else "",
    }


def any_of(*values: str) -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(values), min_size=1, max_size=3).map(",".join)


def quote(text: str) -> str:
    return f'"{text}"'


SEARCHABLE = [word for word in VOCABULARY if ":" not in word]
WORDS = [
    *SEARCHABLE,
    *(
        word[:length] + "*"
        for word in SEARCHABLE
        for length in (3, 4, 5, 6)
        if word[0].isalpha() and length <= len(word)
    ),
]
PHRASES = st.builds(
    "{}{}".format,
    st.lists(st.sampled_from(VOCABULARY), min_size=1, max_size=3).map(" ".join).map(quote),
    st.sampled_from(["", "*"]),
)
WORD = st.one_of(st.sampled_from(WORDS), PHRASES)
AGES = [f"{number}{unit}" for number in (0, 1, 2, 5, 24) for unit in "hdw"]
DAYS = [
    "2026-11-20",
    "2026-11-21",
    "2026-11-01T09:30",
    "2026-11-21T07:30",
    "today",
    "yesterday",
    "tomorrow",
    "friday",
    "saturday",
]
EQUALS = st.sampled_from([":", "!="])
COMPARES = st.sampled_from(["<", "<=", ">", ">="])
RANGES = st.builds(
    "{}..{}".format,
    st.sampled_from(["", "2026-11-10", "yesterday", "3d", "1d", "2h"]),
    st.sampled_from(["2026-11-21", "today", "1d", "5d"]),
)


def times(key: str, *, marks: bool = True) -> st.SearchStrategy[str]:
    values = [*DAYS, "none", "any"] if marks else DAYS
    return st.one_of(
        st.builds(f"{key}{{}}{{}}".format, EQUALS, st.one_of(any_of(*values), RANGES)),
        st.builds(f"{key}{{}}{{}}".format, COMPARES, st.sampled_from([*AGES, *DAYS])),
    )


def closed(key: str, *values: str) -> st.SearchStrategy[str]:
    return st.builds(f"{key}{{}}{{}}".format, EQUALS, any_of(*values))


TEXTS = st.one_of(
    WORD,
    WORD,
    st.builds("{}:{}".format, st.sampled_from(["subject", "body"]), WORD),
    closed(
        "customer",
        "none",
        "any",
        *ADDRESSES,
        *map(quote, filter(None, NAMES)),
        "ivan",
        "Petro*",
        "79001234567",
        "acme",
        "еж*",
    ),
    closed(
        "follower",
        "none",
        "any",
        "ADA@example.net",
        "anna@example.net",
        "na@example.net",
        "анна@пример.рф",
        r"o\k@x.example",
    ),
    closed(
        "org", "none", "any", *map(quote, ORGANIZATIONS), "ACME", "acme.com", "romashka.example", "ромашка.рф", "nobody"
    ),
    closed("tag", "none", "any", *map(quote, TAGS), "SPAM", "Счета", "unknown"),
    closed("assignee", "none", "any", "me", *AGENTS, "BORIS", "vera"),
    closed("team", "none", "any", *map(quote, TEAMS), "billing", '"вторая Линия"'),
    closed("field.invoice", "none", "any", *map(quote, INVOICES), "a-1"),
    closed("external", "none", "any", "<1@x>", "<2@x>", "zzz"),
    closed("source", "none", "any", "zendesk", "mbox"),
    closed("status", "new", "open", "pending", "hold", "solved", "closed"),
    closed("type", "question", "incident", "problem", "task"),
    closed("channel", "mail", "phone", "chat", "form", "other"),
    closed("is", "open", "closed", "overdue", "unassigned", "mine", "snoozed", "deleted", "unread"),
    closed("has", "attachment", "note", "reply", "draft", "failed"),
    closed("vip", "yes", "no"),
    closed("priority", "low", "high", "normal..high", "..normal", "high.."),
    st.builds("priority{}{}".format, COMPARES, st.sampled_from(["low", "normal", "high", "urgent"])),
    closed("rating", "none", "any", "1", "5", "2..4", "..3", "4.."),
    st.builds("rating{}{}".format, COMPARES, st.integers(1, 5)),
    closed("number", "1", "7", "12..20", "..5", "55..", "9223372036854775807", "#33"),
    st.builds("number{}{}".format, COMPARES, st.integers(0, 70)),
    times("created", marks=False),
    times("updated", marks=False),
    *(times(key) for key in ("solved", "closed", "due", "first_reply", "waiting")),
)


def grown(trees: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    several = st.lists(trees, min_size=2, max_size=3)
    return st.one_of(
        several.map(lambda parts: both(*parts)), several.map(lambda parts: either(*parts)), trees.map(negate)
    )


LEAVES = TEXTS.map(parse).map(lambda read: read.node)
TREES = st.recursive(LEAVES, grown, max_leaves=6)


@settings(max_examples=40, deadline=None)
@given(node=TREES)
def test_a_filter_finds_the_same_everywhere(desks: Both, node: Node):
    expected = desks.expected(node)
    assert desks.found(node) == {"sqlite": expected, "postgres": expected}, str(Filter(node))


@settings(max_examples=40, deadline=None)
@given(node=LEAVES)
def test_a_single_term_and_its_negation_part_the_desk(desks: Both, node: Node):
    expected = desks.expected(node)
    others = [case.number for case in desks.cases if case.number not in expected]
    assert desks.found(node) == {"sqlite": expected, "postgres": expected}, str(Filter(node))
    assert desks.found(negate(node)) == {"sqlite": others, "postgres": others}, str(Filter(node))


@settings(max_examples=25, deadline=None)
@given(words=st.lists(WORD, min_size=1, max_size=3).map(" ".join))
def test_the_best_finds_come_in_the_same_order_everywhere(desks: Both, words: str):
    node = parse(words).node
    orders = []
    for store in desks.stores.values():
        with desks.read(store) as reading:
            found = Listing(node, order("-number", node), None).numbers(reading, None, limit=50)
            orders.append((found, text_query.best(reading, found, sought(node))))
    assert orders[0] == orders[1]


def test_a_desk_made_by_chance_has_something_to_find(desks: Both):
    for text in (
        '"card declined"',
        "карты",
        "decl*",
        "assignee:me",
        "due<2h",
        "is:overdue",
        "is:unread",
        "has:draft",
        "has:failed",
        "org:acme.com",
        "follower:ada@example.net",
        "customer:ivan",
    ):
        assert 0 < len(desks.expected(parse(text).node)) < len(desks.cases), text


@pytest.mark.parametrize("desks", SEEDS[:1], indirect=True)
@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("assignee:borsi", "no agent 'borsi'; did you mean boris?"),
        ("team:biling", "no team 'biling'; did you mean Billing?"),
        ("field.invoce:1", "no field 'invoce'; did you mean invoice?"),
    ],
)
def test_an_unknown_name_is_told_with_the_nearest(desks: Both, text: str, message: str):
    for store in desks.stores.values():
        with pytest.raises(NotFound, match=message.replace("?", r"\?")):
            desks.numbers(store, parse(text).node)


@pytest.mark.parametrize("desks", SEEDS[:1], indirect=True)
@pytest.mark.parametrize(
    "text",
    [
        " ".join(f"word{number}" for number in range(400)),
        " or ".join(f"word{number}" for number in range(400)),
        " ".join(f"-word{number}*" for number in range(400)),
        " ".join("tag:spam" for _ in range(400)),
        "is:open or " + " or ".join("tag:spam" for _ in range(399)),
        "number:" + ",".join(map(str, range(20_000))),
        "tag:" + ",".join(f"t{number}" for number in range(6_000)),
        "subject:" + ",".join(f"t{number}" for number in range(400)),
        "follower:" + ",".join(f"a{number}@x.example" for number in range(400)),
        "created:" + ",".join(f"{number}d..{number + 1}d" for number in range(400)),
        "org:" + ",".join(f"o{number}" for number in range(400)),
        "is:" + ",".join(["open"] * 5_000),
        "-(" * 31 + "card or refund" + ")" * 31,
        '"' + "the " * 100 + '"',
    ],
)
def test_the_largest_filters_are_answered_everywhere(desks: Both, text: str):
    node = parse(text).node
    expected = desks.expected(node)
    assert desks.found(node) == {"sqlite": expected, "postgres": expected}
