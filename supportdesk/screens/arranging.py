"""Panes and columns as the agent wants them: a pane alone, without the views, wider or narrower; which columns."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from supportdesk.console.access import Access
from supportdesk.console.arrangement import NARROWEST, STEP, WIDEST
from supportdesk.screens.desk_layout import Pane, shown
from supportdesk.screens.wording import parted
from supportdesk.widgets.column import USUAL, Column, chosen

if TYPE_CHECKING:
    from supportdesk.screens.desk import DeskScreen


class Arranging:
    """Changes the arrangement, and lays the panes out by it."""

    def __init__(self, access: Access, screen: "DeskScreen") -> None:
        self.screen, self.arrangement = screen, access.habits.arrangement
        if self.arrangement.columns:
            screen.rows.choose(chosen(self.arrangement.columns))

    async def do(self, action: str) -> bool:
        """Carry out an action that arranges panes; False for any other."""
        match action:
            case "zoom":
                self.arrangement.zoomed = not self.arrangement.zoomed
            case "hide_views":
                self._hide_views()
            case "columns":
                self._choose_columns()
                return True
            case "narrower" | "wider":
                self._resize(STEP if action == "wider" else -STEP)
            case _:
                return False
        self.screen.navigation.show(self.screen.navigation.pane)
        return True

    def visible(self, pane: Pane) -> frozenset[Pane]:
        """The panes on the screen while this one is worked in."""
        if self.arrangement.zoomed:
            return frozenset({pane})
        return shown(self.screen.app.size.width, pane, views=self.arrangement.views)

    def lay_out(self, pane: Pane) -> None:
        """Show what is to be seen while this pane is worked in."""
        visible = self.visible(pane)
        share = {Pane.INBOX: self.arrangement.inbox, Pane.TICKET: 100 - self.arrangement.inbox}
        for each, box in self.screen.panes.items():
            box.display = each in visible
            box.set_class(each == min(visible), "first")
            box.set_class(len(visible) == 1, "alone")
            if each in share:
                box.styles.width = f"{share[each]}fr"

    def _choose_columns(self) -> None:
        from supportdesk.screens.columns import ColumnsScreen

        screen = self.screen
        screen.app.push_screen(ColumnsScreen(screen.rows.chosen, screen.keymap, changed=self._show_columns))

    def _show_columns(self, columns: Sequence[Column]) -> None:
        """Have the list show these columns, now and next time."""
        rows = self.screen.rows
        begun = Column.SNIPPET in columns and Column.SNIPPET not in rows.chosen
        rows.choose(columns)
        self.arrangement.columns = () if columns == USUAL else tuple(map(str, columns))
        self.arrangement.keep()
        if begun:
            self.screen.inbox.beside.ask_snippets(tuple(rows.cache.known()))

    def _hide_views(self) -> None:
        screen = self.screen
        self.arrangement.views = not self.arrangement.views
        self.arrangement.keep()
        if not self.arrangement.views and screen.navigation.pane == Pane.VIEWS:
            screen.navigation.go(Pane.INBOX)
        if not self.arrangement.views:
            screen.tell(parted("the views are hidden", screen.keymap.says("hide_views", "brings them back")))

    def _resize(self, step: int) -> None:
        """Move the edge between inbox and ticket, seen from the pane that is worked in."""
        screen = self.screen
        if not {Pane.INBOX, Pane.TICKET} <= self.visible(screen.navigation.pane):
            screen.remark("inbox and ticket do not stand side by side here")
            return
        step = -step if screen.navigation.pane == Pane.TICKET else step
        self.arrangement.inbox = min(max(self.arrangement.inbox + step, NARROWEST), WIDEST)
        self.arrangement.keep()
