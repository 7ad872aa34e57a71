"""Calls the agent for what concerns them: by a line, and as they have chosen by the bell or on the desktop."""

import os
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from supportdesk.console.access import Access
from supportdesk.console.alerts import Alert, Alerts, Why, call, given_to, notes_of_others
from supportdesk.console.habits import NOTICES
from supportdesk.console.questions import News
from supportdesk.errors import DeskError
from supportdesk.widgets.choices import Choice

if TYPE_CHECKING:
    from supportdesk.screens.desk import DeskScreen

OFTEN = timedelta(minutes=1)
"""Time between two looks at the clocks."""


class Notifying:
    """Asks what of the news concerns the agent, unless they want to be left alone."""

    def __init__(self, access: Access, screen: "DeskScreen") -> None:
        self.access, self.screen = access, screen
        self._looked: datetime | None = None
        self._warned: frozenset[int] = frozenset()

    async def do(self, action: str) -> bool:
        """Let it be chosen what calls the agent."""
        if action != "notify":
            return False
        from supportdesk.screens.pick import PickScreen

        standing = self.access.habits.notify
        choices = [Choice(how, f"{how}: {what}", "as now" if how == standing else "") for how, what in NOTICES.items()]
        picking = PickScreen("call me for my tickets, @me, clocks", choices)
        self.screen.app.push_screen(picking, lambda how: self.choose(how) if how else None)
        return True

    def choose(self, how: str) -> None:
        """Call this way from now."""
        self.access.habits.notify = how
        self.screen.tell(f"call by {NOTICES[how]}; {self.access.habits.keep('notify', how)}")

    def news(self, news: News) -> None:
        """Look through what happened, and at the clocks once a minute."""
        if self.access.habits.notify == "off":
            return
        login = self.screen.session.login
        given, notes = given_to(login, news.entries), notes_of_others(login, news.entries)
        clocks = self._looked is None or news.now - self._looked >= OFTEN or news.now < self._looked
        if clocks:
            self._looked = news.now
        if given or notes or clocks:
            asked = Alerts(given, notes, clocks)
            self.access.ask(asked, lambda found: self._tell(found, clocks=clocks), failed=self._failed)

    def _tell(self, found: tuple[Alert, ...], *, clocks: bool) -> None:
        """Say it once; a clock that still runs out is no news."""
        running = frozenset(one.number for one in found if one.why is Why.RUNNING_OUT)
        told = [one for one in found if one.why is not Why.RUNNING_OUT or one.number not in self._warned]
        if clocks:
            self._warned = running
        if told:
            more = f" · and {len(told) - 1} more" if len(told) > 1 else ""
            self.screen.remark(told[0].text + more)
            call(told[0].text + more, self.access.habits.notify, self.access.terminal, os.environ)

    def _failed(self, _error: DeskError) -> None:
        """The next look at the clocks tells of them; that the store is away is said elsewhere."""
        self._looked = None
