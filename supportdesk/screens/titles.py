"""What stands over the panes: the view, how many tickets it has, what narrows it, and what waits to be let in."""

from typing import TYPE_CHECKING

from supportdesk.domain.safe import shown_line
from supportdesk.screens.desk_layout import Pane
from supportdesk.widgets.ink import Ground, Ink, Line

if TYPE_CHECKING:
    from supportdesk.screens.desk import DeskScreen


class Titles:
    """The titles of views and inbox, and the sentence of an empty list."""

    def __init__(self, screen: "DeskScreen") -> None:
        self.screen = screen

    def write(self) -> None:
        """Write them anew."""
        focused = self.screen.navigation.pane
        for pane, title in self.screen.titles.items():
            ground = Ground.FOCUSED if pane == focused else Ground.TITLE
            left, right = (((" views", Ink.STRONG),), ()) if pane == Pane.VIEWS else self._inbox()
            title.say(left, right, ground=ground)
        self.screen.facts.focus_shown(focused == Pane.TICKET)
        self.screen.rows.empty = self._why_empty()

    def _inbox(self) -> tuple[Line, Line]:
        inbox, total = self.screen.inbox, self.screen.rows.cache.total
        if inbox.as_of is not None:
            was = f" · as of {inbox.as_of.astimezone():%d %b %H:%M}, opening the desk …"
            return ((f" {shown_line(inbox.view.name)}", Ink.STRONG), (was, Ink.DIM)), ()
        counted = ((f" · {total:,}", Ink.DIM),) if total is not None else ()
        typed = ((f" · {shown_line(inbox.typed)}", Ink.WARN),) if inbox.typed else ()
        key = self.screen.keymap.shown("refresh")
        lets_in = f" · {key}" if key else ""
        new = ((f" ▲ {len(inbox.arrivals)} new{lets_in} ", Ink.NEW),) if inbox.arrivals else ()
        return ((f" {shown_line(inbox.view.name or 'inbox')}", Ink.STRONG), *counted, *typed), new

    def _why_empty(self) -> str:
        inbox, keymap = self.screen.inbox, self.screen.keymap
        if inbox.loading:
            return "Reading the inbox …" if inbox.view.name else "Opening the desk …"
        if inbox.typed:
            return f"No tickets match. {keymap.shown('back')} clears the filter."
        ways = ((keymap.shown("views"), "shows the views"), (keymap.shown("new"), "opens one"))
        told = ", ".join(f"{key} {does}" for key, does in ways if key)
        return f"No tickets here. {told}." if told else "No tickets here."
