"""Snoozed tickets come back at their time: they wait behind the banner like any that arrive, and views count anew."""

from datetime import datetime
from typing import TYPE_CHECKING

from supportdesk.console.access import Access
from supportdesk.console.questions import News
from supportdesk.console.waking import Wakes, Woken, wakes_at

if TYPE_CHECKING:
    from supportdesk.screens.desk import DeskScreen


class Waking:
    """Knows when the next ticket comes back, and asks no sooner."""

    def __init__(self, access: Access, screen: "DeskScreen") -> None:
        self.access, self.screen = access, screen
        self._next: datetime | None = None
        self._seen: datetime | None = None

    def begin(self, now: datetime) -> None:
        """Ask when the first one comes back."""
        self._seen = now
        self.access.ask(Wakes(self.screen.filter), self._heard, topic="wakes")

    def news(self, news: News) -> None:
        """Know of what was snoozed meanwhile; when the time has come, ask what came back."""
        told = [at for entry in news.entries if (at := wakes_at(entry)) is not None and at > news.now]
        if told:
            self._next = min((*told, self._next) if self._next is not None else told)
        if self._next is not None and self._next <= news.now:
            self._next = None
            self.access.ask(Wakes(self.screen.filter, self._seen), self._heard, topic="wakes")

    def _heard(self, woken: Woken) -> None:
        self._next, self._seen = woken.next, woken.now
        if woken.numbers:
            self.screen.inbox.arrive(woken.matching)
            self.screen.viewing.count()
