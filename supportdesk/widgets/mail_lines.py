"""Mail in a few lines each: what lies in quarantine and why, and how a message of a thread came or went. Pure."""

from collections.abc import Iterator
from datetime import datetime

from supportdesk.domain.mail_rows import ArrivalRow
from supportdesk.domain.models import Person, ThreadMessage
from supportdesk.domain.safe import shown_line
from supportdesk.widgets.ages import age, moment
from supportdesk.widgets.fitting import cut, wrap
from supportdesk.widgets.ink import Ink, Line, cells

LABEL = 11
MOST_REASON = 2
"""Lines of a reason that the list of the quarantine shows; all of it stands beside the source."""


def held_lines(row: ArrivalRow, now: datetime, width: int) -> tuple[Line, ...]:
    """A message in quarantine: who wrote it and when, about what, and why it is there."""
    when = age(now, row.at)
    who = cut(shown_line(row.sender) or "(nobody is named)", width - cells(when) - 2)
    gap = " " * max(width - cells(who) - cells(when) - 1, 1)
    reasons = list(wrap(shown_line(row.reason), width - 2))
    shown = [*reasons[: MOST_REASON - 1], cut(" ".join(reasons[MOST_REASON - 1 :]), width - 2)]
    return (
        ((who, Ink.STRONG), (gap + when, Ink.FAINT)),
        ((cut(shown_line(row.subject) or "(no subject)", width - 1), Ink.TEXT),),
        *(((line, Ink.WARN),) for line in shown if line),
    )


def came_line(message: ThreadMessage, now: datetime, width: int) -> Line:
    """A message of a thread in one line: what it is, whose, how far it got, and when."""
    ink = {"customer": Ink.CUSTOMER, "reply": Ink.REPLY, "note": Ink.NOTE}.get(message.kind, Ink.DIM)
    when = age(now, message.at)
    sign, sign_ink = ("✗ ", Ink.BAD) if message.delivery == "failed" else ("  ", Ink.DIM)
    who = cut(shown_line(message.author.name or message.author.email or "unknown"), width - cells(when) - 13)
    gap = " " * max(width - 12 - cells(who) - cells(when), 1)
    return ((sign, sign_ink), (f"{message.kind:<9}", ink), (who, Ink.TEXT), (gap + when, Ink.FAINT))


def particulars(message: ThreadMessage, why: str, now: datetime, width: int) -> list[Line]:
    """How a message came or went: why it is here, how far it got, from whom to whom, and what it is called."""
    lines: list[Line] = []
    for label, text, ink in _said(message, why, now):
        for place, part in enumerate(wrap(text, max(width - LABEL - 2, 20))):
            lines.append(((f" {label if not place else '':<{LABEL}}", Ink.DIM), (part, ink)))
    return lines


def _said(message: ThreadMessage, why: str, now: datetime) -> Iterator[tuple[str, str, Ink]]:
    yield "message", str(message.id), Ink.STRONG
    if message.kind == "customer":
        yield "why here", shown_line(why), Ink.TEXT
    if message.delivery:
        yield "letter", *fate(message, now)
    if message.failure:
        yield "because", shown_line(message.failure), Ink.BAD if message.delivery == "failed" else Ink.WARN
    if message.automatic:
        yield "automatic", shown_line(message.automatic), Ink.TEXT
    yield "", " ", Ink.DIM
    yield "from", shown_line(str(message.author)), Ink.TEXT
    for label, people in (("to", message.to), ("cc", message.cc)):
        if people:
            yield label, _listed(people), Ink.TEXT
    yield "at", moment(now, message.at), Ink.TEXT
    if message.subject:
        yield "subject", shown_line(message.subject), Ink.TEXT
    yield "Message-ID", f"<{shown_line(message.message_id)}>", Ink.FAINT


MOST_PEOPLE = 30


def _listed(people: tuple[Person, ...]) -> str:
    more = f" and {len(people) - MOST_PEOPLE:,} more" if len(people) > MOST_PEOPLE else ""
    return ", ".join(shown_line(str(one)) for one in people[:MOST_PEOPLE]) + more


def fate(message: ThreadMessage, now: datetime) -> tuple[str, Ink]:
    """How far a letter got: held until when, waiting, put off, on its way, gone when, or not delivered."""
    if message.delivery == "failed":
        return "✗ not delivered", Ink.BAD
    if message.delivery == "sent":
        return f"✓ sent {clock(now, message.sent_at)}".rstrip(), Ink.GOOD
    if message.delivery == "sending":
        return "◷ sending", Ink.WARN
    waits = message.waits(now)
    return f"◷ {waits} till {clock(now, message.send_at)}" if waits else "◷ queued", Ink.WARN


def clock(now: datetime, at: datetime | None) -> str:
    """An instant in the agent's own time zone: the hour, and the day where it is another; nothing for none."""
    if at is None:
        return ""
    local, today = at.astimezone(), now.astimezone()
    return f"{local:%H:%M}" if local.date() == today.date() else f"{local:%d %b %H:%M}"
