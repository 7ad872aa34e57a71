"""Search across everything: words while they are typed, and each find with the place where they stand."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical

from supportdesk.actions import Scope, bindings
from supportdesk.console.access import Access
from supportdesk.console.searches import MOST, Find, Search, while_typing
from supportdesk.errors import DeskError
from supportdesk.screens.room import Room
from supportdesk.widgets.entries import Entries, Entry, heading
from supportdesk.widgets.filter_bar import FilterBar
from supportdesk.widgets.find_lines import find_lines
from supportdesk.widgets.in_force import key_and
from supportdesk.widgets.ink import Ink, Line


class SearchBar(FilterBar):
    """The filter bar, in which words come first."""

    placeholder = "words of subjects, messages, names and addresses"
    patient = False

    def hint(self) -> str:
        """What is said under the field where nothing can be completed."""
        does = key_and(self, "hit_open", "opens the ticket"), "filter terms narrow: status:open created<7d"
        return " · ".join(filter(None, does))


class SearchScreen(Room[int]):
    """The answer is the ticket that is to be opened."""

    CSS = """
    #search { width: 132; height: 94%; }
    #search Entries { height: 1fr; }
    """
    AUTO_FOCUS = "Field"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Scope.SEARCH, priority=True)]
    scopes = (Scope.SEARCH,)

    def __init__(
        self, access: Access, text: str, names: Mapping[str, tuple[str, ...]], now: datetime, *, newest: bool
    ) -> None:
        super().__init__(access, "search everything", changed=lambda _outcome: None)
        self.text, self.now, self.newest = text, now, newest
        self.bar, self.finds = SearchBar(text, names), Entries(id="finds", always_lit=True)
        self._done = ""
        self._wanted: str | None = None

    def compose(self) -> ComposeResult:
        """The bar over the finds."""
        with Vertical(id="search", classes="box"):
            yield self.title_bar
            yield self.bar
            yield self.finds
            yield self.status

    def on_mount(self) -> None:
        """Go on with the words that were sought last."""
        self.finds.can_focus = False
        self.say_hints()
        self._seek(self.text)

    def on_filter_bar_edited(self, event: FilterBar.Edited) -> None:
        """Seek what is written so far."""
        self._seek(event.text)

    def on_filter_bar_applied(self, event: FilterBar.Applied) -> None:
        """Open the ticket under the cursor, as soon as it is one that these very words have found."""
        self._wanted = event.text
        if event.text == self._done:
            self._open()
            return
        self.access.keys.hold()
        if event.text != self.text:
            self._seek(event.text)

    def _open(self) -> None:
        if self.finds.key:
            self.dismiss(int(self.finds.key))
        else:
            self._wanted = None
            self.app.bell()

    def on_entries_chosen(self, event: Entries.Chosen) -> None:
        """A click opens."""
        self.dismiss(int(event.key))

    def action_do(self, action: str) -> None:
        """Move among the finds, open one, or turn their order round."""
        page = max(self.finds.size.height // 2 - 1, 1)
        steps = {"hit_down": 1, "hit_up": -1, "hit_page_down": page, "hit_page_up": -page}
        if action in steps:
            self.finds.move_to(self.finds.cursor + steps[action])
        elif action == "hit_order":
            self.newest = not self.newest
            self._seek(self.text)
        elif action == "hit_leave":
            self.dismiss(None)
        else:
            self.bar.action_do({"hit_open": "apply", "hit_complete": "complete"}[action])

    def _seek(self, text: str) -> None:
        self.text = text
        if text != self._wanted:
            self._wanted = None
        if not text.strip():
            self._done = text
            self.finds.show([heading("  Words are sought in all tickets while you type.")])
            self.status.say(())
            return
        asked = Search(while_typing(text), self.newest)
        self.access.ask(asked, partial(self._show, text), topic="search", failed=self._refused)

    def _show(self, text: str, found: tuple[Find, ...]) -> None:
        if text != self.text:
            return
        same = text == self._done
        self._done = text
        entries = [Entry(str(find.hit.ticket.number), self._drawing(find)) for find in found]
        none = heading("  No ticket holds all of these. Fewer words, or word* for a beginning, find more.")
        self.finds.show(entries or [none], at=self.finds.key if same and self.finds.key else None)
        many = f"the {'newest' if self.newest else 'best'} {MOST}" if len(found) == MOST else f"{len(found)} found"
        order = "newest first" if self.newest else "best first"
        self.status.say(((f" {many} · {order}", Ink.DIM),) if found else ())
        if text == self._wanted:
            self._open()
            self.access.keys.go_on()

    def _drawing(self, find: Find) -> partial[tuple[Line, Line]]:
        return partial(find_lines, find.hit, find.in_subject, self.now)

    def _refused(self, error: DeskError) -> None:
        """What the store has against the words is said under them."""
        self.bar.fault(error)
        if self._wanted is not None:
            self._wanted = None
            self.access.keys.leave()
