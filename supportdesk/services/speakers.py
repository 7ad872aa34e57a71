"""Who speaks in a mail that arrives: a customer, an agent writing from outside, or the desk itself."""

from dataclasses import dataclass
from enum import Enum

from sqlalchemy import select

from supportdesk.domain.arriving import Letter
from supportdesk.domain.idn import known_as
from supportdesk.domain.letters import bare
from supportdesk.domain.models import Person
from supportdesk.domain.plain import one_line
from supportdesk.services import customers
from supportdesk.services.intake.names import uid_of_name
from supportdesk.services.naming import LONGEST_TITLE, named_in_mail
from supportdesk.store import bulk
from supportdesk.store.answered import PEOPLES
from supportdesk.store.change import Change
from supportdesk.store.reading import Reading
from supportdesk.store.tables import agent, customer, mailbox

FORM = "notice"
"""What mail of a web form is taken for: a program made it, and its Reply-To is the person who filled it in."""


class Side(Enum):
    """On which side of the desk somebody stands."""

    CUSTOMER = "customer"
    AGENT = "agent"
    DESK = "desk"


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks: an agent or a customer by id; `form` where a form on the web wrote for them.

    `vouched`: an agent says that a person wrote, whatever the mail looks like. `claimed`: the mail says that it is from
    an agent or from the desk, and nobody who is believed says so.
    """

    person: Person
    side: Side
    staff: "Staff"
    agent_id: int | None = None
    customer_id: int | None = None
    form: bool = False
    vouched: bool = False
    claimed: bool = False

    def writes(self, letter: Letter) -> bool:
        """Whether a person speaks and no machine: by the mail's own signs, or because an agent says so."""
        return letter.message.automatic in PEOPLES or self.form or self.vouched


@dataclass(frozen=True, slots=True)
class Staff:
    """The mail addresses of the desk: of its agents, with their ids, and its own."""

    agents: dict[str, int]
    own: frozenset[str]

    def is_inside(self, email: str) -> bool:
        """Whether an address is an agent's or the desk's."""
        return email in self.agents or bare(email) in self.own


def staff_of(reading: Reading) -> Staff:
    """The addresses of the desk as they are now."""
    active = select(agent.c.email, agent.c.id).where(agent.c.active == 1, agent.c.email != "").order_by(agent.c.id)
    own = {row[0] for row in reading.rows(select(mailbox.c.address))}
    return Staff({row[0].lower(): row[1] for row in reading.rows(active)}, frozenset({*own, known_as(reading.address)}))


def speaker_of(letter: Letter, staff: Staff, *, believed: str = "") -> Speaker:
    """Who speaks. Mail of a form, or from the desk's own address, is of whom its Reply-To names outside the desk.

    A sender is easily forged: an agent, or the desk, speaks only where the server that is `believed` vouches for it.
    Otherwise it is somebody's mail like any other.
    """
    author, other = letter.message.author, letter.reply_to
    own = bare(author.email) in staff.own
    outside = other is not None and other.email != author.email and not staff.is_inside(other.email)
    if outside and (own or letter.message.automatic == FORM) and other is not None:
        return Speaker(other, Side.CUSTOMER, staff, form=True)
    if not (own or author.email in staff.agents):
        return Speaker(author, Side.CUSTOMER, staff)
    if not letter.is_vouched(believed):
        return Speaker(author, Side.CUSTOMER, staff, claimed=True)
    if author.email in staff.agents:
        return Speaker(author, Side.AGENT, staff, staff.agents[author.email])
    return Speaker(author, Side.DESK, staff)


def known_customer(change: Change, person: Person) -> int | None:
    """The customer whom a mail is from, a new one if need be; None where it names nobody.

    An address that is none does not count; one who has but a name is the same person in every mail.
    """
    known = named_in_mail(person)
    if known.email:
        return customers.of_person(change, known)
    called = known.name or one_line(person.email)[:LONGEST_TITLE]
    if not called:
        return None
    uid = uid_of_name(called)
    found = bulk.matching(change, customer, ("id",), "uid", [uid])
    return found[0][0] if found else change.add(customer, uid=uid, name=called, created_at=change.now)
