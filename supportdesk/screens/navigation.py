"""Where the keys go: from pane to pane, from ticket to ticket, and back layer by layer."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from supportdesk.screens.desk_layout import Pane

if TYPE_CHECKING:
    from supportdesk.screens.desk import DeskScreen


class Navigation:
    """Which pane has the keys, and the actions that only move the agent about."""

    def __init__(self, screen: "DeskScreen") -> None:
        self.screen = screen
        self.pane = Pane.INBOX
        self._moves: Mapping[str, Callable[[], None]] = {
            "open": self._open,
            "views": lambda: self.go(Pane.VIEWS),
            "list": lambda: self.go(Pane.INBOX),
            "next_pane": lambda: self.go(Pane((self.pane + 1) % 3)),
            "previous_pane": lambda: self.go(Pane((self.pane - 1) % 3)),
            "following": lambda: self._step(1),
            "preceding": lambda: self._step(-1),
            "other_down": lambda: self._scroll_other("half_down", 1),
            "other_up": lambda: self._scroll_other("half_up", -1),
            "fold": self.screen.thread.fold,
            "refresh": lambda: self.screen.reload(hold=False),
            "back": self._back,
            "quit": self._quit,
        }

    def do(self, action: str) -> bool:
        """Carry out an action of moving about; False for any other."""
        if action not in self._moves:
            return False
        self._moves[action]()
        return True

    def visible(self, pane: Pane) -> bool:
        """Whether a pane is on the screen."""
        return pane in self.screen.arranging.visible(self.pane)

    def go(self, pane: Pane) -> None:
        """Give the keys to a pane."""
        self.show(pane)
        screen = self.screen
        if pane == Pane.TICKET and screen.writing.composer is not None:
            screen.set_focus(screen.writing.composer.page)
        else:
            screen.set_focus({Pane.VIEWS: screen.views, Pane.INBOX: screen.rows, Pane.TICKET: screen.thread}[pane])

    def show(self, pane: Pane) -> None:
        """Have a pane on the screen as the one that is worked in; who takes the keys is not said."""
        self.pane = pane
        self.screen.arranging.lay_out(pane)
        self.screen.arranged()

    def _open(self) -> None:
        if self.screen.rows.current is not None:
            self.go(Pane.TICKET)

    def _step(self, step: int) -> None:
        rows = self.screen.rows
        there = rows.cursor + step
        if rows.current is None:
            self.screen.remark(self.screen.why_no_target())
        elif there < 0 or there == rows.cache.total:
            self.screen.remark(f"this is the {'first' if step < 0 else 'last'} ticket of the list")
        else:
            rows.move_to(there)

    def _scroll_other(self, action: str, step: int) -> None:
        if self.pane == Pane.TICKET:
            self._step(step)
        else:
            self.screen.thread.action_do(action)

    def _back(self) -> None:
        """Peel off one layer; composer, filter bar and questions have taken their own escape before."""
        if self.pane == Pane.TICKET and self.screen.searching.end():
            return
        if self.pane != Pane.INBOX:
            self.go(Pane.INBOX)
        elif self.screen.rows.marks:
            self.screen.triage.unmark()
            self.screen.tell("")
        elif self.screen.inbox.typed:
            self.screen.narrow("")
        elif not self.screen.going.back():
            self.screen.tell_how_to_leave()

    def _quit(self) -> None:
        if self.pane != Pane.INBOX:
            self.go(Pane.INBOX)
        else:
            self.screen.leaving.quit()
