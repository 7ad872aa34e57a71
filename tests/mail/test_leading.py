"""Which ticket a mail is led to, and what it does there."""

import pytest

from supportdesk.desk import Desk
from supportdesk.domain.arriving import State
from supportdesk.domain.models import Person
from supportdesk.domain.ticket import Status
from supportdesk.services import conversation, select, snoozing, tickets
from supportdesk.store import history
from tests.mail.arriving import Take, answer, mail, written
from tests.services.acting import act, messages, row


def test_an_answer_to_our_mail_finds_its_ticket_by_the_key(desk: Desk, take: Take, first: int) -> None:
    got = take(answer(written(desk, first)))

    assert (got.state, got.ticket) == (State.THREADED, first)


@pytest.mark.parametrize("forged", ["desk.{}.0a1b2c3d.0000000000000000@acme.example", "desk.{}.0a1b2c3d@acme.example"])
def test_a_forged_id_of_ours_leads_nowhere(desk: Desk, take: Take, first: int, forged: str) -> None:
    for sender in ("Ivan <ivan@example.org>", "Mallory <m@evil.example>"):
        got = take(answer(forged.format(first), sender=sender))
        assert (got.state, got.ticket != first) == (State.NEW, True)


def test_the_newest_reference_that_is_known_leads(desk: Desk, take: Take, first: int) -> None:
    other = take(mail("Another thing", subject="Other", id="other@example.org")).ticket
    refs = "References: <first@example.org> <other@example.org> <unknown@example.org>"

    assert take(mail("And?", subject="Re: Other", headers=refs)).ticket == other


def test_the_mail_that_others_answered_before_it_came_joins_them(desk: Desk, take: Take) -> None:
    boss = "Boss <boss@example.org>"
    before = take(
        answer("late@example.org", sender=boss, headers="In-Reply-To: <late@example.org>\nCc: ivan@example.org")
    )

    assert take(mail(id="late@example.org")).ticket == before.ticket


def test_a_reply_that_an_agent_wrote_here_is_known(desk: Desk, take: Take, first: int) -> None:
    act(desk, conversation.reply, first, body="Which printer?")
    ours = messages(desk, first)[-1].message_id

    assert take(answer(ours)).ticket == first


def test_a_merged_ticket_leads_to_the_survivor(desk: Desk, take: Take, first: int) -> None:
    other = take(mail("Else", subject="Else", id="else@example.org")).ticket
    assert other is not None
    with desk.change("merge") as change:
        change.set(select.tickets(change, numbers=[first]), "merged", merged_into=other)

    assert take(answer("first@example.org")).ticket == other
    assert take(mail("Hm", subject=f"Re: [#{first}] x")).ticket == other


def test_a_deleted_ticket_leads_nowhere(desk: Desk, take: Take, first: int) -> None:
    act(desk, tickets.delete, first)

    assert take(answer("first@example.org")).state == State.NEW


def test_a_number_in_the_subject_leads_somebody_on_the_ticket(desk: Desk, take: Take, first: int) -> None:
    take(answer("first@example.org", headers="In-Reply-To: <first@example.org>\nCc: colleague@example.org"))

    assert take(mail("Me again", subject=f"Fire [#{first}]")).ticket == first
    assert take(mail("Me too", sender="colleague@example.org", subject=f"[#{first}]")).ticket == first


def test_a_number_in_the_subject_from_a_stranger_opens_a_ticket(desk: Desk, take: Take, first: int) -> None:
    got = take(mail("Send me the files", sender="m@evil.example", subject=f"Re: [#{first}] The printer is on fire"))

    assert (got.state, got.ticket != first) == (State.NEW, True)
    assert len(messages(desk, first)) == 1


@pytest.mark.parametrize("headers", ["X-None: 1", "Cc: Support <support+{}@acme.example>"])
def test_a_plus_address_leads_somebody_on_the_ticket(desk: Desk, take: Take, first: int, headers: str) -> None:
    to = f"support+{first}@acme.example" if headers.startswith("X") else "x@example.org"

    assert take(mail("There", to=to, headers=headers.format(first))).ticket == first
    assert take(mail("Here", to=to, headers=headers.format(first), sender="m@evil.example")).ticket != first


def test_a_plus_address_of_another_domain_leads_nowhere(desk: Desk, take: Take, first: int) -> None:
    assert take(mail("There", to=f"support+{first}@evil.example")).ticket != first


def test_a_known_reference_from_a_stranger_with_another_subject_opens_a_ticket(
    desk: Desk, take: Take, first: int
) -> None:
    for at, named in enumerate(("first@example.org", written(desk, first))):
        got = take(answer(named, sender="new@example.net", subject="A new matter", body=f"Hello {at}"))
        assert (got.state, got.ticket != first) == (State.NEW, True)
    assert take(answer("first@example.org", sender="other@example.net")).ticket == first
    assert take(answer(written(desk, first))).ticket == first, "what a stranger named still leads to its ticket"


def test_the_requester_stays_when_another_answers(desk: Desk, take: Take, first: int) -> None:
    take(answer("first@example.org", sender="Boss <boss@example.org>"))

    ticket = row(desk, first)
    assert ticket.customer is not None
    assert ticket.customer.email == "ivan@example.org"
    assert messages(desk, first)[-1].author == Person("Boss", "boss@example.org")


@pytest.mark.both
@pytest.mark.parametrize("status", [Status.PENDING, Status.HOLD, Status.SOLVED])
def test_a_customers_mail_makes_it_our_turn_again(desk: Desk, take: Take, first: int, status: Status) -> None:
    act(desk, conversation.reply, first, body="Done?", status=status)
    desk.clock.advance(hours=1)  # type: ignore[attr-defined]
    take(answer("first@example.org"))

    ticket = row(desk, first)
    assert (ticket.status, ticket.waiting_since) == ("open", desk.clock())
    assert ticket.reopened == (status == Status.SOLVED)


def test_a_customers_mail_ends_a_snooze_and_nagging_starts_no_second_clock(desk: Desk, take: Take, first: int) -> None:
    since = row(desk, first).waiting_since
    act(desk, snoozing.snooze, first, until=desk.clock().replace(year=2030))
    desk.clock.advance(hours=1)  # type: ignore[attr-defined]
    take(answer("first@example.org"))

    assert (row(desk, first).snoozed_until, row(desk, first).waiting_since) == (None, since)


def test_a_closed_ticket_is_followed_by_another_which_takes_what_comes_then(desk: Desk, take: Take, first: int) -> None:
    act(desk, tickets.close, first)
    got = take(answer("first@example.org"))

    assert got.ticket is not None
    assert (got.state, got.ticket != first, row(desk, first).status) == (State.NEW, True, "closed")
    assert messages(desk, first)[-1].body == f"This goes on in ticket #{got.ticket}."
    assert f"follows ticket #{first}" in messages(desk, got.ticket)[-1].body
    assert take(answer("first@example.org", body="More")).ticket == got.ticket


def test_undo_takes_an_arrival_back_by_its_number_alone(desk: Desk, take: Take, first: int) -> None:
    from supportdesk.services import undo

    act(desk, conversation.note, first, body="Looked into")
    act(desk, tickets.solve, first)
    take(answer("first@example.org"))
    with desk.read() as reading:
        arrived = history.changes(reading, limit=1, mine=True)[0]
    with desk.change("undo") as change:
        undo.undo(change, number=arrived.id)

    assert (row(desk, first).status, len(messages(desk, first)), arrived.verb) == ("solved", 2, "mail")
    take(mail("Another", subject="Another"))
    with desk.change("undo") as change:
        undo.undo(change)
    assert row(desk, first).status == "new", "the last deed of an agent was to solve the ticket"
