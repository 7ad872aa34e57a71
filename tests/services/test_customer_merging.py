"""Two customers who are one person: what moves, what holds, and how it is taken back."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from supportdesk.desk import Desk
from supportdesk.domain.changes import Outcome
from supportdesk.domain.models import CustomerRow, Person
from supportdesk.errors import NotFound, NotPermitted, Refused, UsageError
from supportdesk.services import conversation, editing, people, tickets, undo
from supportdesk.store import history, queries, replay, searching, tables, thread
from supportdesk.store import people as reads
from tests.conftest import Run, opened
from tests.services.acting import act, row, run
from tests.templates import NEW, Beginning

HOME, WORK = "ivan@home.example", "ivan@work.example"


def two_ivans(desk: Desk) -> None:
    """Ivan at home, whom the desk has known for longer (tickets 1 and 2), and Ivan at work (ticket 3)."""
    run(desk, people.add_organization, name="Works", domains=["work.example"], vip=True)
    run(
        desk,
        people.add_customer,
        name="Ivan",
        emails=[HOME],
        phones=["+7 1"],
        note="Likes tea",
        language="ru",
        vip=True,
    )
    run(desk, people.add_customer, name="Ivan Petrov", emails=[WORK], phones=["+7 2"], note="Call after noon")
    for number, email in enumerate((HOME, HOME, WORK), 1):
        opened(desk, subject=f"Matter {number}", customer=Person("", email))


@pytest.fixture
def beginning(request: pytest.FixtureRequest) -> Beginning:
    """Most tests begin with the two."""
    return Beginning("two_ivans", two_ivans) if "twins" in request.fixturenames else NEW


@pytest.fixture
def twins(desk: Desk) -> Desk:
    """The desk that knows Ivan twice."""
    return desk


def customer(desk: Desk, email: str) -> CustomerRow:
    with desk.read() as reading:
        found = reads.customer_row(reading, people.find_customer(reading, email).id)
    assert found is not None
    return found


def merge(desk: Desk, other: str, into: str) -> Outcome:
    return run(desk, people.merge_customers, other, into=into)


def check(desk: Desk) -> Any:
    with desk.read() as reading:
        return replay.check(reading, deep=True)


def everything(desk: Desk) -> dict[str, list[Any]]:
    """All rows but history, less when tickets were last touched and the empty part that an opening leaves in a text."""
    kept = [tables.customer, tables.address, tables.message, tables.ticket, tables.ticket_text]
    with desk.read() as reading:
        return {
            table.name: [
                {name: tidy(value) for name, value in found._mapping.items() if name not in ("updated_at", "upd_neg")}
                for found in reading.rows(tables.metadata.tables[table.name].select().order_by(*table.primary_key))
            ]
            for table in kept
        }


def tidy(value: Any) -> Any:
    return value.replace("\xb6  \xb6", "\xb6") if isinstance(value, str) else value


def test_tickets_and_addresses_of_one_become_the_others(twins: Desk) -> None:
    outcome = merge(twins, HOME, WORK)

    found = customer(twins, WORK)
    assert outcome.changed == (1, 2)
    assert (found.tickets, found.emails, found.phones) == (3, (WORK, HOME), ("+72", "+71"))
    assert customer(twins, HOME) == found
    assert check(twins) == ()


def test_the_address_of_the_one_who_stays_is_still_written_to(twins: Desk) -> None:
    merge(twins, HOME, WORK)

    act(twins, conversation.reply, 1, body="Hello")

    with twins.read() as reading:
        assert thread.messages(reading, 1)[-1].to == (Person("Ivan Petrov", WORK),)


def test_who_stays_keeps_their_name_and_gets_what_they_lack(twins: Desk) -> None:
    merge(twins, HOME, WORK)

    found = customer(twins, WORK)
    assert (found.name, found.organization, found.language, found.vip) == ("Ivan Petrov", "Works", "ru", True)
    assert found.note == "Call after noon\n\nLikes tea"
    assert all(row(twins, number).customer.vip for number in (1, 2, 3))  # type: ignore[union-attr]


def test_the_tickets_are_found_by_the_new_name(twins: Desk) -> None:
    merge(twins, HOME, WORK)

    with twins.read() as reading:
        assert sorted(hit.ticket.number for hit in searching.search(reading, "petrov")) == [1, 2, 3]


def test_what_they_wrote_in_others_tickets_moves_along(twins: Desk) -> None:
    act(twins, editing.set_fields, 1, values={"customer": "eve@example.net"})

    merge(twins, HOME, WORK)

    assert check(twins) == ()
    assert row(twins, 1).customer == customer_of(twins, "eve@example.net")


def customer_of(desk: Desk, email: str) -> Any:
    with desk.read() as reading:
        found = queries.rows(reading, [1])[0].customer
    assert found is not None
    assert found.email == email
    return found


@pytest.mark.parametrize(("other", "into"), [(HOME, WORK), (WORK, HOME)])
def test_undo_tells_them_apart_again(twins: Desk, other: str, into: str) -> None:
    act(twins, editing.set_fields, 1, values={"customer": "eve@example.net"})
    act(twins, tickets.delete, 2)
    before = everything(twins)
    merge(twins, other, into)

    run(twins, undo.undo)

    assert everything(twins) == before
    assert check(twins) == ()


def test_undoing_the_undo_merges_them_again(twins: Desk) -> None:
    merge(twins, HOME, WORK)
    after = everything(twins)
    back = run(twins, undo.undo).change

    run(twins, undo.undo, number=back)

    assert everything(twins) == after
    assert check(twins) == ()


def test_undo_is_refused_once_the_merged_customer_was_changed(twins: Desk) -> None:
    change = merge(twins, HOME, WORK).change
    run(twins, people.edit_customer, WORK, note="Something else")

    with pytest.raises(Refused, match="built upon"):
        run(twins, undo.undo, number=change)


def test_history_says_whose_a_ticket_was_and_is(twins: Desk) -> None:
    merge(twins, WORK, HOME)

    with twins.read() as reading:
        assert history.of_ticket(reading, 3)[-1].changes[0][0] == "customer"
        assert history.changes(reading, limit=1)[0].verb == "merge_customers"


def test_a_customer_is_not_merged_into_themselves(twins: Desk) -> None:
    with pytest.raises(UsageError, match="one customer already"):
        merge(twins, HOME, "+7 1")


def test_an_unknown_customer_is_named(twins: Desk) -> None:
    with pytest.raises(NotFound, match="no customer 'nobody'"):
        merge(twins, "nobody", HOME)


def test_merging_takes_an_agent(twins: Desk) -> None:
    run(twins, people.add_agent, login="vera", role="viewer")

    with pytest.raises(NotPermitted):
        merge(replace(twins, login="vera"), HOME, WORK)


def test_the_external_id_goes_along_where_there_was_none(twins: Desk) -> None:
    with twins.store.writing() as connection:
        connection.execute(
            tables.customer.update().where(tables.customer.c.id == 1).values(source="mbox", external_id="7")
        )
    before = everything(twins)

    merge(twins, HOME, WORK)

    assert [(one["source"], one["external_id"]) for one in everything(twins)["customer"]] == [("mbox", "7")]
    run(twins, undo.undo)
    assert everything(twins) == before


def test_the_command_line_merges_after_showing_what_would_move(twins: Desk, run: Run) -> None:
    shown = run(f"customer merge {HOME} --into {WORK} --dry-run")
    assert shown.code == 0
    assert "customer" in shown.out
    assert f"would have merged customer {HOME} into {WORK}; 2 tickets would change by it" in shown.err
    assert customer(twins, WORK).tickets == 1

    done = run(f"customer merge {HOME} --into {WORK}")
    assert (done.code, customer(twins, WORK).tickets) == (0, 3)
    assert run("undo").code == 0
    assert (customer(twins, HOME).tickets, run("db check").code) == (2, 0)


def test_a_merge_goes_through_an_export_and_can_be_taken_back_there(twins: Desk, run: Run, tmp_path: Path) -> None:
    run(f"customer merge {HOME} --into {WORK}")
    exported = run("export jsonl")

    other = {"SUPPORTDESK_STORE": str(tmp_path / "other.db"), "SUPPORTDESK_AS": "anna"}
    assert run("init", **other).code == 0
    taken = run("import jsonl -", given=exported.out, **other)
    assert taken.code == 0, taken.err
    assert run("export jsonl", **other).out == exported.out
    assert run("undo", **other).code == 0
    assert [one["tickets"] for one in run("customer list --json", **other).json] == [2, 1]
    assert run("db check", **other).code == 0
