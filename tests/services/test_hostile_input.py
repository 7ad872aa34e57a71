"""What nobody should type, and somebody will: it is kept, or refused in one sentence, and alike on both databases."""

import contextlib
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from supportdesk.desk import Desk
from supportdesk.domain import filters
from supportdesk.domain.models import Cursor, Person
from supportdesk.domain.ticket import Priority, Status
from supportdesk.errors import DeskError, NotFound, Refused, UsageError
from supportdesk.services import conversation, editing, people, queue, records, select, tickets, undo
from supportdesk.store import history, queries, replay, thread
from supportdesk.store import people as people_reads
from supportdesk.store.selection import Selection
from tests.conftest import opened
from tests.services.acting import act, row, run

HOSTILE = {
    "nul": "a\x00b",
    "half a character": "a\ud800b",
    "argument that is not UTF-8": b"a\xffb".decode("utf-8", "surrogateescape"),
    "escapes": "a\x1b]52;c;aGk=\x07\x9b2Jb",
    "bidi": "a\u202egnp.exe\u2066b",
    "quotes": "a'b\"c;--%_\\",
    "jinja": "{{ 7*7 }}{% for %}",
    "markup": "[bold]x[/b]",
    "zero-width": "\u200b\u2060",
    "a hundred thousand letters": "word " * 20_000,
    "one long word": "я" * 10_000,
    "braces": "{}[]{{}}${x}",
}

PLAIN = ("quotes", "jinja", "markup", "braces")
"""Those of whose text nothing has to be left out."""


def field(desk: Desk, name: str = "floor") -> None:
    run(desk, records.add_field, name=name)


WRITES: dict[str, Callable[[Desk, int, str], Any]] = {
    "subject": lambda desk, number, text: act(desk, editing.set_fields, number, values={"subject": text}),
    "note": lambda desk, number, text: act(desk, conversation.note, number, body=text),
    "reply": lambda desk, number, text: act(desk, conversation.reply, number, body=text),
    "copies": lambda desk, number, text: act(desk, conversation.reply, number, body="x", cc=[f"{text}@example.org"]),
    "file": lambda desk, number, text: act(
        desk, conversation.note, number, body="x", files=[conversation.File(text, b"x", text)]
    ),
    "tag": lambda desk, number, text: act(desk, tickets.tag, number, add=[text]),
    "untag": lambda desk, number, text: act(desk, tickets.tag, number, remove=[text]),
    "field": lambda desk, number, text: act(desk, editing.set_fields, number, values={"field.floor": text}),
    "field name": lambda desk, number, text: act(desk, editing.set_fields, number, values={text: "1"}),
    "due": lambda desk, number, text: act(desk, editing.set_fields, number, values={"due": text}),
    "customer": lambda desk, number, text: act(desk, editing.set_fields, number, values={"customer": text}),
    "assignee": lambda desk, number, text: act(desk, tickets.assign, number, to=text),
    "team": lambda desk, number, text: act(desk, tickets.assign_team, number, team=text),
    "new": lambda desk, number, text: opened(desk, subject=text, customer=Person(text, ""), body=text),
    "new by mail": lambda desk, number, text: opened(desk, customer=Person("", f"{text}@example.org")),
    "new by phone": lambda desk, number, text: opened(desk, customer=Person("", ""), phone=text),
    "external id": lambda desk, number, text: opened(desk, external_id=text, source=text),
    "new customer": lambda desk, number, text: run(
        desk, people.add_customer, name=text, emails=["z@example.org"], language=text, note=text
    ),
    "organization": lambda desk, number, text: run(desk, people.add_organization, name=text, note=text),
    "domain": lambda desk, number, text: run(desk, people.add_organization, name="Acme", domains=[f"{text}.com"]),
    "agent": lambda desk, number, text: run(desk, people.add_agent, login=text),
    "agent's name": lambda desk, number, text: run(desk, people.add_agent, login="gleb", name=text, email=text),
    "new team": lambda desk, number, text: run(desk, people.add_team, name=text, note=text),
    "template": lambda desk, number, text: run(desk, records.add_template, name="hi", title=text, body=text),
    "template's name": lambda desk, number, text: run(desk, records.add_template, name=text, body="x"),
    "view": lambda desk, number, text: run(desk, records.add_view, name="hot", filter=text),
    "view's name": lambda desk, number, text: run(desk, records.add_view, name=text, filter="is:open", sort=text),
    "new tag": lambda desk, number, text: run(desk, records.add_tag, name="x", note=text),
    "new field": lambda desk, number, text: run(
        desk, records.add_field, name="room", label=text, kind="choice", choices=[text]
    ),
    "filter": lambda desk, number, text: act(desk, tickets.prioritise, text, to=Priority.HIGH),
    "quoted filter": lambda desk, number, text: act(desk, tickets.prioritise, f'subject:"{text}"', to=Priority.HIGH),
    "find customer": lambda desk, number, text: run(desk, people.edit_customer, text, vip=True),
    "next": lambda desk, number, text: run(desk, queue.claim_next, filter=text),
}


@pytest.mark.parametrize("what", WRITES)
def test_any_text_is_kept_or_refused(desk: Desk, ticket: int, what: str) -> None:
    field(desk)
    for text in HOSTILE.values():
        with contextlib.suppress(DeskError):
            WRITES[what](desk, ticket, text)

    with desk.read() as reading:
        assert replay.check(reading, deep=True) == ()
        thread.detail(reading, ticket)
        history.changes(reading)
        people_reads.customers(reading)


def test_customers_of_any_name_are_searched_by_any_text(desk: Desk, ticket: int) -> None:
    for text in HOSTILE.values():
        for what in ("new", "new by mail", "new by phone", "new customer", "customer"):
            with contextlib.suppress(DeskError):
                WRITES[what](desk, ticket, text[:1000])

    with desk.read() as reading:
        for name, text in HOSTILE.items():
            found = [one.name for one in people_reads.customers(reading, text[:1000])]
            assert name not in PLAIN or text in found


NUMBERS = (0, -1, 2**31, 2**63, -(2**63) - 1, 10**40)


def test_thousands_of_words_find_the_customer_whose_name_begins_with_them(desk: Desk) -> None:
    with desk.change("new") as change:
        tickets.open_ticket(change, subject="s", customer=Person(" ".join(f"w{n}" for n in range(40)), "w@x.example"))
    with desk.read() as reading:
        for many in (" ".join(f"w{n % 30}" for n in range(5_000)), " ".join(f"w{n}" for n in range(5_000))):
            assert [row.emails for row in people_reads.customers(reading, many)] == [("w@x.example",)]


@pytest.mark.parametrize("number", NUMBERS)
def test_a_number_that_no_ticket_bears_is_not_found(desk: Desk, ticket: int, number: int) -> None:
    with pytest.raises(NotFound, match=f"no ticket {number}"):
        act(desk, tickets.close, number)
    with pytest.raises(NotFound, match=f"no change {number}"):
        run(desk, undo.undo, number=number)
    with desk.read() as reading:
        with pytest.raises(NotFound):
            thread.detail(reading, number)
        with pytest.raises(NotFound):
            history.of_ticket(reading, number)
        assert queries.rows(reading, [number, ticket])[0].number == ticket


def test_numbers_that_cannot_be_are_left_out_when_skipping(desk: Desk, ticket: int) -> None:
    with desk.change("close") as change:
        held = select.tickets(change, numbers=[ticket, *NUMBERS], skip=True)
        outcome = tickets.close(change, held)

    assert (outcome.changed, outcome.skipped) == ((ticket,), tuple(sorted(NUMBERS)))


EMPTY: list[Callable[..., Any]] = [
    *(tickets.solve, tickets.close, tickets.reopen, tickets.pend, tickets.hold, tickets.assign_auto, tickets.delete),
    lambda change, sel: tickets.move(change, sel, to=Status.NEW),
    lambda change, sel: tickets.assign(change, sel, to="anna"),
    lambda change, sel: tickets.assign_team(change, sel, team=None),
    lambda change, sel: tickets.prioritise(change, sel, to=Priority.HIGH),
    lambda change, sel: tickets.tag(change, sel, add=["never"], remove=["seen"]),
    lambda change, sel: editing.set_fields(change, sel, values={"customer": "never@example.org", "due": "2h"}),
    lambda change, sel: conversation.reply(change, sel, body="x", files=[conversation.File("a", b"a")]),
    lambda change, sel: conversation.note(change, sel, body="x"),
]


def test_a_verb_on_no_tickets_writes_nothing(desk: Desk) -> None:
    for verb in EMPTY:
        with desk.change("nothing") as change:
            outcome = verb(change, Selection(()))
            assert (outcome.changed, outcome.change, change.touched) == ((), None, False)


def test_an_instant_without_a_time_zone_is_refused(desk: Desk, ticket: int) -> None:
    naive = datetime(2026, 12, 1)
    for verb in (
        lambda: act(desk, tickets.pend, ticket, until=naive),
        lambda: act(desk, conversation.reply, ticket, body="x", at=naive),
        lambda: opened(desk, due=naive),
    ):
        with pytest.raises(UsageError, match="needs a time zone"):
            verb()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "pressing",
        "pressing/1",
        "pressing/9/2026-11-21T09:00:00Z/1/1",
        "pressing/0/noon/1/1",
        "pressing/0/2026-11-21T09:00:00/1/1",
        f"pressing/0/2026-11-21T09:00:00Z/1/{10**30}",
        "number/0/\x00",
        "number/0/²",
    ],
)
def test_a_cursor_that_was_made_up_is_refused(desk: Desk, ticket: int, text: str) -> None:
    with desk.read() as reading, pytest.raises(UsageError, match="cursor"):
        queries.page(reading, filters.parse(""), after=Cursor(text))


def test_a_page_of_nothing_is_empty(desk: Desk, ticket: int) -> None:
    with desk.read() as reading:
        for limit in (0, -1):
            assert queries.page(reading, filters.parse(""), limit=limit).rows == ()
            assert people_reads.customers(reading, limit=limit) == ()
            assert history.changes(reading, limit=limit) == ()
        assert queries.count(reading, filters.parse(""), cap=0).capped


def test_what_lies_in_the_bin_is_not_worked_on_by_a_filter_either(desk: Desk, ticket: int) -> None:
    act(desk, tickets.delete, ticket)

    with pytest.raises(Refused, match=f"ticket {ticket} is deleted"):
        act(desk, tickets.close, "is:deleted")


def test_a_new_ticket_that_is_to_be_new_stays_new(desk: Desk, ticket: int) -> None:
    assert act(desk, tickets.move, ticket, to=Status.NEW).changed == ()
    assert row(desk, ticket).status == "new"
