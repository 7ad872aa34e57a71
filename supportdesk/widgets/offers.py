"""What the form of a new ticket offers beside its fields: customers, words, and tickets that it may repeat."""

from datetime import datetime

from supportdesk.domain.counted import counted
from supportdesk.domain.models import CustomerRow, TicketRow
from supportdesk.domain.safe import shown_line
from supportdesk.widgets.customer_lines import called, reached
from supportdesk.widgets.entries import Entry
from supportdesk.widgets.fitting import cut
from supportdesk.widgets.ink import Ink, Line
from supportdesk.widgets.short_ticket import short_ticket


def written(customer: CustomerRow) -> str:
    """A customer as they stand in a field."""
    name, first = called(customer), reached(customer)
    return name if first in ("", name) else f"{name} <{first}>"


def known_of(customer: CustomerRow) -> str:
    """What to know of a caller, in one line under their name."""
    parts = (
        "★ VIP" if customer.vip else "",
        shown_line(customer.organization or ""),
        counted(customer.tickets, "ticket"),
    )
    return " · ".join(filter(None, (*parts, shown_line(customer.note))))


def customer_offer(one: CustomerRow, width: int) -> tuple[Line, ...]:
    """A customer among those that are offered: the name over the address."""
    star: Line = (("★ ", Ink.VIP),) if one.vip else ()
    more = " · ".join(filter(None, (reached(one), shown_line(one.organization or ""), counted(one.tickets, "ticket"))))
    return (*star, (cut(called(one), width - 2), Ink.TEXT)), ((cut(f"  {more}", width), Ink.DIM),)


def word_offer(text: str, more: str) -> Entry:
    """A word that a field may hold, with what is said about it; its key is `option …`."""
    said = f"  {shown_line(more)}" if more else ""
    return Entry(f"option {text}", lambda width: (((cut(shown_line(text), width), Ink.TEXT), (said, Ink.DIM)),))


def ticket_offer(row: TicketRow, now: datetime, *, mine: bool) -> Entry:
    """A ticket that the new one may repeat; its key is `ticket …`."""
    asks = "theirs, open" if mine else shown_line(row.customer.name or row.customer.email) if row.customer else ""

    def draw(width: int) -> tuple[Line, ...]:
        return short_ticket(row, now, width), ((" " * 10 + cut(asks, max(width - 10, 4)), Ink.FAINT),)

    return Entry(f"ticket {row.number}", draw)
