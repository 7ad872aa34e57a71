"""One day at the desk, lived on both databases: whatever can be read of it is the same."""

from typing import Any

from supportdesk.desk import Desk
from supportdesk.domain import filters
from supportdesk.domain.models import Person
from supportdesk.domain.ticket import Channel, Priority, Status, TicketType
from supportdesk.services import conversation, editing, following, people, queue, records, templating, tickets, undo
from supportdesk.store import history, queries, searching, thread
from supportdesk.store import people as people_reads
from supportdesk.store import records as record_reads
from tests.conftest import opened
from tests.services.acting import act, noted, run

IVAN, ZOE = Person("Иван Ёлкин", "ivan@example.org"), Person("Zoë", "zoe@acme.example")


def live(desk: Desk) -> None:
    """A day with every verb in it."""
    advance = desk.clock.advance  # type: ignore[attr-defined]
    run(desk, people.add_agent, login="boris", name="Борис", role="agent")
    run(desk, people.add_team, name="первая", agents=["anna", "boris"])
    run(desk, people.add_organization, name="Acme", domains=["acme.example"], vip=True)
    run(desk, records.add_field, name="floor", kind="choice", choices=["1", "Ё2"])
    run(desk, records.add_template, name="hello", body="Здравствуйте, {{ customer.first_name|default('друг') }}!")
    run(desk, records.add_view, name="горячее", filter="priority>=high -tag:spam", sort="-created")
    for number, (subject, who) in enumerate(
        [("Принтер горит", IVAN), ("Card declined", ZOE), ("Ещё раз", IVAN), ("ёлка 🎄", Person("", "x@example.net"))]
    ):
        due = advance(minutes=7)
        opened(desk, subject=subject, customer=who, due=due, tags=["ёж", "spam"][: number % 3], fields={"floor": "Ё2"})
    advance(seconds=1)
    act(desk, tickets.assign_auto, "is:open")
    act(desk, conversation.reply, [1, 2], template="hello", cc=["C <c@example.org>"], status=Status.PENDING)
    act(desk, tickets.tag, "is:open", add=["чай", "a"], remove=["spam"])
    act(desk, editing.set_fields, [1, 3], values={"floor": "1", "subject": "Другое", "due": "none"})
    act(desk, tickets.prioritise, [2], to=Priority.URGENT)
    act(desk, tickets.classify, [2, 3], type=TicketType.INCIDENT)
    advance(hours=1)
    closed = act(desk, noted(tickets.close), "is:open", note="Всё").change
    run(desk, undo.undo, number=closed)
    act(desk, tickets.solve, [3])
    act(desk, tickets.reopen, [3])
    act(desk, following.follow, [1, 2, 3], add=["Ёж <hedgehog@example.net>", "b@example.net"])
    act(desk, following.follow, [2], remove=["b@example.net"])
    act(desk, tickets.delete, [4])
    opened(desk, channel=Channel.PHONE, customer=Person("Zed", ""), phone="+7 1", body="", assignee="boris")
    run(desk, queue.claim_next)
    run(desk, people.edit_customer, "ivan@example.org", new_name="Иван Грозный", vip=True, phones=["+7 2"])
    run(desk, records.edit_tag, "чай", new_name="кофе")
    run(desk, people.remove_team, "первая")


def read(desk: Desk) -> dict[str, Any]:
    """Everything that can be read, less what is drawn by lot."""
    with desk.read() as reading:
        numbers = range(1, history.latest(reading) and 6)
        lists = {
            f"{sort} {text}": queries.page(reading, filters.parse(text), sort=sort)
            for sort in ("", "-due", "priority", "created", "-updated", "-number")
            for text in ("", "is:open", "assignee!=me", "tag:ёж", "org:acme", "is:deleted", "field.floor:ё2", "ёлка")
        }
        return {
            "lists": lists,
            "counts": {field: queries.count_by(reading, filters.parse(""), field) for field in queries.COUNTED},
            "sidebar": queries.sidebar(reading),
            "rows": [thread.detail(reading, number).ticket for number in numbers],
            "threads": [
                [(one.kind, one.author, one.to, one.cc, one.subject, one.body, one.delivery) for one in messages]
                for messages in (thread.messages(reading, number) for number in numbers)
            ],
            "history": [_undrawn(history.of_ticket(reading, number)) for number in numbers],
            "changes": history.changes(reading, limit=100),
            "differences": [_certain(history.differences(reading, one.id)) for one in history.changes(reading)],
            "people": (people_reads.agents(reading), people_reads.customers(reading), people_reads.teams(reading)),
            "organizations": people_reads.organizations(reading),
            "records": [record_reads.templates(reading), record_reads.views(reading), record_reads.tags(reading)],
            "rendered": templating.render_for(reading, "hello", 1),
            "found": [searching.search(reading, words) for words in ("printer", "принтера", "здравствуйте", "ещ*")],
        }


def _certain(differences: tuple[Any, ...]) -> list[Any]:
    return [one for one in differences if one.field != "uid"]


def _undrawn(entries: tuple[Any, ...]) -> list[Any]:
    return [(one.change, one.kind, one.at, one.actor, one.changes, one.message) for one in entries]


def test_both_databases_tell_the_same_of_the_same_day(sqlite_desk: Desk, postgres_desk: Desk) -> None:
    from dataclasses import replace

    from tests.conftest import Clock

    told = []
    for desk in (sqlite_desk, postgres_desk):
        own = replace(desk, clock=Clock())
        live(own)
        told.append(read(own))

    for part, on_sqlite in told[0].items():
        assert told[1][part] == on_sqlite, part
