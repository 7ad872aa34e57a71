"""Who may do what: viewers write nothing through any door, agents do no lead's work, leads no admin's."""

from collections.abc import Callable
from typing import Any

import pytest

from supportdesk.desk import Desk
from supportdesk.domain.models import Person
from supportdesk.domain.ticket import Priority, Status, TicketType
from supportdesk.errors import NotPermitted, Refused
from supportdesk.services import conversation, editing, people, queue, records, tickets, undo
from supportdesk.store.change import Change
from supportdesk.store.selection import Selection
from tests.conftest import opened
from tests.services.acting import act, row, run

Work = Callable[[Change], Any]

SEL = Selection((1,))

AGENTS_WORK: dict[str, Work] = {
    "open": lambda change: tickets.open_ticket(change, subject="x", customer=Person("A", "")),
    "assign": lambda change: tickets.assign(change, SEL, to="anna"),
    "assign a team": lambda change: tickets.assign_team(change, SEL, team="first"),
    "share out": lambda change: tickets.assign_auto(change, SEL),
    "solve": lambda change: tickets.solve(change, SEL),
    "move": lambda change: tickets.move(change, SEL, to=Status.HOLD),
    "prioritise": lambda change: tickets.prioritise(change, SEL, to=Priority.LOW),
    "classify": lambda change: tickets.classify(change, SEL, type=TicketType.TASK),
    "tag": lambda change: tickets.tag(change, SEL, add=["x"]),
    "set": lambda change: editing.set_fields(change, SEL, values={"subject": "y"}),
    "delete": lambda change: tickets.delete(change, SEL),
    "reply": lambda change: conversation.reply(change, SEL, body="x"),
    "note": lambda change: conversation.note(change, SEL, body="x"),
    "next": queue.claim_next,
    "undo": undo.undo,
    "customer": lambda change: people.add_customer(change, name="x"),
    "edit customer": lambda change: people.edit_customer(change, "1", note="x"),
    "organization": lambda change: people.add_organization(change, name="x"),
    "template": lambda change: records.add_template(change, name="x", body="x"),
    "own view": lambda change: records.add_view(change, name="x", filter="", mine=True),
    "tag list": lambda change: records.add_tag(change, name="x"),
}
LEADS_WORK: dict[str, Work] = {
    "view": lambda change: records.add_view(change, name="x", filter=""),
    "edit view": lambda change: records.edit_view(change, "mine", filter=""),
    "remove view": lambda change: records.remove_view(change, "mine"),
    "rename tag": lambda change: records.edit_tag(change, "fire", new_name="flames"),
    "remove tag": lambda change: records.remove_tag(change, "fire"),
    "remove customer": lambda change: people.remove_customer(change, "2"),
    "remove organization": lambda change: people.remove_organization(change, "Acme"),
    "reopen closed": lambda change: tickets.reopen(change, Selection((2,))),
}
ADMINS_WORK: dict[str, Work] = {
    "agent": lambda change: people.add_agent(change, login="x"),
    "edit agent": lambda change: people.edit_agent(change, "boris", role="admin"),
    "remove agent": lambda change: people.remove_agent(change, "boris"),
    "team": lambda change: people.add_team(change, name="x"),
    "edit team": lambda change: people.edit_team(change, "first", agents=["boris"]),
    "remove team": lambda change: people.remove_team(change, "first"),
    "field": lambda change: records.add_field(change, name="x"),
    "edit field": lambda change: records.edit_field(change, "floor", label="x"),
    "remove field": lambda change: records.remove_field(change, "floor"),
}


@pytest.fixture
def staffed(agents: dict[str, Desk], desk: Desk) -> dict[str, Desk]:
    with desk.change("prepare") as change:
        people.add_team(change, name="first")
        people.add_organization(change, name="Acme")
        records.add_field(change, name="floor")
    opened(desk, tags=["fire"])
    act(desk, tickets.close, opened(desk))
    run(desk, people.add_customer, name="Nobody")
    return agents


def allowed(desk: Desk, work: Work) -> bool:
    try:
        with desk.change("try", dry_run=True) as change:
            work(change)
    except NotPermitted:
        return False
    except Refused as error:
        return "only a lead" not in error.message
    return True


@pytest.mark.parametrize(
    ("works", "who"),
    [(AGENTS_WORK, {"boris", "lena", "anna"}), (LEADS_WORK, {"lena", "anna"}), (ADMINS_WORK, {"anna"})],
)
def test_each_role_does_its_own_work_and_that_below(
    staffed: dict[str, Desk], works: dict[str, Work], who: set[str]
) -> None:
    for login, desk in staffed.items():
        for what, work in works.items():
            if what == "undo" and login in who:
                continue  # it needs something of theirs to undo
            assert allowed(desk, work) is (login in who), (login, what)


def test_a_viewer_who_was_an_agent_does_not_touch_their_old_view(staffed: dict[str, Desk]) -> None:
    run(staffed["boris"], records.add_view, name="boris", filter="", mine=True)
    run(staffed["anna"], people.edit_agent, "boris", role="viewer")

    for work in (records.edit_view, records.remove_view):
        with pytest.raises(NotPermitted):
            run(staffed["boris"], work, "boris")


def test_nobody_takes_their_own_demotion_back(staffed: dict[str, Desk]) -> None:
    run(staffed["anna"], people.edit_agent, "lena", role="admin")
    demotion = run(staffed["anna"], people.edit_agent, "lena", role="lead").change

    with pytest.raises(NotPermitted, match="takes an admin"):
        run(staffed["lena"], undo.undo, number=demotion)


def test_undo_does_not_leave_the_desk_without_an_admin(staffed: dict[str, Desk]) -> None:
    promotion = run(staffed["anna"], people.edit_agent, "boris", role="admin").change
    run(staffed["boris"], people.edit_agent, "anna", role="lead")

    with pytest.raises(Refused, match="without an admin"):
        run(staffed["boris"], undo.undo, number=promotion)


def test_the_last_admin_stays_one(desk: Desk) -> None:
    for changed in ({"role": "agent"}, {"active": False}):
        with pytest.raises(Refused, match="last admin"):
            run(desk, people.edit_agent, "anna", **changed)


def test_what_is_refused_leaves_nothing_behind(staffed: dict[str, Desk]) -> None:
    before = row(staffed["anna"], 1)
    for work in AGENTS_WORK.values():
        with pytest.raises(NotPermitted), staffed["vera"].change("try") as change:
            work(change)

    assert row(staffed["anna"], 1) == before
