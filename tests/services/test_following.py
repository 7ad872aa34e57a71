"""Followers: who is put there by an agent or by a mail, who never is, and that they get copies of answers."""

from collections.abc import Sequence

import pytest

from supportdesk.desk import Desk
from supportdesk.domain.followers import is_machine, joined, read, written
from supportdesk.domain.models import Person
from supportdesk.errors import Refused, UsageError
from supportdesk.mail.receive import receive
from supportdesk.services import conversation, following, people, rethreading, tickets, undo
from supportdesk.services.mailboxes import Wanted, add_mailbox
from tests.conftest import Run, opened
from tests.services.acting import act, events, kinds, messages, row, run

ADA, BOB = "Ada Lane <ada@example.net>", "bob@example.net"
DESK = "support@acme.example"


def mail(
    *, id: str, cc: Sequence[str] = (), sender: str = "Ivan <ivan@example.org>", to: str = DESK, more: str = ""
) -> bytes:
    """A mail to the desk."""
    copied = f"Cc: {', '.join(cc)}\n" if cc else ""
    head = f"From: {sender}\nTo: {to}\nSubject: Card declined\nMessage-ID: <{id}>\n{copied}{more}"
    return f"{head}\nIt says: try later ({id}).\n".encode()


@pytest.fixture
def mailed(desk: Desk) -> Desk:
    """A desk with a mailbox and an agent who has an address."""
    run(desk, add_mailbox, name="support", wanted=Wanted(address=DESK))
    run(desk, people.add_agent, login="boris", email="boris@acme.example")
    return desk


def followers(desk: Desk, number: int) -> list[str]:
    """Who follows a ticket."""
    return list(map(str, row(desk, number).followers))


def copies(desk: Desk, number: int) -> list[str]:
    """Who got a copy of the last message of a ticket."""
    return [person.email for person in messages(desk, number)[-1].cc]


# By mail -------------------------------------------------------------------------------------------------------------


def test_those_in_cc_of_the_first_mail_follow_but_for_the_desk_its_agents_machines_and_who_asks(mailed: Desk) -> None:
    away = (DESK, "support+12@acme.example", "Boris <boris@acme.example>", "ivan@example.org", "no-reply@shop.example")
    number = receive(mailed, mail(id="a@x", cc=[ADA, *away, "users@lists.example.org", "not an address"])).ticket
    assert number is not None
    assert followers(mailed, number) == [ADA]
    assert kinds(mailed, number)[-1] == "followed"


def answer(desk: Desk, number: int, *, sender: str, cc: str, id: str) -> None:
    """A mail that names the first one of the ticket."""
    got = receive(desk, mail(id=id, sender=sender, cc=[cc], more="In-Reply-To: <a@x>\n"))
    assert got.ticket == number


def test_an_answer_of_the_customer_or_a_follower_adds_more(mailed: Desk) -> None:
    number = receive(mailed, mail(id="a@x", cc=[ADA])).ticket or 0
    answer(mailed, number, sender="ivan@example.org", cc=BOB, id="b@x")
    answer(mailed, number, sender="ada@example.net", cc="Cem <cem@example.net>", id="c@x")
    assert followers(mailed, number) == [ADA, BOB, "Cem <cem@example.net>"]


def test_a_stranger_who_names_a_mail_of_the_ticket_adds_nobody_however_often_he_writes(mailed: Desk) -> None:
    number = receive(mailed, mail(id="a@x")).ticket or 0
    for turn in range(2):
        answer(mailed, number, sender="eve@evil.example", cc="Eve <eve2@evil.example>", id=f"e{turn}@x")
        answer(mailed, number, sender="eve2@evil.example", cc="eve3@evil.example", id=f"f{turn}@x")
    assert len(messages(mailed, number)) == 5
    assert followers(mailed, number) == []
    act(mailed, conversation.reply, number, body="For Ivan alone.")
    assert copies(mailed, number) == []


def test_a_number_in_the_subject_is_no_proof_of_who_writes(mailed: Desk) -> None:
    number = receive(mailed, mail(id="a@x")).ticket or 0
    forged = mail(id="b@x", cc=["eve@evil.example"]).replace(b"Subject: ", f"Subject: [#{number}] ".encode())
    assert receive(mailed, forged).ticket == number
    assert followers(mailed, number) == []


def test_what_says_it_is_an_agents_adds_nobody_to_a_ticket(mailed: Desk) -> None:
    number = receive(mailed, mail(id="a@x")).ticket or 0
    forged = mail(id="b@x", sender="boris@acme.example", to="ivan@example.org", cc=["eve@evil.example"])
    receive(mailed, forged.replace(b"\n\n", b"\nIn-Reply-To: <a@x>\n\n", 1))
    answer(mailed, number, sender="eve@evil.example", cc="eve2@evil.example", id="c@x")
    assert followers(mailed, number) == []


@pytest.mark.parametrize("more", ["List-Id: <users.lists.example.org>\n", "Auto-Submitted: auto-generated\n"])
def test_mail_of_lists_and_machines_adds_nobody(mailed: Desk, more: str) -> None:
    receive(mailed, mail(id="a@x"))
    got = receive(mailed, mail(id="b@x", cc=[ADA], more=f"In-Reply-To: <a@x>\n{more}"))
    assert got.ticket is not None
    assert followers(mailed, got.ticket) == []


def test_a_mail_to_hundreds_does_not_make_the_desk_write_to_hundreds(mailed: Desk) -> None:
    number = receive(mailed, mail(id="a@x", cc=[f"victim{turn}@example.net" for turn in range(300)])).ticket or 0
    assert len(followers(mailed, number)) == 20


# By mail that is moved -----------------------------------------------------------------------------------------------


def moved(desk: Desk, name: str, *, to: int | None) -> int:
    """The change that moves a mail."""
    change = run(desk, rethreading.rethread, wanted=f"<{name}>", to=to).change
    assert change is not None
    return change


def test_who_followed_because_of_a_mail_alone_goes_with_it_until_undo(mailed: Desk) -> None:
    number = receive(mailed, mail(id="a@x", cc=[ADA])).ticket or 0
    answer(mailed, number, sender="ivan@example.org", cc=f"{ADA}, {BOB}", id="b@x")
    change = moved(mailed, "b@x", to=None)
    new = number + 1
    assert (followers(mailed, number), followers(mailed, new)) == ([ADA], [ADA, BOB])
    run(mailed, undo.undo, number=change)
    assert followers(mailed, number) == [ADA, BOB]


def test_who_was_named_by_hand_or_by_another_mail_of_somebody_on_the_ticket_stays(mailed: Desk) -> None:
    number = receive(mailed, mail(id="a@x", cc=[ADA, BOB, "cem@example.net", "dan@example.net"])).ticket or 0
    answer(mailed, number, sender="ivan@example.org", cc=ADA, id="b@x")
    answer(mailed, number, sender="eve@evil.example", cc="dan@example.net", id="c@x")
    act(mailed, following.follow, number, remove=[BOB])
    act(mailed, following.follow, number, add=[BOB])
    moved(mailed, "a@x", to=None)
    assert followers(mailed, number) == [ADA, BOB]


def test_a_mail_of_a_stranger_that_is_moved_to_a_ticket_brings_nobody_there(mailed: Desk) -> None:
    number = receive(mailed, mail(id="a@x")).ticket or 0
    receive(mailed, mail(id="e@x", sender="eve@evil.example", cc=["eve2@evil.example"]))
    assert followers(mailed, number + 1) == ["eve2@evil.example"]
    moved(mailed, "e@x", to=number)
    assert (followers(mailed, number), followers(mailed, number + 1)) == ([], [])
    moved(mailed, "e@x", to=None)
    assert followers(mailed, number + 2) == ["eve2@evil.example"]


# By hand -------------------------------------------------------------------------------------------------------------


def test_people_follow_and_follow_no_more_and_undo_knows_both(desk: Desk, ticket: int) -> None:
    first = act(desk, following.follow, ticket, add=[ADA, BOB])
    assert followers(desk, ticket) == [ADA, BOB]
    assert act(desk, following.follow, ticket, add=["ADA@example.net"]).change is None
    second = act(desk, following.follow, ticket, remove=["Ada <ada@example.net>"])
    assert followers(desk, ticket) == [BOB]
    assert events(desk, ticket)[-1].changes == (("followers", f'["{ADA}", "{BOB}"]', f'["{BOB}"]'),)
    for change in (second, first):
        run(desk, undo.undo, number=change.change)
    assert followers(desk, ticket) == []


def test_the_customer_is_not_added_and_the_desk_is_refused(mailed: Desk) -> None:
    number = receive(mailed, mail(id="a@x")).ticket or 0
    assert act(mailed, following.follow, number, add=["ivan@example.org"]).change is None
    with pytest.raises(UsageError, match="the desk's own address"):
        act(mailed, following.follow, number, add=["Desk <support+3@acme.example>"])
    with pytest.raises(UsageError):
        act(mailed, following.follow, number, add=["Ada Lane"])


# In answers ----------------------------------------------------------------------------------------------------------


def test_answers_go_to_who_follows_but_for_those_left_out(desk: Desk, ticket: int) -> None:
    act(desk, following.follow, ticket, add=[ADA, BOB])
    act(desk, conversation.reply, ticket, body="To all.", cc=["Cem <cem@example.net>", "ada@example.net"])
    assert copies(desk, ticket) == ["cem@example.net", "ada@example.net", "bob@example.net"]
    act(desk, conversation.reply, ticket, body="Not to Bob.", without=["Bob@example.net"])
    assert copies(desk, ticket) == ["ada@example.net"]
    act(desk, conversation.reply, ticket, body="To none.", without=["all"])
    assert copies(desk, ticket) == []
    act(desk, conversation.note, ticket, body="For agents.")
    assert copies(desk, ticket) == []


def test_an_address_that_became_the_desks_own_gets_no_copy(desk: Desk, ticket: int) -> None:
    act(desk, following.follow, ticket, add=[DESK, BOB])
    run(desk, add_mailbox, name="support", wanted=Wanted(address=DESK))
    act(desk, conversation.reply, ticket, body="It works.")
    assert copies(desk, ticket) == ["bob@example.net"]


def test_a_copy_of_an_answer_that_is_not_sent_is_refused_and_not_written_down_as_sent(desk: Desk) -> None:
    number = opened(desk, customer=Person("Petr", ""))

    with pytest.raises(Refused, match=f"ticket {number}: its customer has no mail address"):
        act(desk, conversation.reply, number, body="We called back.", cc=["olga@example.org"])

    assert len(messages(desk, number)) == 1


def test_where_the_customer_has_no_address_followers_get_nothing(desk: Desk) -> None:
    number = run(desk, tickets.open_ticket, subject="Call", customer=Person("Zed", ""), phone="+7 1").number
    assert number is not None
    act(desk, following.follow, number, add=[ADA])
    act(desk, conversation.reply, number, body="By phone.")
    assert (copies(desk, number), messages(desk, number)[-1].delivery) == ([], None)


# On the command line, in files ---------------------------------------------------------------------------------------


def test_follow_and_reply_without_on_the_command_line(run: Run, desk: Desk, ticket: int) -> None:
    assert run(f"follow {ticket} '+{ADA}' +{BOB} -nobody@example.net").err.startswith("changed who follows")
    told = run(f"show {ticket} --json number,followers").json[0]
    assert told["followers"] == [
        {"name": "Ada Lane", "email": "ada@example.net"},
        {"name": "", "email": "bob@example.net"},
    ]
    assert f"followers:   {ADA}, {BOB}" in run(f"show {ticket}").out
    run(f"reply {ticket} -m hello --without ada@example.net")
    assert copies(desk, ticket) == ["bob@example.net"]
    assert run(f"follow {ticket} -all").code == 0
    assert followers(desk, ticket) == []
    assert run(f"follow {ticket} ada@example.net").code == 2
    assert run(f"follow {ticket}").code == 2


# Pure ----------------------------------------------------------------------------------------------------------------


def test_followers_are_read_as_they_were_written_whatever_they_are_called() -> None:
    listed = (Person("Lane, Ada", "a@x.example"), Person("", "b@x.example"), Person('Eve <x@y> "\n', "e@x.example"))
    assert read(written(listed)) == (*listed[:2], Person("Eve x@y", "e@x.example"))
    assert read("[]") == ()
    assert joined(listed, [Person("Other", "B@x.example")]) == listed


@pytest.mark.parametrize(
    ("address", "machine"),
    [
        ("no-reply@x.example", True),
        ("donotreply@x.example", True),
        ("mailer-daemon@x.example", True),
        ("users-request@x.example", True),
        ("dev-bounces+7@x.example", True),
        ("all@lists.debian.example", True),
        ("team@googlegroups.com", True),
        ("ada@example.org", False),
        ("listova@example.org", False),
        ("owner@example.org", False),
    ],
)
def test_addresses_of_machines_and_lists_are_known(address: str, machine: bool) -> None:
    assert is_machine(address) is machine
