"""A mailbox of the desk with mail in it."""

import pytest

from supportdesk.desk import Desk
from supportdesk.domain.arriving import Received
from supportdesk.domain.mail_rows import MailboxRow
from supportdesk.mail.receive import receive
from supportdesk.services import mailboxes
from supportdesk.store import mailboxes as mailbox_reads
from supportdesk.store import tables
from tests.mail.arriving import KEY, Take, mail


@pytest.fixture
def support(desk: Desk) -> MailboxRow:
    """A mailbox of the desk, which has a key for its ids."""
    with desk.change("mailbox add") as change:
        wanted = mailboxes.Wanted(address="support@acme.example", authserv_id="mx.acme.example")
        mailboxes.add_mailbox(change, name="support", wanted=wanted)
        change.connection.execute(tables.meta.insert().values(key=mailbox_reads.KEY, value=KEY.hex()))
    with desk.read() as reading:
        return mailbox_reads.mailboxes(reading)[0]


@pytest.fixture
def take(desk: Desk, support: MailboxRow) -> Take:
    """Receive a message at the mailbox."""

    def receiving(raw: bytes, place: str = "") -> Received:
        return receive(desk, raw, mailbox=support, place=place)

    return receiving


@pytest.fixture
def first(take: Take) -> int:
    """The ticket that Ivan's first mail opened; its id is first@example.org."""
    number = take(mail(id="first@example.org")).ticket
    assert number is not None
    return number


@pytest.fixture
def boris(desk: Desk, agents: dict[str, Desk]) -> str:
    """Boris, whose mail the desk knows."""
    with desk.store.writing() as connection:
        mine = tables.agent.c.login == "boris"
        connection.execute(tables.agent.update().where(mine).values(email="boris@acme.example"))
    return "Boris <boris@acme.example>"
