"""What the console asks of customers: who one is, what they have had, whom a few letters mean."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from supportdesk.console.asking import Line, Question
from supportdesk.domain.models import CustomerProfile, CustomerRow, TicketRow

if TYPE_CHECKING:
    from supportdesk.store.reading import Reading

PAGE = 50
"""Past tickets that are read at once."""


@dataclass(frozen=True, slots=True)
class WhoseTicket(Question[int | None]):
    """The id of a ticket's customer."""

    number: int

    def answer(self, reading: "Reading") -> int | None:
        from supportdesk.store import acquaintance

        return acquaintance.customer_of(reading, self.number)


@dataclass(frozen=True, slots=True)
class Whole:
    """A customer, and the newest of their tickets."""

    profile: CustomerProfile
    past: tuple[TicketRow, ...]


@dataclass(frozen=True, slots=True)
class WhoIs(Question[Whole]):
    """A customer by id, with as many of the newest tickets as are shown."""

    customer: int
    limit: int = PAGE

    def answer(self, reading: "Reading") -> Whole:
        from supportdesk.store import acquaintance

        profile = acquaintance.profile(reading, self.customer)
        return Whole(profile, acquaintance.past(reading, self.customer, limit=self.limit))


@dataclass(frozen=True, slots=True)
class Earlier(Question[tuple[TicketRow, ...]]):
    """The tickets that a customer had before one of theirs."""

    customer: int
    before: int

    def answer(self, reading: "Reading") -> tuple[TicketRow, ...]:
        from supportdesk.store import acquaintance

        return acquaintance.past(reading, self.customer, before=self.before, limit=PAGE)


@dataclass(frozen=True, slots=True)
class OfTicket(Question[CustomerProfile | None]):
    """The customer of a ticket, for the line under its facts."""

    number: int

    def answer(self, reading: "Reading") -> CustomerProfile | None:
        from supportdesk.store import acquaintance

        found = acquaintance.customer_of(reading, self.number)
        return None if found is None else acquaintance.profile(reading, found)


@dataclass(frozen=True, slots=True)
class Customers(Question[tuple[CustomerRow, ...]]):
    """Customers in whose name, addresses or phone numbers all words stand."""

    words: str
    limit: int = 20
    line = Line.SLOW

    def answer(self, reading: "Reading") -> tuple[CustomerRow, ...]:
        from supportdesk.store import people

        return people.customers(reading, self.words, limit=self.limit)


@dataclass(frozen=True, slots=True)
class Organizations(Question[tuple[str, ...]]):
    """The names of all organizations."""

    def answer(self, reading: "Reading") -> tuple[str, ...]:
        from supportdesk.store import people

        return tuple(one.name for one in people.organizations(reading))


@dataclass(frozen=True, slots=True)
class Duplicates(Question[tuple[tuple[TicketRow, bool], ...]]):
    """Tickets that may be the same matter, each with whether it is this customer's."""

    customer: int | None
    subject: str
    line = Line.SLOW

    def answer(self, reading: "Reading") -> tuple[tuple[TicketRow, bool], ...]:
        from supportdesk.store import acquaintance

        return acquaintance.duplicates(reading, customer_id=self.customer, subject=self.subject)
