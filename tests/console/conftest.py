"""A desk with a handful of tickets to work on."""

import asyncio
import gc
from collections.abc import Iterator

import pytest
from textual.message_pump import MessagePump

from supportdesk.desk import Desk
from supportdesk.domain.drafts import DraftKey
from supportdesk.domain.models import Person
from supportdesk.services import conversation, people, records, select, tickets
from supportdesk.store import around, schema
from supportdesk.store.engine import connect
from tests import postgres
from tests.conftest import turn
from tests.console import dispatching, frames, sparing
from tests.templates import Beginning, Clock

IVAN = Person("Иван Петров", "ivan@example.org")
LEE = Person("Lee Chen", "lee@example.org")

SUBJECTS = (
    ("Оплата прошла, заказ не создан", IVAN),
    ("VPN drops every 10 minutes", LEE),
    ("Invoice copy for July", LEE),
    ("Cannot log in after a password reset", IVAN),
    ("Export to CSV fails", LEE),
)


def furnish(desk: Desk) -> Desk:
    """Agents, teams, tags, canned responses, and five tickets of two customers, one every hour."""
    clock = desk.clock
    assert isinstance(clock, Clock)
    with desk.change("setup") as change:
        people.add_agent(change, login="boris", name="Boris Agent")
        people.add_team(change, name="billing")
        for name in ("refund", "login"):
            records.add_tag(change, name=name)
        records.add_template(
            change,
            name="greeting",
            title="Greeting",
            body="Hello {{ customer.name }}, about #{{ ticket.number }}: we are on it.",
        )
        records.add_template(change, name="thanks", title="Thank you", body="Thank you, {{ customer.first_name }}.")
    for subject, customer in SUBJECTS:
        with desk.change("new") as change:
            tickets.open_ticket(change, subject=subject, customer=customer, body=f"Please help: {subject}.")
        clock.advance(hours=1)
    return desk


@pytest.fixture(autouse=True)
def _nobody_sleeps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Textual's own wait for a calm processor takes up to a second a key; `Hands.settle` knows when all is done."""

    async def a_turn(*_seconds: float) -> None:
        await asyncio.sleep(0)

    for place in ("textual.pilot", "textual.app"):
        monkeypatch.setattr(f"{place}.wait_for_idle", a_turn)


@pytest.fixture(scope="session", autouse=True)
def _consoles_have_much_in_common() -> Iterator[None]:
    """Every test opens a console: what is the same for all is worked out once, and frames come when they are wanted."""
    with pytest.MonkeyPatch.context() as patch:
        sparing.all_that_is_the_same(patch)
        patch.setattr(MessagePump, "_get_dispatch_methods", dispatching.only_where_somebody_listens())
        frames.only_when_looked_at(patch)
        yield


@pytest.fixture(autouse=True)
def _memory_of_the_tests_is_not_tidied() -> Iterator[None]:
    """A console tidies its memory while it is idle: what the tests before have left is not looked through each time."""
    gc.freeze()
    yield
    gc.unfreeze()


@pytest.fixture
def beginning() -> Beginning:
    """Consoles open on a furnished desk."""
    return Beginning("furnished", furnish)


@pytest.fixture
def busy(sqlite_desk: Desk) -> Desk:
    """A furnished desk in a file; anna works there."""
    return sqlite_desk


@pytest.fixture
def each_desk(desk: Desk) -> Desk:
    """A furnished desk on each database, for what the databases do differently."""
    return desk


@pytest.fixture
def team_desk(request: pytest.FixtureRequest, clock: Clock) -> Desk:
    """A furnished desk on one of the two databases: half of the tests have each, by their names."""
    return Desk(request.getfixturevalue(f"{turn(request.node.name)}_store"), "anna", clock)


@pytest.fixture
def server() -> Iterator[postgres.OwnServer]:
    """A server of this test alone, which may crash."""
    server = postgres.OwnServer()
    yield server
    server.close()


def desk_on(server: postgres.OwnServer, clock: Clock) -> Desk:
    """A furnished desk on a server that may crash."""
    server.run("CREATE DATABASE desk")
    store = connect(server.database("desk"))
    schema.create(store, login="anna", now=clock())
    return furnish(Desk(store, "anna", clock))


def write_from(desk: Desk, number: int, body: str) -> None:
    """Let the customer of a ticket write again."""
    from supportdesk.domain.ticket import MessageKind

    with desk.change("received") as change:
        conversation.add(change, select.tickets(change, numbers=[number]), MessageKind.CUSTOMER, bodies={number: body})


def drafts(desk: Desk) -> dict[DraftKey, str]:
    """What anna has half-written, as the store has it: by ticket, and whether it is a note."""
    with desk.read() as reading:
        return {kept.draft.key: kept.draft.text for kept in around.own_drafts(reading)}
