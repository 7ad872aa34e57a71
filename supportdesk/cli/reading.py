"""A ticket as text to read: its facts, then its thread. What came from outside is shown and never obeyed."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from supportdesk.cli.call import Call
from supportdesk.cli.cells import instant, relative
from supportdesk.cli.paint import paint, style_of
from supportdesk.domain.changes import HistoryEntry
from supportdesk.domain.folding import folded
from supportdesk.domain.models import AttachedFile, ThreadMessage, TicketDetail, TicketRow
from supportdesk.domain.rating import Rating
from supportdesk.domain.safe import shown, shown_line
from supportdesk.domain.sizes import file_size

RULE = 72
"""The length of the line above a message, where the terminal is not narrower."""

HEADINGS = {"customer": "customer", "reply": "reply", "note": "NOTE, for agents only", "system": "system"}


def ticket_text(
    call: Call, detail: TicketDetail, events: Sequence[HistoryEntry] = (), *, deleted: datetime | None = None
) -> str:
    """All of a ticket, ending in a newline; `deleted` is since when it is."""
    page = _Page(
        color=call.colored, width=min(RULE, call.streams.width), now=call.clock(), terminal=call.streams.out_terminal
    )
    lines = [*page.head(detail.ticket, deleted)]
    for message in detail.thread:
        lines += page.message(message)
    if events:
        lines += ["", page.strong("History"), *page.history(events)]
    return "\n".join(lines) + "\n"


class _Page:
    """How lines are drawn for one reader."""

    def __init__(self, *, color: bool, width: int, now: datetime, terminal: bool) -> None:
        self.color = color
        self.width = width
        self.now = now
        self.terminal = terminal

    def strong(self, text: str) -> str:
        return paint(text, "bold", on=self.color)

    def time(self, value: datetime) -> str:
        if not self.terminal:
            return instant(value)
        told = relative(value, self.now)
        if told.count("-") == 2:
            return f"{value:%Y-%m-%d %H:%M} UTC"
        ago = "" if told.startswith(("in ", "now")) else " ago"
        return f"{value:%Y-%m-%d %H:%M} UTC ({told}{ago})"

    def head(self, row: TicketRow, deleted: datetime | None) -> Iterator[str]:
        yield self.strong(f"#{row.number} {shown_line(row.subject)}")
        for name, value in (("deleted", self.time(deleted) if deleted else ""), *self._facts(row)):
            if value:
                painted = paint(value, style_of(name, value), on=self.color)
                yield f"{name + ':':<12} {painted}"

    def _facts(self, row: TicketRow) -> Iterator[tuple[str, str]]:
        yield "status", row.status
        yield "priority", row.priority
        yield "type", row.type
        yield "channel", row.channel
        yield "customer", _customer(row)
        yield "followers", shown_line(", ".join(map(str, row.followers)))
        yield "assignee", shown_line(row.assignee or "nobody")
        yield "team", shown_line(row.team or "")
        yield "tags", shown_line(", ".join(row.tags))
        for name, value in row.fields.items():
            yield shown_line(name), shown_line(str(value))
        for name, at in _times(row):
            yield name, self.time(at) if at else ""
        if row.rating is not None:
            yield "rating", _rated(row.rating, self.time(row.rating.at))
        yield "reopened", str(row.reopened) if row.reopened else ""
        yield "from", shown_line(" ".join(part for part in (row.source, row.external_id) if part))

    def message(self, message: ThreadMessage) -> Iterator[str]:
        yield ""
        yield self._title(message)
        for name, people in (("to", message.to), ("cc", message.cc)):
            if people:
                yield paint(f"{name}: {shown_line(', '.join(map(str, people)))}", "dim", on=self.color)
        mark = "│ " if message.kind == "note" else ""
        for line in shown(message.text or "").strip("\n").split("\n"):
            yield f"{mark}{line}".rstrip()
        if below := folded(message.quoted):
            yield paint(f"[{below}]", "dim", on=self.color)
        for file in message.attachments:
            yield paint(_file(file), "dim", on=self.color)

    def _title(self, message: ThreadMessage) -> str:
        who = shown_line(str(message.author)) or "somebody"
        parts = [HEADINGS.get(message.kind, message.kind), who, self.time(message.at)]
        more = (message.automatic and f"automatic: {message.automatic}", self._sending(message))
        parts += [word for word in more if word]
        line = f"── {' · '.join(shown_line(part) for part in parts)} "
        return paint(
            line + "─" * max(0, self.width - len(line)), "note" if message.kind == "note" else "bold", on=self.color
        )

    def _sending(self, message: ThreadMessage) -> str:
        """How far a letter got, and until when it waits."""
        waits = message.waits(self.now)
        till = f", {waits} till {self.time(message.send_at)}" if waits and message.send_at else ""
        return f"{message.delivery or ''}{till}"

    def history(self, events: Sequence[HistoryEntry]) -> Iterator[str]:
        for event in events:
            altered = "; ".join(
                f"{name}: {shown_line(old) or '-'} → {shown_line(new) or '-'}" for name, old, new in event.changes
            )
            yield f"{self.time(event.at)}  {shown_line(event.actor)}  {event.kind}  {altered}".rstrip()


def _rated(rating: Rating, at: str) -> str:
    comment = f": {shown_line(rating.comment)}" if rating.comment else ""
    return f"{rating} {at}{comment}"


def _customer(row: TicketRow) -> str:
    customer = row.customer
    if customer is None:
        return ""
    named = (
        f"{customer.name} <{customer.email}>" if customer.name and customer.email else customer.name or customer.email
    )
    extra = [customer.organization or "", "VIP" if customer.vip else ""]
    return shown_line(", ".join(part for part in (named, *extra) if part))


def _times(row: TicketRow) -> tuple[tuple[str, datetime | None], ...]:
    return (
        ("created", row.created_at),
        ("updated", row.updated_at),
        ("first reply", row.first_reply_at),
        ("due", row.next_due),
        ("waiting", row.waiting_since),
        ("snoozed", row.snoozed_until),
        ("solved", row.solved_at),
        ("closed", row.closed_at),
    )


def _file(file: AttachedFile) -> str:
    return f"[attached: {shown_line(file.name)}, {shown_line(file.type)}, {file_size(file.size)}]"
