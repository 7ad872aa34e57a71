"""How one ticket looks as a line of the inbox, and the heading above them, in the columns that the agent chose."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from supportdesk.domain.models import TicketRow
from supportdesk.domain.safe import shown_line
from supportdesk.widgets.ages import age, countdown
from supportdesk.widgets.column import USUAL, Column
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
UNKNOWN = ("?", Ink.DIM)
"""For a word that this version of the desk does not have."""

ENDED = ("solved", "closed")


class Sign(Enum):
    """What stands before the subject; one that is unread is bold, too."""

    NONE = (" ", Ink.FAINT)
    UNREAD = ("●", Ink.ACCENT)
    DRAFT = ("✎", Ink.WARN)
    OPEN = ("◇", Ink.DIM)
    TYPING = ("◆", Ink.NOTE)


NARROW = {Column.STATUS: 1, Column.PRIORITY: 1, Column.AGE: 4, Column.DUE: 5}
"""The cells of columns that are always shown where they are chosen."""

SPARED = {Column.ASSIGNEE: 8, Column.TEAM: 10, Column.ORGANIZATION: 14, Column.TYPE: 8, Column.CHANNEL: 5}
"""The cells of columns that are shown where the subject keeps room beside them; the first in the list's order win."""

LEAST, PREFERRED = 8, 36
"""Cells that the subject has at least, and that it keeps before others are given any."""

GUTTER, SIGNS, EDGE = 2, 2, 1
"""Cells before all columns (cursor and mark), before the subject (sign and star), and behind the last column."""


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a list and the width of each, in their order; one that there is no room for is left out.

    `snippet` says whether the beginning of the last message follows the subject.
    """

    widths: tuple[tuple[Column, int], ...]
    snippet: bool = False

    @classmethod
    def within(cls, width: int, *, widest: int, chosen: Sequence[Column] = USUAL) -> "Columns":
        """The columns of a list of `width` cells; `widest` is the largest number that it shows."""
        found = {Column.NUMBER: max(4, len(str(widest))), **NARROW}
        found = {column: size for column, size in found.items() if column in chosen}
        room = width - GUTTER - SIGNS - EDGE - 1 - sum(size + 1 for size in found.values())
        for column, size in SPARED.items():
            if column in chosen and room >= PREFERRED + size:
                found[column] = size
                room -= size + 1
        if Column.CUSTOMER in chosen and room >= 30:
            found[Column.CUSTOMER] = min(20, room * 3 // 10)
            room -= found[Column.CUSTOMER] + 1
        found[Column.SUBJECT] = max(room, LEAST)
        return cls(tuple((column, found[column]) for column in chosen if column in found), Column.SNIPPET in chosen)

    def width(self, column: Column) -> int:
        """The cells of a column, 0 where it is not shown."""
        return dict(self.widths).get(column, 0)


@dataclass(frozen=True, slots=True)
class Looks:
    """What a line shows beyond the ticket itself."""

    cursor: bool = False
    marked: bool = False
    left: bool = False
    stale: bool = False
    sign: Sign = Sign.NONE
    unread: bool = False
    snippet: str = ""


HEADINGS = {
    Column.NUMBER: "#",
    Column.STATUS: "s",
    Column.PRIORITY: "p",
    Column.ASSIGNEE: "who",
    Column.ORGANIZATION: "company",
    Column.CHANNEL: "by",
}
"""What stands over columns that are narrower than their names."""

AT_THE_RIGHT = frozenset({Column.NUMBER, Column.AGE, Column.DUE})


def heading(columns: Columns) -> Line:
    """The names over the columns."""
    parts = [" " * GUTTER]
    for column, width in columns.widths:
        word = HEADINGS.get(column, str(column))
        fitted = right(word, width) if column in AT_THE_RIGHT else left(word, width)
        parts.append(" " * SIGNS + fitted if column is Column.SUBJECT else fitted)
    return ((" ".join(parts), Ink.FAINT),)


def ticket_line(row: TicketRow, columns: Columns, now: datetime, looks: Looks) -> Line:
    """A ticket as one line of the list."""
    faded = looks.left or looks.stale or row.status in ENDED
    spans: list[Span] = [
        ("▌" if looks.cursor else " ", Ink.ACCENT),
        ("✓" if looks.marked else "-" if looks.left else " ", Ink.MARK if looks.marked else Ink.FAINT),
    ]
    for column, width in columns.widths:
        if column is Column.SUBJECT:
            spans += _subject(row, width, looks, faded=faded)
        elif column in LETTERS:
            spans.append(LETTERS[column](row, faded=faded))
        else:
            spans.append(_cell(column, row, width, now, faded=faded))
    return tuple(spans)


def _status(row: TicketRow, *, faded: bool) -> Span:  # noqa: ARG001 - a status is never faded
    letter, ink = STATUS_LETTERS.get(row.status, UNKNOWN)
    return f" {letter}", ink


def _priority(row: TicketRow, *, faded: bool) -> Span:
    letter, ink = PRIORITY_LETTERS.get(row.priority, UNKNOWN)
    return f" {letter}", Ink.FAINT if faded else ink


LETTERS = {Column.STATUS: _status, Column.PRIORITY: _priority}
"""Columns that say one thing by a letter, behind a gap."""


def _cell(column: Column, row: TicketRow, width: int, now: datetime, *, faded: bool) -> Span:
    """What a ticket says in a column that holds one short thing, behind a gap."""
    if column is Column.DUE:
        stands = faded or row.status in ("pending", "hold")
        due = countdown(now, None if stands else row.next_due)
        return f" {right(due.text, width)}", due.ink
    fitted = right if column in AT_THE_RIGHT else left
    quiet = faded or (column is Column.ASSIGNEE and not row.assignee)
    return f" {fitted(WORDS[column](row, now), width)}", Ink.FAINT if quiet else Ink.DIM


def _customer(row: TicketRow, _now: datetime) -> str:
    return shown_line(row.customer.name or row.customer.email) if row.customer else ""


def _organization(row: TicketRow, _now: datetime) -> str:
    return shown_line(row.customer.organization or "") if row.customer else ""


WORDS: dict[Column, Callable[[TicketRow, datetime], str]] = {
    Column.NUMBER: lambda row, _now: str(row.number),
    Column.CUSTOMER: _customer,
    Column.ORGANIZATION: _organization,
    Column.ASSIGNEE: lambda row, _now: shown_line(row.assignee or "-"),
    Column.TEAM: lambda row, _now: shown_line(row.team or ""),
    Column.TYPE: lambda row, _now: shown_line(row.type),
    Column.CHANNEL: lambda row, _now: shown_line(row.channel),
    Column.AGE: lambda row, now: age(now, row.updated_at),
}
"""What a ticket says in a column, safe to show."""


def _subject(row: TicketRow, width: int, looks: Looks, *, faded: bool) -> list[Span]:
    """The subject, its tags and, where there is room, how the last message begins."""
    vip = row.customer is not None and row.customer.vip
    subject = cut(shown_line(row.subject) or "(no subject)", width)
    ink = Ink.FAINT if faded else Ink.STRONG if looks.unread else Ink.TEXT
    tags = " ".join(shown_line(tag) for tag in row.tags)
    room = width - cells(subject) - 2
    tail = f"  {cut(tags, room)}" if tags and room >= min(6, cells(tags)) else ""
    room = width - cells(subject) - cells(tail)
    says = f" — {shown_line(looks.snippet)}" if looks.snippet and room >= SHORTEST_SNIPPET else ""
    sign, sign_ink = looks.sign.value
    return [
        (f" {sign}", sign_ink),
        ("★" if vip else " ", Ink.VIP),
        (subject, ink),
        (tail, Ink.FAINT if faded else Ink.TAG),
        (left(says, room), Ink.FAINT),
    ]


SHORTEST_SNIPPET = 12
"""Cells under which a snippet says nothing."""


def placeholder(columns: Columns) -> Line:
    """A line whose ticket has not come yet."""
    number, subject = columns.width(Column.NUMBER), columns.width(Column.SUBJECT)
    return ((f"   {right('···', number)}      {'·' * min(12, subject)}", Ink.RULE),)
