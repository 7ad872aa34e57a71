"""How one ticket looks as a line of the inbox, and the heading above them."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from supportdesk.domain.models import TicketRow
from supportdesk.domain.safe import shown_line
from supportdesk.widgets.ages import age, countdown
from supportdesk.widgets.fitting import cut, left, right
from supportdesk.widgets.ink import Ink, Line, Span, cells

STATUS_LETTERS = {
    "new": ("N", Ink.NEW),
    "open": ("O", Ink.OPEN),
    "pending": ("P", Ink.PENDING),
    "hold": ("H", Ink.PENDING),
    "solved": ("S", Ink.SOLVED),
    "closed": ("C", Ink.SOLVED),
}
PRIORITY_LETTERS = {
    "urgent": ("U", Ink.URGENT),
    "high": ("H", Ink.HIGH),
    "normal": ("·", Ink.FAINT),
    "low": ("l", Ink.FAINT),
}

ENDED = ("solved", "closed")


class Sign(Enum):
    """What stands before the subject; one that is unread is bold, too."""

    NONE = (" ", Ink.FAINT)
    UNREAD = ("●", Ink.ACCENT)
    DRAFT = ("✎", Ink.WARN)
    OPEN = ("◇", Ink.DIM)
    TYPING = ("◆", Ink.NOTE)


@dataclass(frozen=True, slots=True)
class Columns:
    """The width of each column for a list of `width` cells; what there is no room for has none."""

    number: int
    subject: int
    customer: int
    assignee: int
    age: int = 4
    due: int = 5

    @classmethod
    def within(cls, width: int, *, widest: int) -> "Columns":
        """The columns of a list; `widest` is the largest number that it shows."""
        number = max(4, len(str(widest)))
        room = width - number - 22  # gutter, letters, sign, age, due and the gaps between them
        assignee = 8 if room >= 44 else 0
        room -= assignee + 1 if assignee else 0
        customer = min(20, room * 3 // 10) if room >= 30 else 0
        room -= customer + 1 if customer else 0
        return cls(number, max(room, 8), customer, assignee)


@dataclass(frozen=True, slots=True)
class Looks:
    """What a line shows beyond the ticket itself."""

    cursor: bool = False
    marked: bool = False
    left: bool = False
    stale: bool = False
    sign: Sign = Sign.NONE
    unread: bool = False


def heading(columns: Columns) -> Line:
    """The names over the columns."""
    parts = [f"   {right('#', columns.number)} s p   {left('subject', columns.subject)}"]
    if columns.customer:
        parts.append(left("customer", columns.customer))
    if columns.assignee:
        parts.append(left("who", columns.assignee))
    parts += [right("age", columns.age), right("due", columns.due)]
    return ((" ".join(parts), Ink.FAINT),)


def ticket_line(row: TicketRow, columns: Columns, now: datetime, looks: Looks) -> Line:
    """A ticket as one line of the list."""
    faded = looks.left or looks.stale or row.status in ENDED
    status, status_ink = STATUS_LETTERS.get(row.status, ("?", Ink.DIM))
    priority, priority_ink = PRIORITY_LETTERS.get(row.priority, ("?", Ink.DIM))
    customer = row.customer
    due = countdown(now, None if faded or row.status in ("pending", "hold") else row.next_due)
    spans: list[Span] = [
        ("▌" if looks.cursor else " ", Ink.ACCENT),
        ("✓" if looks.marked else "-" if looks.left else " ", Ink.MARK if looks.marked else Ink.FAINT),
        (" " + right(str(row.number), columns.number), Ink.FAINT if faded else Ink.DIM),
        (" " + status, status_ink),
        (" " + priority + " ", Ink.FAINT if faded else priority_ink),
        looks.sign.value,
        *_subject(row, columns.subject, unread=looks.unread, faded=faded),
    ]
    if columns.customer:
        spans += _customer(customer.name or customer.email if customer else "", columns.customer, faded=faded)
    if columns.assignee:
        spans.append(
            (left(shown_line(row.assignee or "-"), columns.assignee) + " ", Ink.FAINT if not row.assignee else Ink.DIM)
        )
    spans.append((right(age(now, row.updated_at), columns.age) + " ", Ink.FAINT if faded else Ink.DIM))
    spans.append((right(due.text, columns.due), due.ink))
    return tuple(spans)


def _subject(row: TicketRow, width: int, *, unread: bool, faded: bool) -> list[Span]:
    vip = row.customer is not None and row.customer.vip
    before: list[Span] = [("★" if vip else " ", Ink.VIP)]
    subject = cut(shown_line(row.subject) or "(no subject)", width)
    ink = Ink.FAINT if faded else Ink.STRONG if unread else Ink.TEXT
    tags = " ".join(shown_line(tag) for tag in row.tags)
    room = width - cells(subject) - 2
    tail = f"  {cut(tags, room)}" if tags and room >= min(6, cells(tags)) else ""
    return [*before, (subject, ink), (left(tail, width - cells(subject)) + " ", Ink.FAINT if faded else Ink.TAG)]


def _customer(name: str, width: int, *, faded: bool) -> list[Span]:
    return [(left(shown_line(name), width) + " ", Ink.FAINT if faded else Ink.DIM)]


def placeholder(columns: Columns) -> Line:
    """A line whose ticket has not come yet."""
    return (("   " + right("···", columns.number) + "      " + "·" * min(12, columns.subject), Ink.RULE),)
