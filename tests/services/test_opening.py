"""Opening tickets: the customer found or made, what is checked, and that an external id opens only one."""

import pytest

from supportdesk.desk import Desk
from supportdesk.domain.models import Person
from supportdesk.domain.ticket import Priority
from supportdesk.errors import NotFound, UsageError
from supportdesk.services import people, records, tickets
from supportdesk.store import people as reads
from supportdesk.store import thread
from tests.conftest import opened
from tests.services.acting import events, row, run


def test_a_new_ticket_is_new_and_its_customer_waits(desk: Desk, ticket: int) -> None:
    fresh = row(desk, ticket)

    assert (fresh.status, fresh.assignee, fresh.waiting_since, fresh.messages) == ("new", None, desk.clock(), 1)


def test_the_opening_event_holds_what_the_ticket_was(desk: Desk, ticket: int) -> None:
    first = events(desk, ticket)[0]

    assert first.kind == "opened"
    assert ("subject", "", "The printer is on fire") in first.changes
    assert ("customer", "", "Ivan Petrov") in first.changes


def test_one_address_is_one_customer_however_it_is_written(desk: Desk) -> None:
    opened(desk, customer=Person("Ivan", "ivan@example.org"))
    opened(desk, customer=Person("I. Petrov", " IVAN@Example.ORG "))

    with desk.read() as reading:
        assert [found.tickets for found in reads.customers(reading)] == [2]


def test_one_phone_number_is_one_customer(desk: Desk) -> None:
    opened(desk, customer=Person("Ivan", ""), phone="+7 (495) 123-45-67")
    opened(desk, customer=Person("", ""), phone="+74951234567")

    with desk.read() as reading:
        assert [found.tickets for found in reads.customers(reading)] == [2]


def test_a_caller_who_gives_but_a_number_is_known_by_it(desk: Desk) -> None:
    opened(desk, customer=Person("+49 123 45", ""))
    opened(desk, customer=Person("+4912345", ""))
    opened(desk, customer=Person("", ""), phone="+49 (123) 45")

    with desk.read() as reading:
        assert [(found.name, found.phones, found.tickets) for found in reads.customers(reading)] == [
            ("+49 123 45", ("+4912345",), 3)
        ]


@pytest.mark.parametrize("name", ["Room 101", "1984", "+", "007", "5.6", "+1 Ivan"])
def test_a_name_with_digits_is_no_phone_number(desk: Desk, name: str) -> None:
    opened(desk, customer=Person(name, ""))

    with desk.read() as reading:
        assert [(found.name, found.phones) for found in reads.customers(reading)] == [(name, ())]


def test_a_customer_of_a_known_domain_belongs_to_its_organization(desk: Desk) -> None:
    run(desk, people.add_organization, name="Acme", domains=["acme.example"], vip=True)

    number = opened(desk, customer=Person("Ann", "ann@acme.example"))

    customer = row(desk, number).customer
    assert customer is not None
    assert (customer.organization, customer.vip) == ("Acme", True)


def test_becoming_a_vip_shows_on_tickets_that_stand_already(desk: Desk, ticket: int) -> None:
    run(desk, people.edit_customer, "ivan@example.org", vip=True)

    customer = row(desk, ticket).customer
    assert customer is not None
    assert customer.vip


def test_a_known_external_id_returns_the_ticket_that_stands(desk: Desk) -> None:
    first = opened(desk, external_id="A-1")

    again = run(
        desk, tickets.open_ticket, subject="Other words", customer=Person("", "x@example.org"), external_id="A-1"
    )

    assert (again.number, again.changed, again.change) == (first, (), None)


def test_a_ticket_given_to_somebody_at_once_is_open(desk: Desk) -> None:
    number = opened(desk, assignee="anna", priority=Priority.HIGH)

    assert (row(desk, number).status, row(desk, number).assignee, row(desk, number).priority) == (
        "open",
        "anna",
        "high",
    )


def test_custom_fields_are_checked_against_their_kind(desk: Desk) -> None:
    run(desk, records.add_field, name="region", kind="choice", choices=["EU", "US"])

    with pytest.raises(UsageError, match="region is one of EU, US, not 'Mars'"):
        opened(desk, fields={"region": "Mars"})
    assert row(desk, opened(desk, fields={"region": "EU"})).fields == {"region": "EU"}


@pytest.mark.parametrize(
    ("values", "error", "says"),
    [
        ({"subject": "  \n "}, UsageError, "needs a subject"),
        ({"subject": "x" * 1001}, UsageError, "at most 1,000 characters"),
        ({"customer": Person("", "")}, UsageError, "needs a name, a mail address or a phone number"),
        ({"customer": Person("", "not an address")}, UsageError, "is not a mail address"),
        ({"assignee": "borys"}, NotFound, "no agent 'borys'"),
        ({"team": "first"}, NotFound, "no team 'first'"),
        ({"fields": {"shoe": "44"}}, NotFound, "no field 'shoe'"),
        ({"tags": ["two words"]}, UsageError, "cannot name a tag"),
    ],
)
def test_bad_input_opens_nothing(desk: Desk, values: dict[str, object], error: type[Exception], says: str) -> None:
    with pytest.raises(error, match=says):
        opened(desk, **values)

    with desk.read() as reading:
        assert reads.customers(reading) == ()


def test_nul_bytes_and_line_breaks_in_a_subject_are_harmless(desk: Desk) -> None:
    number = opened(desk, subject="one\x00\r\nBcc: everybody@example.org", body="a\x00b")

    assert row(desk, number).subject == "one Bcc: everybody@example.org"
    with desk.read() as reading:
        assert thread.detail(reading, number).thread[0].body == "ab"
