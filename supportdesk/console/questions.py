"""What the console asks the store: one frozen class a question, which answers itself from an open reading.

The store is imported when the first question is answered, long after the first frame; screens see read models alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING

from supportdesk.console.around import Around, LookAround
from supportdesk.console.asking import Line, Question
from supportdesk.domain.changes import HistoryEntry
from supportdesk.domain.desk_names import DeskNames
from supportdesk.domain.filters import Filter, parse
from supportdesk.domain.models import Count, Cursor, Page, TemplateRow, TicketDetail, TicketRow, ViewRow

if TYPE_CHECKING:
    from supportdesk.store.feed import Feed
    from supportdesk.store.reading import Reading


FAILED = "has:failed"
"""The tickets with a letter that was not delivered."""


@dataclass(frozen=True, slots=True)
class Slice:
    """Consecutive rows of a list from `first` on; `page.after` continues it in the direction that it was read."""

    first: int
    page: Page
    backwards: bool = False


@dataclass(frozen=True, slots=True)
class Rows(Question[Slice]):
    """`limit` rows of a list from `first` on, by a cursor where one is known, else by counting from the nearer end."""

    filter: Filter
    sort: str
    first: int
    limit: int
    after: Cursor | None = None
    before: Cursor | None = None
    total: int | None = None

    def answer(self, reading: "Reading") -> Slice:
        from supportdesk.store import queries

        if self.after is not None:
            return Slice(
                self.first, queries.page(reading, self.filter, sort=self.sort, limit=self.limit, after=self.after)
            )
        if self.before is not None:
            page = queries.page(
                reading, self.filter, sort=self.sort, limit=self.limit, after=self.before, backwards=True
            )
            return Slice(self.first, page, backwards=True)
        if self.total is not None and self.first > self.total // 2:
            limit = min(self.limit, self.total - self.first)
            left = self.total - self.first - limit
            page = queries.page(reading, self.filter, sort=self.sort, limit=limit, backwards=True, offset=left)
            return Slice(self.first, page, backwards=True)
        return Slice(
            self.first, queries.page(reading, self.filter, sort=self.sort, limit=self.limit, offset=self.first)
        )


@dataclass(frozen=True, slots=True)
class News:
    """What happened since the last look: the events, which of their tickets match the list's filter, and the instant.

    `following` asks for what comes after them; `around` is what no event tells of.
    """

    now: datetime
    following: "Since"
    entries: tuple[HistoryEntry, ...] = ()
    matching: frozenset[int] = frozenset()
    around: Around = field(default_factory=Around)


@dataclass(frozen=True, slots=True)
class Since(Question[News]):
    """What happened after a place in the feed of events; `filter` is the list's."""

    feed: "Feed"
    filter: Filter
    line = Line.SLOW

    def answer(self, reading: "Reading") -> News:
        from supportdesk.store import queries

        feed = replace(self.feed)
        entries = feed.read(reading)
        touched = {entry.ticket for entry in entries if entry.ticket is not None}
        listed = queries.those(reading, touched, self.filter) if touched else frozenset()
        return News(reading.now, Since(feed, self.filter), entries, listed, LookAround().answer(reading))

    def within(self, filter: Filter) -> "Since":
        """The same question for another list."""
        return Since(self.feed, filter)


@dataclass(frozen=True, slots=True)
class Opened:
    """What the console needs for its first frame with data."""

    login: str
    place: str
    now: datetime
    since: Since
    views: tuple[ViewRow, ...]
    address: str = ""


@dataclass(frozen=True, slots=True)
class Opening(Question[Opened]):
    """Who works here, the views, and the event from which news are new."""

    place: str

    def answer(self, reading: "Reading") -> Opened:
        from supportdesk.store import history, memory, records
        from supportdesk.store.feed import Feed

        memory.stay_small(reading)
        views = tuple(records.views(reading))
        since = Since(Feed(history.latest(reading)), Filter())
        return Opened(reading.actor.login, self.place, reading.now, since, views, reading.address)


@dataclass(frozen=True, slots=True)
class Ticket(Question[TicketDetail]):
    """One ticket with its thread, or with so many of its newest messages."""

    number: int
    newest: int | None = None

    def answer(self, reading: "Reading") -> TicketDetail:
        from supportdesk.store import thread

        return thread.detail(reading, self.number, newest=self.newest)


@dataclass(frozen=True, slots=True)
class TheseRows(Question[tuple[TicketRow, ...]]):
    """The present state of tickets that are on screen."""

    numbers: tuple[int, ...]

    def answer(self, reading: "Reading") -> tuple[TicketRow, ...]:
        from supportdesk.store import queries

        return queries.rows(reading, self.numbers)


@dataclass(frozen=True, slots=True)
class HowMany(Question[Count]):
    """The exact number of tickets that a filter matches, or one up to a cap."""

    filter: Filter
    cap: int | None = None
    line = Line.SLOW

    def answer(self, reading: "Reading") -> Count:
        from supportdesk.store import queries

        return queries.count(reading, self.filter, cap=self.cap)


@dataclass(frozen=True, slots=True)
class AllNames(Question[DeskNames]):
    """Agents, teams, tags and fields."""

    line = Line.SLOW

    def answer(self, reading: "Reading") -> DeskNames:
        from supportdesk.store.desk_names import desk_names

        return desk_names(reading)


NONE = Count(0)


@dataclass(frozen=True, slots=True)
class Numbers:
    """How many tickets each view holds, by name, and how many active ones stand with each team.

    `failed` have a letter that was not delivered, `quarantined` is mail that could not be taken in.
    """

    views: Mapping[str, Count] = field(default_factory=dict)
    teams: Mapping[str | None, int] = field(default_factory=dict)
    failed: Count = NONE
    quarantined: Count = NONE


@dataclass(frozen=True, slots=True)
class ViewNumbers(Question[Numbers]):
    """The counts beside the views, capped so that none reads the whole desk."""

    filters: tuple[tuple[str, Filter], ...]
    cap: int
    line = Line.SLOW

    def answer(self, reading: "Reading") -> Numbers:
        from supportdesk.store import ledger, queries

        counts = {name: queries.count(reading, wanted, cap=self.cap) for name, wanted in self.filters}
        failed = queries.count(reading, parse(FAILED), cap=self.cap)
        return Numbers(counts, queries.sidebar(reading).teams, failed, ledger.waiting(reading, cap=self.cap))


@dataclass(frozen=True, slots=True)
class Templates(Question[tuple[TemplateRow, ...]]):
    """All canned responses."""

    def answer(self, reading: "Reading") -> tuple[TemplateRow, ...]:
        from supportdesk.store import records

        return tuple(records.templates(reading))


@dataclass(frozen=True, slots=True)
class Rendered(Question[str]):
    """A canned response filled in for a ticket, as somebody goes on writing on it."""

    name: str
    ticket: int

    def answer(self, reading: "Reading") -> str:
        from supportdesk.console.loading import load_services

        load_services()
        from supportdesk.services import templating

        return templating.render_for(reading, self.name, self.ticket, to_write_on=True)
