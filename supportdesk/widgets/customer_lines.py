"""What is known of a customer as lines: the page that can be edited, and the few words under a ticket's facts."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial

from supportdesk.domain.models import CustomerProfile, CustomerRow, OrganizationRow
from supportdesk.domain.safe import shown, shown_line
from supportdesk.widgets.ages import age
from supportdesk.widgets.entries import Entry, blank
from supportdesk.widgets.fitting import cut, left, wrap
from supportdesk.widgets.ink import Ink, Line, Span
from supportdesk.widgets.rating_words import last, score

LABEL = 10


def called(customer: CustomerRow) -> str:
    """What a customer is called where one name is shown; safe to show."""
    first = next(iter((*customer.emails, *customer.phones)), "")
    return shown_line(customer.name or first) or f"customer {customer.id}"


def reached(customer: CustomerRow) -> str:
    """Their first address, or else number; safe to show."""
    return shown_line(next(iter((*customer.emails, *customer.phones)), ""))


def tickets_of(profile: CustomerProfile) -> str:
    """How many tickets they have had, and how many are open."""
    if not profile.tickets:
        return "no tickets"
    many = f"{profile.tickets:,} ticket{'s' if profile.tickets > 1 else ''}"
    return f"{many} · {profile.open:,} open" if profile.open else f"{many} · none open"


def page(profile: CustomerProfile, now: datetime) -> Iterator[Entry]:
    """The lines of a customer, each of which can be edited; keys are `name`, `email 0`, `email +` and so on."""
    customer = profile.customer
    yield _field("name", "name", ((shown_line(customer.name), Ink.STRONG),) if customer.name else _none("no name"))
    yield _field("vip", "VIP", (("★ yes", Ink.VIP),) if customer.vip else _none("no"))
    yield _field("organization", "company", _company(customer, profile.company))
    if profile.company is not None and profile.company.domains:
        yield _remark(", ".join(map(shown_line, profile.company.domains)))
    language: Line = ((shown_line(customer.language), Ink.TEXT),) if customer.language else _none("-")
    yield _field("language", "language", language)
    yield blank()
    yield from _listed("email", "mail", customer.emails, "add an address")
    yield from _listed("phone", "phone", customer.phones, "add a number")
    yield blank()
    yield _field("", "rated", last(profile, now))
    if profile.rating is not None and profile.rating.comment:
        yield _field("", "", ((f"“{shown_line(profile.rating.comment)}”", Ink.TEXT),))
    yield blank()
    yield Entry("note", partial(_note, customer.note))
    yield blank()
    known = age(now, profile.since)
    yield _remark(f"{'new' if known == 'now' else f'known for {known}'} · customer {customer.id}")


def _company(customer: CustomerRow, company: OrganizationRow | None) -> Line:
    if not customer.organization:
        return _none("none")
    star: Line = (("★ ", Ink.VIP),) if company is not None and company.vip else ()
    return (*star, (shown_line(customer.organization), Ink.TEXT))


def _listed(kind: str, label: str, values: tuple[str, ...], add: str) -> Iterator[Entry]:
    for place, value in enumerate(values):
        yield _field(f"{kind} {place}", "" if place else label, ((shown_line(value), Ink.TEXT),))
    yield _field(f"{kind} +", "" if values else label, ((f"+ {add}", Ink.FAINT),))


def _field(key: str, label: str, value: Line) -> Entry:
    def draw(width: int) -> tuple[Line, ...]:
        head: Span = (left(label, LABEL), Ink.DIM)
        room = max(width - LABEL, 8)
        text = "".join(part for part, _ in value)
        if len(value) == 1:
            return ((head, (cut(text, room), value[0][1])),)
        return ((head, *value),)

    return Entry(key, draw)


def _remark(text: str) -> Entry:
    return Entry("", lambda width: (((left("", LABEL) + cut(text, max(width - LABEL, 8)), Ink.FAINT),),))


def _none(text: str) -> Line:
    return ((text, Ink.FAINT),)


def _note(note: str, width: int) -> tuple[Line, ...]:
    """The note below its label, as it will be read before each answer."""
    head: Span = (left("note", LABEL), Ink.DIM)
    if not note.strip():
        return ((head, ("+ write down what to know", Ink.FAINT)),)
    room = max(width - LABEL, 12)
    first, *rest = [line for part in [shown(note)] for line in wrap(part, room)]
    return ((head, (first, Ink.NOTE_TEXT)), *(((left("", LABEL), Ink.DIM), (line, Ink.NOTE_TEXT)) for line in rest))


def in_short(profile: CustomerProfile, width: int) -> Line:
    """One line under a ticket's facts: how often they have asked, how else they are reached, what to know of them."""
    customer = profile.customer
    spans: list[Span] = [(f" {tickets_of(profile)}", Ink.TEXT if profile.open > 1 else Ink.DIM)]
    if profile.rating is not None:
        spans += [("  last rated ", Ink.DIM), score(profile.rating)]
    if customer.phones:
        spans.append((f"  ☎ {shown_line(customer.phones[0])}", Ink.DIM))
    if customer.language:
        spans.append((f"  {shown_line(customer.language)}", Ink.DIM))
    taken = sum(len(text) for text, _ in spans)
    if customer.note.strip() and width - taken > 16:
        spans.append((f"  {cut(shown_line(customer.note.strip()), width - taken - 3)}", Ink.NOTE_TEXT))
    return tuple(spans)
