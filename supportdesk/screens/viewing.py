"""Views and the filter bar: what the list is asked to show, and the counts beside the views."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.timer import Timer

from supportdesk.console.access import Access
from supportdesk.console.questions import FAILED, News, Numbers, Opened, ViewNumbers
from supportdesk.domain.filters import parse
from supportdesk.domain.models import ViewRow
from supportdesk.domain.safe import shown_line
from supportdesk.errors import DeskError, FilterError
from supportdesk.screens.desk_layout import Pane
from supportdesk.widgets.choices import Choice

if TYPE_CHECKING:
    from supportdesk.screens.desk import DeskScreen
    from supportdesk.widgets.filter_bar import FilterBar

CAP = 1_000
"""A view's count stops here: no count beside a view reads the whole desk."""

UNDELIVERED = ViewRow("not delivered", FAILED, "", 0, None)
QUARANTINE = "quarantine"
"""Lines among the views that are there only while there is something behind them."""

REST = 0.04
"""Seconds after a key of the filter bar in which no other may come, for words to be looked for ahead."""

PAUSE = 2.0
"""Seconds between two countings while the desk is busy."""


class Viewing:
    """The views of the desk and what narrows the open one."""

    def __init__(self, access: Access, screen: "DeskScreen") -> None:
        self.access, self.screen = access, screen
        self.views: tuple[ViewRow, ...] = ()
        self.numbers = Numbers()
        self.bar: FilterBar | None = None
        self._made: FilterBar | None = None
        self._before = ""
        self._number: int | None = None
        self._due = False
        self._resting: Timer | None = None

    def begin(self, opened: Opened) -> None:
        """Show the first view: `default` where there is one."""
        self.views = opened.views
        self.open(self.first)
        self.count()

    @property
    def first(self) -> ViewRow:
        """The view that the console opens with: `default` where there is one."""
        return self.found("default") or (self.views[0] if self.views else ViewRow("all", "", "", 0, None))

    def found(self, name: str) -> ViewRow | None:
        """The view of this name, in any case."""
        sought = name.strip().casefold()
        return next((view for view in self.views if view.name.casefold() == sought), None)

    def open(self, view: ViewRow, *, typed: str = "", at: int | None = None) -> None:
        """Show a view's tickets, or those that a filter leaves, with the cursor at one of them."""
        self.screen.triage.unmark()
        try:
            self.screen.inbox.open_view(view, typed=typed, at=at)
        except FilterError as error:
            self.screen.tell_failure(DeskError(f"the view {view.name} cannot be read: {error.message}"))
        self.list_views()
        self.screen.inbox_changed()

    def count(self) -> None:
        """Count each view, capped."""
        filters = []
        for view in self.views:
            try:
                filters.append((view.name, parse(view.filter)))
            except FilterError:
                continue
        self.access.ask(ViewNumbers(tuple(filters), CAP), self._counted, topic="counts")

    def _counted(self, numbers: Numbers) -> None:
        self.numbers = numbers
        self.list_views()

    def list_views(self) -> None:
        """The views with their counts, then the teams."""
        at = self.screen.views.current.key if self.screen.views.current else self.screen.inbox.view.name
        choices = [
            Choice(
                view.name,
                shown_line(view.name),
                str(self.numbers.views.get(view.name, "")),
                lead=str(place) if place < 10 else " ",
            )
            for place, view in enumerate(self.views, 1)
        ]
        choices += self._alarms()
        teams = [(name, number) for name, number in self.numbers.teams.items() if name]
        if teams:
            choices.append(Choice("", "teams"))
            choices += [
                Choice(f"team {name}", shown_line(name), f"{number:,}", lead=" ") for name, number in sorted(teams)
            ]
        self.screen.views.active = self.screen.inbox.view.name
        self.screen.views.show(choices, at=at)

    def _alarms(self) -> list[Choice]:
        """What should not be there: letters that did not go, and mail that could not be taken in."""
        failed, quarantined = self.numbers.failed, self.numbers.quarantined
        lines = ((UNDELIVERED.name, failed, "✗"), (QUARANTINE, quarantined, "▲"))
        return [Choice(name, name, str(count), lead=lead, alarms=True) for name, count, lead in lines if count.number]

    def news(self, news: News) -> None:
        """Count anew when something happened, but not without a pause."""
        if news.entries and not self._due:
            self._due = True
            self.screen.set_timer(PAUSE, self._count_again)

    def _count_again(self) -> None:
        self._due = False
        self.count()

    async def do(self, action: str, key: str) -> bool:
        """Carry out an action of views or filter; False for any other."""
        match action:
            case "go_view":
                if int(key) <= len(self.views):
                    self.show(self.views[int(key) - 1])
            case "choose_view":
                if choice := self.screen.views.current:
                    self._choose(choice.key)
            case "filter":
                await self._open_bar()
            case _:
                return False
        return True

    def _choose(self, key: str) -> None:
        if key == QUARANTINE and self.found(key) is None:
            self.screen.mailing.open_quarantine()
        else:
            self.show(self._named(key))

    def _named(self, key: str) -> ViewRow:
        for view in self.views:
            if view.name == key:
                return view
        if key == UNDELIVERED.name:
            return UNDELIVERED
        name = key.removeprefix("team ").replace("\\", "\\\\").replace('"', '\\"')
        return ViewRow(key, f'is:open team:"{name}"', "", 0, None)

    def show(self, view: ViewRow) -> None:
        """Show a view's tickets, and give the list the keys."""
        self.open(view)
        self.screen.views.show(self.screen.views.choices, at=view.name)
        self.screen.navigation.go(Pane.INBOX)

    async def _open_bar(self) -> None:
        if self.bar is None:
            self._before, self._number = self.screen.inbox.typed, self.screen.rows.number
            self.bar = await self._shown_bar()
        self.screen.set_focus(self.bar.field)
        self.screen.say_hints()

    async def _shown_bar(self) -> "FilterBar":
        """The bar with what is in force; it is made once and stays, hidden while nobody filters."""
        if self._made is None:
            from supportdesk.widgets.filter_bar import FilterBar

            self._made = FilterBar(self._before, self.screen.names.by_key)
            await self.screen.panes[Pane.INBOX].mount(self._made)
        else:
            self._made.begin(self._before, self.screen.names.by_key)
            self._made.visible = True
        return self._made

    def edited(self, text: str) -> None:
        """Filter while it is typed."""
        self.screen.narrow(text)

    def likely(self, text: str) -> None:
        """Read a filter ahead that enter would ask for; nothing is shown of it."""
        self._no_rest()
        self.screen.inbox.read_ahead(text, self._rest)

    def _rest(self, then: Callable[[], None]) -> None:
        """Do something if no other key comes."""
        self._resting = self.screen.set_timer(REST, then)

    def _no_rest(self) -> None:
        if self._resting is not None:
            self._resting.stop()
            self._resting = None

    def applied(self, text: str) -> None:
        """Keep the filter, unless the store has something against it; keys typed behind it are for its list."""
        self._no_rest()
        self.screen.narrow(text)
        if (refusal := self.screen.inbox.refusal) is not None:
            self.screen.filter_refused(refusal)
            self.access.keys.drop()
        elif self.screen.inbox.loading:
            self.access.keys.hold(self._settle)
            self.screen.inbox.once_settled(self.access.keys.go_on)
        else:
            self._close_bar()

    async def _settle(self) -> None:
        if self.screen.inbox.refusal is None:
            self._close_bar()
        else:
            self.access.keys.drop()

    def abandoned(self) -> None:
        """Go back to the filter that was there."""
        self.screen.narrow(self._before, at=self._number)
        self._close_bar()

    def _close_bar(self) -> None:
        """Give the list the keys, and its last lines when its rows are painted: laying out would hold them up."""
        self.bar = None
        self.screen.set_focus(self.screen.rows)
        self.screen.rows.call_after_refresh(self._hide_bar)

    def _hide_bar(self) -> None:
        if self._made is not None and self.bar is None:
            self._made.visible = False
        self.screen.say_hints()
