"""The inbox's reading: which view and filter it shows, its blocks, its count, and what others change meanwhile.

It asks and fills the list; drawing is the list's, keys are the screen's.
"""

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from datetime import datetime
from functools import partial

from textual.widget import Widget

from supportdesk.console.access import Access, Answer
from supportdesk.console.asking import Question
from supportdesk.console.last_page import LastPage
from supportdesk.console.orders import Target, all_but, joined
from supportdesk.console.questions import HowMany, News, Rows, Slice, TheseRows
from supportdesk.domain.changes import HistoryEntry
from supportdesk.domain.filters import Filter
from supportdesk.domain.models import Count, Page, ViewRow
from supportdesk.errors import DeskError, FilterError
from supportdesk.screens.ahead import Ahead, is_quick
from supportdesk.screens.beside import Beside
from supportdesk.screens.heard import Heard
from supportdesk.widgets.one_frame import in_one_frame, soon_in_one_frame
from supportdesk.widgets.row_cache import BLOCK, RowCache, Wanted
from supportdesk.widgets.ticket_list import TicketList

DEEP = 3 * BLOCK
"""A cursor above this row is found again by reading the list from its beginning, one below by its place."""

ENTERING = frozenset({"opened", "reopened", "assigned", "moved", "imported", "received"})
"""Events that can bring a ticket into a list of which only a part is known."""


class Inbox:
    """One list at a time: a view narrowed by what is typed; what stands `over` it is painted with it.

    It is `loading` while it is read, and `coming` while that is another one than what still stands there.
    """

    def __init__(self, access: Access, rows: TicketList, over: Sequence[Widget], heard: Heard) -> None:
        self.access, self.rows, self.over, self.heard = access, rows, over, heard
        self.beside, self.ahead = Beside(access, rows), Ahead(access, rows.prepare)
        self.view = ViewRow("", "", "", 0, None)
        self.typed = ""
        self.filter = Filter()
        self.sort = "pressing"
        self.arrivals: frozenset[int] = frozenset()
        self.as_of: datetime | None = None
        self.loading = True
        self.coming = False
        self.counting = False
        self.refusal: DeskError | None = None
        self._generation = 0
        self._own: set[int] = set()
        self._waiting: list[Callable[[], None]] = []
        self._ending: list[Callable[[], None]] = []

    def open_view(self, view: ViewRow, *, typed: str = "", at: int | None = None) -> None:
        """Show a view, narrowed by what is given and not by what narrowed the one before."""
        self.view, self.typed, self.coming = view, typed, True
        self.restart(keep=self.rows.stale or at is not None, at=at)

    def recall(self, page: LastPage) -> None:
        """Show the inbox as it was last seen, until it has been read."""
        cache = RowCache()
        cache.put(0, Page(page.rows))
        self.view, self.as_of = ViewRow(page.view, "", "", 0, None), page.at
        self.rows.now = page.at
        self.rows.show(cache, keep=False, stale=True)
        self.heard.inbox_changed()

    def narrow(self, typed: str, *, at: int | None = None) -> None:
        """Show what the view and a filter ask for together, with the cursor on the ticket `at` if it is there.

        FilterError marks what cannot be read.
        """
        joined(self.view.filter, typed)
        if typed != self.typed:
            self.typed, self.coming = typed, True
            self.restart(keep=at is not None, at=at)

    def read_ahead(self, typed: str, rest: Callable[[Callable[[], None]], None]) -> None:
        """Read what a filter would show that may be asked for next; one that cannot be read is left alone.

        What may take long to find is read when the keys rest: `rest` waits for that.
        """
        with suppress(FilterError):
            wanted = joined(self.view.filter, typed)
            asked = Rows(wanted, wanted.sort or self.view.sort or "pressing", 0, BLOCK)
            if is_quick(wanted):
                self.ahead.read(asked)
            else:
                rest(partial(self.ahead.read, asked))

    def once_read(self, then: Callable[[], None]) -> None:
        """Do something when the list has been read; at once if nothing is being read."""
        if self.loading:
            self._waiting.append(then)
        else:
            then()

    def once_settled(self, then: Callable[[], None]) -> None:
        """Do something when the list is not being read any more, however that ended."""
        if self.loading:
            self._ending.append(then)
        else:
            then()

    def _settled(self) -> None:
        ending, self._ending = self._ending, []
        for then in ending:
            then()

    def restart(
        self, *, keep: bool, at: int | None = None, hold: bool = False, then: Callable[[], None] | None = None
    ) -> None:
        """Read the list anew. With `keep` the cursor stays on its ticket, or on its place if the ticket is gone.

        `at` is the ticket that the cursor goes to, once it is seen there. With `hold` the list stays as it is where the
        ticket that is worked in is not in the new one.
        """
        wanted = joined(self.view.filter, self.typed)
        sort = wanted.sort or self.view.sort or "pressing"
        self._generation += 1
        if then is not None:
            self._waiting.append(then)
        first, limit = self._stretch() if keep else (0, BLOCK)
        asked = Rows(wanted, sort, first, limit, total=self.rows.cache.total if keep else None)
        self.loading, self.refusal = True, None
        generation = self._generation

        def read(slice: Slice) -> None:
            if generation == self._generation:
                in_one_frame(self.rows, partial(show, slice), beside=self.over)

        def here(slice: Slice) -> None:
            soon_in_one_frame(self.rows, partial(show, slice), beside=self.over)

        def show(slice: Slice) -> None:
            if generation != self._generation:
                return
            self.filter, self.sort = wanted, sort
            if hold and self._would_lose(slice):
                self._hold(slice)
            else:
                self.rows.number = at or self.rows.number
                self._restarted(slice, keep=keep)
            waiting, self._waiting = self._waiting, []
            for waits in waiting:
                waits()
            self.heard.list_read()
            self._settled()

        def refused(error: DeskError) -> None:
            if generation == self._generation:
                self._refused(error)

        self.access.give_up("total")
        if not self.ahead.take(asked, here, refused):
            self.ahead.give_up()
            self.access.ask(asked, read, topic="list", failed=refused)

    def _stretch(self) -> tuple[int, int]:
        bottom = max(self.rows.cursor, self.rows.scroll_offset.y + self.rows.size.height)
        if bottom < DEEP:
            return 0, (bottom // BLOCK + 1) * BLOCK
        return max(0, self.rows.scroll_offset.y // BLOCK - 1) * BLOCK, 3 * BLOCK

    def _restarted(self, slice: Slice, *, keep: bool) -> None:
        old = self.rows.cache.total
        cache = RowCache()
        cache.put(slice.first, slice.page, backwards=slice.backwards)
        if slice.first and cache.total is None:
            cache.total = old
        self.loading = self.coming = False
        self.arrivals = frozenset()
        self.as_of = None
        self.rows.show(cache, keep=keep)
        self.rows.call_after_refresh(self._read_beside, self._generation, slice)

    def _read_beside(self, generation: int, slice: Slice) -> None:
        """Ask what else is shown of a list once its rows are painted: reading it would keep them from the screen."""
        if generation != self._generation:
            return
        self.beside.ask(row.number for row in slice.page.rows)
        if not self.rows.cache.complete:
            self._count()
        if not self.typed and not slice.first:
            self.access.remember(LastPage(self.view.name, self.rows.now, slice.page.rows))

    def _would_lose(self, slice: Slice) -> bool:
        """Whether another ticket would come under the agent's hands who works in one."""
        number = self.rows.number
        return (
            number is not None and self.heard.works_in_ticket() and all(row.number != number for row in slice.page.rows)
        )

    def _hold(self, slice: Slice) -> None:
        """Leave the list as it is, with new values in place; what came to match waits until it is let in."""
        self.loading = self.coming = False
        self.rows.forget_asking()
        self.rows.update_rows(slice.page.rows)
        self.arrive(row.number for row in slice.page.rows)
        self.access.look_for_news()

    def _refused(self, error: DeskError) -> None:
        self.loading, self.coming, self.refusal = False, False, error
        self._waiting = []
        self.heard.filter_refused(error)
        self._settled()

    def _count(self) -> None:
        self.access.ask(HowMany(self.filter), self._counted, topic="total")

    def _counted(self, count: Count) -> None:
        self.rows.count(count.number)
        self.heard.inbox_changed()

    def fetch(self, wanted: Wanted) -> None:
        """Read a block that came into sight."""
        generation = self._generation
        asked = Rows(self.filter, self.sort, wanted.first, wanted.limit, wanted.after, wanted.before, wanted.total)

        def arrived(slice: Slice) -> None:
            if generation == self._generation:
                self.rows.fill(slice.first, lambda cache: cache.put(slice.first, slice.page, backwards=slice.backwards))
                self.beside.ask(row.number for row in slice.page.rows)

        def failed(_error: DeskError) -> None:
            if generation == self._generation:
                self.rows.forget_asking()

        self.access.ask(asked, arrived, topic="block", failed=failed)

    def once_counted(self, question: Question[Answer], then: Callable[[Answer], None], *, topic: str) -> None:
        """Ask which tickets are marked, or how many; verbs wait for that, and none is run if it does not come."""

        def counted(answer: Answer) -> None:
            self.counting = False
            then(answer)
            self.access.keys.go_on()

        def failed(error: DeskError) -> None:
            self.counting = False
            self.access.keys.leave()
            self.heard.tell_failure(error)

        self.counting = True
        self.access.ask(question, counted, topic=topic, failed=failed)

    def target(self) -> Target:
        """The marked tickets, else the one under the cursor.

        None while it is counted how many match, while another list is on its way, or before the desk is open.
        """
        if self.counting or self.coming or self.rows.stale:
            return Target()
        marks = self.rows.marks
        if marks.everything:
            return Target(filter=all_but(self.filter, marks.numbers), expected=len(marks))
        if marks:
            return Target(numbers=tuple(sorted(marks.numbers)))
        return Target(numbers=(self.rows.number,) if self.rows.number is not None else ())

    def own(self, change: int | None) -> None:
        """Know a change as made here, so that it is no news."""
        if change is not None:
            self._own.add(change)

    def news(self, news: News) -> None:
        """Show new values in place; tickets that came to match wait until they are let in."""
        if news.entries:
            self.ahead.forget()
        entries = [entry for entry in news.entries if entry.ticket is not None]
        touched = {entry.ticket for entry in entries if entry.ticket is not None}
        known = touched & set(self.rows.cache.known())
        if known:
            self.access.ask(TheseRows(tuple(sorted(known))), self.rows.update_rows, topic="rows")
            self.beside.ask(known)
            gone = (self.rows.gone - news.matching) | (known - news.matching)
            self.rows.decorate(gone=gone)
        arrived = {entry.ticket for entry in entries if entry.ticket is not None and self._arrives(entry, news)}
        self.arrive(arrived - known)

    def arrive(self, numbers: Iterable[int]) -> None:
        """Let tickets that came to match wait until they are let in; those that are listed are here already."""
        arrived = frozenset(numbers) - set(self.rows.cache.known())
        if arrived:
            self.arrivals |= arrived
            self.heard.inbox_changed()

    def _arrives(self, entry: HistoryEntry, news: News) -> bool:
        if entry.ticket not in news.matching or entry.change in self._own:
            return False
        return self.rows.cache.complete or entry.kind in ENTERING
