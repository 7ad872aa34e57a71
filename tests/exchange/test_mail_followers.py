"""Whom imported mail makes a follower of its ticket."""

import pytest

from supportdesk.desk import Desk
from supportdesk.services import people, rethreading
from supportdesk.store import queries
from supportdesk.store.replay import check
from tests.exchange.mailing import filed, mail, take


def followers(desk: Desk, number: int = 1) -> list[str]:
    """Who follows a ticket."""
    with desk.read() as reading:
        assert check(reading, deep=True) == ()
        return list(map(str, queries.rows(reading, [number])[0].followers))


def copied(raw: bytes, *cc: str, more: str = "") -> bytes:
    """A mail with copies."""
    return raw.replace(b"Subject:", f"Cc: {', '.join(cc)}\n{more}Subject:".encode(), 1)


ADA, BOB = "Ada Lane <ada@example.net>", "bob@example.net"


def test_those_in_cc_of_the_mail_that_begins_a_thread_follow_but_for_the_desk_machines_and_who_asks(desk: Desk) -> None:
    with desk.change("people") as change:
        people.add_agent(change, login="boris", email="boris@acme.example")
    away = ("boris@acme.example", "ivan@example.org", "no-reply@shop.example", "users@lists.example.org")
    later = "Fri, 20 Nov 2026 12:00:00 +0300"
    answer = copied(mail("b", to=["a"], sender="Zoë <zoe@example.org>", date=later), "eve@evil.example")
    take(desk, answer, copied(mail("a"), ADA, *away))
    assert followers(desk) == [ADA]


def test_imported_answers_of_the_customer_and_of_followers_add_more_and_those_of_strangers_none(desk: Desk) -> None:
    take(desk, copied(mail("a"), ADA))
    date = "Sat, 21 Nov 2026 07:0{}:00 +0300"
    take(
        desk,
        copied(mail("b", to=["a"], date=date.format(1)), BOB),
        copied(mail("c", to=["b"], sender=ADA, date=date.format(2)), "cem@example.net"),
        copied(mail("d", to=["a"], sender="eve@evil.example", date=date.format(3)), "eve2@evil.example"),
        copied(mail("e", to=["d"], sender="eve2@evil.example", date=date.format(4)), "eve3@evil.example"),
    )
    assert set(filed(desk).values()) == {1}
    assert followers(desk) == [ADA, BOB, "cem@example.net"]


def test_an_imported_mail_that_says_it_is_an_agents_adds_nobody_to_a_thread(desk: Desk) -> None:
    with desk.change("people") as change:
        people.add_agent(change, login="boris", email="boris@acme.example")
    later = "Fri, 20 Nov 2026 12:00:00 +0300"
    take(desk, mail("a"), copied(mail("b", to=["a"], sender="boris@acme.example", date=later), "eve@evil.example"))
    assert followers(desk) == []


@pytest.mark.parametrize("more", ["List-Id: <users.lists.example.org>\n", "Auto-Submitted: auto-generated\n"])
def test_imported_mail_of_lists_and_machines_adds_nobody(desk: Desk, more: str) -> None:
    take(desk, copied(mail("a"), ADA, more=more))
    assert followers(desk) == []


def test_an_imported_mail_to_hundreds_makes_few_follow_and_again_none(desk: Desk) -> None:
    many = copied(mail("a"), *(f"victim{turn}@example.net" for turn in range(300)))
    take(desk, many)
    assert take(desk, many).change is None
    assert len(followers(desk)) == 20


def test_an_imported_mail_that_is_moved_takes_along_who_followed_because_of_it(desk: Desk) -> None:
    later = "Fri, 20 Nov 2026 12:00:00 +0300"
    take(desk, copied(mail("a"), ADA), copied(mail("b", to=["a"], date=later), BOB))
    take(desk, copied(mail("c", to=["a"], date=later), "cem@example.net"))
    for one in ("b@x", "c@x"):
        with desk.change("rethread") as change:
            rethreading.rethread(change, one, to=None)
    assert [followers(desk, number) for number in (1, 2, 3)] == [[ADA], [BOB], ["cem@example.net"]]
