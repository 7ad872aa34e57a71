"""`y`: the number, a link, the customer's address, what was said, or the marked tickets as lines, to the clipboard."""

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from supportdesk.console.access import Access
from supportdesk.console.questions import Rows, TheseRows
from supportdesk.domain.counted import counted
from supportdesk.domain.filters import parse
from supportdesk.domain.models import ThreadMessage, TicketRow
from supportdesk.domain.safe import shown, shown_line
from supportdesk.widgets.choices import Choice
from supportdesk.widgets.fitting import cut

if TYPE_CHECKING:
    from supportdesk.screens.desk import DeskScreen

MOST_LINES = 2_000
MOST_LINKS = 9
SEEN = 44
"""Cells of a text that the list of what can be copied shows."""

_LINK = re.compile(r"https?://[^\s<>\"'()\[\]{}|\\^`]{1,2000}")


class Copying:
    """Offers what can be copied, and copies it."""

    def __init__(self, access: Access, screen: "DeskScreen") -> None:
        self.access, self.screen = access, screen

    async def do(self, action: str) -> bool:
        """Let what is to be copied be chosen."""
        if action != "copy":
            return False
        row, marks = self.screen.rows.current, self.screen.rows.marks
        if row is None:
            self.screen.remark(self.screen.why_no_target())
            return True
        texts = {what: text for what, text in self._offered(row) if text}
        choices = [Choice(what, what, cut(shown_line(text), SEEN)) for what, text in texts.items()]
        if marks:
            choices.insert(0, Choice("lines", "the marked tickets", f"{len(marks):,} as lines"))
        from supportdesk.screens.pick import PickScreen

        def chosen(what: str | None) -> None:
            if what == "lines":
                self._copy_lines()
            elif what:
                self.screen.tell(self.access.copy(texts[what], what))

        self.screen.app.push_screen(PickScreen(f"copy of #{row.number}", choices), chosen)
        return True

    def _offered(self, row: TicketRow) -> Iterator[tuple[str, str]]:
        yield f"number #{row.number}", f"#{row.number}"
        yield "link of the ticket", row.url or ""
        if row.customer is not None:
            yield "customer's address", row.customer.email
            yield "customer's name", row.customer.name
        yield "subject", row.subject
        thread = self.screen.thread
        if thread.ticket != row.number or not thread.thread:
            return
        yield "newest message", shown(thread.thread[-1].text.strip("\n"))
        yield from ((f"link {place}", link) for place, link in enumerate(links(thread.thread), 1))
        yield "whole thread", "\n\n".join(map(_written, thread.thread))

    def _copy_lines(self) -> None:
        target = self.screen.inbox.target()
        if len(target) > MOST_LINES:
            self.screen.remark(
                f"{len(target):,} tickets are too many for a clipboard; supportdesk list writes them all"
            )
            return

        def copy(rows: Iterable[TicketRow]) -> None:
            lines = [line(row) for row in sorted(rows, key=lambda row: row.number)]
            self.screen.tell(self.access.copy("\n".join(lines), counted(len(lines), "line")))

        if target.filter is None:
            self.access.ask(TheseRows(target.numbers), copy, topic="lines")
        else:
            asked = Rows(parse(target.filter), "number", 0, MOST_LINES)
            self.access.ask(asked, lambda found: copy(found.page.rows), topic="lines")


def line(row: TicketRow) -> str:
    """A ticket in one line: number, status, priority, who asks and what, tab-separated."""
    who = (row.customer.email or row.customer.name) if row.customer else ""
    return "\t".join((f"#{row.number}", row.status, row.priority, shown_line(who), shown_line(row.subject)))


def links(thread: Iterable[ThreadMessage]) -> list[str]:
    """The links of a thread, each once, the newest message's first."""
    found = (link.rstrip(".,;:!?") for message in reversed(tuple(thread)) for link in _LINK.findall(message.text))
    return list(dict.fromkeys(found))[:MOST_LINKS]


def _written(message: ThreadMessage) -> str:
    who = message.author.name or message.author.email
    return f"{shown_line(who)}, {message.at:%Y-%m-%d %H:%M} UTC, {message.kind}:\n{shown(message.text.strip())}"
