"""A desk that has lived: every kind of record, and some history."""

import io
import itertools
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from supportdesk.desk import Desk
from supportdesk.domain.models import Person
from supportdesk.domain.ticket import Channel, Priority, Status
from supportdesk.services import conversation, following, people, rating, records, select, tickets, undo
from supportdesk.services.conversation import File
from supportdesk.store.engine import connect
from tests.templates import NEW, Beginning, Clock


@pytest.fixture
def beginning(request: pytest.FixtureRequest) -> Beginning:
    """Some tests begin after a busy morning."""
    return Beginning("lived", live) if "lived" in request.fixturenames else NEW


@pytest.fixture
def lived(desk: Desk) -> Desk:
    """The desk after a busy morning."""
    return desk


@pytest.fixture
def other(request: pytest.FixtureRequest, place: str, clock: Clock, tmp_path: Path) -> Desk:
    """A second, empty desk on the same database."""
    return request.getfixturevalue("another")(place)


@pytest.fixture
def another(request: pytest.FixtureRequest, clock: Clock, tmp_path: Path) -> Iterator[Callable[[str], Desk]]:
    """Makes empty desks; a path gives one in a file, a URL one on the server."""
    numbers = itertools.count()

    def make(place: str) -> Desk:
        templates = request.getfixturevalue("templates")
        if place.startswith("postgresql"):
            found = stack.enter_context(request.getfixturevalue("lending").copy(templates.postgres(NEW)))
        else:
            found = str(tmp_path / f"another{next(numbers)}.db")
            shutil.copyfile(templates.sqlite(NEW), found)
        return Desk(stack.enter_context(closing(connect(found))), "anna", clock)

    with ExitStack() as stack:
        yield make


def live(desk: Desk) -> Desk:
    """Fill a desk by its verbs: people, records, tickets, answers, files, notes, undone and deleted things."""
    clock = desk.clock
    assert isinstance(clock, Clock)
    _people(desk)
    clock.advance(minutes=1)
    _records(desk)
    clock.advance(minutes=1)
    _tickets(desk)
    clock.advance(hours=1)
    _answers(desk, clock)
    return desk


def _people(desk: Desk) -> None:
    with desk.change("people") as change:
        people.add_team(change, name="hardware", line=2, note="Drucker & Co")
        people.add_agent(change, login="boris", name="Борис", email="boris@desk.example", teams=["hardware"])
        people.add_organization(change, name="Acme GmbH", domains=["acme.example"], vip=True, note="важно")
        people.add_customer(change, name="Zoë", emails=["zoe@acme.example", "z@home.example"], phones=["+7 912 000"])


def _records(desk: Desk) -> None:
    with desk.change("records") as change:
        records.add_field(change, name="serial", kind="text")
        records.add_tag(change, name="printer", note="все принтеры")
        records.add_template(change, name="hello", title="Hi", body="Здравствуйте!\n", team="hardware")
        records.add_view(change, name="hot", filter="priority>=high", sort="-created", mine=True)
    with desk.change("forget") as change:
        records.add_template(change, name="gone", body="to be removed")
        records.remove_template(change, "gone")


def _tickets(desk: Desk) -> None:
    with desk.change("new") as change:
        tickets.open_ticket(
            change,
            subject="Принтер\u202e горит 🔥",
            customer=Person("Zoë", "zoe@acme.example"),
            body="Помогите!\n\n\tОн горит. <b>\x1b[31m</b>",
            channel=Channel.PHONE,
            priority=Priority.URGENT,
            team="hardware",
            tags=["printer", "срочно"],
            fields={"serial": "A-1"},
            files=[File("фото.png", b"\x89PNG\x00\xff" * 100, "image/png")],
            due=datetime(2026, 12, 1, tzinfo=UTC),
        )
    with desk.change("new") as change:
        tickets.open_ticket(change, subject="= 1+1", customer=Person("Ivan", "ivan@example.org"), body="two")
        tickets.open_ticket(
            change, subject="third", customer=Person("", "ivan@example.org"), external_id="77", source="old"
        )
        tickets.open_ticket(change, subject="fourth", customer=Person("Nobody", "n@example.org"))


def _answers(desk: Desk, clock: Clock) -> None:
    with desk.change("reply") as change:
        held = select.tickets(change, numbers=[1])
        conversation.reply(
            change, held, body="Выключите его.", cc=["Fire <fire@example.org>"], files=[File("a.txt", b"a")]
        )
    clock.advance(minutes=5)
    with desk.change("note") as change:
        conversation.note(change, select.tickets(change, numbers=[1, 2]), body="hm")
    with desk.change("assign") as change:
        tickets.assign(change, select.tickets(change, numbers=[2]), to="boris")
        followed = ["Lane, Ada <ada@example.net>", "b@example.net"]
        following.follow(change, select.tickets(change, numbers=[2, 3]), add=followed)
        rating.rate(change, select.tickets(change, numbers=[2]), score=2, comment="Долго, «очень»")
        rating.rate(change, select.tickets(change, numbers=[3]), score=5)
    with desk.change("close") as change:
        tickets.move(change, select.tickets(change, numbers=[1, 2]), to=Status.CLOSED)
    clock.advance(minutes=5)
    with desk.change("undo") as change:
        undo.undo(change)
    with desk.change("note") as change:
        conversation.note(change, select.tickets(change, numbers=[3]), body="taken back")
    with desk.change("undo") as change:
        undo.undo(change)
    with desk.change("delete") as change:
        tickets.delete(change, select.tickets(change, numbers=[4]))


class Pieces(io.RawIOBase):
    """A stream of pieces."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self.pieces = pieces

    def read(self, _size: int = -1) -> bytes:
        return next(self.pieces, b"")


class Killed(BaseException):
    """The process ends here."""
