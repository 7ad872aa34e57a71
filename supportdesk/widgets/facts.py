"""The head of a ticket: what it is about, where it stands, who asks."""

from datetime import datetime

from textual.events import Resize

from supportdesk.domain.models import TicketRow
from supportdesk.domain.safe import shown_line
from supportdesk.widgets.ages import age, countdown
from supportdesk.widgets.columns import PRIORITY_LETTERS, STATUS_LETTERS
from supportdesk.widgets.fitting import cut
from supportdesk.widgets.ink import Ground, Ink, Line, Span, cells, length
from supportdesk.widgets.lines import Lines
from supportdesk.widgets.people_line import people_line
from supportdesk.widgets.rating_words import score


def facts(row: TicketRow, now: datetime, width: int) -> tuple[Line, ...]:
    """Three lines: number and subject; status, clocks and whose it is; the customer. A fourth names who follows."""
    number = f" #{row.number} "
    subject = shown_line(row.subject) or "(no subject)"
    first: Line = ((number, Ink.ACCENT), (cut(subject, width - len(number)), Ink.STRONG))
    lines = (first, _fitting(_standing(row, now), width), _fitting(_customer(row, now), width))
    if not row.followers:
        return lines
    return (*lines, ((" cc ", Ink.DIM), (people_line(row.followers, width - 5), Ink.TEXT)))


def _standing(row: TicketRow, now: datetime) -> list[Span]:
    letter, status_ink = STATUS_LETTERS.get(row.status, ("?", Ink.DIM))
    _, priority_ink = PRIORITY_LETTERS.get(row.priority, ("?", Ink.DIM))
    spans: list[Span] = [(f" {letter} {row.status}", status_ink), (f"  {row.priority}", priority_ink)]
    due = countdown(now, row.next_due)
    if due.text:
        spans.append(
            (
                f"  due {due.text}"
                if due.ink == Ink.DIM
                else f"  {due.text} {'late' if due.ink == Ink.LATE else 'left'}",
                due.ink,
            )
        )
    if row.snoozed_until is not None and row.snoozed_until > now:
        spans.append((f"  snoozed {countdown(now, row.snoozed_until).text.lstrip('~')}", Ink.PENDING))
    spans.append(
        (f"  → {shown_line(row.assignee)}" if row.assignee else "  → nobody", Ink.TEXT if row.assignee else Ink.DIM)
    )
    if row.team:
        spans.append((f"  {shown_line(row.team)}", Ink.DIM))
    if row.rating is not None:
        spans += [("  rated ", Ink.DIM), score(row.rating)]
    spans.extend((f"  +{shown_line(tag)}", Ink.TAG) for tag in row.tags)
    return spans


def _customer(row: TicketRow, now: datetime) -> list[Span]:
    customer = row.customer
    if customer is None:
        return [(" no customer", Ink.DIM)]
    spans: list[Span] = [(" ★ VIP ", Ink.VIP)] if customer.vip else [(" ", Ink.TEXT)]
    if customer.name:
        spans.append((shown_line(customer.name), Ink.TEXT))
    if customer.email and customer.email != customer.name:
        spans.append((f"{' ' if customer.name else ''}<{shown_line(customer.email)}>", Ink.DIM))
    if customer.organization:
        spans.append((f"  {shown_line(customer.organization)}", Ink.DIM))
    via = f"  by {row.channel}" if row.channel != "other" else " "
    opened = age(now, row.created_at)
    spans.append((f"{via} {'just now' if opened == 'now' else f'{opened} ago'}", Ink.FAINT))
    spans.append((f" · {row.messages} in thread", Ink.FAINT))
    return spans


def _fitting(spans: list[Span], width: int) -> Line:
    """As many spans as fit; the one that does not is cut, but faint ones are left out, and so is what follows."""
    fitted: list[Span] = []
    for text, ink in spans:
        room = width - length(fitted)
        if room <= 2 or (ink == Ink.FAINT and cells(text) > room):
            break
        fitted.append((cut(text, room), ink))
    return tuple(fitted)


class TicketFacts(Lines):
    """The head of a ticket, fitted to the width of its pane."""

    def __init__(self) -> None:
        super().__init__((), (), (), ground=Ground.TITLE)
        self._shown: tuple[TicketRow, datetime] | None = None

    def show(self, row: TicketRow, now: datetime) -> None:
        """Say what a ticket is about at an instant."""
        self._shown = row, now
        self.write(*facts(row, now, self.size.width or 60))

    def clear(self) -> None:
        """Say nothing."""
        self._shown = None
        self.write((), (), ())

    def focus_shown(self, focused: bool) -> None:
        """Show whether the pane has the keys."""
        self.write(*self.lines, ground=Ground.FOCUSED if focused else Ground.TITLE)

    def on_resize(self, _event: Resize) -> None:
        """Fit to another width."""
        if self._shown is not None:
            self.show(*self._shown)
