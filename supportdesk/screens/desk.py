"""The main screen: views, inbox and ticket side by side, and which of them has the keys.

What verbs do to tickets is in `triage.py`, what is written is in `writing.py`, what the list reads in `inbox.py`.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.events import DescendantFocus, Resize
from textual.screen import Screen

from supportdesk.actions import Action, Scope, bindings, hints
from supportdesk.console.access import Access
from supportdesk.console.questions import AllNames, Names, News, Opened, Ticket
from supportdesk.domain.filters import Filter
from supportdesk.domain.models import TicketDetail, TicketRow
from supportdesk.errors import DeskError, FilterError
from supportdesk.screens import wording
from supportdesk.screens.desk_layout import Pane, shown
from supportdesk.screens.inbox import Inbox
from supportdesk.screens.status import Status
from supportdesk.screens.triage import Triage
from supportdesk.screens.viewing import Viewing
from supportdesk.screens.writing import Writing
from supportdesk.widgets.choices import Choices
from supportdesk.widgets.columns import heading
from supportdesk.widgets.facts import facts
from supportdesk.widgets.ink import Ground, Ink, Line, Span, length
from supportdesk.widgets.lines import Bar, Lines
from supportdesk.widgets.thread_view import ThreadView
from supportdesk.widgets.ticket_list import TicketList

if TYPE_CHECKING:
    from supportdesk.widgets.composer import Composer
    from supportdesk.widgets.filter_bar import FilterBar


class InboxPane(Vertical):
    """The list with its title, filter bar and heading."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(Scope.LIST, target="screen"),
        *bindings(Scope.TICKETS, target="screen"),
    ]


class TicketPane(Vertical):
    """One ticket: facts, thread, and the composer when something is written."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(Scope.THREAD, target="screen"),
        *bindings(Scope.TICKETS, target="screen"),
    ]


class ViewsPane(Vertical):
    """The views and their counts."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Scope.VIEWS, target="screen")]


class DeskScreen(Screen[None]):
    """The agent's workplace."""

    AUTO_FOCUS = "#rows"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Scope.CONSOLE)]

    def __init__(self, access: Access) -> None:
        super().__init__()
        self.access = access
        self.rows = TicketList(id="rows")
        self.views = Choices(id="views")
        self.thread = ThreadView(id="thread")
        self.facts = Lines((), (), (), ground=Ground.TITLE, id="facts")
        self.heading = Lines(ground=Ground.PLAIN)
        self.titles = {pane: Bar(ground=Ground.TITLE) for pane in (Pane.VIEWS, Pane.INBOX)}
        self.status = Status()
        self.hints = Bar(ground=Ground.PLAIN, id="hints")
        self.panes = {
            Pane.VIEWS: ViewsPane(id="views-pane"),
            Pane.INBOX: InboxPane(id="inbox-pane"),
            Pane.TICKET: TicketPane(id="ticket-pane"),
        }
        self.pane = Pane.INBOX
        self.names = Names()
        self.ticket: TicketRow | None = None
        self.inbox = Inbox(access, self.rows, self)
        self.viewing = Viewing(access, self)
        self.writing = Writing(access, self)
        self.triage = Triage(access, self)
        self._letting_in = False
        self.holding = False

    def compose(self) -> ComposeResult:
        """Three panes over two lines of status and hints."""
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
                yield self.thread
        yield self.status
        yield self.hints

    def on_mount(self) -> None:
        """Say what is going on before there is anything to show."""
        self.on_ticket_list_fitted()
        self.arrange_panes()

    def begin(self, opened: Opened) -> None:
        """The desk is open: show its first view."""
        self.rows.now = opened.now
        self.status.desk(opened.login, opened.place)
        self.viewing.begin(opened)
        self.access.ask(AllNames(), self._named, topic="names")

    def _named(self, names: Names) -> None:
        self.names = names

    @property
    def filter(self) -> Filter:
        """What the list shows, for the news."""
        return self.inbox.filter

    # Panes

    def on_resize(self, _event: Resize) -> None:
        """Show as many panes as there is room for."""
        self.arrange_panes()

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """The pane that took the keys is the one to show; its title and the hints say so."""
        for pane, box in self.panes.items():
            if box in event.widget.ancestors_with_self and pane != self.pane:
                self.pane = pane
                self.arrange_panes()
        self.say_hints()

    def arrange_panes(self) -> None:
        """Show the panes that fit, the one with the keys among them."""
        visible = shown(self.app.size.width, self.pane)
        for pane, box in self.panes.items():
            box.display = pane in visible
            box.set_class(pane == min(visible), "first")
            box.set_class(len(visible) == 1, "alone")
        self.inbox_changed()
        self.say_hints()
        self._follow()

    def go(self, pane: Pane) -> None:
        """Give the keys to a pane."""
        self.pane = pane
        self.arrange_panes()
        if pane == Pane.TICKET and self.writing.composer is not None:
            self.set_focus(self.writing.composer.page)
        else:
            self.set_focus({Pane.VIEWS: self.views, Pane.INBOX: self.rows, Pane.TICKET: self.thread}[pane])

    def go_to_ticket(self) -> None:
        """Show the ticket pane without giving it the keys, which the composer takes."""
        self.pane = Pane.TICKET
        self.arrange_panes()

    def say_hints(self) -> None:
        """Name the keys of the pane that has them."""
        scopes = {
            Pane.VIEWS: (Scope.VIEWS,),
            Pane.INBOX: (Scope.LIST, Scope.TICKETS),
            Pane.TICKET: (Scope.THREAD, Scope.TICKETS),
        }[self.pane]
        if self.viewing.bar is not None:
            scopes = (Scope.FILTER,)
        elif self.writing.composer is not None and self.writing.composer.has_focus_within:
            scopes = (Scope.COMPOSER,)
        else:
            scopes = (*scopes, Scope.CONSOLE)
        self.hints.say(hint_line(hints(*scopes), self.app.size.width))

    # What is shown

    def inbox_changed(self) -> None:
        """Title, heading and status follow the list."""
        rows, inbox = self.rows, self.inbox
        left = [(f" {inbox.view.name or 'inbox'}", Ink.STRONG)]
        if rows.cache.total is not None:
            left.append((f" · {rows.cache.total:,}", Ink.DIM))
        if inbox.typed:
            left.append((f" · {wording.safe(inbox.typed)}", Ink.WARN))
        new = ((f" ▲ {len(inbox.arrivals)} new · g n ", Ink.NEW),) if inbox.arrivals else ()
        for pane, title in self.titles.items():
            ground = Ground.FOCUSED if pane == self.pane else Ground.TITLE
            title.say(
                tuple(left) if pane == Pane.INBOX else ((" views", Ink.STRONG),),
                new if pane == Pane.INBOX else (),
                ground=ground,
            )
        self.facts.ground = Ground.FOCUSED if self.pane == Pane.TICKET else Ground.TITLE
        self.facts.refresh()
        rows.empty = self._why_empty()
        self.status.where(rows.cursor, rows.cache.total, rows.marks)

    def _why_empty(self) -> str:
        if self.inbox.loading:
            return "Reading the inbox …" if self.inbox.view.name else "Opening the desk …"
        if self.inbox.typed:
            return "No tickets match. esc clears the filter."
        return "This view has no tickets. h shows the views."

    def filter_refused(self, error: DeskError) -> None:
        """Show what the store has against the filter, in the bar if it is open."""
        if self.viewing.bar is not None:
            self.viewing.bar.fault(error)
        else:
            self.tell_failure(error)

    def _follow(self) -> None:
        """Let the ticket pane, if it is seen, show the ticket under the cursor."""
        row = self.rows.current
        number = row.number if row else None
        if Pane.TICKET not in shown(self.app.size.width, self.pane):
            return
        if row is None:
            self.ticket = None
            self.facts.write((), (), ())
            self.thread.clear("" if self.inbox.loading else "No ticket is chosen.")
        elif self.ticket is None or self.ticket.number != number:
            self.writing.put_aside()
            self._show_facts(row)
            self.thread.clear("")
            self.ask_ticket(row.number)

    def ask_ticket(self, number: int) -> None:
        """Read a ticket's thread."""
        self.access.ask(Ticket(number), self._show_ticket, topic="ticket")

    def _show_ticket(self, detail: TicketDetail) -> None:
        if self.ticket is None or detail.ticket.number != self.ticket.number:
            return
        self._show_facts(detail.ticket)
        self.thread.show(detail.ticket.number, detail.thread, self.rows.now)
        self.writing.heard(detail)

    def _show_facts(self, row: TicketRow) -> None:
        self.ticket = row
        self.facts.write(*facts(row, self.rows.now, self.facts.size.width or 60))

    def on_ticket_list_moved(self, _event: TicketList.Moved) -> None:
        """The ticket pane follows the cursor."""
        self._follow()
        self.inbox_changed()

    def on_ticket_list_block_wanted(self, event: TicketList.BlockWanted) -> None:
        """Read the rows that came into sight."""
        self.inbox.fetch(event.wanted)

    def on_ticket_list_marked(self) -> None:
        """Say how many are marked."""
        self.inbox_changed()

    def on_ticket_list_fitted(self) -> None:
        """The heading stands over the columns."""
        self.heading.write(heading(self.rows.columns))

    def on_ticket_list_opened(self) -> None:
        """A double click opens like enter."""
        self.go(Pane.TICKET)

    def on_composer_asked(self, event: "Composer.Asked") -> None:
        """A key of the composer."""
        self.writing.asked(event.action)

    def on_filter_bar_edited(self, event: "FilterBar.Edited") -> None:
        """The filter follows what is typed."""
        self.viewing.edited(event.text)

    def on_filter_bar_applied(self, event: "FilterBar.Applied") -> None:
        """The filter stays."""
        self.viewing.applied(event.text)

    def on_filter_bar_abandoned(self) -> None:
        """The filter is what it was before."""
        self.viewing.abandoned()

    # News

    def news(self, news: News) -> None:
        """What happened at the desk since the last look."""
        self.rows.watch_clock(news.now)
        self.inbox.news(news)
        if self.ticket is not None and any(entry.ticket == self.ticket.number for entry in news.entries):
            self.ask_ticket(self.ticket.number)
        self.viewing.news(news)

    def lose(self, why: str) -> None:
        """The store does not answer: say so and keep what is here."""
        self.status.lose(why)

    def found_again(self) -> None:
        """The store answers again: read what may have changed meanwhile."""
        self.status.find()
        self.reload()
        self.viewing.count()

    def reload(self) -> None:
        """Read list and ticket anew; the cursor stays on its ticket."""
        self.inbox.restart(keep=True)
        if self.ticket is not None:
            self.ask_ticket(self.ticket.number)

    def tell(self, text: str) -> None:
        """One line about what was done."""
        self.status.tell(text)

    def tell_failure(self, error: DeskError) -> None:
        """One line about what was not done, and why."""
        self.status.tell(wording.failure(error), bad=True)

    def tell_how_to_leave(self) -> None:
        """What ctrl+c answers."""
        self.tell("q leaves the console from the list")

    # Keys

    async def action_do(self, action: str, key: str = "") -> None:
        """Carry out an action of the table: moving between panes here, the rest by whoever it belongs to."""
        letting_in, self._letting_in = self._letting_in, False
        if self.holding:
            self.app.bell()
            return
        if action == "note" and letting_in:
            action = "refresh"
        if action in NAVIGATION:
            getattr(self, f"_{action}")()
        elif not (await self.viewing.do(action, key) or await self.writing.do(action)):
            self.triage.do(action)

    def on_moving_at_top(self) -> None:
        """After `g`, the next `n` lets waiting tickets in."""
        self._letting_in = bool(self.inbox.arrivals)

    def _open(self) -> None:
        if self.rows.current is not None:
            self.go(Pane.TICKET)

    def _views(self) -> None:
        self.go(Pane.VIEWS)

    def _list(self) -> None:
        self.go(Pane.INBOX)

    def _next_pane(self) -> None:
        self.go(Pane((self.pane + 1) % 3))

    def _previous_pane(self) -> None:
        self.go(Pane((self.pane - 1) % 3))

    def _other_down(self) -> None:
        self._scroll_other("half_down", 1)

    def _other_up(self) -> None:
        self._scroll_other("half_up", -1)

    def _scroll_other(self, action: str, step: int) -> None:
        if self.pane == Pane.TICKET:
            self.rows.move_to(self.rows.cursor + step)
        else:
            self.thread.action_do(action)

    def _following(self) -> None:
        self.rows.move_to(self.rows.cursor + 1)

    def _preceding(self) -> None:
        self.rows.move_to(self.rows.cursor - 1)

    def _fold(self) -> None:
        self.thread.fold()

    def _refresh(self) -> None:
        self.reload()

    def _back(self) -> None:
        if self.pane != Pane.INBOX:
            self.go(Pane.INBOX)
        elif self.rows.marks:
            self.triage.unmark()
        elif self.inbox.typed:
            self.narrow("")
        else:
            self.tell_how_to_leave()

    def narrow(self, text: str, *, at: int | None = None) -> None:
        """Filter the list; a filter that cannot be read is told where it was typed."""
        try:
            self.inbox.narrow(text, at=at)
        except FilterError as error:
            self.filter_refused(error)
        self.inbox_changed()

    def _quit(self) -> None:
        if self.pane != Pane.INBOX:
            self.go(Pane.INBOX)
        else:
            self.writing.before_leaving(self.access.leave)


NAVIGATION = frozenset(
    {
        "open",
        "views",
        "list",
        "next_pane",
        "previous_pane",
        "other_down",
        "other_up",
        "following",
        "preceding",
        "fold",
        "refresh",
        "back",
        "quit",
    }
)
"""The actions that only move the agent about."""


def hint_line(actions: Sequence[Action], width: int) -> Line:
    """The hints that fit, the one for help always among them."""
    spans = [((f" {action.key}", Ink.KEY), (f" {action.label} ", Ink.DIM)) for action in actions]
    last = spans.pop() if actions and actions[-1].id == "help" else ()
    fitting: list[Span] = []
    for pair in spans[:MOST_HINTS]:
        if length((*fitting, *pair, *last)) > width:
            break
        fitting.extend(pair)
    return (*fitting, *last)


MOST_HINTS = 8
"""Hints in the footer besides that for help: more are not read."""
