"""The main screen: views, inbox and ticket side by side over a status line and the footer.

It wires widgets to those who know what to do: `inbox` reads the list, `attending` the ticket, `viewing` has views and
filter, `writing` the composer, `triage` the verbs, `navigation` says where the keys go.
"""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.events import DescendantFocus, Key, Resize

from supportdesk.actions import Scope, bindings
from supportdesk.console.access import Access
from supportdesk.console.last_page import LastPage
from supportdesk.console.questions import AllNames, News, Opened
from supportdesk.domain.desk_names import DeskNames
from supportdesk.domain.filters import Filter
from supportdesk.errors import DeskError, FilterError, Unavailable
from supportdesk.screens import wording
from supportdesk.screens.afterwards import Afterwards
from supportdesk.screens.aid import Aid
from supportdesk.screens.arranging import Arranging
from supportdesk.screens.attending import Attending
from supportdesk.screens.beside import Seeing
from supportdesk.screens.caller import Caller
from supportdesk.screens.commanding import Commanding
from supportdesk.screens.desk_layout import InboxPane, Pane, TicketPane, ViewsPane
from supportdesk.screens.footer import HEARD, footer
from supportdesk.screens.further import further
from supportdesk.screens.going import Going
from supportdesk.screens.inbox import Inbox
from supportdesk.screens.keying import Keying
from supportdesk.screens.leaving import Leaving
from supportdesk.screens.mailing import Mailing
from supportdesk.screens.navigation import Navigation
from supportdesk.screens.notifying import Notifying
from supportdesk.screens.premature import Premature
from supportdesk.screens.ranging import Ranging
from supportdesk.screens.rooms import Rooms
from supportdesk.screens.searching import Searching
from supportdesk.screens.session import Session
from supportdesk.screens.status import Status
from supportdesk.screens.theming import Theming
from supportdesk.screens.titles import Titles
from supportdesk.screens.together import Together
from supportdesk.screens.told_by_panes import ToldByPanes
from supportdesk.screens.triage import Triage
from supportdesk.screens.viewing import Viewing
from supportdesk.screens.waking import Waking
from supportdesk.screens.writing import Writing
from supportdesk.widgets.choices import Choices
from supportdesk.widgets.facts import TicketFacts
from supportdesk.widgets.fitting import whole
from supportdesk.widgets.ink import Ground, Line
from supportdesk.widgets.lines import Bar
from supportdesk.widgets.list_heading import ListHeading
from supportdesk.widgets.thread_view import ThreadView
from supportdesk.widgets.ticket_list import TicketList

PATIENCE = 0.1
"""Seconds after which the title says what is being read; rows that come sooner come with it, in one frame."""


class DeskScreen(ToldByPanes):
    """The agent's workplace."""

    AUTO_FOCUS = "#rows"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Scope.CONSOLE)]

    def __init__(self, access: Access, last: LastPage | None = None) -> None:
        super().__init__()
        self._last, self.names = last, DeskNames()
        self.access, self.keymap = access, access.habits.keymap
        self.rows, self.views, self.thread = TicketList(id="rows"), Choices(), ThreadView(self.keymap.shown("fold"))
        self.heading = ListHeading(self.rows)
        self.facts, self.status, self.hints = TicketFacts(), Status(), Bar(ground=Ground.PLAIN)
        self.titles = {pane: Bar(ground=Ground.TITLE) for pane in (Pane.VIEWS, Pane.INBOX)}
        self.panes: dict[Pane, Vertical] = {
            Pane.VIEWS: ViewsPane(id="views-pane"),
            Pane.INBOX: InboxPane(id="inbox-pane"),
            Pane.TICKET: TicketPane(id="ticket-pane"),
        }
        self.inbox = Inbox(access, self.rows, (self.titles[Pane.INBOX], self.heading), self)
        self.attending, self.seeing = Attending(access, self), Seeing(access, self)
        self.together, self.caller = Together(access, self), Caller(access, self)
        self.viewing, self.writing = Viewing(access, self), Writing(access, self)
        self.triage, self.navigation, self.over = Triage(access, self), Navigation(self), Titles(self)
        self.commanding, self.searching, self.ranging = Commanding(access, self), Searching(self), Ranging(access, self)
        self.session, self.leaving, self.afterwards = Session(), Leaving(access, self), Afterwards(access, self)
        self.going, self.waking, self.notifying = Going(access, self), Waking(access, self), Notifying(access, self)
        self.theming, self.arranging, self.rooms = Theming(access, self), Arranging(access, self), Rooms(access, self)
        self.mailing = Mailing(access, self, changed=self.rooms.changed)
        self.keying, self.premature = Keying(self.keymap, self.heard, self), Premature(access, self)
        self.rows.early = self.premature.holds_move
        aids = (self.commanding, self.searching, self.ranging, self.leaving, self.afterwards, self.going)
        self.aids: tuple[Aid, ...] = (*aids, self.theming, self.arranging, self.notifying, *further(access, self))
        self.ready = self.holding = False

    def compose(self) -> ComposeResult:
        """Three panes over the two lines."""
        with Horizontal(id="panes"):
            with self.panes[Pane.VIEWS]:
                yield self.titles[Pane.VIEWS]
                yield self.views
            with self.panes[Pane.INBOX]:
                yield self.titles[Pane.INBOX]
                yield self.heading
                yield self.rows
            with self.panes[Pane.TICKET]:
                yield self.facts
                yield self.caller.line
                yield self.together.line
                yield self.thread
        yield self.status
        yield self.hints

    def on_mount(self) -> None:
        """Stand ready before there is anything to show."""
        self.on_ticket_list_fitted()
        if self._last is not None:
            self.inbox.recall(self._last)
        self.navigation.show(Pane.INBOX)

    def begin(self, opened: Opened) -> None:
        """The desk is open: show its first view."""
        self.ready = True
        self.rows.now = opened.now
        self.status.desk(opened.login, opened.place)
        self.session.login, self.leaving.begun = opened.login, opened.now
        self.viewing.begin(opened)
        self.inbox.once_settled(self.access.keys.go_on)
        self.writing.begin_drafts(opened)
        self.together.begin()
        self.waking.begin(opened.now)
        self.access.ask(AllNames(), self._named, topic="names")

    def _named(self, names: DeskNames) -> None:
        self.names = names

    @property
    def filter(self) -> Filter:
        """What the list shows, for the news."""
        return self.inbox.filter

    # What keys mean

    async def action_do(self, action: str, key: str = "") -> None:
        """Carry out an action of the table, by whoever it belongs to.

        While the screen holds, a composer is on its way: letters typed ahead of it are no commands.
        """
        if self.holding:
            self.app.bell()
            return
        if self.premature.holds(action, key):
            return
        if not (self.navigation.do(action) or await self.viewing.do(action, key) or await self.writing.do(action)):
            for aid in self.aids:
                if await aid.do(action):
                    return
            self.triage.do(action)

    def on_key(self, event: Key) -> None:
        """Each key that no field took comes by here on its way to the bindings."""
        self.keying.hear(event, self.set_timer)

    def heard(self) -> tuple[Scope, ...]:
        """Whose keys are heard where the agent is."""
        return (*HEARD[self.navigation.pane], Scope.MOVE)

    def say_following(self, first: Line, following: Sequence[Line]) -> None:
        """Show what may be pressed after the first of two keys."""
        self.hints.say(whole(first, following, self.app.size.width))

    def narrow(self, text: str, *, at: int | None = None) -> None:
        """Filter the list; a filter that cannot be read is told where it was typed."""
        try:
            self.inbox.narrow(text, at=at)
        except FilterError as error:
            self.filter_refused(error)
        if self.inbox.loading:
            self.set_timer(PATIENCE, self.inbox_changed)
        else:
            self.inbox_changed()

    # What widgets tell

    def on_resize(self, _event: Resize) -> None:
        """Show as many panes as there is room for."""
        self.navigation.show(self.navigation.pane)

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """The pane that took the keys is the one that is worked in."""
        for pane, box in self.panes.items():
            if box in event.widget.ancestors_with_self and pane != self.navigation.pane:
                self.navigation.show(pane)
        self.say_hints()

    # What the desk tells

    def news(self, news: News) -> None:
        """What happened at the desk since the last look."""
        self.rows.watch_clock(news.now)
        self.inbox.news(news)
        self.attending.news(news)
        self.viewing.news(news)
        self.together.news(news)
        self.writing.news(news)
        self.waking.news(news)
        self.notifying.news(news)

    def lose(self, why: str) -> None:
        """The store does not answer: say so and keep what is here."""
        self.status.lose(why)

    def found_again(self) -> None:
        """The store answers again: read what may have changed meanwhile."""
        self.status.find()
        self.writing.found_again()
        self.reload()
        self.viewing.count()

    def reload(self, *, hold: bool = True) -> None:
        """Read list and ticket anew; the cursor stays on its ticket, and a ticket that is worked in where it is."""
        self.inbox.restart(keep=True, hold=hold)
        self.attending.read()

    def works_in_ticket(self) -> bool:
        """Whether the ticket's pane is worked in."""
        return self.navigation.pane == Pane.TICKET

    # What is said

    def arranged(self) -> None:
        """Other panes are on the screen."""
        self.inbox_changed()
        self.say_hints()
        self.attending.follow()
        self.caller.arranged()
        self.together.moved()
        if self.navigation.pane == Pane.TICKET:
            self.seeing.read()

    def list_read(self) -> None:
        """The list has been read anew; another ticket may be under the cursor."""
        self.attending.follow(painted_first=True)
        self.heading.follow()
        self.inbox_changed()
        if not self.keying.first:
            self.say_hints()

    def inbox_changed(self) -> None:
        """Titles and status follow the list."""
        self.over.write()
        self.status.where(self.rows.cursor, self.rows.cache.total, self.rows.marks)

    def why_no_target(self) -> str:
        """Why a verb has nothing to act on."""
        if self.rows.stale or not self.ready:
            return "the desk is being opened; a moment"
        if self.inbox.coming:
            return "the list is being read; a moment"
        return "it is being counted how many match" if self.inbox.counting else "there is no ticket here"

    def say_hints(self) -> None:
        """Name the keys of whoever has them."""
        if (typing := self.typed_into()) is not None:
            scopes: tuple[Scope, ...] = (typing,)
        else:
            searched = (Scope.FOUND,) if self.thread.has_focus and self.thread.sought else ()
            scopes = searched or HEARD[self.navigation.pane]
        empty = self.rows.current is None and not self.inbox.loading
        self.hints.say(footer(scopes, self.app.size.width, self.keymap, empty=empty, without=self.searching.unnamed))

    def filter_refused(self, error: DeskError) -> None:
        """Show what the store has against the filter, in the bar if it is open."""
        if self.viewing.bar is not None and not isinstance(error, Unavailable):
            self.viewing.bar.fault(error)
        else:
            self.tell_failure(error)

    def tell(self, text: str) -> None:
        """One line about what was done; safe to show."""
        self.status.tell(text)

    def remark(self, text: str) -> None:
        """One line about what there was not to do, or what is to be known; safe to show."""
        self.status.remark(text)

    def tell_failure(self, error: DeskError) -> None:
        """One line about what was not done, and why."""
        self.status.tell(wording.failure(error), bad=True)

    def tell_how_to_leave(self) -> None:
        """What ctrl+c answers."""
        self.remark(f"{self.keymap.shown('quit')} leaves the console from the list")
