"""Whatever is done to a desk, taking it back in the reverse order leaves the desk as it was."""

import itertools
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from supportdesk.desk import Desk
from supportdesk.domain.models import Person
from supportdesk.domain.ticket import Priority, Status, TicketType
from supportdesk.errors import DeskError
from supportdesk.services import conversation, editing, following, people, queue, rating, records, tickets, undo
from supportdesk.services import select as choose
from supportdesk.store import replay, tables
from supportdesk.store.change import Change
from supportdesk.store.engine import connect
from tests.conftest import opened
from tests.services.acting import noted
from tests.templates import MORNING, Beginning

Step = Callable[[Change, tuple[int, ...]], Any]

NAMES = {(tables.tag, "id")}
"""A tag is its name; one that was used again keeps the number that it got then."""

Desks = Callable[[], Desk]

MOVED = {"updated_at", "upd_neg"}
"""What an undo does not set back: the ticket did change, just now."""


def verb(function: Callable[..., Any], **more: Any) -> Step:
    def step(change: Change, numbers: tuple[int, ...]) -> Any:
        return function(change, choose.tickets(change, numbers=numbers), **more)

    return step


def noun(function: Callable[..., Any], *subject: Any, **more: Any) -> Step:
    return lambda change, _numbers: function(change, *subject, **more)


IVAN, ANN = Person("Ivan", "ivan@example.org"), Person("Ann", "ann@example.com")

STEPS: Sequence[Step] = [
    verb(tickets.assign, to="anna"),
    verb(tickets.assign, to="boris"),
    verb(tickets.assign, to=None),
    verb(tickets.assign_auto),
    verb(tickets.assign_team, team="first"),
    verb(tickets.assign_team, team=None),
    *(verb(tickets.move, to=status) for status in Status),
    verb(noted(tickets.solve), note="Told him"),
    verb(tickets.prioritise, to=Priority.URGENT),
    verb(tickets.prioritise, to=Priority.LOW),
    verb(tickets.classify, type=TicketType.INCIDENT),
    verb(tickets.tag, add=["fire", "vip"]),
    verb(tickets.tag, add=["new-one"], remove=["fire"]),
    verb(editing.set_fields, values={"subject": "Другая тема", "due": "2026-12-01"}),
    verb(editing.set_fields, values={"due": "none", "floor": "3", "customer": "Zoe <zoe@example.net>"}),
    verb(conversation.reply, body="We are on our way", status=Status.PENDING),
    verb(conversation.reply, template="hello"),
    verb(conversation.note, body="Hm", files=[conversation.File("a.txt", b"a")]),
    noun(queue.claim_next),
    noun(tickets.open_ticket, subject="New", customer=ANN, body="Hello", tags=["born"]),
    verb(tickets.delete),
    noun(people.add_customer, name="Bob", emails=["bob@example.org"], phones=["+7 1"]),
    noun(people.edit_customer, "ivan@example.org", new_name="Ivan the Great", vip=True, emails=["i@example.org"]),
    noun(people.add_organization, name="Acme", domains=["acme.example"], vip=True),
    noun(people.edit_organization, "Globex", vip=True, new_name="Globex Corp"),
    noun(people.remove_organization, "Globex"),
    noun(people.add_team, name="second", line=2, agents=["boris"]),
    noun(people.edit_team, "first", agents=["boris"], note="Them"),
    noun(people.remove_team, "first"),
    noun(people.add_agent, login="gleb", teams=["first"]),
    noun(people.edit_agent, "boris", role="lead", teams=["first"]),
    noun(people.remove_agent, "boris"),
    noun(records.add_template, name="bye", body="Bye"),
    noun(records.edit_template, "hello", new_name="hi", body="Hi"),
    noun(records.remove_template, "hello"),
    noun(records.add_view, name="hot", filter="priority:urgent"),
    noun(records.edit_view, "mine", filter="assignee:me", position=9),
    noun(records.remove_view, "mine"),
    noun(records.edit_tag, "fire", new_name="flames", note="Hot"),
    noun(records.remove_tag, "fire"),
    noun(records.add_field, name="room"),
    noun(records.remove_field, "floor"),
    noun(people.merge_customers, "zh@example.org", into="ivan@example.org"),
    noun(people.merge_customers, "ivan@example.org", into="eve@globex.example"),
    verb(following.follow, add=["Ada <ada@example.net>", "bob@example.net"]),
    verb(following.follow, remove=["ada@example.net"]),
    verb(rating.rate, score=4, comment="quick"),
    verb(rating.rate, score=None),
]


FIRST_OF_MORE = 20


def prepared(desk: Desk) -> None:
    with desk.change("prepare") as change:
        people.add_organization(change, name="Globex", domains=["globex.example"])
        people.add_team(change, name="first", agents=["anna"])
        people.add_agent(change, login="boris")
        records.add_template(change, name="hello", body="Dear {{ customer.name }}", team="first")
        records.add_field(change, name="floor")
    opened(desk, tags=["fire"], fields={"floor": "2"})
    opened(desk, customer=Person("Eve", "eve@globex.example"), team="first", assignee="boris")
    opened(desk, subject="Принтер", customer=Person("Жанна", "zh@example.org"))


def everything(desk: Desk) -> dict[str, list[Any]]:
    """Every row that is not history, less what only says that something happened."""
    left_out = {tables.change, tables.event, tables.blob, tables.meta}
    with desk.read() as reading:
        return {
            table.name: [
                {
                    name: tidy(value)
                    for name, value in row._mapping.items()
                    if name not in MOVED and (table, name) not in NAMES
                }
                for row in reading.rows(select(table).order_by(*table.primary_key))
            ]
            for table in tables.metadata.sorted_tables
            if table not in left_out
        }


def tidy(value: Any) -> Any:
    """A full text without the empty part that an opening without words leaves."""
    return value.replace("\xb6  \xb6", "\xb6") if isinstance(value, str) else value


def apart(before: dict[str, list[Any]], after: dict[str, list[Any]]) -> dict[str, list[Any]]:
    """What differs; tickets that were opened meanwhile stay in the bin, with customers and tags that they brought."""
    found = {}
    for name, rows in after.items():
        known = before[name]
        extra = [row for row in rows if row not in known]
        lost = [row for row in known if row not in rows]
        if name == "ticket":
            extra = [row for row in extra if row["deleted_at"] is None]
        if lost or (extra and name not in ADDED):
            found[name] = [*lost, *extra]
    return found


ADDED = {"customer", "address", "tag", "ticket_tag", "ticket_text", "message", "attachment"}
"""Of what comes with tickets, this stays when they are taken back: withdrawn, or for the next who needs it."""


def done(desk: Desk, steps: Sequence[tuple[int, tuple[int, ...]]]) -> list[int]:
    """Take steps, each a change; what is refused changes nothing."""
    changes = []
    for place, numbers in steps:
        try:
            with desk.change("step") as change:
                STEPS[place](change, numbers)
                if change.touched:
                    changes.append(change.id)
        except DeskError:
            continue
    return changes


def undone(desk: Desk, number: int) -> int:
    with desk.change("undo") as change:
        undo.undo(change, number=number)
        return change.id


def scripts(length: int) -> st.SearchStrategy[list[tuple[int, tuple[int, ...]]]]:
    some = st.lists(st.integers(1, 3), min_size=1, max_size=3, unique=True).map(lambda found: tuple(sorted(found)))
    return st.lists(st.tuples(st.integers(0, len(STEPS) - 1), some), min_size=1, max_size=length)


@pytest.fixture(params=["sqlite", "postgres"])
def desks(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Desks]:
    """Gives new prepared desks on one database, as many as are asked for."""
    with ExitStack() as stack:
        made = _in_files(stack, request, tmp_path) if request.param == "sqlite" else _on_server(stack, request)
        yield lambda: next(made)


def _in_files(stack: ExitStack, request: pytest.FixtureRequest, folder: Path) -> Iterator[Desk]:
    first = request.getfixturevalue("templates").sqlite(PREPARED)
    for number in itertools.count():
        path = folder / f"{number}.db"
        shutil.copyfile(first, path)
        yield Desk(stack.enter_context(closing(connect(str(path)))), "anna", lambda: MORNING)


def _on_server(stack: ExitStack, request: pytest.FixtureRequest) -> Iterator[Desk]:
    lending, first = request.getfixturevalue("lending"), request.getfixturevalue("templates").postgres(PREPARED)
    while True:
        url = stack.enter_context(lending.copy(first))
        yield Desk(stack.enter_context(closing(connect(url))), "anna", lambda: MORNING)


PREPARED = Beginning("prepared", prepared)

MANY = settings(
    max_examples=4, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@MANY
@given(script=scripts(8))
def test_undoing_every_change_in_turn_brings_everything_back(desks: Desks, script: Any) -> None:
    desk = desks()
    before = everything(desk)

    for number in reversed(done(desk, script)):
        undone(desk, number)

    assert apart(before, everything(desk)) == {}
    with desk.read() as reading:
        assert replay.check(reading, deep=True) == ()


@MANY
@given(script=scripts(4))
def test_undoing_the_undos_does_it_all_again(desks: Desks, script: Any) -> None:
    desk = desks()
    changes = done(desk, script)
    before = everything(desk)
    undos = [undone(desk, number) for number in reversed(changes)]

    for number in reversed(undos):
        undone(desk, number)

    assert everything(desk) == before
    with desk.read() as reading:
        assert replay.check(reading, deep=True) == ()


def test_doing_the_same_again_writes_nothing(desks: Desks) -> None:
    desk = desks()
    for place in range(len(STEPS)):
        done(desk, [(place, (1, 2, 3))])
        later = replace(desk, clock=lambda: MORNING.replace(hour=12))
        before = everything(later)

        again = done(later, [(place, (1, 2, 3))])

        assert place in ONE_MORE or (again, everything(later)) == ([], before), place


ONE_MORE = range(FIRST_OF_MORE, FIRST_OF_MORE + 5)
"""Another answer, note, claim or ticket is one more."""
